package bng

import (
	"math"

	"github.com/paulmach/orb"
)

// Millimetre rounds metres to the float64 nearest a whole millimetre, which is
// the form in which geometry is stored; the database checks it by the same
// expression. Halves go away from zero; zero has no sign.
func Millimetre(metres float64) float64 {
	// Minus zero would be written "-0" and differ from "0" as text.
	return math.Round(metres*1000)/1000 + 0
}

// RoundPoint rounds both coordinates by [Millimetre].
func RoundPoint(p orb.Point) orb.Point {
	return orb.Point{Millimetre(p[0]), Millimetre(p[1])}
}
