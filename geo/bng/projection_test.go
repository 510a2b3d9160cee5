package bng_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"terrier/geo/bng"
)

// The transverse Mercator projection is the one conformal map that is true to
// scale along its central meridian, so these two properties, and the way back,
// fix it without a second implementation.

func TestProjectionIsTrueAlongTheMeridian(t *testing.T) {
	const k0, f = 0.9996012717, 1 / 298.257222101
	const a, e2 = 6378137.0, f * (2 - f)
	arc := -100000.0 // at 49 N
	const steps = 200
	for lat := 49.0; lat < 62; lat++ {
		east, north := bng.Project(-2, lat)
		if math.Abs(east-400000) > 1e-7 || math.Abs(north-arc) > 1e-6 {
			t.Errorf("latitude %g: %.7f, %.7f; want 400000, %.7f", lat, east, north, arc)
		}
		// Simpson's rule over the radius of curvature, to the next degree.
		var sum float64
		for i := range steps + 1 {
			sin := math.Sin((lat + float64(i)/steps) * math.Pi / 180)
			weight := float64(2 + 2*(i%2))
			if i == 0 || i == steps {
				weight = 1
			}
			sum += weight * a * (1 - e2) / math.Pow(1-e2*sin*sin, 1.5)
		}
		arc += k0 * sum * (math.Pi / 180 / steps) / 3
	}
}

func TestProjectionIsConformal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lon := rapid.Float64Range(-10, 4).Draw(t, "lon")
		lat := rapid.Float64Range(49, 62).Draw(t, "lat")
		const f = 1 / 298.257222101
		const e2 = f * (2 - f)
		const h = 1e-3
		phi := lat * math.Pi / 180
		sin := math.Sin(phi)
		nu := 1 / math.Sqrt(1-e2*sin*sin)
		rho := (1 - e2) * nu * nu * nu
		eastE, eastN := difference(lon-h, lat, lon+h, lat, nu*math.Cos(phi))
		northE, northN := difference(lon, lat-h, lon, lat+h, rho)
		// A metre north is a metre east, turned left.
		if math.Abs(northE+eastN) > 1e-8 || math.Abs(northN-eastE) > 1e-8 {
			t.Fatalf("east (%g, %g), north (%g, %g)", eastE, eastN, northE, northN)
		}
	})
}

// difference is the projected step between two places, per metre on an
// ellipsoid with the given radius in units of the semi-major axis.
func difference(lon0, lat0, lon1, lat1, radius float64) (east, north float64) {
	e0, n0 := bng.Project(lon0, lat0)
	e1, n1 := bng.Project(lon1, lat1)
	metres := math.Hypot(lon1-lon0, lat1-lat0) * math.Pi / 180 * radius * 6378137
	return (e1 - e0) / metres, (n1 - n0) / metres
}

func TestProjectionComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lon := rapid.Float64Range(-10, 4).Draw(t, "lon")
		lat := rapid.Float64Range(49, 62).Draw(t, "lat")
		gotLon, gotLat := bng.Inverse(bng.Project(lon, lat))
		if math.Abs(gotLon-lon) > 1e-13*180 || math.Abs(gotLat-lat) > 1e-13*180 {
			t.Fatalf("%v, %v came back as %v, %v", lon, lat, gotLon, gotLat)
		}
	})
}
