package area

// settled are legs of which each follows what it is said to follow, and what follows nothing is not short where a neighbour can take it.
func (t *telling) settled(legs []leg) []leg {
	var all []leg
	for _, l := range legs {
		for _, l := range t.shrunk(l) {
			all = t.joinedTo(all, l)
		}
	}
	for i := 0; i < len(all); i++ {
		if l := all[i]; l.along != nothing || l.to-l.from >= ShortStretch {
			continue
		}
		var taken bool
		if all, taken = t.absorb(all, i); taken {
			i = max(i-2, -1)
		}
	}
	return t.met(all)
}

// met are legs of which those that follow something meet half way where both do, and no corner says better: what one leaves and the other begins with
// is told 3 m too late and 3 m too early.
func (t *telling) met(legs []leg) []leg {
	for i := 1; i < len(legs); i++ {
		a, b := &legs[i-1], &legs[i]
		if a.along == nothing || b.along == nothing || t.way.Corner(a.to) == a.to {
			continue
		}
		until, since := a.to, b.from
		for _, s := range t.by[a.along].within(a.to-1e-3, a.to+CornerReach) {
			if s.From <= a.to {
				until = s.To
			}
		}
		for _, s := range t.by[b.along].within(b.from-CornerReach, b.from+1e-3) {
			if s.To >= b.from {
				since = s.From
			}
		}
		if middle := (since + until) / 2; until-since < CornerReach && middle > a.from && middle < b.to && t.keeps(a.along, a.from, middle) && t.keeps(b.along, middle, b.to) {
			a.to, b.from = middle, middle
		}
	}
	return legs
}

// joinedTo adds a leg, as a part of the last one where they follow the same.
func (t *telling) joinedTo(legs []leg, l leg) []leg {
	if n := len(legs); n > 0 && legs[n-1].along == l.along && t.keeps(l.along, legs[n-1].from, l.to) {
		legs[n-1].to = l.to
		return legs
	}
	return append(legs, l)
}

// keeps says whether a leg from a place to another can be said to follow something; every leg follows nothing.
func (t *telling) keeps(along int, from, to float64) bool {
	return along == nothing || t.by[along].follows(from, to)
}

// shrunk takes from the ends of a leg what keeps it from following what it is said to follow: the choice of legs may cut a run where little of it is
// left beside a gap.
func (t *telling) shrunk(l leg) []leg {
	if t.keeps(l.along, l.from, l.to) {
		return []leg{l}
	}
	spans := t.by[l.along].within(l.from, l.to)
	for len(spans) > 0 && !t.keeps(l.along, spans[0].From, spans[len(spans)-1].To) {
		if first, last := spans[0], spans[len(spans)-1]; costOf(first.To-first.From) < costOf(last.To-last.From) {
			spans = spans[1:]
		} else {
			spans = spans[:len(spans)-1]
		}
	}
	if len(spans) == 0 || spans[len(spans)-1].To-spans[0].From < ShortStretch {
		return []leg{{l.from, l.to, nothing}}
	}
	var all []leg
	from, to := spans[0].From, spans[len(spans)-1].To
	for _, part := range []leg{{l.from, from, nothing}, {from, to, l.along}, {to, l.to, nothing}} {
		if part.from < part.to {
			all = append(all, part)
		}
	}
	return all
}

// absorb gives a short leg that follows nothing to its neighbours: to both, where they follow the same; else to the one that follows more of it.
func (t *telling) absorb(legs []leg, i int) (left []leg, taken bool) {
	l := legs[i]
	before, after := i > 0, i+1 < len(legs)
	if before && after && legs[i-1].along == legs[i+1].along && t.keeps(legs[i-1].along, legs[i-1].from, legs[i+1].to) {
		legs[i-1].to = legs[i+1].to
		return append(legs[:i], legs[i+2:]...), true
	}
	before = before && t.keeps(legs[i-1].along, legs[i-1].from, l.to)
	after = after && t.keeps(legs[i+1].along, l.from, legs[i+1].to)
	if before && after {
		one, other := t.by[legs[i-1].along], t.by[legs[i+1].along]
		before = costOf(one.metres(l.from, l.to)) >= costOf(other.metres(l.from, l.to))
		after = !before
	}
	switch {
	case before:
		legs[i-1].to = l.to
	case after:
		legs[i+1].from = l.from
	default:
		return legs, false
	}
	return append(legs[:i], legs[i+1:]...), true
}
