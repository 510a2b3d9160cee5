package column

// RepackAt makes a store pack after fewer changes than it would.
func RepackAt(s *Store, rows int) { s.repackAt = rows }

// Base is the packed part of a snapshot; Delta how many rows stand over it or are gone from it.
func Base(s *Snapshot) *Segment { return s.base }

func Delta(s *Snapshot) int { return s.added.Len() + s.taken.Len() }
