package demo

import (
	"math"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
)

// The town is drawn on paper first: x to the right, y down, and a bent grid (u, v) on it along which its streets run. One
// unit of paper is 1.82 m on the ground.
const unit = 1.82

// middle is where the middle of the town lies, SE 3284 3561 in EPSG:27700. What is really there has no part in it.
var middle = orb.Point{432840, 435610}

// uv is a place on the bent grid.
type uv struct{ u, v float64 }

func (a uv) towards(b uv, t float64) uv {
	return uv{a.u + float64((b.u-a.u)*t), a.v + float64((b.v-a.v)*t)}
}

// bend turns the grid a little and makes its lines sway, so that no two streets are parallel.
func bend(p uv) (x, y float64) {
	const turn = -0.19
	x = p.u*math.Cos(turn) - p.v*math.Sin(turn)
	y = p.u*math.Sin(turn) + p.v*math.Cos(turn)
	x += 38*math.Sin(p.v/210+.6) + 16*math.Sin(p.u/160)
	y += 46*math.Sin(p.u/330+1.1) + 14*math.Cos(p.v/120)
	return x, y
}

// ground is where a point of the paper lies in EPSG:27700; not rounded.
func ground(x, y float64) orb.Point {
	return orb.Point{middle[0] + (x-700)*unit, middle[1] + (430-y)*unit}
}

// paper is the reverse of ground.
func paper(p orb.Point) (x, y float64) {
	return (p[0]-middle[0])/unit + 700, 430 - (p[1]-middle[1])/unit
}

func placeUV(p uv) orb.Point { return ground(bend(p)) }

// whole rounds points to the millimetre and leaves out those that fall together.
func whole(points []orb.Point) []orb.Point {
	out := make([]orb.Point, 0, len(points))
	for _, p := range points {
		p = bng.RoundPoint(p)
		if len(out) == 0 || out[len(out)-1] != p {
			out = append(out, p)
		}
	}
	return out
}

// ringOf closes points to a ring that runs anticlockwise.
func ringOf(points []orb.Point) orb.Ring {
	r := orb.Ring(whole(points))
	if len(r) > 1 && r[0] == r[len(r)-1] {
		r = r[:len(r)-1]
	}
	if turning(r) < 0 {
		for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
			r[i], r[j] = r[j], r[i]
		}
	}
	return append(r, r[0])
}

// turning is twice the area within the points, positive anticlockwise.
func turning(points []orb.Point) float64 {
	sum := 0.0
	for i, a := range points {
		b := points[(i+1)%len(points)]
		// from the first point, so that large eastings do not eat the digits
		sum += (a[0]-points[0][0])*(b[1]-points[0][1]) - (b[0]-points[0][0])*(a[1]-points[0][1])
	}
	return sum
}

func distance(a, b orb.Point) float64 { return math.Hypot(a[0]-b[0], a[1]-b[1]) }

// distanceToLine is from p to the nearest point of a line.
func distanceToLine(p orb.Point, line []orb.Point) float64 {
	best := math.Inf(1)
	for i := 1; i < len(line); i++ {
		best = min(best, distanceToSegment(p, line[i-1], line[i]))
	}
	return best
}

func distanceToSegment(p, a, b orb.Point) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	length := dx*dx + dy*dy
	if length == 0 {
		return distance(p, a)
	}
	t := max(0, min(1, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/length))
	return distance(p, orb.Point{a[0] + t*dx, a[1] + t*dy})
}

// insideRing says whether p lies within; what it says of points on the line is of no interest here.
func insideRing(p orb.Point, ring []orb.Point) bool {
	in := false
	for i, j := 0, len(ring)-1; i < len(ring); j, i = i, i+1 {
		a, b := ring[i], ring[j]
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < (b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1])+a[0] {
			in = !in
		}
	}
	return in
}

func insideShape(p orb.Point, shape orb.MultiPolygon) bool {
	in := false
	for _, part := range shape {
		for _, r := range part {
			if insideRing(p, r) {
				in = !in
			}
		}
	}
	return in
}

// soften rounds the corners of a ring by cutting them twice (Chaikin's algorithm).
func soften(points []orb.Point) []orb.Point {
	if len(points) > 1 && points[0] == points[len(points)-1] {
		points = points[:len(points)-1]
	}
	for range 2 {
		next := make([]orb.Point, 0, 2*len(points))
		for i, a := range points {
			b := points[(i+1)%len(points)]
			next = append(next, between(a, b, .25), between(a, b, .75))
		}
		points = next
	}
	return points
}

func between(a, b orb.Point, t float64) orb.Point {
	return orb.Point{a[0] + float64((b[0]-a[0])*t), a[1] + float64((b[1]-a[1])*t)}
}
