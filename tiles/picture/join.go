package picture

import (
	"math"

	"terrier/tiles/mvt"
)

// strand is a line in units of tiles, counted from the corner of the first one so that neighbours share them.
type strand struct {
	points []point
	key    string // only strands of one key are joined
	gone   bool   // it became part of another
}

// slack is how far apart the two ends of a line that was cut at an edge may lie: each tile rounds what lies beyond it for itself.
const slack = 6.0

// join puts strands together that were cut where tiles meet, so that dashes run on, corners are turned once and a name has room. A strand
// that comes back to where it began repeats its first place at the end. Those of a name are joined inside tiles, too, where one ends as
// another begins.
func join(strands []*strand) []*strand {
	type end struct {
		of    *strand
		first bool
	}
	type cell struct {
		x, y int
		key  string
	}
	cellOf := func(p point, key string) cell {
		return cell{int(math.Floor(p.x / slack)), int(math.Floor(p.y / slack)), key}
	}
	ends := map[cell][]end{}
	add := func(s *strand) {
		for _, first := range []bool{true, false} {
			if p := s.end(first); s.mayGoOn(p) {
				c := cellOf(p, s.key)
				ends[c] = append(ends[c], end{s, first})
			}
		}
	}
	for _, s := range strands {
		add(s)
	}
	// partner is the nearest end of another strand on the same edge.
	partner := func(s *strand, p point) (best end, ok bool) {
		nearest := slack
		at := cellOf(p, s.key)
		for dx := -1; dx <= 1; dx++ {
			for dy := -1; dy <= 1; dy++ {
				for _, e := range ends[cell{at.x + dx, at.y + dy, s.key}] {
					q := e.of.end(e.first)
					if e.of == s || e.of.gone || p != q && (!onEdge(p) || !onEdge(q) || p.x != q.x && p.y != q.y) {
						continue
					}
					if d := math.Hypot(p.x-q.x, p.y-q.y); d < nearest {
						best, nearest, ok = e, d, true
					}
				}
			}
		}
		return best, ok
	}
	for _, s := range strands {
		for !s.gone {
			grew := false
			for _, first := range []bool{false, true} {
				p := s.end(first)
				if !s.mayGoOn(p) {
					continue
				}
				e, ok := partner(s, p)
				if !ok {
					continue
				}
				more := e.of.points
				if e.first == first {
					more = turned(more)
				}
				e.of.gone = true
				if first {
					s.points = append(append([]point{}, more[:len(more)-1]...), s.points...)
				} else {
					s.points = append(s.points[:len(s.points):len(s.points)], more[1:]...)
				}
				add(s)
				grew = true
			}
			if !grew {
				break
			}
		}
	}
	var out []*strand
	for _, s := range strands {
		if s.gone {
			continue
		}
		if a, b := s.end(true), s.end(false); a != b && len(s.points) > 3 && onEdge(a) && onEdge(b) && (a.x == b.x || a.y == b.y) && math.Hypot(a.x-b.x, a.y-b.y) < slack {
			s.points[len(s.points)-1] = a
		}
		out = append(out, s)
	}
	return out
}

func (s *strand) end(first bool) point {
	if first {
		return s.points[0]
	}
	return s.points[len(s.points)-1]
}

// mayGoOn is whether another strand may go on from an end.
func (s *strand) mayGoOn(p point) bool { return s.key != "" || onEdge(p) }

// onEdge is whether a place lies where tiles meet.
func onEdge(p point) bool {
	return p.x == math.Trunc(p.x/mvt.Extent)*mvt.Extent || p.y == math.Trunc(p.y/mvt.Extent)*mvt.Extent
}

func turned(line []point) []point {
	out := make([]point, len(line))
	for i, p := range line {
		out[len(line)-1-i] = p
	}
	return out
}
