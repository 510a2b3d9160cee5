package bng

import (
	"math"

	"github.com/paulmach/orb"
)

// Web Mercator (EPSG:3857) is a sphere with the radius of WGS 84's equator,
// cut where the map becomes a square.
const (
	mercatorRadius = 6378137.0
	// MercatorEdge is half the width of the Web Mercator square in metres.
	MercatorEdge = math.Pi * mercatorRadius
)

// ToMercator converts longitude and latitude in degrees to Web Mercator
// (EPSG:3857) metres. What lies beyond the square's edge at latitude
// ±85.0511° is put on the edge.
func ToMercator(lonlat orb.Point) orb.Point {
	y := mercatorRadius * math.Atanh(math.Sin(radians(lonlat[1])))
	return orb.Point{mercatorRadius * radians(lonlat[0]), min(max(y, -MercatorEdge), MercatorEdge)}
}

// FromMercator converts Web Mercator (EPSG:3857) metres to longitude and
// latitude in degrees.
func FromMercator(m orb.Point) orb.Point {
	return orb.Point{
		degrees(m[0] / mercatorRadius),
		degrees(math.Atan(math.Sinh(m[1] / mercatorRadius))),
	}
}

// MercatorFromBNG converts easting and northing (EPSG:27700) to Web Mercator
// metres (EPSG:3857), with the errors of [ToWGS84].
func MercatorFromBNG(p orb.Point) (orb.Point, error) {
	lonlat, err := ToWGS84(p)
	if err != nil {
		return orb.Point{}, err
	}
	return ToMercator(lonlat), nil
}
