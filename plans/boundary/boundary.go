// Package boundary says what a boundary is: a civil or statistical area with its GSS code and the year of that code.
package boundary

import (
	"time"

	"github.com/paulmach/orb"

	"terrier/plans"
)

// Boundary is one parish, ward, authority or census area.
type Boundary struct {
	Ref          string
	Kind         string // slug of Kinds
	Code         string // GSS code
	CodeYear     int    // 0 where it is not said
	Name, NameCy string
	ParentCode   string
	HasCouncil   string // parishes: "yes", "no", "unknown"; others always "unknown"
	RelevantBody string
	StartDate    time.Time
	EndDate      time.Time
	EntryDate    time.Time
	Shape        orb.MultiPolygon // EPSG:27700, whole millimetres
	LonLat       orb.MultiPolygon
	SourceCRS    string
	SourceShape  orb.Geometry
}

// Code lists (DOMAIN section 3).
var (
	Kinds = plans.CodeList{
		{Slug: "parish", Name: "Parish", Also: []string{"civil parish", "par", "cpc"}},
		{Slug: "ward", Name: "Ward", Also: []string{"wd", "electoral ward"}},
		{Slug: "local-authority", Name: "Local authority", Also: []string{"lad", "district", "borough"}},
		{Slug: "local-planning-authority", Name: "Local planning authority", Also: []string{"lpa"}},
		{Slug: "lsoa", Name: "Lower layer super output area"},
		{Slug: "msoa", Name: "Middle layer super output area"},
		{Slug: "oa", Name: "Output area", Also: []string{"output area"}},
		{Slug: "national-park", Name: "National park"},
		{Slug: "other", Name: "Other"},
	}
	HasCouncil = plans.CodeList{
		{Slug: "yes", Name: "Yes", Also: []string{"y", "true", "1"}},
		{Slug: "no", Name: "No", Also: []string{"n", "false", "0"}},
		{Slug: "unknown", Name: "We do not know whether this parish has a council."},
	}
)

// KindOfCode is the kind that a GSS code names by its first three characters (ONS Register of Geographic Codes). ok is false
// for a prefix that is none of ours.
func KindOfCode(code string) (kind string, ok bool) {
	if len(code) != 9 {
		return "", false
	}
	kind, ok = kindOfPrefix[code[:3]]
	return kind, ok
}

var kindOfPrefix = map[string]string{
	"E04": "parish", "W04": "parish",
	"E05": "ward", "W05": "ward",
	"E06": "local-authority", "E07": "local-authority", "E08": "local-authority", "E09": "local-authority", "W06": "local-authority",
	"E01": "lsoa", "W01": "lsoa",
	"E02": "msoa", "W02": "msoa",
	"E00": "oa", "W00": "oa",
	"E26": "national-park", "W18": "national-park",
	"E60": "local-planning-authority", "W43": "local-planning-authority",
}
