package postgis_test

import (
	"context"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/plans/basemap"
	"terrier/plans/intake"
)

func (w *town) ground(t *testing.T, imp intake.Import, features ...basemap.Feature) (intake.Counts, int64) {
	t.Helper()
	counts, id, err := w.loader.Basemap(context.Background(), imp, groundRows(features), w.report)
	if err != nil {
		t.Fatal(err)
	}
	return counts, id
}

func groundRows(features []basemap.Feature) iter.Seq2[intake.Row[basemap.Feature], error] {
	return func(yield func(intake.Row[basemap.Feature], error) bool) {
		for i, f := range features {
			if !yield(intake.Row[basemap.Feature]{Line: i + 1, Value: f}, nil) {
				return
			}
		}
	}
}

// aFile is a file of a basemap: its name, and the last letter of its hash.
func aFile(name, hash string) intake.Import {
	imp := anImport("basemap")
	imp.FileName, imp.Source.Publisher, imp.Source.Licence = name, "Ordnance Survey", "ogl-v3-os"
	imp.Source.AsAt, imp.Source.SHA256 = time.Date(2025, 10, 1, 0, 0, 0, 0, time.UTC), imp.Source.SHA256[:63]+hash
	return imp
}

// The extent is found by the index and is that of every shape; the lines of licences by stepping through another.
func TestBasemapAsAWhole(t *testing.T) {
	ctx := context.Background()
	w := newTown(t)
	if has, err := w.reader.HasBasemap(ctx); has || err != nil {
		t.Fatal(has, err)
	}
	const seed = 20261125
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 2))
	var features []basemap.Feature
	for range 3000 {
		p := orb.Point{bng.Millimetre(300000 + random.Float64()*100000), bng.Millimetre(400000 + random.Float64()*100000)}
		q := orb.Point{bng.Millimetre(p[0] + random.Float64()*900), bng.Millimetre(p[1] + random.Float64()*900)}
		features = append(features, basemap.Feature{Layer: "road", Kind: "minor", MinZoom: random.IntN(15), Shape: orb.LineString{p, q}})
	}
	w.ground(t, aFile("opmplc_essh_sd.zip", "1"), features[:2000]...)
	other := aFile("opmplc_essh_sj.zip", "2")
	other.Source.Licence, other.Source.Attribution = "odbl", "And others"
	w.ground(t, other, features[2000:]...)
	has, err := w.reader.HasBasemap(ctx)
	if !has || err != nil {
		t.Error(has, err)
	}
	lines, err := w.reader.Attributions(ctx)
	if diff := cmp.Diff([]string{"Contains OS data © Crown copyright and database right 2025", "© OpenStreetMap contributors. And others"}, lines); diff != "" || err != nil {
		t.Error(diff, err)
	}
	of, err := w.reader.AttributionsOf(ctx, "boundary", "basemap")
	if diff := cmp.Diff(lines, of); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if of, err = w.reader.AttributionsOf(ctx, "boundary"); len(of) > 0 || err != nil {
		t.Error("there is no boundary, but", of, err)
	}
	if _, err = w.reader.AttributionsOf(ctx, "homes"); err == nil {
		t.Error("a register that is not known has attributions")
	}
	got, ok, err := w.reader.Extent(ctx)
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	var west, south, east, north float64
	if err := w.db.Pool(t, "").QueryRow(ctx, `SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (SELECT ST_Extent(geom_3857) AS e FROM basemap) x`).Scan(&west, &south, &east, &north); err != nil {
		t.Fatal(err)
	}
	low, high := bng.ToMercator(got.Min), bng.ToMercator(got.Max)
	for i, apart := range []float64{low[0] - west, low[1] - south, high[0] - east, high[1] - north} {
		if math.Abs(apart) > 1 { // an index keeps boxes in single precision
			t.Errorf("side %d lies %v m off", i, apart)
		}
	}
}

func TestBasemapIsReplacedByItsName(t *testing.T) {
	w := newTown(t)
	road := func(e float64) basemap.Feature {
		return basemap.Feature{Layer: "road", Kind: "main", MinZoom: 8, Shape: orb.LineString{{433000, 435000}, {e, 435500}}}
	}
	counts, first := w.ground(t, aFile("a.zip", "1"), road(434000), road(435000))
	if counts.Accepted != 2 || first == 0 {
		t.Errorf("%+v, import %d", counts, first)
	}
	drawn := func() (n int) {
		if err := w.db.Pool(t, "").QueryRow(context.Background(), `SELECT count(*) FROM basemap WHERE replaced_by IS NULL`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for name, c := range map[string]struct {
		imp       intake.Import
		unchanged int
		drawn     int
	}{
		"the same file":        {aFile("a.zip", "1"), 2, 2},
		"another of that name": {aFile("a.zip", "2"), 0, 1},
		"another name":         {aFile("b.zip", "1"), 0, 3},
		"the same, tried":      {tried(aFile("a.zip", "1")), 2, 2},
		"another, tried":       {tried(aFile("a.zip", "3")), 0, 2},
	} {
		t.Run(name, func(t *testing.T) {
			counts, id := w.ground(t, c.imp, road(436000))
			if counts.Unchanged != c.unchanged || (id == 0) != (c.unchanged > 0 || c.imp.Options["dry-run"] != "") || drawn() != c.drawn {
				t.Errorf("%+v, import %d, drawn %d", counts, id, drawn())
			}
			if id != 0 {
				if _, err := w.loader.Undo(context.Background(), id, intake.UndoOptions{Who: "test"}, w.report); err != nil {
					t.Fatal(err)
				}
			}
			if drawn() != 2 {
				t.Errorf("%d are drawn at the end", drawn())
			}
		})
	}
	t.Run("no feature at all replaces nothing", func(t *testing.T) {
		if counts, id := w.ground(t, aFile("a.zip", "4")); id != 0 || counts.Accepted != 0 || drawn() != 2 {
			t.Errorf("%+v, import %d, drawn %d", counts, id, drawn())
		}
	})
	t.Run("a failure halfway replaces nothing", func(t *testing.T) {
		broken := func(yield func(intake.Row[basemap.Feature], error) bool) {
			_ = yield(intake.Row[basemap.Feature]{Value: road(437000)}, nil) && yield(intake.Row[basemap.Feature]{}, fmt.Errorf("the disk is gone"))
		}
		if _, id, err := w.loader.Basemap(context.Background(), aFile("a.zip", "5"), broken, w.report); err == nil || id != 0 || drawn() != 2 {
			t.Errorf("import %d, %v, drawn %d", id, err, drawn())
		}
	})
}

func tried(imp intake.Import) intake.Import {
	imp.Options = map[string]string{"dry-run": "yes"}
	return imp
}

// Outlines that are not sound reach a tile only by plain SQL: they must not keep it from being drawn.
func TestUnsoundShapesDoNotBreakTiles(t *testing.T) {
	ctx := context.Background()
	w := newTown(t)
	w.ground(t, aFile("a.zip", "1"), basemap.Feature{Layer: "road", Kind: "main", MinZoom: 0, Shape: orb.LineString{{433000, 435000}, {434000, 435500}}})
	_, err := w.db.Pool(t, "").Exec(ctx, `
		INSERT INTO basemap (layer, kind, min_zoom, geom, geom_3857, source_id)
		SELECT layer, 'x', 0, ST_SetSRID(g, 27700), ST_Translate(ST_SetSRID(g, 3857), x.e, x.n), x.source_id
		  FROM (SELECT source_id, ST_XMin(geom_3857) AS e, ST_YMin(geom_3857) AS n FROM basemap) x,
		       unnest(ARRAY['green', 'water', 'building']) AS layer,
		       unnest(ARRAY['POLYGON((0 0,900 900,900 0,0 900,0 0))', 'POLYGON((0 0,900 0,900 900,0 900,0 0),(2000 2000,2100 2000,2100 2100,2000 2000))',
		                    'MULTIPOLYGON(((0 0,500 0,500 500,0 0)),((0 0,500 0,500 500,0 0)))', 'POLYGON((0 0,1 0,2 0,0 0))', 'POLYGON((0 0,900 0,900 900,450 0,0 900,0 0))']::geometry[]) AS g`)
	if err != nil {
		t.Fatal(err)
	}
	p, err := bng.MercatorFromBNG(orb.Point{433000, 435000})
	if err != nil {
		t.Fatal(err)
	}
	for z := uint8(0); z <= 20; z++ {
		for _, tile := range around(p, z) {
			if _, err := w.reader.Tile(ctx, "basemap", z, tile[0], tile[1]); err != nil {
				t.Errorf("zoom %d: %v", z, err)
			}
		}
	}
}

// around is the tile of a point and its neighbours.
func around(p orb.Point, z uint8) (tiles [][2]uint32) {
	n := float64(uint32(1) << z)
	x, y := (p[0]+20037508.342789244)/40075016.685578488*n, (20037508.342789244-p[1])/40075016.685578488*n
	for dx := -1.0; dx <= 1; dx++ {
		for dy := -1.0; dy <= 1; dy++ {
			if cx, cy := math.Floor(x+dx), math.Floor(y+dy); cx >= 0 && cy >= 0 && cx < n && cy < n {
				tiles = append(tiles, [2]uint32{uint32(cx), uint32(cy)})
			}
		}
	}
	return tiles
}
