package ingest

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"terrier/plans/intake"
)

// placements counts how rows were placed, and writes each down where that is asked for. Rows are read while others are written, and of those
// some are refused: which line was placed how is remembered for that, in six bytes a line.
type placements struct {
	to     List
	mu     sync.Mutex
	ways   map[placement]uint16 // → index in counts
	counts []int
	lines  []int32 // as they were read, ascending
	by     []uint16
}

type placement struct {
	way      way
	crs      intake.CRS
	turned   bool // the two numbers were exchanged
	postcode bool
}

func (p *placements) begin(to io.Writer) {
	p.ways = map[placement]uint16{}
	p.to.Begin(to, "line", "placed-by", "read-as", "easting", "northing", "checked")
}

// add takes a row that is placed and came through.
func (p *placements) add(d *draft) {
	if !d.placed {
		return
	}
	key := placement{way: d.taken.way, crs: d.place.SourceCRS, turned: d.place.Code == "swapped-axes", postcode: d.byPostcode != ""}
	p.count(key, d.Line)
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

func (p *placements) count(key placement, line int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	way, known := p.ways[key]
	if !known {
		way = uint16(len(p.counts))
		p.ways[key] = way
		p.counts = append(p.counts, 0)
	}
	p.counts[way]++
	p.lines, p.by = append(p.lines, int32(line)), append(p.by, way)
}

// refused takes a row out again that the register refused.
func (p *placements) refused(line int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if i, found := slices.BinarySearch(p.lines, int32(line)); found && p.by[i] != nowhere {
		p.counts[p.by[i]]--
		p.by[i] = nowhere
	}
}

// nowhere is how a row is placed that was refused.
const nowhere = math.MaxUint16

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
	for key, way := range s.placements.ways {
		n := s.placements.counts[way]
		if n == 0 {
			continue
		}
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
