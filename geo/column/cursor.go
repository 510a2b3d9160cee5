package column

import "terrier/geo/grid"

// A Cursor gives the rows of a tile in Hilbert order, those of one place
// together and by id, in stretches as long as they come. It is a value: its
// use allocates nothing.
type Cursor struct {
	gone       bitmap
	whole      bool // none of base is gone here
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
	from, to := s.taken.Range(t)
	c.whole = from == to
	return c
}

// RowsIn is how many rows a tile has at most: rows that are gone are among them.
func (s *Snapshot) RowsIn(t grid.Tile) int {
	c := s.Tile(t)
	return c.Most()
}

// Most is how many rows are left at most: rows that are gone are among them.
func (c *Cursor) Most() int { return c.base.to - c.base.i + c.over.to - c.over.i }

// Next returns the next rows: from ≤ i < to of the segment that they are in. ok
// is false after the last.
func (c *Cursor) Next() (part *Segment, from, to int, ok bool) {
	for !c.whole && c.base.i < c.base.to && c.gone.has(c.base.i) {
		c.base.goTo(c.base.i + 1)
	}
	switch {
	case c.base.i >= c.base.to && c.over.i >= c.over.to:
		return nil, 0, 0, false
	case c.base.i >= c.base.to:
		return c.over.take(c.over.to)
	case c.over.i < c.over.to && c.over.before(&c.base):
		return c.over.take(c.over.i + 1)
	}
	to = c.base.to
	if c.over.i < c.over.to {
		to = min(to, max(c.base.i+1, c.base.rows.lower(c.over.first())))
	}
	if !c.whole {
		for i := c.base.i + 1; i < to; i++ {
			if c.gone.has(i) {
				to = i
			}
		}
	}
	return c.base.take(to)
}

func (s *stretch) take(to int) (*Segment, int, int, bool) {
	from := s.i
	s.goTo(to)
	return s.rows, from, to, true
}

func (s *stretch) goTo(i int) { s.i, s.hasKey = i, false }

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
