package postgis_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
	"terrier/plans"
	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/boundary"
	"terrier/plans/home"
	"terrier/plans/intake"
	"terrier/plans/organisation"
	"terrier/plans/place"
)

// A town of four homes at two places, one area, one asset and what is searched for.
var (
	returned = time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC)
	vale     = orb.MultiPolygon{{{{433000, 435000}, {434000, 435000}, {434000, 436000}, {433000, 436000}, {433000, 435000}}}}
)

func aHome(ref string, e, n float64, tenure, sensitivity string) home.Home {
	return home.Home{
		Owner: "Ashdale Homes", Reference: ref, Tenure: tenure, Type: "house", Bedrooms: 2, EPC: "C", Sensitivity: sensitivity,
		Position: "given", AsAt: returned, SourceCRS: "EPSG:27700", Point: orb.Point{e, n}, SourceX: e, SourceY: n,
	}
}

func fourHomes() []home.Home {
	return []home.Home{
		aHome("A1", 433500, 435500, "social-rent", home.Published),
		aHome("A2", 433500, 435500, "shared-ownership", home.Published),
		aHome("A3", 434000, 435700, "affordable-rent", home.Published), // on the eastern line of the vale
		aHome("A4", 435000, 435500, "social-rent", home.Published),
	}
}

func rowsOf[T any](values ...T) iter.Seq2[intake.Row[T], error] {
	return func(yield func(intake.Row[T], error) bool) {
		for i, v := range values {
			if !yield(intake.Row[T]{Line: i + 2, Value: v}, nil) {
				return
			}
		}
	}
}

func anImport(kind string) intake.Import {
	return intake.Import{
		Kind: kind, FileName: kind + ".csv", Who: "test", Organisation: "Hollin District Council",
		Source: intake.Source{Publisher: "Ashdale Homes", Licence: "own", AsAt: returned, SHA256: fmt.Sprintf("%064x", len(kind))},
	}
}

type town struct {
	db     *pgtest.DB
	loader *postgis.Loader
	reader *postgis.Reader
	told   []intake.Problem
}

func newTown(t *testing.T) *town {
	t.Helper()
	db := pgtest.New(t)
	return &town{db: db, loader: postgis.NewLoader(db.Pool(t, postgis.RoleLoad)), reader: postgis.NewReader(db.Pool(t, postgis.RolePublic))}
}

func (w *town) report(p intake.Problem) { w.told = append(w.told, p) }

func (w *town) homes(t *testing.T, homes ...home.Home) (intake.Counts, int64) {
	t.Helper()
	counts, id, err := w.loader.Homes(context.Background(), anImport("homes"), rowsOf(homes...), w.report)
	if err != nil {
		t.Fatal(err)
	}
	return counts, id
}

func (w *town) area(t *testing.T, name string, shape orb.MultiPolygon) {
	t.Helper()
	a := area.Area{Reference: name, Name: name, Kind: "residential", Stage: "made", Decision: "designated", Shape: shape, SourceCRS: "EPSG:27700",
		MadeDate: time.Date(2019, 5, 1, 0, 0, 0, 0, time.UTC)}
	if _, _, err := w.loader.Areas(context.Background(), anImport("areas"), rowsOf(a), w.report); err != nil {
		t.Fatal(err)
	}
}

func TestCountHomes(t *testing.T) {
	ctx := context.Background()
	w := newTown(t)
	w.homes(t, fourHomes()...)
	w.area(t, "Hollin Vale", vale)
	count := func(t *testing.T, q home.Question) home.Summary {
		t.Helper()
		s, err := w.reader.CountHomes(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	t.Run("counts a home on the line", func(t *testing.T) {
		if s := count(t, home.Question{Within: vale}); s.Total != 3 || !s.AsAt.Equal(returned) {
			t.Fatalf("%+v", s)
		}
	})
	t.Run("counts inside a stored area", func(t *testing.T) {
		if s := count(t, home.Question{Area: "hollin-vale"}); s.Total != 3 {
			t.Fatalf("%+v", s)
		}
	})
	t.Run("does not count in a hole, but on its line", func(t *testing.T) {
		holed := orb.MultiPolygon{{vale[0][0], {{433400, 435400}, {433400, 435500}, {433600, 435500}, {433600, 435400}, {433400, 435400}}}}
		if s := count(t, home.Question{Within: holed}); s.Total != 3 {
			t.Fatalf("on the hole's line: %+v", s)
		}
		holed[0][1] = orb.Ring{{433400, 435400}, {433400, 435600}, {433600, 435600}, {433600, 435400}, {433400, 435400}}
		if s := count(t, home.Question{Within: holed}); s.Total != 1 {
			t.Fatalf("inside the hole: %+v", s)
		}
	})
	t.Run("groups, each table summing to the total", func(t *testing.T) {
		s := count(t, home.Question{By: []string{"tenure", "owner", "bedrooms"}})
		want := []home.Count{{Value: "social-rent", Name: "Social rent", Count: 2}, {Value: "affordable-rent", Name: "Affordable rent", Count: 1}, {Value: "shared-ownership", Name: "Shared ownership", Count: 1}}
		if s.Total != 4 || !slices.Equal(s.By["tenure"], want) {
			t.Fatalf("%+v", s)
		}
		if o := s.By["owner"]; len(o) != 1 || o[0] != (home.Count{Value: "ashdale-homes", Name: "Ashdale Homes", Count: 4}) {
			t.Fatalf("owners %+v", o)
		}
	})
	t.Run("filters", func(t *testing.T) {
		s := count(t, home.Question{Where: map[string][]string{"tenure": {"social-rent"}, "owner": {"ashdale-homes"}}})
		if s.Total != 2 {
			t.Fatalf("%+v", s)
		}
	})
	t.Run("refuses an owner that is not there", func(t *testing.T) {
		if _, err := w.reader.CountHomes(ctx, home.Question{Where: map[string][]string{"owner": {"nobody"}}}); err == nil {
			t.Fatal("no error")
		}
	})
	t.Run("refuses an area that is not there", func(t *testing.T) {
		if _, err := w.reader.CountHomes(ctx, home.Question{Area: "nowhere"}); err == nil {
			t.Fatal("no error")
		}
	})
}

func TestImportAgain(t *testing.T) {
	ctx := context.Background()
	w := newTown(t)
	first, id := w.homes(t, fourHomes()...)
	if first.Accepted != 4 || first.Unchanged != 0 || id == 0 {
		t.Fatalf("first %+v, import %d", first, id)
	}
	t.Run("changes nothing", func(t *testing.T) {
		again, id := w.homes(t, fourHomes()...)
		if again.Unchanged != 4 || id != 0 {
			t.Fatalf("%+v, import %d", again, id)
		}
	})
	t.Run("keeps the predecessor of a changed row", func(t *testing.T) {
		changed := fourHomes()
		changed[0].Bedrooms = 3
		counts, id := w.homes(t, changed...)
		if counts.Unchanged != 3 || counts.Accepted != 4 {
			t.Fatalf("%+v", counts)
		}
		var bedrooms, by int64
		err := w.db.Pool(t, "").QueryRow(ctx, `SELECT bedrooms, replaced_by FROM home_version WHERE provider_ref = 'A1'`).Scan(&bedrooms, &by)
		if err != nil || bedrooms != 2 || by != id {
			t.Fatalf("kept %d bedrooms, replaced by %d, %v; want 2, %d", bedrooms, by, err, id)
		}
	})
	t.Run("refuses the second row of one reference, naming the first", func(t *testing.T) {
		w.told = nil
		counts, _ := w.homes(t, aHome("B1", 433500, 435500, "social-rent", home.Open), aHome("B1", 433501, 435500, "social-rent", home.Open))
		if counts.Accepted != 1 || counts.Refused != 1 || len(w.told) != 1 || w.told[0].Line != 3 {
			t.Fatalf("%+v %+v", counts, w.told)
		}
	})
	t.Run("leaves nothing behind when reading fails halfway", func(t *testing.T) {
		broken := func(yield func(intake.Row[home.Home], error) bool) {
			_ = yield(intake.Row[home.Home]{Line: 2, Value: aHome("C1", 433500, 435500, "social-rent", home.Open)}, nil) &&
				yield(intake.Row[home.Home]{}, fmt.Errorf("the disk went away"))
		}
		if _, _, err := w.loader.Homes(ctx, anImport("homes"), broken, w.report); err == nil {
			t.Fatal("no error")
		}
		var n int
		if err := w.db.Pool(t, "").QueryRow(ctx, `SELECT count(*) FROM home WHERE provider_ref = 'C1'`).Scan(&n); err != nil || n != 0 {
			t.Fatalf("%d homes, %v", n, err)
		}
	})
	t.Run("only tries with dry-run", func(t *testing.T) {
		imp := anImport("homes")
		imp.Options = map[string]string{"dry-run": "yes"}
		counts, id, err := w.loader.Homes(ctx, imp, rowsOf(aHome("D1", 433500, 435500, "social-rent", home.Open)), w.report)
		if err != nil || counts.Accepted != 1 || id != 0 {
			t.Fatalf("%+v %d %v", counts, id, err)
		}
		var n int
		if err := w.db.Pool(t, "").QueryRow(ctx, `SELECT count(*) FROM home WHERE provider_ref = 'D1'`).Scan(&n); err != nil || n != 0 {
			t.Fatalf("%d homes, %v", n, err)
		}
	})
}

func TestAreaVersions(t *testing.T) {
	ctx := context.Background()
	w := newTown(t)
	w.area(t, "Hollin Vale", vale)
	w.area(t, "Hollin Vale", vale)
	wider := orb.MultiPolygon{{{{433000, 435000}, {434500, 435000}, {434500, 436000}, {433000, 436000}, {433000, 435000}}}}
	w.area(t, "Hollin Vale", wider)
	versions, err := w.reader.AreaVersions(ctx, "hollin-vale")
	if err != nil || len(versions) != 2 || versions[0].Number != 2 || versions[0].Parent != 1 || versions[0].Hectares != 150 {
		t.Fatalf("%+v, %v", versions, err)
	}
	if _, err := w.db.Pool(t, "").Exec(ctx, `UPDATE area_version SET reason = 'other'`); err == nil {
		t.Error("a version could be changed")
	}
	a, err := w.reader.Area(ctx, "hollin-vale")
	if err != nil || a.Hectares != 150 || a.Shape[0][0][1] != (orb.Point{434500, 435000}) || len(a.LonLat) != 1 {
		t.Fatalf("%+v, %v", a, err)
	}
}

func TestSearch(t *testing.T) {
	ctx := context.Background()
	w := newTown(t)
	at := func(kind, name, cy string, e, n float64) place.Place {
		return place.Place{Kind: kind, Reference: name + fmt.Sprint(e), Name: name, NameCy: cy, Point: orb.Point{e, n}}
	}
	_, _, err := w.loader.Places(ctx, anImport("places"), rowsOf(
		at("postcode", "HV1 2AB", "", 433500, 435500), at("postcode", "HV1 2AD", "", 433600, 435500), at("postcode", "HV11 2AD", "", 439600, 435500),
		at("street", "St John's Road", "", 433700, 435500), at("street", "St John's Road", "", 439700, 435500),
		at("street", "Tŷ Gwyn Lane", "", 433800, 435500), at("settlement", "Hollin", "Celyn", 433000, 435000)), w.report)
	if err != nil {
		t.Fatal(err)
	}
	w.area(t, "Hollin Vale", vale)
	near := orb.Point{-1.40, 53.81} // the eastern St John's Road
	for _, c := range []struct{ sentence, typed, want string }{
		{"half a postcode", "HV1 2", "HV1 2AB"},
		{"a postcode without its space", "hv12ad", "HV1 2AD"},
		{"an apostrophe left out", "st johns", "St John's Road"},
		{"an apostrophe of another kind", "St John’s", "St John's Road"},
		{"a Welsh letter", "tŷ gw", "Tŷ Gwyn Lane"},
		{"a Welsh letter without its hat", "ty gw", "Tŷ Gwyn Lane"},
		{"a Welsh name", "cely", "Hollin"},
		{"one typing error", "Holin Vale", "Hollin Vale"},
		{"a later word", "vale", "Hollin Vale"},
		{"a postcode with one typing error", "HV1 3AB", "HV1 2AB"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			hits, err := w.reader.Search(ctx, c.typed, nil, 8)
			if err != nil || len(hits) == 0 || hits[0].Name != c.want {
				t.Fatalf("%q finds %+v, %v; want %q first", c.typed, hits, err, c.want)
			}
		})
	}
	t.Run("the nearest first", func(t *testing.T) {
		hits, err := w.reader.Search(ctx, "st johns road", &near, 8)
		if err != nil || len(hits) != 2 || hits[0].LonLat[0] < -1.45 {
			t.Fatalf("%+v, %v", hits, err)
		}
	})
	for _, typed := range []string{"", "   ", "%", "_", "'; DROP TABLE place; --", "\\", "zzzzzz", "ŵ"} {
		if _, err := w.reader.Search(ctx, typed, &near, 8); err != nil {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

func TestFill(t *testing.T) {
	ctx := context.Background()
	w := newTown(t)
	w.homes(t, fourHomes()...)
	_, _, err := w.loader.Assets(ctx, anImport("assets"), rowsOf(asset.Asset{Reference: "1", Name: "Chapel Fold Hall", Kind: "hall", CostPence: -1,
		Position: "given", Shape: vale, Point: orb.Point{433500, 435500}, SourceCRS: "EPSG:27700"}), w.report)
	if err != nil {
		t.Fatal(err)
	}
	admin := w.db.Pool(t, "")
	var before, after string
	if err := admin.QueryRow(ctx, `SELECT ST_AsText(geom_3857) FROM home WHERE provider_ref = 'A1'`).Scan(&before); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{`UPDATE home SET geom = ST_SetSRID(ST_Point(433600, 435500), 27700) WHERE provider_ref = 'A1'`,
		`UPDATE home SET geom = ST_SetSRID(ST_Point(433500, 435500), 27700) WHERE provider_ref = 'A1'`,
		`UPDATE community_asset SET geom_4326 = NULL, geom_3857 = NULL, point_3857 = NULL`} {
		if _, err := admin.Exec(ctx, sql); err != nil {
			t.Fatal(err)
		}
	}
	n, err := postgis.NewProjector(w.db.Pool(t, postgis.RoleLoad)).Fill(ctx)
	if err != nil || n != 2 {
		t.Fatalf("filled %d, %v; want 2", n, err)
	}
	if err := admin.QueryRow(ctx, `SELECT ST_AsText(geom_3857) FROM home WHERE provider_ref = 'A1'`).Scan(&after); err != nil || before != after {
		t.Fatalf("%s, then %s, %v", before, after, err)
	}
	var kept int
	if err := admin.QueryRow(ctx, `SELECT count(*) FROM home_version`).Scan(&kept); err != nil || kept != 2 {
		t.Fatalf("%d predecessors kept, %v; want 2: filling projections is no change", kept, err)
	}
}

func TestBoundaries(t *testing.T) {
	w := newTown(t)
	b := boundary.Boundary{Kind: "parish", Code: "E04999001", Name: "Hollin", HasCouncil: "yes", Shape: vale, SourceCRS: "EPSG:27700"}
	counts, _, err := w.loader.Boundaries(context.Background(), anImport("boundaries"), rowsOf(b, b), w.report)
	if err != nil || counts.Accepted != 1 || counts.Refused != 1 {
		t.Fatalf("%+v, %v", counts, err)
	}
}

func dump(t *testing.T, v any) []byte {
	t.Helper()
	if b, ok := v.([]byte); ok {
		return b
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestImportRecord(t *testing.T) {
	ctx := context.Background()
	w := newTown(t)
	t.Run("refuses a licence that is not known, naming those that are", func(t *testing.T) {
		imp := anImport("homes")
		imp.Source.Licence = "mine"
		_, _, err := w.loader.Homes(ctx, imp, rowsOf(fourHomes()...), w.report)
		var refused *plans.Error
		if !errors.As(err, &refused) || refused.Code != "unknown-licence" || !strings.Contains(refused.Remedy, "ogl-v3") {
			t.Fatal(err)
		}
	})
	t.Run("takes any name of an organisation", func(t *testing.T) {
		for i, name := range []string{"ACME:North", "local-authority:CMD", "a:b:c", "Ŵyn", "'; --"} {
			h := aHome(fmt.Sprint("O", i), 433500, 435500, "social-rent", home.Open)
			h.Owner = name
			w.homes(t, h)
		}
	})
	t.Run("counts rows that were refused before they came here", func(t *testing.T) {
		imp := anImport("homes")
		imp.Refused = func() int { return 3 }
		_, id, err := w.loader.Homes(ctx, imp, rowsOf(fourHomes()...), w.report)
		var refused int
		if err == nil {
			err = w.db.Pool(t, "").QueryRow(ctx, `SELECT refused FROM import WHERE id = $1`, id).Scan(&refused)
		}
		if err != nil || refused != 3 {
			t.Fatalf("%d refused, %v", refused, err)
		}
	})
	t.Run("keeps the day that the file gives a row, else today", func(t *testing.T) {
		a := asset.Asset{Reference: "1", Name: "Hall", Kind: "hall", CostPence: -1, Position: "given", Shape: orb.Point{433500, 435500},
			Point: orb.Point{433500, 435500}, SourceCRS: "EPSG:27700", EntryDate: returned}
		b := a
		b.Reference, b.EntryDate = "2", time.Time{}
		if _, _, err := w.loader.Assets(ctx, anImport("assets"), rowsOf(a, b), w.report); err != nil {
			t.Fatal(err)
		}
		list, err := w.reader.Assets(ctx, asset.Filter{})
		if err != nil || len(list) != 2 || !list[0].EntryDate.Equal(returned) || time.Since(list[1].EntryDate) > 48*time.Hour {
			t.Fatalf("%+v, %v", list, err)
		}
	})
	t.Run("knows a shape whose rings run the other way", func(t *testing.T) {
		w.area(t, "Hollin Vale", vale)
		turned := orb.MultiPolygon{{slices.Clone(vale[0][0])}}
		slices.Reverse(turned[0][0])
		w.area(t, "Hollin Vale", turned)
		if versions, err := w.reader.AreaVersions(ctx, "hollin-vale"); err != nil || len(versions) != 1 {
			t.Fatalf("%d versions, %v", len(versions), err)
		}
	})
}

func TestSuccession(t *testing.T) {
	ctx := context.Background()
	w := newTown(t)
	was := organisation.Organisation{Reference: "1", Name: "Old Homes", Type: "registered-provider", Successor: "2", SuccessionKind: "merger",
		SuccessionDate: time.Date(2018, 4, 1, 0, 0, 0, 0, time.UTC)}
	now := organisation.Organisation{Reference: "2", Name: "New Homes", Type: "registered-provider"}
	lost := organisation.Organisation{Reference: "3", Name: "Lost Homes", Type: "registered-provider", Successor: "Nobody", SuccessionKind: "merger", SuccessionDate: returned}
	bring := func() int64 {
		t.Helper()
		_, id, err := w.loader.Organisations(ctx, anImport("organisations"), rowsOf(was, now, lost), w.report)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	if bring() == 0 || bring() != 0 {
		t.Error("bringing the same file again changes something")
	}
	if len(w.told) == 0 || w.told[0].Code != "unknown-successor" || w.told[0].Line != 4 {
		t.Errorf("told %+v", w.told)
	}
	for ref, before := range map[string]bool{"old-homes": false, "new-homes": true} {
		h, err := w.reader.Association(ctx, ref)
		if err != nil || len(h.Successions) != 1 || h.Successions[0].Before != before || h.Successions[0].Kind != "merger" {
			t.Errorf("%s: %+v, %v", ref, h.Successions, err)
		}
	}
}
