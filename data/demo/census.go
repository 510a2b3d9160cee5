package demo

import "slices"

// census is the small areas of the district: output areas of cells, LSOAs of output areas, MSOAs of LSOAs.
type census struct {
	output [][]int // cells of each output area
	lower  [][]int // output areas of each LSOA
	middle [][]int // LSOAs of each MSOA
}

// The sizes that the Office for National Statistics aims at, in households.
const (
	outputHouseholds = 125
	lowerHouseholds  = 650
	middleHouseholds = 3000
)

// takeCensus cuts the district up so that output areas keep within parishes and LSOAs within wards.
func (m *maker) takeCensus() {
	l := m.lattice
	cells := graph{weight: make([]float64, l.cells()), at: make([]uv, l.cells()), neighbours: make([][]int, l.cells())}
	for _, b := range m.houses.all {
		if b.cell >= 0 {
			cells.weight[b.cell] += float64(b.dwellings)
		}
	}
	for cell := range l.cells() {
		cells.at[cell] = l.heart(cell)
		for _, n := range l.neighbours(cell) {
			if n >= 0 {
				cells.neighbours[cell] = append(cells.neighbours[cell], n)
			}
		}
	}
	outputWard := m.cutOutputAreas(cells)
	outputs := cells.joined(m.census.output)
	for k := range len(partsOfTown) + len(ruralWards) {
		m.census.lower = append(m.census.lower, outputs.partition(areasOf(outputWard, k), lowerHouseholds)...)
	}
	lowers := outputs.joined(m.census.lower)
	all := make([]int, len(m.census.lower))
	for k := range all {
		all[k] = k
	}
	m.census.middle = lowers.partition(all, middleHouseholds)
}

// cutOutputAreas returns the ward of each output area.
func (m *maker) cutOutputAreas(cells graph) (ward []int) {
	for k := range len(partsOfTown) + len(ruralWards) {
		for p := range villages + 1 {
			var zone []int
			for cell := range m.zones.ward {
				if m.zones.ward[cell] == k && m.zones.parish[cell] == p {
					zone = append(zone, cell)
				}
			}
			if len(zone) == 0 {
				continue
			}
			for _, oa := range cells.partition(zone, outputHouseholds) {
				m.census.output = append(m.census.output, oa)
				ward = append(ward, k)
			}
		}
	}
	return ward
}

func areasOf(ward []int, k int) []int {
	var in []int
	for n, w := range ward {
		if w == k {
			in = append(in, n)
		}
	}
	return in
}

// joined is the graph of parts of g.
func (g graph) joined(parts [][]int) graph {
	part := map[int]int{}
	for k, p := range parts {
		for _, n := range p {
			part[n] = k
		}
	}
	j := graph{weight: make([]float64, len(parts)), at: make([]uv, len(parts)), neighbours: make([][]int, len(parts))}
	for k, p := range parts {
		j.weight[k] = sum(g.weight, p)
		for _, n := range p {
			j.at[k].u += g.at[n].u / float64(len(p))
			j.at[k].v += g.at[n].v / float64(len(p))
			for _, o := range g.neighbours[n] {
				if other, known := part[o]; known && other != k {
					j.neighbours[k] = append(j.neighbours[k], other)
				}
			}
		}
		slices.Sort(j.neighbours[k])
		j.neighbours[k] = slices.Compact(j.neighbours[k])
	}
	return j
}
