package column

import "terrier/geo/grid"

// Cells counts the rows of a tile by class and by the cells of a deeper level,
// which are the tiles of that zoom. It calls visit for each cell in which there
// are any, in Hilbert order; n is its counts until visit returns, in space of
// the caller's.
func (s *Snapshot) Cells(n *Classes, f Filter, tile grid.Tile, level uint8, visit func(cell grid.Tile, n *Classes)) {
	parts := [3]cellRun{{rows: s.base, times: 1}, {rows: s.added, times: 1}, {rows: s.taken, times: -1}}
	left, only := 0, 0
	for i := range parts {
		if parts[i].begin(f, tile, level) {
			left, only = left+1, i
		}
	}
	if left > 1 {
		eachTogether(&parts, n, f, level, visit)
		return
	}
	for p := &parts[only]; p.i < p.to; p.look(level) {
		*n = Classes{}
		cell := grid.Tile{Z: level, X: p.x, Y: p.y}
		if p.count(n, f, level); n.Total() > 0 {
			visit(cell, n)
		}
	}
}

// eachTogether goes through several runs, cell by cell.
func eachTogether(parts *[3]cellRun, n *Classes, f Filter, level uint8, visit func(cell grid.Tile, n *Classes)) {
	var place [3]uint64
	for i := range parts {
		place[i] = parts[i].place(level)
	}
	for {
		first := -1
		for i := range parts {
			if p := &parts[i]; p.i < p.to && (first < 0 || place[i] < place[first]) {
				first = i
			}
		}
		if first < 0 {
			return
		}
		cell := grid.Tile{Z: level, X: parts[first].x, Y: parts[first].y}
		*n = Classes{}
		for i := range parts {
			if p := &parts[i]; p.i < p.to && p.x == cell.X && p.y == cell.Y {
				p.count(n, f, level)
				p.look(level)
				place[i] = p.place(level)
			}
		}
		if n.Total() > 0 {
			visit(cell, n)
		}
	}
}

// cellRun is what is left of a segment's rows, and the cell of the first.
type cellRun struct {
	rows  *Segment
	i, to int
	times int32
	x, y  uint32
	// byClass is whether the filter means all rows of a class or none; weights
	// are then how often those of each class count.
	byClass bool
	weights Classes
	kept    squareLevel // of the level, if they are
	at      int         // where the cell stands among them
	// before is what all rows before i have of each class, where no squares are
	// kept: one cell ends where the next begins.
	before Classes
}

// begin goes to the first cell of the tile, if it has rows.
func (r *cellRun) begin(f Filter, tile grid.Tile, level uint8) (any bool) {
	if r.i, r.to = r.rows.Range(tile); r.i == r.to {
		return false
	}
	r.weights, r.byClass = r.rows.classes.meant(f, r.times)
	if int(level) < len(r.rows.squares) {
		r.kept = r.rows.squares[level]
		r.at = r.kept.at(r.i)
	} else if r.byClass {
		r.rows.addClasses(&r.before, r.i, 1)
	}
	r.look(level)
	return true
}

// look takes in the cell of the first row left.
func (r *cellRun) look(level uint8) {
	switch {
	case r.i == r.to:
	case r.kept != nil:
		r.x, r.y = r.kept[r.at].x, r.kept[r.at].y
	default:
		w := r.rows.World(r.i)
		r.x, r.y = w.X>>(grid.WorldLevel-level), w.Y>>(grid.WorldLevel-level)
	}
}

// place is where the cell stands on the curve.
func (r *cellRun) place(level uint8) uint64 { return grid.Hilbert(level, r.x, r.y) }

// count goes on to the next cell, and adds the rows of this one that the filter
// means.
func (r *cellRun) count(n *Classes, f Filter, level uint8) {
	to := 0
	if r.kept != nil {
		r.at++
		to = int(r.kept[r.at].first)
	} else {
		to = r.end(level)
	}
	switch {
	case !r.byClass:
		r.rows.countClasses(n, f, r.i, to, r.times)
	case r.kept != nil:
		n.addBetween(&r.kept[r.at-1].before, &r.kept[r.at].before, &r.weights)
	default:
		var before Classes
		r.rows.addClasses(&before, to, 1)
		n.addBetween(&r.before, &before, &r.weights)
		r.before = before
	}
	r.i = to
}

// end is the first row behind the cell. Leaves are looked at in growing steps,
// then the rows of the last that begins in it.
func (r *cellRun) end(level uint8) int {
	s, next := r.rows, (r.place(level)+1)<<(2*uint(grid.WorldLevel-level)) // 0 behind the last cell of all
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
	from, to := max(r.i, last<<leafShift), min(r.to, (last+1)<<leafShift)
	for from < to {
		if middle := (from + to) / 2; s.x[middle]>>shift == r.x && s.y[middle]>>shift == r.y {
			from = middle + 1
		} else {
			to = middle
		}
	}
	return from
}
