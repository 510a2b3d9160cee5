package bng

import (
	"math"

	"github.com/paulmach/orb"
)

// ToWGS84 converts easting and northing (EPSG:27700, metres) to longitude and
// latitude (EPSG:4326, degrees; ETRS89 is taken for WGS 84). A point that
// OSTN15 does not cover gives an [*OutsideError].
func ToWGS84(p orb.Point) (orb.Point, error) {
	east, north, within := toETRS89(p)
	if !within {
		var rough orb.Point
		if finite(orb.Point{east, north}) {
			rough[0], rough[1] = nationalProjection.inverse(east, north)
		}
		return orb.Point{}, outsideGrid(p, rough)
	}
	lon, lat := nationalProjection.inverse(east, north)
	return orb.Point{lon, lat}, nil
}

// FromWGS84 converts longitude and latitude (EPSG:4326, degrees; taken for
// ETRS89) to easting and northing (EPSG:27700, metres, not rounded: see
// [RoundPoint]). A point that OSTN15 does not cover gives an [*OutsideError].
func FromWGS84(lonlat orb.Point) (orb.Point, error) {
	// Far away the projection may fold back upon Britain.
	if !inFrame(lonlat) {
		return orb.Point{}, outsideDegrees(lonlat)
	}
	p, within := fromETRS89(lonlat)
	if !within {
		return orb.Point{}, outsideDegrees(lonlat)
	}
	return p, nil
}

// fromETRS89 projects a place in [frame] and applies the shift there. Outside
// the model the result is rough, and within false.
func fromETRS89(lonlat orb.Point) (p orb.Point, within bool) {
	east, north := nationalProjection.forward(lonlat[0], lonlat[1])
	dEast, dNorth, within := ostn15().at(east, north)
	return orb.Point{east + dEast, north + dNorth}, within
}

// toETRS89 finds the ETRS89 easting and northing whose shift leads to p. The
// shift changes by at most some decimetres a kilometre, so each step gains
// three digits or more.
func toETRS89(p orb.Point) (east, north float64, within bool) {
	const (
		close    = 1e-7 // metres
		maxSteps = 12
	)
	g := ostn15()
	east, north = p[0]-g.leastEast, p[1]-g.leastNorth
	for range maxSteps {
		var dEast, dNorth float64
		dEast, dNorth, within = g.at(east, north)
		nextEast, nextNorth := p[0]-dEast, p[1]-dNorth
		done := math.Abs(nextEast-east) < close && math.Abs(nextNorth-north) < close
		east, north = nextEast, nextNorth
		if done {
			return east, north, within
		}
	}
	return east, north, false // never near a number: not NaN, not infinite
}
