package web

import (
	"slices"

	"terrier/plans/home"
)

// legendRow is one kind of thing that is on a map. Key says how it is drawn: a tenure group, "square", "protected", "area-made" and so on, "asset". Homes are
// "points" where the map is near, and "squares" where it is far; other rows show either way.
type legendRow struct{ Key, Words, Only string }

// areaWords are how outlines of areas are spoken of, in the order of a legend.
var areaWords = []legendRow{{Key: "applied", Words: "Area applied for"}, {Key: "designated", Words: "Designated area"}, {Key: "made", Words: "Made plan"}}

// legend explains what is on the map, and nothing else. How near the map is, in a frame of whatever width, shows which of the rows of homes apply.
func (n surroundings) legend() (rows []legendRow) {
	if f := n.tenures; f != nil {
		published := false
		for _, group := range home.TenureGroups {
			var tenures []string
			for _, c := range home.Tenures {
				if c.Group == group.Slug {
					tenures = append(tenures, c.Slug)
				}
			}
			if f.Part("tenure", tenures...).Counted().Some() {
				published = true
				rows = append(rows, legendRow{group.Slug, group.Name, "points"})
			}
		}
		if published {
			rows = append(rows, legendRow{"square", "Published homes, by number", "squares"})
		}
		if f.Cells() > 0 {
			rows = append(rows, legendRow{Key: "protected", Words: "Other homes, about, by small area"})
		}
	}
	for _, one := range areaWords {
		if slices.Contains(n.statuses, one.Key) {
			rows = append(rows, legendRow{Key: "area-" + one.Key, Words: one.Words})
		}
	}
	if n.assets {
		rows = append(rows, legendRow{Key: "asset", Words: "Community asset"})
	}
	return rows
}
