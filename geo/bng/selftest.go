package bng

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// SelfTest converts five of Ordnance Survey's test points both ways with the
// embedded grid and reports the first that is more than 10 mm off. It is for
// terrier doctor; the tests take all 40.
func SelfTest() error {
	const within = 0.010 // metres
	for _, c := range []struct {
		name         string
		lonlat, grid orb.Point
	}{
		{"TP01", orb.Point{-6.29977752014, 49.92226393730}, orb.Point{91492.146, 11318.804}},
		{"TP09", orb.Point{-0.11992557180, 51.48936564950}, orb.Point{530624.974, 178388.464}},
		{"TP20", orb.Point{-1.66379168242, 53.80021519630}, orb.Point{422242.186, 433818.701}},
		{"TP31", orb.Point{-8.57854456076, 57.81351838410}, orb.Point{9587.909, 899448.996}},
		{"TP40", orb.Point{-2.07382822798, 60.13308091660}, orb.Point{395999.668, 1138728.951}},
	} {
		grid, err := FromWGS84(c.lonlat)
		if err != nil {
			return fmt.Errorf("OS test point %s: %w", c.name, err)
		}
		lonlat, err := ToWGS84(c.grid)
		if err != nil {
			return fmt.Errorf("OS test point %s: %w", c.name, err)
		}
		there, err := FromWGS84(lonlat)
		if err != nil {
			return fmt.Errorf("OS test point %s: %w", c.name, err)
		}
		off := math.Hypot(grid[0]-c.grid[0], grid[1]-c.grid[1])
		apart := degreesApart(lonlat, c.lonlat)
		back := math.Hypot(there[0]-c.grid[0], there[1]-c.grid[1])
		if !(off <= within && apart <= within && back <= within) {
			return fmt.Errorf("OS test point %s is %.3f m off to the grid, %.3f m off to degrees and %.3f m off there and back; want %.3f m at most",
				c.name, off, apart, back, within)
		}
	}
	return nil
}

// degreesApart is the distance in metres of two places close together.
func degreesApart(a, b orb.Point) float64 {
	const metresPerRadian = semiMajorAxis
	x := radians(a[0]-b[0]) * math.Cos(radians(a[1]))
	return metresPerRadian * math.Hypot(x, radians(a[1]-b[1]))
}
