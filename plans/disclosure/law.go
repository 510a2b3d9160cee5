package disclosure

import (
	"math"
	"sort"
	"sync"
)

// The law of the noise: a draw is an integer k with P(k) = (1/3) * 2^-|k|, the two-sided geometric or discrete Laplace law with
// parameter 1/2. Source: Ghosh, Roughgarden and Sundararajan, "Universally utility-maximizing privacy mechanisms" (2009), section 1; the
// parameter is this policy's. Moving a true count by one makes any outcome at most twice as likely or half as likely, and none impossible.

// confidence is with what probability the truth lies within the stated error.
const confidence = 0.99

// Error is the least e such that the sum of so many independent draws lies in [-e, e] with a probability of 99% or more: 7, 11, 19, 29
// and 52 for 1, 4, 12, 30 and 100 draws; 0 for none. It depends on nothing but their number.
func Error(draws int) int {
	if draws <= 0 {
		return 0
	}
	if e, known := errorsKnown.Load(draws); known {
		return e.(int)
	}
	widest := 8 + int(6*math.Sqrt(4*float64(draws))) // a draw has a variance of 4
	e := sort.Search(widest, func(e int) bool { return probability(draws, e) >= confidence })
	errorsKnown.Store(draws, e)
	return e
}

var errorsKnown sync.Map // draws → error

// probability is that the sum of so many draws lies in [-e, e], by inverting its characteristic function
// (1/4 / (5/4 - cos t))^draws. The sum over the points of a circle is exact but for what of the law lies outside it, less than 1e-12.
func probability(draws, e int) float64 {
	points := 64 + 40*int(math.Sqrt(float64(draws))) + 2*e
	sum := float64(2*e + 1) // the point at 0
	for j := 1; j < points; j++ {
		t := 2 * math.Pi * float64(j) / float64(points)
		kernel := math.Sin((float64(e)+0.5)*t) / math.Sin(t/2)
		sum += math.Pow(0.25/(1.25-math.Cos(t)), float64(draws)) * kernel
	}
	return sum / float64(points)
}

// Shown says whether a number may be told apart from none: one smaller than twice its error is not.
func Shown(value, err int) bool { return value > 0 && value >= 2*err }
