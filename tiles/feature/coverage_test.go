package feature_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"terrier/geo/grid"
	"terrier/tiles/feature"
	own "terrier/tiles/mvt"
)

// Parishes that cover the ground without a gap cover every tile without one, at every zoom and where three of them meet: the areas
// that a tile shows add up to the tile and its buffer, to the last unit.
func TestCoverageStaysWhole(t *testing.T) {
	const rows, buffer = 24, 64
	var words own.Words
	for seed := uint64(1); seed <= 3; seed++ {
		t.Logf("seed %d", seed)
		r := rand.New(rand.NewPCG(seed, 2))
		l := feature.NewLayer(schema, buffer, 0)
		l.Replace(parishes(seed, rows, []int{1, 7, 60}[seed-1]))
		inner := orb.Bound{Min: at(2000, 2000), Max: at(2000*(rows-1), 2000*(rows-1))} // surely covered
		for z := uint8(11); z <= 18; z++ {
			tiles := slices.DeleteFunc(over(inner, z), func(tile grid.Tile) bool {
				b := tile.Bound()
				b = b.Pad((buffer + 8.0) / own.Extent * (b.Max[0] - b.Min[0]))
				return !inner.Contains(b.Min) || !inner.Contains(b.Max)
			})
			for range 12 {
				tile := tiles[r.IntN(len(tiles))]
				got := 0.0
				for _, g := range decode(t, draw(l, &words, tile)) {
					got += planar.Area(g)
				}
				if side := float64(own.Extent + 2*buffer); got != side*side {
					t.Errorf("%v shows %g units² of %g", tile, got, side*side)
				}
			}
		}
	}
}

// A tile that lies in a hole shows nothing of the area around it.
func TestTileInAHole(t *testing.T) {
	var words own.Words
	square := func(from, to float64) orb.Ring {
		return orb.Ring{at(from, from), at(to, from), at(to, to), at(from, to), at(from, from)}
	}
	l := feature.NewLayer(schema, 64, 0)
	l.Replace([]feature.Feature{
		{ID: 1, Geometry: orb.Polygon{square(0, 90000), square(100, 200), square(10000, 80000), square(85000, 85100)}},
		{ID: 2, Geometry: orb.Polygon{square(20000, 20100)}},
	})
	for p, want := range map[orb.Point]int{at(40000, 40000): 0, at(5000, 5000): 1, at(20050, 20050): 1, at(10001, 40000): 1} {
		tile, _ := grid.At(p, 13)
		if got := len(decode(t, draw(l, &words, tile))); got != want {
			t.Errorf("at %v there are %d, want %d", p, got, want)
		}
	}
}

// Of a mixture what has the most dimensions is drawn, and points each for itself.
func TestMixtures(t *testing.T) {
	var words own.Words
	area := orb.Polygon{star(rand.New(rand.NewPCG(5, 5)), 500, 500, 300, 9)}
	way := orb.LineString{at(100, 100), at(300, 900)}
	tile, _ := grid.At(at(300, 300), 12)
	for _, c := range []struct {
		shape orb.Geometry
		want  []int // dimensions
	}{
		{orb.MultiPoint{at(200, 200), at(300, 300), at(400, 300)}, []int{0, 0, 0}},
		{orb.Collection{at(200, 200), way, area}, []int{2}},
		{orb.Collection{area, at(200, 200), way}, []int{2}},
		{orb.Collection{way, at(200, 200), orb.Collection{way}}, []int{1}},
		{orb.Collection{}, nil},
	} {
		l := feature.NewLayer(schema, 64, 0)
		l.Replace([]feature.Feature{{Geometry: c.shape}})
		got := decode(t, draw(l, &words, tile))
		if len(got) != len(c.want) {
			t.Errorf("%v: %v", c.shape, got)
			continue
		}
		for i, g := range got {
			if g.Dimensions() != c.want[i] {
				t.Errorf("%v: %v", c.shape, got)
			}
		}
	}
}

// What is far away in a shape of many parts is not drawn, and what is near is: parts add up like shapes of their own.
func TestManyParts(t *testing.T) {
	var words own.Words
	r := rand.New(rand.NewPCG(6, 6))
	one, each := feature.NewLayer(schema, 32, 0), feature.NewLayer(schema, 32, 0)
	var islands orb.MultiPolygon
	var alone []feature.Feature
	for i := range 400 {
		x, y, reach := 30000*r.Float64(), 30000*r.Float64(), 20+300*r.Float64()*r.Float64()
		p := orb.Polygon{star(r, x, y, reach, 5+r.IntN(300)), star(r, x, y, reach*0.3, 4)}
		islands = append(islands, p)
		alone = append(alone, feature.Feature{ID: int64(i), Geometry: p})
	}
	one.Replace([]feature.Feature{{Geometry: islands}})
	each.Replace(alone)
	for z := uint8(8); z <= 16; z++ {
		tiles := over(islands.Bound(), z)
		for range min(len(tiles), 40) {
			tile := tiles[r.IntN(len(tiles))]
			sum := func(l *feature.Layer) (area float64, n int) {
				for _, g := range decode(t, draw(l, &words, tile)) {
					area += planar.Area(g)
					n++
				}
				return area, n
			}
			got, n := sum(one)
			want, _ := sum(each)
			if math.Abs(got-want) > 1e-6*want || n > 1 {
				t.Errorf("%v shows %g units² in %d features, want %g in one", tile, got, n, want)
			}
		}
	}
}
