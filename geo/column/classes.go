package column

import "bytes"

// MostClasses is how many classes of kinds may be told apart.
const MostClasses = 8

// Classes are how many rows there are of each class of kinds.
type Classes [MostClasses]int32

// Total is how many rows there are of all classes.
func (n *Classes) Total() (total int) {
	for _, c := range n {
		total += int(c)
	}
	return total
}

func (n *Classes) add(o *Classes, times int32) {
	for c := range n {
		n[c] += times * o[c]
	}
}

// addBetween adds what was met of each class from one place to another, so
// often.
func (n *Classes) addBetween(from, to, times *Classes) {
	for c := range n {
		n[c] += times[c] * (to[c] - from[c])
	}
}

// classes tell how many rows of each class any stretch has, from what was
// summed up before each leaf.
type classes struct {
	of     []uint8   // by code of the kind, of those that there are
	before []Classes // of all rows before the first of leaf i, and before what follows the last whole leaf
}

func classed(kinds []uint32, codes int, classOf func(kind uint32) uint8) (c classes) {
	c.of = bytes.Repeat([]uint8{MostClasses}, codes) // which is none: a segment of changes has few of all kinds
	c.before = make([]Classes, len(kinds)>>leafShift+1)
	var sum Classes
	for i, k := range kinds {
		if i&(leafRows-1) == 0 {
			c.before[i>>leafShift] = sum
		}
		if c.of[k] == MostClasses {
			c.of[k] = classOf(k)
		}
		sum[c.of[k]]++
	}
	if len(kinds)&(leafRows-1) == 0 {
		c.before[len(kinds)>>leafShift] = sum
	}
	return c
}

// meant is how often rows of each class count: times where the filter means all
// that there are of it, or else never. ok is false where it means some, or asks
// for lots, of which nothing is kept by class.
func (c *classes) meant(f Filter, times int32) (of Classes, ok bool) {
	if f.All() {
		for class := range of {
			of[class] = times
		}
		return of, true
	}
	if f.Lots != nil {
		return of, false
	}
	var seen [MostClasses]bool
	for kind, class := range c.of {
		if class == MostClasses {
			continue // there are none
		}
		often := int32(0)
		if f.Kinds.Has(uint32(kind)) {
			often = times
		}
		if seen[class] && of[class] != often {
			return of, false
		}
		of[class], seen[class] = often, true
	}
	return of, true
}

func (c *classes) bytes() int { return cap(c.of) + 4*MostClasses*cap(c.before) }

// countClasses adds the rows of a stretch that the filter means, times 1, or
// times -1 to take them away.
func (s *Segment) countClasses(n *Classes, f Filter, from, to int, times int32) {
	for i := from; i < to; {
		end, part, _ := s.stretch(f, i, to)
		switch part {
		case whole:
			s.addClasses(n, i, -times)
			s.addClasses(n, end, times)
		case some:
			for j := i; j < end; j++ {
				if k := s.kind[j]; f.Has(k, s.lot[j]) {
					n[s.classes.of[k]] += times
				}
			}
		}
		i = end
	}
}

// addClasses adds all rows before row i. It goes on from the nearer end of its
// leaf, or back from it.
func (s *Segment) addClasses(n *Classes, i int, times int32) {
	c := &s.classes
	near := (i + leafRows/2) >> leafShift
	if near >= len(c.before) {
		near--
	}
	n.add(&c.before[near], times)
	for _, k := range s.kind[min(i, near<<leafShift):i] {
		n[c.of[k]] += times
	}
	for _, k := range s.kind[i:max(i, near<<leafShift)] {
		n[c.of[k]] -= times
	}
}
