package demo

import "github.com/paulmach/orb"

// fillBlocks puts the buildings of the town on its cells.
func (m *maker) fillBlocks() {
	c := newChance(m.seed, "blocks")
	for cell, u := range m.use {
		if !u.built() {
			continue
		}
		p := m.newPlot(c, cell)
		p.era = m.eraOf(c, cell)
		switch u {
		case park, allotments, cemetery, sports:
			p.green(u)
		case school:
			p.school()
		case industry:
			p.sheds()
		case centre:
			p.shops()
		case perimeter:
			p.perimeter()
		case terraces:
			p.terraces()
		case rows:
			p.rows()
		case semis:
			p.semis()
		case slabs, towers, courtyards:
			p.flats(u)
		}
	}
	m.station()
}

// station is a long low building beside the rails.
func (m *maker) station() {
	var corners line
	for _, q := range [4][2]float64{{-17, -4}, {17, -4}, {17, -8.5}, {-17, -8.5}} {
		x := stationX + q[0]
		corners = append(corners, ground(x, railY(x)+q[1]))
	}
	m.houses.add(building{corners: corners, kind: "public", street: -1, cell: m.locate(centreOf(corners)), estate: -1}, 1)
}

// eraOf draws when a block was built: the older, the nearer to the market. It is an index in home.BuildYearBands.
func (m *maker) eraOf(c *chance, cell int) int {
	out := inTown(m.lattice.heart(cell))
	switch {
	case m.use[cell] == towers:
		return 3
	case m.use[cell] == terraces:
		return c.weighted(8, 2)
	case out < .45:
		return c.weighted(6, 3, 1, 1, .5, .5, .5, 1)
	case out < .75:
		return c.weighted(1, 4, 5, 3, 1, 1, 1, 1)
	default:
		return c.weighted(0, 1, 4, 5, 2, 3, 3, 4)
	}
}

var (
	houseWidths   = []float64{4.2, 4.5, 4.8, 5.2, 5.8, 8, 11}
	houseGaps     = []float64{.5, .7, .9, 1, 2.8}
	terraceWidths = []float64{3.3, 3.3, 3.5, 3.6}
	terraceGaps   = []float64{.12, .12, .12, .12, .12, .12, .12, .12, 2.2}
	semiWidths    = []float64{4.1, 4.1, 4.3, 4.1}
	semiGaps      = []float64{1.8, 2.2, 2.8}
)

// around puts the same kind of row on every side that has a street.
func (p *plot) around(r row, corner float64) {
	for _, side := range []int{north, south, west, east} {
		if p.street[side] < 0 {
			continue
		}
		inset := 8.0
		if side == west || side == east {
			inset = r.setback + r.depth + corner
		}
		r.a0, r.a1 = p.ends(side, inset)
		p.row(side, r)
	}
}

func (p *plot) perimeter() {
	p.around(row{setback: 9.5, depth: 7.4, widths: houseWidths, gaps: houseGaps, kind: "house", flatsOneIn: 4}, 3.5)
}

// terraces have narrow houses all around and, in a deep block, two rows back to back with a lane between.
func (p *plot) terraces() {
	p.around(row{setback: 7.6, depth: 5.4, widths: terraceWidths, gaps: terraceGaps, kind: "house", even: true}, 4)
	if p.h < 75 || p.w < 60 {
		return
	}
	for _, side := range []int{north, south} {
		if p.street[side] < 0 {
			continue
		}
		p.row(side, row{a0: 24, a1: p.w - 24, setback: p.h/2 - 9.5, depth: 5.2, widths: terraceWidths, gaps: terraceGaps, kind: "house", even: true})
	}
}

// rows run across the block, each with its gardens to the south.
func (p *plot) rows() {
	side := north
	if p.c.hit(.45) {
		side = west
	}
	deep := p.length((side + 1) % 4)
	n := int((deep - 14) / 17)
	pitch := (deep - 20) / max(1, float64(n-1))
	bungalows := p.c.hit(.2)
	for k := range n {
		a0, a1 := 9.0, p.length(side)-9
		if (k+1)%3 == 0 {
			a0 += 14 // a green at the end
		}
		r := row{a0: a0, a1: a1, setback: 7.2 + float64(k)*pitch - 1.5, depth: 5.6, kind: "house", bungalow: bungalows, even: true,
			widths: []float64{4.1, 4.1, 4.2, 4.4}, gaps: []float64{.1, .1, .1, .1, 1.2, 4}}
		if k == n-1 {
			r.setback = deep - 7.2 - 7
		}
		p.row(p.facing(side), r)
	}
}

// facing is the side itself if it has a street, else another that has: an address must be somewhere.
func (p *plot) facing(side int) int {
	if p.street[side] < 0 {
		opposite := (side + 2) % 4
		if p.street[opposite] >= 0 {
			return opposite
		}
	}
	return side
}

// semis stand in pairs; a large block has a close leading into it.
func (p *plot) semis() {
	r := row{setback: 9, depth: 5.8, widths: semiWidths, gaps: semiGaps, kind: "house", paired: true, bungalow: p.c.hit(.16)}
	if p.w < 84 || p.h < 74 || p.street[north] < 0 && p.street[south] < 0 {
		p.around(r, 4)
		return
	}
	side := north
	if p.street[north] < 0 || p.street[south] >= 0 && p.c.hit(.5) {
		side = south
	}
	mid := p.w/2 + p.c.between(-5, 5)
	reach := p.h - 27
	for _, s := range []int{north, south, west, east} {
		if p.street[s] < 0 {
			continue
		}
		inset := 9.0
		if s == west || s == east {
			inset = r.setback + r.depth + 4
		}
		r.a0, r.a1 = p.ends(s, inset)
		if s == side { // leave the mouth of the close open
			first, second := r, r
			first.a1, second.a0 = mid-6, mid+6
			p.row(s, first)
			p.row(s, second)
			continue
		}
		p.row(s, r)
	}
	p.close(side, mid, reach)
}

// close is a short street into the block from one side, with houses along it.
func (p *plot) close(side int, mid, reach float64) {
	along := func(b float64) orb.Point {
		if side == south {
			return p.at(mid, p.h-b)
		}
		return p.at(mid, b)
	}
	lane := whole(line{along(0), along(reach / 3), along(reach * 2 / 3), along(reach)})
	p.m.streets = append(p.m.streets, street{name: p.m.names.close(townName), kind: "minor", minZoom: 14, points: lane})
	p.m.pinned = append(p.m.pinned, false)
	own := len(p.m.streets) - 1
	for k, turn := range []float64{-1, 1} {
		for b := 19.0; b+7 < reach+6; {
			w := p.c.pickFloat(4.6, 5, 5.4)
			f0, f1 := mid+turn*5.4, mid+turn*10.8
			b0, b1 := b, b+w
			if side == south {
				b0, b1 = p.h-b-w, p.h-b
			}
			corners := p.rectangle(min(f0, f1), b0, max(f0, f1), b1)
			p.put(building{kind: "house", dwellings: 1, street: own, corners: corners}, []int{west, east}[k])
			b += w + p.c.pickFloat(.1, 1.8, 2.2)
		}
	}
}
