package feature

import (
	"cmp"
	"slices"

	"terrier/geo/grid"
)

// set is the shapes at one moment, with boxes over them. It never changes.
type set struct {
	drawing []*shape // in the order of drawing
	leaves  []leaf   // in the order of the curve, so that neighbours stand together
	tiers   [][]node // over 16 leaves each, over 16 of the tier below, up to one
}

const fan = 16

// node is what is known of some shapes together.
type node struct {
	box   box
	least uint8 // zoom
}

func (n *node) join(o node) {
	if !n.box.some {
		n.least = o.least
	}
	n.box.join(o.box)
	n.least = min(n.least, o.least)
}

// leaf stands for a shape, without a pointer that the garbage collector would
// have to follow.
type leaf struct {
	node
	order int32  // of drawing
	key   uint64 // place on the curve
}

// changed is the set without some of its shapes and with others. It costs
// little more than to copy what stays.
func (s *set) changed(without, with []*shape) *set {
	n := &set{drawing: make([]*shape, 0, len(s.drawing)+len(with)), leaves: make([]leaf, 0, len(s.leaves)+len(with))}
	const gone = -1
	order := make([]int32, len(s.drawing)) // new by old
	for _, w := range without {
		if i, ok := slices.BinarySearchFunc(s.drawing, w, compare); ok {
			order[i] = gone
		}
	}
	slices.SortFunc(with, compare)
	put := make([]leaf, 0, len(with))
	merge(s.drawing, with, compare, func(i int) {
		if order[i] != gone {
			order[i] = int32(len(n.drawing))
			n.drawing = append(n.drawing, s.drawing[i])
		}
	}, func(w *shape) {
		put = append(put, newLeaf(w, int32(len(n.drawing))))
		n.drawing = append(n.drawing, w)
	})
	along := func(a, b leaf) int { return cmp.Compare(a.key, b.key) }
	slices.SortFunc(put, along)
	merge(s.leaves, put, along, func(i int) {
		l := s.leaves[i]
		if l.order = order[l.order]; l.order != gone {
			n.leaves = append(n.leaves, l)
		}
	}, func(l leaf) { n.leaves = append(n.leaves, l) })
	n.overlay()
	return n
}

// merge goes through two sorted lists in their common order: through the old by
// place, and without looking at those between which nothing new stands.
func merge[T any](old, with []T, compare func(a, b T) int, keep func(i int), put func(T)) {
	next := 0
	for _, w := range with {
		at, _ := slices.BinarySearchFunc(old[next:], w, compare)
		for end := next + at; next < end; next++ {
			keep(next)
		}
		put(w)
	}
	for ; next < len(old); next++ {
		keep(next)
	}
}

func newLeaf(s *shape, order int32) leaf {
	b := s.box
	return leaf{node{b, s.least}, order, grid.Hilbert(grid.WorldLevel, b.minX+(b.maxX-b.minX)/2, b.minY+(b.maxY-b.minY)/2)}
}

func (s *set) overlay() {
	if len(s.leaves) == 0 {
		return
	}
	tier := make([]node, (len(s.leaves)+fan-1)/fan)
	for i := range s.leaves {
		tier[i/fan].join(s.leaves[i].node)
	}
	for s.tiers = [][]node{tier}; len(tier) > 1; s.tiers = append(s.tiers, tier) {
		above := make([]node, (len(tier)+fan-1)/fan)
		for i, n := range tier {
			above[i/fan].join(n)
		}
		tier = above
	}
}

// find appends the shapes that may show in a window, by their order of drawing.
func (s *set) find(all []int32, w *window) []int32 {
	if len(s.leaves) > 0 {
		all = s.look(all, w, len(s.tiers)-1, 0)
	}
	slices.Sort(all)
	return all
}

func (s *set) look(all []int32, w *window, tier, i int) []int32 {
	if !w.shows(&s.tiers[tier][i]) {
		return all
	}
	from, to := i*fan, (i+1)*fan
	if tier > 0 {
		for child := from; child < min(to, len(s.tiers[tier-1])); child++ {
			all = s.look(all, w, tier-1, child)
		}
		return all
	}
	for i := range s.leaves[from:min(to, len(s.leaves))] {
		if l := &s.leaves[from+i]; w.shows(&l.node) {
			all = append(all, l.order)
		}
	}
	return all
}

func (w *window) shows(n *node) bool { return n.least <= w.tile.Z && w.meets(n.box) }

// touches is true where the box of some shape meets a window, whatever the zoom.
func (s *set) touches(w *window, tier, i int) bool {
	if !w.meets(s.tiers[tier][i].box) {
		return false
	}
	from, to := i*fan, (i+1)*fan
	if tier > 0 {
		for child := from; child < min(to, len(s.tiers[tier-1])); child++ {
			if s.touches(w, tier-1, child) {
				return true
			}
		}
		return false
	}
	return slices.ContainsFunc(s.leaves[from:min(to, len(s.leaves))], func(l leaf) bool { return w.meets(l.box) })
}
