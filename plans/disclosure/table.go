package disclosure

import (
	"fmt"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"terrier/geo/column"
	"terrier/geo/within"
)

// Release is one building of the protected table for all associations.
type Release struct {
	Name    string              // "2026-11-27", a second one of a day "2026-11-27-2"
	BuiltAt time.Time           // UTC
	AsAt    time.Time           // the oldest return that went in; zero where there is none
	Scheme  Scheme              // without owners
	Owners  map[string][]string // authority → refs of the owners shown apart there, in order
	Cells   []Released
}

// Released is a cell with what is told of it.
type Released struct {
	Cell
	Point    orb.Point    // its reference point, EPSG:27700: on the surface of its outline
	World    column.World // the same on the map
	Hectares float64      // of its outline
	Entries  Entries      // protected
}

// Table answers from a release by adding cells. It is never changed; any number of goroutines may ask it.
type Table struct {
	Release
	rows        *column.Segment // a row a cell, its id the cell's place in Cells
	cells       []int           // the cell of each row
	row         []int           // of each cell
	authorities []string        // that there are cells of
	flat        layout
	values      []int32 // row after row, the entries of the cell that are in every authority's table
	sums        []int64 // of all rows before each block of blockRows, likewise
}

// blockRows is how many cells are added at once where all of them are inside.
const blockRows = 64

// NewTable prepares a release for questions. Entries that are not of the scheme's shape are an error.
func NewTable(r Release) (*Table, error) {
	t := &Table{Release: r, flat: r.Scheme.layout()}
	rows := make([]column.Row, len(r.Cells))
	for i, c := range r.Cells {
		rows[i] = column.Row{ID: int64(i), Point: c.Point, World: c.World}
	}
	t.rows, t.row = column.Build(rows), make([]int, len(rows))
	t.values = make([]int32, 0, len(rows)*t.flat.width)
	t.sums = make([]int64, t.flat.width, (2+len(rows)/blockRows)*t.flat.width)
	running := make([]int64, t.flat.width)
	for row := range rows {
		cell := int(t.rows.ID(row))
		t.cells, t.row[cell] = append(t.cells, cell), row
		if a := r.Cells[cell].Authority; !slices.Contains(t.authorities, a) {
			t.authorities = append(t.authorities, a)
		}
		values, err := t.flat.flatten(r.Scheme.of(r.Owners[r.Cells[cell].Authority]), r.Cells[cell].Entries)
		if err != nil {
			return nil, fmt.Errorf("cell %s: %w", r.Cells[cell].ID, err)
		}
		for k, v := range values {
			running[k] += int64(v)
		}
		t.values = append(t.values, values...)
		if (row+1)%blockRows == 0 {
			t.sums = append(t.sums, running...)
		}
	}
	return t, nil
}

// layout is where the entries of a cell stand in a row: the total, the ways that are the same in every authority, the pair.
type layout struct {
	ways    []int // where each way begins; -1 for the owners
	pair    int
	columns int // of the pair
	width   int
}

func (s Scheme) layout() layout {
	l := layout{width: 1}
	for _, w := range s.Ways {
		if w.Key == s.Owner {
			l.ways = append(l.ways, -1)
			continue
		}
		l.ways = append(l.ways, l.width)
		l.width += len(w.Values)
	}
	rows, columns := s.pair()
	l.pair, l.columns = l.width, len(s.Ways[columns].Values)
	l.width += len(s.Ways[rows].Values) * l.columns
	return l
}

func (l layout) flatten(s Scheme, e Entries) ([]int32, error) {
	if len(e.Ways) != len(s.Ways) {
		return nil, fmt.Errorf("has %d tables, the scheme %d", len(e.Ways), len(s.Ways))
	}
	values := []int32{int32(e.Total)}
	add := func(table []int) {
		for _, v := range table {
			values = append(values, int32(v))
		}
	}
	for w, table := range e.Ways {
		if len(table) != len(s.Ways[w].Values) {
			return nil, fmt.Errorf("the table by %s has %d entries, its list %d", s.Ways[w].Key, len(table), len(s.Ways[w].Values))
		}
		if l.ways[w] >= 0 {
			add(table)
		}
	}
	for _, row := range e.Pair {
		add(row)
	}
	if len(values) != l.width {
		return nil, fmt.Errorf("has %d entries, the scheme %d", len(values), l.width)
	}
	return values, nil
}

// Inside are the cells whose reference point lies inside a boundary or on its line, as places in Cells, ascending; all where it is nil.
func (t *Table) Inside(b *within.Boundary) []int {
	var cells []int
	t.stretches(b, func(from, to int) { cells = append(cells, t.cells[from:to]...) })
	slices.Sort(cells)
	return cells
}

// stretches gives the rows inside a boundary, none twice.
func (t *Table) stretches(b *within.Boundary, take func(from, to int)) {
	switch {
	case t.rows.Len() == 0:
	case b == nil:
		take(0, t.rows.Len())
	default:
		b.Stretches(t.rows, take)
	}
}

// sum adds up the rows inside a boundary. Blocks that lie inside whole are added by their sums.
func (t *Table) sum(b *within.Boundary) (cells int, values []int64) {
	values = make([]int64, t.flat.width)
	t.stretches(b, func(from, to int) {
		cells += to - from
		first, last := (from+blockRows-1)/blockRows, to/blockRows
		if first >= last {
			t.addRows(values, from, to)
			return
		}
		t.addRows(values, from, first*blockRows)
		for k := range values {
			values[k] += t.sums[last*t.flat.width+k] - t.sums[first*t.flat.width+k]
		}
		t.addRows(values, last*blockRows, to)
	})
	return cells, values
}

func (t *Table) addRows(values []int64, from, to int) {
	for row := from; row < to; row++ {
		for k, v := range t.values[row*t.flat.width : (row+1)*t.flat.width] {
			values[k] += int64(v)
		}
	}
}
