package within_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/geo/within"
)

type boundary struct {
	name string
	area orb.MultiPolygon
}

// coasts are boundaries as broken as real ones.
func coasts(r *rand.Rand) (all []boundary) {
	for _, depth := range []int{0, 4, 7, 10, 14} {
		all = append(all, boundary{fmt.Sprint(4<<depth, " edges"), orb.MultiPolygon{{fractal(r, 100_000, depth)}}})
	}
	return all
}

func BenchmarkPrepare(b *testing.B) {
	for _, c := range coasts(rand.New(rand.NewPCG(1, 1))) {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				within.Prepare(c.area)
			}
			b.ReportMetric(float64(within.Prepare(c.area).Size())/float64(shape.Vertices(c.area)), "bytes/edge")
		})
	}
}

// BenchmarkCovers asks of points anywhere in the box, of points within a
// thousandth of it from a corner, and of the naive twin.
func BenchmarkCovers(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, c := range coasts(r) {
		area, box := c.area, c.area.Bound()
		side := box.Max[0] - box.Min[0]
		anywhere, near := make([]orb.Point, 4096), make([]orb.Point, 4096)
		for i := range anywhere {
			anywhere[i] = orb.Point{box.Min[0] + r.Float64()*side, box.Min[1] + r.Float64()*(box.Max[1]-box.Min[1])}
			corner := area[0][0][r.IntN(len(area[0][0]))]
			near[i] = orb.Point{corner[0] + r.NormFloat64()*side/1000, corner[1] + r.NormFloat64()*side/1000}
		}
		prepared := within.Prepare(area)
		ask := func(name string, points []orb.Point, covers func(orb.Point) bool) {
			b.Run(name, func(b *testing.B) {
				for i := 0; b.Loop(); i++ {
					covers(points[i%len(points)])
				}
			})
		}
		ask(c.name+", anywhere", anywhere, prepared.Covers)
		ask(c.name+", near the line", near, prepared.Covers)
		ask(c.name+", naive", anywhere, func(p orb.Point) bool { return shape.Covers(area, p) })
	}
}

// BenchmarkClass asks of boxes a thousandth as wide as the boundary.
func BenchmarkClass(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, c := range coasts(r) {
		bound := c.area.Bound()
		width, height := bound.Max[0]-bound.Min[0], bound.Max[1]-bound.Min[1]
		boxes := make([]orb.Bound, 4096)
		for i := range boxes {
			p := orb.Point{bound.Min[0] + r.Float64()*width, bound.Min[1] + r.Float64()*height}
			boxes[i] = orb.Bound{Min: p, Max: orb.Point{p[0] + width/1000, p[1] + height/1000}}
		}
		prepared := within.Prepare(c.area)
		b.Run(c.name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				prepared.Class(boxes[i%len(boxes)])
			}
		})
	}
}
