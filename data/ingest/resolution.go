package ingest

import (
	"math"
	"slices"
	"strings"

	"terrier/data/ingest/row"
	"terrier/geo/bng"
)

// exactEnough is the step in metres up to which positions count as equally exact: a file's metres are no worse than its degrees
// with ten decimals, which were mostly converted from those metres.
const exactEnough = 1.5

// sortWays lists the ways that the file has columns for: the exact ones first, each group in the order of ways.
func (src *source) sortWays(sample []row.Record) {
	src.resolution = map[string]float64{}
	for _, w := range ways {
		_, hasX := src.index[w.x]
		_, hasY := src.index[w.y]
		if hasX && (hasY || w.y == "") {
			src.ways = append(src.ways, w)
			src.resolution[w.x] = src.resolve(w, sample)
		}
	}
	coarse := func(w way) int {
		if src.resolution[w.x] > exactEnough {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(src.ways, func(a, b way) int { return coarse(a) - coarse(b) })
}

// resolve is the step in metres of the most exact position that the sample has in one way; 0 for those whose step is not known.
func (src *source) resolve(w way, sample []row.Record) float64 {
	finest := math.Inf(1)
	for _, rec := range sample {
		x, y := strings.TrimSpace(src.text(rec, w.x)), strings.TrimSpace(src.text(rec, w.y))
		if x == "" {
			continue
		}
		switch {
		case w.x == "grid-reference":
			if _, side, err := bng.ParseGridRef(x); err == nil {
				finest = min(finest, side)
			}
		case w.y == "":
			return 0
		default:
			finest = min(finest, step(x), step(y)) // a number may end in zeros by chance
		}
	}
	if math.IsInf(finest, 1) {
		return 0
	}
	return finest
}

// degreeMetres is the length of a degree of latitude, about; longitude is finer.
const degreeMetres = 111_000

// step is how much the last digit of a number is worth in metres: in degrees where it is small enough to be any.
func step(text string) float64 {
	text = pointNumber(text)
	if thousands := plainNumber(text); thousands != text {
		text = thousands
	}
	whole, fraction, _ := strings.Cut(strings.TrimLeft(text, "+-"), ".")
	unit := 1.0
	if len(strings.TrimLeft(whole, "0")) <= 2 {
		unit = degreeMetres
	}
	if fraction = strings.TrimRight(fraction, "0"); fraction != "" {
		return unit * math.Pow10(-len(fraction))
	}
	if unit != 1 {
		return unit
	}
	return math.Pow10(len(whole) - len(strings.TrimRight(whole, "0")))
}
