package disclosure_test

import (
	"cmp"
	"maps"
	"slices"

	"terrier/plans/disclosure"
)

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// flat are all numbers of a cell in a row: the total, the ways, the pair.
func flat(e disclosure.Entries) []int {
	all := []int{e.Total}
	for _, table := range e.Ways {
		all = append(all, table...)
	}
	for _, row := range e.Pair {
		all = append(all, row...)
	}
	return all
}

func minus(a, b []int) []int {
	d := slices.Clone(a)
	for i := range d {
		d[i] -= b[i]
	}
	return d
}

func sumOf(numbers []int) (sum int) {
	for _, n := range numbers {
		sum += n
	}
	return sum
}
