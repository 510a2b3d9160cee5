package home

import (
	"sync"
	"sync/atomic"

	"terrier/geo/column"
)

// folds say, for each grouping of kinds, which of its values each kind is counted as: a count by kind is then folded into a count by
// value without a look at the kinds. They grow with the dictionary and are never changed.
type folds struct {
	kinds int
	by    map[string]*fold
}

// fold is one grouping's.
type fold struct {
	values []string // by place
	places []uint16 // by code of a kind
}

// folding keeps the folds of a register's kinds.
type folding struct {
	mu  sync.Mutex
	now atomic.Pointer[folds]
}

// of are folds that know all of these kinds.
func (f *folding) of(kinds []Kind) *folds {
	if now := f.now.Load(); now != nil && now.kinds >= len(kinds) {
		return now
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	known := f.now.Load()
	if known != nil && known.kinds >= len(kinds) {
		return known
	}
	next := &folds{kinds: len(kinds), by: map[string]*fold{}}
	for _, g := range Groupings {
		if g.Codes == nil {
			continue
		}
		one, placeOf := &fold{places: make([]uint16, len(kinds))}, map[string]uint16{}
		for code, k := range kinds {
			value := orUnknown(k.value(g.Key))
			place, ok := placeOf[value]
			if !ok {
				place = uint16(len(one.values))
				placeOf[value] = place
				one.values = append(one.values, value)
			}
			one.places[code] = place
		}
		next.by[g.Key] = one
	}
	f.now.Store(next)
	return next
}

// addTo adds a count by kind to one by value.
func (f *fold) addTo(counts map[string]int, kinds *column.Counts) {
	sums := make([]int, len(f.values))
	for _, code := range kinds.Seen() {
		sums[f.places[code]] += kinds.Of(code)
	}
	for place, n := range sums {
		if n != 0 {
			counts[f.values[place]] += n
		}
	}
}
