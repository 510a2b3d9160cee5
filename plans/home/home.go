// Package home says what a home is: one dwelling, or bedspace in shared supported housing, in a housing association's stock;
// which values its fields may take, and how homes are counted.
//
// Where homes are kept is data/postgis; how they are counted inside a boundary is asked through Counter.
package home

import (
	"time"

	"github.com/paulmach/orb"

	"terrier/plans"
)

// Home is one home as its owner reports it. Empty strings and zeros mean "not said".
type Home struct {
	Owner            string // reference of the owning organisation (registered provider)
	Manager          string // reference of the managing organisation, if another
	Reference        string // the owner's own reference, unique within the owner
	UPRN             string // up to 12 digits, without leading zeros
	ParentUPRN       string
	Address          string
	Postcode         string // upper case with one space
	Needs            string // slug of Needs
	Tenure           string // slug of Tenures
	Type             string // slug of Types
	Built            string // slug of Builts
	Bedrooms         int    // 1 to 12; a bedsit has 1
	Bedsit           bool
	Bedspaces        int
	Wheelchair       *bool
	Floor            *int
	BuildYearBand    string // slug of BuildYearBands
	EPC              string // slug of EPCs
	EPCScore         int    // 1 to 100
	EPCLodgementDate time.Time
	Ownership        string // slug of Ownerships
	Occupancy        string // slug of Occupancies; never public
	AsAt             time.Time
	Sensitivity      string    // slug of Sensitivities; "" in a file means as before, and open of a home that is new
	Authority        string    // GSS code of the local authority
	Position         string    // "given" or "postcode"
	Point            orb.Point // easting, northing in metres, EPSG:27700, whole millimetres
	SourceCRS        string
	SourceX, SourceY float64 // as given, in SourceCRS
}

// Sensitivity of a home: who may know of it (DOMAIN section 4). Withheld homes reach nobody but their owner.
const (
	Published  = "published"
	Open       = "open"
	Restricted = "restricted"
	Withheld   = "withheld"
)

// The code lists follow the government's own for lettings and sales (CORE); their numbers are accepted in files.
var (
	// Tenures with the map group that each is drawn and counted in.
	Tenures = plans.CodeList{
		{Slug: "social-rent", Name: "Social rent", Group: "social-rent", Also: []string{"0", "social", "general needs rent", "target rent"}},
		{Slug: "specified-accommodation", Name: "Specified accommodation", Group: "social-rent", Also: []string{"6", "specified", "exempt accommodation"}},
		{Slug: "affordable-rent", Name: "Affordable rent", Group: "affordable-rent", Also: []string{"1", "affordable"}},
		{Slug: "london-affordable-rent", Name: "London affordable rent", Group: "affordable-rent", Also: []string{"2", "LAR"}},
		{Slug: "rent-to-buy", Name: "Rent to buy", Group: "intermediate-rent", Also: []string{"3"}},
		{Slug: "london-living-rent", Name: "London living rent", Group: "intermediate-rent", Also: []string{"4", "LLR"}},
		{Slug: "other-intermediate-rent", Name: "Other intermediate rent", Group: "intermediate-rent", Also: []string{"5", "intermediate rent", "intermediate", "other intermediate rent product"}},
		{Slug: "shared-ownership", Name: "Shared ownership", Group: "low-cost-home-ownership", Also: []string{"SO", "LCHO"}},
		{Slug: "other-low-cost-home-ownership", Name: "Other low cost home ownership", Group: "low-cost-home-ownership", Also: []string{"HOLD", "social homebuy"}},
		{Slug: "social-leasehold", Name: "Social leasehold", Group: "leasehold-and-market", Also: []string{"leasehold"}},
		{Slug: "market-rent", Name: "Market rent", Group: "leasehold-and-market", Also: []string{"market"}},
		{Slug: "other-non-social", Name: "Other non-social", Group: "leasehold-and-market", Also: []string{"non social"}},
	}
	// TenureGroups are how tenures are drawn on the map; each tenure is in exactly one.
	TenureGroups = plans.CodeList{
		{Slug: "social-rent", Name: "Social rent"},
		{Slug: "affordable-rent", Name: "Affordable rent"},
		{Slug: "low-cost-home-ownership", Name: "Low cost home ownership"},
		{Slug: "intermediate-rent", Name: "Intermediate rent"},
		{Slug: "leasehold-and-market", Name: "Leasehold and market"},
	}
	Needs = plans.CodeList{
		{Slug: "general-needs", Name: "General needs", Also: []string{"1"}},
		{Slug: "supported-housing", Name: "Supported housing", Also: []string{"2", "supported"}},
		{Slug: "housing-for-older-people", Name: "Housing for older people", Also: []string{"older people", "sheltered", "7"}},
	}
	Types = plans.CodeList{
		{Slug: "house", Name: "House", Also: []string{"7"}},
		{Slug: "flat-or-maisonette", Name: "Flat or maisonette", Also: []string{"1", "flat", "maisonette", "apartment"}},
		{Slug: "bungalow", Name: "Bungalow", Also: []string{"8"}},
		{Slug: "bedsit", Name: "Bedsit", Also: []string{"2", "studio", "bedsitter"}},
		{Slug: "shared-flat-or-maisonette", Name: "Shared flat or maisonette", Also: []string{"4", "shared flat"}},
		{Slug: "shared-house", Name: "Shared house", Also: []string{"9"}},
		{Slug: "shared-bungalow", Name: "Shared bungalow", Also: []string{"10"}},
		{Slug: "other", Name: "Other", Also: []string{"6", "house or hostel"}},
	}
	Builts = plans.CodeList{
		{Slug: "purpose-built", Name: "Purpose built", Also: []string{"1"}},
		{Slug: "converted", Name: "Converted", Also: []string{"2", "conversion"}},
	}
	BuildYearBands = plans.CodeList{
		{Slug: "before-1919", Name: "Before 1919", Also: []string{"pre 1919"}},
		{Slug: "1919-to-1944", Name: "1919 to 1944", Also: []string{"1919-1944"}},
		{Slug: "1945-to-1964", Name: "1945 to 1964", Also: []string{"1945-1964"}},
		{Slug: "1965-to-1980", Name: "1965 to 1980", Also: []string{"1965-1980"}},
		{Slug: "1981-to-1990", Name: "1981 to 1990", Also: []string{"1981-1990"}},
		{Slug: "1991-to-2002", Name: "1991 to 2002", Also: []string{"1991-2002"}},
		{Slug: "2003-to-2011", Name: "2003 to 2011", Also: []string{"2003-2011"}},
		{Slug: "2012-and-later", Name: "2012 and later", Also: []string{"post 2012", "2012 onwards", "2012+"}},
	}
	EPCs = plans.CodeList{
		{Slug: "A", Name: "A"}, {Slug: "B", Name: "B"}, {Slug: "C", Name: "C"}, {Slug: "D", Name: "D"},
		{Slug: "E", Name: "E"}, {Slug: "F", Name: "F"}, {Slug: "G", Name: "G"},
		{Slug: "none", Name: "No certificate", Also: []string{"no epc", "n/a"}},
	}
	Bedrooms = plans.CodeList{
		{Slug: "1", Name: "1"}, {Slug: "2", Name: "2"}, {Slug: "3", Name: "3"}, {Slug: "4", Name: "4"}, {Slug: "5", Name: "5"}, {Slug: "6", Name: "6"},
		{Slug: "7", Name: "7"}, {Slug: "8", Name: "8"}, {Slug: "9", Name: "9"}, {Slug: "10", Name: "10"}, {Slug: "11", Name: "11"}, {Slug: "12", Name: "12"},
	}
	Ownerships = plans.CodeList{
		{Slug: "owned", Name: "Owned"}, {Slug: "managed-for-other", Name: "Managed for another owner"}, {Slug: "leased-in", Name: "Leased in"},
	}
	Occupancies = plans.CodeList{
		{Slug: "occupied", Name: "Occupied", Also: []string{"let", "tenanted"}},
		{Slug: "vacant-available", Name: "Vacant, available", Also: []string{"void available"}},
		{Slug: "vacant-unavailable", Name: "Vacant, not available", Also: []string{"void unavailable"}},
	}
	Sensitivities = plans.CodeList{
		{Slug: Published, Name: "Published"}, {Slug: Open, Name: "Open"}, {Slug: Restricted, Name: "Restricted"},
		{Slug: Withheld, Name: "Withheld", Also: []string{"confidential", "confidential information", "sensitive"}},
	}
)
