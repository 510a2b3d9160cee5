package home

import (
	"context"
	"time"

	"github.com/paulmach/orb"

	"terrier/plans"
)

// Unknown is the value that stands for "not said" in a count by some field.
const Unknown = "unknown"

// Grouping is a field that homes can be counted by and filtered on.
type Grouping struct {
	Key   string         // as it is named outside, kebab-case: "home-type"
	Name  string         // as it is shown
	Codes plans.CodeList // its values; nil for owners, whose values are organisation refs
}

// Groupings in the order in which they are shown.
var Groupings = []Grouping{
	{"tenure", "Tenure", Tenures},
	{"home-type", "Home type", Types},
	{"bedrooms", "Bedrooms", Bedrooms},
	{"epc", "Energy certificate", EPCs},
	{"needs", "Needs", Needs},
	{"owner", "Housing association", nil},
}

// FindGrouping returns the grouping called key. ok is false where there is none.
func FindGrouping(key string) (g Grouping, ok bool) {
	for _, g := range Groupings {
		if g.Key == key {
			return g, true
		}
	}
	return Grouping{}, false
}

// Question asks how many homes lie inside a boundary, on its line included.
type Question struct {
	Within orb.MultiPolygon    // EPSG:27700, valid, whole millimetres; nil asks for every home
	Area   string              // ref of a stored plan area to count in instead of Within
	By     []string            // keys of Groupings
	Where  map[string][]string // key of a Grouping → values, any of which will do; every key must hold
}

// Count is how many homes have a value. Name is what is shown for it.
type Count struct {
	Value string `json:"value"`
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// Summary answers a Question. Every table in By sums to Total.
type Summary struct {
	Total   int
	By      map[string][]Count // key of a Grouping → its values that occur, in the order of the code list; owners by size
	AsAt    time.Time          // the oldest return among the homes counted; zero where there are none
	Sources []string           // attribution lines of the sources of the homes counted, sorted, each once
}

// Counter counts the homes that a reader may see. An unknown area is a plans.NotFound error.
type Counter interface {
	CountHomes(ctx context.Context, q Question) (Summary, error)
}
