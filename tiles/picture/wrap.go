package picture

import (
	"math"
	"strings"
)

// lineHeight is how far apart base lines are, and baseline how far under the middle of a line its base line lies, both in ems, as MapLibre
// has it.
const (
	lineHeight = 1.2
	baseline   = 7. / 24
)

// block is a text broken into lines, in units of the scene.
type block struct {
	face     Face
	size     float64
	spacing  float64 // after each letter, in ems
	lines    []string
	widths   []float64
	wide     float64 // the widest line
	high     float64
	fullText string
}

// typeset breaks a text so that lines are about alike and none is much wider than most, in ems; 0 is one line.
func typeset(text string, face Face, size, spacing, most float64) *block {
	b := &block{face: face, size: size, spacing: spacing, fullText: text}
	for _, line := range wrap(text, most, func(s string) float64 { return Width(face, s, spacing) }) {
		w := Width(face, line, spacing) * size
		b.lines, b.widths, b.wide = append(b.lines, line), append(b.widths, w), max(b.wide, w)
	}
	b.high = float64(len(b.lines)) * lineHeight * size
	return b
}

// wrap breaks between words where the lines come out most alike (MapLibre's determineLineBreaks: the square of what a line is off the mean,
// half as bad on the last one that is short).
func wrap(text string, most float64, width func(string) float64) []string {
	words := strings.Fields(text)
	total := width(strings.Join(words, " "))
	if len(words) < 2 || most <= 0 || total <= most {
		return []string{strings.Join(words, " ")}
	}
	target := total / math.Ceil(total/most)
	n := len(words)
	best, from := make([]float64, n+1), make([]int, n+1)
	for end := 1; end <= n; end++ {
		best[end] = math.Inf(1)
		for start := end - 1; start >= 0; start-- {
			w := width(strings.Join(words[start:end], " "))
			bad := (w - target) * (w - target)
			if end == n && w < target {
				bad /= 2
			}
			if best[start]+bad < best[end] {
				best[end], from[end] = best[start]+bad, start
			}
			if w > 2*target+most {
				break
			}
		}
	}
	var lines []string
	for end := n; end > 0; end = from[end] {
		lines = append([]string{strings.Join(words[from[end]:end], " ")}, lines...)
	}
	return lines
}

// side says which part of a text stands on its place: -1 the left or the top, 0 the middle, 1 the right or the bottom.
type side struct{ x, y float64 }

var sides = map[string]side{
	"center": {0, 0}, "left": {-1, 0}, "right": {1, 0}, "top": {0, -1}, "bottom": {0, 1},
	"top-left": {-1, -1}, "top-right": {1, -1}, "bottom-left": {-1, 1}, "bottom-right": {1, 1},
}

// box is where the block lies when that side of it stands on a place.
func (b *block) box(at point, s side) Rect {
	x0 := at.x - b.wide*(s.x+1)/2
	y0 := at.y - b.high*(s.y+1)/2
	return Rect{x0, y0, x0 + b.wide, y0 + b.high}
}

// runs are its lines in a box of its size, against the left or right where that side stands on the place and this is asked for, else in
// the middle.
func (b *block) runs(box Rect, justify float64) []Run {
	var runs []Run
	for i, line := range b.lines {
		x := box.X0 + (b.wide-b.widths[i])*(justify+1)/2
		y := box.Y0 + (float64(i)+.5)*lineHeight*b.size + baseline*b.size
		if b.spacing == 0 {
			runs = append(runs, Run{Text: line, X: x, Y: y})
			continue
		}
		for _, r := range line {
			runs = append(runs, Run{Text: string(r), X: x, Y: y})
			x += (faces[b.face]().letter(r).advance + b.spacing) * b.size
		}
	}
	return runs
}
