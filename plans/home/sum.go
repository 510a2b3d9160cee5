package home

import (
	"maps"
	"slices"
	"time"

	"terrier/geo/column"
)

// sum gathers an answer from one or several registers.
type sum struct {
	by      []string
	total   int
	counts  map[string]map[string]int // grouping → value, or owner's ref → homes
	owners  map[string]string         // ref → name
	asAt    time.Time
	sources map[string]bool
}

func newSum(by []string) *sum {
	s := &sum{by: by, counts: map[string]map[string]int{}, owners: map[string]string{}, sources: map[string]bool{}}
	for _, key := range by {
		s.counts[key] = map[string]int{}
	}
	return s
}

func (s *sum) add(r Register, t *column.Tally) {
	s.total += t.Total
	kinds, lots, names := r.kinds.Values(), r.lots.Values(), r.named()
	for _, key := range s.by {
		if key == "owner" {
			continue
		}
		counts := s.counts[key]
		for _, code := range t.Kinds.Seen() {
			if n := t.Kinds.Of(code); n != 0 {
				counts[orUnknown(kinds[code].value(key))] += n
			}
		}
	}
	owners := s.counts["owner"]
	for _, code := range t.Lots.Seen() {
		n, lot := t.Lots.Of(code), lots[code]
		if n == 0 {
			continue
		}
		if owners != nil {
			o := names.Owners[lot.Owner]
			owners[o.Ref] += n
			s.owners[o.Ref] = o.Name
		}
		if s.asAt.IsZero() || lot.AsAt.Before(s.asAt) {
			s.asAt = lot.AsAt
		}
		s.sources[names.Sources[lot.Source]] = true
	}
}

func (s *sum) summary() Summary {
	out := Summary{Total: s.total, By: map[string][]Count{}, AsAt: s.asAt, Sources: slices.AppendSeq([]string{}, maps.Keys(s.sources))}
	slices.Sort(out.Sources)
	for _, key := range s.by {
		g, _ := FindGrouping(key)
		out.By[key] = g.Ordered(s.counts[key], s.owners)
	}
	return out
}
