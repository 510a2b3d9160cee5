package web

import (
	"slices"

	"terrier/plans/home"
)

// legendRow is one kind of thing that is on a map. Key says how it is drawn: a tenure group, "square", "protected", "area-made" and so on, "asset".
type legendRow struct{ Key, Words string }

// areaWords are how outlines of areas are spoken of, in the order of a legend.
var areaWords = []legendRow{{"applied", "Area applied for"}, {"designated", "Designated area"}, {"made", "Made plan"}}

// pointsFrom is the zoom from which homes are points; below it they are squares.
const pointsFrom = 13

// legend explains what is on the map, and nothing else.
func (n surroundings) legend(zoom float64) (rows []legendRow) {
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
				if zoom >= pointsFrom {
					rows = append(rows, legendRow{group.Slug, group.Name})
				}
			}
		}
		if published && zoom < pointsFrom {
			rows = append(rows, legendRow{"square", "Published homes, by number"})
		}
		if f.Cells() > 0 {
			rows = append(rows, legendRow{"protected", "Other homes, about, by small area"})
		}
	}
	for _, one := range areaWords {
		if slices.Contains(n.statuses, one.Key) {
			rows = append(rows, legendRow{"area-" + one.Key, one.Words})
		}
	}
	if n.assets {
		rows = append(rows, legendRow{"asset", "Community asset"})
	}
	return rows
}
