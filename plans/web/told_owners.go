package web

import (
	"cmp"
	"context"
	"slices"

	"terrier/plans/organisation"
)

// listedAssociations are those of which something is told, or with all, every registered provider that is known.
func (s *site) listedAssociations(ctx context.Context, all bool) ([]organisation.Holding, error) {
	if all {
		return s.Associations.Associations(ctx, true)
	}
	return s.toldOwners(ctx)
}

// toldOwners are the associations that the public may ask about by name: those that publish homes here, by size, and then by name those
// that the release shows apart.
func (s *site) toldOwners(ctx context.Context) ([]organisation.Holding, error) {
	table := s.table()
	all, err := s.Associations.Associations(ctx, table != nil)
	if err != nil || table == nil {
		return all, err
	}
	shown := map[string]bool{}
	for _, refs := range table.Owners {
		for _, ref := range refs {
			shown[ref] = true
		}
	}
	told := slices.DeleteFunc(all, func(h organisation.Holding) bool { return h.Homes == 0 && !shown[h.Ref] })
	slices.SortStableFunc(told, func(a, b organisation.Holding) int { return cmp.Compare(b.Homes, a.Homes) })
	return told, nil
}
