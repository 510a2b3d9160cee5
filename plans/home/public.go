package home

import (
	"context"

	"terrier/geo/within"
)

// Boundaries finds the outlines of stored plan areas, prepared for counting. A ref that is not there is a plans.NotFound error.
type Boundaries interface {
	Boundary(ref string) (*within.Boundary, error)
}

// PublicStock holds the homes that their owners publish, exact, in memory. It is fed by the role that may read no other, so no
// question put to it can show one. Safe for several goroutines.
type PublicStock struct {
	Register
	areas Boundaries
}

var _ Counter = (*PublicStock)(nil)

// NewPublicStock makes an empty stock.
func NewPublicStock(areas Boundaries) *PublicStock {
	return &PublicStock{Register: newRegister(), areas: areas}
}

// CountHomes answers as the database would, without asking it.
func (p *PublicStock) CountHomes(_ context.Context, q Question) (Summary, error) {
	b, err := boundaryOf(q, p.areas)
	if err != nil {
		return Summary{}, err
	}
	s := newSum(q.By)
	if err := p.count(p.rows.Snapshot(), s, b, q.Where, nil); err != nil {
		return Summary{}, err
	}
	return s.summary(), nil
}

// boundaryOf prepares the boundary of a question; nil where it asks for every home.
func boundaryOf(q Question, areas Boundaries) (*within.Boundary, error) {
	switch {
	case q.Area != "":
		return areas.Boundary(q.Area)
	case q.Prepared != nil:
		return q.Prepared, nil
	case q.Within != nil:
		return within.Prepare(q.Within), nil
	}
	return nil, nil
}
