package mvt

import "math/bits"

// numbers find where a number stands among the values of a layer: a hash table
// whose slots hold while their layer is the one under way, so that none has to
// be emptied for the next. The zero value is ready.
type numbers struct {
	slots []slot // as many as a power of two, or none
	used  int    // of this layer
}

// slot is a number by its kind and its bits, and where it stands.
type slot struct {
	bits  uint64
	field byte
	at    place
}

// begin forgets the numbers of other layers.
func (n *numbers) begin() { n.used = 0 }

// find returns where a number stands in the layer. Where it does not, it is
// kept as standing at next.
func (n *numbers) find(layer uint32, field byte, bits uint64, next uint32) (index uint32, found bool) {
	if 2*n.used >= len(n.slots) {
		n.grow(layer)
	}
	s := n.slot(layer, field, bits)
	if s.at.layer == layer {
		return s.at.index, true
	}
	n.used++
	*s = slot{bits, field, place{layer, next}}
	return next, false
}

// slot returns that of a number, or the free one in which it is to be kept.
func (n *numbers) slot(layer uint32, field byte, number uint64) *slot {
	hash := number * 0x9e3779b97f4a7c15 // 2^64 by the golden ratio: Knuth, The Art of Computer Programming, 6.4
	at := hash >> (bits.LeadingZeros64(uint64(len(n.slots))) + 1)
	for {
		s := &n.slots[at]
		if s.at.layer != layer || s.bits == number && s.field == field {
			return s
		}
		at = (at + 1) & uint64(len(n.slots)-1)
	}
}

func (n *numbers) grow(layer uint32) {
	old := n.slots
	n.slots = make([]slot, max(64, 2*len(old)))
	for _, s := range old {
		if s.at.layer == layer {
			*n.slot(layer, s.field, s.bits) = s
		}
	}
}
