package main

import (
	"bytes"
	"fmt"
	"math"
	"net/url"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/planar"

	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
	"terrier/geo/bng"
	"terrier/geo/grid"
	"terrier/plans/audit"
	"terrier/plans/disclosure"
	"terrier/plans/home"
	"terrier/plans/web"
	"terrier/tiles/feature"
	"terrier/tiles/layer"
)

// TestProtected draws the release of the invented town, and at the end another one.
func TestProtected(t *testing.T) {
	d, db := keptDemoIn(t)
	for _, c := range []struct {
		name string
		hold func(*testing.T, drawn, *pgtest.DB)
	}{{"squares", protectedSquares}, {"outlines", protectedOutlines}, {"filters", protectedFilters}, {"as asked", protectedAsAsked},
		{"allocations", protectedAllocations}, {"another release", protectedRelease}} {
		t.Run(c.name, func(t *testing.T) { c.hold(t, d, db) })
	}
}

// releasedCell is a cell of the newest release, as SQL has it.
type releasedCell struct {
	id    string
	point orb.Point // EPSG:3857, by OSTN15, which PostGIS does not have
	total int
}

func releasedCells(t *testing.T, pool *pgxpool.Pool) (cells []releasedCell) {
	t.Helper()
	rows, err := pool.Query(t.Context(), `
		SELECT c.id, ST_X(c.point), ST_Y(c.point), r.entries[1] FROM public_release_cell r JOIN disclosure_cell c ON c.id = r.cell
		 WHERE r.release = (SELECT max(number) FROM public_release)`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var c releasedCell
		var p orb.Point
		if err := rows.Scan(&c.id, &p[0], &p[1], &c.total); err != nil {
			t.Fatal(err)
		}
		if c.point, err = bng.MercatorFromBNG(p); err != nil {
			t.Fatal(err)
		}
		cells = append(cells, c)
	}
	if rows.Err() != nil || len(cells) < 20 {
		t.Fatalf("%d cells, %v", len(cells), rows.Err())
	}
	return cells
}

// protectedIn are the features of a layer of protected figures.
func protectedIn(t *testing.T, tile []byte, name string) []protectedFeature {
	t.Helper()
	layers, err := mvt.Unmarshal(tile)
	if err != nil {
		t.Fatal(err)
	}
	var all []protectedFeature
	for _, l := range layers {
		if l.Name != name {
			continue
		}
		for _, f := range l.Features {
			id, _ := f.ID.(float64)
			all = append(all, protectedFeature{uint64(id), f.Geometry, f.Properties})
		}
	}
	return all
}

type protectedFeature struct {
	id         uint64
	geometry   orb.Geometry
	properties map[string]any
}

func (f protectedFeature) number(key string) int {
	n, ok := f.properties[key].(float64)
	if !ok {
		return -1
	}
	return int(n)
}

func (d drawn) must(t *testing.T, set string, at grid.Tile, where map[string][]string) []byte {
	t.Helper()
	tile, err := d.Tile(t.Context(), layer.Request{Tileset: set, At: at, Filter: layer.NewFilter(where)})
	if err != nil {
		t.Fatal(err)
	}
	return tile
}

// square is the part of the ground grid that a point lies in, reckoned from metres.
func squareOf(p orb.Point, z uint8) [2]int64 {
	const half, around = 20037508.342789244, 40075016.685578488
	n := math.Ldexp(1, int(z)+5)
	return [2]int64{int64(math.Floor((p[0] + half) / around * n)), int64(math.Floor((half - p[1]) / around * n))}
}

// protectedSquares holds that the squares of each zoom hold every cell once, with the sum of what SQL has of the cells in them, and
// that a sum that says nothing is left out.
func protectedSquares(t *testing.T, d drawn, db *pgtest.DB) {
	cells := releasedCells(t, db.Pool(t, postgis.RolePublic))
	for z := uint8(0); z < 13; z++ {
		want, tiles, boxes := map[[2]int64]disclosure.Number{}, map[grid.Tile]bool{}, 0
		for _, c := range cells {
			n := want[squareOf(c.point, z)]
			want[squareOf(c.point, z)] = disclosure.Number{Value: n.Value + c.total, Draws: n.Draws + 1}
			at, _ := grid.At(c.point, z)
			tiles[at] = true
		}
		told := 0
		for at := range tiles {
			for _, set := range []string{"homes", "overlay", "embed"} {
				tile := d.must(t, set, at, nil)
				if len(protectedIn(t, tile, "home_protected_label")) > 0 {
					t.Fatalf("%v labels squares", at)
				}
				if set != "homes" {
					continue
				}
				for _, f := range protectedIn(t, tile, "home_protected") {
					middle := f.geometry.Bound().Center()
					key := [2]int64{int64(at.X)<<5 + int64(middle[0])/128, int64(at.Y)<<5 + int64(middle[1])/128}
					n, there := want[key]
					delete(want, key)
					boxes++
					count, class := -1, -1
					if n.Shown() {
						told++
						count = n.Value
						class = 1
						for _, least := range []int{5, 20, 50, 150} {
							if n.Value >= least {
								class++
							}
						}
					}
					if !there || f.number("cells") != n.Draws || f.number("count") != count || f.number("class") != class || f.number("error") != n.Error() || f.properties["cell"] != nil {
						t.Fatalf("zoom %d, square %v: %v, want %+v", z, key, f.properties, n)
					}
				}
			}
		}
		if len(want) > 0 || told == 0 {
			t.Fatalf("zoom %d: %d squares are missing, %d of %d tell a number", z, len(want), told, boxes)
		}
	}
}

// protectedOutlines holds that each cell is in every tile that SQL says it touches, of the size that SQL says, with one id, and that
// its number stands in one tile.
func protectedOutlines(t *testing.T, d drawn, db *pgtest.DB) {
	public := db.Pool(t, postgis.RolePublic)
	cells := releasedCells(t, public)
	byID := map[string]releasedCell{}
	for _, c := range cells {
		byID[c.id] = c
	}
	for _, z := range []uint8{13, 14, 16} {
		tiles := map[grid.Tile]bool{}
		for _, c := range cells {
			at, _ := grid.At(c.point, z)
			tiles[at] = true
			if len(tiles) > 60 {
				break
			}
		}
		labels := map[string]int{}
		for at := range tiles {
			tile := d.must(t, "overlay", at, nil)
			rows, err := public.Query(t.Context(), `
				SELECT c.id, ST_Area(ST_AsMVTGeom(c.geom_3857, ST_TileEnvelope($1, $2, $3), 4096, 128, true)) FROM public_release_cell r JOIN disclosure_cell c ON c.id = r.cell
				 WHERE r.release = (SELECT max(number) FROM public_release) AND c.geom_3857 && ST_TileEnvelope($1, $2, $3, margin => 128.0 / 4096)`, int(at.Z), int(at.X), int(at.Y))
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]float64{}
			for rows.Next() {
				var id string
				var size *float64
				if err := rows.Scan(&id, &size); err != nil {
					t.Fatal(err)
				}
				if size != nil {
					want[id] = *size
				}
			}
			for _, f := range protectedIn(t, tile, "home_protected") {
				id, _ := f.properties["cell"].(string)
				size, there := want[id]
				delete(want, id)
				off := planar.Length(f.geometry) + 20
				if z < 14 {
					off *= 4
				}
				if got := math.Abs(planar.Area(f.geometry)); !there && got > off || math.Abs(got-size) > off {
					t.Fatalf("%v: %s is of size %g, want %g ± %g", at, id, got, size, off)
				}
				checkCell(t, f, byID[id])
			}
			for id, size := range want {
				if size > 600 {
					t.Fatalf("%v lacks %s of size %g", at, id, size)
				}
			}
			for _, f := range protectedIn(t, tile, "home_protected_label") {
				id, _ := f.properties["cell"].(string)
				labels[id]++
				checkCell(t, f, byID[id])
			}
		}
		for _, c := range cells {
			at, _ := grid.At(c.point, z)
			want := 0
			if tiles[at] && disclosure.Shown(c.total, disclosure.Error(1)) {
				want = 1
			}
			if labels[c.id] != want {
				t.Fatalf("zoom %d: %s with %d homes is labelled %d times", z, c.id, c.total, labels[c.id])
			}
		}
	}
}

func checkCell(t *testing.T, f protectedFeature, c releasedCell) {
	t.Helper()
	count, margin := -1, disclosure.Error(1)
	if disclosure.Shown(c.total, margin) {
		count = c.total
	}
	if f.id != feature.PublicID(c.id) || f.number("cells") != 1 || f.number("count") != count || f.number("error") != margin || f.properties["class"] != nil {
		t.Fatalf("%s: %d %v, want a total of %d", c.id, f.id, f.properties, c.total)
	}
}

// protectedFilters holds that a tile tells of a filter what the table is asked, and leaves the layer out where the table refuses.
func protectedFilters(t *testing.T, d drawn, _ *pgtest.DB) {
	table := d.protected.Table()
	owner := table.Owners[table.Cells[0].Authority]
	if len(owner) == 0 {
		t.Fatal("no owner is shown apart")
	}
	left := 0
	for _, where := range []map[string][]string{nil, {"tenure": {"social-rent"}}, {"tenure": {"social-rent", "affordable-rent"}}, {"bedrooms": {"2"}}, {"epc": {"C", "unknown"}},
		{"tenure": {"social-rent"}, "bedrooms": {"1", "2"}}, {"owner": owner[:1]}, {"needs": {"general-needs"}}, {"home-type": {"house"}},
		{"bedrooms": {"5-or-more"}}, {"bedrooms": {"7"}}, {"tenure": {"social-rent"}, "epc": {"C"}}, {"owner": owner[:1], "tenure": {"social-rent"}}} {
		said, refused := table.Ask(disclosure.Question{Where: where})
		tile := d.must(t, "homes", grid.Tile{}, where)
		squares := protectedIn(t, tile, "home_protected")
		if refused != nil {
			left++
			if len(squares) > 0 {
				t.Errorf("%v: the table refuses, the tile tells of %v", where, squares)
			}
			if homes, _, err := d.stock.Homes(where); err != nil || homes.Len() == 0 {
				t.Errorf("%v: no published homes, %v", where, err)
			}
			continue
		}
		if homes, f, err := d.stock.Homes(where); err != nil || where != nil && f.All() || homes.Len() == 0 {
			t.Errorf("%v: published homes are not chosen, %v", where, err)
		}
		count := -1
		if said.Total.Shown() {
			count = said.Total.Value
		}
		if len(squares) != 1 || squares[0].number("cells") != said.Cells || squares[0].number("count") != count || squares[0].number("error") != said.Total.Error() {
			t.Errorf("%v: the tile tells of %v, the table of %+v", where, squares, said.Total)
		}
		for _, c := range table.Cells[:min(len(table.Cells), 20)] { // each cell for itself
			at, _ := grid.At(c.World.Center(), 16)
			choice, err := table.Choose(where)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range protectedIn(t, d.must(t, "homes", at, where), "home_protected") {
				if f.properties["cell"] != c.ID {
					continue
				}
				n, count := choice.Number(int(indexOf(table, c.ID))), -1
				if n.Shown() {
					count = n.Value
				}
				if f.number("count") != count {
					t.Errorf("%v, %s: %v, want %+v", where, c.ID, f.properties, n)
				}
			}
		}
	}
	if left != 3 {
		t.Errorf("%d filters were refused", left)
	}
}

func indexOf(table *disclosure.Table, id string) int {
	for i, c := range table.Cells {
		if c.ID == id {
			return i
		}
	}
	return -1
}

// protectedRelease goes from no release to one and to the next: generations rise, and tiles are those of the release that is served.
func protectedRelease(t *testing.T, d drawn, db *pgtest.DB) {
	ctx := t.Context()
	request := layer.Request{Tileset: "overlay", At: grid.Tile{Z: 8, X: 126, Y: 82}}
	for _, c := range releasedCells(t, db.Pool(t, postgis.RolePublic))[:1] {
		request.At, _ = grid.At(c.point, 8)
	}
	first := d.must(t, "overlay", request.At, nil)
	was, _ := d.Generation(request)
	if other, _ := d.Generation(layer.Request{Tileset: "areas", At: request.At}); other == 0 {
		t.Fatal("areas have no generation")
	}
	load := db.Pool(t, postgis.RoleLoad)
	if _, err := load.Exec(ctx, `UPDATE home SET tenure = 'market-rent' WHERE sensitivity = 'open' AND id % 3 = 0`); err != nil {
		t.Fatal(err)
	}
	if _, _, err := releases(load).Build(ctx, time.Now().Add(time.Second), audit.CommandLine); err != nil {
		t.Fatal(err)
	}
	areas, _ := d.Generation(layer.Request{Tileset: "areas", At: request.At})
	if _, err := d.feed.Step(ctx, d.apply); err != nil {
		t.Fatal(err)
	}
	if now, _ := d.Generation(request); now <= was {
		t.Errorf("the generation is %d after a release, was %d", now, was)
	}
	if now, _ := d.Generation(layer.Request{Tileset: "areas", At: request.At}); now != areas {
		t.Error("tiles without homes are drawn anew for a release")
	}
	second := d.must(t, "overlay", request.At, nil)
	if bytes.Equal(first, second) {
		t.Error("the tile is that of the release before")
	}
	again, err := keep(ctx, db.Pool(t, postgis.RolePublic), web.Tilesets()) // another server, which has seen the second release only
	if err != nil {
		t.Fatal(err)
	}
	if other := newDrawn(again, d.registers.Reader, "").must(t, "overlay", request.At, nil); !bytes.Equal(other, second) {
		t.Error("another server draws other bytes")
	}
	if err := d.serveRelease(nil); err != nil {
		t.Fatal(err)
	}
	if none := protectedIn(t, d.must(t, "overlay", request.At, nil), "home_protected"); len(none) > 0 {
		t.Errorf("without a release there is %v", none)
	}
}

// protectedAsAsked holds a tile's numbers against what /homes/summary says of the same filter, everywhere.
func protectedAsAsked(t *testing.T, d drawn, _ *pgtest.DB) {
	answers := home.PublicAnswers{PublicStock: d.stock, Protected: d.protected}
	for _, query := range []string{"", "tenure=social-rent", "bedrooms=2&tenure=social-rent"} {
		where, _ := url.ParseQuery(query)
		said, err := answers.CountHomes(t.Context(), home.Question{Where: where})
		if err != nil {
			t.Fatal(err)
		}
		squares := protectedIn(t, d.must(t, "overlay", grid.Tile{}, where), "home_protected")
		if len(squares) != 1 || squares[0].number("count") != said.Told.Total.Value {
			t.Errorf("%q: %v, the summary has %s", query, squares, fmt.Sprint(said.Told.Total))
		}
	}
}

// protectedAllocations holds that nothing is taken from the heap for a cell.
func protectedAllocations(t *testing.T, d drawn, db *pgtest.DB) {
	c := releasedCells(t, db.Pool(t, postgis.RolePublic))[0]
	for _, z := range []uint8{3, 13} {
		at, _ := grid.At(c.point, z)
		request := layer.Request{Tileset: "homes", At: at}
		set, _ := layer.Find(d.tilesets, "homes")
		set.Layers = set.Layers[2:]
		n := testing.AllocsPerRun(50, func() {
			if _, err := d.draw(set, request); err != nil {
				t.Fatal(err)
			}
		})
		if n > 16 && !raceEnabled {
			t.Errorf("a tile of zoom %d took %g allocations", z, n)
		}
		t.Log(z, n)
	}
}
