package picture

import (
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	fonts "terrier/tiles/picture/font"
)

// typeface is a face that was read: each letter's outline, one unit an em, with y downwards and the base line at 0.
type typeface struct {
	letters map[rune]letter
	missing letter // what stands for letters that the face does not have
}

type letter struct {
	advance float64 // ems
	outline Path
}

func (t *typeface) letter(r rune) letter {
	if l, ok := t.letters[r]; ok {
		return l
	}
	return t.missing
}

// faces are read once, when first something is written in them.
var faces = [...]func() *typeface{
	Medium:       sync.OnceValue(func() *typeface { return readTypeface(fonts.Medium) }),
	Semibold:     sync.OnceValue(func() *typeface { return readTypeface(fonts.Semibold) }),
	Bold:         sync.OnceValue(func() *typeface { return readTypeface(fonts.Bold) }),
	MediumItalic: sync.OnceValue(func() *typeface { return readTypeface(fonts.MediumItalic) }),
}

// faceNamed is the face that text-font means: MapLibre reads weight and slant from the words in a name, too.
func faceNamed(name string) Face {
	switch {
	case strings.Contains(name, "Italic"):
		return MediumItalic
	case strings.Contains(name, "Semibold"):
		return Semibold
	case strings.Contains(name, "Bold"):
		return Bold
	}
	return Medium
}

// lastLetter is beyond every letter that make.py takes into the faces.
const lastLetter = 0xFB10

// readTypeface reads an embedded face; one that cannot be read was broken when the program was built.
func readTypeface(file []byte) *typeface {
	f, err := sfnt.Parse(file)
	if err != nil {
		panic(err)
	}
	var b sfnt.Buffer
	em := fixed.I(int(f.UnitsPerEm()))
	read := func(i sfnt.GlyphIndex) letter {
		advance, err := f.GlyphAdvance(&b, i, em, font.HintingNone)
		if err != nil {
			panic(err)
		}
		segments, err := f.LoadGlyph(&b, i, em, nil)
		if err != nil {
			panic(err)
		}
		return letter{float64(advance) / float64(em), outlineOf(segments, float64(em))}
	}
	t := &typeface{letters: map[rune]letter{}, missing: read(0)}
	for r := rune(' '); r < lastLetter; r++ {
		if i, err := f.GlyphIndex(&b, r); err == nil && i != 0 {
			t.letters[r] = read(i)
		}
	}
	return t
}

// outlineOf turns the quadratic curves of TrueType into cubic ones and closes each contour.
func outlineOf(segments sfnt.Segments, em float64) (p Path) {
	var x, y, sx, sy float64
	shut := func() {
		if len(p) > 0 {
			p = append(p, Step{Op: Close, X: sx, Y: sy})
		}
	}
	at := func(q fixed.Point26_6) (float64, float64) { return float64(q.X) / em, float64(q.Y) / em }
	for _, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			shut()
			x, y = at(s.Args[0])
			sx, sy = x, y
			p = append(p, Step{Op: MoveTo, X: x, Y: y})
		case sfnt.SegmentOpLineTo:
			x, y = at(s.Args[0])
			p = append(p, Step{Op: LineTo, X: x, Y: y})
		case sfnt.SegmentOpQuadTo:
			cx, cy := at(s.Args[0])
			ex, ey := at(s.Args[1])
			p = append(p, Step{CurveTo, x + (cx-x)*2/3, y + (cy-y)*2/3, ex + (cx-ex)*2/3, ey + (cy-ey)*2/3, ex, ey})
			x, y = ex, ey
		case sfnt.SegmentOpCubeTo:
			one := Step{Op: CurveTo}
			one.X1, one.Y1 = at(s.Args[0])
			one.X2, one.Y2 = at(s.Args[1])
			one.X, one.Y = at(s.Args[2])
			x, y = one.X, one.Y
			p = append(p, one)
		}
	}
	shut()
	return p
}

// Width is how wide a line of text is, in units of its size, with so much added after each letter. Nothing is kerned, as maps in browsers do
// not either.
func Width(face Face, text string, spacing float64) float64 {
	t, w := faces[face](), 0.0
	for _, r := range text {
		w += t.letter(r).advance + spacing
	}
	return w
}
