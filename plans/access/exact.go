package access

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Part is a part of the homes that a person sees exactly. Its fields are those of a home.View, with the tenures that a question is to
// be narrowed to. The parts of a person do not overlap, so their counts add up.
type Part struct {
	Owners      []int64  `json:"owners"`      // whose homes, ascending
	Own         []int64  `json:"own"`         // whose withheld homes too; a subset of Owners
	Authorities []string `json:"authorities"` // GSS codes of local authorities; nil for any
	Tenures     []string `json:"tenures"`     // slugs, ascending; nil for any
}

// Exact lists what a person sees exactly at a moment: an association's officer every home of the association, a planning officer the
// homes of associations that agreed, in the authority, save withheld ones; everybody else nothing. Homes that are published are among
// them, and are everybody's besides. An API token that is good for no homes sees none.
func Exact(who Who, now time.Time) []Part {
	_, noneToSee := find(who, SeeExactHomes)
	_, noneToTake := find(who, DownloadExactHomes)
	if noneToSee != nil && noneToTake != nil {
		return nil
	}
	var own []int64
	for _, h := range who.holds(AssociationOfficer, now) {
		own = append(own, h.Organisation)
	}
	slices.Sort(own)
	own = slices.Compact(own)

	type lot struct {
		owner int64
		place string
	}
	agreed := map[lot][]string{} // the tenures; nil for any
	for _, officer := range who.holds(PlanningOfficer, now) {
		for _, a := range who.Agreements {
			if !a.with(officer) || !a.InForce(now) || slices.Contains(own, a.Association) {
				continue
			}
			at := lot{a.Association, a.Place}
			had, found := agreed[at]
			agreed[at] = widest(had, a.Tenures, found)
		}
	}
	var parts []Part
	if len(own) > 0 {
		parts = append(parts, Part{Owners: own, Own: own})
	}
	of := map[string]*Part{} // by place and tenures
	for _, at := range slices.SortedFunc(maps.Keys(agreed), func(a, b lot) int { return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.owner, b.owner)) }) {
		key := at.place + " " + strings.Join(agreed[at], " ")
		if of[key] == nil {
			of[key] = &Part{Authorities: []string{at.place}, Tenures: agreed[at]}
		}
		of[key].Owners = append(of[key].Owners, at.owner)
	}
	for _, key := range slices.Sorted(maps.Keys(of)) {
		parts = append(parts, *of[key])
	}
	return parts
}

// widest joins the tenures of two agreements about the same homes.
func widest(had, more []string, found bool) []string {
	if more == nil || (found && had == nil) {
		return nil
	}
	all := slices.Concat(had, more)
	slices.Sort(all)
	return slices.Compact(all)
}

// Narrow keeps of the tenures that a question asks for those that the part has; nil asks for any. ok is false where none is left.
func (p Part) Narrow(asked []string) (tenures []string, ok bool) {
	switch {
	case p.Tenures == nil:
		return asked, true
	case asked == nil:
		return p.Tenures, true
	}
	for _, t := range asked {
		if slices.Contains(p.Tenures, t) {
			tenures = append(tenures, t)
		}
	}
	return tenures, len(tenures) > 0
}

// Settings are the values of terrier.owners and terrier.own, which the row-level policies on home read: the second lock. It knows
// owners only; authorities and tenures are the first lock's, the view's.
func Settings(parts []Part) (owners, own string) {
	all, mine := OwnersOf(parts)
	return ids(all), ids(mine)
}

// OwnersOf are all owners of parts, and those whose withheld homes are in them, ascending, each once. Neither is nil.
func OwnersOf(parts []Part) (owners, own []int64) {
	owners, own = []int64{}, []int64{}
	for _, p := range parts {
		owners, own = append(owners, p.Owners...), append(own, p.Own...)
	}
	slices.Sort(owners)
	slices.Sort(own)
	return slices.Compact(owners), slices.Compact(own)
}

func ids(of []int64) string {
	var texts []string
	for _, id := range of {
		texts = append(texts, strconv.FormatInt(id, 10))
	}
	return strings.Join(texts, ",")
}
