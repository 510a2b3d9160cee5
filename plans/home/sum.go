package home

import (
	"maps"
	"slices"
	"time"

	"terrier/geo/column"
	"terrier/plans/provenance"
)

// sum gathers an answer from one or several registers.
type sum struct {
	by      []string
	total   int
	counts  map[string]map[string]int // grouping → value, or owner's ref → homes
	owners  map[string]string         // ref → name
	asAt    time.Time
	sources map[int64]provenance.Source // by id; several may be the same
}

func newSum(by []string) *sum {
	s := &sum{by: by, counts: map[string]map[string]int{}, owners: map[string]string{}, sources: map[int64]provenance.Source{}}
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
		if _, met := s.sources[lot.Source]; !met { // there are many more lots than sources
			s.sources[lot.Source] = names.Sources[lot.Source]
		}
	}
}

func (s *sum) summary() Summary {
	out := Summary{Total: s.total, By: map[string][]Count{}, AsAt: s.asAt, Sources: provenance.Once(slices.Collect(maps.Values(s.sources)))}
	for _, key := range s.by {
		g, _ := FindGrouping(key)
		out.By[key] = g.Ordered(s.counts[key], s.owners)
	}
	return out
}
