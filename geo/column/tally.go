package column

// Counts are how many rows have each code.
type Counts struct {
	n    []int32
	seen []uint32 // the codes met, each once
	met  []bool
}

func newCounts(codes int) *Counts {
	return &Counts{n: make([]int32, codes), met: make([]bool, codes)}
}

// Of returns how many rows have the code.
func (c *Counts) Of(code uint32) int {
	if int(code) >= len(c.n) {
		return 0
	}
	return int(c.n[code])
}

// Seen returns the codes that were met, in no order, until the next change. Of
// some there may be none left.
func (c *Counts) Seen() []uint32 { return c.seen }

func (c *Counts) add(code uint32, n int32) {
	if int(code) >= len(c.n) {
		c.grow(int(code) + 1)
	}
	if !c.met[code] {
		c.met[code] = true
		c.seen = append(c.seen, code)
	}
	c.n[code] += n
}

func (c *Counts) grow(codes int) {
	codes = max(codes, 2*len(c.n))
	c.n = append(c.n, make([]int32, codes-len(c.n))...)
	c.met = append(c.met, make([]bool, codes-len(c.met))...)
}

func (c *Counts) reset() {
	for _, code := range c.seen {
		c.n[code], c.met[code] = 0, false
	}
	c.seen = c.seen[:0]
}

// A Tally counts rows by kind and by lot. The zero value is empty and grows as
// it needs; it is for one goroutine at a time.
type Tally struct {
	Total int
	Kinds Counts
	Lots  Counts
}

// Reset empties the tally and keeps its space.
func (t *Tally) Reset() {
	t.Total = 0
	t.Kinds.reset()
	t.Lots.reset()
}

// reserve makes room for the codes of a segment.
func (t *Tally) reserve(s *Segment) {
	if len(t.Kinds.n) < s.kindCodes {
		t.Kinds.grow(s.kindCodes)
	}
	if len(t.Lots.n) < s.lotCodes {
		t.Lots.grow(s.lotCodes)
	}
}

// Count adds the rows of a stretch that the filter means, times 1, or times -1
// to take them away.
func (s *Segment) Count(t *Tally, f Filter, from, to int, times int) {
	t.reserve(s)
	for i := from; i < to; {
		end, part, tier := s.stretch(f, i, to)
		switch part {
		case whole:
			b := i >> (blockShift + tier*blockStep)
			t.Total += times * (end - i)
			s.kinds[tier].addTo(&t.Kinds, b, int32(times))
			s.lots[tier].addTo(&t.Lots, b, int32(times))
		case some:
			s.scan(t, f, i, end, int32(times))
		}
		i = end
	}
}

// stretch is what to look at next, from row i on: the largest block that begins
// there, ends by to, and that the filter takes wholly or not at all, and its
// tier; otherwise the rows up to the next block or to.
func (s *Segment) stretch(f Filter, i, to int) (end int, part coverage, tier int) {
	for tier = blockTiers - 1; tier >= 0; tier-- {
		size := 1 << (blockShift + tier*blockStep)
		if i&(size-1) != 0 || i+size > to {
			continue
		}
		b := i / size
		kinds, lots := s.kinds[tier].covered(b, f.Kinds), s.lots[tier].covered(b, f.Lots)
		if kinds == none || lots == none {
			return i + size, none, tier
		}
		if kinds == whole && lots == whole {
			return i + size, whole, tier
		}
	}
	return min(to, (i>>blockShift+1)<<blockShift), some, 0
}

func (s *Segment) scan(t *Tally, f Filter, from, to int, times int32) {
	kinds, lots := s.kind[from:to], s.lot[from:to]
	if f.All() {
		t.Total += int(times) * len(kinds)
		for _, k := range kinds {
			t.Kinds.add(k, times)
		}
		for _, l := range lots {
			t.Lots.add(l, times)
		}
		return
	}
	for i, k := range kinds {
		if f.Has(k, lots[i]) {
			t.Total += int(times)
			t.Kinds.add(k, times)
			t.Lots.add(lots[i], times)
		}
	}
}
