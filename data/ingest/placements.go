package ingest

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"terrier/plans/intake"
)

// placements counts how rows were placed, and writes each down where that is asked for.
type placements struct {
	to     List
	counts map[placement]int
}

type placement struct {
	way      way
	crs      intake.CRS
	turned   bool // the two numbers were exchanged
	postcode bool
}

func (p *placements) begin(to io.Writer) {
	p.counts = map[placement]int{}
	p.to.Begin(to, "line", "placed-by", "read-as", "easting", "northing", "checked")
}

// add takes a row that is placed and came through.
func (p *placements) add(d *draft) {
	if !d.placed {
		return
	}
	key := placement{way: d.taken.way, crs: d.place.SourceCRS, turned: d.place.Code == "swapped-axes", postcode: d.byPostcode != ""}
	p.counts[key]++
	if p.to.to == nil {
		return
	}
	at, ok := intake.At(d.place)
	if !ok {
		at, _ = d.findPin(d.area)
	}
	checked := ""
	if d.checked {
		checked = "yes"
	}
	p.to.Add(strconv.Itoa(d.Line), d.src.columnsOf(key), key.readAs(), intake.Number(at[0]), intake.Number(at[1]), checked)
}

func (p placement) readAs() string {
	switch {
	case p.postcode:
		return "centre of the postcode"
	case p.turned:
		return p.crs.Name() + ", the two exchanged"
	}
	return p.crs.Name()
}

// columnsOf is what the file calls the columns that placed a row.
func (src *source) columnsOf(p placement) string {
	switch {
	case p.postcode:
		return src.name["postcode"]
	case p.way == ownShape:
		return "its shape"
	case p.way.y != "":
		return src.name[p.way.x] + ", " + src.name[p.way.y]
	}
	return src.name[p.way.x]
}

// placedList puts the counts into words, the commonest first.
func (s *session) placedList() []Placed {
	list := []Placed{}
	for key, n := range s.placements.counts {
		list = append(list, Placed{How: fmt.Sprintf("%s as %s", s.source.columnsOf(key), key.readAs()), Rows: n})
	}
	slices.SortFunc(list, func(a, b Placed) int {
		if a.Rows != b.Rows {
			return b.Rows - a.Rows
		}
		return strings.Compare(a.How, b.How)
	})
	return list
}
