package within

import "github.com/paulmach/orb"

// slabs are strips of equal height from west to east, each with the edges that
// reach into it, in the order of the rings. An edge that spans many slabs is in
// each of them, so their number is chosen such that all lists together are at
// most some six times as long as there are edges.
type slabs struct {
	low, scale float64 // the first one's foot, and how many there are to the metre
	last       int     // index of the last
	starts     []int32 // where each one's list begins within edges, and an end
	edges      []edge
}

// edge goes from points[to-1] to points[to].
type edge struct{ to, ring int32 }

// slabsAcross is how many edges a line from west to east may meet on average
// for there to be as many slabs as edges.
const slabsAcross = 4

func (b *Boundary) fillSlabs(t *travel) {
	s := &b.slabs
	count := 1
	if height := b.bound.Max[1] - b.bound.Min[1]; height > 0 && !b.plain {
		across := max(1, t.way[1]/height/slabsAcross)
		count = max(1, int(float64(t.edges)/across))
		s.low, s.scale = b.bound.Min[1], float64(count)/height
	}
	s.last = count - 1
	// While the lists are counted and filled, starts[k+1] is where the next edge
	// of slab k goes; at the end that is where slab k+1 starts.
	s.starts = make([]int32, count+2)
	b.eachEdge(func(from, to int, _ edge) {
		for k := from; k <= to; k++ {
			s.starts[k+2]++
		}
	})
	for k := 2; k < len(s.starts); k++ {
		s.starts[k] += s.starts[k-1]
	}
	s.edges = make([]edge, s.starts[count+1])
	b.eachEdge(func(from, to int, e edge) {
		for k := from; k <= to; k++ {
			s.edges[s.starts[k+1]] = e
			s.starts[k+1]++
		}
	})
	s.starts = s.starts[:count+1]
}

// eachEdge gives the edges, each with the slabs from and to that it reaches
// into. Repeated points make no edge.
func (b *Boundary) eachEdge(visit func(from, to int, e edge)) {
	for i, r := range b.rings {
		if r.first == r.end {
			continue
		}
		last := b.slabs.index(b.points[r.first][1])
		for to := r.first + 1; to < r.end; to++ {
			k := b.slabs.index(b.points[to][1])
			if b.points[to-1] != b.points[to] {
				visit(min(last, k), max(last, k), edge{to, int32(i)})
			}
			last = k
		}
	}
}

// index is the slab of a northing, the nearest for one that is in none. It
// never falls as y rises, so an edge is in the slab of every northing between
// its ends.
func (s *slabs) index(y float64) int {
	if s.last == 0 {
		return 0
	}
	return min(max(int((y-s.low)*s.scale), 0), s.last)
}

// ask puts the question to the edges of the point's slab. The order is that of
// shape.Covers: an outline decides unless the point is inside, then the first
// hole that has the point inside or on its line.
func (b *Boundary) ask(p orb.Point) Place {
	k := b.slabs.index(p[1])
	edges := b.slabs.edges[b.slabs.starts[k]:b.slabs.starts[k+1]]
	best, here, part := Outside, Outside, int32(-1)
	for len(edges) > 0 {
		r := &b.rings[edges[0].ring]
		var place Place
		place, edges = b.inRing(p, edges)
		switch {
		case !r.hole:
			if best = max(best, here); best == Inside {
				return Inside
			}
			here, part = place, r.part
		case r.part != part: // its outline does not come near: the point is outside
		case here == Inside && place == Inside:
			here = Outside
		case here == Inside && place == OnLine:
			here = OnLine
		}
	}
	return max(best, here)
}

// inRing places a point in the first edge's ring, and returns the edges of the
// other rings. The rule is that of shape.Covers, operation for operation.
func (b *Boundary) inRing(p orb.Point, edges []edge) (Place, []edge) {
	winding, onLine, i := 0, false, 0
	for ring := edges[0].ring; i < len(edges) && edges[i].ring == ring; i++ {
		from, to := &b.points[edges[i].to-1], &b.points[edges[i].to]
		fromAbove, toAbove := from[1] > p[1], to[1] > p[1]
		if fromAbove == toAbove && from[1] != p[1] && to[1] != p[1] {
			continue
		}
		// float64() keeps the compiler from fusing the products into one rounding.
		side := float64((to[0]-from[0])*(p[1]-from[1])) - float64((p[0]-from[0])*(to[1]-from[1]))
		switch {
		case side == 0 && between(from[0], p[0], to[0]) && between(from[1], p[1], to[1]):
			onLine = true
		case side > 0 && !fromAbove && toAbove:
			winding++
		case side < 0 && fromAbove && !toAbove:
			winding--
		}
	}
	switch {
	case onLine:
		return OnLine, edges[i:]
	case winding != 0:
		return Inside, edges[i:]
	}
	return Outside, edges[i:]
}

func between(a, v, b float64) bool { return a <= v && v <= b || b <= v && v <= a }
