package feature

import (
	"math"

	"terrier/tiles/mvt"
)

// edge is one side of what a tile shows, in its units: of the axis (0 across,
// 1 down) what is not beyond the limit.
type edge struct {
	axis  int
	limit int64
	least bool // the limit is the least; else the most
}

func edgesOf(buffer int) [4]edge {
	low, high := int64(-buffer), int64(mvt.Extent+buffer)
	return [4]edge{{0, low, true}, {0, high, false}, {1, low, true}, {1, high, false}}
}

// spot is a place in units of the tile, from its north-western corner. It may
// lie further away than an int32 can tell.
type spot struct{ x, y int64 }

func (s spot) along(axis int) int64 {
	if axis == 0 {
		return s.x
	}
	return s.y
}

func (e edge) holds(s spot) bool {
	if e.least {
		return s.along(e.axis) >= e.limit
	}
	return s.along(e.axis) <= e.limit
}

// cut is where a line meets the edge. It is the same whichever end is given
// first, so that neighbours who share the line are cut alike. Products of
// distances have more bits than a float64 keeps, which is a millionth of a unit
// at most.
func (e edge) cut(a, b spot) spot {
	if a.along(e.axis) > b.along(e.axis) {
		a, b = b, a
	}
	from, to := a.along(e.axis), b.along(e.axis)
	part := float64(e.limit-from) / float64(to-from)
	other := 1 - e.axis
	start := a.along(other)
	at := start + int64(math.Round(float64(b.along(other)-start)*part))
	if e.axis == 0 {
		return spot{e.limit, at}
	}
	return spot{at, e.limit}
}

// clip cuts the ring in p.line to what the tile shows (Sutherland and Hodgman).
func (p *pen) clip() {
	for _, e := range p.edges {
		if len(p.line) == 0 {
			return
		}
		p.other = p.other[:0]
		last := p.line[len(p.line)-1]
		inside := e.holds(last)
		for _, c := range p.line {
			now := e.holds(c)
			if now != inside {
				p.other = append(p.other, e.cut(last, c))
			}
			if now {
				p.other = append(p.other, c)
			}
			last, inside = c, now
		}
		p.line, p.other = p.other, p.line
	}
}

// lines adds the pieces of the line in p.line that the tile shows.
func (p *pen) lines(e *mvt.Encoder) (drawn bool) {
	p.other = p.other[:0]
	for i := 1; i < len(p.line); i++ {
		a, b, ok := p.piece(p.line[i-1], p.line[i])
		if !ok {
			continue
		}
		if n := len(p.other); n == 0 || p.other[n-1] != a {
			drawn = p.endPiece(e) || drawn
			p.other = append(p.other, a)
		}
		p.other = append(p.other, b)
		if b != p.line[i] {
			drawn = p.endPiece(e) || drawn
		}
	}
	return p.endPiece(e) || drawn
}

func (p *pen) endPiece(e *mvt.Encoder) bool {
	p.coords = inUnits(p.coords[:0], p.other)
	p.other = p.other[:0]
	return e.Line(p.coords)
}

// inUnits are places that the tile shows, which are near it.
func inUnits(coords []mvt.Coord, spots []spot) []mvt.Coord {
	for _, s := range spots {
		coords = append(coords, mvt.Coord{X: int32(s.x), Y: int32(s.y)})
	}
	return coords
}

// piece is what the tile shows between two places.
func (p *pen) piece(a, b spot) (spot, spot, bool) {
	for _, e := range p.edges {
		switch inA, inB := e.holds(a), e.holds(b); {
		case !inA && !inB:
			return a, b, false
		case !inA:
			a = e.cut(a, b)
		case !inB:
			b = e.cut(a, b)
		}
	}
	return a, b, true
}
