package picture

import "math"

// outline is a path made of straight steps: subpaths one after the other.
type outline struct {
	points []point
	ends   []int
	closed []bool
}

func (o *outline) reset() { o.points, o.ends, o.closed = o.points[:0], o.ends[:0], o.closed[:0] }

func (o *outline) part(i int) []point {
	from := 0
	if i > 0 {
		from = o.ends[i-1]
	}
	return o.points[from:o.ends[i]]
}

// end ends a subpath; one without two places is dropped unless it is a dot, which round ends show.
func (o *outline) end(closed bool) {
	from := 0
	if n := len(o.ends); n > 0 {
		from = o.ends[n-1]
	}
	if len(o.points) == from {
		return
	}
	o.ends, o.closed = append(o.ends, len(o.points)), append(o.closed, closed)
}

// polygon adds a closed subpath.
func (o *outline) polygon(points ...point) {
	o.points = append(o.points, points...)
	o.end(true)
}

// flatness is how far a curve may lie from the straight steps that stand for it, in pixels.
const flatness = .02

// flatten adds a path, scaled, turned by sine and cosine and moved, with its curves made straight.
func (o *outline) flatten(p Path, scale, sin, cos, dx, dy float64) {
	at := func(x, y float64) point {
		x, y = x*scale, y*scale
		return point{cos*x - sin*y + dx, sin*x + cos*y + dy}
	}
	var last point
	add := func(q point) {
		o.points = append(o.points, q)
		last = q
	}
	open := false
	for _, s := range p {
		switch s.Op {
		case MoveTo:
			if open {
				o.end(false)
			}
			add(at(s.X, s.Y))
			open = true
		case LineTo:
			add(at(s.X, s.Y))
		case CurveTo:
			a, b, c := at(s.X1, s.Y1), at(s.X2, s.Y2), at(s.X, s.Y)
			from := last
			// A cubic curve lies within sqrt(3)/18 of the greatest second difference of n straight steps, by n squared.
			bend := max(math.Hypot(from.x-2*a.x+b.x, from.y-2*a.y+b.y), math.Hypot(a.x-2*b.x+c.x, a.y-2*b.y+c.y))
			n := min(int(math.Ceil(math.Sqrt(.75*bend/flatness))), 64)
			for i := 1; i < n; i++ {
				t := float64(i) / float64(n)
				u := 1 - t
				w0, w1, w2, w3 := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
				add(point{w0*from.x + w1*a.x + w2*b.x + w3*c.x, w0*from.y + w1*a.y + w2*b.y + w3*c.y})
			}
			add(c)
		case Close:
			if open {
				o.end(true)
			}
			open = false
		}
	}
	if open {
		o.end(false)
	}
}
