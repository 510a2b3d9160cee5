package picture

import "terrier/tiles/mvt"

// point is a place in units of a tile, or of the scene.
type point struct{ x, y float64 }

// Tiles show more than their square, so that lines which are drawn of each alone go on over its edge. Here lines and areas are cut at the
// square itself and put together again: what is translucent must not be painted twice where tiles meet.

// clipRing cuts a ring to a tile's square (Sutherland and Hodgman 1974). Its edges along the square's are drawn by areas alone.
func clipRing(ring []mvt.Coord, into []point) []point {
	into = into[:0]
	inside := true
	for _, c := range ring {
		into = append(into, point{float64(c.X), float64(c.Y)})
		inside = inside && c.X >= 0 && c.Y >= 0 && c.X <= mvt.Extent && c.Y <= mvt.Extent
	}
	if inside {
		return into
	}
	for edge := range 4 {
		if len(into) == 0 {
			return into
		}
		into = clipEdge(into, edge)
	}
	return into
}

// beyond is how far a place lies inside one of the four edges; it is negative outside.
func (p point) beyond(edge int) float64 {
	switch edge {
	case 0:
		return p.x
	case 1:
		return mvt.Extent - p.x
	case 2:
		return p.y
	default:
		return mvt.Extent - p.y
	}
}

// crossing is where the way from p to q meets an edge, exactly on it.
func crossing(p, q point, edge int) point {
	a, b := p.beyond(edge), q.beyond(edge)
	t := a / (a - b)
	c := point{p.x + (q.x-p.x)*t, p.y + (q.y-p.y)*t}
	switch edge {
	case 0:
		c.x = 0
	case 1:
		c.x = mvt.Extent
	case 2:
		c.y = 0
	default:
		c.y = mvt.Extent
	}
	return c
}

func clipEdge(ring []point, edge int) []point {
	out := make([]point, 0, len(ring)+4)
	last := ring[len(ring)-1]
	for _, p := range ring {
		in, lastIn := p.beyond(edge) >= 0, last.beyond(edge) >= 0
		if in != lastIn {
			out = append(out, crossing(last, p, edge))
		}
		if in {
			out = append(out, p)
		}
		last = p
	}
	return out
}

// clipTo cuts a ring to a box.
func clipTo(ring []point, r Rect) []point {
	for _, edge := range []func(point) float64{
		func(p point) float64 { return p.x - r.X0 }, func(p point) float64 { return r.X1 - p.x },
		func(p point) float64 { return p.y - r.Y0 }, func(p point) float64 { return r.Y1 - p.y },
	} {
		if len(ring) == 0 {
			return nil
		}
		out := make([]point, 0, len(ring)+4)
		last := ring[len(ring)-1]
		for _, p := range ring {
			a, b := edge(last), edge(p)
			if (a >= 0) != (b >= 0) {
				t := a / (a - b)
				out = append(out, point{last.x + (p.x-last.x)*t, last.y + (p.y-last.y)*t})
			}
			if b >= 0 {
				out = append(out, p)
			}
			last = p
		}
		ring = out
	}
	return ring
}

// clipLine cuts a line to a tile's square and gives the pieces. What runs along the eastern or the southern edge is left to the next tile. A
// closed line repeats its first place where it was not cut.
func clipLine(line []mvt.Coord, closed bool) (pieces [][]point) {
	var piece []point
	end := func() {
		if len(piece) > 1 {
			pieces = append(pieces, piece)
		}
		piece = nil
	}
	n := len(line)
	if closed {
		n++
	}
	for i := 1; i < n; i++ {
		a, b := line[i-1], line[i%len(line)]
		p, q, in := clipSegment(point{float64(a.X), float64(a.Y)}, point{float64(b.X), float64(b.Y)})
		if !in {
			end()
			continue
		}
		if len(piece) > 0 && piece[len(piece)-1] != p {
			end()
		}
		if len(piece) == 0 {
			piece = append(make([]point, 0, n-i+1), p)
		}
		if q != piece[len(piece)-1] {
			piece = append(piece, q)
		}
	}
	end()
	if last := len(pieces) - 1; closed && last > 0 && pieces[last][len(pieces[last])-1] == pieces[0][0] {
		pieces[0] = append(pieces[last], pieces[0][1:]...) // it was cut elsewhere than where it happens to begin
		pieces = pieces[:last]
	}
	return pieces
}

// clipSegment cuts a segment (Liang and Barsky 1984).
func clipSegment(p, q point) (from, to point, in bool) {
	if p.x == q.x && p.x == mvt.Extent || p.y == q.y && p.y == mvt.Extent {
		return p, q, false
	}
	for edge := range 4 {
		a, b := p.beyond(edge), q.beyond(edge)
		switch {
		case a < 0 && b < 0, a < 0 && b == 0, a == 0 && b < 0:
			return p, q, false
		case a < 0:
			p = crossing(p, q, edge)
		case b < 0:
			q = crossing(p, q, edge)
		}
	}
	return p, q, true
}
