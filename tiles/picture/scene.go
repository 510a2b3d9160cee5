package picture

import (
	"image/color"
	"math"
	"slices"
	"strings"
	"unicode"
)

// Scene is a drawing without a format: marks in the order in which they are painted, one over the other. Its unit is the CSS pixel where it
// is for screens; a printed map says how many millimetres its unit has. X grows to the right, y downwards, from the upper left corner.
type Scene struct {
	Width, Height float64
	Title         string // what it is, in a few words
	About         string // what it shows, for those who cannot see it
	Marks         []Mark
	Labels        []Label // where names, numbers and symbols that may not overlap got their places, in the order in which they got them
}

// Under lays marks under the symbols and names of a scene, over all else.
func (s *Scene) Under(marks []Mark) {
	i := slices.IndexFunc(s.Marks, func(m Mark) bool { return m.Stamp != nil || m.Kind == Text })
	if i < 0 {
		i = len(s.Marks)
	}
	s.Marks = slices.Insert(s.Marks, i, marks...)
}

// Names are the words on a scene, each once, in the order in which they got their places: the most important first. Numbers are no names.
func (s *Scene) Names() (names []string) {
	for _, l := range s.Labels {
		if strings.ContainsFunc(l.Text, unicode.IsLetter) && !slices.Contains(names, l.Text) {
			names = append(names, l.Text)
		}
	}
	return names
}

// Mark is one thing that is painted: an area, a line or a line of text. Of each kind only its own fields count.
type Mark struct {
	Kind   MarkKind
	Layer  string // of the style that it is from; "" of none
	Path   Path
	Colour color.NRGBA // opacity in it

	Hatch float64 // of areas: width of slanting lines, 8 units apart, that fill it instead of a flat colour; 0: flat

	Width float64   // of lines
	Dash  []float64 // of lines: on, off, on ... in units; nil is unbroken
	Cap   Cap
	Join  Join

	Text  string      // of text: one line
	Face  Face        // of text
	Size  float64     // of text
	Halo  color.NRGBA // around text; nothing where it is transparent
	Round float64     // of text: how far the halo reaches beyond the letters
	Runs  []Run       // of text: where its letters stand

	Clip *Rect // nothing shows outside; nil: everything shows

	Stamp *Stamp // the symbol that it is a part of, the same one in all parts; nil: of none
}

// Stamp is a symbol that a scene shows again and again: those of one name and size look alike about their places.
type Stamp struct {
	Name string
	Size float64
	X, Y float64 // where it stands
}

// MarkKind says what a mark is.
type MarkKind uint8

// The kinds of mark.
const (
	Area MarkKind = iota // filled by the nonzero rule
	Line
	Text
)

// Cap is how lines end, Join how they turn.
type (
	Cap  uint8
	Join uint8
)

// The caps and joins.
const (
	ButtCap Cap = iota
	RoundCap
)
const (
	MiterJoin Join = iota
	RoundJoin
)

// Face is one of the faces of tiles/picture/font.
type Face uint8

// The faces.
const (
	Medium Face = iota
	Semibold
	Bold
	MediumItalic
)

// Run is some letters of a text in a straight line: text along a street has one for each letter.
type Run struct {
	Text  string
	X, Y  float64 // of the first letter's origin on the base line
	Angle float64 // radians, clockwise
}

// Label is something that got a place of its own.
type Label struct {
	Layer string // of the style
	Text  string // "" of a symbol
	Boxes []Rect // that nothing else got, its padding with them; along a line one for each letter, of a pin with its name both
}

// Rect is a box in the units of the scene.
type Rect struct{ X0, Y0, X1, Y1 float64 }

// Nowhere is the box of no place at all, to begin with.
var Nowhere = Rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}

// With is the least box around a box and a place.
func (r Rect) With(x, y float64) Rect {
	return Rect{min(r.X0, x), min(r.Y0, y), max(r.X1, x), max(r.Y1, y)}
}

// Box is the least box around the places of a path and those that its curves are bent by.
func (p Path) Box() Rect {
	box := Nowhere
	for _, s := range p {
		switch s.Op {
		case CurveTo:
			box = box.With(s.X1, s.Y1).With(s.X2, s.Y2).With(s.X, s.Y)
		case MoveTo, LineTo:
			box = box.With(s.X, s.Y)
		}
	}
	return box
}

// Path is some subpaths, one after the other; those of areas are closed. Curves are cubic.
type Path []Step

// Step is one step of a path: the points count as its Op needs them, the last one is where it ends.
type Step struct {
	Op                   Op
	X1, Y1, X2, Y2, X, Y float64
}

// Op is what a step does.
type Op uint8

// The steps.
const (
	MoveTo Op = iota
	LineTo
	CurveTo // by the control points 1 and 2
	Close
)
