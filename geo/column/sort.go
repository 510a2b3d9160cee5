package column

import (
	"cmp"
	"math/bits"
	"runtime"
	"slices"
	"sync"
)

// keyed is a row number and what it is sorted by.
type keyed struct {
	key uint64
	row uint32
}

// digit is how many bits one pass of the sort looks at.
const digit = 11

// fewRows is below what a comparing sort is faster.
const fewRows = 1 << 12

// sorted returns the rows by key, those of one key in the order given. It may
// use a as its working space.
func sorted(a []keyed) []keyed {
	if len(a) < fewRows {
		slices.SortStableFunc(a, func(x, y keyed) int { return cmp.Compare(x.key, y.key) })
		return a
	}
	some, all := a[0].key, a[0].key
	for _, k := range a {
		some |= k.key
		all &= k.key
	}
	b := make([]keyed, len(a))
	// Bits that all keys share, as those of one country do, order nothing.
	for shift := 0; shift < 64-bits.LeadingZeros64(some&^all); shift += digit {
		scatter(a, b, shift)
		a, b = b, a
	}
	return a
}

// scatter sorts a into b by one digit: each worker counts its part, then knows
// where its rows of each digit begin.
func scatter(a, b []keyed, shift int) {
	const mask = 1<<digit - 1
	places := make([][1 << digit]int, runtime.GOMAXPROCS(0))
	inParts(len(a), func(worker, from, to int) {
		for _, k := range a[from:to] {
			places[worker][k.key>>shift&mask]++
		}
	})
	next := 0
	for d := range 1 << digit {
		for worker := range places {
			places[worker][d], next = next, next+places[worker][d]
		}
	}
	inParts(len(a), func(worker, from, to int) {
		p := &places[worker]
		for _, k := range a[from:to] {
			d := k.key >> shift & mask
			b[p[d]] = k
			p[d]++
		}
	})
}

// inParts shares n rows out among as many goroutines as may run at once; the
// same n is always cut in the same parts.
func inParts(n int, do func(worker, from, to int)) {
	workers := runtime.GOMAXPROCS(0)
	if n < fewRows {
		workers = 1
	}
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() { do(w, n*w/workers, n*(w+1)/workers) })
	}
	group.Wait()
}
