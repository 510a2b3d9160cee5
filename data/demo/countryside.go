package demo

import (
	"math"

	"github.com/paulmach/orb"
)

// green is a park, a wood, a field or a patch of grass.
type green struct {
	kind       string
	name       string
	minZoom    int
	cell       int // -1 where it is not one of the lattice
	settlement int
	outline    line
}

// plantCountryside gives the cells around the town woods and meadows, a few farms and ponds.
func (m *maker) plantCountryside() {
	c := newChance(m.seed, "countryside")
	crossed := m.crossedCells()
	wooded := m.woods(c, crossed)
	for cell, u := range m.use {
		heart := m.lattice.heart(cell)
		if wooded[cell] || u.built() {
			continue
		}
		switch at := placeUV(heart); {
		case u == riverside && !crossed[cell] && riverDistance(at) > 30:
			m.field(cell, "meadow", 12)
		case u != country || inDistrict(heart) > 1.12 || m.nearVillage(at):
		case !crossed[cell] && riverDistance(at) > 150 && riverDistance(at) < 420 && c.hit(.4):
			m.field(cell, "meadow", 11)
		case !crossed[cell] && riverDistance(at) > 150 && pasture(heart) && c.hit(.85):
			m.field(cell, "field", 12)
		case c.hit(.05) && riverDistance(at) > 80:
			m.farm(c, at, cell)
		case !crossed[cell] && riverDistance(at) > 90 && c.hit(.03):
			m.ponds = append(m.ponds, blob(c, at, 14, 34, 11))
		}
	}
}

// pasture says where the land is grazed: in large patches.
func pasture(p uv) bool {
	return math.Sin(p.u/310+1)*math.Sin(p.v/270+2)+.7*math.Sin(p.u/173-p.v/211) > .62
}

func (m *maker) nearVillage(p orb.Point) bool {
	for _, s := range settlements[1:] {
		if distance(p, placeUV(s.heart)) < 150+330*s.size {
			return true
		}
	}
	return false
}

// crossedCells are those with a road, the river or the railway in them.
func (m *maker) crossedCells() []bool {
	crossed := make([]bool, m.lattice.cells())
	mark := func(points line) {
		for k := 1; k < len(points); k++ {
			steps := int(distance(points[k-1], points[k])/20) + 1
			for s := range steps + 1 {
				if cell := m.locate(between(points[k-1], points[k], float64(s)/float64(steps))); cell >= 0 {
					crossed[cell] = true
				}
			}
		}
	}
	for _, s := range m.streets {
		mark(s.points)
	}
	mark(line(railway()))
	return crossed
}

// woods grow over one to seven fields and lose their corners.
func (m *maker) woods(c *chance, crossed []bool) []bool {
	l := m.lattice
	wooded := make([]bool, l.cells())
	free := func(cell int) bool {
		at := placeUV(l.heart(cell))
		return m.use[cell] == country && !crossed[cell] && !wooded[cell] && riverDistance(at) > 170 && inDistrict(l.heart(cell)) < 1.15 && !m.nearVillage(at)
	}
	for range 95 {
		cell := c.below(l.cells())
		if !free(cell) {
			continue
		}
		grove := []int{cell}
		for size := 1 + c.below(7); len(grove) < size; {
			next := l.neighbours(pick(c, grove))[c.below(4)]
			if next < 0 || !free(next) || contains(grove, next) {
				size--
				continue
			}
			grove = append(grove, next)
		}
		for _, g := range grove {
			wooded[g] = true
		}
		zoom := 12 - min(3, len(grove)/2)
		for _, part := range l.union(grove) {
			g := green{kind: "wood", minZoom: zoom, cell: -1, outline: whole(soften(thinned(part[0])))}
			if len(grove) > 3 {
				g.name = pick(c, streetFirst) + pick(c, []string{" Wood", " Wood", " Plantation", " Coppice", " Spinney"})
			}
			m.greens = append(m.greens, g)
		}
	}
	return wooded
}

// thinned is a ring with every other vertex, drawn in a little from the hedges around it.
func thinned(ring orb.Ring) line {
	centre := centreOf(line(ring[:len(ring)-1]))
	var out line
	for k := 0; k < len(ring)-1; k += 2 {
		out = append(out, between(ring[k], centre, .06))
	}
	return out
}

func contains(in []int, n int) bool {
	for _, k := range in {
		if k == n {
			return true
		}
	}
	return false
}

func (m *maker) field(cell int, kind string, zoom int) {
	ring := m.lattice.union([]int{cell})[0][0]
	centre := centreOf(line(ring[:len(ring)-1]))
	var outline line
	for _, p := range ring[:len(ring)-1] {
		outline = append(outline, between(p, centre, .05))
	}
	m.greens = append(m.greens, green{kind: kind, minZoom: zoom, cell: -1, outline: whole(outline)})
}

// farm is a house and its barns about a yard.
func (m *maker) farm(c *chance, at orb.Point, cell int) {
	lean := c.between(0, math.Pi)
	for k, r := range [][4]float64{{-9, -16, 9, -7}, {-24, -6, -14, 18}, {14, -6, 26, 20}, {-8, 10, 10, 22}} {
		var corners line
		for _, q := range [4][2]float64{{r[0], r[1]}, {r[2], r[1]}, {r[2], r[3]}, {r[0], r[3]}} {
			corners = append(corners, orb.Point{at[0] + q[0]*math.Cos(lean) - q[1]*math.Sin(lean), at[1] + q[0]*math.Sin(lean) + q[1]*math.Cos(lean)})
		}
		if k > 1 && c.hit(.4) || !m.houses.free(corners, 14) {
			continue
		}
		b := building{corners: corners, kind: "barn", street: -1, cell: cell, settlement: -1, estate: -1}
		if k == 0 {
			b.kind, b.dwellings = "farm", 1
		}
		m.houses.add(b, 1)
	}
}
