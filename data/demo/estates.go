package demo

import "slices"

// estate is what one association holds in one place.
type estate struct {
	owner     int
	tenure    string // "sr", "ar", "so", "su", "ol", "mr": what most of its homes are
	buildings []int
	era       int
	wanted    int    // homes taken of it; all where 0
	kind      string // "estate", "flats", "sheltered", "village", "scattered", "withheld"
}

// offer is an estate that could be, with how much of it an association holds.
type offer struct {
	estate
	share float64
	order int
}

// shareOut decides which buildings belong to associations until they hold so many homes.
func (m *maker) shareOut(homes int) {
	c := newChance(m.seed, "estates")
	offers := m.offers(c)
	slices.SortStableFunc(offers, func(a, b offer) int { return a.order - b.order })
	held := 0
	for _, o := range offers {
		e := o.estate
		e.buildings = nil
		for _, b := range o.buildings {
			if m.houses.all[b].estate < 0 && m.houses.all[b].dwellings > 0 && held < homes && c.hit(o.share) {
				m.houses.all[b].estate = len(m.estates)
				held += m.houses.all[b].dwellings
				e.buildings = append(e.buildings, b)
			}
		}
		if held > homes { // the last block belongs to another owner in part
			e.wanted = sumDwellings(m.houses.all, e.buildings) - (held - homes)
			held = homes
		}
		if len(e.buildings) > 0 {
			m.estates = append(m.estates, e)
		}
	}
	m.held = held
}

func sumDwellings(all []building, of []int) int {
	n := 0
	for _, b := range of {
		n += all[b].dwellings
	}
	return n
}

// offers lists what can be had, in the order in which it is taken.
func (m *maker) offers(c *chance) []offer {
	offers := []offer{m.withheldHomes(c)}
	byCell := make([][]int, m.lattice.cells())
	for k, b := range m.houses.all {
		if b.cell >= 0 {
			byCell[b.cell] = append(byCell[b.cell], k)
		}
	}
	for cell, buildings := range byCell {
		if m.use[cell].homes() && len(buildings) > 0 {
			offers = append(offers, m.townOffers(c, cell, buildings)...)
		}
	}
	for v := 1; v < len(settlements); v++ {
		offers = append(offers, m.villageOffers(c, v)...)
	}
	return append(offers, m.leftOver(c)...)
}

// townOffers are the estate on a block, or the small blocks of flats and single houses in it.
func (m *maker) townOffers(c *chance, cell int, buildings []int) []offer {
	i, j := m.lattice.at(cell)
	base := estate{buildings: buildings, era: m.houses.all[buildings[0]].era, kind: "estate"}
	if t, ok := pinnedEstates[[2]int{i - m.lattice.i0, j - m.lattice.j0}]; ok {
		base.tenure, base.owner = t, m.ownerFor(c, t, base.era, cell)
		return []offer{{base, .86, 0}}
	}
	u := m.use[cell]
	base.tenure = m.tenureFor(c, base.era)
	if u.flats() {
		base.kind = "flats"
		if c.hit(.2) {
			base.kind, base.tenure = "sheltered", "ol"
		}
		base.owner = m.ownerFor(c, base.tenure, base.era, cell)
		return []offer{{base, .96, 2}}
	}
	chances := map[use]float64{rows: .84, semis: .5, perimeter: .36, terraces: .22}
	inSketch := i-m.lattice.i0 >= 2 && i-m.lattice.i0 <= 15 && j-m.lattice.j0 >= 1 && j-m.lattice.j0 <= 7
	if c.hit(chances[u]) && !inSketch {
		base.owner = m.ownerFor(c, base.tenure, base.era, cell)
		return []offer{{base, map[use]float64{rows: .84, semis: .8, perimeter: .86, terraces: .62}[u], 3}}
	}
	return m.singleBlocks(c, cell, base)
}

// singleBlocks offers each small block of flats to an association of its own.
func (m *maker) singleBlocks(c *chance, cell int, base estate) []offer {
	var offers []offer
	for _, b := range base.buildings {
		if m.houses.all[b].kind != "flats" || !c.hit(.14) {
			continue
		}
		e := base
		e.buildings, e.kind, e.tenure = []int{b}, "flats", m.tenureFor(c, base.era)
		switch c.weighted(83, 12, 5) {
		case 1:
			e.kind, e.tenure = "sheltered", "ol"
		case 2:
			e.tenure = "su"
		}
		e.owner = m.ownerFor(c, e.tenure, e.era, cell)
		offers = append(offers, offer{e, 1, 2})
	}
	return offers
}

// villageOffers: of every village lane some houses, of one lane most.
func (m *maker) villageOffers(c *chance, v int) []offer {
	var order []int
	lanes := map[int][]int{}
	for k, b := range m.houses.all {
		if b.settlement == v && b.street >= 0 && m.streets[b.street].minZoom == 13 {
			if lanes[b.street] == nil {
				order = append(order, b.street)
			}
			lanes[b.street] = append(lanes[b.street], k)
		}
	}
	var offers []offer
	for n, s := range order {
		e := estate{buildings: lanes[s], tenure: m.tenureFor(c, 4), kind: "village", era: 2 + c.below(6), owner: 6}
		if c.hit(.3) {
			e.owner = ownerStock
		}
		share := .12
		if n%3 == 1 {
			share = .85
		}
		offers = append(offers, offer{e, share, 1})
	}
	return offers
}

// leftOver are single houses bought one by one, taken last, until there are enough.
func (m *maker) leftOver(c *chance) []offer {
	var houses []int
	for k, b := range m.houses.all {
		if b.kind == "house" && b.settlement == 0 {
			houses = append(houses, k)
		}
	}
	shuffle(c, houses)
	var offers []offer
	for len(houses) > 0 {
		n := min(40, len(houses))
		e := estate{buildings: houses[:n], tenure: m.tenureFor(c, 1), kind: "scattered", era: c.below(3)}
		e.owner = m.ownerFor(c, e.tenure, e.era, -1)
		offers = append(offers, offer{e, .9, 9})
		houses = houses[n:]
	}
	return offers
}

func (m *maker) tenureFor(c *chance, era int) string {
	if era >= 6 {
		return []string{"sr", "ar", "so", "ir", "mr"}[c.weighted(18, 42, 27, 9, 4)]
	}
	return []string{"sr", "ar", "so", "ir", "mr"}[c.weighted(72, 16, 7, 2, 3)]
}

// ownerFor draws the association that holds an estate.
func (m *maker) ownerFor(c *chance, tenure string, era, cell int) int {
	weights := make([]float64, len(m.associations))
	for k, a := range m.associations {
		switch {
		case tenure == "ol" && a.takes == "older", tenure == "su" && a.takes == "supported":
			weights[k] = a.share * 20
		case tenure == "so" && a.takes == "sale":
			weights[k] = a.share * 3
		case a.takes == "all":
			weights[k] = a.share
		case a.takes == "cinder-moor" && cell >= 0 && m.zones.ward[cell] == 2 && tenure == "sr":
			weights[k] = 14
		}
		if era >= 5 && a.newHomes > 0 {
			weights[k] *= a.newHomes
		}
	}
	return c.weighted(weights...)
}

// withheldHomes are a refuge's: a farm far out, which stands alone, and a few ordinary houses of the town.
func (m *maker) withheldHomes(c *chance) offer {
	e := estate{owner: ownerWithholding, tenure: "su", kind: "withheld", era: 2}
	far, most := -1, 0.0
	for k, b := range m.houses.all {
		if b.kind == "farm" && b.cell >= 0 && m.zones.parish[b.cell] > 0 && distance(b.heart, middle) > most {
			far, most = k, distance(b.heart, middle)
		}
	}
	m.lonely = far
	e.buildings = []int{far}
	for len(e.buildings) < 13 {
		if k := c.below(len(m.houses.all)); m.houses.all[k].kind == "house" && m.houses.all[k].settlement == 0 && !contains(e.buildings, k) {
			e.buildings = append(e.buildings, k)
		}
	}
	return offer{e, 1, -1}
}
