package shape

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"
)

// nearby finds the edges of areas that are near a place.
type nearby struct {
	tree rtree.RTreeG[[2]orb.Point]
}

// newNearby takes the edges that reach into a box.
func newNearby(box orb.Bound, areas ...orb.MultiPolygon) *nearby {
	n := &nearby{}
	for _, area := range areas {
		for _, part := range reaching(area, box) {
			for _, r := range part {
				for i := 1; i < len(r); i++ {
					a, b := r[i-1], r[i]
					low := [2]float64{min(a[0], b[0]), min(a[1], b[1])}
					high := [2]float64{max(a[0], b[0]), max(a[1], b[1])}
					if a != b && low[0] <= box.Max[0] && high[0] >= box.Min[0] && low[1] <= box.Max[1] && high[1] >= box.Min[1] {
						n.tree.Insert(low, high, [2]orb.Point{a, b})
					}
				}
			}
		}
	}
	return n
}

// around visits the edges whose boxes are within a distance of that of the edge a-b.
func (n *nearby) around(a, b orb.Point, distance float64, visit func(c, d orb.Point)) {
	n.while(a, b, distance, func(c, d orb.Point) bool {
		visit(c, d)
		return true
	})
}

// while is around until visit is false; then stopped is true.
func (n *nearby) while(a, b orb.Point, distance float64, visit func(c, d orb.Point) bool) (stopped bool) {
	low := [2]float64{min(a[0], b[0]) - distance, min(a[1], b[1]) - distance}
	high := [2]float64{max(a[0], b[0]) + distance, max(a[1], b[1]) + distance}
	n.tree.Search(low, high, func(_, _ [2]float64, e [2]orb.Point) bool {
		stopped = !visit(e[0], e[1])
		return !stopped
	})
	return stopped
}

// corner is the nearest corner within a distance.
func (n *nearby) corner(p orb.Point, distance float64) (nearest orb.Point, ok bool) {
	least := distance * distance
	n.around(p, p, distance, func(c, d orb.Point) {
		for _, q := range [...]orb.Point{c, d} {
			if s := squared(p, q); s < least || s == least && (!ok || before(q, nearest)) {
				nearest, least, ok = q, s, true
			}
		}
	})
	return nearest, ok
}

// line is the nearest point of an edge within a distance.
func (n *nearby) line(p orb.Point, distance float64) (nearest orb.Point, ok bool) {
	least := distance * distance
	n.around(p, p, distance, func(c, d orb.Point) {
		q := nearestOnEdge(c, d, p)
		if s := squared(p, q); s < least || s == least && (!ok || before(q, nearest)) {
			nearest, least, ok = q, s, true
		}
	})
	return nearest, ok
}

// corners are the corners within a distance of the edge a-b, in the order of its way and without its ends.
func (n *nearby) corners(a, b orb.Point, distance float64) []orb.Point {
	var found []orb.Point
	n.around(a, b, distance, func(c, d orb.Point) {
		for _, q := range [...]orb.Point{c, d} {
			on := nearestOnEdge(a, b, q)
			if q != a && q != b && on != a && on != b && squared(q, on) <= distance*distance {
				found = append(found, q)
			}
		}
	})
	slices.SortFunc(found, func(p, q orb.Point) int {
		return cmp.Or(cmp.Compare((p[0]-q[0])*(b[0]-a[0])+(p[1]-q[1])*(b[1]-a[1]), 0), compareBefore(p, q))
	})
	return slices.Compact(found)
}

// Along is how many metres of the line of a run within a distance of the line of b: "follows the parish edge for 2.1 km". Where
// the lines only cross, twice the distance counts, or a little more.
func Along(a, b orb.MultiPolygon, within float64) float64 {
	if !(within >= 0) || allFinite(a) != nil || allFinite(b) != nil || len(a) == 0 {
		return 0
	}
	lines := newNearby(a.Bound().Pad(within), b)
	length := 0.0
	for _, part := range a {
		for _, r := range part {
			for i := 1; i < len(r); i++ {
				length += lines.along(r[i-1], r[i], within)
			}
		}
	}
	return length
}

// along is how much of the edge a-b is within a distance of the lines.
func (n *nearby) along(a, b orb.Point, distance float64) float64 {
	var near [][2]float64
	n.around(a, b, distance, func(c, d orb.Point) {
		if from, to, ok := stretch(a, b, c, d, distance); ok {
			near = append(near, [2]float64{from, to})
		}
	})
	slices.SortFunc(near, func(x, y [2]float64) int { return cmp.Compare(x[0], y[0]) })
	share, end := 0.0, 0.0
	for _, s := range near {
		if from := max(s[0], end); s[1] > from {
			share += s[1] - from
			end = s[1]
		}
	}
	return share * math.Sqrt(squared(a, b))
}

// stretch is the part of the edge a-b, as shares of its way, that is within a distance of the edge c-d: the edge runs through
// a box around c-d and a circle around each end, which together have no dent, so it is one stretch.
func stretch(a, b, c, d orb.Point, distance float64) (from, to float64, ok bool) {
	from, to = math.Inf(1), math.Inf(-1)
	add := func(low, high float64) {
		if low, high = max(low, 0), min(high, 1); low <= high {
			from, to, ok = min(from, low), max(to, high), true
		}
	}
	dx, dy := b[0]-a[0], b[1]-a[1]
	long := dx*dx + dy*dy
	if long == 0 {
		return 0, 0, false
	}
	for _, q := range [...]orb.Point{c, d} {
		middle := ((q[0]-a[0])*dx + (q[1]-a[1])*dy) / long
		off := ((q[0]-a[0])*dy - (q[1]-a[1])*dx) / math.Sqrt(long)
		if half := distance*distance - off*off; half >= 0 {
			half = math.Sqrt(half / long)
			add(middle-half, middle+half)
		}
	}
	ux, uy := d[0]-c[0], d[1]-c[1]
	size := math.Hypot(ux, uy)
	if size == 0 {
		return from, to, ok
	}
	ux, uy = ux/size, uy/size
	low, high := 0.0, 1.0
	clip := func(at, rate, least, most float64) { // where least ≤ at + f·rate ≤ most
		switch {
		case rate > 0:
			low, high = max(low, (least-at)/rate), min(high, (most-at)/rate)
		case rate < 0:
			low, high = max(low, (most-at)/rate), min(high, (least-at)/rate)
		case at < least || at > most:
			low, high = 1, 0
		}
	}
	clip((a[0]-c[0])*ux+(a[1]-c[1])*uy, dx*ux+dy*uy, 0, size)
	clip((a[0]-c[0])*uy-(a[1]-c[1])*ux, dx*uy-dy*ux, -distance, distance)
	add(low, high)
	return from, to, ok
}
