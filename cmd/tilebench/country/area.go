package country

import (
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"terrier/geo/bng"
)

// Areas are the outlines of plan areas that do not overlap: cells about places where people live, each the ground nearer to its
// own than to its neighbours', cut off at 3 to 5 km, then bent together by one smooth one-to-one warp of the plane. They have
// 200 to 3,000 corners, most about 600.
func (c *Country) Areas() []orb.Ring {
	r := c.chance(planning)
	seeds, near := c.areaSeeds(r)
	rings := make([]orb.Ring, len(seeds))
	for i, p := range seeds {
		radius := 3000 + r.Float64()*2000
		ring := make(orb.Ring, 20)
		for j := range ring {
			turn := float64(j) / float64(len(ring)) * 2 * math.Pi
			ring[j] = orb.Point{p[0] + radius*math.Cos(turn), p[1] + radius*math.Sin(turn)}
		}
		for _, j := range near.about(p, 2) {
			if j != i {
				ring = nearer(ring, p, seeds[j])
			}
		}
		corners := min(3000, max(200, int(math.Exp(6.4+0.7*r.NormFloat64()))))
		rings[i] = warp(densify(ring, corners))
	}
	return rings
}

const (
	cellSide = 7500.0 // metres
	apart    = 900.0  // between two seeds at least, metres
)

// cells finds points by the square that they lie in.
type cells map[[2]int][]int

func cellOf(p orb.Point) [2]int {
	return [2]int{int(math.Floor(p[0] / cellSide)), int(math.Floor(p[1] / cellSide))}
}

// about lists the points in the squares up to far squares away.
func (c cells) about(p orb.Point, far int) (found []int) {
	k := cellOf(p)
	for x := k[0] - far; x <= k[0]+far; x++ {
		for y := k[1] - far; y <= k[1]+far; y++ {
			found = append(found, c[[2]int{x, y}]...)
		}
	}
	return found
}

func (c *Country) areaSeeds(r *rand.Rand) ([]orb.Point, cells) {
	near := cells{}
	var seeds []orb.Point
	for want, tries := c.perFull(3200), 0; len(seeds) < want && tries < 100*want; tries++ {
		s := c.settlements[int(math.Pow(r.Float64(), 1.6)*float64(len(c.settlements)))]
		p := s.near(r)
		crowded := false
		for _, j := range near.about(p, 1) {
			crowded = crowded || planar.Distance(p, seeds[j]) < apart
		}
		if !crowded {
			near[cellOf(p)] = append(near[cellOf(p)], len(seeds))
			seeds = append(seeds, p)
		}
	}
	return seeds, near
}

// nearer keeps the part of an open ring that is nearer to p than to q.
func nearer(ring orb.Ring, p, q orb.Point) orb.Ring {
	middle, along := orb.Point{(p[0] + q[0]) / 2, (p[1] + q[1]) / 2}, orb.Point{q[0] - p[0], q[1] - p[1]}
	side := func(a orb.Point) float64 { return (a[0]-middle[0])*along[0] + (a[1]-middle[1])*along[1] }
	var kept orb.Ring
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		sa, sb := side(a), side(b)
		if sa <= 0 {
			kept = append(kept, a)
		}
		if (sa < 0) != (sb < 0) {
			kept = append(kept, between(a, b, sa/(sa-sb)))
		}
	}
	return kept
}

func between(a, b orb.Point, t float64) orb.Point {
	return orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
}

// densify cuts the sides of an open ring so that it has about so many corners.
func densify(ring orb.Ring, corners int) orb.Ring {
	var length float64
	for i, a := range ring {
		length += planar.Distance(a, ring[(i+1)%len(ring)])
	}
	step := length / float64(corners)
	var dense orb.Ring
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		n := max(1, int(math.Round(planar.Distance(a, b)/step)))
		for j := range n {
			dense = append(dense, between(a, b, float64(j)/float64(n)))
		}
	}
	return dense
}

// warp bends an open ring with seven octaves of sines and closes it. The slopes sum to less than 1, so that the map of the
// plane stays one-to-one and neighbours stay side by side.
func warp(ring orb.Ring) orb.Ring {
	bent := make(orb.Ring, 0, len(ring)+1)
	for _, p := range ring {
		q := p
		for octave := range 7 {
			length := 6000 / math.Exp2(float64(octave))
			k, size, shift := 2*math.Pi/length, 0.012*length, float64(octave)*1.7
			q[0] += size * math.Sin(k*(p[1]*0.8+p[0]*0.6)+shift)
			q[1] += size * math.Sin(k*(p[0]*0.8-p[1]*0.6)+2*shift+1)
		}
		bent = append(bent, bng.RoundPoint(q))
	}
	return append(bent, bent[0])
}
