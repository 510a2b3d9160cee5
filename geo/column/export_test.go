package column

// RepackAt makes a store pack after fewer changes than it would.
func RepackAt(s *Store, rows int) { s.repackAt = rows }

// Base is the packed part of a snapshot; Delta how many rows stand over it or are gone from it.
func Base(s *Snapshot) *Segment { return s.base }

func Delta(s *Snapshot) int { return s.added.Len() + s.taken.Len() }

// Settle waits until no packing is under way.
func (s *Store) Settle() { s.repacking.Wait() }

// Find returns the row of an id. ok is false where there is none.
func (s *Snapshot) Find(id int64) (r Row, ok bool) {
	if i, ok := s.added.Find(id); ok {
		return s.added.Row(i), true
	}
	if i, ok := s.base.Find(id); ok && !s.gone.has(i) {
		return s.base.Row(i), true
	}
	return Row{}, false
}

// SquaresKept is of how many levels a segment keeps squares; SquaresOf where those of a level begin, and what is before each.
func SquaresKept(s *Segment) int { return len(s.squares) }

func SquaresOf(s *Segment, level int) (first []uint32, before []Classes) {
	for _, q := range s.squares[level] {
		first, before = append(first, q.first), append(before, q.before)
	}
	return first, before
}
