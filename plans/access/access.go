// Package access says who may see and do what, and how they are recognised: roles, the one table of permissions, agreements, sign-in
// links, sessions and API tokens, as rules over values with the clock passed in.
//
// Where they are kept is data/postgis; pages, cookies and mail are plans/web's. What a route asks is May; whose exact homes a person
// sees is Exact.
package access

import (
	"fmt"
	"slices"
	"time"

	"terrier/plans"
)

// Role is the slug of one of Roles.
type Role string

// Every visitor is a Reader, everyone who is signed in has an Account, and both are roles of the table of permissions though nobody is
// granted them. The others are held for an organisation, from a day, until a day.
const (
	Reader             Role = "reader"
	AnAccount          Role = "account"
	ForumMember        Role = "forum-member"
	ForumSecretary     Role = "forum-secretary"
	ParishClerk        Role = "parish-clerk"
	PlanningOfficer    Role = "planning-officer"
	AssociationOfficer Role = "association-officer"
	Administrator      Role = "administrator"
)

// Roles are those that can be granted.
var Roles = plans.CodeList{
	{Slug: string(ForumMember), Name: "Forum member"},
	{Slug: string(ForumSecretary), Name: "Forum secretary"},
	{Slug: string(ParishClerk), Name: "Parish clerk"},
	{Slug: string(PlanningOfficer), Name: "Planning officer"},
	{Slug: string(AssociationOfficer), Name: "Association officer"},
	{Slug: string(Administrator), Name: "Administrator"},
}

// types of organisation for which a role is held; an administrator's is held for none. A council that owns homes has officers for those,
// too, and a forum begins as a community body.
var types = map[Role][]string{
	ForumMember:        {"neighbourhood-forum", "community-body"},
	ForumSecretary:     {"neighbourhood-forum", "community-body"},
	ParishClerk:        {"parish-council"},
	PlanningOfficer:    {"local-planning-authority", "local-authority"},
	AssociationOfficer: {"registered-provider", "local-authority"},
}

// Body is an organisation as roles know it.
type Body struct {
	ID    int64
	Ref   string
	Name  string
	Type  string // slug, as in plans/organisation
	Place string // its GSS code; "" where it has none
}

// Grant is a role as it is given: for an organisation, in a place where it has one, for a time.
type Grant struct {
	Role         Role
	Organisation int64  // id; 0 for an administrator
	Ref          string // of the organisation
	Place        string // GSS code of the local authority: always for a planning officer, never for an association's
	Span
}

// Check refuses a role that cannot be held so. organisationType is that of its organisation, "" where it names none.
func (g Grant) Check(organisationType string) error {
	if err := Roles.Check("role", string(g.Role)); err != nil {
		return err
	}
	name := Roles.Name(string(g.Role))
	switch suits := types[g.Role]; {
	case g.Organisation == 0 && suits != nil:
		return plans.Refuse("organisation-needed", "organisation", fmt.Sprintf("%s is held for an organisation.", name), "Name the organisation.")
	case g.Organisation != 0 && suits == nil:
		return plans.Refuse("organisation-not-needed", "organisation", fmt.Sprintf("%s is held for no organisation.", name), "Leave the organisation out.")
	case suits != nil && !slices.Contains(suits, organisationType):
		return plans.Refuse("organisation-unfit", "organisation", fmt.Sprintf("%s is not held for an organisation of the type %s.", name, organisationType),
			"Name an organisation of another type.")
	}
	switch {
	case g.Place == "" && g.Role == PlanningOfficer:
		return plans.Refuse("place-needed", "place", "A planning officer's role is held in a local authority.", "Give its GSS code, such as E07000026.")
	case g.Place != "" && (g.Role == AssociationOfficer || g.Role == Administrator):
		return plans.Refuse("place-not-needed", "place", fmt.Sprintf("%s is held for no place.", name), "Leave the place out.")
	case g.Place != "":
		if err := checkPlace(g.Place); err != nil {
			return err
		}
	}
	return g.Span.Check()
}

func checkPlace(code string) error {
	digits := len(code) == 9
	for i := 1; i < len(code); i++ {
		digits = digits && code[i] >= '0' && code[i] <= '9'
	}
	if !digits || !slices.Contains([]byte("EWNS"), code[0]) {
		return plans.Refuse("bad-place", "place", fmt.Sprintf("%q is no GSS code.", code), "Give a letter and eight digits, such as E07000026.")
	}
	return nil
}

// Held is a role that an account holds, or held.
type Held struct {
	ID, Account int64
	Grant
	Revoked time.Time // zero while it was not
}

// InForce says whether it is held at a moment. One that was revoked never is: clocks of two servers may differ.
func (h Held) InForce(now time.Time) bool { return h.Revoked.IsZero() && h.Holds(now) }

// Who is a person as May knows them.
type Who struct {
	Account    int64 // id; 0 where nobody is signed in
	Roles      []Held
	Agreements []Agreement // those with an authority or an association that a role is held for
	ByToken    bool        // a program asks, with an API token
	Scopes     []string    // what that token is good for: slugs of Scopes
}

// holds lists the roles in force, of one kind.
func (w Who) holds(role Role, now time.Time) []Held {
	var held []Held
	for _, h := range w.Roles {
		if h.Role == role && h.InForce(now) {
			held = append(held, h)
		}
	}
	return held
}
