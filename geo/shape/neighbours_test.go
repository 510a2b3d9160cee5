package shape_test

import (
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

// drawn is an area as people draw one, on the millimetre grid of Britain: 3 to 30 corners up to some hundred metres from x, y,
// now and then with a hole.
func drawn(r *rand.Rand, x, y float64) orb.MultiPolygon {
	for {
		size := math.Exp(r.Float64()*4) * 5
		n := 3 + r.IntN(28)
		turn := r.Float64() * 7
		ring := make(orb.Ring, 0, n+1)
		for i := range n {
			far := size * (0.4 + 0.6*r.Float64())
			sin, cos := math.Sincos(turn + 2*math.Pi*float64(i)/float64(n))
			ring = append(ring, orb.Point{x + far*cos, y + far*sin})
		}
		area := orb.MultiPolygon{{append(ring, ring[0])}}
		if r.IntN(4) == 0 {
			hole := orb.Ring{}
			for i := range 4 {
				sin, cos := math.Sincos(turn + math.Pi*float64(i)/2)
				hole = append(hole, orb.Point{x + size*0.2*cos, y + size*0.2*sin})
			}
			area[0] = append(area[0], append(hole, hole[0]))
		}
		rounded, err := shape.Round(area)
		if err == nil && shape.Check(rounded, shape.Limits{}) == nil {
			return rounded.(orb.MultiPolygon)
		}
	}
}

// neighbours are two areas that lie over each other, or beside each other with lines that are nearly the same: with the other's
// corners, with corners of one side only that lie on the other's line but for the millimetre, or moved a little.
func neighbours(r *rand.Rand) (a, b orb.MultiPolygon) {
	for {
		x, y := 393_201.123+r.Float64()*1000, 398_772.457+r.Float64()*1000
		a = drawn(r, x, y)
		switch r.IntN(3) {
		case 0: // anywhere
			b = drawn(r, x+r.NormFloat64()*40, y+r.NormFloat64()*40)
		case 1: // what is left of another, which touches a or laps over it by a few millimetres
			other := drawn(r, x+r.NormFloat64()*40, y+r.NormFloat64()*40)
			left, err := shape.Difference(other, a)
			if err != nil || len(left) == 0 {
				continue
			}
			b = nudged(r, left, r.IntN(3))
		default: // the same ring, with more corners, moved by millimetres or metres
			b = nudged(r, a, r.IntN(4))
			far := math.Pow(10, float64(r.IntN(5)-3))
			dx, dy := r.NormFloat64()*far, r.NormFloat64()*far
			moved(b, func(p orb.Point) orb.Point { return orb.Point{p[0] + dx, p[1] + dy} })
		}
		rounded, err := shape.Round(b)
		if err != nil || shape.Check(rounded, shape.Limits{}) != nil {
			continue
		}
		return a, rounded.(orb.MultiPolygon)
	}
}

// nudged puts a corner on some edges and moves some corners by up to so many millimetres.
func nudged(r *rand.Rand, area orb.MultiPolygon, most int) orb.MultiPolygon {
	var out orb.MultiPolygon
	for _, part := range area {
		var p orb.Polygon
		for _, ring := range part {
			var next orb.Ring
			for i := 1; i < len(ring); i++ {
				a, b := ring[i-1], ring[i]
				next = append(next, orb.Point{a[0] + r.NormFloat64()*float64(most)/2000, a[1] + r.NormFloat64()*float64(most)/2000})
				for range r.IntN(3) {
					f := r.Float64()
					next = append(next, orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])})
					a = next[len(next)-1]
				}
			}
			p = append(p, append(next, next[0]))
		}
		out = append(out, p)
	}
	return out
}
