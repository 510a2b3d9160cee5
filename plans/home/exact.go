package home

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"terrier/geo/column"
)

// View says which homes a reader may see exactly. Each set narrows; owners and own are never "all".
type View struct {
	Owners        []int64  // whose homes, save withheld ones: organisations that the reader has an agreement with, or is part of
	Own           []int64  // whose withheld homes too: organisations that the reader is part of
	Sensitivities []string // slugs of Sensitivities; nil for any
	Authorities   []string // GSS codes of local authorities; nil for any
	Published     bool     // and everyone's published homes, whatever is said above
}

func (v View) sees(l Lot) bool {
	return l.Sensitivity != Withheld && (v.Published && l.Sensitivity == Published || v.Entitled(l))
}

// Entitled says whether a home is seen for its owner's sake, and so with all that is known of it, and not only because it is published.
func (v View) Entitled(l Lot) bool {
	if l.Sensitivity == Withheld {
		return slices.Contains(v.Own, l.Owner) && v.narrows(l)
	}
	return slices.Contains(v.Owners, l.Owner) && v.narrows(l)
}

func (v View) narrows(l Lot) bool {
	return (v.Sensitivities == nil || slices.Contains(v.Sensitivities, l.Sensitivity)) &&
		(v.Authorities == nil || slices.Contains(v.Authorities, l.Authority))
}

// ExactStock holds every home, exact, in memory. It is fed by the role terrier_exact and is no public store: each question names the
// view of its reader. Withheld homes lie in registers of their owners, which no other reader's question comes near, so that not even
// the time of an answer tells of them. Safe for several goroutines.
type ExactStock struct {
	shared Register
	areas  Boundaries

	mu       sync.Mutex
	withheld map[int64]Register // by owner
}

// NewExactStock makes an empty stock.
func NewExactStock(areas Boundaries) *ExactStock {
	return &ExactStock{shared: newRegister(), areas: areas, withheld: map[int64]Register{}}
}

// Count answers for parts of the homes that do not overlap.
func (e *ExactStock) Count(parts []Part, q Question) (Summary, error) {
	b, err := boundaryOf(q, e.areas)
	if err != nil {
		return Summary{}, err
	}
	s := newSum(q.By)
	err = e.each(parts, q.Where, func(r Register, homes *column.Snapshot, where map[string][]string, view func(Lot) bool) error {
		return r.count(homes, s, b, where, view)
	})
	return s.summary(), err
}

// List returns the ids, in rising order, of the homes that Count counts, and of those among them that stand on the line of the boundary.
func (e *ExactStock) List(parts []Part, q Question) (ids, onLine []int64, err error) {
	b, err := boundaryOf(q, e.areas)
	if err != nil {
		return nil, nil, err
	}
	err = e.each(parts, q.Where, func(r Register, homes *column.Snapshot, where map[string][]string, view func(Lot) bool) error {
		f, err := r.filter(where, view)
		switch {
		case err != nil:
		case b == nil:
			ids = append(ids, homes.IDs(f)...)
		default:
			ids, onLine = append(ids, b.IDs(homes, f)...), append(onLine, b.OnLine(homes, f)...)
		}
		return err
	})
	slices.Sort(ids)
	slices.Sort(onLine)
	return ids, onLine, err
}

// each goes through the registers that the parts reach into, with what is asked of each. All parts of one are asked as it stands at one
// moment, so that a home which changes hands meanwhile is in one part and not in two.
func (e *ExactStock) each(parts []Part, where map[string][]string, ask func(Register, *column.Snapshot, map[string][]string, func(Lot) bool) error) error {
	shared := e.shared.rows.Snapshot()
	for _, p := range parts {
		narrowed, ok := p.Narrow(where)
		if !ok {
			continue
		}
		if err := ask(e.shared, shared, narrowed, p.sees); err != nil {
			return err
		}
		for _, owner := range p.Own {
			r := e.Withheld(owner)
			if err := ask(r, r.rows.Snapshot(), narrowed, p.narrows); err != nil {
				return err
			}
		}
	}
	return nil
}

// Seen is what a map is drawn from: the homes of a register as they stand at one moment, and which of them a reader sees, in filters
// that have none in common.
type Seen struct {
	Register Register
	Homes    *column.Snapshot
	Filters  []column.Filter
}

// Seen gives what the parts have of each register. An owner that is not known is refused.
func (e *ExactStock) Seen(parts []Part, where map[string][]string) (seen []Seen, err error) {
	err = e.each(parts, where, func(r Register, homes *column.Snapshot, where map[string][]string, view func(Lot) bool) error {
		f, err := r.filter(where, view)
		for i := range seen {
			if seen[i].Register == r {
				seen[i].Filters = append(seen[i].Filters, f)
				return err
			}
		}
		seen = append(seen, Seen{Register: r, Homes: homes, Filters: []column.Filter{f}})
		return err
	})
	return seen, err
}

// Bound is the box of all that is seen in Web Mercator metres. ok is false where that is nothing. It looks at every home.
func Bound(seen []Seen) (b orb.Bound, ok bool) {
	for _, s := range seen {
		for _, f := range s.Filters {
			if box, some := boundOf(s.Homes.Bound(f)); some && ok {
				b = b.Union(box)
			} else if some {
				b, ok = box, true
			}
		}
	}
	return b, ok
}

// OwnersIn are those who have homes in a local authority that are not withheld, by name.
func (e *ExactStock) OwnersIn(authority string) []Owner {
	t := tallies.Get().(*column.Tally)
	defer tallies.Put(t)
	t.Reset()
	snapshot := e.shared.rows.Snapshot()
	snapshot.Count(t, column.Filter{Lots: e.shared.lots.Mask(func(l Lot) bool { return l.Authority == authority })})
	met, lots := map[int64]bool{}, e.shared.lots.Values()
	var owners []Owner
	for _, code := range t.Lots.Seen() {
		if l := lots[code]; l.Authority == authority && t.Lots.Of(code) > 0 && !met[l.Owner] {
			met[l.Owner] = true
			owners = append(owners, e.shared.Owner(l.Owner))
		}
	}
	slices.SortFunc(owners, func(a, b Owner) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Ref, b.Ref)) })
	return owners
}

// Shared holds the homes of all owners, save withheld ones.
func (e *ExactStock) Shared() Register { return e.shared }

// Withheld holds the withheld homes of one owner.
func (e *ExactStock) Withheld(owner int64) Register {
	e.mu.Lock()
	defer e.mu.Unlock()
	r, ok := e.withheld[owner]
	if !ok {
		r = newRegister()
		r.names = e.shared.names
		e.withheld[owner] = r
	}
	return r
}

// Owners lists those with a register of withheld homes, in no order.
func (e *ExactStock) Owners() []int64 {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Collect(maps.Keys(e.withheld))
}
