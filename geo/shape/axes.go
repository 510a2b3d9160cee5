package shape

import "github.com/paulmach/orb"

// The functions of this file look at the numbers of one point and say what they
// look like, for coordinates that strangers send. They are for choosing a
// sentence ("these look like latitude first"), not for deciding whether a point
// can be projected: geo/bng knows that.

// The bounds used. Grid is the extent of the OSTN15 grid, 0 to 700 km east and 0
// to 1,250 km north (Ordnance Survey, "Transformations and OSGM15 user guide",
// 2016). Degrees is the area of use of EPSG:27700 in the EPSG register, 9.01
// degrees west to 2.01 east and 49.75 to 61.01 north. Mercator is the same in
// EPSG:3857, rounded outwards to the kilometre.
var (
	gridExtent     = orb.Bound{Min: orb.Point{0, 0}, Max: orb.Point{700_000, 1_250_000}}
	degreesExtent  = orb.Bound{Min: orb.Point{-9.01, 49.75}, Max: orb.Point{2.01, 61.01}}
	mercatorExtent = orb.Bound{Min: orb.Point{-1_003_000, 6_402_000}, Max: orb.Point{224_000, 8_644_000}}
)

// Two neighbours lie partly within degreesExtent. These rings follow the middle
// of the sea between; each corner has on its British side the headland named.
var (
	ireland = orb.Ring{
		{-9.1, 51.0}, {-6.1, 51.0}, {-6.1, 51.9}, // the Smalls, Pembrokeshire, 5.67 W 51.72 N
		{-5.9, 52.3}, {-5.5, 53.4}, // Holyhead, 4.70 W 53.31 N
		{-5.3, 54.0}, {-5.3, 54.75}, // Corsewall Point, 5.16 W 55.01 N
		{-5.75, 55.1}, {-6.0, 55.25}, // Mull of Kintyre, 5.81 W 55.29 N
		{-6.1, 55.4}, {-7.0, 55.5}, // Mull of Oa, Islay, 6.30 W 55.59 N
		{-9.1, 55.5}, {-9.1, 51.0},
	}
	france = orb.Ring{
		{0.0, 49.7}, {0.7, 50.2}, // Beachy Head, 0.25 E 50.73 N
		{1.3, 50.85}, {1.5, 51.0}, {2.1, 51.2}, // South Foreland, 1.37 E 51.14 N
		{2.1, 49.7}, {0.0, 49.7},
	}
)

// InBritain reports whether a longitude and latitude lie in Great Britain, the
// Isle of Man or the sea around them. Ireland (with Northern Ireland, which the
// National Grid does not cover) and France are left out along the middle of the
// sea; the Channel Islands lie too far south.
func InBritain(lonlat orb.Point) bool {
	return contains(degreesExtent, lonlat) && inRing(ireland, lonlat) < 0 && inRing(france, lonlat) < 0
}

// LooksSwapped reports whether what is said to be longitude and latitude lies in
// Britain only with the two exchanged. No place is in Britain both ways.
func LooksSwapped(lonlat orb.Point) bool {
	return InBritain(orb.Point{lonlat[1], lonlat[0]})
}

// LooksLikeEastingNorthing reports whether what is said to be longitude and
// latitude can only be metres of the British National Grid: it lies on the grid
// and is no place on a globe. A point within 180 m of the grid's false origin,
// in the sea south-west of Scilly, could be either and is taken as degrees.
func LooksLikeEastingNorthing(p orb.Point) bool {
	return contains(gridExtent, p) && !onGlobe(p)
}

// LooksLikeWebMercator reports whether what is said to be longitude and latitude
// can only be metres of the web map (EPSG:3857) in Britain.
func LooksLikeWebMercator(p orb.Point) bool {
	return contains(mercatorExtent, p)
}

// contains is false for NaN, unlike orb's own.
func contains(b orb.Bound, p orb.Point) bool {
	return p[0] >= b.Min[0] && p[0] <= b.Max[0] && p[1] >= b.Min[1] && p[1] <= b.Max[1]
}

func onGlobe(p orb.Point) bool {
	return p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90
}
