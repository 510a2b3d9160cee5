package area

import "terrier/plans"

// Stages in the life of an area and its plan, in their order. Group says how the outline is drawn: applied, designated or
// made (UX section 8); areas that were refused or withdrawn are not drawn.
var Stages = plans.CodeList{
	{Slug: "applied", Name: "Applied for", Group: "applied"},
	{Slug: "designated", Name: "Designated", Group: "designated"},
	{Slug: "pre-submission", Name: "Draft plan consulted on (regulation 14)", Group: "designated", Also: []string{"regulation 14", "draft"}},
	{Slug: "submitted", Name: "Plan submitted", Group: "designated", Also: []string{"regulation 16"}},
	{Slug: "examination", Name: "At examination", Group: "designated"},
	{Slug: "referendum", Name: "At referendum", Group: "designated"},
	{Slug: "made", Name: "Made", Group: "made", Also: []string{"adopted"}},
	{Slug: "refused", Name: "Refused", Group: "ended"},
	{Slug: "withdrawn", Name: "Withdrawn", Group: "ended"},
}
