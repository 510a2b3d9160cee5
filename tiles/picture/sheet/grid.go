package sheet

import (
	"math"
	"strings"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/tiles/picture"
)

// gridLine is a line of the National Grid across the map.
type gridLine struct {
	at    float64 // easting or northing in metres
	label string  // "SP 41" where the square of 100 km begins to be named, or "41"
}

// gridStep is how many metres lines are apart: the power of ten that is no nearer than 20 mm of paper.
func gridStep(ratio int) float64 {
	step := 10.0
	for step*1000/float64(ratio) < 20-1e-9 {
		step *= 10
	}
	return step
}

// gridLines are those across a frame from west to east, or from south to north.
func gridLines(f Frame, northings bool) (lines []gridLine) {
	step, axis := gridStep(f.Ratio), 0
	if northings {
		axis = 1
	}
	digits := int(math.Round(5 - math.Log10(step))) // of the line within its square of 100 km
	named := ""
	for at := math.Ceil(f.Ground.Min[axis]/step) * step; at <= f.Ground.Max[axis]; at += step {
		place := f.Ground.Min
		place[axis] = at
		label, letters := reference(place, axis, digits)
		if letters != named {
			label, named = letters+" "+label, letters
		}
		lines = append(lines, gridLine{at, label})
	}
	return lines
}

// reference is what a line is called in its square, and the letters of that. Outside the lettered squares it is called by its kilometres.
func reference(place orb.Point, axis, digits int) (label, letters string) {
	whole, err := bng.GridRef(place, 2*digits)
	parts := strings.Fields(whole)
	if err != nil || len(parts) != 3 {
		return thousands(int(place[axis] / 1000)), ""
	}
	return parts[1+axis], parts[0]
}

// gridMarks are the lines, and their references around the map; ticks between them stand at tenths.
func (p Plan) gridMarks() (lines, references []picture.Mark) {
	f, box, size := p.Frame, p.Frame.Box, 2.3*p.size
	offset, tick := 1.1*p.size, 1.2*p.size
	for _, l := range gridLines(f, false) {
		x, _ := f.At(orb.Point{l.at, 0})
		lines = append(lines, stroke(line(x, box.Y0, x, box.Y1), gridWidth, grid))
		at := centred(l.label, size, x, box.X0-gridStrip*p.size, box.X1+gridStrip*p.size)
		references = append(references, write(l.label, letter, size, at, box.Y0-offset, ink), write(l.label, letter, size, at, box.Y1+offset+size*.72, ink))
	}
	for _, l := range gridLines(f, true) {
		_, y := f.At(orb.Point{0, l.at})
		lines = append(lines, stroke(line(box.X0, y, box.X1, y), gridWidth, grid))
		// Turned to be read from the right, so that they begin below the line.
		at := -centred(l.label, size, -y, -box.Y1-gridStrip*p.size, -box.Y0+gridStrip*p.size)
		references = append(references, turned(l.label, letter, size, box.X0-offset, at, -math.Pi/2, ink), turned(l.label, letter, size, box.X1+offset+size*.72, at, -math.Pi/2, ink))
	}
	return append(lines, p.ticks(tick)...), references
}

// ticks stand inside the frame at tenths of the grid's step.
func (p Plan) ticks(long float64) (marks []picture.Mark) {
	f, box, step := p.Frame, p.Frame.Box, gridStep(p.Frame.Ratio)/10
	var path picture.Path
	for i := math.Ceil(f.Ground.Min[0] / step); i*step <= f.Ground.Max[0]; i++ {
		x, _ := f.At(orb.Point{i * step, 0})
		path = append(append(path, line(x, box.Y0, x, box.Y0+long)...), line(x, box.Y1-long, x, box.Y1)...)
	}
	for i := math.Ceil(f.Ground.Min[1] / step); i*step <= f.Ground.Max[1]; i++ {
		_, y := f.At(orb.Point{0, i * step})
		path = append(append(path, line(box.X0, y, box.X0+long, y)...), line(box.X1-long, y, box.X1, y)...)
	}
	return []picture.Mark{stroke(path, gridWidth, ink)}
}

// centred is where a text begins whose middle is at a place, within bounds.
func centred(text string, size, at, least, most float64) float64 {
	wide := widthOf(text, letter, size)
	return max(least, min(at-wide/2, most-wide))
}
