// Package area says what a neighbourhood plan area is: a neighbourhood area under section 61G of the Town and Country Planning
// Act 1990, applied for or designated, and the stages of its plan.
//
// "Neighbourhood area" has a second meaning in law since the English Devolution and Community Empowerment Act 2026
// (governance); that one is not kept here.
package area

import (
	"context"
	"time"

	"github.com/paulmach/orb"

	"terrier/plans"
	"terrier/plans/provenance"
)

// Area is a plan area as it stands now. Zero times mean "not known".
type Area struct {
	Ref                   string // slug in this server's addresses
	Reference             string // the authority's own reference
	Organisation          string // reference of the local planning authority
	OrganisationName      string
	OrganisationWebsite   string // empty where it is not known
	Name, NameCy          string
	RelevantBody          string
	RelevantBodyType      string // slug of RelevantBodyTypes
	Kind                  string // slug of Kinds
	Stage                 string // slug of Stages
	ApplicationReceived   time.Time
	FirstPublicised       time.Time
	RepresentationsClose  time.Time
	Decision              string // slug of Decisions
	DecisionDate          time.Time
	MadeDate              time.Time
	Reasons               string
	DocumentationURL      string
	Notes                 string
	StartDate, EndDate    time.Time
	EntryDate             time.Time
	Shape                 orb.MultiPolygon // EPSG:27700, whole millimetres
	LonLat                orb.MultiPolygon // the same in WGS 84; nil until it has been projected
	SourceCRS             string
	SourceShape           orb.Geometry // as given, in SourceCRS; nil where that was EPSG:27700 to the millimetre
	Hectares, PerimeterKm float64
	provenance.Source
}

// Version is one shape that an area has had. Versions are never changed.
type Version struct {
	Number    int
	Author    string
	CreatedAt time.Time
	Reason    string
	Parent    int // 0 for the first
	Status    string
	SHA256    string // of the canonical WKB in EPSG:27700
	Hectares  float64
	Shape     orb.MultiPolygon // EPSG:27700; nil in lists
}

// Filter narrows a list of areas. Its zero value is all of them.
type Filter struct {
	Stage        string    // slug of Stages
	Box          orb.Bound // EPSG:27700; an empty bound is no filter
	HasBox       bool
	Reference    string // with Organisation: the one area that has this reference there
	Organisation string
}

// Finder finds areas. A ref that is not there is a plans.NotFound error.
type Finder interface {
	Areas(ctx context.Context, f Filter) ([]Area, error)
	Area(ctx context.Context, ref string) (Area, error)
	AreaVersions(ctx context.Context, ref string) ([]Version, error)          // newest first, without shapes
	AreaVersion(ctx context.Context, ref string, number int) (Version, error) // with its shape
}

// Outliner finds the outline of an area, for counting inside it. A ref that is not there is a plans.NotFound error.
type Outliner interface {
	Outline(ctx context.Context, ref string) (Outline, error)
}

// Outline is where an area is, with its measures.
type Outline struct {
	ID                    int64
	Ref, Name             string
	Shape                 orb.MultiPolygon // EPSG:27700
	Version               int              // the number of the newest version with this shape; 0 where there is none
	SHA256                string           // of the shape, as in Version
	Hectares, PerimeterKm float64
}

// CountingRule is how plan areas are counted.
var CountingRule = provenance.Rule{Slug: "areas-reaching", Version: 1, Sentence: "Every plan area in the register counts, at whatever stage it is. " +
	"Inside a box those count that reach into it."}

// Code lists (DOMAIN section 3).
var (
	Kinds = plans.CodeList{
		{Slug: "residential", Name: "Residential"},
		{Slug: "business", Name: "Business (section 61H)"},
	}
	RelevantBodyTypes = plans.CodeList{
		{Slug: "parish-council", Name: "Parish council", Also: []string{"town council"}},
		{Slug: "neighbourhood-forum", Name: "Neighbourhood forum", Also: []string{"forum"}},
		{Slug: "prospective-forum", Name: "Prospective forum"},
	}
	Decisions = plans.CodeList{
		{Slug: "designated", Name: "Designated"},
		{Slug: "designated-modified", Name: "Designated with changes"},
		{Slug: "refused", Name: "Refused"},
		{Slug: "withdrawn", Name: "Withdrawn"},
	}
)
