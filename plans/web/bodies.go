package web

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"terrier/plans/access"
)

// bodies are organisations that a page for somebody names, whether or not the public is told of them.
type bodies struct {
	byID  map[int64]access.Body
	byRef map[string]access.Body
}

// bodies finds organisations by their ids and refs.
func (s *site) bodies(ctx context.Context, ids []int64, refs []string) (bodies, error) {
	found, err := s.Doors.Roles.Bodies(ctx, ids, refs)
	b := bodies{map[int64]access.Body{}, map[string]access.Body{}}
	for _, one := range found {
		b.byID[one.ID], b.byRef[one.Ref] = one, one
	}
	return b, err
}

// body is the organisation that a form names by its ref. What cannot be a ref is missing like any other.
func (s *site) body(ctx context.Context, ref string) (access.Body, error) {
	ref, err := checkRef(strings.TrimSpace(ref), "organisation")
	if err != nil {
		return access.Body{}, err
	}
	return s.Doors.Roles.Body(ctx, ref)
}

// bodiesOf finds the organisations that roles and agreements name.
func (s *site) bodiesOf(ctx context.Context, roles []access.Held, agreements []access.Agreement) (bodies, error) {
	var ids []int64
	for _, h := range roles {
		ids = append(ids, h.Organisation)
	}
	for _, a := range agreements {
		ids = append(ids, a.Association, a.Authority)
	}
	return s.bodies(ctx, ids, nil)
}

// id is the name of an organisation; "" for 0.
func (b bodies) id(id int64) string {
	if one, ok := b.byID[id]; ok || id == 0 {
		return one.Name
	}
	return "an organisation that is here no more"
}

// ref is the name of an organisation by its ref, which is given back where there is none.
func (b bodies) ref(ref string) string {
	if one, ok := b.byRef[ref]; ok {
		return one.Name
	}
	return ref
}

// all are the names of organisations, in their order; of more than most of them the first.
func (b bodies) all(ids []int64, most int) string {
	var names []string
	for _, id := range ids {
		names = append(names, b.id(id))
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(strings.ToLower(a), strings.ToLower(b)) })
	if len(names) > most {
		names = append(names[:most:most], plural(len(names)-most, "more", "more"))
	}
	return strings.Join(names, ", ")
}
