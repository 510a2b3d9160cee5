package demo

import (
	"math"

	"terrier/plans/area"
)

// The five plan areas. Their dates keep to the Neighbourhood Planning (General) Regulations 2012 as they stood at the time:
// six weeks for representations (regulation 6), thirteen to decide (6A); a whole parish is designated at once, without
// publicity (5A). A made plan has been designated before.
func (m *maker) areas() []area.Area {
	refs := slugs{}
	var all []area.Area
	add := func(a area.Area, cells []int) {
		a.Ref, a.Organisation, a.OrganisationName, a.Kind = refs.give(a.Name), orgCouncil, districtTitle, "residential"
		a.EntryDate, a.AsAt, a.SourceCRS = entryDate, date(2026, 11, 10), "EPSG:27700"
		a.DocumentationURL = "https://hollindale.example/neighbourhood-planning/" + a.Ref
		a.Shape = m.lattice.union(cells)
		if a.Decision != "" {
			a.StartDate = a.DecisionDate
		}
		all = append(all, a)
	}
	add(area.Area{Reference: "NPA-01", Name: "Prospect", RelevantBody: "Prospect Forum", RelevantBodyType: "neighbourhood-forum", Stage: "made",
		ApplicationReceived: date(2014, 11, 10), FirstPublicised: date(2014, 11, 24), RepresentationsClose: date(2015, 1, 6),
		Decision: "designated", DecisionDate: date(2015, 1, 29), MadeDate: date(2019, 7, 18)}, m.prospectCells())
	add(area.Area{Reference: "NPA-02", Name: "Skelbrough", RelevantBody: councilName(1), RelevantBodyType: "parish-council", Stage: "examination",
		ApplicationReceived: date(2021, 9, 6), Decision: "designated", DecisionDate: date(2021, 9, 20),
		Notes: "Whole parish, designated under regulation 5A."}, m.parishCells(1))
	add(area.Area{Reference: "NPA-03", Name: "Cinderholme Village", RelevantBody: councilName(7), RelevantBodyType: "parish-council", Stage: "submitted",
		ApplicationReceived: date(2022, 2, 14), FirstPublicised: date(2022, 2, 28), RepresentationsClose: date(2022, 4, 12),
		Decision: "designated", DecisionDate: date(2022, 5, 19)}, m.village)
	add(area.Area{Reference: "NPA-04", Name: "Hollin Vale", RelevantBody: "Hollin Vale Forum", RelevantBodyType: "neighbourhood-forum", Stage: "designated",
		ApplicationReceived: date(2025, 1, 20), FirstPublicised: date(2025, 2, 3), RepresentationsClose: date(2025, 3, 18),
		Decision: "designated", DecisionDate: date(2025, 4, 24)}, m.hollinValeCells())
	add(area.Area{Reference: "NPA-05", Name: "Ellerwick and Wagstow", RelevantBody: councilName(9), RelevantBodyType: "parish-council", Stage: "applied",
		ApplicationReceived: date(2026, 10, 26), FirstPublicised: date(2026, 11, 3), RepresentationsClose: date(2026, 12, 16)},
		append(m.parishCells(9), m.parishCells(10)...))
	return all
}

// hollinValeCells are the blocks that the first sketch drew around, up to Prospect's edge.
func (m *maker) hollinValeCells() []int {
	return m.blocks3([][3]int{{2, 6, 8}, {3, 6, 11}, {4, 5, 11}, {5, 5, 11}, {6, 6, 10}, {7, 6, 10}})
}

// prospectCells begin where Hollin Vale ends: at the street between blocks 11 and 12.
func (m *maker) prospectCells() []int {
	return m.blocks3([][3]int{{0, 13, 16}, {1, 12, 17}, {2, 12, 17}, {3, 12, 16}, {4, 12, 15}})
}

// blocks3 lists cells by row, first and last column of the first sketch.
func (m *maker) blocks3(runs [][3]int) []int {
	var cells []int
	for _, r := range runs {
		for i := r[1]; i <= r[2]; i++ {
			cells = append(cells, m.lattice.street(i, r[0]))
		}
	}
	return cells
}

// cellsAbout are the cells of a parish within so many units of its village, in one piece.
func (m *maker) cellsAbout(parish int, reach float64) []int {
	l := m.lattice
	heart := settlements[parish].heart
	return l.piece(m.locate(placeUV(heart)), func(c int) bool {
		at := l.heart(c)
		sway := 1 + .16*math.Sin(3*math.Atan2(at.v-heart.v, at.u-heart.u))
		return m.zones.parish[c] == parish && apartUV(at, heart) < reach*sway
	})
}
