package disclosure_test

import (
	"math"
	"slices"
)

// This file works out, exactly, what the published tables say of the true counts, under the law of the draws. Published is what Protect makes:
// true counts, draws, and the evening out.
//
// Write told = truth + noise. What a table lacks of the total is a difference of draws, so the noise of a whole cell - its total, its
// ways, its pair - has one law, whatever the truth: moving the truth moves what is told as far (TestNoiseIsTheSameWhateverTheTruth). Let
// all tables of whole numbers that sum up be as likely as each other before. Then the truth, after, is what was told less the noise: the one
// system of all equations of a cell is solved by the law of its noise, and each count's by that of its own noise (marginal).

const widest = 120 // draws further out have a probability below 2^-119

// sumsOfDraws are the laws of the sums of 0, 1, 2 ... draws around the middle of each.
var sumsOfDraws = func() (laws [][]float64) {
	one := make([]float64, 2*widest+1)
	one[widest] = 1
	for range 14 {
		laws = append(laws, one)
		one = oneMore(one)
	}
	return laws
}()

// sumOfDraws is the probability that so many draws sum to k.
func sumOfDraws(draws, k int) float64 {
	if k < -widest || k > widest {
		return 0
	}
	return sumsOfDraws[draws][k+widest]
}

// noiseLaw says how likely each noise is, from -span to span.
type noiseLaw []float64

const span = 40

func (l noiseLaw) of(k int) float64 {
	if k < -span || k > span {
		return 0
	}
	return l[k+span]
}

// noiseOfTotal is one draw.
func noiseOfTotal() noiseLaw {
	l := make(noiseLaw, 2*span+1)
	for k := range l {
		l[k] = law(k - span)
	}
	return l
}

// noiseOfEntry is that of an entry of a one-way table with n entries. Let the table lack R = n*e + rest of its total. The entry is told with
// its own draw k, e, and one more if it is among the rest: noise = k + e + s. And R is the draw of the total less all draws of the table.
func noiseOfEntry(n int) noiseLaw {
	l := make(noiseLaw, 2*span+1)
	if n == 2 { // told with its own draw, or as what the other leaves of the total
		for k := range l {
			l[k] = (law(k-span) + sumOfDraws(2, k-span)) / 2
		}
		return l
	}
	for k := range l {
		noise := k - span
		for e := -widest / n; e <= widest/n; e++ {
			for rest := range n {
				for s, share := range []float64{1 - float64(rest)/float64(n), float64(rest) / float64(n)} {
					own := noise - e - s
					l[k] += share * law(own) * sumOfDraws(n, n*e+rest+own) // the total's draw less the n-1 others is as likely as the sum of n
				}
			}
		}
	}
	return l
}

// possible is how many true counts, none below a least one, keep a probability of 1% or more when this is told.
func (l noiseLaw) possible(told, least int) (counts int) {
	all := 0.0
	for truth := least; truth <= told+span; truth++ {
		all += l.of(told - truth)
	}
	for truth := least; truth <= told+span; truth++ {
		if l.of(told-truth) >= .01*all {
			counts++
		}
	}
	return counts
}

// toldGiven is how likely a one-way table is told like this, when its true entries and the total that is told are these: over all
// that it may have lacked, and all places that the rest may have gone to.
func toldGiven(told, truth []int) float64 {
	n, sum := len(told), 0.0
	if n == 2 {
		return (law(told[0]-truth[0]) + law(told[1]-truth[1])) / 2
	}
	byRest := make([]float64, n+1) // of so many entries looked at, that so many were given one of the rest: the sum of the products
	for e := -12; e <= 12; e++ {
		clear(byRest)
		byRest[0] = 1
		for i := range n {
			without, with := law(told[i]-truth[i]-e), law(told[i]-truth[i]-e-1)
			for rest := i + 1; rest > 0; rest-- {
				byRest[rest] = byRest[rest]*without + byRest[rest-1]*with
			}
			byRest[0] *= without
		}
		ways := 1.0 // to choose the rest among n
		for rest := range n {
			sum += byRest[rest] / ways
			ways *= float64(n-rest) / float64(rest+1)
		}
	}
	return sum
}

// blurredGiven is how likely a table's entries are these before evening out.
func blurredGiven(blurred, truth []int) float64 {
	sum := 0.0
	for i := range blurred {
		sum -= math.Abs(float64(blurred[i] - truth[i]))
	}
	return math.Exp2(sum) / math.Pow(3, float64(len(blurred)))
}

// joined is a row of rows as one table.
func joined(rows [][]int) []int { return slices.Concat(rows...) }
