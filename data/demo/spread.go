package demo

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/plans/home"
)

// spread is homes beyond the town, for measuring with millions: settlements over England with sizes as towns have them (the
// n-th is about 1/n of the first), in estates of some 24 homes, three in ten of them a block of flats on one point. They have
// no streets, addresses or boundaries.
type spread struct {
	seed         uint64
	homes        int
	associations []association
}

func newSpread(seed uint64, homes int, associations []association) spread {
	associations = slices.Clone(associations)
	for i := range associations { // what is measured with many homes is measured on homes that are published
		if associations[i].sensitivity == home.Open {
			associations[i].sensitivity = ""
		}
	}
	return spread{seed, max(0, homes), associations}
}

// england is a rough outline well within the coast, in kilometres of EPSG:27700; all of it lies in the OSTN15 grid.
var england = line{{292, 88}, {330, 100}, {372, 104}, {430, 118}, {480, 122}, {520, 124}, {560, 132}, {598, 146}, {572, 168}, {545, 190}, {580, 208},
	{598, 240}, {612, 285}, {596, 318}, {556, 305}, {528, 312}, {522, 360}, {508, 395}, {492, 430}, {478, 470}, {448, 500}, {428, 540}, {415, 580},
	{400, 610}, {385, 590}, {352, 556}, {345, 520}, {355, 470}, {352, 430}, {362, 395}, {348, 360}, {345, 310}, {350, 250}, {378, 218}, {372, 180}, {345, 140}, {300, 110}}

const (
	homesASettlement = 375
	mostSettlements  = 8000
	homesAnEstate    = 24
	homesASquareKm   = 1500.0
)

// all makes the homes settlement by settlement; only one estate is held at a time.
func (s spread) all(yield func(home.Home) bool) {
	if s.homes == 0 {
		return
	}
	n := max(1, min(mostSettlements, s.homes/homesASettlement))
	total := 0.0
	for k := range n {
		total += math.Pow(float64(k+1), -.95)
	}
	made, reached := 0, 0.0
	for k := range n {
		reached += math.Pow(float64(k+1), -.95)
		upTo := int(math.Round(reached / total * float64(s.homes)))
		if k == n-1 {
			upTo = s.homes
		}
		if !s.settlement(k, made, upTo, yield) {
			return
		}
		made = upTo
	}
}

func (s spread) settlement(k, from, upTo int, yield func(home.Home) bool) bool {
	c := newChance(s.seed, "beyond "+itoa(k))
	heart := inEngland(c)
	reach := math.Sqrt(float64(upTo-from)/homesASquareKm/math.Pi) * 1000
	for from < upTo {
		size := min(upTo-from, homesAnEstate/2+c.below(homesAnEstate))
		r, turn := reach*math.Sqrt(c.float()), c.between(0, 2*math.Pi)
		at := orb.Point{heart[0] + r*math.Cos(turn), heart[1] + r*math.Sin(turn)}
		if !onLand(at) {
			at = heart
		}
		if !s.estate(c, at, from, size, yield) {
			return false
		}
		from += size
	}
	return true
}

func inEngland(c *chance) orb.Point {
	for {
		p := orb.Point{c.between(290, 612) * 1000, c.between(88, 610) * 1000}
		if onLand(p) && distance(p, middle) > 22_000 {
			return p
		}
	}
}

func onLand(p orb.Point) bool { return insideRing(orb.Point{p[0] / 1000, p[1] / 1000}, england) }

// estate is one association's: a block of flats, or houses in two rows.
func (s spread) estate(c *chance, at orb.Point, from, size int, yield func(home.Home) bool) bool {
	m := maker{associations: s.associations}
	b := building{era: c.weighted(1, 1, 3, 3, 1, 1, 1, 2), kind: "house", street: -1, bungalow: c.hit(.1)}
	e := estate{tenure: m.tenureFor(c, b.era), era: b.era, kind: "estate"}
	for e.owner = c.below(len(s.associations)); s.associations[e.owner].takes != "all"; {
		e.owner = c.below(len(s.associations))
	}
	if c.hit(.3) {
		b.kind = "flats"
	}
	b.dwellings = size
	k := m.blockOf(c, e, &b, size)
	k.parentUPRN = ""
	lean := c.between(0, math.Pi)
	for n := range size {
		b.heart = bng.RoundPoint(at)
		if b.kind == "house" {
			x, y := 9*float64(n/2-size/4), 26*float64(n%2)
			b.heart = bng.RoundPoint(orb.Point{at[0] + x*math.Cos(lean) - y*math.Sin(lean), at[1] + x*math.Sin(lean) + y*math.Cos(lean)})
		}
		h := m.homeIn(c, e, &b, k, n)
		h.Address, h.Authority = "", ""
		h.Reference = fmt.Sprintf("%s-B%08d", s.associations[e.owner].short, from+n+1)
		h.UPRN = fmt.Sprintf("96%010d", from+n+1)
		if !yield(h) {
			return false
		}
	}
	return true
}
