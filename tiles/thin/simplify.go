package thin

import "terrier/tiles/mvt"

// simplifier leaves out of a line the places that lie within a unit of what is left (Douglas and Peucker, 1973).
// Places on the edges of the tile stay: the tile beside it has them as well, and lines must meet there.
type simplifier struct {
	units int32 // of the tile
	stays []bool
	spans [][2]int
}

// line works in place, and keeps both ends.
func (s *simplifier) line(places []mvt.Coord) []mvt.Coord {
	if len(places) < 3 {
		return places
	}
	s.begin(places)
	return s.left(places)
}

// ring works in place on a ring that does not repeat its first place: that one and the farthest from it stay.
func (s *simplifier) ring(places []mvt.Coord) []mvt.Coord {
	if len(places) < 4 {
		return places
	}
	far, most := 0, int64(-1)
	for i, c := range places {
		if d := squared(c, places[0]); d > most {
			far, most = i, d
		}
	}
	if far == 0 {
		return places[:0]
	}
	places = append(places, places[0])
	s.begin(places)
	s.stays[far] = true
	left := s.left(places)
	return left[:len(left)-1]
}

// begin marks what stays in any case.
func (s *simplifier) begin(places []mvt.Coord) {
	if cap(s.stays) < len(places) {
		s.stays = make([]bool, len(places))
	}
	s.stays = s.stays[:len(places)]
	for i, c := range places {
		s.stays[i] = i == 0 || i == len(places)-1 || onEdge(c, s.units)
	}
}

func onEdge(c mvt.Coord, units int32) bool {
	return c.X == 0 || c.X == units || c.Y == 0 || c.Y == units
}

// split marks what stays between two places that do.
func (s *simplifier) split(places []mvt.Coord, from, to int) {
	s.spans = append(s.spans[:0], [2]int{from, to})
	for len(s.spans) > 0 {
		span := s.spans[len(s.spans)-1]
		s.spans = s.spans[:len(s.spans)-1]
		far, most := -1, 1.0
		for i := span[0] + 1; i < span[1]; i++ {
			if d := apart(places[i], places[span[0]], places[span[1]]); d > most {
				far, most = i, d
			}
		}
		if far >= 0 {
			s.stays[far] = true
			s.spans = append(s.spans, [2]int{span[0], far}, [2]int{far, span[1]})
		}
	}
}

// left splits between all that stays, and returns what does then.
func (s *simplifier) left(places []mvt.Coord) []mvt.Coord {
	for from, to := 0, 1; to < len(places); to++ {
		if s.stays[to] {
			s.split(places, from, to)
			from = to
		}
	}
	out := places[:0]
	for i, c := range places {
		if s.stays[i] {
			out = append(out, c)
		}
	}
	return out
}

func squared(a, b mvt.Coord) int64 {
	x, y := int64(a.X)-int64(b.X), int64(a.Y)-int64(b.Y)
	return x*x + y*y
}

// apart is the square of the distance of a place from the line between two others.
func apart(p, a, b mvt.Coord) float64 {
	x, y := float64(b.X-a.X), float64(b.Y-a.Y)
	px, py := float64(p.X-a.X), float64(p.Y-a.Y)
	if length := x*x + y*y; length > 0 {
		t := max(0, min(1, (px*x+py*y)/length))
		px, py = px-t*x, py-t*y
	}
	return px*px + py*py
}
