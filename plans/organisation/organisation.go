// Package organisation says what an organisation is: registered providers of social housing, authorities, parish councils,
// neighbourhood forums and others who own, decide or ask.
package organisation

import (
	"context"
	"time"

	"github.com/paulmach/orb"

	"terrier/plans"
	"terrier/plans/provenance"
)

// Organisation is a body as it stands now. Empty strings and zero times mean "not said".
type Organisation struct {
	Ref                string // slug in this server's addresses
	Reference          string // in the register it stands in, such as the Regulator's number
	Name               string
	Type               string // slug of Types
	CURIE              string // as in planning.data.gov.uk, "local-authority:CMD"
	GSSCode            string
	RPCode             string // Regulator of Social Housing
	RPDesignation      string // slug of Designations
	CorporateForm      string // slug of CorporateForms
	CharityNumber      string
	CompanyNumber      string
	MutualsNumber      string
	SizeBand           string // slug of SizeBands
	Origin             string // slug of Origins
	Website            string
	StartDate, EndDate time.Time
	EntryDate          time.Time
	Successor          string    // reference or name of the body that took over from it
	SuccessionKind     string    // slug of SuccessionKinds
	SuccessionDate     time.Time // from when; the day it ended where that is not said
	provenance.Source
}

// Holding is an association with the homes that it publishes here.
type Holding struct {
	Organisation
	Homes  int       // homes it publishes
	Extent orb.Bound // EPSG:27700, of those; meaningless where Homes is 0
	// Sent: it has sent homes that are not published one by one, and waits for the public release that will show them.
	Sent bool
	// Successions are the bodies it took over from and those that took over from it, by date. Lists leave them out.
	Successions []Succession
}

// Succession is one step in the life of an organisation, seen from it.
type Succession struct {
	Ref, Name string // of the other body; Ref is "" where that has no page
	Before    bool   // the other came before
	Kind      string // slug of SuccessionKinds
	Date      time.Time
}

// CountingRule is how housing associations are counted.
var CountingRule = provenance.Rule{Slug: "associations-publishing", Version: 1, Sentence: "A registered provider counts where it publishes homes here home by home; " +
	"where all are asked for, every one in the register."}

// AssociationFinder finds housing associations: the registered providers. A ref that is not there is a plans.NotFound error.
type AssociationFinder interface {
	// Associations lists those that publish homes here, by size; with all, the others too, by name.
	Associations(ctx context.Context, all bool) ([]Holding, error)
	Association(ctx context.Context, ref string) (Holding, error)
}

// Code lists (DOMAIN section 3).
var (
	Types = plans.CodeList{
		{Slug: "local-authority", Name: "Local authority"},
		{Slug: "local-planning-authority", Name: "Local planning authority", Also: []string{"lpa"}},
		{Slug: "parish-council", Name: "Parish council"},
		{Slug: "neighbourhood-forum", Name: "Neighbourhood forum"},
		{Slug: "registered-provider", Name: "Registered provider", Also: []string{"housing association", "prp"}},
		{Slug: "community-body", Name: "Community body"},
		{Slug: "neighbourhood-board", Name: "Neighbourhood board"},
		{Slug: "other", Name: "Other"},
	}
	// Designations carry the numbers of the Regulator's published register.
	Designations = plans.CodeList{
		{Slug: "non-profit", Name: "Non-profit", Also: []string{"1"}},
		{Slug: "local-authority", Name: "Local authority", Also: []string{"2"}},
		{Slug: "profit", Name: "For profit", Also: []string{"3"}},
	}
	CorporateForms = plans.CodeList{
		{Slug: "registered-society", Name: "Registered society"},
		{Slug: "company", Name: "Company"},
		{Slug: "charitable-company", Name: "Charitable company"},
		{Slug: "cio", Name: "Charitable incorporated organisation"},
		{Slug: "local-authority", Name: "Local authority"},
		{Slug: "other", Name: "Other"},
	}
	SizeBands = plans.CodeList{
		{Slug: "under-1000", Name: "Under 1,000 homes"},
		{Slug: "1000-to-4999", Name: "1,000 to 4,999 homes"},
		{Slug: "5000-to-9999", Name: "5,000 to 9,999 homes"},
		{Slug: "10000-and-over", Name: "10,000 homes and over"},
	}
	SuccessionKinds = plans.CodeList{
		{Slug: "merger", Name: "Merger", Also: []string{"amalgamation"}},
		{Slug: "transfer-of-engagements", Name: "Transfer of engagements"},
		{Slug: "rename", Name: "Change of name", Also: []string{"renamed"}},
		{Slug: "stock-transfer", Name: "Stock transfer"},
	}
	Origins = plans.CodeList{
		{Slug: "traditional", Name: "Traditional"},
		{Slug: "stock-transfer", Name: "Stock transfer"},
	}
)
