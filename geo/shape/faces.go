package shape

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// area is the land of a mesh for which inside is true, in metres: a valid shape on the millimetre grid, wound as [Wind] has it.
// Where its outline meets itself in a point it is cut into a ring each, as OGC wants it.
func (m *mesh) area(inside func(windings) bool) (orb.MultiPolygon, error) {
	t := tracer{mesh: m, kept: make([]bool, len(m.edges)), toLeft: make([]bool, len(m.edges)), loopOf: make([]int32, len(m.edges))}
	for k := range m.edges {
		t.toLeft[k] = inside(m.above[k])
		t.kept[k] = t.toLeft[k] != inside(m.below(int32(k)))
		t.loopOf[k] = none
	}
	t.star()
	for k := range m.edges {
		if t.kept[k] && t.loopOf[k] == none && !t.walk(int32(k)) {
			return nil, errTangled
		}
	}
	return t.assemble()
}

// A tracer joins the edges between land and no land to rings, with the land to the left.
type tracer struct {
	*mesh
	kept   []bool // whether the edge has land on one side only
	toLeft []bool // whether that is to the left of lo-hi
	loopOf []int32
	loops  []loop
	around map[orb.Point][]int32 // kept edges that end in a point, turning left
}

// loop is a ring of edges, in their order.
type loop struct {
	edges  []int32
	points []orb.Point // where each edge begins
}

// ends are where an edge begins and ends, walked with the land to the left.
func (t *tracer) ends(k int32) (from, to orb.Point) {
	if t.toLeft[k] {
		return t.edges[k].lo, t.edges[k].hi
	}
	return t.edges[k].hi, t.edges[k].lo
}

// star sorts the kept edges around each point.
func (t *tracer) star() {
	t.around = map[orb.Point][]int32{}
	for k := range t.edges {
		if t.kept[k] {
			e := &t.edges[k]
			t.around[e.lo] = append(t.around[e.lo], int32(k))
			t.around[e.hi] = append(t.around[e.hi], int32(k))
		}
	}
	for p, at := range t.around {
		slices.SortFunc(at, func(i, j int32) int {
			a, b := &t.edges[i], &t.edges[j]
			if rightA, rightB := a.lo == p, b.lo == p; rightA != rightB {
				if rightA {
					return -1
				}
				return 1
			} else if rightA {
				return cmp.Compare(0, orient(p, a.hi, b.hi))
			}
			return cmp.Compare(0, orient(p, a.lo, b.lo))
		})
	}
}

// walk follows the edge of one piece of land from edge k until it comes back. Whenever it comes to a point a second time, what
// lies between is a loop of its own. It is false where the loops do not close, which cannot be in a mesh.
func (t *tracer) walk(k int32) bool {
	var edges []int32
	var points []orb.Point
	seen := map[orb.Point]int{}
	const walked = int32(-2)
	for t.loopOf[k] == none {
		t.loopOf[k] = walked
		from, to := t.ends(k)
		seen[from] = len(points)
		edges, points = append(edges, k), append(points, from)
		if first, ok := seen[to]; ok {
			l := loop{edges: slices.Clone(edges[first:]), points: slices.Clone(points[first:])}
			for i, e := range l.edges {
				t.loopOf[e] = int32(len(t.loops))
				delete(seen, l.points[i])
			}
			t.loops = append(t.loops, l)
			edges, points = edges[:first], points[:first]
		}
		at := t.around[to]
		i := slices.Index(at, k)
		k = at[(i+len(at)-1)%len(at)] // the next to the right of the way back: the land lies between
	}
	return len(edges) == 0
}

// assemble puts each hole into the outline around it.
func (t *tracer) assemble() (orb.MultiPolygon, error) {
	part := make([]int, len(t.loops)) // of the shape, for outlines
	out := orb.MultiPolygon{}
	for i, l := range t.loops {
		part[i] = -1
		if k := t.lowest(l); t.toLeft[k] { // nothing of the loop lies below its lowest edge, so what is above is inside of it
			part[i] = len(out)
			out = append(out, orb.Polygon{t.ring(l)})
		}
	}
	for _, l := range t.loops {
		k := t.lowest(l)
		if t.toLeft[k] {
			continue
		}
		for part[t.loopOf[k]] < 0 { // from hole to hole, downwards
			k = t.lowest(t.loops[t.loopOf[k]])
			for k = t.under[k]; k != none && !t.kept[k]; k = t.under[k] {
			}
			if k == none {
				return nil, errTangled // cannot be: a hole has land around it
			}
		}
		at := part[t.loopOf[k]]
		out[at] = append(out[at], t.ring(l))
	}
	return out, nil
}

// lowest is the lower of the two edges that begin at a loop's leftmost point.
func (t *tracer) lowest(l loop) int32 {
	k := least(l.points)
	n := len(l.points)
	a, b := l.edges[k], l.edges[(k+n-1)%n]
	if orient(l.points[k], t.edges[a].hi, t.edges[b].hi) > 0 {
		return a
	}
	return b
}

// ring is a loop in metres.
func (t *tracer) ring(l loop) orb.Ring {
	r := make(orb.Ring, 0, len(l.points)+1)
	for _, p := range l.points {
		r = append(r, orb.Point{p[0]/1000 + 0, p[1]/1000 + 0})
	}
	return append(r, r[0])
}
