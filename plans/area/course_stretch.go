package area

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

// telling is the course of one ring while it is worked out.
type telling struct {
	way    *shape.Way
	edges  []Edge
	digits int                // of grid references
	by     map[int]*besideWay // by edge, those that the way is beside somewhere
}

// part is a leg with who is on the other side of what it follows.
type part struct {
	leg
	with int // an edge, or nothing
}

// stretches tell the whole ring.
func (t *telling) stretches() ([]Stretch, error) {
	beside, err := t.measure()
	if err != nil {
		return nil, err
	}
	legs, err := t.choose(0, t.way.Length(), beside, price{ShortStretch, ShortStretch})
	if err != nil {
		return nil, err
	}
	var parts []part
	for _, l := range legs {
		if l.along == nothing {
			for _, l := range t.bends(l) {
				parts = append(parts, part{l, nothing})
			}
			continue
		}
		told, err := t.neighbours(l, beside)
		if err != nil {
			return nil, err
		}
		parts = append(parts, told...)
	}
	return t.worded(parts, beside), nil
}

// measure finds where the way is beside each edge.
func (t *telling) measure() ([]*besideWay, error) {
	lines := make([]orb.MultiLineString, len(t.edges))
	for i, e := range t.edges {
		lines[i] = e.Lines
	}
	found, err := shape.Beside(t.way, BesideDistance, lines)
	if err != nil {
		return nil, err
	}
	t.by = map[int]*besideWay{}
	var all []*besideWay
	for i, spans := range found {
		if len(spans) > 0 {
			t.by[i] = newBeside(i, t.way.Length(), spans)
			all = append(all, t.by[i])
		}
	}
	return all, nil
}

// neighbours tell a leg along a boundary apart by who is on the other side. It stays whole where a part of it alone could not be said to follow
// that boundary.
func (t *telling) neighbours(l leg, beside []*besideWay) ([]part, error) {
	whole := []part{{l, nothing}}
	if !bounding[t.edges[l.along].Kind] {
		return whole, nil
	}
	var others []*besideWay
	for _, b := range beside {
		if b.edge != l.along && t.edges[b.edge].Kind == t.edges[l.along].Kind {
			others = append(others, b)
		}
	}
	if len(others) == 0 {
		return whole, nil
	}
	least := min(leastNeighbour, (l.to-l.from)/2)
	legs, err := t.choose(l.from, l.to, others, price{least, least})
	if err != nil {
		return nil, err
	}
	var parts []part
	for _, other := range legs {
		if !t.keeps(l.along, other.from, other.to) {
			return whole, nil
		}
		parts = append(parts, part{leg{other.from, other.to, l.along}, other.along})
	}
	return parts, nil
}

// worded makes stretches of parts.
func (t *telling) worded(parts []part, beside []*besideWay) []Stretch {
	all := make([]Stretch, len(parts))
	for i, p := range parts {
		s := &all[i]
		s.Line, s.Metres = t.way.Between(p.from, p.to), p.to-p.from
		if p.along != nothing {
			s.Along = t.named(p.along)
		}
		if p.with != nothing {
			s.With = []Named{t.named(p.with)}
		}
		s.Direction, s.Straight, s.Curving = turns(s.Line, s.Metres)
		s.Start, s.End = gridRef(s.Line[0], t.digits), gridRef(s.Line[len(s.Line)-1], t.digits)
	}
	t.addOthers(all, parts, beside)
	for i := range all {
		all[i].Text = all[i].sentence(i == len(all)-1, len(all) == 1)
	}
	return all
}

func (t *telling) named(edge int) Named {
	e := t.edges[edge]
	return Named{e.Kind, e.Ref, e.Name}
}

// An edge is told beside the one that is followed where it can be seen on the ground or is that of a plan area: all the way, or for a part of it.
const (
	leastPartly      = 50.0 // metres
	leastPartlyShare = 0.1
	mostOthers       = 3 // of each
)

// addOthers says what else the parts of a ring follow.
func (t *telling) addOthers(all []Stretch, parts []part, beside []*besideWay) {
	type other struct {
		edge   int
		metres float64
	}
	also, partly := make([][]other, len(parts)), make([][]other, len(parts))
	for _, b := range beside {
		kind := t.edges[b.edge].Kind
		if !OnGround(kind) && kind != areaKind {
			continue
		}
		for i, p := range parts {
			if p.along == nothing || p.along == b.edge {
				continue
			}
			o := other{b.edge, b.metres(p.from, p.to)}
			switch share := o.metres / (p.to - p.from); {
			case share >= BesideShare:
				also[i] = append(also[i], o)
			case OnGround(kind) && share >= leastPartlyShare && o.metres >= leastPartly:
				partly[i] = append(partly[i], o)
			}
		}
	}
	names := func(found []other) (names []Named) {
		slices.SortStableFunc(found, func(a, b other) int { return -cmp.Compare(math.Round(a.metres), math.Round(b.metres)) })
		for _, o := range found[:min(len(found), mostOthers)] {
			names = append(names, t.named(o.edge))
		}
		return names
	}
	for i := range all {
		all[i].Also, all[i].Partly = names(also[i]), names(partly[i])
	}
}
