// Package place says what people search for: postcodes, streets and settlements, and beside them the areas, assets,
// associations and boundaries of the registers by name.
package place

import (
	"context"
	"time"

	"github.com/paulmach/orb"

	"terrier/plans"
)

// Place is a postcode, street or settlement.
type Place struct {
	Kind      string // slug of Kinds
	Reference string // unique within the kind; a postcode is its own
	Name      string
	NameCy    string
	Context   string // what tells two of one name apart
	Point     orb.Point
	AsAt      time.Time
	SourceCRS string
}

// Kinds of place.
var Kinds = plans.CodeList{
	{Slug: "postcode", Name: "Postcode"},
	{Slug: "street", Name: "Street", Also: []string{"road"}},
	{Slug: "settlement", Name: "Settlement", Also: []string{"town", "village", "city", "hamlet"}},
}

// Hit is one answer to a search.
type Hit struct {
	Kind    string     `json:"kind"` // a slug of Kinds, or "area", "asset", "association", "parish", "ward", ...
	Name    string     `json:"name"`
	NameCy  string     `json:"name-cy,omitempty"`
	Context string     `json:"context,omitempty"`
	Path    string     `json:"path,omitempty"` // of its page, if it has one
	LonLat  orb.Point  `json:"point"`
	Extent  *orb.Bound `json:"-"`       // WGS 84; nil for a point
	Inexact bool       `json:"inexact"` // found in spite of a typing error
}

// Searcher searches as one types: half postcodes, a missing space, one typing error, apostrophes and Welsh letters all find
// their place. near (WGS 84) puts the nearest first among equally good hits; nil leaves them by name.
type Searcher interface {
	Search(ctx context.Context, text string, near *orb.Point, limit int) ([]Hit, error)
}
