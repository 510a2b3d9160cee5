package column

import "terrier/geo/grid"

// A Cursor gives the rows of a tile in Hilbert order, those of one place
// together and by id. It is a value: its use allocates nothing.
type Cursor struct {
	gone       bitmap
	base, over stretch
}

// stretch is what is left of a segment's rows, and the key of the first.
type stretch struct {
	rows   *Segment
	i, to  int
	key    uint64
	hasKey bool
}

// Tile returns a cursor over the rows of a tile.
func (s *Snapshot) Tile(t grid.Tile) Cursor {
	c := Cursor{gone: s.gone}
	c.base.rows, c.over.rows = s.base, s.added
	c.base.i, c.base.to = s.base.Range(t)
	c.over.i, c.over.to = s.added.Range(t)
	return c
}

// RowsIn is how many rows a tile has at most: rows that are gone are among them.
func (s *Snapshot) RowsIn(t grid.Tile) int {
	from, to := s.base.Range(t)
	overFrom, overTo := s.added.Range(t)
	return to - from + overTo - overFrom
}

// Next returns the next row, as the segment that it is in and its number
// there. ok is false after the last.
func (c *Cursor) Next() (part *Segment, i int, ok bool) {
	for c.base.i < c.base.to && c.gone.has(c.base.i) {
		c.base.step()
	}
	switch {
	case c.base.i >= c.base.to && c.over.i >= c.over.to:
		return nil, 0, false
	case c.over.i >= c.over.to:
		return c.base.take()
	case c.base.i >= c.base.to || c.over.before(&c.base):
		return c.over.take()
	}
	return c.base.take()
}

func (s *stretch) take() (*Segment, int, bool) {
	i := s.i
	s.step()
	return s.rows, i, true
}

func (s *stretch) step() {
	s.i++
	s.hasKey = false
}

func (s *stretch) before(o *stretch) bool {
	if a, b := s.first(), o.first(); a != b {
		return a < b
	}
	return s.rows.id[s.i] < o.rows.id[o.i]
}

func (s *stretch) first() uint64 {
	if !s.hasKey {
		s.key, s.hasKey = s.rows.World(s.i).Key(), true
	}
	return s.key
}
