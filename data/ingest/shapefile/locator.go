package shapefile

import (
	"math"

	"github.com/paulmach/orb"
)

// side is where a point lies as to a ring.
type side int

const (
	outside side = iota
	onEdge
	inside
)

// contains is true of a ring within another. Its first point that is not on the other's edge decides; of a ring that has none,
// the middle of its sides.
func (s *sorter) contains(shell, ring int) bool {
	if s.work < 0 || !s.outlines[shell].box.Contains(s.outlines[ring].box.Min) || !s.outlines[shell].box.Contains(s.outlines[ring].box.Max) {
		return false
	}
	in, points := &s.outlines[shell].within, s.outlines[ring].points
	for _, p := range points {
		if at := in.locate(p, &s.work); at != onEdge {
			return at == inside
		}
	}
	for i, p := range points {
		q := points[(i+1)%len(points)]
		if at := in.locate(orb.Point{(p[0] + q[0]) / 2, (p[1] + q[1]) / 2}, &s.work); at != onEdge {
			return at == inside
		}
	}
	return true
}

// locator tells on which side of a ring points lie. A ring that is asked often sorts its edges into bands of like height.
type locator struct {
	ring   orb.Ring
	asked  int
	low    float64
	bands  float64 // to one unit of height
	starts []int32 // of each band among edges
	edges  []int32
}

func (l *locator) locate(p orb.Point, work *int) side {
	const few, seldom = 32, 4
	if l.asked++; l.asked == seldom && len(l.ring) > few {
		l.sort()
	}
	in := outside
	look := func(i int) bool {
		*work--
		crossed, touched := crosses(l.ring[i], l.ring[(i+1)%len(l.ring)], p)
		if crossed {
			in = inside - in
		}
		return !touched && *work >= 0
	}
	if l.starts == nil {
		for i := range l.ring {
			if !look(i) {
				return onEdge
			}
		}
		return in
	}
	band := l.band(p[1])
	if band < 0 || band >= len(l.starts)-1 {
		return outside
	}
	for _, i := range l.edges[l.starts[band]:l.starts[band+1]] {
		if !look(int(i)) {
			return onEdge
		}
	}
	return in
}

// crosses looks along a line to the right of p: is it crossed by the edge, or p on the edge itself.
func crosses(a, b, p orb.Point) (crossed, touched bool) {
	ax, ay, bx, by := a[0]-p[0], a[1]-p[1], b[0]-p[0], b[1]-p[1]
	turn := ax*by - ay*bx
	if turn == 0 && min(ax, bx) <= 0 && max(ax, bx) >= 0 && min(ay, by) <= 0 && max(ay, by) >= 0 {
		return false, true
	}
	return (ay > 0) != (by > 0) && (turn > 0) == (by > ay), false
}

func (l *locator) band(y float64) int { return int(math.Floor((y - l.low) * l.bands)) }

// sort puts each edge into all bands that it reaches. There are as many bands as keep that to a few for each edge.
func (l *locator) sort() {
	low, high := l.ring[0][1], l.ring[0][1]
	for _, p := range l.ring {
		low, high = min(low, p[1]), max(high, p[1])
	}
	const most, each = 1 << 16, 4
	for n := min(len(l.ring), most); n > 1; n /= 2 {
		l.low, l.bands = low, float64(n)/(high-low)
		if math.IsInf(l.bands, 0) || math.IsInf(high-low, 0) || math.IsNaN(l.bands) {
			return
		}
		sizes := make([]int32, n+2)
		total := 0
		for i := range l.ring {
			from, to := l.reach(i)
			total += to - from + 1
			if total > each*len(l.ring) {
				break
			}
			for b := from; b <= to; b++ {
				sizes[b+1]++
			}
		}
		if total <= each*len(l.ring) {
			l.fill(sizes, total)
			return
		}
	}
}

func (l *locator) reach(i int) (from, to int) {
	a, b := l.band(l.ring[i][1]), l.band(l.ring[(i+1)%len(l.ring)][1])
	return min(a, b), max(a, b)
}

func (l *locator) fill(sizes []int32, total int) {
	for b := 1; b < len(sizes); b++ {
		sizes[b] += sizes[b-1]
	}
	next := append([]int32(nil), sizes...)
	l.edges = make([]int32, total)
	for i := range l.ring {
		from, to := l.reach(i)
		for b := from; b <= to; b++ {
			l.edges[next[b]] = int32(i)
			next[b]++
		}
	}
	l.starts = sizes
}
