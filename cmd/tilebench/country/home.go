package country

import (
	"iter"
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
)

// Home is one home. Words are slugs of plans/home.
type Home struct {
	Owner                    int // 1 to Owners
	Tenure, Type, Needs, EPC string
	Bedrooms                 int
	Built                    int // year
	Point                    orb.Point
}

// Owners is how many associations own homes at most. A few own most of them.
const Owners = 1400

// flatShare of the estates are blocks of flats whose homes share one point, as address points do.
const flatShare = 0.3

var (
	tenures = words{
		{"social-rent", 55}, {"affordable-rent", 14}, {"london-affordable-rent", 2}, {"rent-to-buy", 2}, {"other-intermediate-rent", 2}, {"specified-accommodation", 3},
		{"shared-ownership", 14}, {"social-leasehold", 6}, {"market-rent", 2},
	}
	epcs   = words{{"A", 1}, {"B", 16}, {"C", 47}, {"D", 27}, {"E", 6}, {"F", 1.5}, {"G", 0.5}, {"", 1}}
	needs  = words{{"general-needs", 85}, {"housing-for-older-people", 9}, {"supported-housing", 6}}
	flats  = words{{"flat-or-maisonette", 93}, {"bedsit", 5}, {"shared-flat-or-maisonette", 2}}
	houses = words{{"house", 87}, {"bungalow", 12}, {"shared-house", 1}}
)

// words are drawn by their weights.
type words []struct {
	word   string
	weight float64
}

func (w words) draw(r *rand.Rand) string {
	var sum float64
	for _, one := range w {
		sum += one.weight
	}
	at := r.Float64() * sum
	for _, one := range w {
		if at -= one.weight; at < 0 {
			return one.word
		}
	}
	return w[len(w)-1].word
}

// Homes gives every home, settlement by settlement and estate by estate.
func (c *Country) Homes() iter.Seq[Home] {
	return func(yield func(Home) bool) {
		r := c.chance(building)
		owners := rand.NewZipf(r, 1.15, 8, Owners-1)
		for _, s := range c.settlements {
			local := make([]int, 3+r.IntN(10)) // the associations that are active here
			for i := range local {
				local[i] = 1 + int(owners.Uint64())
			}
			for left := s.homes; left > 0; {
				n := min(left, 8+int(r.ExpFloat64()*60))
				left -= n
				e := newEstate(r, s.near(r), local[r.IntN(len(local))])
				for i := range n {
					if !yield(e.home(r, i)) {
						return
					}
				}
			}
		}
	}
}

// estate is what one association built at one time: streets of houses 7 m apart, or blocks of flats 35 m apart.
type estate struct {
	at          orb.Point
	owner, year int
	tenure      string
	flats       bool
	block       int     // flats at one point
	east, north float64 // one step along the street, metres
}

func newEstate(r *rand.Rand, at orb.Point, owner int) estate {
	turn := r.Float64() * math.Pi
	return estate{at: at, owner: owner, tenure: tenures.draw(r), year: 1900 + r.IntN(123), flats: r.Float64() < flatShare, block: 4 + r.IntN(36),
		east: math.Cos(turn) * 7, north: math.Sin(turn) * 7}
}

// home is the i-th of the estate. Most homes of an estate have its tenure.
func (e estate) home(r *rand.Rand, i int) Home {
	h := Home{Owner: e.owner, Tenure: e.tenure, Needs: needs.draw(r), EPC: epcs.draw(r), Built: e.year + r.IntN(4)}
	if r.Float64() < 0.15 {
		h.Tenure = tenures.draw(r)
	}
	if e.flats {
		far := 5 * float64(i/e.block)
		h.Type, h.Bedrooms = flats.draw(r), 1+r.IntN(3)
		h.Point = orb.Point{e.at[0] + far*e.east, e.at[1] + far*e.north}
		if h.Type == "bedsit" {
			h.Bedrooms = 1
		}
	} else {
		street, along := 5*float64(i/24), float64(i%24)
		h.Type, h.Bedrooms = houses.draw(r), 1+r.IntN(4)+r.IntN(10)/8*2
		h.Point = orb.Point{e.at[0] + along*e.east - street*e.north + r.NormFloat64(), e.at[1] + along*e.north + street*e.east + r.NormFloat64()}
	}
	h.Point = bng.RoundPoint(h.Point)
	return h
}

// sample is the points of some 20,000 homes, evenly drawn from all.
func (c *Country) sample() []orb.Point {
	c.sampling.Do(func() {
		every, i := max(1, c.homes/20_000), 0
		for h := range c.Homes() {
			if i%every == 0 {
				c.sampled = append(c.sampled, h.Point)
			}
			i++
		}
	})
	return c.sampled
}
