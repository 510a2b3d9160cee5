package web

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/audit"
	"terrier/plans/home"
	"terrier/plans/provenance"
)

// mostCompared is how many areas can be set side by side.
const mostCompared = 4

// exactQuestion is what somebody who sees homes exactly asks: about one boundary, or several side by side.
type exactQuestion struct {
	areas []boundary // at least one, which may be everywhere
	by    []string
	where map[string][]string
	on    time.Time // zero: as homes stand
	cross []string  // two groupings, or none
	asked url.Values
	given query
	seen  []access.Part // what is in sight beside everyone's published homes
	now   time.Time
}

// noted is what the audit trail keeps of the question. Under audit.Of stands whose homes it is about, beside everybody's published ones:
// those of whom the reader sees homes exactly, as far as the question does not leave them out.
func (e exactHomes) noted(ctx context.Context, q exactQuestion) (map[string]any, error) {
	about, err := e.inSight(ctx, q.seen, q.where)
	if err != nil {
		return nil, err
	}
	of, _ := access.OwnersOf(about)
	noted := map[string]any{audit.Of: of}
	for key, values := range q.asked {
		noted[key] = strings.Join(values, ",")
	}
	if len(q.where) > 0 {
		noted["where"] = q.where
	}
	return noted, nil
}

// detail is what the audit trail keeps of a question and of its answer.
func (e exactHomes) detail(ctx context.Context, q exactQuestion, homes int) (audit.Detail, error) {
	asked, err := e.noted(ctx, q)
	if err != nil {
		return "", err
	}
	asked["homes"] = homes
	if q.areas[0].Kind() != provenance.Drawn {
		return audit.DetailOf(asked)
	}
	shape, err := asDegrees(q.areas[0].Shape)
	if err != nil {
		return "", err
	}
	return audit.DetailWithShapes(asked, map[string]json.RawMessage{"shape": shape})
}

// inSight is what of the parts that somebody sees a question does not leave out. An association may have another ref by now than the
// roster knows, so those that are named are looked up.
func (s *site) inSight(ctx context.Context, seen []access.Part, where map[string][]string) ([]access.Part, error) {
	var owners []int64
	if refs := where["owner"]; refs != nil {
		named, err := s.bodies(ctx, nil, refs)
		if err != nil {
			return nil, err
		}
		owners = append([]int64{}, slices.Sorted(maps.Keys(named.byID))...)
	}
	return access.About(seen, owners, where["tenure"]), nil
}

// question reads what is asked at an address.
func (e exactHomes) question(r *http.Request, v visitor, more ...string) (exactQuestion, error) {
	q, err := e.questionAbout(r, v, append(more, "area", "bbox", "crs")...)
	if err != nil {
		return q, err
	}
	return q, e.readBoundaries(r.Context(), &q)
}

// readBoundaries reads where a question asks.
func (s *site) readBoundaries(ctx context.Context, q *exactQuestion) (err error) {
	q.areas, err = s.boundaries(ctx, q.given)
	for _, key := range []string{"area", "bbox", "crs"} {
		if values := q.given.list(key); len(values) > 0 {
			q.asked[key] = values
			if key == "bbox" {
				q.asked[key] = q.given.values[key]
			}
		}
	}
	return err
}

// boundaries are those that a query names: up to four areas, a box, or everywhere.
func (s *site) boundaries(ctx context.Context, q query) ([]boundary, error) {
	refs := q.list("area")
	if len(refs) < 2 {
		b, err := s.boundaryIn(ctx, q)
		return []boundary{b}, err
	}
	if len(refs) > mostCompared {
		return nil, plans.Refuse("too-many-areas", "area", fmt.Sprintf("%d areas are named; at most %d can be set side by side.", len(refs), mostCompared), "Leave some of them out.")
	}
	if _, boxed, err := readBox(q); err != nil || boxed {
		if err == nil {
			err = twoBoundaries
		}
		return nil, err
	}
	var all []boundary
	for _, ref := range refs {
		b, err := s.storedArea(ctx, ref)
		if err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return all, nil
}

// questionAbout reads all of a question but its boundary.
func (e exactHomes) questionAbout(r *http.Request, v visitor, more ...string) (exactQuestion, error) {
	given, err := readQuery(r, exactKeys(more...)...)
	if err != nil {
		return exactQuestion{}, err
	}
	return e.read(r.Context(), given, v)
}

// exactKeys are the keys of a question of somebody who sees homes exactly.
func exactKeys(more ...string) []string {
	known := append(more, "by", "as-at", "rows", "columns", "bom")
	for _, g := range home.PastGroupings() {
		known = append(known, g.Key)
	}
	return known
}

// read reads all of a question but its boundary, as somebody asks it who sees what they see now.
func (e exactHomes) read(ctx context.Context, given query, v visitor) (q exactQuestion, err error) {
	q = exactQuestion{given: given, asked: url.Values{}, seen: access.Exact(v.Who, v.now), now: v.now}
	if q.on, err = dayIn(q.given, "as-at", v.now); err != nil {
		return q, err
	}
	q.by = q.given.list("by")
	if err = home.CheckPastGroupings(q.by...); err != nil {
		return q, unknownValue(err, strings.Join(q.by, ","))
	}
	if q.where, err = e.exactFilters(ctx, q.given, v); err != nil {
		return q, err
	}
	q.cross, err = crossIn(q.given)
	for _, key := range []string{"as-at", "rows", "columns"} {
		if value, _ := q.given.one(key); value != "" {
			q.asked.Set(key, value)
		}
	}
	return q, err
}

// crossIn reads the two groupings of a table.
func crossIn(q query) ([]string, error) {
	rows, err := q.one("rows")
	if err != nil {
		return nil, err
	}
	columns, err := q.one("columns")
	switch {
	case err != nil:
		return nil, err
	case rows == "" && columns == "":
		return nil, nil
	case rows == columns:
		return nil, plans.Refuse("same-grouping", "columns", "The rows and the columns of the table are the same.", "Choose another for one of them.")
	case rows == "" || columns == "":
		return nil, plans.Refuse("one-grouping", "columns", "A table of two groupings needs both of them.", "Choose rows and columns, or neither.")
	}
	for _, key := range []string{rows, columns} {
		if err := home.CheckPastGroupings(key); err != nil {
			return nil, unknownValue(err, key)
		}
	}
	return []string{rows, columns}, nil
}

// dayIn reads a day that has begun; zero where none is given.
func dayIn(q query, key string, now time.Time) (day time.Time, err error) {
	text, err := q.one(key)
	if err != nil || text == "" {
		return day, err
	}
	if err := readDay(key, text, &day); err != nil {
		return day, err
	}
	if day.After(home.Today(now)) {
		return day, plans.Refuse("day-to-come", key, fmt.Sprintf("%s is still to come.", longDate(day)), "Give today or a day before.")
	}
	return day, nil
}

// exactFilters are filters that may name, besides what the public may name, the age of homes, and associations that the reader is told of.
func (e exactHomes) exactFilters(ctx context.Context, q query, v visitor) (map[string][]string, error) {
	told := v.told()
	return filtersOf(home.PastGroupings(), q, func(ref string) error {
		if told[ref] {
			return nil
		}
		return e.checkOwner(ctx, ref)
	})
}

// told are the organisations that somebody is told of, whether or not the public is.
func (v visitor) told() map[string]bool {
	told := map[string]bool{}
	for _, h := range v.Roles {
		told[h.Ref] = true
	}
	for _, a := range v.Agreements {
		told[a.AssociationRef] = true
	}
	return told
}

// asksOfAge says whether a question is about more than memory holds.
func asksOfAge(by []string, where map[string][]string) bool {
	_, kept := home.FindGrouping("build-year-band")
	return !kept && (slices.Contains(by, "build-year-band") || len(where["build-year-band"]) > 0)
}

// groupings are what homes are counted by: tenure, where nothing is named.
func (q exactQuestion) groupings() []string {
	if len(q.by) == 0 {
		return []string{"tenure"}
	}
	return q.by
}

// answers counts in each boundary.
func (e exactHomes) answers(ctx context.Context, q exactQuestion) ([]summary, error) {
	by := q.groupings()
	on := q.on
	if on.IsZero() && asksOfAge(by, q.where) {
		on = home.Today(q.now) // as homes stand, asked of the database
	}
	var answers []summary
	for _, b := range q.areas {
		answer, err := e.counted(ctx, b, by, q.where, counting{rule: home.EntitledRule, policy: provenance.EntitledHomes, on: q.on,
			count: func(of home.Question) (home.Summary, error) {
				return e.Entitled.Homes.CountHomes(ctx, home.SightOf(q.seen), home.PastQuestion{Question: of, On: on})
			}})
		if err != nil {
			return nil, err
		}
		answer.entitled = true
		answers = append(answers, answer)
	}
	return answers, nil
}
