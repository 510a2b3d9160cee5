package column

import "terrier/geo/grid"

// Cells counts the rows of a tile by the cells of a deeper level, which are
// the tiles of that zoom. It calls visit for each cell in which there are any,
// in Hilbert order, with a tally that is used again for the next one; t is
// that tally's space. Only kinds are counted.
func (s *Snapshot) Cells(t *Tally, f Filter, tile grid.Tile, level uint8, visit func(cell grid.Tile, t *Tally)) {
	t.KindsOnly = true
	parts := [3]run{{rows: s.base, times: 1}, {rows: s.added, times: 1}, {rows: s.taken, times: -1}}
	for i := range parts {
		parts[i].i, parts[i].to = parts[i].rows.Range(tile)
		parts[i].look(level)
	}
	for {
		least, any := uint64(0), false
		for i := range parts {
			if p := &parts[i]; p.i < p.to && (!any || p.cell < least) {
				least, any = p.cell, true
			}
		}
		if !any {
			return
		}
		t.Reset()
		for i := range parts {
			if p := &parts[i]; p.i < p.to && p.cell == least {
				end := p.end(level)
				p.rows.Count(t, f, p.i, end, p.times)
				p.i = end
				p.look(level)
			}
		}
		if t.Total > 0 {
			x, y := grid.FromHilbert(level, least)
			visit(grid.Tile{Z: level, X: x, Y: y}, t)
		}
	}
}

// run is what is left of a segment's rows, and the cell of the first.
type run struct {
	rows  *Segment
	i, to int
	times int
	cell  uint64
}

func (r *run) look(level uint8) {
	if r.i < r.to {
		w := r.rows.World(r.i)
		r.cell = grid.Hilbert(level, w.X>>(grid.WorldLevel-level), w.Y>>(grid.WorldLevel-level))
	}
}

// end is the first row behind the cell, which is looked for in growing steps.
func (r *run) end(level uint8) int {
	shift := grid.WorldLevel - level
	x, y := r.rows.x[r.i]>>shift, r.rows.y[r.i]>>shift
	in := func(i int) bool { return r.rows.x[i]>>shift == x && r.rows.y[i]>>shift == y }
	last, step := r.i, 1 // a row in the cell, and how far to look from it
	for last+step < r.to && in(last+step) {
		last += step
		step *= 2
	}
	behind := min(r.to, last+step)
	for last+1 < behind {
		if middle := (last + behind) / 2; in(middle) {
			last = middle
		} else {
			behind = middle
		}
	}
	return behind
}
