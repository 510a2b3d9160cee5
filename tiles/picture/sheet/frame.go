package sheet

import (
	"math"

	"github.com/paulmach/orb"

	"terrier/tiles/picture"
)

// Frame is the map on a sheet: a rectangle of paper, and the rectangle of the National Grid that it shows.
type Frame struct {
	Box    picture.Rect // millimetres from the upper left corner of the sheet
	Ratio  int          // metres of ground to a metre of paper
	Ground orb.Bound    // EPSG:27700
}

// At is where a place of EPSG:27700 lies on the sheet, in millimetres from its upper left corner.
func (f Frame) At(p orb.Point) (x, y float64) {
	perMetre := 1000 / float64(f.Ratio)
	return f.Box.X0 + (p[0]-f.Ground.Min[0])*perMetre, f.Box.Y1 - (p[1]-f.Ground.Min[1])*perMetre
}

// around makes the frame of a box whose middle is the middle of what it shall show, to the metre.
func around(box picture.Rect, shown orb.Bound, ratio int) Frame {
	width, height := (box.X1-box.X0)*float64(ratio)/1000, (box.Y1-box.Y0)*float64(ratio)/1000
	middle := shown.Center()
	west, south := math.Round(middle[0]-width/2), math.Round(middle[1]-height/2)
	return Frame{Box: box, Ratio: ratio, Ground: orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{west + width, south + height}}}
}
