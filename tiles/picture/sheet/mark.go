package sheet

import (
	"image/color"
	"math"

	"github.com/paulmach/orb"

	"terrier/tiles/picture"
	"terrier/tiles/picture/pdf"
)

// The inks of a sheet. Each is told from the others, and from the ground, without its colour: by width, dashes and darkness.
var (
	ink     = color.NRGBA{0x16, 0x23, 0x1F, 0xFF}
	inkSoft = color.NRGBA{0x4A, 0x58, 0x53, 0xFF}
	white   = color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}
	red     = color.NRGBA{0xC8, 0x00, 0x1A, 0xFF} // in grey as dark as #5B5B5B
	grid    = color.NRGBA{0x2B, 0x5C, 0x8A, 0xA0}
	others  = color.NRGBA{0x3C, 0x3F, 0x3D, 0xFF}
	// greenInk hatches green space, which in grey is as light as buildings are.
	greenInk = color.NRGBA{0x45, 0x68, 0x3A, 0x90}
	pale     = color.NRGBA{0xE9, 0xE6, 0xDD, 0xFF}
)

// Widths of lines on paper of any size, in millimetres.
const (
	outlineWidth = 2.0 // of the area
	casingWidth  = 2.8 // white, under it
	othersWidth  = 0.6 // of other areas
	gridWidth    = 0.15
	frameWidth   = 0.3
	hatchWidth   = 0.12
	hatchApart   = 8 * Pixel * math.Sqrt2 // along the map, as picture.Mark has it
)

var othersDash = []float64{3, 1.5}

// millimetres is a drawing whose unit is the millimetre of paper.
func millimetres(marks ...picture.Mark) pdf.Drawing { return pdf.Drawing{Scale: 1, Marks: marks} }

func fill(path picture.Path, colour color.NRGBA) picture.Mark {
	return picture.Mark{Kind: picture.Area, Path: path, Colour: colour}
}

func stroke(path picture.Path, width float64, colour color.NRGBA, dash ...float64) picture.Mark {
	return picture.Mark{Kind: picture.Line, Path: path, Width: width, Colour: colour, Dash: dash}
}

func line(x0, y0, x1, y1 float64) picture.Path {
	return picture.Path{{Op: picture.MoveTo, X: x0, Y: y0}, {Op: picture.LineTo, X: x1, Y: y1}}
}

func rectangle(r picture.Rect) picture.Path {
	return picture.Path{{Op: picture.MoveTo, X: r.X0, Y: r.Y0}, {Op: picture.LineTo, X: r.X1, Y: r.Y0}, {Op: picture.LineTo, X: r.X1, Y: r.Y1},
		{Op: picture.LineTo, X: r.X0, Y: r.Y1}, {Op: picture.Close}}
}

func write(text string, face picture.Face, size, x, y float64, colour color.NRGBA) picture.Mark {
	return turned(text, face, size, x, y, 0, colour)
}

func turned(text string, face picture.Face, size, x, y, angle float64, colour color.NRGBA) picture.Mark {
	return picture.Mark{Kind: picture.Text, Text: text, Face: face, Size: size, Colour: colour, Runs: []picture.Run{{Text: text, X: x, Y: y, Angle: angle}}}
}

// outline is the path of a shape, each of its rings: parts and holes. Points nearer to the last one than apart are left out; 0 keeps all.
func outline(shape orb.MultiPolygon, at func(orb.Point) (x, y float64), apart float64) (path picture.Path) {
	for _, part := range shape {
		for _, ring := range part {
			path = append(path, ringPath(ring, at, apart)...)
		}
	}
	return path
}

func ringPath(ring orb.Ring, at func(orb.Point) (x, y float64), apart float64) (path picture.Path) {
	if len(ring) > 1 && ring[0] == ring[len(ring)-1] {
		ring = ring[:len(ring)-1]
	}
	var lastX, lastY float64
	for i, p := range ring {
		x, y := at(p)
		op := picture.LineTo
		if i == 0 {
			op = picture.MoveTo
		} else if math.Hypot(x-lastX, y-lastY) < apart {
			continue
		}
		path, lastX, lastY = append(path, picture.Step{Op: op, X: x, Y: y}), x, y
	}
	return append(path, picture.Step{Op: picture.Close})
}
