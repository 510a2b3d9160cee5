package picture

import (
	"image/color"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"terrier/tiles/style"
)

// Furniture is what is drawn over a map and cannot be left out: how long a way is, who the map is from, and what its figures are.
type Furniture struct {
	Theme   style.Theme
	Sources []string // lines that must stand beside the map
	// Figure is the sentence with the number that the picture's page tells, Link the address at which that figure opens. They are drawn at the
	// top where there is room, the address whole or not at all: a shorter one does not open.
	Figure, Link string
}

const (
	furnitureSize = 11.0 // pixels
	smallSize     = 9.0  // in pictures narrower than narrow, and of an address that has no room otherwise
	narrow        = 320.0
	margin        = 8.0
	leastHeight   = 200.0 // of a picture that has room for a sentence
)

// LayOut places furniture on a view for a screen: the marks are painted over the map, and no name may stand in the boxes. Lines that are too
// long are broken, never left out: in a small picture they may cover the map.
func LayOut(v View, f Furniture) (marks []Mark, keep []Rect) {
	if f.Theme == "" {
		f.Theme = style.Light
	}
	d := &drawer{width: v.Width, height: v.Height, theme: f.Theme, size: furnitureSize}
	if v.Width < narrow {
		d.size = smallSize
	}
	leading := d.leading()
	label, length := scaleOf(v)
	beside := 0.0 // of the scale bar, with room behind it
	if length > 0 {
		beside = margin + length + 6 + d.wide(label) + 2*margin
	}
	text := strings.Join(f.Sources, " · ")
	var lines []string
	first := d.width - beside - margin
	if d.wide(text) <= first {
		lines = []string{text}
	} else {
		lines = d.wrap(text, d.width-2*margin)
	}
	rows := len(lines)
	apart := length > 0 && (len(lines) > 1 || d.wide(text) > first)
	if apart {
		rows++
	}
	if text == "" {
		lines, rows = nil, 0
		if length > 0 {
			rows = 1
		}
	}
	if rows > 0 {
		high := float64(rows)*leading + 8
		bar := Rect{0, d.height - high, d.width, d.height}
		d.panel(bar)
		base := bar.Y0 + 4 + leading*.74
		if length > 0 {
			d.scaleBar(margin, base, length, label)
			if apart {
				base += leading
			}
		}
		for _, line := range lines {
			x := margin
			if len(lines) == 1 && !apart {
				x = d.width - margin - d.wide(line)
			}
			d.write(line, x, base, Medium, "ink-2")
			base += leading
		}
		d.keep = append(d.keep, bar)
	}
	d.sentence(f)
	return d.marks, d.keep
}

// Outline draws a shape of WGS 84 that no tile has, as the explorer draws one that is sketched.
func Outline(v View, shape orb.MultiPolygon, theme style.Theme) []Mark {
	var path Path
	for _, part := range shape {
		for _, ring := range part {
			line := make([]point, len(ring))
			for i, p := range ring {
				x, y := v.Projection.Place(mercator(p))
				line[i] = point{x, y}
			}
			path = appendLine(path, line)
		}
	}
	if len(path) == 0 {
		return nil
	}
	line := func(colour string, width float64) Mark {
		return Mark{Kind: Line, Path: path, Colour: colourOf(style.ColourIn(theme, colour), 1), Width: width, Join: RoundJoin}
	}
	return []Mark{line("halo", 8), line("draft", 3.6)}
}

// drawer draws furniture.
type drawer struct {
	width, height float64
	theme         style.Theme
	size          float64 // of letters
	marks         []Mark
	keep          []Rect
}

// leading is how far base lines lie apart.
func (d *drawer) leading() float64 { return d.size + 3 }

func (d *drawer) colour(name string, opacity float64) color.NRGBA {
	return colourOf(style.ColourIn(d.theme, name), opacity)
}

func (d *drawer) wide(text string) float64 { return Width(Medium, text, 0) * d.size }

// panel is a strip that reaches from side to side.
func (d *drawer) panel(r Rect) {
	d.marks = append(d.marks, Mark{Kind: Area, Path: r.path(), Colour: d.colour("surface", .92)})
	y := r.Y0 - .5
	if r.Y0 == 0 {
		y = r.Y1 + .5
	}
	d.marks = append(d.marks, Mark{Kind: Line, Path: Path{{Op: MoveTo, X: r.X0, Y: y}, {Op: LineTo, X: r.X1, Y: y}}, Colour: d.colour("line", 1), Width: 1})
}

func (d *drawer) write(text string, x, y float64, face Face, colour string) {
	d.marks = append(d.marks, Mark{Kind: Text, Text: text, Face: face, Size: d.size, Colour: d.colour(colour, 1), Runs: []Run{{Text: text, X: x, Y: y}}})
}

// scaleBar is a line with both ends turned up, and its length.
func (d *drawer) scaleBar(x, base, length float64, label string) {
	x, y := math.Round(x)+.5, math.Round(base)-.5
	d.marks = append(d.marks, Mark{Kind: Line, Width: 1.5, Colour: d.colour("ink", 1), Path: Path{
		{Op: MoveTo, X: x, Y: y - 5}, {Op: LineTo, X: x, Y: y}, {Op: LineTo, X: x + length, Y: y}, {Op: LineTo, X: x + length, Y: y - 5}}})
	d.write(label, x+length+6, base, Medium, "ink")
}

// sentence is the figure with its address: beside it, or else under it in small letters. Two rows stand so close that they take the room of
// one and a pixel, for what the map is about begins below. Where the address fits neither way, or the figure does not, the picture's description
// alone tells it.
func (d *drawer) sentence(f Furniture) {
	room := d.width - 2*margin
	free := room - Width(Semibold, f.Figure, 0)*d.size
	if f.Figure == "" || d.height < leastHeight || free < 0 {
		return
	}
	_, link, _ := strings.Cut(f.Link, "://")
	beside := link != "" && d.wide(link)+2*margin <= free
	under := link != "" && !beside && Width(Medium, link, 0)*smallSize <= room
	high, base := d.leading()+8, 4+d.leading()*.74
	if under {
		high, base = d.size+smallSize+3, d.size
	}
	d.panel(Rect{0, 0, d.width, high})
	d.write(f.Figure, margin, base, Semibold, "ink")
	switch {
	case beside:
		d.write(link, d.width-margin-d.wide(link), base, Medium, "ink-2")
	case under:
		d.size = smallSize
		d.write(link, margin, high-2.5, Medium, "ink-2")
	}
	d.keep = append(d.keep, Rect{0, 0, d.width, high})
}

// wrap breaks a text between words, and a word that is too long, such as an address, wherever it must.
func (d *drawer) wrap(text string, most float64) (lines []string) {
	line := ""
	wide := func(s string) float64 { return Width(Semibold, s, 0) * d.size } // no face is wider
	for _, word := range strings.Fields(text) {
		if line != "" && wide(line+" "+word) > most {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		for _, r := range word {
			if line != "" && wide(line+string(r)) > most {
				lines, line = append(lines, line), ""
			}
			line += string(r)
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// scaleOf is the longest round length that is a fifth of the width at most, and how many pixels it has. It is 0 where the view is no map in
// Web Mercator.
func scaleOf(v View) (label string, pixels float64) {
	metres := v.metresToPixel()
	if !(metres > 0) {
		return "", 0
	}
	most := min(v.Width/5, 100) * metres
	length := math.Pow(10, math.Floor(math.Log10(most)))
	for _, times := range []float64{5, 2} {
		if length*times <= most {
			length *= times
			break
		}
	}
	switch {
	case length >= 1000:
		label = strconv.FormatFloat(length/1000, 'f', -1, 64) + " km"
	case length >= 1:
		label = strconv.FormatFloat(length, 'f', -1, 64) + " m"
	default:
		label = strconv.FormatFloat(math.Round(length*100), 'f', -1, 64) + " cm"
	}
	return label, length / metres
}
