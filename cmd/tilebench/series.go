package main

import (
	"cmp"
	"math"
	"slices"
)

// series is one figure measured several times.
type series []float64

func (s series) median() float64 { return s.at(0.5) }

// at is the value that a share q of the others do not exceed: the nearest rank, so that it was measured. NaN where nothing was.
func (s series) at(q float64) float64 {
	if len(s) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(s))
	return sorted[nearestRank(len(sorted), q)]
}

// nearestRank is the index of the quantile q among n sorted values, n at least 1.
func nearestRank(n int, q float64) int {
	return min(n-1, max(0, int(math.Ceil(q*float64(n)))-1))
}

// quantile is the same for values that are sorted.
func quantile[T cmp.Ordered](sorted []T, q float64) (v T) {
	if len(sorted) == 0 {
		return v
	}
	return sorted[nearestRank(len(sorted), q)]
}
