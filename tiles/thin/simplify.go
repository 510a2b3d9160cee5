package thin

import "terrier/tiles/mvt"

// simplifier leaves out of a line the places that lie within a unit of what is left (Douglas and Peucker, 1973).
type simplifier struct {
	stays []bool
	spans [][2]int
}

// line works in place, and keeps both ends.
func (s *simplifier) line(places []mvt.Coord) []mvt.Coord {
	if len(places) < 3 {
		return places
	}
	s.begin(len(places))
	s.stays[0], s.stays[len(places)-1] = true, true
	s.split(places, 0, len(places)-1)
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
	s.begin(len(places))
	s.stays[0], s.stays[far], s.stays[len(places)-1] = true, true, true
	s.split(places, 0, far)
	s.split(places, far, len(places)-1)
	left := s.left(places)
	return left[:len(left)-1]
}

func (s *simplifier) begin(n int) {
	if cap(s.stays) < n {
		s.stays = make([]bool, n)
	}
	s.stays = s.stays[:n]
	clear(s.stays)
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

func (s *simplifier) left(places []mvt.Coord) []mvt.Coord {
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
