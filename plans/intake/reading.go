package intake

import (
	"fmt"
	"strconv"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/geo/shape"
)

// reading is one way to take the two numbers of a position.
type reading int

const (
	noReading reading = iota
	lonLat
	eastNorth
	mercatorXY
	latLon
	northEast
)

// straight are the readings that keep the order of the numbers, turned those that exchange them.
var (
	straight = []reading{lonLat, eastNorth, mercatorXY}
	turned   = []reading{latLon, northEast}
)

func (r reading) crs() CRS {
	switch r {
	case lonLat, latLon:
		return WGS84
	case eastNorth, northEast:
		return NationalGrid
	case mercatorXY:
		return Mercator
	}
	return UnknownCRS
}

func (r reading) swaps() bool { return r == latLon || r == northEast }

func readingOf(crs CRS) reading {
	switch crs {
	case WGS84:
		return lonLat
	case NationalGrid:
		return eastNorth
	case Mercator:
		return mercatorXY
	}
	return noReading
}

// britainMetres holds Britain with some sea: what lies outside may still be covered by OSTN15, but numbers are only taken for
// something that they are not said to be if that puts them in here. It shares no pair of numbers with longitudes and latitudes
// or with Web Mercator.
var britainMetres = orb.Bound{Min: orb.Point{2_000, 2_000}, Max: orb.Point{665_000, 1_235_000}}

// plausible reports whether a position, so read, is in or near Britain.
func (r reading) plausible(p orb.Point) bool {
	if r.swaps() {
		p = orb.Point{p[1], p[0]}
	}
	switch r.crs() {
	case WGS84:
		return shape.InBritain(p)
	case NationalGrid:
		return britainMetres.Contains(p)
	case Mercator:
		return shape.LooksLikeWebMercator(p)
	}
	return false
}

// toGrid converts one position, so read, to easting and northing, not rounded.
func (r reading) toGrid(p orb.Point) (orb.Point, error) {
	if r.swaps() {
		p = orb.Point{p[1], p[0]}
	}
	switch r.crs() {
	case WGS84:
		return bng.FromWGS84(p)
	case Mercator:
		return bng.FromWGS84(bng.FromMercator(p))
	}
	if _, err := bng.ToWGS84(p); err != nil { // outside the model: no place for a map
		return orb.Point{}, err
	}
	return p, nil
}

// tell says what a position is, so read: "longitude -2.35, latitude 53.38".
func (r reading) tell(p orb.Point) string {
	if r.swaps() {
		p = orb.Point{p[1], p[0]}
	}
	switch r.crs() {
	case WGS84:
		return "longitude " + Number(p[0]) + ", latitude " + Number(p[1])
	case NationalGrid:
		return "easting " + Number(p[0]) + ", northing " + Number(p[1])
	}
	return fmt.Sprintf("Web Mercator %s, %s", Number(p[0]), Number(p[1]))
}

// Number writes a coordinate as people do, without an exponent.
func Number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// Guess counts, over a sample of positions, which coordinate system their numbers look like.
type Guess struct {
	votes [northEast + 1]int
	first [northEast + 1]orb.Point
	tried int
}

// Add looks at one position.
func (g *Guess) Add(p orb.Point) {
	g.tried++
	for _, r := range append(straight, turned...) {
		if r.plausible(p) {
			if g.votes[r] == 0 {
				g.first[r] = p
			}
			g.votes[r]++
			return
		}
	}
}

// CRS is what most positions look like, whichever way round, and the first position that does. UnknownCRS where none looks like
// a place in Britain.
func (g *Guess) CRS() (crs CRS, example orb.Point) {
	votes := map[CRS]int{}
	best := 0
	for r, n := range g.votes {
		crs := reading(r).crs()
		votes[crs] += n
	}
	for _, r := range straight {
		if c := r.crs(); votes[c] > best {
			best, crs = votes[c], c
		}
	}
	for r, n := range g.votes {
		if n > 0 && reading(r).crs() == crs && crs != UnknownCRS {
			return crs, g.first[r] // straight readings come first
		}
	}
	return UnknownCRS, orb.Point{}
}

// Tried is how many positions were looked at.
func (g *Guess) Tried() int { return g.tried }

// Where tells in which hundred metres an example point lies: "SJ 767 876". It is empty where that cannot be told.
func Where(p orb.Point, crs CRS) string {
	for _, r := range []reading{readingOf(crs), latLon, northEast} {
		if r == noReading || r.crs() != crs || !r.plausible(p) {
			continue
		}
		if at, err := r.toGrid(p); err == nil {
			if ref, err := bng.GridRef(at, 6); err == nil {
				return ref
			}
		}
	}
	return ""
}
