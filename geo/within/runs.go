package within

import (
	"sync"

	"github.com/paulmach/orb"
)

// A run is a stretch of cells side by side in a row that edges come near. What
// a ray from a point in it meets on its way east is among the run's edges until
// it comes to the clear cell behind; what lies further on is summed up in the
// winding numbers there, which are the same for the whole height of the row.
// Only parts that have an edge in the run need them: of any other, the whole run
// is outside.
type run struct {
	first, last int32 // its columns
	edges, end  int32 // its edges within runs.edges
	bases, stop int32 // the winding numbers behind it within runs.bases
}

// edge goes from points[to-1] to points[to].
type edge struct{ to, ring int32 }

// base is the winding number of a ring, where it is not zero.
type base struct{ ring, winding int32 }

type runs struct {
	rows  []int32 // where each row's runs begin within all, and an end
	all   []run   // from west to east
	edges []edge  // run after run, in the order of the rings
	bases []base
}

// piece is where an edge lies in a row.
type piece struct {
	edge
	row, column int32
}

// drawn lends what holds the pieces of an area while it is prepared: a third of
// all the memory that this takes.
var drawn = sync.Pool{New: func() any { return new([]piece) }}

// fill draws the edges into a grid over what is around them, and makes its runs.
func (b *Boundary) fill(around orb.Bound, t *travel) {
	c := &b.cells
	c.size(around, t)
	c.what = make([]int32, c.columns*c.rows)
	for i := range c.what {
		c.what[i] = clearOutside
	}
	held := drawn.Get().(*[]piece)
	defer drawn.Put(held)
	pieces := (*held)[:0]
	b.eachEdge(func(e edge) {
		c.eachRow(b.points[e.to-1], b.points[e.to], func(row, first, last int) {
			cells := c.what[row*c.columns:][:c.columns]
			for k := first; k <= last; k++ {
				cells[k] = 0
			}
			pieces = append(pieces, piece{e, int32(row), int32(first)})
		})
	})
	*held = pieces
	b.findRuns()
	b.shareOut(pieces)
	b.sweep()
	c.sum()
}

// fillPlain makes one run of all edges.
func (b *Boundary) fillPlain() {
	b.cells = cells{columns: 1, rows: 1, what: []int32{0}}
	b.eachEdge(func(e edge) { b.runs.edges = append(b.runs.edges, e) })
	b.runs.rows, b.runs.all = []int32{0, 1}, []run{{end: int32(len(b.runs.edges))}}
}

// eachEdge gives the edges in the order of the rings. Repeated points make
// none.
func (b *Boundary) eachEdge(visit func(edge)) {
	for i, r := range b.rings {
		for to := r.first + 1; to < r.end; to++ {
			if b.points[to-1] != b.points[to] {
				visit(edge{to, int32(i)})
			}
		}
	}
}

// findRuns numbers the runs in the cells.
func (b *Boundary) findRuns() {
	c, r := &b.cells, &b.runs
	r.rows = make([]int32, 0, c.rows+1)
	for row := range c.rows {
		r.rows = append(r.rows, int32(len(r.all)))
		cells := c.what[row*c.columns:][:c.columns]
		for k := 0; k < len(cells); k++ {
			if cells[k] < 0 {
				continue
			}
			first := k
			for ; k < len(cells) && cells[k] >= 0; k++ {
				cells[k] = int32(len(r.all))
			}
			r.all = append(r.all, run{first: int32(first), last: int32(k - 1)})
		}
	}
	r.rows = append(r.rows, int32(len(r.all)))
}

// shareOut gives each run its edges. In a row an edge's cells are side by side,
// so it is in one run of each row.
func (b *Boundary) shareOut(pieces []piece) {
	c, r := &b.cells, &b.runs
	for _, p := range pieces {
		r.all[c.what[int(p.row)*c.columns+int(p.column)]].end++
	}
	next := int32(0)
	for i := range r.all {
		r.all[i].edges, next = next, next+r.all[i].end
		r.all[i].end = r.all[i].edges
	}
	r.edges = make([]edge, next)
	for _, p := range pieces {
		one := &r.all[c.what[int(p.row)*c.columns+int(p.column)]]
		r.edges[one.end] = p.edge
		one.end++
	}
}

// sweep goes through each row from the east, where everything is outside, and
// notes the winding numbers behind each run and the place of the clear cells. A
// run that lies inside a part that has no edge in it is as good as clear.
func (b *Boundary) sweep() {
	w := newWindings(b)
	c, r := &b.cells, &b.runs
	for row := range c.rows {
		cells := c.what[row*c.columns:][:c.columns]
		// Any northing of the row will do: no edge begins or ends in a clear cell.
		y := c.low[1] + (float64(row)+0.5)/c.scale[1]
		east := int32(c.columns)
		for i := r.rows[row+1] - 1; i >= r.rows[row]; i-- {
			one := &r.all[i]
			edges := r.edges[one.edges:one.end]
			w.place(cells[one.last+1 : east])
			if w.meet(edges) {
				w.place(cells[one.first : one.last+1])
			} else {
				one.bases = int32(len(r.bases))
				r.bases = w.appendTo(r.bases)
				one.stop = int32(len(r.bases))
			}
			for _, e := range edges {
				fromAbove, toAbove := b.points[e.to-1][1] > y, b.points[e.to][1] > y
				switch {
				case !fromAbove && toAbove:
					w.turn(e.ring, 1)
				case fromAbove && !toAbove:
					w.turn(e.ring, -1)
				}
			}
			east = one.first
		}
		w.place(cells[:east])
	}
}

// ask puts the question to edges and winding numbers of a run. The order is
// that of shape.Covers: beyond the reach of its area an outline has the point
// outside; it decides unless the point is inside, then the first hole does that
// has the point inside or on its line.
func (b *Boundary) ask(p orb.Point, edges []edge, bases []base) Place {
	best, here, part := Outside, Outside, int32(-1)
	for len(edges) > 0 || len(bases) > 0 {
		ring, winding := int32(0), int32(0)
		if len(bases) > 0 && (len(edges) == 0 || bases[0].ring <= edges[0].ring) {
			ring, winding = bases[0].ring, bases[0].winding
			bases = bases[1:]
		} else {
			ring = edges[0].ring
		}
		var place Place
		place, edges = b.inRing(p, ring, winding, edges)
		r := &b.rings[ring]
		switch {
		case !r.hole:
			if best = max(best, here); best == Inside {
				return Inside
			}
			if here, part = place, r.part; here != Outside && !b.reached(p, ring) {
				here = Outside
			}
		case r.part != part: // its outline does not come near: the point is outside
		case here == Inside && place == Inside:
			here = Outside
		case here == Inside && place == OnLine:
			here = OnLine
		}
	}
	return max(best, here)
}

// inRing places a point in a ring that has this winding number behind the run,
// and returns the edges of the other rings. The rule is that of shape.Covers,
// operation for operation.
func (b *Boundary) inRing(p orb.Point, ring, winding int32, edges []edge) (Place, []edge) {
	onLine, i := false, 0
	for ; i < len(edges) && edges[i].ring == ring; i++ {
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
