package demo

// The larger buildings of the town: shops, sheds, schools and flats, and the greens between.

// shops stand close around the market, deep and of all widths; some have flats above.
func (p *plot) shops() {
	for _, side := range []int{north, south, west, east} {
		inset := 6.2
		if side == west || side == east {
			inset = 19
		}
		a0, a1 := inset, p.length(side)-inset
		for at := a0; at < a1-4; {
			w := min(p.c.pickFloat(4, 4.6, 5.5, 7, 9, 12), a1-at)
			b := building{kind: "shop", street: p.street[side]}
			if p.c.hit(.2) {
				b.dwellings = 2 + p.c.below(4)
				b.kind = "flats"
			}
			b.corners = p.span(side, at, at+w, 6+p.c.between(0, .5), 12+p.c.between(0, 6))
			p.put(b, side)
			at += w + p.c.pickFloat(.1, .1, .2, 1.6)
		}
	}
}

// sheds are works and warehouses, larger than anything else.
func (p *plot) sheds() {
	n := 2 + p.c.below(2)
	for k := range n {
		x0 := 9 + (p.w-18)*float64(k)/float64(n)
		x1 := 9 + (p.w-18)*float64(k+1)/float64(n) - p.c.between(4, 8)
		cut := p.h * p.c.between(.45, .6)
		for _, y := range [][2]float64{{9 + p.c.between(0, 8), cut - 3}, {cut + 3, p.h - 9 - p.c.between(0, 10)}} {
			if p.c.hit(.15) {
				continue
			}
			p.put(building{kind: "industrial", street: p.street[p.facing(north)], corners: p.rectangle(x0, y[0], x1, y[1])}, north)
		}
	}
}

// school: a hall with two wings, and its field.
func (p *plot) school() {
	x, y := p.w*.2, p.h*.2
	for _, r := range [][4]float64{{x, y, x + 30, y + 9}, {x, y + 9.3, x + 8, y + 26}, {x + 21, y + 9.3, x + 29, y + 20}, {x + 34, y, x + 42, y + 14}} {
		p.put(building{kind: "public", street: p.street[p.facing(north)], corners: p.rectangle(r[0], r[1], r[2], r[3])}, north)
	}
	p.m.greens = append(p.m.greens, green{kind: "playing-field", minZoom: 13, cell: p.cell,
		outline: p.rectangle(p.w*.14, p.h*.58, p.w-9, p.h-9), name: p.m.schoolName(p.cell)})
}

// green is a cell without houses; a park has a bandstand or a café.
func (p *plot) green(u use) {
	kinds := map[use]string{park: "park", sports: "sports", allotments: "allotments", cemetery: "cemetery"}
	inset := 5.5
	g := green{kind: kinds[u], minZoom: 11, cell: p.cell, name: p.m.parkName(p.cell)}
	g.outline = p.rectangle(inset, inset, p.w-inset, p.h-inset)
	if u == sports {
		p.put(building{kind: "public", street: p.street[p.facing(north)], corners: p.rectangle(p.w*.4, 10, p.w*.4+14, 17)}, north)
	}
	p.m.greens = append(p.m.greens, g)
}

// flats stand on grass: slabs, a few towers, or wings around courts.
func (p *plot) flats(u use) {
	inset := 7.0
	p.m.greens = append(p.m.greens, green{kind: "grass", minZoom: 14, cell: p.cell, outline: p.rectangle(inset, inset, p.w-inset, p.h-inset)})
	side := p.facing(north)
	put := func(x0, y0, x1, y1 float64, dwellings int) {
		p.put(building{kind: "flats", dwellings: dwellings, street: p.street[side], corners: p.rectangle(x0, y0, x1, y1)}, side)
	}
	switch u {
	case towers:
		n := 2 + p.c.below(2)
		for k := range n {
			x := 16 + (p.w-46)*float64(k)/float64(n-1)
			y := p.h*.5 + p.c.between(-16, 4)
			put(x, y, x+13, y+12, 48+12*p.c.below(4))
		}
	case slabs:
		n := int((p.h - 16) / 19)
		for k := range n {
			y := 13 + (p.h-30)*float64(k)/max(1, float64(n-1)) - 2
			if p.w > 78 && p.c.hit(.7) {
				mid := p.w/2 + p.c.between(-6, 6)
				put(14, y, mid-4, y+6.5, pick(p.c, []int{16, 18, 24, 24}))
				put(mid+4, y, p.w-14, y+6.5, pick(p.c, []int{16, 18, 24, 24}))
				continue
			}
			put(16, y, p.w-16, y+6.5, pick(p.c, []int{24, 24, 30, 36}))
		}
	default:
		p.courts(put)
	}
}

// courts are pairs of wings facing each other across a court, closed at one end.
func (p *plot) courts(put func(x0, y0, x1, y1 float64, dwellings int)) {
	n := 1
	if p.w > 74 {
		n = 2
	}
	for k := range n {
		x0 := 13 + (p.w-26)*float64(k)/float64(n) + 2
		x1 := 13 + (p.w-26)*float64(k+1)/float64(n) - 2
		for _, y := range [][2]float64{{13, p.h/2 - 4}, {p.h/2 + 4, p.h - 13}} {
			if y[1]-y[0] < 14 {
				continue
			}
			put(x0, y[0], x0+6, y[1], pick(p.c, []int{8, 9, 12}))
			put(x1-6, y[0], x1, y[1], pick(p.c, []int{8, 9, 12}))
			put(x0+6.3, y[0], x1-6.3, y[0]+6, pick(p.c, []int{6, 8, 9}))
		}
	}
}

// The greens of the first sketch keep their names.
var pinnedGreens = map[[2]int]string{
	{3, 4}: "Cinder Moor", {10, 6}: "Hollin Park", {10, 7}: "Hollin Park", {13, 3}: "The Leys", {8, 5}: "Fold Green",
	{6, 2}: "Alder Field", {14, 7}: "Station Ground", {2, 7}: "Beckside Allotments", {11, -3}: "Northgate Cemetery", {0, 1}: "Kiln Bank Ground",
	{5, -4}: "Wren Hill", {16, 1}: "Prospect Allotments", {-2, -1}: "Kiln Bank Allotments", {9, 11}: "Southbank Green", {6, 12}: "Southbank Ground", {15, -2}: "The Paddocks",
}

func (m *maker) parkName(cell int) string {
	i, j := m.lattice.at(cell)
	return pinnedGreens[[2]int{i - m.lattice.i0, j - m.lattice.j0}]
}

func (m *maker) schoolName(cell int) string {
	i, j := m.lattice.at(cell)
	k := (i*7 + j*3) % len(streetFirst)
	return streetFirst[k] + " School field"
}
