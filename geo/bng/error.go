package bng

import (
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// An OutsideError refuses a point that OSTN15 cannot convert: one that is not
// a pair of numbers, or lies outside Great Britain, the Isle of Man and the
// sea near them.
type OutsideError struct {
	// Point is what was given, in the order of its coordinate system.
	Point orb.Point
	// Degrees is true if Point is longitude and latitude, false if it is
	// easting and northing.
	Degrees bool
	// Reason says why, and what may help, in words for a reader.
	Reason string
}

// Error names the point and the reason.
func (e *OutsideError) Error() string {
	return placeName(e.Point, e.Degrees) + " " + e.Reason
}

// Code returns "outside-grid".
func (e *OutsideError) Code() string { return "outside-grid" }

// Place returns the point that was refused.
func (e *OutsideError) Place() orb.Point { return e.Point }

const outsideModel = "is outside the area that OSTN15 covers: Great Britain, the Isle of Man and the sea near them"

func placeName(p orb.Point, degrees bool) string {
	if degrees {
		return "longitude " + number(p[0]) + ", latitude " + number(p[1])
	}
	return "easting " + number(p[0]) + ", northing " + number(p[1])
}

func number(v float64) string {
	if math.Abs(v) >= 1e15 {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// outsideGrid explains why an easting and northing were refused. LonLat is
// their rough position, if they have one.
func outsideGrid(p, lonlat orb.Point) error {
	reason := outsideModel
	switch {
	case !finite(p):
		reason = "is not a pair of numbers"
	case inFrame(p) || inFrame(swapped(p)):
		reason = "looks like degrees: give it as longitude and latitude (EPSG:4326)"
	case inIreland(lonlat):
		reason = onIrishGrid
	case isNationalGrid(swapped(p)):
		reason = "is outside Great Britain; exchanged it would lie inside: easting comes first, then northing"
	}
	return &OutsideError{Point: p, Reason: reason}
}

// outsideDegrees explains why a longitude and latitude were refused.
func outsideDegrees(p orb.Point) error {
	reason := outsideModel
	switch {
	case !finite(p):
		reason = "is not a pair of numbers"
	case inIreland(p):
		reason = onIrishGrid
	case inFrame(swapped(p)):
		reason = "is outside Great Britain; exchanged it would lie inside: longitude comes first, then latitude"
	case max(math.Abs(p[0]), math.Abs(p[1])) > 360 && isNationalGrid(p):
		reason = "looks like metres: give it as easting and northing (EPSG:27700)"
	}
	return &OutsideError{Point: p, Degrees: true, Reason: reason}
}

const onIrishGrid = "is in Ireland or Northern Ireland, which the National Grid does not cover"

// frame holds every place that OSTN15 covers, in degrees, and some more.
var frame = orb.Bound{Min: orb.Point{-10, 49}, Max: orb.Point{4, 62}}

func inFrame(lonlat orb.Point) bool { return frame.Contains(lonlat) && finite(lonlat) }

// inIreland is a rough box. It is asked only about points outside the model,
// so that what it takes of Wales, Galloway and Kintyre does not matter.
func inIreland(lonlat orb.Point) bool {
	return lonlat[0] >= -10.7 && lonlat[0] <= -5.3 && lonlat[1] >= 51.3 && lonlat[1] <= 55.5
}

// isNationalGrid reports whether p, as easting and northing, is in the model.
func isNationalGrid(p orb.Point) bool {
	_, _, within := toETRS89(p)
	return within
}

func swapped(p orb.Point) orb.Point { return orb.Point{p[1], p[0]} }

func finite(p orb.Point) bool {
	return !math.IsNaN(p[0]) && !math.IsInf(p[0], 0) && !math.IsNaN(p[1]) && !math.IsInf(p[1], 0)
}
