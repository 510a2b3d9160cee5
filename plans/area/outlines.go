package area

import (
	"context"
	"sync"

	"terrier/geo/within"
	"terrier/plans"
)

// Outlines keeps the outlines of plan areas in memory and prepares each for counting when it is first asked for. A changed outline
// takes the place of the old with its preparation. Safe for several goroutines.
type Outlines struct {
	mu    sync.RWMutex
	byRef map[string]*outline
	refs  map[int64]string
}

type outline struct {
	Outline
	prepare sync.Once
	ready   *within.Boundary
}

// NewOutlines makes a store without areas.
func NewOutlines() *Outlines {
	return &Outlines{byRef: map[string]*outline{}, refs: map[int64]string{}}
}

// Boundary is the outline of an area, ready for counting. A ref that is not there is a plans.NotFound error.
func (o *Outlines) Boundary(ref string) (*within.Boundary, error) {
	found, err := o.find(ref)
	if err != nil {
		return nil, err
	}
	found.prepare.Do(func() { found.ready = within.Prepare(found.Shape) })
	return found.ready, nil
}

// Outline is the outline of an area. A ref that is not there is a plans.NotFound error.
func (o *Outlines) Outline(_ context.Context, ref string) (Outline, error) {
	found, err := o.find(ref)
	if err != nil {
		return Outline{}, err
	}
	return found.Outline, nil
}

func (o *Outlines) find(ref string) (*outline, error) {
	o.mu.RLock()
	defer o.mu.RUnlock()
	if found := o.byRef[ref]; found != nil {
		return found, nil
	}
	return nil, plans.Missing("plan area", ref)
}

// Replace makes the store hold these outlines and no others.
func (o *Outlines) Replace(all []Outline) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.byRef, o.refs = map[string]*outline{}, map[int64]string{}
	o.put(all)
}

// Apply puts outlines in the place of those with their ids and drops outlines by id, as one change.
func (o *Outlines) Apply(put []Outline, drop []int64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, id := range drop {
		o.remove(id)
	}
	for _, one := range put {
		o.remove(one.ID)
	}
	o.put(put)
}

func (o *Outlines) put(all []Outline) {
	for _, one := range all {
		o.refs[one.ID] = one.Ref
		o.byRef[one.Ref] = &outline{Outline: one}
	}
}

func (o *Outlines) remove(id int64) {
	if ref, ok := o.refs[id]; ok {
		delete(o.byRef, ref)
		delete(o.refs, id)
	}
}
