package shapefile_test

import (
	"fmt"
	"math"
	"math/rand"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"terrier/data/ingest/shapefile"
)

// TestRings holds what comes of rings against what GDAL 3.12 makes of the same records, save where it says otherwise.
func TestRings(t *testing.T) {
	short := []orb.Point{{50, 50}, {51, 51}, {50, 50}}
	for _, test := range []struct {
		name  string
		rings [][]orb.Point
		want  [][]int // parts, by the numbers of their rings
	}{
		{"an outline and its hole", [][]orb.Point{square(0, 0, 10), hole(2, 2, 3)}, [][]int{{0, 1}}},
		{"a hole before its outline", [][]orb.Point{hole(22, 2, 3), square(0, 0, 10), square(20, 0, 10)}, [][]int{{1}, {2, 0}}},
		{"two outlines and a hole of the second", [][]orb.Point{square(0, 0, 10), square(20, 0, 10), hole(22, 2, 3)}, [][]int{{0}, {1, 2}}},
		{"an island in a lake", [][]orb.Point{square(0, 0, 10), hole(1, 1, 8), square(2, 2, 6), hole(3, 3, 2)}, [][]int{{0, 1}, {2, 3}}},
		{"a hole that touches its outline", [][]orb.Point{square(0, 0, 10), square(20, 0, 10), hole(20, 0, 3)}, [][]int{{0}, {1, 2}}},
		{"a hole that is its outline", [][]orb.Point{square(0, 0, 10), square(20, 0, 10), hole(0, 0, 10)}, [][]int{{0, 2}, {1}}},
		{"all counter-clockwise, apart", [][]orb.Point{hole(0, 0, 10), hole(20, 2, 3)}, [][]int{{0}, {1}}},
		{"all counter-clockwise, within each other", [][]orb.Point{hole(0, 0, 10), hole(2, 2, 3)}, [][]int{{0}, {1}}},
		{"all counter-clockwise, one within and one apart", [][]orb.Point{hole(0, 0, 10), hole(1, 1, 8), hole(2, 2, 6), hole(30, 3, 2)}, [][]int{{0, 1}, {2}, {3}}},
		{"a hole wound like an outline", [][]orb.Point{square(0, 0, 10), square(2, 2, 3)}, [][]int{{0}, {1}}},
		{"an outline wound like a hole, beside another", [][]orb.Point{square(0, 0, 10), hole(20, 2, 3)}, [][]int{{0}, {1}}},
		{"an outline wound like a hole, beside others", [][]orb.Point{square(0, 0, 10), square(20, 0, 10), hole(50, 2, 3)}, [][]int{{0}, {1}, {2}}},
		{"parts that QGIS wrote as holes of the first", [][]orb.Point{square(0, 0, 10), hole(20, 2, 5), hole(21, 3, 1), hole(40, 2, 3)}, [][]int{{0}, {1, 2}, {3}}},
		{"a ring that is flat", [][]orb.Point{square(0, 0, 10), square(20, 0, 5), {{2, 2}, {3, 3}, {4, 4}, {2, 2}}}, [][]int{{0, 2}, {1}}},
		// GDAL makes an outline of the hole of the first of these, and outlines of all rings of the others: none is valid.
		{"outline and hole wound as in GeoJSON", [][]orb.Point{hole(0, 0, 10), square(2, 2, 3)}, [][]int{{0, 1}}},
		{"two of them, wound as in GeoJSON", [][]orb.Point{hole(0, 0, 10), square(2, 2, 3), hole(20, 0, 10), square(22, 2, 3)}, [][]int{{0, 1}, {2, 3}}},
		{"an island in a lake, wound as in GeoJSON", [][]orb.Point{hole(0, 0, 10), square(1, 1, 8), hole(2, 2, 6), square(3, 3, 2)}, [][]int{{0, 1}, {2, 3}}},
		// GDAL gives up on a ring of three points and makes outlines of all: none is valid either way.
		{"a ring of three points", [][]orb.Point{square(0, 0, 10), hole(2, 2, 3), short}, [][]int{{0, 1}, {2}}},
	} {
		for _, at := range []orb.Point{{0, 0}, {530000.125, 180000.25}, {-1e7, 1e9}} {
			t.Run(fmt.Sprintf("%s at %v", test.name, at), func(t *testing.T) {
				rings := make([]orb.Ring, len(test.rings))
				for i, r := range test.rings {
					for _, p := range r {
						rings[i] = append(rings[i], orb.Point{p[0] + at[0], p[1] + at[1]})
					}
				}
				got, refused := shapefile.Organise(slices.Clone(rings))
				if refused != nil {
					t.Fatal(refused)
				}
				if want := collect(rings, test.want); !orb.Equal(got, want) {
					t.Errorf("got %s\nwant %s", wkt.MarshalString(got), wkt.MarshalString(want))
				}
			})
		}
	}
}

func collect(rings []orb.Ring, parts [][]int) orb.Geometry {
	var multi orb.MultiPolygon
	for _, part := range parts {
		var p orb.Polygon
		for _, i := range part {
			p = append(p, rings[i])
		}
		multi = append(multi, p)
	}
	if len(multi) == 1 {
		return multi[0]
	}
	return multi
}

// TestRingsAgainstAllPairs draws squares within squares at random and asks the plain way: each hole of each outline.
func TestRingsAgainstAllPairs(t *testing.T) {
	seed := time.Now().UnixNano()
	r := rand.New(rand.NewSource(seed))
	for range 300 {
		var rings []orb.Ring
		var want [][]int
		for range 1 + r.Intn(8) { // each in a cell of its own
			grow(r, float64(100*len(want)), float64(r.Intn(5)*100), 100, &rings, &want, 0)
		}
		shuffled := r.Perm(len(rings))
		mixed := make([]orb.Ring, len(rings))
		for i, to := range shuffled {
			mixed[to] = rings[i]
		}
		for _, part := range want {
			for i := range part {
				part[i] = shuffled[part[i]]
			}
			slices.Sort(part[1:])
		}
		slices.SortFunc(want, func(a, b []int) int { return a[0] - b[0] })
		got, refused := shapefile.Organise(slices.Clone(mixed))
		if refused != nil {
			t.Fatal(refused)
		}
		if diff := cmp.Diff(collect(mixed, want), got); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
	}
}

// grow puts an outline with many corners into a cell, holes into it and outlines into those.
func grow(r *rand.Rand, x, y, size float64, rings *[]orb.Ring, parts *[][]int, depth int) {
	*rings = append(*rings, rough(r, x+size*.01, y+size*.01, size*.98, false))
	part := []int{len(*rings) - 1}
	at := len(*parts)
	*parts = append(*parts, nil)
	for i := range r.Intn(4) {
		hx, hy, hs := x+size*(.1+.4*float64(i%2)), y+size*(.1+.4*float64(i/2)), size*.35
		*rings = append(*rings, rough(r, hx, hy, hs, true))
		part = append(part, len(*rings)-1)
		if depth < 3 && r.Intn(2) == 0 {
			grow(r, hx+hs*.2, hy+hs*.2, hs*.6, rings, parts, depth+1)
		}
	}
	(*parts)[at] = part
}

// rough is a square with points along its sides, clockwise or the other way.
func rough(r *rand.Rand, x, y, size float64, other bool) (ring orb.Ring) {
	corners := square(x, y, size)
	n := 1 + r.Intn(30)
	for i := range 4 {
		a, b := corners[i], corners[i+1]
		for k := range n {
			f := float64(k) / float64(n)
			ring = append(ring, orb.Point{a[0] + (b[0]-a[0])*f, a[1] + (b[1]-a[1])*f})
		}
	}
	ring = append(ring, ring[0])
	if other {
		ring = turned(ring)
	}
	return ring
}

// circle has n corners, clockwise.
func circle(x, y, radius float64, n int) (ring orb.Ring) {
	for i := range n {
		sin, cos := math.Sincos(-2 * math.Pi * float64(i) / float64(n))
		ring = append(ring, orb.Point{x + radius*cos, y + radius*sin})
	}
	return append(ring, ring[0])
}

// manyHoles is an outline of many corners with a grid of holes, and another outline far away.
func manyHoles(corners, across int) []orb.Ring {
	rings := []orb.Ring{circle(0, 0, 1000, corners), square(5000, 0, 10)}
	for i := range across * across {
		x, y := float64(i%across), float64(i/across)
		step := 1200 / float64(across)
		rings = append(rings, hole(-600+step*x, -600+step*y, step/2))
	}
	return rings
}

func TestManyRings(t *testing.T) {
	got, refused := shapefile.Organise(manyHoles(200_000, 100))
	if refused != nil {
		t.Fatal(refused)
	}
	if m := got.(orb.MultiPolygon); len(m) != 2 || len(m[0]) != 10_001 || len(m[1]) != 1 {
		t.Errorf("%d parts", len(m))
	}
}

func TestRingsDrawnToMakeTrouble(t *testing.T) {
	var rings []orb.Ring
	for i := range 20_000 {
		r := circle(0, 0, float64(1+i), 30)
		if i%2 == 1 {
			r = turned(r)
		}
		rings = append(rings, r)
	}
	from := time.Now()
	got, refused := shapefile.Organise(rings)
	if refused == nil && len(got.(orb.MultiPolygon)) != 10_000 || refused != nil && refused.Code != "too-many-rings" {
		t.Errorf("%v", refused)
	}
	t.Logf("refused %v after %v", refused, time.Since(from))
}

func BenchmarkRings(b *testing.B) {
	for _, across := range []int{10, 30, 100} {
		b.Run(fmt.Sprintf("%d holes", across*across), func(b *testing.B) {
			rings := manyHoles(100_000, across)
			for b.Loop() {
				if _, refused := shapefile.Organise(rings); refused != nil {
					b.Fatal(refused)
				}
			}
		})
	}
}
