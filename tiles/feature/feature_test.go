package feature_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/planar"

	"terrier/geo/grid"
	"terrier/tiles/feature"
	own "terrier/tiles/mvt"
)

var schema = own.NewSchema("area", "ref")

func draw(l *feature.Layer, words *own.Words, t grid.Tile) []byte {
	e := own.Get(words)
	defer e.Release()
	l.Draw(e, t)
	return e.AppendTo(nil)
}

func decode(t testing.TB, tile []byte) []orb.Geometry {
	t.Helper()
	layers, err := mvt.Unmarshal(tile)
	if err != nil {
		t.Fatal(err)
	}
	var all []orb.Geometry
	for _, l := range layers {
		for _, f := range l.Features {
			all = append(all, f.Geometry)
		}
	}
	return all
}

// at is a place in Web Mercator metres, some metres from a corner of a tile of zoom 12.
var origin = grid.Tile{Z: 12, X: 2030, Y: 1320}.Bound().Min

func at(x, y float64) orb.Point { return orb.Point{origin[0] + x, origin[1] + y} }

// star is a ring around a place that does not cross itself.
func star(r *rand.Rand, x, y, reach float64, corners int) orb.Ring {
	var ring orb.Ring
	for i := range corners {
		a := 2 * math.Pi * (float64(i) + 0.8*r.Float64()) / float64(corners)
		d := reach * (0.4 + 0.6*r.Float64())
		ring = append(ring, at(x+d*math.Cos(a), y+d*math.Sin(a)))
	}
	return append(ring, ring[0])
}

func over(b orb.Bound, z uint8) (tiles []grid.Tile) {
	first, _ := grid.At(orb.Point{b.Min[0], b.Max[1]}, z)
	last, _ := grid.At(orb.Point{b.Max[0], b.Min[1]}, z)
	for x := first.X; x <= last.X; x++ {
		for y := first.Y; y <= last.Y; y++ {
			tiles = append(tiles, grid.Tile{Z: z, X: x, Y: y})
		}
	}
	return tiles
}

// metres is the side of a unit of a tile.
func metres(z uint8) float64 { return 40075016.685578488 / math.Ldexp(own.Extent, int(z)) }

// What all tiles of a zoom show of an area adds up to the area.
func TestAreasAddUp(t *testing.T) {
	const seed = 20261126
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	var words own.Words
	for range 30 {
		corners := []int{3, 12, 60, 900}[r.IntN(4)]
		reach := 100 + 3000*r.Float64()
		outer := star(r, 5000, 5000, reach, corners)
		shape := orb.MultiPolygon{{outer}, {star(r, 12000, 3000, 400, 9)}}
		if corners > 3 { // a hole that lies inside
			shape[0] = append(shape[0], star(r, 5000, 5000, reach*0.3, 5))
		}
		want := planar.Area(shape)
		l := feature.NewLayer(schema, 0, 0)
		l.Replace([]feature.Feature{{ID: 1, Geometry: shape}})
		for _, z := range []uint8{10, 12, 13, 14, 15, 16} {
			got := 0.0
			for _, tile := range over(shape.Bound(), z) {
				for _, g := range decode(t, draw(l, &words, tile)) {
					got += planar.Area(g) * metres(z) * metres(z)
				}
			}
			unit := metres(z)
			if z < 14 {
				unit = 4 * metres(13) // what places are snapped to, at the most
				if z < 12 {
					unit = 4 * metres(11)
				}
			}
			length := planar.Length(shape)
			if diff := math.Abs(got - want); diff > length*unit {
				t.Errorf("zoom %d shows %g m² of %g, of %d corners", z, got, want, corners)
			}
		}
	}
}

// Two areas that share a line show no gap and no overlap, at any zoom and where tiles cut them.
func TestNeighboursStayNeighbours(t *testing.T) {
	const seed = 20261127
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	var words own.Words
	for range 12 {
		const width, height = 6000.0, 4000.0
		var shared []orb.Point // from south to north
		for y := 0.0; y < height; y += 2 + 120*r.Float64()*r.Float64() {
			shared = append(shared, at(width/2+300*r.Float64(), y))
		}
		shared[0] = at(width/2, 0)
		shared = append(shared, at(width/2, height))
		west := orb.Ring{at(0, 0)}
		west = append(west, shared...)
		west = append(west, at(0, height), at(0, 0))
		east := orb.Ring{at(width, height)}
		back := slices.Clone(shared)
		slices.Reverse(back)
		east = append(east, back...)
		east = append(east, at(width, 0), at(width, height))
		whole := orb.Ring{at(0, 0), shared[0], at(width, 0), at(width, height), shared[len(shared)-1], at(0, height), at(0, 0)}
		areas := func(ring orb.Ring, tile grid.Tile) (sum float64) {
			l := feature.NewLayer(schema, 64, 0)
			l.Replace([]feature.Feature{{ID: 1, Geometry: orb.Polygon{ring}}})
			for _, g := range decode(t, draw(l, &words, tile)) {
				sum += planar.Area(g)
			}
			return sum
		}
		for z := uint8(8); z <= 16; z++ {
			tiles := over(whole.Bound(), z)
			r.Shuffle(len(tiles), func(i, j int) { tiles[i], tiles[j] = tiles[j], tiles[i] })
			for _, tile := range tiles[:min(len(tiles), 12)] {
				if a, b, all := areas(west, tile), areas(east, tile), areas(whole, tile); a+b != all {
					t.Errorf("%v: %g and %g units², together %g", tile, a, b, all)
				}
			}
		}
	}
}

// A long outline is drawn as it would be without looking past what is far away.
func TestLongOutlines(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	var words own.Words
	const corners = 20000
	ring := make(orb.Ring, 0, corners+1)
	for i := range corners {
		a := 2 * math.Pi * float64(i) / corners
		d := 4000 + 30*r.Float64()
		ring = append(ring, at(5000+d*math.Cos(a), 5000+d*math.Sin(a)))
	}
	ring = append(ring, ring[0])
	l := feature.NewLayer(schema, 64, 0)
	l.Replace([]feature.Feature{{ID: 1, Geometry: orb.Polygon{ring}}, {ID: 2, Geometry: orb.LineString(ring)}})
	// The same in pieces, none long enough to be looked past.
	parts := feature.NewLayer(schema, 64, 0)
	var pieces orb.MultiLineString
	for i := 0; i+100 <= corners; i += 100 {
		pieces = append(pieces, orb.LineString(ring[i:i+101]))
	}
	parts.Replace([]feature.Feature{{ID: 2, Geometry: pieces}})
	for _, z := range []uint8{11, 13, 14, 15} {
		for _, tile := range over(ring.Bound(), z) {
			all := decode(t, draw(l, &words, tile))
			want := 0.0
			for _, g := range decode(t, draw(parts, &words, tile)) {
				want += planar.Length(g)
			}
			got := 0.0
			for _, g := range all {
				if g.Dimensions() == 1 {
					got += planar.Length(g)
				}
			}
			if math.Abs(got-want) > 1e-6*want+4 {
				t.Errorf("%v shows %g units of line, want %g", tile, got, want)
			}
		}
	}
	total := 0.0
	for _, tile := range over(ring.Bound(), 14) {
		bare := feature.NewLayer(schema, 0, 0)
		bare.Replace([]feature.Feature{{ID: 1, Geometry: orb.Polygon{ring}}})
		for _, g := range decode(t, draw(bare, &words, tile)) {
			total += planar.Area(g) * metres(14) * metres(14)
		}
	}
	if want := planar.Area(orb.Polygon{ring}); math.Abs(total-want) > want/1000 {
		t.Errorf("%g m² are shown of %g", total, want)
	}
}

func TestPointsAreInOneTile(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	var words own.Words
	l := feature.NewLayer(schema, 64, 0)
	var all []feature.Feature
	for i := range 500 {
		all = append(all, feature.Feature{ID: int64(i), Geometry: at(20000*r.Float64(), 20000*r.Float64())})
	}
	all[0].Geometry = grid.Tile{Z: 12, X: 2030, Y: 1319}.Bound().Min // on a corner
	l.Replace(all)
	b, ok := l.Bound()
	if !ok {
		t.Fatal("there is no bound")
	}
	for z := uint8(0); z <= 18; z += 3 {
		seen := map[grid.Tile]int{}
		for _, f := range all {
			tile, _ := grid.At(f.Geometry.(orb.Point), z)
			seen[tile]++
		}
		for tile, want := range seen {
			if !l.Touches(tile) {
				t.Errorf("%v is not touched", tile)
			}
			if got := len(decode(t, draw(l, &words, tile))); got != want {
				t.Errorf("%v shows %d points, want %d", tile, got, want)
			}
		}
	}
	if far := (grid.Tile{Z: 12, X: 1, Y: 1}); l.Touches(far) || len(draw(l, &words, far)) > 0 || !b.Contains(at(10000, 10000)) {
		t.Error("something is drawn far away")
	}
}

func TestOrderAndZooms(t *testing.T) {
	var words own.Words
	l := feature.NewLayer(schema, 64, 5)
	tag := func(s string) []feature.Tag { return []feature.Tag{{Key: 0, Word: words.Of(s)}} }
	l.Replace([]feature.Feature{
		{ID: 1, Geometry: at(100, 100), Name: "b", Tags: tag("third")},
		{ID: 2, Public: feature.PublicID("second"), Geometry: at(200, 100), Name: "a", Rank: 1, Tags: tag("fourth")},
		{ID: 3, Geometry: at(300, 100), Name: "a", Tags: tag("second")},
		{ID: -4, Geometry: at(400, 100), Rank: -1, MinZoom: 9, Tags: tag("first")},
		{ID: 5}, {ID: 6, Geometry: orb.Point{math.NaN(), 0}}, {ID: 7, Geometry: orb.Polygon{}},
	})
	read := func(z uint8) (refs []string, ids []any) {
		tile, _ := grid.At(at(100, 100), z)
		layers, err := mvt.Unmarshal(draw(l, &words, tile))
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range layers {
			for _, f := range one.Features {
				refs, ids = append(refs, f.Properties["ref"].(string)), append(ids, f.ID)
			}
		}
		return refs, ids
	}
	for z, want := range map[uint8]string{12: "[first second third fourth]", 8: "[second third fourth]", 4: "[]"} {
		refs, ids := read(z)
		if fmt.Sprint(refs) != want {
			t.Errorf("zoom %d: %v", z, refs)
		}
		for i, id := range ids {
			if public := refs[i] == "fourth"; public != (id != nil) || public && uint64(id.(float64)) != feature.PublicID("second") {
				t.Errorf("%s has id %v", refs[i], id)
			}
		}
	}
	changed := l.Apply([]feature.Feature{{ID: 1, Geometry: at(500, 500), Tags: tag("moved")}}, []int64{2, 99})
	if refs, _ := read(8); fmt.Sprint(refs) != "[moved second]" || len(changed) != 3 {
		t.Errorf("%v, %v", refs, changed)
	}
}

func TestReadersWhileWriting(t *testing.T) {
	var words own.Words
	l := feature.NewLayer(schema, 64, 0)
	tile, _ := grid.At(at(100, 100), 10)
	shape := func(n int) []feature.Feature {
		r := rand.New(rand.NewPCG(uint64(n), 1))
		return []feature.Feature{{ID: 1, Geometry: orb.Polygon{star(r, 500, 500, 300, 50)}}, {ID: 2, Geometry: orb.Polygon{star(r, 900, 500, 300, 50)}}}
	}
	l.Replace(shape(0))
	var stop atomic.Bool
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for !stop.Load() {
				if n := len(decode(t, draw(l, &words, tile))); n != 2 {
					t.Errorf("saw %d of 2", n)
					return
				}
			}
		})
	}
	for n := range 200 {
		l.Apply(shape(n), nil)
	}
	stop.Store(true)
	readers.Wait()
}

// Whatever comes as a shape, what is drawn can be read.
func FuzzDraw(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9}, uint8(12))
	f.Add([]byte{255, 0, 255, 0, 0, 128, 1, 1, 1, 77, 30, 2}, uint8(3))
	f.Fuzz(func(t *testing.T, data []byte, z uint8) {
		z %= 23
		var all []feature.Feature
		var ring orb.Ring
		for i := 0; i+2 < len(data); i += 3 {
			x, y := float64(data[i])*37-2000, float64(data[i+1])*41-2000
			p := at(x, y)
			switch data[i+2] % 16 {
			case 0:
				p[0] = math.NaN()
			case 1:
				p[1] = math.Inf(-1)
			case 2:
				p = orb.Point{-1.9e7, 1.9e7}
			case 3:
				all = append(all, feature.Feature{ID: int64(i), Geometry: orb.Polygon{ring, ring}})
				ring = nil
			case 4:
				all = append(all, feature.Feature{ID: int64(i), Geometry: orb.LineString(ring)})
				ring = nil
			case 5:
				all = append(all, feature.Feature{ID: int64(i), Geometry: orb.MultiPolygon{{ring}, {}, {ring, nil}}})
			case 6:
				all = append(all, feature.Feature{ID: int64(i), Geometry: orb.MultiLineString{orb.LineString(ring), nil}})
			case 7:
				all = append(all, feature.Feature{ID: int64(i), Geometry: orb.Collection{p}})
			}
			ring = append(ring, p)
		}
		var words own.Words
		l := feature.NewLayer(schema, 64, 0)
		l.Replace(all)
		for _, p := range []orb.Point{at(0, 0), at(3000, 3000), {-1.9e7, 1.9e7}} {
			tile, _ := grid.At(p, z)
			for _, g := range decode(t, draw(l, &words, tile)) {
				if b := g.Bound(); b.Min[0] < -65 || b.Min[1] < -65 || b.Max[0] > own.Extent+65 || b.Max[1] > own.Extent+65 {
					t.Fatalf("%v shows %v", tile, g)
				}
			}
		}
	})
}
