package demo

import (
	"math"

	"github.com/paulmach/orb"
)

// plot is a block between streets, laid out in a rectangle of its own: p to the east and q to the south, in units of paper.
// A point of it is carried to its place by the four corners of its cell, so that a skewed block has skewed houses.
type plot struct {
	m      *maker
	c      *chance
	cell   int
	w, h   float64
	corner [4]uv  // north-west, north-east, south-west, south-east
	street [4]int // by side: index of the street, -1 where the next block joins on
	era    int
}

func (m *maker) newPlot(c *chance, cell int) *plot {
	l := m.lattice
	i, j := l.at(cell)
	nw, ne, sw, se := l.node(i, j), l.node(i+1, j), l.node(i, j+1), l.node(i+1, j+1)
	p := &plot{m: m, c: c, cell: cell, corner: [4]uv{l.nodes[nw], l.nodes[ne], l.nodes[sw], l.nodes[se]}}
	p.w = (apartUV(p.corner[0], p.corner[1]) + apartUV(p.corner[2], p.corner[3])) / 2
	p.h = (apartUV(p.corner[0], p.corner[2]) + apartUV(p.corner[1], p.corner[3])) / 2
	p.street[west], p.street[east] = m.downStreet[nw], m.downStreet[ne]
	p.street[north], p.street[south] = m.acrossStreet[nw], m.acrossStreet[sw]
	return p
}

func apartUV(a, b uv) float64 { return math.Hypot(a.u-b.u, a.v-b.v) }

// at carries a point of the plot to its place on the ground.
func (p *plot) at(x, y float64) orb.Point {
	s, t := x/p.w, y/p.h
	return placeUV(p.corner[0].towards(p.corner[1], s).towards(p.corner[2].towards(p.corner[3], s), t))
}

// rectangle is the outline between two corners.
func (p *plot) rectangle(x0, y0, x1, y1 float64) line {
	return line{p.at(x0, y0), p.at(x1, y0), p.at(x1, y1), p.at(x0, y1)}
}

// span turns "along a side, and inward from it" into plot coordinates.
func (p *plot) span(side int, a0, a1, b0, b1 float64) line {
	switch side {
	case north:
		return p.rectangle(a0, b0, a1, b1)
	case south:
		return p.rectangle(a0, p.h-b1, a1, p.h-b0)
	case west:
		return p.rectangle(b0, a0, b1, a1)
	default:
		return p.rectangle(p.w-b1, a0, p.w-b0, a1)
	}
}

func (p *plot) length(side int) float64 {
	if side == north || side == south {
		return p.w
	}
	return p.h
}

// put adds a building unless it would stand in the river or on the rails.
func (p *plot) put(b building, side int) {
	heart := centreOf(b.corners)
	if riverDistance(heart) < 18 || railDistance(heart) < 17 {
		return
	}
	b.cell, b.settlement, b.era = p.cell, 0, p.era
	b.estate = -1
	odd := 1
	if side == south || side == east {
		odd = 2
	}
	p.m.houses.add(b, odd)
}

// row puts houses along a side: from a0 to a1, set back so far from the middle of the street, so deep.
type row struct {
	a0, a1         float64
	setback, depth float64
	widths, gaps   []float64
	kind           string
	bungalow       bool
	even           bool // all in one line
	paired         bool // every second house is built against the one before
	flatsOneIn     int  // at most one building in so many is a small block of flats
}

func (p *plot) row(side int, r row) {
	at := r.a0
	for n := 0; at < r.a1-2; n++ {
		w, g := pick(p.c, r.widths), pick(p.c, r.gaps)
		if at+w > r.a1 {
			break
		}
		sway, deeper := p.c.between(0, .9), p.c.between(-.4, 1)
		if r.even {
			sway, deeper = 0, 0
		}
		if r.paired && n%2 == 0 {
			w, g = r.widths[0], .08
		}
		b := building{kind: r.kind, dwellings: 1, street: p.street[side], bungalow: r.bungalow}
		if r.flatsOneIn > 0 && w >= 7.5 && p.c.below(r.flatsOneIn) == 0 {
			b.kind, b.dwellings = "flats", 6+2*p.c.below(9)
		}
		b.corners = p.span(side, at, at+w, r.setback+sway, r.setback+sway+r.depth+deeper)
		p.put(b, side)
		at += w + g
	}
}

// ends are where a row along a side begins and stops: at the street round the corner, or at the next block where none runs.
func (p *plot) ends(side int, corner float64) (a0, a1 float64) {
	before, after := west, east
	if side == west || side == east {
		before, after = north, south
	}
	a0, a1 = corner, p.length(side)-corner
	if p.street[before] < 0 {
		a0 = .6
	}
	if p.street[after] < 0 {
		a1 = p.length(side) - .6
	}
	return a0, a1
}
