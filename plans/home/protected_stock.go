package home

import (
	"cmp"
	"context"
	"slices"
	"sync/atomic"
	"time"

	"terrier/geo/within"
	"terrier/plans/disclosure"
	"terrier/plans/provenance"
)

// ProtectedRule is how homes are counted once there is a public release.
var ProtectedRule = provenance.Rule{Slug: "homes-inside-and-cells", Version: 1, Sentence: "A home whose owner publishes it counts where its point lies inside the boundary or on its line. " +
	"All other open homes are told of by small fixed areas, called cells: those whose reference point lies inside the boundary or on its line are added up whole."}

// ProtectedStock holds the public release that is served. Safe for several goroutines.
type ProtectedStock struct {
	now atomic.Pointer[disclosure.Table]
}

// Serve answers from another release from now on; nil for none.
func (p *ProtectedStock) Serve(t *disclosure.Table) { p.now.Store(t) }

// Table is the release that is served; nil where there is none yet.
func (p *ProtectedStock) Table() *disclosure.Table { return p.now.Load() }

// Told is what a release says of a boundary, beside the homes that are published.
type Told struct {
	Release  *disclosure.Release
	Cells    []int // inside, that tell of it, as places in the release's
	Hectares float64
	Total    disclosure.Number
}

// Shown says whether it is more than "none, or too few to show".
func (t *Told) Shown() bool { return t != nil && t.Total.Shown() }

// PublicAnswers counts as the public is told: published homes exactly, and all others from the release that is served.
type PublicAnswers struct {
	*PublicStock
	Protected *ProtectedStock
}

var _ Counter = PublicAnswers{}

// PublishedOnly is the key of a filter on which of its sources the public is answered from; its one value is provenance.Published.
const PublishedOnly = "source"

// CountHomes adds what the release tells to what is counted exactly. What the release does not tell is refused with the code
// "not-in-table", unless the question is about published homes only. Where there is no release yet only published homes are counted.
func (p PublicAnswers) CountHomes(ctx context.Context, q Question) (Summary, error) {
	table := p.Protected.Table()
	if table == nil || q.Where[PublishedOnly] != nil {
		return p.PublicStock.CountHomes(ctx, q)
	}
	if err := table.Scheme.Check(q.Where, q.By); err != nil {
		return Summary{}, err
	}
	b, err := boundaryOf(q, p.areas)
	if err != nil {
		return Summary{}, err
	}
	counted := newSum(q.By)
	if err := p.count(p.rows.Snapshot(), counted, b, q.Where, nil); err != nil {
		return Summary{}, err
	}
	said, err := table.Ask(disclosure.Question{Within: b, Where: q.Where, By: q.By})
	if err != nil {
		return Summary{}, err
	}
	return p.together(counted, said, toldIn(table, b, q.Where, said)), nil
}

func toldIn(table *disclosure.Table, b *within.Boundary, where map[string][]string, said disclosure.Answer) *Told {
	t := &Told{Release: &table.Release, Total: said.Total, Cells: table.Telling(b, where)}
	for _, c := range t.Cells {
		t.Hectares += table.Cells[c].Hectares
	}
	return t
}

// together lays both sources into one summary, by the categories of the release.
func (p PublicAnswers) together(counted *sum, said disclosure.Answer, told *Told) Summary {
	exact := counted.summary()
	all := Summary{Total: exact.Total, By: map[string][]Count{}, AsAt: exact.AsAt, Sources: exact.Sources, Told: told,
		Parts: []provenance.Part{{Source: provenance.Published, Count: exact.Total, Exact: true}}}
	if told.Shown() {
		all.Total += told.Total.Value
		all.Parts = append(all.Parts, provenance.Part{Source: provenance.Protected, Count: told.Total.Value, Cells: said.Cells, Error: told.Total.Error()})
		all.Sources = provenance.Once(append(slices.Clone(all.Sources), ReleaseSource(told.Release.Name, told.Release.AsAt, told.Release.BuiltAt)))
		if asAt := told.Release.AsAt; all.AsAt.IsZero() || !asAt.IsZero() && asAt.Before(all.AsAt) {
			all.AsAt = asAt
		}
	}
	for _, key := range counted.by {
		var entries []disclosure.Entry
		if told.Shown() {
			entries = said.By[key]
		}
		all.By[key] = p.category(told.Release.Scheme, key, exact.By[key], entries)
	}
	return all
}

// category lays the two tables of one grouping into one, in the order of the list, owners by size. A number from the release that says
// nothing is left out.
func (p PublicAnswers) category(s disclosure.Scheme, key string, exact []Count, entries []disclosure.Entry) []Count {
	g, _ := FindGrouping(key)
	way := s.Way(key)
	var list []Count
	at := map[string]int{}
	add := func(c Count) {
		i, met := at[c.Value]
		if !met {
			i = len(list)
			at[c.Value] = i
			list = append(list, Count{Value: c.Value, Name: c.Name})
		}
		list[i].Count += c.Count
		list[i].Protected += c.Protected
		list[i].Error += c.Error
		list[i].TooFew = len(entries) > 0 && list[i].Error == 0
	}
	for _, c := range exact {
		if merged, ok := way.Merged[c.Value]; ok {
			c.Value, c.Name = merged, p.categoryName(g, merged)
		}
		add(c)
	}
	for _, e := range entries {
		if e.Shown() {
			add(Count{Value: e.Category, Name: p.categoryName(g, e.Category), Count: e.Value, Protected: e.Value, Error: e.Error()})
		}
	}
	slices.SortStableFunc(list, func(a, b Count) int {
		if g.Codes == nil {
			return cmp.Or(ordered(a.Value == disclosure.Rest, b.Value == disclosure.Rest), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Value, b.Value))
		}
		return cmp.Compare(slices.Index(way.Values, a.Value), slices.Index(way.Values, b.Value))
	})
	return list
}

// ordered puts what is so last.
func ordered(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// categoryName is how a category of the protected table is shown.
func (p PublicAnswers) categoryName(g Grouping, value string) string {
	switch {
	case g.Codes == nil && value == disclosure.Rest:
		return "Other associations"
	case g.Codes == nil:
		return p.ownerNamed(value)
	case value == Unknown:
		return "Not said"
	}
	for _, public := range PublicGroupings {
		if public.Key == g.Key {
			return public.Codes.Name(value)
		}
	}
	return value
}

// ReleaseSource is where protected figures come from. It names no association: which of them a figure is of is not told by it.
func ReleaseSource(release string, asAt, built time.Time) provenance.Source {
	return provenance.Source{Publisher: "Housing associations' returns, together in the public release " + release, Licence: "own", LicenceName: "The owners' own terms", AsAt: asAt, Retrieved: built}
}
