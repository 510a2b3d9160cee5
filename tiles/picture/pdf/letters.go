package pdf

import (
	"math"
	"slices"

	"terrier/tiles/picture"
)

// text writes a line of text. Where its letters stand one by one, lie over a halo, or are not all in the font, what it says is said beside
// it (ActualText), so that it is read and copied once and whole. In a figure each text ends with a space, which is not seen: without it the
// names on a map are read as one word.
func (c *content) text(m picture.Mark) {
	if len(m.Runs) == 0 || m.Colour.A == 0 && m.Halo.A == 0 || !(m.Size > 0) {
		return
	}
	if c.apart {
		m.Text += " "
		m.Runs = slices.Clone(m.Runs)
		m.Runs[len(m.Runs)-1].Text += " "
	}
	haloed := m.Halo.A > 0 && m.Round > 0
	said := haloed || len(m.Runs) > 1 || !c.fonts.has(m)
	if said {
		c.op("/Span<</ActualText%s>>BDC\n", text(m.Text))
	}
	if haloed {
		c.opacity(m.Halo.A)
		c.strokeWith(m.Halo)
		c.lineStyle(picture.Mark{Width: 2 * m.Round, Cap: picture.RoundCap, Join: picture.RoundJoin})
		c.runs(m, 1)
	}
	if m.Colour.A > 0 {
		c.opacity(m.Colour.A)
		c.fillWith(m.Colour)
		c.runs(m, 0)
	}
	if said {
		c.op("EMC\n")
	}
}

// runs writes the letters, filled (mode 0) or only their edges (mode 1): ISO 32000-1 section 9.3.6.
func (c *content) runs(m picture.Mark, mode int) {
	c.op("BT /F%d ", m.Face)
	c.numbers(m.Size)
	c.op("Tf %d Tr\n", mode)
	for _, run := range m.Runs {
		sin, cos := math.Sincos(run.Angle)
		for _, v := range []float64{cos, sin, sin, -cos} { // the drawing's y grows downwards, the font's upwards
			c.buf = append(number(c.buf, v, 5), ' ')
		}
		c.numbers(run.X, run.Y)
		c.op("Tm <")
		for _, r := range run.Text {
			c.op("%04X", c.fonts.glyph(m.Face, r))
		}
		c.op("> Tj\n")
	}
	c.op("ET\n")
}
