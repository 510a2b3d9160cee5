package bng

import "math"

// The National Grid's projection on the ellipsoid of ETRS89. OS, "A guide to
// coordinate systems in Great Britain": the constants of the National Grid,
// and those of GRS80.
const (
	semiMajorAxis     = 6378137.0 // metres
	inverseFlattening = 298.257222101
	centralScale      = 0.9996012717
	originLongitude   = -2.0 // degrees
	originLatitude    = 49.0
	falseEasting      = 400000.0 // metres
	falseNorthing     = -100000.0
)

// A series holds the factors of sin 2x, sin 4x ... sin 12x.
type series [6]float64

// A transverseMercator is Krüger's form of the projection, in powers of the
// third flattening n up to the sixth: exact to nanometres as far from the
// central meridian as Rockall. The series printed in OS's guide is in powers
// of longitude and drifts by 5 mm at St Kilda.
//
// Krüger, "Konforme Abbildung des Erdellipsoids in der Ebene" (1912), with the
// coefficients of Engsager and Poder (2007) as also given by Karney,
// "Transverse Mercator with an accuracy of a few nanometers" (2011).
type transverseMercator struct {
	radius         float64 // of the sphere that carries the meridian, times the scale
	originNorth    float64 // northing of the equator
	fromConformal  series  // conformal latitude to latitude
	toConformal    series
	fromSpherical  series // Gauss-Schreiber to Gauss-Krüger
	toSpherical    series
	centralRadians float64
}

var nationalProjection = newTransverseMercator()

func newTransverseMercator() *transverseMercator {
	const f = 1 / inverseFlattening
	const n = f / (2 - f)
	const n2 = n * n
	m := &transverseMercator{
		radius:         centralScale * semiMajorAxis / (1 + n) * (1 + n2/4 + n2*n2/64 + n2*n2*n2/256),
		centralRadians: radians(originLongitude),
		fromConformal: inPowersOf(n, [6][6]float64{
			{2, -2. / 3, -2, 116. / 45, 26. / 45, -2854. / 675},
			{0, 7. / 3, -8. / 5, -227. / 45, 2704. / 315, 2323. / 945},
			{0, 0, 56. / 15, -136. / 35, -1262. / 105, 73814. / 2835},
			{0, 0, 0, 4279. / 630, -332. / 35, -399572. / 14175},
			{0, 0, 0, 0, 4174. / 315, -144838. / 6237},
			{0, 0, 0, 0, 0, 601676. / 22275},
		}),
		toConformal: inPowersOf(n, [6][6]float64{
			{-2, 2. / 3, 4. / 3, -82. / 45, 32. / 45, 4642. / 4725},
			{0, 5. / 3, -16. / 15, -13. / 9, 904. / 315, -1522. / 945},
			{0, 0, -26. / 15, 34. / 21, 8. / 5, -12686. / 2835},
			{0, 0, 0, 1237. / 630, -12. / 5, -24832. / 14175},
			{0, 0, 0, 0, -734. / 315, 109598. / 31185},
			{0, 0, 0, 0, 0, 444337. / 155925},
		}),
		fromSpherical: inPowersOf(n, [6][6]float64{
			{1. / 2, -2. / 3, 5. / 16, 41. / 180, -127. / 288, 7891. / 37800},
			{0, 13. / 48, -3. / 5, 557. / 1440, 281. / 630, -1983433. / 1935360},
			{0, 0, 61. / 240, -103. / 140, 15061. / 26880, 167603. / 181440},
			{0, 0, 0, 49561. / 161280, -179. / 168, 6601661. / 7257600},
			{0, 0, 0, 0, 34729. / 80640, -3418889. / 1995840},
			{0, 0, 0, 0, 0, 212378941. / 319334400},
		}),
		toSpherical: inPowersOf(n, [6][6]float64{
			{-1. / 2, 2. / 3, -37. / 96, 1. / 360, 81. / 512, -96199. / 604800},
			{0, -1. / 48, -1. / 15, 437. / 1440, -46. / 105, 1118711. / 3870720},
			{0, 0, -17. / 480, 37. / 840, 209. / 4480, -5569. / 90720},
			{0, 0, 0, -4397. / 161280, 11. / 504, 830251. / 7257600},
			{0, 0, 0, 0, -4583. / 161280, 108847. / 3991680},
			{0, 0, 0, 0, 0, -20648693. / 638668800},
		}),
	}
	_, atOrigin := m.forward(originLongitude, originLatitude)
	m.originNorth = falseNorthing - atOrigin
	return m
}

// inPowersOf sums each row times n, n², ... n⁶.
func inPowersOf(n float64, rows [6][6]float64) (s series) {
	for i, row := range rows {
		for k := len(row) - 1; k >= 0; k-- {
			s[i] = (s[i] + row[k]) * n
		}
	}
	return s
}

// forward projects longitude and latitude in degrees to easting and northing
// in metres. It is meant for places in [frame].
func (m *transverseMercator) forward(lon, lat float64) (east, north float64) {
	latitude := radians(lat)
	sin2, cos2 := math.Sincos(2 * latitude)
	sinChi, cosChi := math.Sincos(latitude + m.toConformal.sum(sin2, cos2))
	sinLon, cosLon := math.Sincos(radians(lon) - m.centralRadians)

	// On the sphere of the conformal latitude: xi along the central meridian,
	// eta away from it; then their doubles without another sine.
	away, along := cosChi*sinLon, cosChi*cosLon
	xi := math.Atan2(sinChi, along)
	eta := math.Atanh(away)
	square := sinChi*sinChi + along*along // = 1/cosh²(eta)
	s := doubled{
		sin: 2 * sinChi * along / square, cos: (along*along - sinChi*sinChi) / square,
		sinh: 2 * away / square, cosh: (1 + away*away) / square,
	}
	dXi, dEta := m.fromSpherical.complexSum(s)
	return falseEasting + m.radius*(eta+dEta), m.originNorth + m.radius*(xi+dXi)
}

// inverse is the way back from easting and northing to degrees.
func (m *transverseMercator) inverse(east, north float64) (lon, lat float64) {
	xi := (north - m.originNorth) / m.radius
	eta := (east - falseEasting) / m.radius
	sin2, cos2 := math.Sincos(2 * xi)
	sinh2 := math.Sinh(2 * eta)
	dXi, dEta := m.toSpherical.complexSum(doubled{
		sin: sin2, cos: cos2, sinh: sinh2, cosh: math.Sqrt(1 + sinh2*sinh2),
	})
	sin, cos := math.Sincos(xi + dXi)
	sinh := math.Sinh(eta + dEta)
	across := math.Sqrt(sinh*sinh + cos*cos)
	chi := math.Atan2(sin, across)
	square := 1 + sinh*sinh
	sin2Chi, cos2Chi := 2*sin*across/square, (across*across-sin*sin)/square
	latitude := chi + m.fromConformal.sum(sin2Chi, cos2Chi)
	longitude := m.centralRadians + math.Atan2(sinh, cos)
	return degrees(longitude), degrees(latitude)
}

// sum returns s[0] sin x + s[1] sin 2x + ... by Clenshaw's recurrence, given
// sin x and cos x.
func (s *series) sum(sin, cos float64) float64 {
	var b1, b2 float64
	for k := len(s) - 1; k >= 0; k-- {
		b1, b2 = s[k]+2*cos*b1-b2, b1
	}
	return sin * b1
}

// doubled holds the functions of 2 xi (sin, cos) and of 2 eta (sinh, cosh).
type doubled struct{ sin, cos, sinh, cosh float64 }

// complexSum is sum for the complex angle 2 (xi + i eta); it returns the real
// and the imaginary part.
func (s *series) complexSum(d doubled) (re, im float64) {
	// 2 cos(x + iy) and sin(x + iy)
	ar, ai := 2*d.cos*d.cosh, -2*d.sin*d.sinh
	var b1r, b1i, b2r, b2i float64
	for k := len(s) - 1; k >= 0; k-- {
		b1r, b1i, b2r, b2i = s[k]+ar*b1r-ai*b1i-b2r, ar*b1i+ai*b1r-b2i, b1r, b1i
	}
	sr, si := d.sin*d.cosh, d.cos*d.sinh
	return sr*b1r - si*b1i, sr*b1i + si*b1r
}

func radians(deg float64) float64 { return deg * (math.Pi / 180) }
func degrees(rad float64) float64 { return rad * (180 / math.Pi) }
