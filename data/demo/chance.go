package demo

import (
	"hash/fnv"
	"math/bits"
	"math/rand/v2"
)

// chance draws the generator's random numbers. Each subject draws from a stream of its own, so that a street more does not
// change every home; only the bare PCG is used, whose numbers are the same in every release of Go.
type chance struct{ source *rand.PCG }

func newChance(seed uint64, subject string) *chance {
	h := fnv.New64a()
	h.Write([]byte(subject))
	return &chance{rand.NewPCG(seed, h.Sum64())}
}

// float is in [0, 1).
func (c *chance) float() float64 { return float64(c.source.Uint64()>>11) / (1 << 53) }

func (c *chance) between(low, high float64) float64 { return low + float64((high-low)*c.float()) }

// below is a whole number in [0, n).
func (c *chance) below(n int) int {
	high, _ := bits.Mul64(c.source.Uint64(), uint64(n))
	return int(high)
}

func (c *chance) hit(probability float64) bool { return c.float() < probability }

func (c *chance) pickFloat(of ...float64) float64 { return of[c.below(len(of))] }

// weighted is an index drawn with the given weights.
func (c *chance) weighted(weights ...float64) int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	x := c.float() * sum
	for i, w := range weights {
		if x -= w; x < 0 {
			return i
		}
	}
	return len(weights) - 1
}

func pick[T any](c *chance, of []T) T { return of[c.below(len(of))] }

func shuffle[T any](c *chance, of []T) {
	for i := len(of) - 1; i > 0; i-- {
		j := c.below(i + 1)
		of[i], of[j] = of[j], of[i]
	}
}
