package access

import (
	"slices"
	"time"

	"terrier/plans"
)

// Agreement is an association's word that the officers of an authority may see its homes exactly, save withheld ones, in one local
// authority and for a time.
type Agreement struct {
	ID             int64
	Association    int64 // id of the organisation whose homes they are
	AssociationRef string
	Authority      int64 // id of the organisation whose officers see them
	AuthorityRef   string
	Place          string   // GSS code of the local authority in which the homes lie
	Tenures        []string // slugs; nil for all
	Span
	GrantedBy int64     // id of the account
	Revoked   time.Time // zero while it was not
}

// InForce says whether it holds at a moment. One that was revoked never does.
func (a Agreement) InForce(now time.Time) bool { return a.Revoked.IsZero() && a.Holds(now) }

// Check refuses an agreement that cannot be made. The types are those of its organisations.
func (a Agreement) Check(association, authority string) error {
	switch {
	case !slices.Contains(types[AssociationOfficer], association):
		return plans.Refuse("organisation-unfit", "association", "Only who owns homes can let others see them.", "Name a housing association.")
	case !slices.Contains(types[PlanningOfficer], authority) || a.Authority == a.Association:
		return plans.Refuse("organisation-unfit", "authority", "An agreement is made with a planning authority.", "Name another organisation.")
	case a.Until.IsZero():
		return plans.Refuse("until-needed", "until", "An agreement is made for a time.", "Give its last day.")
	case a.Tenures != nil && len(a.Tenures) == 0:
		return plans.Refuse("tenures-needed", "tenures", "The agreement names no tenure.", "Name at least one, or make it for all.")
	}
	if err := checkPlace(a.Place); err != nil {
		return err
	}
	return a.Span.Check()
}

// with says whether it lets this officer see homes.
func (a Agreement) with(officer Held) bool {
	return a.Authority == officer.Organisation && a.Place == officer.Place
}
