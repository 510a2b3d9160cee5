package shape

import "github.com/paulmach/orb"

// Wider reports whether a valid area, in metres, is as wide as that somewhere: whether a circle of that diameter fits into one of its parts.
func Wider(area orb.MultiPolygon, width float64) (bool, error) {
	for _, part := range area {
		if wide, err := isWide(part, width); wide || err != nil {
			return wide, err
		}
	}
	return false, nil
}

// Departure is the land that one of two valid areas has and the other has not, in pieces, not rounded; see [Intersection].
func Departure(a, b orb.MultiPolygon) (orb.MultiPolygon, error) {
	over, err := Difference(a, b)
	if err != nil {
		return nil, err
	}
	missing, err := Difference(b, a)
	if err != nil {
		return nil, err
	}
	return append(over, missing...), nil
}
