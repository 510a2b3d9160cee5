package home

import (
	"slices"

	"terrier/plans"
	"terrier/plans/disclosure"
)

// FiveOrMore is the category of the largest homes in the protected table: so few have more bedrooms that each number of them would
// tell nothing.
const FiveOrMore = "5-or-more"

// PublicGroupings are the Groupings with the categories that protected figures merge values into: what the public may ask for.
var PublicGroupings = func() []Grouping {
	all := slices.Clone(Groupings)
	for i, g := range all {
		if g.Key == "bedrooms" {
			all[i].Codes = append(slices.Clone(g.Codes), plans.Code{Slug: FiveOrMore, Name: "5 or more"})
		}
	}
	return all
}()

// ProtectedScheme is which tables are made of the homes that are not published one by one: by every grouping, and by tenure with
// bedrooms. The lists are the code lists, with what was not said, for every authority.
var ProtectedScheme = func() disclosure.Scheme {
	s := disclosure.Scheme{Pair: [2]string{"tenure", "bedrooms"}, Owner: "owner"}
	for _, g := range Groupings {
		w := disclosure.Way{Key: g.Key}
		switch g.Key {
		case "owner":
		case "bedrooms":
			w.Values = append(slices.Clone(g.Codes.Slugs()[:4]), FiveOrMore, Unknown)
			w.Merged = map[string]string{}
			for _, slug := range g.Codes.Slugs()[4:] {
				w.Merged[slug] = FiveOrMore
			}
		case "tenure": // every home has one
			w.Values = g.Codes.Slugs()
		default:
			w.Values = append(g.Codes.Slugs(), Unknown)
		}
		s.Ways = append(s.Ways, w)
	}
	return s
}()

// unmerged is a filter in the values that homes have: a category of several stands for all of them.
func unmerged(where map[string][]string) map[string][]string {
	all := make(map[string][]string, len(where))
	for key, values := range where {
		all[key] = slices.Clone(values)
		for value, category := range ProtectedScheme.Way(key).Merged {
			if slices.Contains(values, category) {
				all[key] = append(all[key], value)
			}
		}
	}
	return all
}
