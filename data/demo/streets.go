package demo

import (
	"strconv"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
)

// street is a road with a name.
type street struct {
	name, welsh string
	kind        string // "main" or "minor"
	minZoom     int
	points      line
	settlement  int
}

func itoa(n int) string { return strconv.Itoa(n) }

// The through roads of the town, by the number of their line in the first sketch.
var (
	mainDown   = map[int]string{1: "Kiln Road", 7: "Hollin Street", 13: "Prospect Road"}
	mainAcross = map[int]string{-3: "Northgate", 4: "Vale Road", 8: "Station Lane"}
	// streets that are already on the map at z12
	widerDown   = map[int]bool{4: true, 10: true, 16: true}
	widerAcross = map[int]bool{-1: true, 6: true, 11: true}
)

// pinnedStreets have their names from the first sketch, or are there to be searched for: an apostrophe, Welsh letters.
var pinnedStreets = []struct {
	name, welsh string
	down        bool
	line        int
	from, to    int // cells along the line
}{
	{"Alder Terrace", "", false, 3, 6, 10},
	{"Mill Row", "", false, 7, 6, 10},
	{"Chapel Fold", "", false, 5, 8, 12},
	{"Weavers Walk", "", false, 5, 2, 5},
	{"St John's Road", "", true, 10, 2, 7},
	{"Tŷ Gwyn Lane", "Lôn Tŷ Gwyn", true, 5, -1, 4},
	{"Market Place", "", false, -1, 6, 8},
	{"Parson's Yard", "", true, 9, -3, 0},
	{"King's Mead", "", false, 11, 6, 10},
	// and the through roads, so that no minor street takes their names
	{"Kiln Road", "", true, 1, -99, 99}, {"Hollin Street", "", true, 7, -99, 99}, {"Prospect Road", "", true, 13, -99, 99},
	{"Northgate", "", false, -3, -99, 99}, {"Vale Road", "", false, 4, -99, 99}, {"Station Lane", "", false, 8, -99, 99},
}

// townStreets lays streets along the edges of the built cells.
func (m *maker) townStreets() {
	l := m.lattice
	m.downStreet, m.acrossStreet = minusOnes(len(l.nodes)), minusOnes(len(l.nodes))
	m.chooseEdges()
	for s := -streetsBeforeEast; s <= townColumns-streetsBeforeEast; s++ {
		m.streetsAlong(s, true)
	}
	for s := -streetsBeforeSouth; s <= townRows-streetsBeforeSouth; s++ {
		m.streetsAlong(s, false)
	}
}

func minusOnes(n int) []int {
	s := make([]int, n)
	for i := range s {
		s[i] = -1
	}
	return s
}

// streetsAlong lays the streets along one line of the lattice: pieces that run on make one street, until the name changes.
func (m *maker) streetsAlong(s int, down bool) {
	length, through := townRows, mainDown[s]
	if !down {
		length, through = townColumns, mainAcross[s]
	}
	current, left := -1, 0
	for k := range length {
		points, node, _ := m.edgeOf(s, k, down)
		if !m.drawn[node2{node, down}] {
			current = -1
			continue
		}
		name, welsh, pinned := m.nameFor(s, k, down, through)
		if current < 0 || left == 0 || pinned && m.streets[current].name != name || !pinned && m.pinned[current] {
			current, left = m.openStreet(s, down, through, name, welsh, pinned, points[0]), 4+m.names.c.below(4)
		}
		left--
		if pinned {
			left = 99
		}
		st := &m.streets[current]
		st.points = append(st.points, points[1:]...)
		if down {
			m.downStreet[node] = current
		} else {
			m.acrossStreet[node] = current
		}
	}
}

func (m *maker) openStreet(s int, down bool, through, name, welsh string, pinned bool, from orb.Point) int {
	st := street{name: name, welsh: welsh, kind: "minor", minZoom: 13, points: line{from}}
	if through != "" {
		st.kind, st.minZoom = "main", 8
	} else if down && widerDown[s] || !down && widerAcross[s] {
		st.minZoom = 12
	}
	if st.name == "" {
		st.name = m.names.street(townName)
	}
	m.streets = append(m.streets, st)
	m.pinned = append(m.pinned, pinned)
	return len(m.streets) - 1
}

func (m *maker) nameFor(s, k int, down bool, through string) (name, welsh string, pinned bool) {
	if through != "" {
		return through, "", true
	}
	before := streetsBeforeSouth
	if !down {
		before = streetsBeforeEast
	}
	for _, p := range pinnedStreets {
		if p.down == down && p.line == s && k-before >= p.from && k-before < p.to {
			return p.name, p.welsh, true
		}
	}
	return "", "", false
}

// middleOf is the point half way along a line.
func middleOf(points line) orb.Point {
	total := 0.0
	for i := 1; i < len(points); i++ {
		total += distance(points[i-1], points[i])
	}
	left := total / 2
	for i := 1; i < len(points); i++ {
		d := distance(points[i-1], points[i])
		if d >= left && d > 0 {
			return bng.RoundPoint(between(points[i-1], points[i], left/d))
		}
		left -= d
	}
	return points[0]
}
