package home

import "slices"

// bySize gives the spots of several homes, the smallest first, those of one size as they were gathered. It is a radix sort, a byte at a
// time from the last: few sizes need more than one.
func (w *space) bySize() []uint32 {
	order, next := w.order[0][:0], slices.Grow(w.order[1][:0], len(w.spots))[:len(w.spots)]
	most := 0
	for i := range w.spots {
		order, most = append(order, uint32(i)), max(most, w.spots[i].all)
	}
	for shift := 0; most>>shift > 0; shift += 8 {
		var at [256]int // where the next with that byte goes
		for _, i := range order {
			at[w.spots[i].all>>shift&255]++
		}
		sum := 0
		for b, n := range at {
			at[b], sum = sum, sum+n
		}
		for _, i := range order {
			b := w.spots[i].all >> shift & 255
			next[at[b]] = i
			at[b]++
		}
		order, next = next, order
	}
	w.order = [2][]uint32{order, next}
	return order
}
