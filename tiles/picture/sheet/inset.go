package sheet

import (
	"math"

	"github.com/paulmach/orb"

	"terrier/tiles/picture"
	"terrier/tiles/picture/pdf"
)

// inset shows where the area lies in what it is a part of, no higher than there is room.
func (s Sheet) inset(f *flow, high float64) {
	f.y += 1.5 * f.size
	high -= 1.5 * f.size
	caption := "Where the area lies: " + s.Inset.Name
	under := s.measured(f, func(try *flow) { s.caption(try, caption) })
	bound := s.Inset.Shape.Bound().Union(s.Shape.Bound())
	height := high - under - 2*f.size
	perMetre := min((f.wide-1)/(bound.Max[0]-bound.Min[0]), (height-1)/(bound.Max[1]-bound.Min[1]))
	wide, tall := (bound.Max[0]-bound.Min[0])*perMetre, (bound.Max[1]-bound.Min[1])*perMetre
	left, top := f.x+.5, f.y+.5
	at := func(p orb.Point) (x, y float64) {
		return left + (p[0]-bound.Min[0])*perMetre, top + (bound.Max[1]-p[1])*perMetre
	}
	path := outline(s.Inset.Shape, at, .1)
	marks := []picture.Mark{fill(path, pale), stroke(path, .25, others)}
	area := outline(s.Shape, at, .05)
	marks = append(marks, fill(area, red), stroke(area, .5, red))
	x0, y1 := at(s.Plan.Frame.Ground.Min)
	x1, y0 := at(s.Plan.Frame.Ground.Max)
	// The frame of the map, as far as it lies on the inset; what would be a dot is ringed.
	frame := picture.Rect{X0: max(x0, f.x), Y0: max(y0, f.y), X1: min(x1, f.x+f.wide), Y1: min(y1, f.y+height)}
	if short := 4 * f.size; x1-x0 < short {
		middle := (x0 + x1) / 2
		frame.X0, frame.X1 = middle-short/2, middle+short/2
		frame.Y0, frame.Y1 = (y0+y1)/2-short/2, (y0+y1)/2+short/2
	}
	marks = append(marks, stroke(rectangle(frame), .3, ink))
	box := &picture.Rect{X0: f.x, Y0: f.y, X1: f.x + math.Max(wide, 1) + 1, Y1: f.y + tall + 1}
	f.blocks = append(f.blocks, pdf.Block{Role: pdf.Figure, Alt: caption + ": the frame shows what the map covers.", Box: box, Bookmark: "Where it lies", Deeper: true, Drawings: []pdf.Drawing{millimetres(marks...)}})
	f.y += tall + 1 + .5*f.size
	s.caption(f, caption)
	f.y += 1.5 * f.size
}

func (s Sheet) caption(f *flow, text string) {
	f.say(pdf.Block{Role: pdf.Paragraph}, smallText*f.size, 0, piece{text, letter})
}
