package home

import (
	"maps"
	"slices"
	"sync"
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

// CountHomes answers for a reader's view.
func (e *ExactStock) CountHomes(v View, q Question) (Summary, error) {
	b, err := boundaryOf(q, e.areas)
	if err != nil {
		return Summary{}, err
	}
	s := newSum(q.By)
	if err := e.shared.count(s, b, q.Where, v.sees); err != nil {
		return Summary{}, err
	}
	for _, owner := range v.Own {
		if err := e.Withheld(owner).count(s, b, q.Where, v.narrows); err != nil {
			return Summary{}, err
		}
	}
	return s.summary(), nil
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
