package demo

import "slices"

// easeEdges draws the edges of the parishes smoother: where one runs in steps along the fields, the corners are moved towards
// each other. Only corners in the country move, and no field is turned inside out.
func (m *maker) easeEdges() {
	l := m.lattice
	label := m.edgeLabels()
	for range 4 {
		for j := 1; j < l.rows; j++ {
			for i := 1; i < l.columns; i++ {
				if l.inTownFrame(i, j) {
					continue
				}
				if ends := m.edgesAt(label, i, j); len(ends) == 2 {
					m.moveTowards(i, j, ends[0].towards(ends[1], .5))
				}
			}
		}
	}
	l.draw(newChance(m.seed, "edges"))
	m.indexCells()
}

// edgeLabels tells cells apart that an edge shall be drawn between: by parish, and by the one plan area that cuts through one.
func (m *maker) edgeLabels() []int {
	label := slices.Clone(m.zones.parish)
	for _, cell := range m.village {
		label[cell] = villages + 1
	}
	return label
}

// edgesAt lists the far ends of the edges between labels that meet in a node.
func (m *maker) edgesAt(p []int, i, j int) []uv {
	l := m.lattice
	nw, ne := p[l.cell(i-1, j-1)], p[l.cell(i, j-1)]
	sw, se := p[l.cell(i-1, j)], p[l.cell(i, j)]
	var ends []uv
	for _, e := range []struct {
		edge bool
		i, j int
	}{{nw != ne, i, j - 1}, {ne != se, i + 1, j}, {sw != se, i, j + 1}, {nw != sw, i - 1, j}} {
		if e.edge {
			ends = append(ends, l.nodes[l.node(e.i, e.j)])
		}
	}
	return ends
}

// moveTowards moves a node half way to a place, or less, as long as the four cells around it stay sound.
func (m *maker) moveTowards(i, j int, to uv) {
	l := m.lattice
	n := l.node(i, j)
	was := l.nodes[n]
	for _, part := range []float64{.55, .35, .18} {
		l.nodes[n] = was.towards(to, part)
		if l.sound(i-1, j-1) && l.sound(i, j-1) && l.sound(i-1, j) && l.sound(i, j) {
			return
		}
	}
	l.nodes[n] = was
}

// sound says whether a cell is wide at all of its corners.
func (l *lattice) sound(i, j int) bool {
	c := [4]uv{l.nodes[l.node(i, j)], l.nodes[l.node(i, j+1)], l.nodes[l.node(i+1, j+1)], l.nodes[l.node(i+1, j)]}
	for k := range c {
		a, b, d := c[k], c[(k+1)%4], c[(k+3)%4]
		if (b.v-a.v)*(d.u-a.u)-(b.u-a.u)*(d.v-a.v) < 3200 { // of some 14,000 in a square cell
			return false
		}
	}
	return true
}
