package picture

import "math"

// miterLimit is how far a corner may stand out, in half widths of the line, before it is cut off: that of canvas and SVG is 10 and 4;
// MapLibre's is 2.
const miterLimit = 2.

// stroke is a line as an area: a box for each straight step, a wedge at each corner and what is at the ends. All turn the same way, so that
// by the nonzero rule they are one.
//
//	 ____________ __
//	|            |  \   wedge
//	|------------+.  \
//	|____________|_`._\
//	             |   `.|
func (o *outline) stroke(line []point, closed bool, width float64, ends Cap, join Join) {
	half := width / 2
	places := make([]point, 0, len(line)+1)
	for _, p := range line {
		if len(places) == 0 || p != places[len(places)-1] {
			places = append(places, p)
		}
	}
	if closed && len(places) > 1 && places[0] == places[len(places)-1] {
		places = places[:len(places)-1]
	}
	n := len(places)
	if n == 1 {
		if ends == RoundCap {
			o.disc(places[0], half)
		}
		return
	}
	closed = closed && n > 2
	steps := n - 1
	if closed {
		steps = n
	}
	var first, before point // normals, half the width long, to the right with y downwards
	for i := range steps {
		p, q := places[i], places[(i+1)%n]
		d := half / math.Hypot(q.x-p.x, q.y-p.y)
		normal := point{-(q.y - p.y) * d, (q.x - p.x) * d}
		o.polygon(point{p.x + normal.x, p.y + normal.y}, point{p.x - normal.x, p.y - normal.y}, point{q.x - normal.x, q.y - normal.y}, point{q.x + normal.x, q.y + normal.y})
		if i == 0 {
			first = normal
		} else {
			o.corner(p, before, normal, half, join)
		}
		before = normal
	}
	if closed {
		o.corner(places[0], before, first, half, join)
		return
	}
	if ends == RoundCap {
		o.wedge(places[0], point{-first.x, -first.y}, math.Pi, half, true)
		o.wedge(places[n-1], before, math.Pi, half, true)
	}
}

// corner fills what two steps leave open on the outer side of where they meet.
func (o *outline) corner(p, before, after point, half float64, join Join) {
	cross, dot := before.x*after.y-before.y*after.x, before.x*after.x+before.y*after.y
	angle := math.Atan2(cross, dot)
	if math.Abs(angle) < 1e-3 {
		return
	}
	// Turning right, with y downwards, opens the left side.
	if angle > 0 {
		before, after = point{-before.x, -before.y}, point{-after.x, -after.y}
	}
	if join == RoundJoin {
		o.wedge(p, before, angle, half, false)
		return
	}
	a, b := point{p.x + before.x, p.y + before.y}, point{p.x + after.x, p.y + after.y}
	corner := []point{p, a, b}
	if reach := 1 / math.Cos(angle/2); reach <= miterLimit {
		k := 1 / (1 + dot/(half*half))
		corner = []point{p, a, {p.x + (before.x+after.x)*k, p.y + (before.y+after.y)*k}, b}
	}
	if angle < 0 {
		reversePoints(corner)
	}
	o.polygon(corner...)
}

// wedge is a piece of a disc from one of its radii on, by an angle.
func (o *outline) wedge(p, from point, angle, half float64, end bool) {
	if end {
		angle = -angle // round an end, by the far side
	}
	n := int(math.Ceil(math.Abs(angle) / (2 * math.Acos(1-min(flatness/half, .9)))))
	at := len(o.points)
	o.points = append(o.points, p)
	for i := range n + 1 {
		sin, cos := math.Sincos(angle * float64(i) / float64(n))
		o.points = append(o.points, point{p.x + cos*from.x - sin*from.y, p.y + sin*from.x + cos*from.y})
	}
	if angle < 0 {
		reversePoints(o.points[at:])
	}
	o.end(true)
}

func (o *outline) disc(p point, half float64) { o.wedge(p, point{half, 0}, 2*math.Pi, half, false) }

func reversePoints(p []point) {
	for i, j := 0, len(p)-1; i < j; i, j = i+1, j-1 {
		p[i], p[j] = p[j], p[i]
	}
}

// dashed hands over what a pattern of on, off, on ... leaves of a line. A closed line begins where it begins.
func dashed(line []point, closed bool, pattern []float64, found func([]point)) {
	whole := 0.0
	for _, d := range pattern {
		whole += d
	}
	if len(pattern) == 0 || !(whole > 0) {
		found(line)
		return
	}
	if closed {
		line = append(line[:len(line):len(line)], line[0])
	}
	on, i, left := true, 0, pattern[0]
	piece := []point{line[0]}
	next := func(p point) {
		for {
			if on {
				found(append(piece, p))
				piece = nil
			} else {
				piece = []point{p}
			}
			on, i = !on, (i+1)%len(pattern)
			if left = pattern[i]; left > 0 {
				return
			}
		}
	}
	if left == 0 {
		next(line[0])
	}
	for k := 1; k < len(line); k++ {
		p, q := line[k-1], line[k]
		length := math.Hypot(q.x-p.x, q.y-p.y)
		done := 0.0
		for length-done > left {
			done += left
			next(point{p.x + (q.x-p.x)*done/length, p.y + (q.y-p.y)*done/length})
		}
		left -= length - done
		if on {
			piece = append(piece, q)
		}
	}
	if on && len(piece) > 1 {
		found(piece)
	}
}
