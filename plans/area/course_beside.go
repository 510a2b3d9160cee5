package area

import (
	"math"
	"sort"

	"terrier/geo/shape"
)

// besideWay is where a ring is beside one edge.
type besideWay struct {
	edge  int // index of telling.edges, which are in the order of rank
	round float64
	spans []shape.Span
	sums  []float64 // metres of the spans before each
	total float64
}

func newBeside(edge int, round float64, spans []shape.Span) *besideWay {
	b := &besideWay{edge: edge, round: round, spans: spans}
	for _, s := range spans {
		b.sums = append(b.sums, b.total)
		b.total += s.To - s.From
	}
	return b
}

// until is how many metres of the way are beside the edge from its beginning to a place; it goes on with the second time round.
func (b *besideWay) until(at float64) float64 {
	rounds := math.Floor(at / b.round)
	at -= rounds * b.round
	i := sort.Search(len(b.spans), func(i int) bool { return b.spans[i].From > at })
	if i == 0 {
		return rounds * b.total
	}
	return rounds*b.total + b.sums[i-1] + min(at, b.spans[i-1].To) - b.spans[i-1].From
}

func (b *besideWay) metres(from, to float64) float64 { return b.until(to) - b.until(from) }

// follows says whether the way follows the edge from a place to another.
func (b *besideWay) follows(from, to float64) bool {
	return b.metres(from, to) >= BesideShare*(to-from)
}

// within are the spans between two places, no more than one round apart.
func (b *besideWay) within(from, to float64) []shape.Span {
	var all []shape.Span
	for off := math.Floor(from/b.round) * b.round; off < to; off += b.round {
		first := sort.Search(len(b.spans), func(i int) bool { return b.spans[i].To+off > from })
		for _, s := range b.spans[first:] {
			s = shape.Span{From: max(s.From+off, from), To: min(s.To+off, to)}
			if s.From >= s.To {
				break
			}
			if n := len(all); n > 0 && s.From-all[n-1].To < 1e-6 { // over the beginning of the ring
				all[n-1].To = s.To
				continue
			}
			all = append(all, s)
		}
	}
	return all
}

// runs are where the way follows the edge between two places: spans with less than ShortStretch between them, as long as they keep BesideShare, of
// at least so many metres.
func (b *besideWay) runs(from, to, least float64) []shape.Span {
	var all []shape.Span
	last := shape.Span{From: math.Inf(-1), To: math.Inf(-1)}
	keep := func() {
		if last.To-last.From >= least {
			all = append(all, last)
		}
	}
	for _, s := range b.within(from, to) {
		if s.From-last.To < ShortStretch && b.follows(last.From, s.To) {
			last.To = s.To
			continue
		}
		keep()
		last = s
	}
	keep()
	return all
}
