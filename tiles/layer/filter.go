package layer

import (
	"net/url"
	"slices"
)

// FilterKey is one thing that the features of a tileset can be chosen by.
type FilterKey struct {
	Name   string   // kebab-case, as in addresses
	Alias  string   // another name that is understood; "" is none
	Values []string // those there are; nil where only the source knows them
}

// Filter says which features a tile shows: those that have, for each key, any of its values. Filters that ask for the same are
// equal values, however they were spelt. The zero value shows everything.
type Filter struct {
	query string // keys and values sorted, each once
}

// NewFilter makes a filter of the values that are asked for by each key's Name. A key without values is left out.
func NewFilter(values map[string][]string) Filter {
	sorted := url.Values{}
	for key, some := range values {
		if len(some) > 0 {
			sorted[key] = slices.Compact(slices.Sorted(slices.Values(some)))
		}
	}
	return Filter{sorted.Encode()}
}

// All is true where everything is shown.
func (f Filter) All() bool { return f.query == "" }

// Values are the values that are asked for by each key, sorted.
func (f Filter) Values() map[string][]string {
	values, _ := url.ParseQuery(f.query) // it was made by Encode
	return values
}

// String is the filter as the query of an address.
func (f Filter) String() string { return f.query }
