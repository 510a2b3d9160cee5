package disclosure_test

import (
	"math"
	"testing"

	"terrier/plans/disclosure"
)

func TestError(t *testing.T) {
	for draws, want := range map[int]int{-1: 0, 0: 0, 1: 7, 4: 11, 12: 19, 30: 29, 100: 52} {
		if got := disclosure.Error(draws); got != want {
			t.Errorf("the error of %d draws is %d, want %d", draws, got, want)
		}
	}
}

// The oracle adds up draws one by one.
func TestErrorIsThatOfTheSumsOfDraws(t *testing.T) {
	const widest = 700
	sums := make([]float64, 2*widest+1) // law of the sum of so many draws, around widest
	sums[widest] = 1
	for draws := 1; draws <= 1200; draws++ {
		sums = oneMore(sums)
		if draws > 60 && draws%97 != 0 && draws != 1200 {
			continue
		}
		inside, want := sums[widest], 0
		for inside < .99 {
			want++
			inside += sums[widest-want] + sums[widest+want]
		}
		if got := disclosure.Error(draws); got != want {
			t.Errorf("the error of %d draws is %d, want %d", draws, got, want)
		}
		if got := disclosure.Probability(draws, want); math.Abs(got-inside) > 1e-9 {
			t.Errorf("%d draws lie within %d with a probability of %.12f, want %.12f", draws, want, got, inside)
		}
	}
}

// oneMore is the law of a sum to which a draw is added: the two sides of the draw are each a sum that halves from step to step.
func oneMore(law []float64) []float64 {
	next := make([]float64, len(law))
	up, down := 0.0, 0.0
	for i := range law {
		up = up/2 + law[i]
		next[i] += up / 3
	}
	for i := len(law) - 1; i >= 0; i-- {
		next[i] += down / 2 / 3
		down = down/2 + law[i]
	}
	return next
}

func TestShown(t *testing.T) {
	for _, c := range []struct {
		value, err int
		want       bool
	}{{14, 7, true}, {13, 7, false}, {0, 0, false}, {1, 0, true}, {-20, 7, false}} {
		if got := disclosure.Shown(c.value, c.err); got != c.want {
			t.Errorf("%d ± %d: shown is %v", c.value, c.err, got)
		}
	}
}
