package within_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/geo/within"
	"terrier/scripts/sweep"
)

// TestOddAreas takes what no map should hold. Every answer is that of
// shape.Covers, and nothing panics.
func TestOddAreas(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	square := orb.Ring{{0, 0}, {9, 0}, {9, 9}, {0, 9}, {0, 0}}
	numbers := []float64{nan, inf, -inf, 0, math.Copysign(0, -1), 5e-324, 1e-310, 1e-160, 1, 4, 9, 9.0005, 1e9, 1e154, math.MaxFloat64}
	for name, area := range map[string]orb.MultiPolygon{
		"nothing":                              nil,
		"a part of nothing":                    {{}},
		"rings of nothing":                     {{{}, {}}},
		"a hole in nothing":                    {{{}, square}},
		"nothing for a hole":                   {{square, {}}},
		"one point":                            {{{{4, 4}}}},
		"one point thrice":                     {{{{4, 4}, {4, 4}, {4, 4}}}},
		"there and back":                       {{{{0, 0}, {9, 9}, {0, 0}}}},
		"a level line":                         {{{{0, 4}, {9, 4}, {4, 4}, {0, 4}}}},
		"an upright line":                      {{{{4, 0}, {4, 9}, {4, 4}, {4, 0}}}},
		"a ring left open":                     {{square[:4]}},
		"a hole left open":                     {{square, {{2, 2}, {2, 4}, {4, 4}}}},
		"an open line":                         {{{{0, 0}, {9, 9}}}},
		"a hole outside":                       {{square, {{19, 0}, {29, 0}, {29, 9}, {19, 0}}}},
		"only holes of another part cover it":  {{square, square}, {{{1, 1}, {2, 1}, {2, 2}, {1, 1}}}},
		"smaller than a millimetre":            {{{{4, 4}, {4.0001, 4}, {4.0001, 4.0001}, {4, 4}}}},
		"smaller than a number can tell":       {{{{0, 0}, {5e-324, 0}, {5e-324, 5e-324}, {0, 0}}}},
		"flatter than a number can tell":       {{{{0, 0}, {9, 5e-324}, {4, 9}, {0, 0}}}},
		"products that come to nothing":        {{{{0, 0}, {1e-160, 1e-160}, {0, 1e-160}, {0, 0}}}},
		"NaN":                                  {{{{nan, nan}, {nan, nan}, {nan, nan}, {nan, nan}}}},
		"a corner that is no number":           {{{{0, 0}, {9, 0}, {9, nan}, {0, 9}, {0, 0}}}},
		"a corner without an easting":          {{{{0, 0}, {9, 0}, {nan, 9}, {0, 9}, {0, 0}}}},
		"a corner at infinity":                 {{{{0, 0}, {inf, 0}, {9, 9}, {0, 9}, {0, 0}}}},
		"all of the plane":                     {{{{-inf, -inf}, {inf, -inf}, {inf, inf}, {-inf, inf}, {-inf, -inf}}}},
		"as large as numbers are":              {{{{-1e308, -1e308}, {1e308, -1e308}, {1e308, 1e308}, {-1e308, -1e308}}}},
		"as large as is taken":                 {{{{-1e9, -1e9}, {1e9, -1e9}, {1e9, 1e9}, {-1e9, -1e9}}}},
		"a needle of the largest and smallest": {{{{0, 0}, {1e9, 4}, {1e9, 4.0000001}, {0, 0}}}},
		"two needles across":                   {{{{0, 4}, {1e9, 4.5}, {0, 4.0001}, {0, 4}}, {{4, 0}, {4.5, 1e9}, {4.0001, 0}, {4, 0}}}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, areas := range [][]orb.MultiPolygon{{area}, {area, {{{{2, 2}, {3, 2}, {3, 3}, {2, 2}}}}}, {nil, area}} {
				b := within.Prepare(areas...)
				for _, x := range numbers {
					for _, y := range numbers {
						for _, p := range []orb.Point{{x, y}, {-x, y}, {x / 2, -y}} {
							if got, want := b.Covers(p), covers(areas, p); got != want {
								t.Errorf("%v of %v: %v, want %v", p, areas, got, want)
							}
							box := orb.Bound{Min: orb.Point{min(x, y), -y}, Max: orb.Point{max(x, y), y}}
							if relation := b.Class(box); relation != within.Crossing && box.Contains(p) && b.Covers(p) != (relation == within.Covered) {
								t.Errorf("%v of %v is %v", box, areas, relation)
							}
						}
					}
				}
			}
		})
	}
}

// TestBound is of the vertices, with orb's empty box where there is none.
func TestBound(t *testing.T) {
	two := orb.MultiPolygon{{{{1, 2}, {3, 4}, {1, 4}, {1, 2}}}}
	if got, want := within.Prepare(two, orb.MultiPolygon{{{{9, 9}, {9, 9}}}}).Bound(), (orb.Bound{Min: orb.Point{1, 2}, Max: orb.Point{9, 9}}); got != want {
		t.Errorf("%v, want %v", got, want)
	}
	if !within.Prepare().Bound().IsEmpty() {
		t.Error("nothing has a bound")
	}
}

// TestCopied: what is done to the argument later changes no answer.
func TestCopied(t *testing.T) {
	area := orb.MultiPolygon{{{{0, 0}, {9, 0}, {9, 9}, {0, 9}, {0, 0}}}}
	b := within.Prepare(area)
	each(area, func(p *orb.Point) { *p = orb.Point{} })
	if !b.Covers(orb.Point{9, 4}) || b.Class(orb.Bound{Min: orb.Point{4, 4}, Max: orb.Point{5, 5}}) != within.Covered {
		t.Error("the area has changed")
	}
}

// TestLarge are shapes for which an index could grow beyond all bounds.
func TestLarge(t *testing.T) {
	r := sweep.Seeded(t)
	const n = 100_000
	comb := func(turned bool) orb.Ring { // every edge spans the whole height
		var ring orb.Ring
		for i := range n {
			p := orb.Point{float64(i) / 1000, 1000 * float64(i%2)}
			if turned {
				p[0], p[1] = p[1], p[0]
			}
			ring = append(ring, p)
		}
		return closed(ring)
	}
	needle := fractal(r, 3000, 14)
	for k := range needle { // a millimetre wide with 65,536 corners
		needle[k][0] /= 1e6
	}
	var crumbs orb.MultiPolygon
	for i := range n / 4 {
		crumbs = append(crumbs, orb.Polygon{diamond(3*(i%200), 3*(i/200), 1)})
	}
	onion := orb.MultiPolygon(nil) // many lie around everything
	for i := range 100 {
		onion = append(onion, orb.Polygon{rectangle(2*i, 2*i, 9000-2*i, 9000-2*i), rectangle(2*i+1, 2*i+1, 8999-2*i, 8999-2*i)})
	}
	for i := range n / 10 {
		onion = append(onion, orb.Polygon{diamond(300+84*(i%100), 300+84*(i/100), 4)})
	}
	heap := orb.Ring{}
	for range n { // all within a millimetre
		heap = append(heap, orb.Point{r.Float64() / 1000, r.Float64() / 1000})
	}
	tall := append(fractal(r, 1000, 14), orb.Point{500, 1e6}, orb.Point{0, 0}) // one edge much taller than all others
	for name, area := range map[string]orb.MultiPolygon{
		"a coast":            {{fractal(r, 100_000, 15)}},
		"an upright comb":    {{comb(false)}},
		"a level comb":       {{comb(true)}},
		"a needle":           {{needle}},
		"an onion of crumbs": onion,
		"crumbs":             crumbs,
		"a heap":             {{closed(heap)}},
		"a tall edge":        {{tall}},
	} {
		t.Run(name, func(t *testing.T) {
			areas := []orb.MultiPolygon{area}
			b := within.Prepare(areas...)
			vertices := shape.Vertices(area)
			edges, cells := b.Entries()
			t.Logf("%d vertices: %d edges in runs, %d cells, %d bytes each", vertices, edges, cells, b.Size()/vertices)
			if edges > 24*vertices || cells > 512*512 || b.Size() > 200*vertices {
				t.Errorf("%d vertices take %d edges in runs, %d cells, %d bytes", vertices, edges, cells, b.Size())
			}
			for _, p := range pointsNear(r, b, areas, 100) {
				if got, want := b.Covers(p), covers(areas, p); got != want {
					t.Errorf("%v: %v, want %v", p, got, want)
				}
			}
		})
	}
}
