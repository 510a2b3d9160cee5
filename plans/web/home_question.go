package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"terrier/geo/within"
	"terrier/plans"
	"terrier/plans/area"
	"terrier/plans/disclosure"
	"terrier/plans/home"
	"terrier/plans/provenance"
)

// questionKeys are the keys of a query about homes.
func questionKeys(more ...string) []string {
	keys := append(more, "by", home.PublishedOnly)
	for _, g := range home.Groupings {
		keys = append(keys, g.Key)
	}
	return append(keys, "bom")
}

// answer counts what the query asks for. Without a boundary it is all homes that the public is told of; a page shows every grouping where the
// query names none.
func (h homes) answer(r *http.Request, allGroupings bool) (summary, error) {
	q, err := readQuery(r, questionKeys("area", "bbox", "crs")...)
	if err != nil {
		return summary{}, err
	}
	b, err := h.boundaryIn(r.Context(), q)
	if err != nil {
		return summary{}, err
	}
	answer, err := h.count(r.Context(), q, b, allGroupings)
	if err != nil {
		return summary{}, err
	}
	for _, key := range []string{"bbox", "crs"} {
		if v := q.values.Get(key); v != "" && b.Area == "" {
			answer.asked.Set(key, v)
		}
	}
	again := answer.address()
	again.Set("by", strings.Join(answer.question.By, ","))
	answer.link = h.PublicURL + "/homes/summary?" + readableQuery(again)
	return answer, nil
}

// boundaryIn reads area or bbox; a query with neither is about everywhere.
func (s *site) boundaryIn(ctx context.Context, q query) (boundary, error) {
	ref, err := q.one("area")
	if err != nil {
		return boundary{}, err
	}
	box, hasBox, err := readBox(q)
	switch {
	case err != nil:
		return boundary{}, err
	case ref != "" && hasBox:
		return boundary{}, twoBoundaries
	case hasBox:
		return box.boundary(), nil
	case ref == "":
		return everywhere, nil
	}
	return s.storedArea(ctx, ref)
}

var twoBoundaries = plans.Refuse("two-boundaries", "bbox", "There are two boundaries: area and bbox.", "Leave one of them out.")

// storedArea is a stored area as a boundary. Whoever counts in it knows its shape.
func (s *site) storedArea(ctx context.Context, ref string) (boundary, error) {
	b, _, err := s.outline(ctx, ref)
	return b, err
}

// outline is a stored area with the shape of that very version, EPSG:27700.
func (s *site) outline(ctx context.Context, ref string) (b boundary, shape orb.MultiPolygon, err error) {
	if ref, err = checkRef(ref, "plan area"); err != nil {
		return b, nil, err
	}
	a, err := s.Outlines.Outline(ctx, ref)
	if err != nil {
		return b, nil, err
	}
	return boundary{Area: a.Ref, SHA256: a.SHA256, Version: a.Version, Name: area.Title(a.Name), Hectares: a.Hectares, PerimeterKm: a.PerimeterKm}, a.Shape, nil
}

func (s *site) count(ctx context.Context, q query, b boundary, allGroupings bool) (summary, error) {
	by, err := groupings(q, allGroupings)
	if err != nil {
		return summary{}, err
	}
	where, err := s.filters(ctx, q)
	if err != nil {
		return summary{}, err
	}
	if table := s.table(); table != nil && len(q.list("by")) == 0 && where[home.PublishedOnly] == nil {
		by = table.Scheme.Told(where, by) // what nobody asked for need not be refused
	}
	answer, err := s.countHomes(ctx, b, by, where)
	if refused := (*plans.Error)(nil); allGroupings && asError(err, &refused) && refused.Code == disclosure.NotInTable {
		// A page answers what it can: the homes that are published.
		if by, err = groupings(q, true); err != nil {
			return summary{}, err
		}
		where[home.PublishedOnly] = []string{provenance.Published}
		answer, err = s.countHomes(ctx, b, by, where)
		answer.untold = refused.Message
	}
	return answer, err
}

// countHomes counts the homes inside a boundary as the public is told.
func (s *site) countHomes(ctx context.Context, b boundary, by []string, where map[string][]string) (summary, error) {
	return s.countPrepared(ctx, b, nil, by, where)
}

// countPrepared is countHomes inside a boundary that has been prepared for it.
func (s *site) countPrepared(ctx context.Context, b boundary, prepared *within.Boundary, by []string, where map[string][]string) (summary, error) {
	return s.counted(ctx, b, by, where, counting{rule: home.CountingRule, policy: provenance.PublishedHomes,
		count: func(q home.Question) (home.Summary, error) {
			q.Prepared = prepared
			return s.Homes.CountHomes(ctx, q)
		}})
}

// counting is how homes are counted for somebody.
type counting struct {
	rule   provenance.Rule
	policy provenance.Policy
	on     time.Time // as they stood on that day; zero: as they stand
	count  func(home.Question) (home.Summary, error)
}

// settled counts in a boundary, and returns it as it was counted in. A stored area that is given another shape meanwhile is counted once
// more: a figure names the version that it was counted in.
func (s *site) settled(ctx context.Context, b boundary, count func() error) (boundary, error) {
	for {
		if err := count(); err != nil || b.Area == "" {
			return b, err
		}
		now, err := s.storedArea(ctx, b.Area)
		if err != nil || now.SHA256 == b.SHA256 {
			return b, err
		}
		b = now
	}
}

// counted counts the homes inside a boundary and makes a figure of the answer.
func (s *site) counted(ctx context.Context, b boundary, by []string, where map[string][]string, c counting) (summary, error) {
	question := home.Question{Within: b.Shape, Area: b.Area, By: by, Where: where}
	var answer home.Summary
	b, err := s.settled(ctx, b, func() (err error) {
		answer, err = c.count(question)
		return err
	})
	if err != nil {
		return summary{}, fmt.Errorf("count homes: %w", err)
	}
	asked := url.Values{}
	if b.Area != "" {
		asked.Set("area", b.Area)
	}
	figure := provenance.Figure{Question: provenance.Question{Of: "homes", Within: b, Where: where, By: by, AsAt: c.on}, Rule: c.rule, Policy: c.policy,
		Answer: provenance.Answer{Total: answer.Total, Parts: answer.Parts, By: answer.By, AsAt: answer.AsAt}, Sources: answer.Sources, ComputedAt: s.Clock()}
	if told := answer.Told; told != nil {
		figure.Rule, figure.Policy, figure.Release = home.ProtectedRule, provenance.ProtectedHomes, told.Release.Name
		if told.Shown() {
			figure.Answer.Margin = told.Total.Error()
		}
	}
	return summary{Summary: answer, question: question, boundary: b, asked: asked, figure: provenance.New(figure)}, nil
}

// byNothing asks for a total and no table.
const byNothing = "none"

// groupings reads by=. Without it homes are counted by tenure, on pages by everything.
func groupings(q query, all bool) ([]string, error) {
	by := q.list("by")
	if len(by) == 1 && by[0] == byNothing {
		return nil, nil
	}
	var keys []string
	for _, g := range home.Groupings {
		keys = append(keys, g.Key)
	}
	for _, key := range by {
		if !slices.Contains(keys, key) {
			return nil, plans.Refuse("unknown-grouping", "by", fmt.Sprintf("Homes cannot be counted by %q.", shorten(key)),
				"Use any of "+strings.Join(keys, ", ")+".")
		}
	}
	switch {
	case len(by) > 0:
		return by, nil
	case all:
		return keys, nil
	}
	return []string{"tenure"}, nil
}

// filters reads the values that homes must have, any of those given for a key and all of the keys.
func (s *site) filters(ctx context.Context, q query) (map[string][]string, error) {
	where, err := filtersOf(home.PublicGroupings, q, func(ref string) error { return s.checkOwner(ctx, ref) })
	if err != nil {
		return nil, err
	}
	source, err := q.code(home.PublishedOnly, sources)
	if source != "" {
		where[home.PublishedOnly] = []string{source}
	}
	return where, err
}

// sources are what the public may ask to be answered from alone.
var sources = plans.CodeList{{Slug: provenance.Published, Name: "Published homes only"}}

// table is the public release that is served; nil where there is none.
func (s *site) table() *disclosure.Table {
	if s.Protected == nil {
		return nil
	}
	return s.Protected.Table()
}

// filtersOf reads them of any groupings; checkOwner refuses an association that the reader is not told of.
func filtersOf(groupings []home.Grouping, q query, checkOwner func(ref string) error) (map[string][]string, error) {
	where := map[string][]string{}
	for _, g := range groupings {
		values := q.list(g.Key)
		for i, value := range values {
			var err error
			if g.Codes == nil {
				err = checkOwner(value)
			} else {
				values[i], err = codeOf(g, value)
			}
			if err != nil {
				return nil, err
			}
		}
		if len(values) > 0 {
			slices.Sort(values)
			where[g.Key] = slices.Compact(values)
		}
	}
	return where, nil
}

// codeOf is the slug that a filter's value names, whatever its case; "unknown" is what was not said.
func codeOf(g home.Grouping, value string) (string, error) {
	for _, try := range []string{value, strings.ToUpper(value), strings.ToLower(value)} {
		if _, ok := g.Codes.Find(try); ok || try == home.Unknown {
			return try, nil
		}
	}
	return "", plans.Refuse("unknown-value", g.Key, fmt.Sprintf("%q is not a known value of %s.", shorten(value), g.Key),
		"Use any of "+strings.Join(append(g.Codes.Slugs(), home.Unknown), ", ")+".")
}

func (s *site) checkOwner(ctx context.Context, ref string) error {
	refused := home.UnknownOwner(shorten(ref))
	if _, err := checkRef(ref, "housing association"); err != nil {
		return refused
	}
	_, err := s.Associations.Association(ctx, ref)
	if isMissing(err) {
		return refused
	}
	return err
}

// countIn counts the homes of a stored area by some groupings, for pages that are not about homes alone.
func (s *site) countIn(ctx context.Context, ref string, by ...string) (summary, error) {
	b, err := s.storedArea(ctx, ref)
	if err != nil {
		return summary{}, err
	}
	return s.countHomes(ctx, b, by, nil)
}
