package home

import (
	"time"

	"terrier/plans/access"
	"terrier/plans/provenance"
)

// Sight is all that a reader sees exactly: everyone's published homes, and those that the reader is entitled to.
type Sight []Part

// Part is a part of the homes that a reader is entitled to.
type Part struct {
	View
	Tenures []string // slugs that the reader may see, ascending; nil for any
}

// EntitledRule is how homes are counted for those who are entitled to more than the public.
var EntitledRule = provenance.Rule{Slug: "homes-inside-entitled", Version: 1, Sentence: "A home counts where its point lies inside the boundary or on its line. " +
	"Homes whose owner publishes them home by home are counted, and those of the associations that let you see theirs; each counts for its owner."}

// Parts are the sight in parts that do not overlap, so that what is counted in each adds up: first all published homes, then what the
// reader is entitled to besides.
func (s Sight) Parts() []Part {
	parts := []Part{{View: View{Published: true}}}
	for _, p := range s {
		p.Published, p.Sensitivities = false, []string{Open, Restricted, Withheld}
		parts = append(parts, p)
	}
	return parts
}

// SightOf is what is seen by whoever is entitled to these parts.
func SightOf(entitled []access.Part) Sight {
	var s Sight
	for _, p := range entitled {
		s = append(s, Part{View{Owners: p.Owners, Own: p.Own, Authorities: p.Authorities}, p.Tenures})
	}
	return s
}

// Narrow keeps of what a question asks what the part has. ok is false where nothing is left.
func (p Part) Narrow(where map[string][]string) (narrowed map[string][]string, ok bool) {
	if p.Tenures == nil {
		return where, true
	}
	tenures, ok := access.Part{Tenures: p.Tenures}.Narrow(where["tenure"])
	narrowed = map[string][]string{"tenure": tenures}
	for key, values := range where {
		if key != "tenure" {
			narrowed[key] = values
		}
	}
	return narrowed, ok
}

// Together adds up the answers to one question about parts that do not overlap.
func Together(by []string, parts ...Summary) Summary {
	all := Summary{By: map[string][]Count{}}
	var sources []provenance.Source
	for _, p := range parts {
		all.Total += p.Total
		all.AsAt = earlier(all.AsAt, p.AsAt)
		sources = append(sources, p.Sources...)
	}
	all.Sources = provenance.Once(sources)
	for _, key := range by {
		lists := make([][]Count, len(parts))
		for i, p := range parts {
			lists[i] = p.By[key]
		}
		all.By[key] = joined(key, lists...)
	}
	return all
}

// earlier is the earlier of two days; a zero day is none.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// joined adds up lists of one grouping.
func joined(key string, lists ...[]Count) []Count {
	g, _ := FindPastGrouping(key)
	counts, names := map[string]int{}, map[string]string{}
	for _, list := range lists {
		for _, c := range list {
			counts[c.Value] += c.Count
			names[c.Value] = c.Name
		}
	}
	return g.Ordered(counts, names)
}

// CrossedTogether adds up tables of the same two groupings.
func CrossedTogether(rowsBy, columnsBy string, parts ...Crossed) Crossed {
	var rows, columns [][]Count
	var asAt time.Time
	var sources []provenance.Source
	cells := map[[2]string]int{}
	for _, p := range parts {
		asAt, sources = earlier(asAt, p.AsAt), append(sources, p.Sources...)
		rows, columns = append(rows, p.Rows), append(columns, p.Columns)
		for i, row := range p.Rows {
			for j, column := range p.Columns {
				cells[[2]string{row.Value, column.Value}] += p.Cells[i][j]
			}
		}
	}
	all := Crossed{Rows: joined(rowsBy, rows...), Columns: joined(columnsBy, columns...), AsAt: asAt, Sources: provenance.Once(sources)}
	for _, row := range all.Rows {
		line := make([]int, len(all.Columns))
		for j, column := range all.Columns {
			line[j] = cells[[2]string{row.Value, column.Value}]
			all.Total += line[j]
		}
		all.Cells = append(all.Cells, line)
	}
	return all
}

// Today is the day of a moment in Europe/London.
func Today(now time.Time) time.Time {
	y, m, d := now.In(london).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
