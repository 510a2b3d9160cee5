package ingest_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

	"terrier/data/ingest"
	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
	"terrier/geo/bng"
	"terrier/geo/grid"
)

// groundBase is a register whose tiles can be asked for.
type groundBase struct {
	*base
	public *postgis.Reader
}

func newGround(t *testing.T) *groundBase {
	t.Helper()
	db := pgtest.New(t)
	return &groundBase{&base{postgis.NewLoader(db.Pool(t, postgis.RoleLoad)), nil, db.Pool(t, "")}, postgis.NewReader(db.Pool(t, postgis.RolePublic))}
}

// under brings a basemap in.
func (b *groundBase) under(t *testing.T, content []byte, change ...func(*ingest.Request)) (ingest.Result, error) {
	t.Helper()
	req := ingest.Request{Kind: "basemap", FileName: "opmplc_essh_se.zip", File: bytes.NewReader(content), Who: "test", Repairer: b, Memory: b}
	for _, c := range change {
		c(&req)
	}
	return ingest.RunBasemap(t.Context(), req, b)
}

func (b *groundBase) mustUnder(t *testing.T, content []byte, change ...func(*ingest.Request)) ingest.Result {
	t.Helper()
	res, err := b.under(t, content, change...)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// drawn is every feature that is drawn, in words.
func (b *groundBase) drawn(t *testing.T) (features []string) {
	t.Helper()
	rows, err := b.pool.Query(t.Context(), `
		SELECT concat_ws(' | ', layer, kind, coalesce(name, '-'), min_zoom, ST_AsText(geom)) FROM basemap WHERE replaced_by IS NULL ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var f string
		if err := rows.Scan(&f); err != nil {
			t.Fatal(err)
		}
		features = append(features, f)
	}
	return features
}

// kinds counts what is drawn: "road main": 5.
func (b *groundBase) kinds(t *testing.T) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, f := range b.drawn(t) {
		parts := strings.Split(f, " | ")
		counts[parts[0]+" "+parts[1]]++
	}
	return counts
}

var thruppKinds = map[string]int{
	"green wood": 3, "water sea": 1, "water lake": 2, "water stream": 2,
	"building building": 479, "building public": 1, "building religious": 1, "building shop": 1, "building transport": 1,
	"road main": 5, "road minor": 19, "rail rail": 3,
	"label station": 2, "label town": 1, "label village": 1, "label hamlet": 2, "label wood": 1, "label water": 2, "label moor": 2,
}

func TestBasemapFromBothFormats(t *testing.T) {
	town := thruppCross()
	for name, content := range map[string][]byte{
		"zipped Shapefile": town.shapefiles(t), "GeoPackage": town.geoPackage(t, 27700, nil), "zipped GeoPackage": zippedPackage(t, town.geoPackage(t, 27700, nil)),
	} {
		t.Run(name, func(t *testing.T) {
			b := newGround(t)
			res := b.mustUnder(t, content)
			if res.Proposal.Format != name || res.Accepted != len(b.drawn(t)) || res.Refused != 2 || res.Repaired != 1 || res.ID == 0 {
				t.Errorf("%s: accepted %d of %d, refused %d, repaired %d, import %d", res.Proposal.Format, res.Accepted, len(b.drawn(t)), res.Refused, res.Repaired, res.ID)
			}
			if diff := cmp.Diff(thruppKinds, b.kinds(t)); diff != "" {
				t.Error(diff)
			}
			for _, want := range []string{"| Thrupp Cross station | 13", "| Mill Lane Tram Stop | 13", "| Coed Ty'n-llŵyn / Fold End | 12", "| M98 | 7", "| High Street | 8", "| A6198 | 9", "| Bridge Road | 11"} {
				if !slices.ContainsFunc(b.drawn(t), func(f string) bool { return strings.Contains(f, want) }) {
					t.Errorf("none has %q", want)
				}
			}
			all := strings.Join(res.Notes, "\n")
			for _, want := range []string{"heights", "Not drawn", "Road: 24 features drawn (19 minor, 5 main)", "Road: classes that are not known here were drawn as minor: Green Lane (1).",
				"NamedPlace: classes that are not known here were drawn as hamlet: Antiquity (1).", "Woodland: 3 features drawn, 1 of them repaired, 1 refused."} {
				if !strings.Contains(all, want) {
					t.Errorf("the notes do not say %q:\n%s", want, all)
				}
			}
			b.numbers(t, map[string]int{
				"SELECT count(*) FROM basemap WHERE NOT ST_IsValid(geom)":                             0,
				"SELECT count(*) FROM basemap WHERE NOT is_millimetre(geom) OR ST_NDims(geom) <> 2":   0,
				"SELECT count(*) FROM basemap WHERE geom_3857 IS NULL":                                0,
				"SELECT count(*) FROM import WHERE kind = 'basemap' AND refused = 2 AND repaired = 1": 1,
			})
		})
	}
}

// tile decodes the basemap tile of a place in the town.
func (b *groundBase) tile(t *testing.T, z uint8, p orb.Point) (raw []byte, layers mvt.Layers) {
	t.Helper()
	mercator, err := bng.MercatorFromBNG(p)
	if err != nil {
		t.Fatal(err)
	}
	at, _ := grid.At(mercator, z)
	raw, err = b.public.Tile(t.Context(), "basemap", z, at.X, at.Y)
	if err != nil {
		t.Fatal(err)
	}
	if layers, err = mvt.Unmarshal(raw); err != nil {
		t.Fatal(err)
	}
	return raw, layers
}

func TestBasemapTiles(t *testing.T) {
	b := newGround(t)
	b.mustUnder(t, thruppCross().shapefiles(t))
	for z, want := range map[uint8]string{
		6: "", 7: "road water", 8: "label road water", 9: "label rail road water", 10: "green label rail road water", 11: "green label rail road water",
		12: "green label rail road water", 13: "building green label rail road water", 14: "building label rail road water",
	} {
		place := onGround(900, 1050)
		if z == 13 {
			place = onGround(1250, 660) // a mill, large enough
		}
		_, layers := b.tile(t, z, place)
		var names []string
		for _, l := range layers {
			names = append(names, l.Name)
		}
		slices.Sort(names)
		if got := strings.Join(names, " "); got != want {
			t.Errorf("zoom %d holds %s, want %s", z, got, want)
		}
	}
	t.Run("roads and places carry their names", func(t *testing.T) {
		_, layers := b.tile(t, 14, onGround(700, 600))
		var named []string
		for _, l := range layers {
			for _, f := range l.Features {
				if name, ok := f.Properties["name"].(string); ok {
					named = append(named, l.Name+" "+name)
				}
			}
		}
		for _, want := range []string{"road High Street", "road A6198", "road Bridge Road", "road Ings Close", "label Thrupp Cross"} {
			if !slices.Contains(named, want) {
				t.Errorf("no %s in %q", want, named)
			}
		}
	})
}
