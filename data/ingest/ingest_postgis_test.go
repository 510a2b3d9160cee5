package ingest_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/data/export"
	"terrier/data/ingest"
	"terrier/data/ingest/row"
	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
	"terrier/plans"
	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/boundary"
	"terrier/plans/home"
	"terrier/plans/organisation"
	"terrier/plans/place"
)

// base is a real register on a real PostGIS.
type base struct {
	*postgis.Loader
	exporter *postgis.Exporter
	pool     *pgxpool.Pool
}

func newBase(t *testing.T) *base {
	t.Helper()
	db := pgtest.New(t)
	pool := db.Pool(t, postgis.RoleLoad)
	return &base{postgis.NewLoader(pool), postgis.NewExporter(pool), db.Pool(t, "")}
}

func (b *base) bring(t *testing.T, kind string, file row.File, change ...func(*ingest.Request)) ingest.Result {
	t.Helper()
	req := ingest.Request{Kind: kind, FileName: "test", File: file, Who: "test", Loader: b, Postcodes: b, Organisation: "Test Council"}
	for _, c := range change {
		c(&req)
	}
	res, err := ingest.Run(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// number is the one number that a query answers.
func (b *base) number(t *testing.T, sql string) (n int) {
	t.Helper()
	if err := b.pool.QueryRow(t.Context(), sql).Scan(&n); err != nil {
		t.Fatalf("%v\n%s", err, sql)
	}
	return n
}

func (b *base) numbers(t *testing.T, want map[string]int) {
	t.Helper()
	for sql, n := range want {
		if got := b.number(t, sql); got != n {
			t.Errorf("%d, want %d: %s", got, n, sql)
		}
	}
}

func TestTraffordInPostGIS(t *testing.T) {
	b := newBase(t)
	for _, f := range []struct {
		kind, file        string
		accepted, refused int
	}{
		{"boundaries", "boundaries/trafford_wards_2023_full.geojson", 21, 0},
		{"boundaries", "boundaries/trafford_lsoa_2021.geojson", 139, 0},
		{"boundaries", "boundaries/trafford_parish.geojson", 4, 0},
		{"boundaries", "boundaries/gm_lad_2023_full.geojson", 10, 0},
		{"areas", "neighbourhood/trafford_localities_2023.geojson", 4, 0},
		{"places", "stock/trafford_postcodes.csv", 11264, 0},
		{"assets", "stock/trafford_land_and_building_assets.csv", 395, 213},
		{"assets", "assets/trafford_allotments.csv", 35, 0},
		{"assets", "assets/trafford_leisure_polygons_styled.geojson", 14, 3},
		{"assets", "assets/trafford_greenspace_sites.geojson", 427, 0},
		{"organisations", "stock/registered_providers_2018.tsv", 1755, 0},
	} {
		sort := func(r *ingest.Request) {
			if strings.HasSuffix(f.file, "allotments.csv") {
				r.Set = map[string]string{"asset-kind": "allotment"}
			}
		}
		res := b.bring(t, f.kind, shared(t, f.file), sort)
		if res.Accepted != f.accepted || res.Refused != f.refused || res.Unchanged != 0 || res.ID == 0 {
			t.Errorf("%s: accepted %d, refused %d, unchanged %d, import %d", f.file, res.Accepted, res.Refused, res.Unchanged, res.ID)
		}
		again := b.bring(t, f.kind, shared(t, f.file), sort)
		if again.Accepted != f.accepted || again.Refused != f.refused || again.Unchanged != f.accepted || again.ID != 0 {
			t.Errorf("%s a second time: accepted %d, refused %d, unchanged %d, import %d", f.file, again.Accepted, again.Refused, again.Unchanged, again.ID)
		}
	}
	councils := "community_asset a JOIN organisation o ON o.id = a.organisation_id AND o.name = 'Trafford Council'"
	given := " WHERE a.position = 'given' AND a.reference <> 'TMBC0396/P0000036'"
	in := func(locality string) string {
		return "SELECT count(*) FROM " + councils + " JOIN neighbourhood_plan_area l ON ST_Covers(l.geom, a.point) AND l.name = '" + locality + "'" + given
	}
	trafford := "(SELECT geom FROM boundary WHERE code = 'E08000009')"
	b.numbers(t, map[string]int{
		in("South"): 127, in("West"): 90, in("North"): 85, in("Central"): 67,
		"SELECT count(*) FROM " + councils + given:                                                                                                                                     372,
		"SELECT count(*) FROM " + councils + given + " AND NOT ST_Covers(" + trafford + ", a.point)":                                                                                   3,
		"SELECT count(*) FROM " + councils + " WHERE a.position = 'postcode'":                                                                                                          22,
		"SELECT count(*) FROM " + councils + " WHERE ST_Covers(" + trafford + ", a.point) AND a.reference LIKE 'TMBC0396/%'":                                                           1,
		"SELECT count(*) FROM community_asset WHERE asset_kind = 'allotment' AND ST_GeometryType(geom) = 'ST_Point' AND ST_Covers(" + trafford + ", point) AND reference ~ '^[0-9]+$'": 35,
		"SELECT count(*) FROM boundary WHERE NOT ST_IsValid(geom)":                                                                                                                     0,
		"SELECT count(*) FROM neighbourhood_plan_area_version":                                                                                                                         0,
		"SELECT count(*) FROM community_asset_version":                                                                                                                                 0,
	})
	t.Run("a changed row changes that row", func(t *testing.T) {
		text, err := io.ReadAll(shared(t, "assets/trafford_allotments.csv"))
		if err != nil {
			t.Fatal(err)
		}
		res := b.bring(t, "assets", strings.NewReader(strings.Replace(string(text), "Eaton Road", "Eton Road", 1)), func(r *ingest.Request) {
			r.Set = map[string]string{"asset-kind": "allotment"}
		})
		if res.Accepted != 35 || res.Unchanged != 34 || b.number(t, "SELECT count(*) FROM community_asset_version") != 1 {
			t.Errorf("%+v", res)
		}
	})
	t.Run("import, export, import changes nothing", func(t *testing.T) { comesBack(t, b, "assets", "areas", "boundaries") })
}

func TestBathInPostGIS(t *testing.T) {
	b := newBase(t)
	if res := b.bring(t, "boundaries", shared(t, "boundaries/banes_os_parishes.geojson")); res.Accepted != 52 {
		t.Errorf("%+v", res)
	}
	if res := b.bring(t, "assets", shared(t, "assets/banes_allotments.geojson")); res.Accepted != 44 {
		t.Errorf("%+v", res)
	}
	b.numbers(t, map[string]int{
		"SELECT count(*) FROM boundary WHERE kind = 'parish'":                                                                    51,
		"SELECT count(*) FROM community_asset a WHERE (SELECT count(*) FROM boundary p WHERE ST_Intersects(p.geom, a.geom)) = 1": 44,
	})
	comesBack(t, b, "assets", "boundaries")
}

func TestDawsHillInPostGIS(t *testing.T) {
	b := newBase(t)
	if res := b.bring(t, "places", shared(t, "stock/postcodes_HP.csv")); res.Accepted != 22325 || res.Refused != 46 {
		t.Errorf("accepted %d, refused %d", res.Accepted, res.Refused)
	}
	if res := b.bring(t, "areas", shared(t, "derived/daws_hill_np_27700_wkt.csv"), func(r *ingest.Request) { r.Where = "F_CODE=NDHNA" }); res.Accepted != 1 {
		t.Errorf("%+v", res)
	}
	b.numbers(t, map[string]int{
		"SELECT count(*) FROM place p JOIN neighbourhood_plan_area a ON ST_Covers(a.geom, p.geom)": 27,
		"SELECT round(ST_Area(geom) / 100)::int FROM neighbourhood_plan_area":                      5116,
	})
	comesBack(t, b, "areas")
}

func TestHomesInPostGIS(t *testing.T) {
	b := newBase(t)
	const file = `reference,owner,manager,tenure,home-type,bedrooms,epc,sensitivity,as-at-date,address,floor,wheelchair,position,lon,lat
1,Hollin Homes,,social-rent,house,3,C,published,2026-03-31,"1, High Street",0,no,given,-2.3520922,53.3879587
2,Hollin Homes,Other Homes,affordable-rent,flat,2,none,open,2026-03-31,=2 High Street,-1,yes,postcode,-2.3520923,53.3879587
3,Hollin Homes,,6,bedsit,,,,2026-03-31,Secret Row,,,,-2.3520924,53.3879587
4,Hollin Homes,,shared-ownership,other,1,,restricted,2026-03-31,,,,,376694.123,387928.456
`
	if res := b.bring(t, "homes", strings.NewReader(file)); res.Accepted != 4 || res.Repaired != 1 || res.Refused != 0 {
		t.Errorf("%+v", res)
	}
	t.Run("tried only", func(t *testing.T) {
		res := b.bring(t, "homes", strings.NewReader(strings.Replace(file, "house", "bungalow", 1)), func(r *ingest.Request) { r.DryRun = true })
		if res.Accepted != 4 || res.Unchanged != 3 || res.ID != 0 || !res.DryRun || b.number(t, "SELECT count(*) FROM home WHERE home_type = 'bungalow'") != 0 {
			t.Errorf("%+v", res)
		}
	})
	t.Run("a broken file changes nothing", func(t *testing.T) {
		broken := strings.Replace(file, "house", "bungalow", 1) + "5,\"Hollin Homes\n"
		_, err := ingest.Run(t.Context(), ingest.Request{Kind: "homes", FileName: "f", File: strings.NewReader(broken), Loader: b, Postcodes: b, Who: "test"})
		wantCode(t, err, "unclosed-quotation-mark")
		if b.number(t, "SELECT count(*) FROM home WHERE home_type = 'bungalow'") != 0 {
			t.Error("half of it came in")
		}
	})
	comesBack(t, b, "homes")
}

// What the rules of a noun accept its table accepts too: no odd value fails an import as a whole.
func TestRegistersTakeWhatTheRulesAccept(t *testing.T) {
	seed := rand.Int64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(uint64(seed), 0))
	odd := []string{"", "a", "-", "e\u0301", "\u202e", "0", "1", "2", "6", "99", "-1", "1e9", "0.01", "£5", "2020-01-01", "1999-12-31", "31/12/2019", "yes", "no",
		"E08000009", "e04000001", "WA14 1PF", "http://x.y", "www.a.b", "'", `"q"`, "=1", "social rent", "house", "made", "refused", "A", "\U0001F600", "\ufffe", "nl\nx",
		strings.Repeat("ab c", 110), strings.Repeat("x", 600), "parish", "street", "postcode", "published", "withheld", "1000000000000", "https://" + strings.Repeat("a", 3000) + ".uk"}
	usual := map[string]string{"tenure": "social rent", "as-at-date": "2026-03-31", "sensitivity": "open"}
	b := newBase(t)
	for kind, fields := range map[string][]plans.Field{
		"homes": home.Fields, "assets": asset.Fields, "areas": area.Fields, "boundaries": boundary.Fields, "organisations": organisation.Fields, "places": place.Fields,
	} {
		var file bytes.Buffer
		w := csv.NewWriter(&file)
		for i := range 500 {
			var line []string
			for _, f := range fields {
				value := odd[random.IntN(len(odd))]
				switch {
				case i == 0:
					value = f.Name
				case random.IntN(5) == 0:
				case f.Name == "reference":
					value = fmt.Sprintf("R%d", i)
				case usual[f.Name] != "":
					value = usual[f.Name]
				}
				line = append(line, value)
			}
			x, y := -2.4+random.Float64()/10, 53.3+random.Float64()/10
			at := fmt.Sprintf("POINT (%.6f %.6f)", x, y)
			if kind == "areas" || kind == "boundaries" {
				at = fmt.Sprintf("POLYGON ((%.6f %.6f,%.6f %.6f,%.6f %.6f,%.6f %.6f))", x, y, x+0.01, y, x+0.01, y+0.01, x, y)
			}
			if i == 0 {
				at = "geometry"
			}
			if err := w.Write(append(line, at)); err != nil {
				t.Fatal(err)
			}
		}
		w.Flush()
		if res := b.bring(t, kind, bytes.NewReader(file.Bytes())); res.Accepted == 0 || res.Accepted+res.Refused != 499 {
			t.Errorf("%s: accepted %d, refused %d", kind, res.Accepted, res.Refused)
		}
	}
}

// comesBack exports registers in both formats and imports what comes out: every row is as it was.
func comesBack(t *testing.T, b *base, kinds ...string) {
	t.Helper()
	imports := b.number(t, "SELECT count(*) FROM import")
	for _, kind := range kinds {
		for _, format := range []export.Format{export.CSV, export.GeoJSON} {
			var file bytes.Buffer
			n, err := b.write(t.Context(), &file, kind, export.Options{Format: format})
			if err != nil || n == 0 {
				t.Fatalf("%s as %s: %d, %v", kind, format, n, err)
			}
			res := b.bring(t, kind, bytes.NewReader(file.Bytes()))
			shapes := byCode(res) // what is told of the things themselves is told again
			got := []int{res.Accepted, res.Unchanged, res.Refused, res.Repaired, len(res.Problems) - shapes["noted sliver"] - shapes["noted same-shape"] - shapes["noted repeated-uprn"], len(res.Proposal.Mapping.Unused)}
			if diff := cmp.Diff([]int{n, n, 0, 0, 0, 0}, got); diff != "" {
				t.Errorf("%s as %s: %s%+.800v", kind, format, diff, res.Problems)
			}
		}
	}
	if now := b.number(t, "SELECT count(*) FROM import"); now != imports {
		t.Errorf("%d imports recorded, though nothing changed", now-imports)
	}
}

func (b *base) write(ctx context.Context, w io.Writer, kind string, o export.Options) (int, error) {
	switch kind {
	case "homes":
		return export.Homes(w, o, b.exporter.Homes(ctx))
	case "boundaries":
		return export.Boundaries(w, o, b.exporter.Boundaries(ctx))
	case "assets":
		list, err := b.exporter.Assets(ctx, asset.Filter{})
		if err != nil {
			return 0, err
		}
		return export.Assets(w, o, listed(list))
	case "areas":
		list, err := b.exporter.Areas(ctx, area.Filter{})
		if err != nil {
			return 0, err
		}
		return export.Areas(w, o, listed(list))
	}
	return 0, fmt.Errorf("no %s", kind)
}

func listed[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range list {
			if !yield(v, nil) {
				return
			}
		}
	}
}
