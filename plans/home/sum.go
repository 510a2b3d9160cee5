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
	// The same by id: there are many more lots than sources.
	sourcesMet map[int64]bool
}

func newSum(by []string) *sum {
	s := &sum{by: by, counts: map[string]map[string]int{}, owners: map[string]string{}, sources: map[string]bool{}, sourcesMet: map[int64]bool{}}
	for _, key := range by {
		s.counts[key] = map[string]int{}
	}
	return s
}

func (s *sum) add(r Register, t *column.Tally) {
	s.total += t.Total
	lots, names, folds := r.lots.Values(), r.named(), r.folds.of(r.kinds.Values())
	for _, key := range s.by {
		if key != "owner" {
			folds.by[key].addTo(s.counts[key], &t.Kinds)
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
		if !s.sourcesMet[lot.Source] {
			s.sourcesMet[lot.Source] = true
			s.sources[names.Sources[lot.Source]] = true
		}
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
