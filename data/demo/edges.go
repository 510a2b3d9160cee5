package demo

// chooseEdges decides which edges of the lattice are streets: the through roads, and what can be reached from them of the
// edges beside built cells. A cell that no street reaches is not built.
func (m *maker) chooseEdges() {
	m.drawn = map[node2]bool{}
	possible := map[node2]bool{}
	for _, down := range []bool{true, false} {
		lines, length, before := townColumns, townRows, streetsBeforeEast
		through := mainDown
		if !down {
			lines, length, before, through = townRows, townColumns, streetsBeforeSouth, mainAcross
		}
		for s := -before; s <= lines-before; s++ {
			first, last := m.extentOf(s, down, length)
			for k := range length {
				points, node, cells := m.edgeOf(s, k, down)
				if through[s] != "" {
					m.drawn[node2{node, down}] = k >= first && k <= last
				} else if m.wanted(points, cells) && !m.joined[node2{node, down}] {
					possible[node2{node, down}] = true
				}
			}
		}
	}
	for m.spread(possible) {
	}
	for cell, u := range m.use {
		if u.built() && !m.reached(cell) {
			m.use[cell] = country
		}
	}
}

// spread draws the possible edges that meet a drawn one, and says whether there were any.
func (m *maker) spread(possible map[node2]bool) bool {
	l := m.lattice
	met := map[int]bool{}
	for e, drawn := range m.drawn {
		if drawn {
			met[e.node], met[l.farEnd(e)] = true, true
		}
	}
	any := false
	for e := range possible {
		if met[e.node] || met[l.farEnd(e)] {
			m.drawn[e] = true
			delete(possible, e)
			any = true
		}
	}
	return any
}

func (l *lattice) farEnd(e node2) int {
	if e.down {
		return e.node + l.columns + 1
	}
	return e.node + 1
}

func (m *maker) reached(cell int) bool {
	l := m.lattice
	i, j := l.at(cell)
	nw := l.node(i, j)
	return m.drawn[node2{nw, true}] || m.drawn[node2{nw, false}] || m.drawn[node2{l.node(i+1, j), true}] || m.drawn[node2{l.node(i, j+1), false}]
}

// edgeOf is the k-th edge along a line of the lattice, the node it is kept by, and the cells on its two sides.
func (m *maker) edgeOf(s, k int, down bool) (points line, node int, cells [2]int) {
	l := m.lattice
	if down {
		i, j := s+l.i0, k+l.j0-streetsBeforeSouth
		node = l.node(i, j)
		return l.down[node], node, [2]int{l.cell(i-1, j), l.cell(i, j)}
	}
	i, j := k+l.i0-streetsBeforeEast, s+l.j0
	node = l.node(i, j)
	return l.across[node], node, [2]int{l.cell(i, j-1), l.cell(i, j)}
}

// extentOf is from which to which edge a line has a built cell beside it.
func (m *maker) extentOf(s int, down bool, length int) (first, last int) {
	first, last = length, -1
	for k := range length {
		_, _, cells := m.edgeOf(s, k, down)
		if m.use[cells[0]].built() || m.use[cells[1]].built() {
			first, last = min(first, k), k
		}
	}
	// a road along the valley ends before it would run into the water
	for !down && first < last && m.wet(s, first) {
		first++
	}
	for !down && first < last && m.wet(s, last) {
		last--
	}
	return first, last
}

func (m *maker) wet(s, k int) bool {
	points, _, _ := m.edgeOf(s, k, false)
	for _, p := range points {
		if riverDistance(p) < 25 {
			return true
		}
	}
	return false
}

// wanted says whether a minor street has its place: beside a built cell, clear of the water and the railway.
func (m *maker) wanted(points line, cells [2]int) bool {
	if !m.use[cells[0]].built() && !m.use[cells[1]].built() {
		return false
	}
	for _, p := range points {
		if riverDistance(p) < 14 || railDistance(p) < 15 {
			return false
		}
	}
	return !crosses(points)
}

// crosses says whether an edge has its ends on two sides of the railway or the river.
func crosses(points line) bool {
	sides := [2]int{}
	for _, p := range points {
		x, y := paper(p)
		sides[0] += sign(y - railY(x))
		sides[1] += sign(y - riverY(x))
	}
	n := len(points)
	return abs(sides[0]) != n || abs(sides[1]) != n
}

func sign(x float64) int {
	if x < 0 {
		return -1
	}
	return 1
}

func abs(n int) int { return max(n, -n) }
