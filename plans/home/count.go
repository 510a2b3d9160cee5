package home

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"terrier/geo/within"
	"terrier/plans"
	"terrier/plans/provenance"
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
	Within   orb.MultiPolygon    // EPSG:27700, valid, whole millimetres; nil asks for every home
	Prepared *within.Boundary    // the same, prepared already; nil where it is not
	Area     string              // ref of a stored plan area to count in instead of Within
	By       []string            // keys of Groupings
	Where    map[string][]string // key of a Grouping → values, any of which will do; every key must hold
}

// Count is how many homes have a value. Name is what is shown for it.
type Count = provenance.Count

// CountingRule is how homes are counted.
var CountingRule = provenance.Rule{Slug: "homes-inside", Version: 1, Sentence: "A home counts where its point lies inside the boundary or on its line. " +
	"Homes whose owner publishes them home by home are counted, and no others; each counts for its owner."}

// Summary answers a Question. Every table in By sums to Total.
type Summary struct {
	Total   int
	By      map[string][]Count  // key of a Grouping → its values that occur, in the order of the code list; owners by size
	AsAt    time.Time           // the oldest return among the homes counted; zero where there are none
	Sources []provenance.Source // of the homes counted, sorted, each once
	Parts   []provenance.Part   // what each of the public's sources says of Total; nil where the question has one source only
	Told    *Told               // what the public release says, shown or not; nil where it was not asked
}

// Counter counts the homes that a reader may see. An unknown area is a plans.NotFound error.
type Counter interface {
	CountHomes(ctx context.Context, q Question) (Summary, error)
}

// orUnknown names a value in a count: Unknown for one that was not said.
func orUnknown(value string) string {
	if value == "" {
		return Unknown
	}
	return value
}

// Ordered lists the values that occur: in the order of the code list, owners by size, and what is not known last. Owners are counted
// by their refs; names are theirs.
func (g Grouping) Ordered(counts map[string]int, names map[string]string) []Count {
	list := make([]Count, 0, len(counts))
	if g.Codes == nil {
		for ref, n := range counts {
			list = append(list, Count{Value: ref, Name: names[ref], Count: n})
		}
		slices.SortFunc(list, func(a, b Count) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Value, b.Value))
		})
		return list
	}
	for _, c := range g.Codes {
		if n := counts[c.Slug]; n > 0 {
			list = append(list, Count{Value: c.Slug, Name: c.Name, Count: n})
		}
	}
	if n := counts[Unknown]; n > 0 {
		list = append(list, Count{Value: Unknown, Name: "Not said", Count: n})
	}
	return list
}

// UnknownOwner is the error for a filter that names an organisation which is not there.
func UnknownOwner(ref string) error {
	return plans.Refuse("unknown-value", "owner", fmt.Sprintf("There is no housing association called %q here.", ref),
		"Use the last part of the address of its page, as listed at /associations.")
}
