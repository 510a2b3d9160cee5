package within

import (
	"slices"

	"github.com/paulmach/orb"
)

// near answers for the places of one box, from what matters there: a leaf of homes is small beside the cells of a boundary, and of
// the edges of a run few come near it. For one goroutine.
type near struct {
	b     *Boundary
	box   orb.Bound
	only  bool  // all of the box has the run that was looked through
	run   int32 // that was, one more than its number; 0 is none
	edges []edge
	bases []base
	alone bool // all are of one outline, within whose area's reach the box is: only that ring is asked
}

// come goes to another box, one that the line may cross.
func (n *near) come(box orb.Bound) {
	n.box, n.only, n.run = box, false, 0
	if one, ok := n.b.onlyRun(box); ok {
		n.only = true
		n.look(one)
	}
}

// Place tells where a place of the box lies, as [Boundary.Place] does.
func (n *near) Place(p orb.Point) Place {
	if !n.only {
		what := n.b.what(p)
		if what < 0 {
			return clearPlace(what)
		}
		if n.run != what+1 {
			n.look(what)
		}
	}
	if n.alone { // most are
		place, _ := n.b.inRing(p, n.bases[0].ring, n.bases[0].winding, n.edges)
		return place
	}
	return n.b.ask(p, n.edges, n.bases)
}

// Covers reports whether a place of the box lies in the boundary or on its line.
func (n *near) Covers(p orb.Point) bool { return n.Place(p) != Outside }

// onLine reports whether a place of the box lies on the line.
func (n *near) onLine(p orb.Point) bool { return n.Place(p) == OnLine }

// look takes of a run what tells the places of the box apart. Left out are edges of which inRing would say nothing for any of them:
// those with both ends south of the box or north, and those that end a margin west of it, whose side no rounding turns. What passes
// the box a margin east of it, from south to north or back, is counted with the winding numbers.
func (n *near) look(run int32) {
	n.run = run + 1
	of := &n.b.runs.all[run]
	edges, bases := n.b.runs.edges[of.edges:of.end], n.b.runs.bases[of.bases:of.stop]
	n.edges, n.bases, n.alone = n.edges[:0], append(n.bases[:0], bases...), false
	if n.b.plain {
		n.edges = append(n.edges, edges...)
		return
	}
	west, east := n.box.Min[0]-margin, n.box.Max[0]+margin
	south, north := n.box.Min[1], n.box.Max[1]
	for _, e := range edges {
		from, to := &n.b.points[e.to-1], &n.b.points[e.to]
		low, high := min(from[1], to[1]), max(from[1], to[1])
		switch {
		case high < south || low > north || max(from[0], to[0]) < west:
		case low < south && high > north && min(from[0], to[0]) > east:
			if from[1] < to[1] {
				n.turn(e.ring, 1)
			} else {
				n.turn(e.ring, -1)
			}
		default:
			n.edges = append(n.edges, e)
		}
	}
	if len(n.edges) > 0 {
		ring := n.edges[0].ring
		n.turn(ring, 0)
		n.alone = len(n.bases) == 1 && n.edges[len(n.edges)-1].ring == ring && !n.b.rings[ring].hole &&
			n.b.reached(n.box.Min, ring) && n.b.reached(n.box.Max, ring)
	}
}

// turn adds to the winding number of a ring.
func (n *near) turn(ring, by int32) {
	i := 0
	for i < len(n.bases) && n.bases[i].ring < ring {
		i++
	}
	if i == len(n.bases) || n.bases[i].ring != ring {
		n.bases = slices.Insert(n.bases, i, base{ring: ring})
	}
	n.bases[i].winding += by
}

// onlyRun is the run that can be asked about every place of a Crossing box within reach: the only one there, in its only row. What
// lies east or west of it up to the next run is clear, so its edges and the winding numbers behind it tell that too. It is no run that
// counts as clear itself, for then the box would be clear.
func (b *Boundary) onlyRun(box orb.Bound) (only int32, ok bool) {
	if b.plain || !(b.reach.Min[0] <= box.Min[0] && b.reach.Min[1] <= box.Min[1] && box.Max[0] <= b.reach.Max[0] && box.Max[1] <= b.reach.Max[1]) {
		return 0, false
	}
	from, to := b.cells.at(box.Min), b.cells.at(box.Max)
	row := b.cells.row(from[1])
	if row != b.cells.row(to[1]) {
		return 0, false
	}
	west, east := int32(b.cells.column(from[0])), int32(b.cells.column(to[0]))
	for i := b.runs.rows[row]; i < b.runs.rows[row+1]; i++ {
		if b.runs.all[i].last < west || b.runs.all[i].first > east {
			continue
		}
		if ok {
			return 0, false
		}
		only, ok = i, true
	}
	return only, ok
}
