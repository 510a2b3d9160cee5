package shape_test

import (
	"math"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

// large are shapes of about n vertices that make careless ways of looking for
// crossings slow: long edges side by side, boxes that all overlap, one point in
// which everything meets, deep nesting.
var large = map[string]struct {
	make func(n int) orb.Geometry
	code string
}{
	"a coast":                    {func(n int) orb.Geometry { return coast(n) }, ""},
	"a coast on the grid":        {func(n int) orb.Geometry { g, _ := shape.Round(coast(n)); return g }, ""},
	"a coast crossed at its end": {crossedCoast, "self-crossing"},
	"slanting needles":           {needles, ""},
	"needles through needles": {func(n int) orb.Geometry {
		return orb.MultiPolygon{needles(n / 2).(orb.Polygon), turned(needles(n / 2).(orb.Polygon))}
	}, "parts-overlap"},
	"holes on a lattice, touching":   {lattice, "interior-disconnected"},
	"holes that all meet in a point": {fan, ""},
	"parts within parts":             {nestedParts, ""},
	"corners on one line":            {staircase, ""},
	"one point over and over":        {func(n int) orb.Geometry { return orb.Polygon{repeated(n)} }, "too-few-points"},
}

func TestCheckStaysFast(t *testing.T) {
	for name, c := range large {
		t.Run(name, func(t *testing.T) {
			g := c.make(shape.MaxVertices - 20)
			start := time.Now()
			err := shape.Check(g, shape.Limits{})
			took := time.Since(start)
			t.Logf("%d vertices in %v", shape.Vertices(g), took)
			if c.code == "" && err != nil {
				t.Error(err)
			} else if c.code != "" && refusal(t, err).Code() != c.code {
				t.Errorf("%v, want %s", err, c.code)
			}
			if took > 5*time.Second { // comparing all pairs takes longer on any machine
				t.Errorf("took %v", took)
			}
		})
	}
}

func BenchmarkCheck(b *testing.B) {
	for name, c := range large {
		b.Run(name, func(b *testing.B) {
			g := c.make(shape.MaxVertices - 20)
			for b.Loop() {
				_ = shape.Check(g, shape.Limits{})
			}
		})
	}
}

// BenchmarkCheckBesideNaive holds the sweep against comparing all pairs.
func BenchmarkCheckBesideNaive(b *testing.B) {
	g := coast(2000)
	b.Run("sweep of 2,000", func(b *testing.B) {
		for b.Loop() {
			_ = shape.Check(g, shape.Limits{})
		}
	})
	b.Run("all pairs of 2,000", func(b *testing.B) {
		for b.Loop() {
			if crossesNaively(g[0]) {
				b.Fatal("the coast crosses itself")
			}
		}
	})
}

// crossesNaively compares each edge with each other.
func crossesNaively(r orb.Ring) bool {
	differ := func(a, b float64) bool { return a > 0 && b < 0 || a < 0 && b > 0 }
	for i := 1; i < len(r); i++ {
		for j := i + 1; j < len(r); j++ {
			a, b, c, d := r[i-1], r[i], r[j-1], r[j]
			if differ(shape.Orient(a, b, c), shape.Orient(a, b, d)) && differ(shape.Orient(c, d, a), shape.Orient(c, d, b)) {
				return true
			}
		}
	}
	return false
}

func BenchmarkCovers(b *testing.B) {
	g := coast(1000)
	for b.Loop() {
		shape.Covers(g, orb.Point{393_000, 398_000})
	}
}

// coast is a jagged outline in the middle of Britain.
func coast(n int) orb.Polygon {
	p := wheel(n, 10_000, 1, 0.8, 0.93, 0.7, 0.99, 0.85, 0.6)
	for i := range p[0] {
		p[0][i][0] += 393_201.123
		p[0][i][1] += 398_772.457
	}
	return p
}

// crossedCoast has a small loop at its rightmost reach, which a sweep comes to last.
func crossedCoast(n int) orb.Geometry {
	ring := coast(n)[0]
	tip := ring[0]
	ring = append(orb.Ring{{tip[0] + 10, tip[1] + 10}, {tip[0] + 10, tip[1] - 10}}, ring[1:len(ring)-1]...)
	return orb.Polygon{append(ring, ring[0])}
}

// needles are spikes from one corner of the map to the other, one beside the
// other, so that the boxes around all edges overlap.
func needles(n int) orb.Geometry {
	ring := orb.Ring{}
	for i := range n / 2 {
		f := float64(i)
		ring = append(ring, orb.Point{f * 0.01, -f * 0.01}, orb.Point{100_000 + f*0.01 + 0.005, 100_000 - f*0.01 - 0.005})
	}
	ring = append(ring, orb.Point{-1000, -2000}, ring[0])
	return orb.Polygon{ring}
}

func turned(p orb.Polygon) orb.Polygon {
	for _, r := range p {
		for i, v := range r {
			r[i] = orb.Point{100_000 - v[1], v[0]}
		}
	}
	return p
}

// lattice is a square full of diamond holes that touch at their tips.
func lattice(n int) orb.Geometry {
	side := int(math.Sqrt(float64(n)/5)) - 1
	p := orb.Polygon{box(-3, -3, 4*side, 4*side)}
	for i := range side {
		for j := range side {
			p = append(p, diamond(4*i, 4*j, 2))
		}
	}
	return p
}

// fan is a square with triangular holes that all meet in its middle.
func fan(n int) orb.Geometry {
	p := orb.Polygon{{{-2, -2}, {2, -2}, {2, 2}, {-2, 2}, {-2, -2}}}
	holes := n/4 - 2
	for i := range holes {
		a := orb.Point{cosine(2*i, 2*holes), cosine(8*i-2*holes, 8*holes)}
		b := orb.Point{cosine(2*i+1, 2*holes), cosine(8*i+4-2*holes, 8*holes)}
		p = append(p, orb.Ring{{0, 0}, a, b, {0, 0}})
	}
	return p
}

// nestedParts are square rings within the holes of square rings.
func nestedParts(n int) orb.Geometry {
	var out orb.MultiPolygon
	depth := n / 10
	for i := range depth {
		a, b := 2*i, 8*depth-2*i
		out = append(out, orb.Polygon{box(a, a, b, b), box(a+1, a+1, b-1, b-1)})
	}
	return out
}

// staircase has thousands of corners on two slanting lines.
func staircase(n int) orb.Geometry {
	ring := orb.Ring{}
	for i := range n / 2 {
		ring = append(ring, orb.Point{0.1 * float64(i), 0.3 * float64(i)})
	}
	for i := n/2 - 1; i >= 0; i-- {
		ring = append(ring, orb.Point{0.1*float64(i) + 7, 0.3 * float64(i)})
	}
	return orb.Polygon{append(ring, ring[0])}
}

func repeated(n int) orb.Ring {
	ring := make(orb.Ring, n)
	for i := range ring {
		ring[i] = orb.Point{1, 1}
	}
	return ring
}
