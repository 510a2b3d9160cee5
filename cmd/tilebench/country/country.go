package country

import (
	"math"
	"math/rand/v2"
	"sync"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"terrier/geo/bng"
)

// Country is the invented country. Its methods may be called in any order and give the same each time.
type Country struct {
	seed        uint64
	homes       int
	settlements []settlement

	sampling sync.Once
	sampled  []orb.Point
}

// settlement is a cluster of homes, normally distributed about its centre.
type settlement struct {
	at    orb.Point
	homes int
	sigma float64 // metres
}

// full is the number of homes that the other numbers are for; a smaller country has fewer of everything.
const full = 3_000_000

// perFull scales a number of things in the full country.
func (c *Country) perFull(n int) int { return max(1, int(float64(n)*float64(c.homes)/full)) }

// Streams of random numbers, one a subject, so that one street more does not move every asset.
const (
	settling = 1 + iota
	building
	planning
	listing
	browsing
	layering
	drawing
	surveying
)

func (c *Country) chance(subject uint64) *rand.Rand { return rand.New(rand.NewPCG(c.seed, subject)) }

// New invents a country of so many homes, at least 100.
func New(seed uint64, homes int) *Country {
	c := &Country{seed: seed, homes: max(100, homes)}
	c.settle()
	return c
}

// england is a coarse outline in longitude and latitude, enough to keep settlements on land.
var england = orb.Ring{
	{-5.6, 50.1}, {-4.2, 50.3}, {-3.5, 50.3}, {-2.5, 50.6}, {-1.3, 50.7}, {0.3, 50.8}, {1.3, 51.2},
	{0.8, 51.6}, {1.6, 52.2}, {1.6, 52.8}, {0.5, 52.9}, {0.2, 53.2}, {-0.1, 53.7}, {-0.5, 54.4},
	{-1.4, 54.9}, {-1.7, 55.6}, {-2.2, 55.7}, {-2.7, 55.2}, {-3.2, 54.9}, {-3.4, 54.4}, {-2.9, 54.0},
	{-3.0, 53.4}, {-3.1, 52.9}, {-3.0, 52.3}, {-2.7, 51.7}, {-2.9, 51.2}, {-4.1, 51.1}, {-4.6, 50.7}, {-5.6, 50.1},
}

// cities are where the largest settlements lie, by longitude and latitude.
var cities = []orb.Point{
	{-0.12, 51.51}, {-1.89, 52.48}, {-2.24, 53.48}, {-1.55, 53.80}, {-2.97, 53.41}, {-1.61, 54.97},
	{-1.47, 53.38}, {-2.59, 51.45}, {-1.15, 52.95}, {-1.13, 52.63}, {-1.51, 52.41}, {-0.34, 53.74},
	{-1.75, 53.79}, {-2.18, 53.00}, {-4.14, 50.37}, {-1.48, 52.92}, {-1.40, 50.91}, {-1.09, 50.80},
	{-0.14, 50.83}, {-2.13, 52.59}, {1.30, 52.63}, {-1.38, 54.91}, {-1.24, 54.57}, {-0.97, 51.45},
}

// onGrid moves a place of England to the National Grid.
func onGrid(lonlat orb.Point) orb.Point {
	p, err := bng.FromWGS84(lonlat)
	if err != nil {
		panic(err) // the places are constants of this file, all inside the grid
	}
	return p
}

// settle places the settlements: the cities, commuter towns about them, and villages anywhere. The first holds about a tenth
// of all homes, the last a few dozen.
func (c *Country) settle() {
	r := c.chance(settling)
	n := max(len(cities), c.perFull(8000))
	outline := make(orb.Ring, len(england))
	for i, p := range england {
		outline[i] = onGrid(p)
	}
	bound := outline.Bound()
	var harmonic float64
	for i := range n {
		harmonic += 1 / float64(i+1)
	}
	left := c.homes
	for i := range n {
		var at orb.Point
		for {
			switch {
			case i < len(cities):
				at = onGrid(cities[i])
			case i%2 == 0:
				far, turn := 8000+r.ExpFloat64()*25_000, r.Float64()*2*math.Pi
				city := onGrid(cities[r.IntN(len(cities))])
				at = orb.Point{city[0] + far*math.Cos(turn), city[1] + far*math.Sin(turn)}
			default:
				at = orb.Point{bound.Min[0] + r.Float64()*(bound.Max[0]-bound.Min[0]), bound.Min[1] + r.Float64()*(bound.Max[1]-bound.Min[1])}
			}
			if i < len(cities) || planar.RingContains(outline, at) {
				break
			}
		}
		homes := int(float64(c.homes) / harmonic / float64(i+1))
		if i == n-1 {
			homes = left
		}
		left -= homes
		c.settlements = append(c.settlements, settlement{at, homes, 90 + 13*math.Sqrt(float64(homes))})
	}
}

// near is a place in the settlement.
func (s settlement) near(r *rand.Rand) orb.Point {
	return orb.Point{s.at[0] + r.NormFloat64()*s.sigma, s.at[1] + r.NormFloat64()*s.sigma}
}
