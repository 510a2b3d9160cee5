package postgis

import "github.com/paulmach/orb"

// groundMargin is how far beyond a shape its ground is looked at, in metres: what is nearer than that may be meant to touch.
const groundMargin = 10

func around(box orb.Bound) orb.Bound {
	return box.Pad(groundMargin)
}
