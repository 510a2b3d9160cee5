package thin_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/simplify"

	"terrier/geo/grid"
	"terrier/tiles/archive"
	"terrier/tiles/style"
	"terrier/tiles/thin"
)

func groundOf(t testing.TB, schema style.Schema) *thin.Ground {
	t.Helper()
	layers, err := style.Ground(schema)
	if err != nil {
		t.Fatal(err)
	}
	g, err := thin.New(layers)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// tileOf writes features of a tile of 4,096 units, by layer.
func tileOf(t testing.TB, layers map[string][]*geojson.Feature) []byte {
	t.Helper()
	var all mvt.Layers
	for name, features := range layers {
		all = append(all, &mvt.Layer{Name: name, Version: 2, Extent: 4096, Features: features})
	}
	slices.SortFunc(all, func(a, b *mvt.Layer) int { return strings.Compare(a.Name, b.Name) })
	tile, err := mvt.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return tile
}

func featureOf(g orb.Geometry, properties ...any) *geojson.Feature {
	f := geojson.NewFeature(g)
	for i := 0; i+1 < len(properties); i += 2 {
		f.Properties[properties[i].(string)] = properties[i+1]
	}
	return f
}

func read(t testing.TB, tile []byte) map[string][]*geojson.Feature {
	t.Helper()
	layers, err := mvt.Unmarshal(tile)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]*geojson.Feature{}
	for _, l := range layers {
		all[l.Name] = l.Features
	}
	return all
}

func said(features []*geojson.Feature) (all []string) {
	for _, f := range features {
		all = append(all, fmt.Sprint(f.Geometry.GeoJSONType(), " ", map[string]any(f.Properties)))
	}
	return all
}

func along(y float64) orb.LineString { return orb.LineString{{0, y}, {4096, y}} }

// TestWhatIsDrawn holds what is left of each schema, and with which properties, at zooms where that differs.
func TestWhatIsDrawn(t *testing.T) {
	square := orb.Polygon{{{0, 0}, {400, 0}, {400, 400}, {0, 400}, {0, 0}}}
	own := tileOf(t, map[string][]*geojson.Feature{
		"building": {featureOf(square, "kind", "house")},
		"green":    {featureOf(square, "kind", "park", "name", "Hollin Park")},
		"road": {featureOf(along(100), "kind", "minor", "name", "Nab Row"), featureOf(along(200), "kind", "minor", "name", "Oak Drive"),
			featureOf(along(300), "kind", "path", "name", "Snicket"), featureOf(along(400), "kind", "main", "name", "High Street")},
		"water": {featureOf(along(500), "kind", "stream", "name", "Beck"), featureOf(square, "kind", "lake", "name", "Tarn")},
		"label": {featureOf(orb.Point{9, 9}, "kind", "park", "name", "Hollin Park", "rank", 12), featureOf(orb.Point{7, 9}, "kind", "hamlet", "name", "Nab"),
			featureOf(orb.Point{8, 8}, "kind", "pub", "name", "The Shuttle"), featureOf(orb.Point{8, 9}, "kind", "town", "name", "Milford")},
	})
	protomaps := tileOf(t, map[string][]*geojson.Feature{
		"pois":      {featureOf(orb.Point{9, 9}, "kind", "park", "name", "Hollin Park")},
		"buildings": {featureOf(square, "kind", "building")},
		"roads":     {featureOf(along(100), "kind", "minor_road", "name", "Nab Row", "oneway", true), featureOf(along(300), "kind", "ferry")},
		"water":     {featureOf(square, "kind", "lake"), featureOf(along(9), "kind", "stream", "name", "Beck")},
	})
	for _, c := range []struct {
		schema style.Schema
		tile   []byte
		z      uint8
		want   map[string][]string
	}{
		{style.Own, own, 10, map[string][]string{
			"green": {"Polygon map[]"}, "water": {"LineString map[]", "Polygon map[]"}, "road": {"LineString map[kind:main]"},
			"label": {"Point map[kind:park name:Hollin Park]", "Point map[kind:town name:Milford]"},
		}},
		{style.Own, own, 13, map[string][]string{
			"green": {"Polygon map[]"}, "water": {"LineString map[name:Beck]", "Polygon map[]"},
			"road":  {"MultiLineString map[kind:minor]", "LineString map[kind:main name:High Street]"},
			"label": {"Point map[kind:park name:Hollin Park]", "Point map[kind:hamlet name:Nab]", "Point map[kind:town name:Milford]"},
		}},
		{style.Own, own, 16, map[string][]string{
			"green": {"Polygon map[]"}, "water": {"LineString map[name:Beck]", "Polygon map[]"},
			"road": {"LineString map[kind:minor name:Nab Row]", "LineString map[kind:minor name:Oak Drive]", "LineString map[kind:path]",
				"LineString map[kind:main name:High Street]"},
			"label": {"Point map[kind:park name:Hollin Park]"}, // what a settlement is called goes by then
		}},
		{style.Protomaps, protomaps, 13, map[string][]string{
			"water": {"Polygon map[]", "LineString map[name:Beck]"}, "roads": {"LineString map[kind:minor_road]"},
		}},
		{style.Raster, protomaps, 13, map[string][]string{}},
		{style.None, own, 13, map[string][]string{}},
	} {
		at := grid.Tile{Z: c.z, X: 1, Y: 1}
		thinned, err := groundOf(t, c.schema).Tile(c.tile, at, at)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string][]string{}
		for name, features := range read(t, thinned) {
			got[name] = said(features)
		}
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s at zoom %d:\n%v, not\n%v", c.schema, c.z, got, c.want)
		}
	}
}

// TestAsTheNaiveWay compares with what orb makes of random tiles by the same rule: cut to the tile, moved to half pixels and simplified.
// Lines are as long and areas as large within what half a pixel makes of them.
func TestAsTheNaiveWay(t *testing.T) {
	g := groundOf(t, style.Own)
	for seed := uint64(1); seed <= 20; seed++ {
		r := rand.New(rand.NewPCG(seed, 9))
		source := tileOf(t, map[string][]*geojson.Feature{"road": wiggles(r, 30), "green": blobs(r, 30)})
		from := grid.Tile{Z: 13, X: 4000, Y: 2600}
		for _, at := range []grid.Tile{from, from.Children()[2], from.Children()[1].Children()[3]} {
			thinned, err := g.Tile(source, from, at)
			if err != nil {
				t.Fatal(err)
			}
			up := at.Z - from.Z
			side := 4096 / math.Exp2(float64(up))
			corner := orb.Point{(float64(at.X) - float64(from.X)*math.Exp2(float64(up))) * side, (float64(at.Y) - float64(from.Y)*math.Exp2(float64(up))) * side}
			window := orb.Bound{Min: orb.Point{corner[0] - side/16, corner[1] - side/16}, Max: orb.Point{corner[0] + side*17/16, corner[1] + side*17/16}}
			unit := side / 1024
			if at.Z == 16 {
				unit = side / 4096
			}
			for name, features := range read(t, source) {
				var want, got, slack float64
				for _, f := range features {
					if at.Z < 14 && f.Properties["kind"] == "path" {
						continue // which does not show yet
					}
					cut := clip.Geometry(window, orb.Clone(f.Geometry))
					if cut == nil {
						continue
					}
					cut = simplify.DouglasPeucker(unit).Simplify(cut)
					want += measure(cut)
					slack += planar.Length(cut)*unit*2 + unit*unit*64
				}
				for _, f := range read(t, thinned)[name] {
					m := measure(f.Geometry)
					if f.Geometry.Dimensions() == 2 {
						m *= unit
					}
					got += m * unit
				}
				if name == "road" {
					slack = want*.02 + 100*unit
				}
				if math.Abs(got-want) > slack {
					t.Errorf("seed %d, %v: %s measures %.0f, %.0f by the naive way (within %.0f)", seed, at, name, got, want, slack)
				}
			}
		}
	}
}

func measure(g orb.Geometry) float64 {
	if g.Dimensions() == 2 {
		return math.Abs(planar.Area(g))
	}
	return planar.Length(g)
}

// wiggles are lines that turn slowly, some of them out of the tile.
func wiggles(r *rand.Rand, n int) (all []*geojson.Feature) {
	for i := range n {
		x, y, way := r.Float64()*4096, r.Float64()*4096, r.Float64()*7
		var line orb.LineString
		for range 5 + r.IntN(60) {
			line = append(line, orb.Point{math.Round(x), math.Round(y)})
			way += (r.Float64() - .5) * .8
			x, y = x+math.Cos(way)*40, y+math.Sin(way)*40
		}
		all = append(all, featureOf(line, "kind", []string{"main", "minor", "path"}[i%3], "name", fmt.Sprint("Row ", i%7)))
	}
	return all
}

// blobs are areas, some of them over the edge of the tile.
func blobs(r *rand.Rand, n int) (all []*geojson.Feature) {
	for range n {
		x, y, size := r.Float64()*4096, r.Float64()*4096, 20+r.Float64()*300
		var ring orb.Ring
		for i := range 24 {
			way := float64(i) / 24 * 2 * math.Pi
			d := size * (.8 + r.Float64()*.4)
			ring = append(ring, orb.Point{math.Round(x + math.Cos(way)*d), math.Round(y + math.Sin(way)*d)})
		}
		all = append(all, featureOf(orb.Polygon{append(ring, ring[0])}, "kind", "park"))
	}
	return all
}

// TestFitsItsRoom holds the bound over the densest tiles, and the order in which things go.
func TestFitsItsRoom(t *testing.T) {
	g := groundOf(t, style.Own)
	for _, n := range []int{300, 3000, 20000} {
		r := rand.New(rand.NewPCG(uint64(n), 3))
		roads := wiggles(r, n)
		for i, f := range roads {
			f.Properties["name"] = fmt.Sprintf("%x Street %d", r.Uint64(), i)
		}
		source := tileOf(t, map[string][]*geojson.Feature{"road": roads, "green": blobs(r, n), "label": {featureOf(orb.Point{9, 9}, "kind", "town", "name", "Milford")}})
		at := grid.Tile{Z: 14, X: 8000, Y: 5000}
		thinned, err := g.Tile(source, at, at)
		if err != nil {
			t.Fatal(err)
		}
		packed := len(archive.Compress(thinned, archive.Kept))
		t.Logf("%d things: %d bytes become %d, %d compressed", 2*n, len(source), len(thinned), packed)
		if packed > thin.MostBytes || len(thinned) > thin.MostPlain {
			t.Errorf("%d bytes, %d compressed", len(thinned), packed)
		}
		if n > 300 && packed < thin.MostBytes/2 {
			t.Errorf("only %d bytes are left where there is room for %d", packed, thin.MostBytes)
		}
		left := read(t, thinned)
		if len(left["label"]) != 1 {
			t.Error("the town has lost its name")
		}
		least := map[string]float64{}
		for _, f := range left["road"] {
			kind := f.Properties["kind"].(string)
			if l := planar.Length(f.Geometry); least[kind] == 0 || l < least[kind] {
				least[kind] = l
			}
		}
		if n > 300 && (least["main"] == 0 || least["main"] >= least["minor"] && least["minor"] > 0 || least["path"] > 0 && least["path"] < least["main"]) {
			t.Errorf("the shortest that are left: %v", least)
		}
		again, _ := g.Tile(source, at, at)
		if !bytes.Equal(thinned, again) {
			t.Error("the same tile is other bytes")
		}
	}
}

// TestPartOfATile draws deep tiles from one above: what lies in the child stands where it lies there, and what lies elsewhere is gone.
func TestPartOfATile(t *testing.T) {
	source := tileOf(t, map[string][]*geojson.Feature{"label": {
		featureOf(orb.Point{1000, 1000}, "kind", "hamlet", "name", "Nab"), featureOf(orb.Point{3100, 1100}, "kind", "hamlet", "name", "Fold"),
	}, "road": {featureOf(orb.LineString{{0, 2100}, {4096, 2100}}, "kind", "main")}})
	from := grid.Tile{Z: 12, X: 2000, Y: 1300}
	at := from.Children()[3] // its south-eastern quarter, by the road
	for _, child := range from.Children() {
		if child.X%2 == 1 && child.Y%2 == 0 {
			at = child // the north-eastern one
		}
	}
	thinned, err := groundOf(t, style.Own).Tile(source, from, at)
	if err != nil {
		t.Fatal(err)
	}
	left := read(t, thinned)
	if got := left["label"]; len(got) != 1 || got[0].Geometry != (orb.Point{float64((3100 - 2048) / 2), 1100 / 2}) {
		t.Errorf("labels: %v", said(got))
	}
	road := left["road"]
	if len(road) != 1 {
		t.Fatalf("roads: %v", said(road))
	}
	if road[0].Geometry.Bound() != (orb.Bound{Min: orb.Point{-64, 1050}, Max: orb.Point{1024, 1050}}) {
		t.Errorf("the road along its southern edge: %v", road[0].Geometry)
	}
}

func TestRefusesWhatIsNoTile(t *testing.T) {
	g := groundOf(t, style.OpenMapTiles)
	at := grid.Tile{Z: 13, X: 1, Y: 1}
	for _, junk := range []string{"\x1a\xff", "not a tile", "\x1a\x05\x0a\x03abc\xff"} {
		if tile, err := g.Tile([]byte(junk), at, at); err == nil && len(tile) > 0 {
			t.Errorf("%q became %d bytes", junk, len(tile))
		}
	}
}

// FuzzTile holds that no bytes make it fall over or grow.
func FuzzTile(f *testing.F) {
	g := groundOf(f, style.Own)
	r := rand.New(rand.NewPCG(1, 1))
	f.Add(tileOf(f, map[string][]*geojson.Feature{"road": wiggles(r, 3), "green": blobs(r, 3), "water": blobs(r, 2)}), uint8(2))
	f.Fuzz(func(t *testing.T, tile []byte, up uint8) {
		from := grid.Tile{Z: 12, X: 2000, Y: 1300}
		at := from
		for range up % 6 {
			at = at.Children()[up%4]
		}
		thinned, err := g.Tile(tile, from, at)
		if err == nil && len(thinned) > thin.MostPlain {
			t.Errorf("%d bytes", len(thinned))
		}
	})
}

func BenchmarkTile(b *testing.B) {
	g := groundOf(b, style.Own)
	at := grid.Tile{Z: 14, X: 8000, Y: 5000}
	for _, n := range []int{30, 300, 3000} {
		r := rand.New(rand.NewPCG(1, 3))
		source := tileOf(b, map[string][]*geojson.Feature{"road": wiggles(r, n), "green": blobs(r, n/3)})
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := g.Tile(source, at, at); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestSeams holds that lines and areas of tiles that lie beside each other meet at the very same places of the edge between them.
func TestSeams(t *testing.T) {
	g := groundOf(t, style.Own)
	r := rand.New(rand.NewPCG(4, 2))
	things := map[string][]*geojson.Feature{"road": wiggles(r, 60), "green": blobs(r, 60)}
	for _, f := range append(slices.Clone(things["road"]), things["green"]...) {
		moved(f.Geometry, 2048) // about the edge
	}
	west := tileOf(t, things)
	for _, f := range append(slices.Clone(things["road"]), things["green"]...) {
		moved(f.Geometry, -4096)
	}
	east := tileOf(t, things)
	at := grid.Tile{Z: 14, X: 8000, Y: 5000}
	beside := grid.Tile{Z: 14, X: 8001, Y: 5000}
	for name := range things {
		var met [2]map[float64]bool
		for i, side := range []struct {
			tile []byte
			at   grid.Tile
			edge float64
		}{{west, at, 1024}, {east, beside, 0}} {
			thinned, err := g.Tile(side.tile, side.at, side.at)
			if err != nil {
				t.Fatal(err)
			}
			met[i] = map[float64]bool{}
			for _, f := range read(t, thinned)[name] {
				eachPlace(f.Geometry, func(p orb.Point) {
					if p[0] == side.edge && p[1] > 0 && p[1] < 1024 {
						met[i][p[1]] = true
					}
				})
			}
		}
		if len(met[0]) < 5 || fmt.Sprint(met[0]) != fmt.Sprint(met[1]) {
			t.Errorf("%s meet the edge at %v and %v", name, met[0], met[1])
		}
	}
}

func moved(g orb.Geometry, x float64) {
	switch g := g.(type) {
	case orb.LineString:
		for i := range g {
			g[i][0] += x
		}
	case orb.Polygon:
		for _, ring := range g {
			for i := range ring[:len(ring)-1] {
				ring[i][0] += x
			}
			ring[len(ring)-1] = ring[0]
		}
	}
}

func eachPlace(g orb.Geometry, found func(orb.Point)) {
	switch g := g.(type) {
	case orb.LineString:
		for _, p := range g {
			found(p)
		}
	case orb.MultiLineString:
		for _, l := range g {
			eachPlace(l, found)
		}
	case orb.Polygon:
		for _, ring := range g {
			eachPlace(orb.LineString(ring), found)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			eachPlace(p, found)
		}
	}
}
