package row

import "github.com/paulmach/orb"

// Points makes a point of a set that holds just one.
func Points(points []orb.Point) orb.Geometry {
	if len(points) == 1 {
		return points[0]
	}
	return orb.MultiPoint(points)
}
