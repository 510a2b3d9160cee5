package column

import "github.com/paulmach/orb"

// fan is how many boxes one of the tier above holds.
const (
	fanShift = 4
	fan      = 1 << fanShift
)

func (s *Segment) fillBoxes() {
	if s.Len() == 0 {
		return
	}
	leaves := make([]orb.Bound, (s.Len()+leafRows-1)/leafRows)
	inParts(len(leaves), func(_, from, to int) {
		for leaf := from; leaf < to; leaf++ {
			leaves[leaf] = s.boxOf(leaf<<leafShift, min(s.Len(), (leaf+1)<<leafShift))
		}
	})
	s.boxes = [][]orb.Bound{leaves}
	for below := leaves; len(below) > 1; {
		above := make([]orb.Bound, (len(below)+fan-1)/fan)
		for i := range above {
			above[i] = below[i*fan]
			for _, b := range below[i*fan+1 : min(len(below), (i+1)*fan)] {
				above[i] = above[i].Union(b)
			}
		}
		s.boxes = append(s.boxes, above)
		below = above
	}
}

// boxOf is the box of some rows in EPSG:27700.
func (s *Segment) boxOf(from, to int) orb.Bound {
	box := orb.Bound{Min: s.Point(from), Max: s.Point(from)}
	for i := from; i < to; i++ {
		p := s.Point(i)
		if p != p {
			return everywhere
		}
		box = box.Extend(p)
	}
	return box
}

// A Part is how much of a box somebody wants.
type Part uint8

// The parts of a box.
const (
	Nothing   Part = iota // no place in it
	Something             // perhaps some
	Whole                 // every place in it
)

// Search walks the boxes from the top. It asks wanted of each box that it
// comes to, gives the stretches of rows whose box is wanted whole to all, and
// those of the leaves that may be wanted in part, with their boxes, to some.
// Stretches come in order; neighbours that are wanted whole come as one.
func (s *Segment) Search(wanted func(orb.Bound) Part, all func(from, to int), some func(from, to int, box orb.Bound)) {
	if len(s.boxes) == 0 {
		return
	}
	w := walk{s: s, wanted: wanted, all: all, some: some}
	w.down(len(s.boxes)-1, 0)
	w.flush()
}

type walk struct {
	s        *Segment
	wanted   func(orb.Bound) Part
	all      func(from, to int)
	some     func(from, to int, box orb.Bound)
	from, to int // wanted whole, not given yet
}

func (w *walk) down(tier, i int) {
	box := w.s.boxes[tier][i]
	part := w.wanted(box)
	if part == Nothing {
		return
	}
	shift := leafShift + fanShift*tier
	from, to := i<<shift, min(w.s.Len(), (i+1)<<shift)
	switch {
	case part == Whole:
		if from != w.to {
			w.flush()
			w.from = from
		}
		w.to = to
	case tier == 0:
		w.flush()
		w.some(from, to, box)
	default:
		for child := i << fanShift; child < min(len(w.s.boxes[tier-1]), (i+1)<<fanShift); child++ {
			w.down(tier-1, child)
		}
	}
}

func (w *walk) flush() {
	if w.from < w.to {
		w.all(w.from, w.to)
	}
	w.from, w.to = 0, 0
}
