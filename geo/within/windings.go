package within

import "slices"

// windings are the winding numbers of all rings at a clear cell.
type windings struct {
	b       *Boundary
	of      []int32 // by ring
	live    []int32 // the rings for which it is not zero
	at      []int32 // by ring: where it stands in live
	outline []bool  // by part: whether its outline is among them
	holes   []int32 // by part: how many of its holes are
	inside  int     // how many parts have the cell inside
	met     []int32 // by part: the last run that has an edge of it
	run     int32
}

func newWindings(b *Boundary) windings {
	return windings{b: b, of: make([]int32, len(b.rings)), at: make([]int32, len(b.rings)),
		outline: make([]bool, b.parts), holes: make([]int32, b.parts), met: make([]int32, b.parts)}
}

// has reports whether a part has the cell inside.
func (w *windings) has(part int32) bool { return w.outline[part] && w.holes[part] == 0 }

// turn adds to the winding number of a ring.
func (w *windings) turn(ring, by int32) {
	was := w.of[ring] != 0
	w.of[ring] += by
	is := w.of[ring] != 0
	if was == is {
		return
	}
	if is {
		w.at[ring] = int32(len(w.live))
		w.live = append(w.live, ring)
	} else {
		last := w.live[len(w.live)-1]
		w.live[w.at[ring]], w.at[last] = last, w.at[ring]
		w.live = w.live[:len(w.live)-1]
	}
	r := &w.b.rings[ring]
	before := w.has(r.part)
	switch {
	case !r.hole:
		w.outline[r.part] = is
	case is:
		w.holes[r.part]++
	default:
		w.holes[r.part]--
	}
	switch after := w.has(r.part); {
	case after && !before:
		w.inside++
	case before && !after:
		w.inside--
	}
}

// place gives clear cells their place.
func (w *windings) place(cells []int32) {
	if w.inside > 0 {
		for k := range cells {
			cells[k] = clearInside
		}
	}
}

// meet comes to the next run, and reports whether a part that has none of its
// edges has all of it inside.
func (w *windings) meet(edges []edge) bool {
	w.run++
	others, ring := w.inside, int32(-1)
	for _, e := range edges {
		if e.ring == ring {
			continue
		}
		ring = e.ring
		if part := w.b.rings[ring].part; w.met[part] != w.run {
			w.met[part] = w.run
			if w.has(part) {
				others--
			}
		}
	}
	return others > 0
}

// appendTo appends the winding numbers that are not zero, in the order of the
// rings, of the parts that have an edge in the run.
func (w *windings) appendTo(bases []base) []base {
	from := len(bases)
	for _, ring := range w.live {
		if w.met[w.b.rings[ring].part] == w.run {
			bases = append(bases, base{ring, w.of[ring]})
		}
	}
	if len(bases)-from > 1 {
		slices.SortFunc(bases[from:], func(x, y base) int { return int(x.ring - y.ring) })
	}
	return bases
}
