package column

import "terrier/geo/grid"

// Cells counts the rows of a tile by class and by the cells of a deeper level,
// which are the tiles of that zoom. It calls visit for each cell in which there
// are any, in Hilbert order; n is its counts until visit returns, in space of
// the caller's.
func (s *Snapshot) Cells(n *Classes, f Filter, tile grid.Tile, level uint8, visit func(cell grid.Tile, n *Classes)) {
	parts := [3]run{{rows: s.base, times: 1}, {rows: s.added, times: 1}, {rows: s.taken, times: -1}}
	for i := range parts {
		parts[i].i, parts[i].to = parts[i].rows.Range(tile)
		parts[i].rows.addClasses(&parts[i].before, parts[i].i, 1)
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
		*n = Classes{}
		for i := range parts {
			if p := &parts[i]; p.i < p.to && p.cell == least {
				p.count(n, f, p.end(level))
				p.look(level)
			}
		}
		if n.Total() > 0 {
			x, y := grid.FromHilbert(level, least)
			visit(grid.Tile{Z: level, X: x, Y: y}, n)
		}
	}
}

// run is what is left of a segment's rows, and the cell of the first.
type run struct {
	rows  *Segment
	i, to int
	times int32
	cell  uint64
	// before is what all rows before i have of each class: one cell ends where
	// the next begins.
	before Classes
}

func (r *run) look(level uint8) {
	if r.i < r.to {
		w := r.rows.World(r.i)
		r.cell = grid.Hilbert(level, w.X>>(grid.WorldLevel-level), w.Y>>(grid.WorldLevel-level))
	}
}

// count goes on to a row, and adds those before it that the filter means.
func (r *run) count(n *Classes, f Filter, to int) {
	if f.All() {
		var before Classes
		r.rows.addClasses(&before, to, 1)
		n.add(&before, r.times)
		n.add(&r.before, -r.times)
		r.before = before
	} else {
		r.rows.countClasses(n, f, r.i, to, r.times)
	}
	r.i = to
}

// end is the first row behind the cell. Leaves are looked at in growing steps,
// then the rows of the last that begins in it.
func (r *run) end(level uint8) int {
	s, next := r.rows, (r.cell+1)<<(2*uint(grid.WorldLevel-level)) // 0 behind the last cell of all
	in := func(leaf int) bool { return s.leafKey[leaf] <= next-1 }
	last, step := r.i>>leafShift, 1 // a leaf that begins in the cell or before it, and how far to look from it
	for last+step < len(s.leafKey) && in(last+step) {
		last += step
		step *= 2
	}
	for behind := min(len(s.leafKey), last+step); last+1 < behind; {
		if middle := (last + behind) / 2; in(middle) {
			last = middle
		} else {
			behind = middle
		}
	}
	shift := grid.WorldLevel - level
	x, y := s.x[r.i]>>shift, s.y[r.i]>>shift
	from, to := max(r.i, last<<leafShift), min(r.to, (last+1)<<leafShift)
	for from < to {
		if middle := (from + to) / 2; s.x[middle]>>shift == x && s.y[middle]>>shift == y {
			from = middle + 1
		} else {
			to = middle
		}
	}
	return from
}
