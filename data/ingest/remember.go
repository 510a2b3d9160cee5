package ingest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"terrier/plans/intake"
)

// remember gathers what is said of the columns: by hand for this file, and where nothing is, for an earlier one of the same
// organisation with the same columns.
func (s *session) remember(ctx context.Context, columns []intake.Column) error {
	s.header = make([]string, len(columns))
	for i, c := range columns {
		s.header[i] = c.Name
	}
	s.given = intake.Given{Map: maps.Clone(s.Map), Set: maps.Clone(s.Set)}
	if s.Memory == nil || s.Fresh {
		return nil
	}
	r, ok, err := s.Memory.Remember(ctx, s.Kind, s.Organisation, s.header)
	if err != nil || !ok {
		return err
	}
	if s.Return != nil {
		delete(r.Set, "sensitivity") // who may know of homes is said for each list, and never by an earlier one
	}
	var again []string
	s.given.Map, again = under(s.given.Map, r.Map, "--map", again)
	s.given.Set, again = under(s.given.Set, r.Set, "--set", again)
	if len(again) > 0 {
		s.before = append(s.before, fmt.Sprintf("Remembered from %s, imported on %s: %s. --fresh forgets it.", r.FileName, r.At.Format("2 January 2006"), strings.Join(again, ", ")))
	}
	return nil
}

// under adds to what was said now what was said before of other fields, and names that.
func under(now, before map[string]string, flag string, again []string) (map[string]string, []string) {
	for _, field := range slices.Sorted(maps.Keys(before)) {
		if _, said := now[field]; said {
			continue
		}
		if now == nil {
			now = map[string]string{}
		}
		now[field] = before[field]
		again = append(again, fmt.Sprintf("%s %s=%s", flag, field, before[field]))
	}
	return now, again
}
