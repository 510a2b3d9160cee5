package pdf

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"terrier/tiles/picture"
)

// content is the content stream of a page.
type content struct {
	buf      []byte
	fonts    *fonts
	alphas   map[uint8]bool // opacities other than 255 that are used
	state    state
	decimals int
	apart    bool // texts are words of their own, and not parts of a line
}

// state is what the last operators have set, so that it is not set again.
type state struct {
	fill, stroke color.NRGBA
	fillSet      bool
	strokeSet    bool
	alpha        uint8
	width        float64
	dash         []float64
	cap          picture.Cap
	join         picture.Join
}

// fresh is the state that a page begins with (ISO 32000-1 section 8.4.1).
func fresh() state { return state{alpha: 255, width: 1, cap: picture.ButtCap, join: picture.MiterJoin} }

func (c *content) op(format string, values ...any) { c.buf = fmt.Appendf(c.buf, format, values...) }

func (c *content) numbers(values ...float64) {
	for _, v := range values {
		c.buf = append(number(c.buf, v, c.decimals), ' ')
	}
}

// draw paints a drawing on a page of that height.
func (c *content) draw(d Drawing, pageHeight float64) {
	if len(d.Marks) == 0 {
		return
	}
	scale := d.Scale * pointsPerMillimetre
	c.op("q ")
	c.decimals = 6
	c.numbers(scale, 0, 0, -scale, d.X*pointsPerMillimetre, (pageHeight-d.Y)*pointsPerMillimetre)
	c.op("cm\n")
	// Places are kept to half a hundredth of a millimetre or better; of what is drawn in millimetres, to a thousandth.
	c.decimals = max(0, int(math.Ceil(math.Log10(d.Scale/0.005)-1e-9)))
	c.state = fresh()
	var clip *picture.Rect
	for _, m := range d.Marks {
		if !sameRect(clip, m.Clip) {
			if clip != nil {
				c.op("Q\n")
				c.state = fresh()
			}
			if clip = m.Clip; clip != nil {
				c.op("q ")
				c.numbers(clip.X0, clip.Y0, clip.X1-clip.X0, clip.Y1-clip.Y0)
				c.op("re W n\n")
				c.state = fresh()
			}
		}
		c.mark(m)
	}
	if clip != nil {
		c.op("Q\n")
	}
	c.op("Q\n")
}

func sameRect(a, b *picture.Rect) bool {
	return a == b || a != nil && b != nil && *a == *b
}

func (c *content) mark(m picture.Mark) {
	switch m.Kind {
	case picture.Area:
		c.area(m)
	case picture.Line:
		c.line(m)
	case picture.Text:
		c.text(m)
	}
}

func (c *content) area(m picture.Mark) {
	if len(m.Path) == 0 || m.Colour.A == 0 {
		return
	}
	if m.Hatch > 0 {
		c.hatched(m)
		return
	}
	c.opacity(m.Colour.A)
	c.fillWith(m.Colour)
	c.path(m.Path)
	c.op("f\n")
}

// hatchApart is how far the slanting lines of a hatch are from each other, as picture.Mark has it.
const hatchApart = 8

// hatched fills by slanting lines, which meet those of areas beside it.
func (c *content) hatched(m picture.Mark) {
	box := m.Path.Box()
	c.op("q ")
	c.path(m.Path)
	c.op("W n\n")
	kept := c.state
	c.opacity(m.Colour.A)
	c.strokeWith(m.Colour)
	c.lineStyle(picture.Mark{Width: m.Hatch, Cap: picture.ButtCap, Join: picture.MiterJoin})
	step := hatchApart * math.Sqrt2
	for k := math.Floor((box.X0 + box.Y0) / step); k*step <= box.X1+box.Y1; k++ {
		c.numbers(k*step-box.Y0, box.Y0)
		c.op("m ")
		c.numbers(k*step-box.Y1, box.Y1)
		c.op("l\n")
	}
	c.op("S Q\n")
	c.state = kept
}

func (c *content) line(m picture.Mark) {
	if len(m.Path) == 0 || m.Colour.A == 0 || !(m.Width > 0) {
		return
	}
	c.opacity(m.Colour.A)
	c.strokeWith(m.Colour)
	c.lineStyle(m)
	c.path(m.Path)
	c.op("S\n")
}

func (c *content) path(path picture.Path) {
	for _, s := range path {
		switch s.Op {
		case picture.MoveTo:
			c.numbers(s.X, s.Y)
			c.op("m\n")
		case picture.LineTo:
			c.numbers(s.X, s.Y)
			c.op("l\n")
		case picture.CurveTo:
			c.numbers(s.X1, s.Y1, s.X2, s.Y2, s.X, s.Y)
			c.op("c\n")
		case picture.Close:
			c.op("h\n")
		}
	}
}

func (c *content) lineStyle(m picture.Mark) {
	if m.Width != c.state.width {
		c.numbers(m.Width)
		c.op("w ")
		c.state.width = m.Width
	}
	if m.Cap != c.state.cap {
		c.op("%d J ", m.Cap)
		c.state.cap = m.Cap
	}
	if m.Join != c.state.join {
		c.op("%d j ", m.Join)
		c.state.join = m.Join
	}
	if !slices.Equal(m.Dash, c.state.dash) {
		c.op("[")
		c.numbers(m.Dash...)
		c.op("]0 d ")
		c.state.dash = m.Dash
	}
}

func (c *content) fillWith(colour color.NRGBA) {
	if colour.A = 0; !c.state.fillSet || colour != c.state.fill {
		c.colour(colour)
		c.op("rg ")
		c.state.fill, c.state.fillSet = colour, true
	}
}

func (c *content) strokeWith(colour color.NRGBA) {
	if colour.A = 0; !c.state.strokeSet || colour != c.state.stroke {
		c.colour(colour)
		c.op("RG ")
		c.state.stroke, c.state.strokeSet = colour, true
	}
}

func (c *content) colour(colour color.NRGBA) {
	for _, v := range []uint8{colour.R, colour.G, colour.B} {
		c.buf = append(number(c.buf, float64(v)/255, 3), ' ')
	}
}

// opacity is set by name: the page's resources say what the names mean.
func (c *content) opacity(alpha uint8) {
	if alpha != c.state.alpha {
		c.op("/A%d gs ", alpha)
		c.alphas[alpha], c.state.alpha = true, alpha
	}
}
