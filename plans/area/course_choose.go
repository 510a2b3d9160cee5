package area

import (
	"cmp"
	"math"
	"slices"

	"terrier/geo/shape"
)

// leg is a part of a ring, in metres from its beginning, and the index in beside of what it follows; nothing is -1.
type leg struct {
	from, to float64
	along    int
}

const nothing = -1

// mostChoices is how many things that are followed beside each other, counted anew wherever one begins or ends, are weighed.
const mostChoices = 2_000_000

// price is what a choice of legs costs, and how long something must be followed to be among them.
type price struct{ leg, least float64 }

var errTangled = &shape.Problem{Kind: shape.Tangled, Message: "There are more lines along a boundary than can be told apart.", Remedy: "Look at a smaller area."}

// choose cuts a part of a ring into the legs that cost least. Where the part is the whole ring its ends mean nothing: it is cut a second time at a place
// where legs meet.
func (t *telling) choose(from, to float64, of []*besideWay, p price) ([]leg, error) {
	legs, err := t.cheapest(from, to, of, p)
	whole := to-from >= t.way.Length()-1e-6
	if err != nil || !whole || len(legs) == 1 {
		return legs, err
	}
	middle := slices.MinFunc(legs[1:], func(a, b leg) int {
		return cmp.Compare(costOf(math.Abs(a.from-(from+to)/2)), costOf(math.Abs(b.from-(from+to)/2)))
	})
	legs, err = t.cheapest(middle.from, middle.from+to-from, of, p)
	if err != nil {
		return nil, err
	}
	return t.turned(legs, from), nil
}

// turned are the legs of a whole ring from the one on which a place lies.
func (t *telling) turned(legs []leg, at float64) []leg {
	long := t.way.Length()
	if first, last := legs[0], legs[len(legs)-1]; len(legs) > 1 && first.along == last.along && t.keeps(first.along, last.from, first.to+long) {
		legs = append([]leg{{last.from - long, first.to, first.along}}, legs[1:len(legs)-1]...)
	}
	const same = 1e-6
	for off := -long; off <= long; off += long {
		for i, l := range legs {
			if l.from+off <= at+same && l.to+off > at+same {
				turned := make([]leg, 0, len(legs))
				for k := range legs {
					l := legs[(i+k)%len(legs)]
					by := off
					if i+k >= len(legs) {
						by += long
					}
					turned = append(turned, leg{l.from + by, l.to + by, l.along})
				}
				return turned
			}
		}
	}
	return legs
}

// run is where the way can be said to follow something.
type run struct {
	shape.Span
	along int // index of beside
}

// cheapest cuts a part of a ring, whose ends are given, into legs.
func (t *telling) cheapest(from, to float64, of []*besideWay, p price) ([]leg, error) {
	var runs []run
	places := []float64{from, to}
	for i, b := range of {
		for _, s := range b.runs(from, to, p.least) {
			s = t.toCorners(b, s, from, to)
			runs = append(runs, run{s, i})
			places = append(places, s.From, s.To)
		}
	}
	places = apart(places)
	slices.SortStableFunc(runs, func(a, b run) int { return cmp.Compare(a.From, b.From) })
	legs, err := t.weigh(places, runs, of, p)
	if err != nil {
		return nil, err
	}
	for i, l := range legs {
		if l.along != nothing {
			legs[i].along = of[l.along].edge
		}
	}
	return t.settled(legs), nil
}

// toCorners moves the ends of a run to corners that are near, where it still follows.
func (t *telling) toCorners(b *besideWay, s shape.Span, from, to float64) shape.Span {
	near := func(at float64) float64 {
		if corner := t.way.Corner(at); math.Abs(corner-at) <= CornerReach && corner >= from && corner <= to {
			return corner
		}
		return at
	}
	if moved := (shape.Span{From: near(s.From), To: near(s.To)}); moved.From < moved.To && b.follows(moved.From, moved.To) {
		return moved
	}
	return s
}

// apart are places in order, those within a millimetre of each other as the first of them; the last stays.
func apart(places []float64) []float64 {
	slices.Sort(places)
	last := places[len(places)-1]
	all := places[:1]
	for _, p := range places[1:] {
		if p-all[len(all)-1] > 0.001 {
			all = append(all, p)
		}
	}
	all[len(all)-1] = last
	return all
}

// weighed is what it costs to have come to the end of a piece along something.
type weighed struct {
	along, before int // before: index among those of the piece before
	cost          cost
}

// cost is in tenths of a millimetre: whole numbers, so that what costs the same does so wherever the area lies.
type cost int64

func costOf(metres float64) cost { return cost(math.Round(metres * 10_000)) }

// weigh finds the legs that cost least, piece by piece between places: each can be told as a part of the leg before, or begin another.
func (t *telling) weigh(places []float64, runs []run, of []*besideWay, p price) ([]leg, error) {
	pieces := make([][]weighed, len(places)-1)
	var open []run
	choices, best := 0, 0
	for i := range pieces {
		from, to := places[i], places[i+1]
		middle := (from + to) / 2
		for len(runs) > 0 && runs[0].From < middle {
			open = append(open, runs[0])
			runs = runs[1:]
		}
		open = slices.DeleteFunc(open, func(r run) bool { return r.To < middle })
		slices.SortStableFunc(open, func(a, b run) int { return cmp.Compare(a.along, b.along) })
		if choices += len(open) + 1; choices > mostChoices {
			return nil, errTangled
		}
		before, k := []weighed(nil), 0
		if i > 0 {
			before = pieces[i-1]
		}
		add := func(along int, start, metres cost) {
			w := weighed{along, best, start}
			if before != nil {
				w.cost += before[best].cost
			}
			for ; k < len(before) && before[k].along < along; k++ {
			}
			if k < len(before) && before[k].along == along && before[k].cost <= w.cost {
				w.before, w.cost = k, before[k].cost
			}
			w.cost += metres
			pieces[i] = append(pieces[i], w)
		}
		add(nothing, costOf(p.leg), costOf(to-from))
		for n, r := range open {
			if n > 0 && open[n-1].along == r.along {
				continue
			}
			b := of[r.along]
			ranked := float64(rank[t.edges[b.edge].Kind])
			add(r.along, costOf(p.leg+ranked), costOf(max(0, to-from-b.metres(from, to)))+costOf(ranked*1e-4*(to-from)))
		}
		best = cheapestOf(pieces[i])
	}
	return walkBack(places, pieces, best), nil
}

func cheapestOf(choices []weighed) (best int) {
	for i, w := range choices {
		if w.cost < choices[best].cost {
			best = i
		}
	}
	return best
}

func walkBack(places []float64, pieces [][]weighed, best int) []leg {
	var legs []leg
	for i := len(pieces) - 1; i >= 0; i-- {
		w := pieces[i][best]
		if n := len(legs); n > 0 && legs[n-1].along == w.along {
			legs[n-1].from = places[i]
		} else {
			legs = append(legs, leg{places[i], places[i+1], w.along})
		}
		best = w.before
	}
	slices.Reverse(legs)
	return legs
}
