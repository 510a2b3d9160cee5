package demo

import (
	"fmt"
	"time"

	"terrier/plans/boundary"
)

// The district's codes look like those of the Office for National Statistics, but every number from 999000 on is unused there.
const (
	districtCode  = "E07999001"
	authorityCode = "E60999001" // as local planning authority
	codeYear      = 2026
)

func date(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

var (
	entryDate     = date(2026, 4, 20)
	districtStart = date(1974, 4, 1)
)

// boundaries builds all boundaries; each is a union of cells, so those of one kind fit without gap or overlap.
func (m *maker) boundaries() []boundary.Boundary {
	refs := slugs{}
	var all []boundary.Boundary
	add := func(kind, code, name, parent string, cells []int) *boundary.Boundary {
		all = append(all, boundary.Boundary{Ref: refs.give(name), Kind: kind, Code: code, CodeYear: codeYear, Name: name, ParentCode: parent,
			HasCouncil: "unknown", StartDate: districtStart, EntryDate: entryDate, Shape: m.lattice.union(cells), SourceCRS: "EPSG:27700"})
		return &all[len(all)-1]
	}
	district := m.cellsWhere(func(c int) bool { return m.zones.parish[c] >= 0 })
	add("local-authority", districtCode, districtName, "", district)
	add("local-planning-authority", authorityCode, districtTitle, "", district)
	for k := 1; k <= villages; k++ {
		s := settlements[k]
		b := add("parish", gss("E04", k), s.name, districtCode, m.parishCells(k))
		b.HasCouncil, b.NameCy = s.council, s.welsh
		if s.council == "yes" {
			b.RelevantBody = councilName(k)
		}
	}
	for k := range len(partsOfTown) + len(ruralWards) {
		add("ward", gss("E05", k+1), wardName(k), districtCode, m.cellsWhere(func(c int) bool { return m.zones.ward[c] == k }))
	}
	m.censusBoundaries(func(kind, code, name, parent string, cells []int) {
		add(kind, code, name, parent, cells).StartDate = date(2021, 3, 21)
	})
	return all
}

func gss(prefix string, n int) string { return fmt.Sprintf("%s999%03d", prefix, n) }

func councilName(parish int) string { return settlements[parish].name + " Parish Council" }

func (m *maker) censusBoundaries(add func(kind, code, name, parent string, cells []int)) {
	for k, lowers := range m.census.middle {
		var cells []int
		middle := fmt.Sprintf("%s %03d", districtName, k+1)
		for n, lower := range lowers {
			var inside []int
			for _, oa := range m.census.lower[lower] {
				add("oa", gss("E00", oa+1), gss("E00", oa+1), gss("E01", lower+1), m.census.output[oa])
				inside = append(inside, m.census.output[oa]...)
			}
			add("lsoa", gss("E01", lower+1), fmt.Sprintf("%s%c", middle, 'A'+n), gss("E02", k+1), inside)
			cells = append(cells, inside...)
		}
		add("msoa", gss("E02", k+1), middle, districtCode, cells)
	}
}

func (m *maker) cellsWhere(is func(int) bool) []int {
	var cells []int
	for cell := range m.lattice.cells() {
		if is(cell) {
			cells = append(cells, cell)
		}
	}
	return cells
}

func (m *maker) parishCells(k int) []int {
	return m.cellsWhere(func(c int) bool { return m.zones.parish[c] == k })
}
