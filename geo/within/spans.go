package within

import (
	"cmp"
	"slices"
	"sort"

	"github.com/paulmach/orb"
)

// manyEdges is from how many edges on a run is looked through by its spans.
// Where a line goes to and fro across a row, hundreds of edges may lie side by
// side in it.
const manyEdges = 16

// A span is an edge of a run that goes through the row from its foot to its
// head. Every northing of the row meets it, so it matters only on which side of
// it a point lies: mostly that is told by its box.
type span struct {
	west, east float64 // of the edge within the row, with a margin
	most       float64 // the easternmost east of this one and those before it
	edge       edge
	behind     int32 // what this one and those after it add to the winding number of a point west of them all
}

// mostSpans is how many spans there may be for each vertex: their memory is
// five times that of an edge in a run.
const mostSpans = 3

// useSpans takes the spans out of the edges of long runs of one ring, which are
// then in the order of their west.
func (b *Boundary) useSpans() {
	c, r := &b.cells, &b.runs
	kept := int32(0)
	for row := range c.rows {
		foot := c.low[1] + float64(row)/c.scale[1] - margin
		head := c.low[1] + float64(row+1)/c.scale[1] + margin
		for i := r.rows[row]; i < r.rows[row+1]; i++ {
			one := &r.all[i]
			one.spans = int32(len(r.spans))
			one.spansEnd = one.spans
			edges := r.edges[one.edges:one.end]
			long := len(edges) >= manyEdges && edges[0].ring == edges[len(edges)-1].ring &&
				len(r.spans)+len(edges) <= mostSpans*len(b.points)
			one.edges = kept
			for _, e := range edges {
				from, to := b.points[e.to-1], b.points[e.to]
				if !long || min(from[1], to[1]) > foot || max(from[1], to[1]) < head {
					r.edges[kept] = e
					kept++
					continue
				}
				slope := (to[0] - from[0]) / (to[1] - from[1])
				x0, x1 := from[0]+slope*(foot-from[1]), from[0]+slope*(head-from[1])
				r.spans = append(r.spans, span{west: min(x0, x1) - margin, east: max(x0, x1) + margin, edge: e})
			}
			one.end = kept
			one.spansEnd = int32(len(r.spans))
			b.order(r.spans[one.spans:])
		}
	}
	r.edges = r.edges[:kept]
}

func (b *Boundary) order(spans []span) {
	slices.SortFunc(spans, func(x, y span) int { return cmp.Compare(x.west, y.west) })
	behind := int32(0)
	for i := len(spans) - 1; i >= 0; i-- {
		e := spans[i].edge
		if b.points[e.to][1] > b.points[e.to-1][1] {
			behind++
		} else {
			behind--
		}
		spans[i].behind = behind
	}
	for i := range spans {
		spans[i].most = spans[i].east
		if i > 0 {
			spans[i].most = max(spans[i].most, spans[i-1].most)
		}
	}
}

// pass adds the spans east of a point to a winding number, and reports whether
// the point lies on one. Only those whose box it lies in are asked.
func (b *Boundary) pass(p orb.Point, spans []span, winding int32) (_ int32, onLine bool) {
	first := sort.Search(len(spans), func(i int) bool { return spans[i].west > p[0] })
	if first < len(spans) {
		winding += spans[first].behind
	}
	for i := first - 1; i >= 0 && spans[i].most >= p[0]; i-- {
		if spans[i].east >= p[0] {
			turn, on := b.cross(p, spans[i].edge)
			winding, onLine = winding+turn, onLine || on
		}
	}
	return winding, onLine
}
