package demo

import (
	"math"

	"github.com/paulmach/orb"

	"terrier/plans/asset"
)

// maker holds the town while it is made. Its steps run in a fixed order, and nothing in them depends on the order of a map.
type maker struct {
	seed         uint64
	lattice      *lattice
	names        *names
	use          []use // by cell
	streets      []street
	pinned       []bool // by street: whether its name was fixed beforehand
	downStreet   []int  // by node: the street along the edge that leads south from it, or -1
	acrossStreet []int
	joined       map[node2]bool // edges without a street: the blocks on both sides are one
	drawn        map[node2]bool // edges with a street
	zones        zones
	village      []int // cells of the plan area about Cinderholme
	census       census
	houses       *houses

	postcodes    []postcode
	associations []association
	estates      []estate
	assets       []asset.Asset
	held         int // homes in the estates
	blocks       int // of flats, numbered
	lonely       int // the building of the marked home
	withheld     int // homes so far
	withheldOf   [ownerWithholding + 1]int

	greens []green
	becks  []beck
	ponds  []line
	index  map[[2]int][]int // cells by 250 m square, for locate
	rings  []orb.Ring       // of the cells
}

type node2 struct {
	node int
	down bool
}

// layOut makes everything that can be seen on the ground.
func layOut(seed uint64) *maker {
	m := &maker{seed: seed, lattice: newLattice(seed), names: newNames(seed), houses: newHouses(), joined: map[node2]bool{}}
	m.indexCells()
	m.decideUses()
	m.joinBlocks()
	m.townStreets()
	m.divide()
	m.easeEdges()
	m.fillBlocks()
	m.countryRoads()
	m.drawBecks()
	m.buildVillages()
	m.plantCountryside()
	m.takeCensus()
	return m
}

// joinBlocks leaves out one street in twelve between blocks of houses.
func (m *maker) joinBlocks() {
	l := m.lattice
	c := newChance(m.seed, "joined")
	m.joined[node2{l.node(9+l.i0, 6+l.j0), true}] = true
	m.joined[node2{l.node(10+l.i0, 3+l.j0), true}] = true
	for cell, u := range m.use {
		i, j := l.at(cell)
		si, sj := i-l.i0, j-l.j0
		down := c.hit(.5)
		other := l.neighbours(cell)[west]
		through := mainDown[si] != "" || widerDown[si]
		if !down {
			other, through = l.neighbours(cell)[north], mainAcross[sj] != "" || widerAcross[sj]
		}
		if !c.hit(.16) || through || other < 0 || !u.homes() || !m.use[other].homes() || u == centre || m.use[other] == centre {
			continue
		}
		if m.namedHere(si, sj, down) {
			continue
		}
		m.joined[node2{l.node(i, j), down}] = true
	}
}

func (m *maker) namedHere(si, sj int, down bool) bool {
	for _, p := range pinnedStreets {
		if p.down == down && (down && p.line == si && sj >= p.from && sj < p.to || !down && p.line == sj && si >= p.from && si < p.to) {
			return true
		}
	}
	return false
}

const indexSquare = 250.0

func (m *maker) indexCells() {
	l := m.lattice
	m.index, m.rings = map[[2]int][]int{}, make([]orb.Ring, l.cells())
	for cell := range l.cells() {
		m.rings[cell] = cellRing(l, cell)
		b := m.rings[cell].Bound()
		for x := int(math.Floor(b.Min[0] / indexSquare)); x <= int(math.Floor(b.Max[0]/indexSquare)); x++ {
			for y := int(math.Floor(b.Min[1] / indexSquare)); y <= int(math.Floor(b.Max[1]/indexSquare)); y++ {
				m.index[[2]int{x, y}] = append(m.index[[2]int{x, y}], cell)
			}
		}
	}
}

func cellRing(l *lattice, cell int) orb.Ring {
	var r orb.Ring
	for s := range 4 {
		points, _, _ := l.side(cell, s)
		r = append(r, points[:len(points)-1]...)
	}
	return append(r, r[0])
}

// locate is the cell that a point lies in, -1 off the lattice.
func (m *maker) locate(p orb.Point) int {
	sq := [2]int{int(math.Floor(p[0] / indexSquare)), int(math.Floor(p[1] / indexSquare))}
	for _, cell := range m.index[sq] {
		if insideRing(p, m.rings[cell]) {
			return cell
		}
	}
	return -1
}
