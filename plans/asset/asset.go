// Package asset says what a community asset is: a building or piece of land that a community cares about, whether or not it
// is listed as an asset of community value.
package asset

import (
	"context"
	"time"

	"github.com/paulmach/orb"

	"terrier/plans"
	"terrier/plans/provenance"
)

// Asset is a community asset as it stands now.
type Asset struct {
	Ref                string // slug in this server's addresses
	Organisation       string // reference of who keeps the list it stands in
	OrganisationName   string
	Reference          string
	Name               string
	Address            string
	Postcode           string
	Description        string
	Kind               string // slug of Kinds
	UPRN               string
	TitleNumber        string
	Owner              string
	OwnerKind          string // slug of OwnerKinds
	Occupier           string
	PresentUse         string
	Tenure             string // of the land, as the list says: freehold, leasehold
	Website            string
	Acquired           time.Time
	CostPence          int64 // cost or proxy value; -1 where it is not said
	StartDate, EndDate time.Time
	EntryDate          time.Time
	Notes              string
	Position           string       // "given" or "postcode"
	Shape              orb.Geometry // orb.Point or orb.MultiPolygon, EPSG:27700, whole millimetres
	LonLat             orb.Geometry // the same in WGS 84; nil until it has been projected
	Point              orb.Point    // where its pin stands, EPSG:27700
	PointLonLat        orb.Point
	SourceCRS          string
	SourceShape        orb.Geometry
	provenance.Source
}

// CountingRule is how community assets are counted.
var CountingRule = provenance.Rule{Slug: "assets-reaching", Version: 1, Sentence: "A community asset counts where its outline, or its point where no outline is known, " +
	"lies inside the boundary or touches it."}

// Filter narrows a list of assets. Its zero value is all of them.
type Filter struct {
	Kind         string           // slug of Kinds
	Within       orb.MultiPolygon // EPSG:27700, to lie in or touch; nil for anywhere
	Box          orb.Bound
	HasBox       bool
	Reference    string
	Organisation string
}

// Finder finds assets. A ref that is not there is a plans.NotFound error.
type Finder interface {
	Assets(ctx context.Context, f Filter) ([]Asset, error)
	Asset(ctx context.Context, ref string) (Asset, error)
}

// Code lists (DOMAIN sections 3 and 4).
var (
	Kinds = plans.CodeList{
		{Slug: "pub", Name: "Pub", Also: []string{"public house"}},
		{Slug: "shop", Name: "Shop", Also: []string{"post office"}},
		{Slug: "hall", Name: "Hall", Also: []string{"village hall", "community hall", "town hall"}},
		{Slug: "community-centre", Name: "Community centre", Also: []string{"community hub", "hub"}},
		{Slug: "library", Name: "Library", Also: []string{"local authority run library", "community run library"}},
		{Slug: "playing-field", Name: "Playing field", Also: []string{"play space", "recreation ground"}},
		{Slug: "green", Name: "Green space", Also: []string{"park", "public park or garden", "open space", "green space", "garden"}},
		{Slug: "allotment", Name: "Allotment", Also: []string{"allotments", "allotments or community growing spaces", "community garden"}},
		{Slug: "place-of-worship-hall", Name: "Hall of a place of worship", Also: []string{"church hall", "parish hall"}},
		{Slug: "sports-ground", Name: "Sports ground", Also: []string{"sports", "leisure centre", "other sports facility", "bowling green", "tennis court"}},
		{Slug: "nursery", Name: "Nursery"},
		{Slug: "youth", Name: "Youth centre", Also: []string{"youth club", "youth centre"}},
		{Slug: "other", Name: "Other"},
	}
	OwnerKinds = plans.CodeList{
		{Slug: "local-authority", Name: "Local authority", Also: []string{"council"}},
		{Slug: "parish-council", Name: "Parish council", Also: []string{"town council"}},
		{Slug: "private-registered-provider", Name: "Private registered provider", Also: []string{"housing association"}},
		{Slug: "charity", Name: "Charity"},
		{Slug: "company", Name: "Company"},
		{Slug: "individual", Name: "Individual"},
		{Slug: "crown", Name: "Crown"},
		{Slug: "unknown", Name: "Not known"},
	}
)
