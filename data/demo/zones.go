package demo

import "math"

// zones says to which parish and ward each cell of the district belongs. -1 is outside.
type zones struct {
	parish []int // 0 is the town, which has no parish; else the index of its village in settlements
	ward   []int // index in wardNames
}

// wards outside the town, each of one or two parishes.
var ruralWards = []struct {
	name     string
	parishes []int
}{
	{"Skelbrough and Pucklow", []int{1, 4}},
	{"Withenby", []int{2}},
	{"Marl Green and Wagstow", []int{3, 10}},
	{"The Folds", []int{5, 6}},
	{"Cinderholme", []int{7}},
	{"Thrawby and Ellerwick", []int{8, 9}},
}

func wardName(k int) string {
	if k < len(partsOfTown) {
		return partsOfTown[k].name
	}
	return ruralWards[k-len(partsOfTown)].name
}

// divide draws the district, its parishes and wards.
func (m *maker) divide() {
	l := m.lattice
	parish, ward := minusOnes(l.cells()), minusOnes(l.cells())
	for cell := range parish {
		heart := l.heart(cell)
		switch {
		case inDistrict(heart) >= 1:
		case m.use[cell] != country || inTown(heart) < 1.07:
			parish[cell] = 0
		default:
			parish[cell] = 1 + nearest(heart, villages, func(k int) (uv, float64) {
				return settlements[k+1].heart, .7 + .3*settlements[k+1].size
			})
		}
	}
	m.gather(parish, func(k int) uv { return settlements[k].heart })
	for cell, p := range parish {
		switch {
		case p == 0:
			ward[cell] = nearest(l.heart(cell), len(partsOfTown), func(k int) (uv, float64) { return partsOfTown[k].heart, 1 })
		case p > 0:
			ward[cell] = len(partsOfTown) + wardOf(p)
		}
	}
	m.gatherWithin(ward, parish)
	m.zones = zones{parish, ward}
	m.village = m.cellsAbout(7, 640)
}

func wardOf(parish int) int {
	for k, w := range ruralWards {
		if contains(w.parishes, parish) {
			return k
		}
	}
	return 0
}

// nearest is which of n places is nearest; greater ones reach further.
func nearest(p uv, n int, at func(int) (uv, float64)) int {
	best, least := 0, math.Inf(1)
	for k := range n {
		heart, size := at(k)
		if d := apartUV(p, heart) / size; d < least {
			best, least = k, d
		}
	}
	return best
}

// gather leaves each label one connected piece, that around its heart; cells of other pieces go to a neighbour's label.
func (m *maker) gather(label []int, heart func(int) uv) {
	l := m.lattice
	kept := make([]bool, len(label))
	seen := map[int]bool{}
	for _, k := range label {
		if k < 0 || seen[k] {
			continue
		}
		seen[k] = true
		start := m.locate(placeUV(heart(k)))
		for _, c := range l.piece(start, func(c int) bool { return label[c] == k }) {
			kept[c] = true
		}
	}
	m.fill(label, kept, func(a, b int) bool { return label[a] >= 0 })
}

// gatherWithin does the same for wards: the largest piece of each is kept, and none grows over the edge of the town.
func (m *maker) gatherWithin(label, parish []int) {
	l := m.lattice
	kept := make([]bool, len(label))
	largest := map[int][]int{}
	seen := make([]bool, len(label))
	for cell, k := range label {
		if k < 0 || seen[cell] {
			continue
		}
		piece := l.piece(cell, func(c int) bool { return label[c] == k })
		for _, c := range piece {
			seen[c] = true
		}
		if len(piece) > len(largest[k]) {
			largest[k] = piece
		}
	}
	for _, piece := range largest {
		for _, c := range piece {
			kept[c] = true
		}
	}
	m.fill(label, kept, func(a, b int) bool { return label[a] >= 0 && (parish[a] == 0) == (parish[b] == 0) })
}

// fill gives the cells that are not kept the label of a kept neighbour, until none is left; what no label reaches is outside.
func (m *maker) fill(label []int, kept []bool, mayTake func(cell, from int) bool) {
	l := m.lattice
	for again := true; again; {
		again = false
		for cell := range label {
			if kept[cell] || label[cell] < 0 {
				continue
			}
			for _, n := range l.neighbours(cell) {
				if n >= 0 && kept[n] && label[n] >= 0 && mayTake(cell, n) {
					label[cell], kept[cell], again = label[n], true, true
					break
				}
			}
		}
	}
	for cell := range label {
		if !kept[cell] {
			label[cell] = -1
		}
	}
}

// piece is the cells that hang together with one over their sides.
func (l *lattice) piece(start int, of func(int) bool) []int {
	if start < 0 || !of(start) {
		return nil
	}
	piece := []int{start}
	in := map[int]bool{start: true}
	for k := 0; k < len(piece); k++ {
		for _, n := range l.neighbours(piece[k]) {
			if n >= 0 && !in[n] && of(n) {
				in[n] = true
				piece = append(piece, n)
			}
		}
	}
	return piece
}
