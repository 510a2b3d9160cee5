package column

// Sums are kept for blocks of 2^10 rows, and of 32 and 1,024 times as many.
const (
	blockShift = 10
	blockStep  = 5
	blockTiers = 3
)

// sums hold how many rows of each code a block has, sparsely: neighbours on
// the curve are alike, so a block has far fewer codes than the dictionary.
type sums [blockTiers]tier

// A tier is the sums of all whole blocks of one size: of block b, the codes
// and counts from start[b] to start[b+1].
type tier struct {
	start       []uint32
	code, count []uint32
}

func (t *tier) block(b int) (codes, counts []uint32) {
	from, to := t.start[b], t.start[b+1]
	return t.code[from:to], t.count[from:to]
}

// blocks is how many whole blocks there are.
func (t *tier) blocks() int { return max(0, len(t.start)-1) }

func sum(codes []uint32) (s sums) {
	most := uint32(0)
	for _, c := range codes {
		most = max(most, c)
	}
	counts := newCounts(int(most) + 1)
	for b := range len(codes) >> blockShift {
		for _, c := range codes[b<<blockShift : (b+1)<<blockShift] {
			counts.add(c, 1)
		}
		s[0].take(counts)
	}
	for above := 1; above < blockTiers; above++ {
		below := &s[above-1]
		for b := range below.blocks() >> blockStep {
			for part := b << blockStep; part < (b+1)<<blockStep; part++ {
				codes, n := below.block(part)
				for i, c := range codes {
					counts.add(c, int32(n[i]))
				}
			}
			s[above].take(counts)
		}
	}
	for i := range s {
		s[i].code, s[i].count = fitted(s[i].code), fitted(s[i].count)
	}
	return s
}

// take adds a block with these counts and empties them.
func (t *tier) take(c *Counts) {
	if t.start == nil {
		t.start = []uint32{0}
	}
	for _, code := range c.Seen() {
		t.code = append(t.code, code)
		t.count = append(t.count, uint32(c.Of(code)))
	}
	t.start = append(t.start, uint32(len(t.code)))
	c.reset()
}

// fitted gives back what growing left over.
func fitted(a []uint32) []uint32 { return append(make([]uint32, 0, len(a)), a...) }

// coverage is how much of a block a set of codes takes.
type coverage uint8

const (
	none coverage = iota
	some
	whole
)

func (t *tier) covered(b int, m Mask) coverage {
	if m == nil {
		return whole
	}
	codes, _ := t.block(b)
	in := 0
	for _, c := range codes {
		if m.Has(c) {
			in++
		} else if in > 0 {
			return some
		}
	}
	switch in {
	case 0:
		return none
	case len(codes):
		return whole
	}
	return some
}

func (t *tier) addTo(c *Counts, b int, times int32) {
	codes, counts := t.block(b)
	for i, code := range codes {
		c.add(code, times*int32(counts[i]))
	}
}

func (s *sums) bytes() (n int) {
	for i := range s {
		n += 4 * (cap(s[i].start) + cap(s[i].code) + cap(s[i].count))
	}
	return n
}
