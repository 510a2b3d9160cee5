package basemap

import (
	"math"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

// metresPerPixel is what a pixel shows of the ground at zoom 0 in the middle of England (53 degrees north), on tiles of 512 pixels.
const metresPerPixel = 40075016.685578488 / 512 * 0.6018

// Something is drawn from the zoom at which it is as large as a square of so many pixels a side, or as a line so many long: early
// enough to be missed before, late enough for tiles of low zooms to stay light.
const (
	pixelsAside = 6
	pixelsLong  = 60
)

func zoomOfArea(g orb.Geometry, least, most int) int {
	return zoomOf(math.Sqrt(shape.Area(g))/pixelsAside, least, most)
}

func zoomOfLength(g orb.Geometry, least, most int) int {
	return zoomOf(shape.Length(g)/pixelsLong, least, most)
}

// zoomOf is the first zoom, within bounds, at which a pixel shows no more than so many metres.
func zoomOf(metres float64, least, most int) int {
	if metres <= 0 {
		return most
	}
	return min(max(int(math.Ceil(math.Log2(metresPerPixel/metres))), least), most)
}
