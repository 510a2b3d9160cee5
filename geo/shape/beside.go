package shape

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Span is a part of a way, in metres from its beginning.
type Span struct{ From, To float64 }

// mostBeside is how many pairs of pieces, one of the way and one of a line, are measured: a line of 50,000 corners with a street or a boundary
// along each of its edges has less than a tenth of it.
const mostBeside = 4_000_000

// A long edge has a large box, in which much lies that is not near. So ways and lines are cut into pieces of so many metres, or of so much of
// their length that there are no more than so many.
const (
	pieceLength = 100.0
	mostPieces  = 200_000
)

// Beside says of each line where a way is within a distance of it, in metres: in order, apart from each other, within one time round. [Along]
// does so for one line and gives only the length. It is refused with a [*Problem] of kind [Tangled] where there is too much to measure.
func Beside(w *Way, within float64, lines []orb.MultiLineString) ([][]Span, error) {
	if len(lines) == 0 {
		return nil, nil
	}
	s := besides{within: within, box: orb.MultiPoint(w.corners).Bound().Pad(within)}
	longest := max(pieceLength, w.Length()/mostPieces)
	var boxes []edgeBox
	for i := range w.corners {
		a, b, long := w.corner(i), w.corner(i+1), w.at[i+1]-w.at[i]
		eachPiece(a, b, longest, func(c, d orb.Point, from, to float64) {
			s.pieces = append(s.pieces, piece{a: c, b: d, from: w.at[i] + from*long, to: w.at[i] + to*long})
			boxes = append(boxes, edgeBox{lowest(c, d), highest(c, d)})
		})
	}
	s.boxes = newRunBoxes(boxes)
	total := 0.0
	for _, line := range lines {
		s.eachNear(line, func(a, b orb.Point) { total += math.Sqrt(squared(a, b)) })
	}
	longest = max(pieceLength, total/mostPieces)
	all := make([][]Span, len(lines))
	for i, line := range lines {
		var found []Span
		s.eachNear(line, func(a, b orb.Point) {
			eachPiece(a, b, longest, func(c, d orb.Point, _, _ float64) { found = s.search(c, d, found) })
		})
		if s.measured > mostBeside {
			return nil, problemAt(Tangled, w.corners[0], "There are more lines along a boundary than can be measured.")
		}
		all[i] = merged(found)
	}
	return all, nil
}

// piece is a piece of an edge of the way.
type piece struct {
	a, b     orb.Point
	from, to float64
}

type besides struct {
	pieces   []piece
	boxes    *runBoxes
	box      orb.Bound // of the way, with the distance around it
	within   float64
	measured int
}

// eachNear visits the edges of a line that can be near, cut at the box of the way.
func (s *besides) eachNear(line orb.MultiLineString, visit func(a, b orb.Point)) {
	for _, part := range line {
		for k := 1; k < len(part) && s.measured <= mostBeside; k++ {
			if a, b, ok := s.reaching(part[k-1], part[k]); ok {
				visit(a, b)
			}
		}
	}
}

// reaching is the part of an edge of a line that can be near: what of it lies in the box of the way.
func (s *besides) reaching(a, b orb.Point) (orb.Point, orb.Point, bool) {
	low, high := lowest(a, b), highest(a, b)
	if a == b || !finite(a) || !finite(b) || low[0] > s.box.Max[0] || high[0] < s.box.Min[0] || low[1] > s.box.Max[1] || high[1] < s.box.Min[1] {
		return a, b, false
	}
	from, to := 0.0, 1.0
	for axis := range 2 {
		if d := b[axis] - a[axis]; d != 0 {
			one, other := (s.box.Min[axis]-a[axis])/d, (s.box.Max[axis]-a[axis])/d
			from, to = max(from, min(one, other)), min(to, max(one, other))
		}
	}
	if from > to {
		return a, b, false
	}
	return pointAt(a, b, from), pointAt(a, b, to), true
}

// search adds where the way is near a piece of a line.
func (s *besides) search(c, d orb.Point, found []Span) []Span {
	low, high := lowest(c, d), highest(c, d)
	for axis := range 2 {
		low[axis], high[axis] = low[axis]-s.within, high[axis]+s.within
	}
	s.boxes.search(edgeBox{low, high}, func(i int) bool {
		p := s.pieces[i]
		s.measured++
		if from, to, ok := stretch(p.a, p.b, c, d, s.within); ok && to > from {
			long := p.to - p.from
			found = append(found, Span{p.from + from*long, p.from + to*long})
		}
		return s.measured <= mostBeside
	})
	return found
}

// merged are spans in order, as one where they touch.
func merged(spans []Span) []Span {
	const touching = 1e-6 // metres: where one piece ends and the next begins there is no gap
	slices.SortFunc(spans, func(a, b Span) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	var all []Span
	for _, s := range spans {
		if n := len(all); n > 0 && s.From <= all[n-1].To+touching {
			all[n-1].To = max(all[n-1].To, s.To)
			continue
		}
		all = append(all, s)
	}
	return all
}

// eachPiece cuts an edge into equal pieces, given with their shares of it.
func eachPiece(a, b orb.Point, longest float64, visit func(c, d orb.Point, from, to float64)) {
	n := max(math.Ceil(math.Sqrt(squared(a, b))/longest), 1)
	last := a
	for i := 1.0; i <= n; i++ {
		next := pointAt(a, b, i/n)
		visit(last, next, (i-1)/n, i/n)
		last = next
	}
}

func pointAt(a, b orb.Point, share float64) orb.Point {
	switch share {
	case 0:
		return a
	case 1:
		return b
	}
	return orb.Point{a[0] + share*(b[0]-a[0]), a[1] + share*(b[1]-a[1])}
}

func lowest(a, b orb.Point) [2]float64  { return [2]float64{min(a[0], b[0]), min(a[1], b[1])} }
func highest(a, b orb.Point) [2]float64 { return [2]float64{max(a[0], b[0]), max(a[1], b[1])} }
