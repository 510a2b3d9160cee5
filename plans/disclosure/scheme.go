package disclosure

import (
	"fmt"
	"slices"
)

// Way is something that homes are counted by: a one-way table. Its list of categories is fixed for an authority before anything is
// counted, so an entry of nought stands in the table as any other.
type Way struct {
	Key    string            `json:"key"`              // kebab-case: "home-type"
	Values []string          `json:"values,omitempty"` // the categories, in the order in which they are shown; never changed
	Merged map[string]string `json:"merged,omitempty"` // a value that is no category → the category that it counts in
}

// Category is the place of a value in the list. ok is false where the list has none for it.
func (w Way) Category(value string) (place int, ok bool) {
	if merged, ok := w.Merged[value]; ok {
		value = merged
	}
	place = slices.Index(w.Values, value)
	return place, place >= 0
}

// Scheme is which tables are made of each cell: a total, one-way tables, and one two-way table.
type Scheme struct {
	Ways []Way     `json:"ways"`
	Pair [2]string `json:"pair"` // the keys of the two ways whose crossing is a table too, rows first
	// Owner is the key of the way whose categories are an authority's own: the owners with enough homes there, and Rest.
	Owner string `json:"owner"`
}

// Rest is the category of the owners that have too few homes in an authority to be shown apart. No slug is written so.
const Rest = "*other"

// LeastOwner is how many homes an owner has in an authority at the least if it is shown apart there (DOMAIN section 6.6).
const LeastOwner = 100

// Way is what homes are counted by under a key; the zero Way, without categories, where there is none.
func (s Scheme) Way(key string) Way {
	if w := s.way(key); w >= 0 {
		return s.Ways[w]
	}
	return Way{}
}

// way is the place of a way; -1 where there is none of that key.
func (s Scheme) way(key string) int {
	return slices.IndexFunc(s.Ways, func(w Way) bool { return w.Key == key })
}

// pair are the places of the two ways that are crossed.
func (s Scheme) pair() (rows, columns int) { return s.way(s.Pair[0]), s.way(s.Pair[1]) }

// of is the scheme of an authority in which these owners are shown apart.
func (s Scheme) of(owners []string) Scheme {
	s.Ways = slices.Clone(s.Ways)
	w := &s.Ways[s.way(s.Owner)]
	w.Values = append(slices.DeleteFunc(slices.Clone(owners), func(ref string) bool { return ref == Rest }), Rest)
	return s
}

// category finds the place of a record's value. Owners that are not shown apart are in the rest; any other value must be in its list.
func (s Scheme) category(way int, value string) (int, error) {
	w := s.Ways[way]
	if place, ok := w.Category(value); ok {
		return place, nil
	}
	if w.Key == s.Owner {
		return len(w.Values) - 1, nil
	}
	return 0, fmt.Errorf("the table by %s has no category for %q", w.Key, value)
}
