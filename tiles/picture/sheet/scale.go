package sheet

import (
	"fmt"
	"math"

	"terrier/tiles/picture"
	"terrier/tiles/picture/pdf"
)

// scale is the ratio in words, the scale bar, and north.
func (s Sheet) scale(f *flow) {
	p := s.Plan
	f.say(pdf.Block{Role: pdf.Heading2, Bookmark: "Scale", Deeper: true}, bodyText*1.1*f.size, .3*f.size, piece{"Scale 1:" + thousands(p.Frame.Ratio), title})
	f.say(pdf.Block{Role: pdf.Paragraph}, smallText*f.size, 1.2*f.size, piece{"When printed on " + p.Paper.Name + " at full size (100%, not fitted to the page): 1 centimetre is " +
		metres(float64(p.Frame.Ratio)/100) + ".", letter})
	arrow := 9.0 * f.size
	f.blocks = append(f.blocks, s.bar(f, f.wide-arrow-2*f.size), north(f.x+f.wide-arrow/2, f.y, f.size))
	f.y += 13 * f.size
}

// bar draws the longest scale bar of a round length that is no wider than there is room.
func (s Sheet) bar(f *flow, room float64) pdf.Block {
	long := barLength(float64(s.Plan.Frame.Ratio) * (room - 4*f.size) / 1000)
	wide := long * 1000 / float64(s.Plan.Frame.Ratio)
	x, y, thick := f.x+1*f.size, f.y+2.5*f.size, 1.6*f.size
	marks := []picture.Mark{}
	for i := range 4 {
		colour := ink
		if i%2 == 1 {
			colour = white
		}
		part := picture.Rect{X0: x + wide*float64(i)/4, Y0: y, X1: x + wide*float64(i+1)/4, Y1: y + thick}
		marks = append(marks, fill(rectangle(part), colour))
	}
	marks = append(marks, stroke(rectangle(picture.Rect{X0: x, Y0: y, X1: x + wide, Y1: y + thick}), .15, ink))
	unit, per := "m", 1.0
	if long >= 2000 {
		unit, per = "km", 1000
	}
	size := smallText * f.size
	for i := range 3 {
		label := trimmed(long*float64(i)/2/per) + " " + unit
		if i == 0 {
			label = "0"
		}
		w := widthOf(label, letter, size)
		at := max(f.x, min(x+wide*float64(i)/2-w/2, f.x+room-w))
		marks = append(marks, write(label, letter, size, at, y+thick+size*1.1, ink))
	}
	box := &picture.Rect{X0: f.x, Y0: f.y, X1: f.x + room, Y1: f.y + 9*f.size}
	return pdf.Block{Role: pdf.Figure, Alt: "Scale bar of " + metres(long) + ".", Box: box, Drawings: []pdf.Drawing{millimetres(marks...)}}
}

// barLength is the largest of 1, 2, 2.5, 4 and 5 times a power of ten metres that is no more than most.
func barLength(most float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(most)))
	for _, times := range []float64{5, 4, 2.5, 2} {
		if times*power <= most {
			return times * power
		}
	}
	return power
}

// north is an arrow: grid north is straight up, for the sheet is the grid.
func north(x, y, size float64) pdf.Block {
	tip, foot, half := y, y+7.5*size, 2.2*size
	left := picture.Path{{Op: picture.MoveTo, X: x, Y: tip}, {Op: picture.LineTo, X: x - half, Y: foot}, {Op: picture.LineTo, X: x, Y: foot - 1.8*size}, {Op: picture.Close}}
	right := picture.Path{{Op: picture.MoveTo, X: x, Y: tip}, {Op: picture.LineTo, X: x + half, Y: foot}, {Op: picture.LineTo, X: x, Y: foot - 1.8*size}, {Op: picture.Close}}
	text := smallText * size
	wide := widthOf("Grid north", letter, text)
	marks := []picture.Mark{fill(left, ink), fill(right, white), stroke(append(append(picture.Path{}, left...), right...), .2, ink),
		write("Grid north", letter, text, x-wide/2, foot+text*1.1, ink)}
	box := &picture.Rect{X0: x - wide/2, Y0: tip, X1: x + wide/2, Y1: foot + text*1.4}
	return pdf.Block{Role: pdf.Figure, Alt: "North arrow: grid north is at the top.", Box: box, Drawings: []pdf.Drawing{millimetres(marks...)}}
}

// metres writes a length: "250 metres", "1 kilometre", "2.5 kilometres".
func metres(m float64) string {
	switch {
	case m == 1000:
		return "1 kilometre"
	case m >= 1000:
		return trimmed(m/1000) + " kilometres"
	case m == 1:
		return "1 metre"
	}
	return trimmed(m) + " metres"
}

func trimmed(v float64) string { return fmt.Sprint(math.Round(v*100) / 100) }
