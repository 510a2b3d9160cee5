package sheet

import (
	"strings"

	"terrier/tiles/picture"
	"terrier/tiles/picture/pdf"
)

// The faces by what they are for.
const (
	letter = picture.Medium
	strong = picture.Semibold
	title  = picture.Bold
)

func widthOf(text string, face picture.Face, size float64) float64 {
	return pdf.Width(text, face, size)
}

// flow is a column that is filled from above. Lengths are millimetres.
type flow struct {
	x, y, wide float64
	size       float64 // of text that is read
	blocks     []pdf.Block
}

// piece is some words of a paragraph in one face.
type piece struct {
	text string
	face picture.Face
}

const leading = 1.28 // from one base line to the next, in sizes of the text

// say adds a block of text as wide as the column, and space under it.
func (f *flow) say(b pdf.Block, size, after float64, pieces ...piece) {
	lines := wrap(pieces, size, f.wide)
	var marks []picture.Mark
	for _, l := range lines {
		f.y += size * leading
		x := f.x
		for _, p := range l {
			mark := write(p.text, p.face, size, x, f.y-size*.25, ink)
			marks = append(marks, mark)
			x += widthOf(p.text, p.face, size)
		}
	}
	f.y += after
	b.Drawings = append(b.Drawings, millimetres(marks...))
	f.blocks = append(f.blocks, b)
}

// wrap breaks pieces into lines. A word that is wider than a line is broken where it must be. The space at which a line was broken stays at
// its end: it is not seen, and whoever reads the letters without their places finds the words apart (ISO 32000-1 section 14.8.2.5).
func wrap(pieces []piece, size, wide float64) (lines [][]piece) {
	var current []piece
	used := 0.0
	end := func() { lines, current, used = append(lines, current), nil, 0 }
	put := func(word string, face picture.Face) {
		if n := len(current); n > 0 && current[n-1].face == face {
			current[n-1].text += word
		} else {
			current = append(current, piece{word, face})
		}
		used += widthOf(word, face, size)
	}
	for _, p := range pieces {
		for _, word := range strings.SplitAfter(p.text, " ") {
			if word == "" {
				continue
			}
			bare := strings.TrimRight(word, " ")
			if used > 0 && used+widthOf(bare, p.face, size) > wide {
				end()
			}
			for widthOf(bare, p.face, size) > wide && len([]rune(bare)) > 1 {
				n := fitting(bare, p.face, size, wide)
				put(bare[:n], p.face)
				end()
				bare, word = bare[n:], word[n:]
			}
			put(word, p.face)
		}
	}
	if n := len(current); n > 0 {
		current[n-1].text = strings.TrimRight(current[n-1].text, " ")
		end()
	}
	return lines
}

// fitting is how many bytes of a word fit a line: at least its first letter.
func fitting(word string, face picture.Face, size, wide float64) (n int) {
	for i, r := range word {
		next := i + len(string(r))
		if n > 0 && widthOf(word[:next], face, size) > wide {
			return n
		}
		n = next
	}
	return n
}
