package picture

import (
	"bytes"
	"fmt"
	"html"
	"image/color"
	"math"
	"strconv"
	"strings"
)

// SVG writes a scene as a document that needs nothing else: letters are outlines, each once, and symbols too. What it shows stands in title
// and desc.
func SVG(s *Scene) []byte {
	w := &svgWriter{letters: map[letterKey]string{}, stamps: map[stampKey]string{}, hatches: map[hatchKey]string{}}
	for i := range s.Marks {
		w.mark(s.Marks, i)
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" role="img" aria-labelledby="t d" lang="en-GB" fill="none" stroke-miterlimit="2">`,
		short(s.Width, 2), short(s.Height, 2), short(s.Width, 2), short(s.Height, 2))
	fmt.Fprintf(&out, `<title id="t">%s</title><desc id="d">%s</desc>`, escape(s.Title), escape(s.About))
	if w.defs.Len() > 0 {
		out.WriteString("<defs>")
		out.Write(w.defs.Bytes())
		out.WriteString("</defs>")
	}
	out.Write(w.body.Bytes())
	out.WriteString("</svg>\n")
	return out.Bytes()
}

type letterKey struct {
	face Face
	r    rune
}

type stampKey struct {
	name string
	size float64
}

type hatchKey struct {
	colour color.NRGBA
	width  float64
}

// svgWriter writes marks in their order, and what they use before.
type svgWriter struct {
	defs, body bytes.Buffer
	names      int
	letters    map[letterKey]string
	stamps     map[stampKey]string
	hatches    map[hatchKey]string
	clips      int
}

// name is a short one that nothing has yet.
func (w *svgWriter) name() string {
	w.names++
	return "_" + strconv.FormatInt(int64(w.names), 36)
}

func (w *svgWriter) mark(marks []Mark, i int) {
	m := &marks[i]
	if m.Stamp != nil {
		if i == 0 || marks[i-1].Stamp != m.Stamp {
			w.stamp(marks[i:], m.Stamp)
		}
		return
	}
	if m.Clip != nil {
		w.clips++
		fmt.Fprintf(&w.body, `<clipPath id="c%d"><path d="%s"/></clipPath><g clip-path="url(#c%d)">`, w.clips, pathData(m.Clip.path(), 1, 0, 0), w.clips)
		defer w.body.WriteString("</g>")
	}
	switch m.Kind {
	case Area:
		fill := hex(m.Colour)
		if m.Hatch > 0 {
			fill = "url(#" + w.hatch(m) + ")"
		}
		fmt.Fprintf(&w.body, `<path fill="%s"%s d="%s"/>`, fill, opacity("fill", m.Colour), pathData(m.Path, 1, 0, 0))
	case Line:
		fmt.Fprintf(&w.body, `<path %s d="%s"/>`, pen(m), pathData(m.Path, 1, 0, 0))
	case Text:
		w.text(m)
	}
}

// pen is how a line is stroked, as attributes.
func pen(m *Mark) string {
	var b strings.Builder
	fmt.Fprintf(&b, `stroke="%s"%s stroke-width="%s"`, hex(m.Colour), opacity("stroke", m.Colour), short(m.Width, 2))
	if m.Cap == RoundCap {
		b.WriteString(` stroke-linecap="round"`)
	}
	if m.Join == RoundJoin {
		b.WriteString(` stroke-linejoin="round"`)
	}
	if len(m.Dash) > 0 {
		b.WriteString(` stroke-dasharray="`)
		for i, d := range m.Dash {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(short(d, 2))
		}
		b.WriteByte('"')
	}
	return b.String()
}

// stamp shows a symbol, which is drawn once for each name and size.
func (w *svgWriter) stamp(marks []Mark, s *Stamp) {
	k := stampKey{s.Name, s.Size}
	name := w.stamps[k]
	if name == "" {
		name = w.name()
		w.stamps[k] = name
		fmt.Fprintf(&w.defs, `<g id="%s">`, name)
		for i := range marks {
			m := &marks[i]
			if m.Stamp != s {
				break
			}
			if data := pathData(m.Path, 1, -s.X, -s.Y); m.Kind == Line {
				fmt.Fprintf(&w.defs, `<path %s d="%s"/>`, pen(m), data)
			} else {
				fmt.Fprintf(&w.defs, `<path fill="%s"%s d="%s"/>`, hex(m.Colour), opacity("fill", m.Colour), data)
			}
		}
		w.defs.WriteString("</g>")
	}
	fmt.Fprintf(&w.body, `<use href="#%s" x="%s" y="%s"/>`, name, short(s.X, 1), short(s.Y, 1))
}

func (w *svgWriter) hatch(m *Mark) string {
	k := hatchKey{color.NRGBA{m.Colour.R, m.Colour.G, m.Colour.B, 255}, m.Hatch}
	name := w.hatches[k]
	if name == "" {
		name = w.name()
		w.hatches[k] = name
		// Beside the line from corner to corner the two corners that it reaches into from the pieces next to it.
		fmt.Fprintf(&w.defs, `<pattern id="%s" width="8" height="8" patternUnits="userSpaceOnUse"><path stroke="%s" stroke-width="%s" d="M-1 1L1-1M-1 9L9-1M7 9L9 7"/></pattern>`,
			name, hex(m.Colour), short(m.Hatch, 2))
	}
	return name
}

// emUnits are the units of the letters' outlines: a fortieth of a pixel in the largest names.
const emUnits = 400

// text writes letters as uses of their outlines. The halo lies under all letters of the text, not under each.
func (w *svgWriter) text(m *Mark) {
	var letters bytes.Buffer
	face := faces[m.Face]()
	scale := m.Size / emUnits
	for _, run := range m.Runs {
		fmt.Fprintf(&letters, `<g transform="translate(%s %s)`, short(run.X, 1), short(run.Y, 1))
		if run.Angle != 0 {
			fmt.Fprintf(&letters, "rotate(%s)", short(run.Angle*180/math.Pi, 1))
		}
		fmt.Fprintf(&letters, `scale(%s)">`, short(scale, 5))
		x := 0.0
		for _, r := range run.Text {
			l := face.letter(r)
			if len(l.outline) > 0 {
				fmt.Fprintf(&letters, `<use href="#%s"`, w.letter(m.Face, r, l))
				if x > 0 {
					fmt.Fprintf(&letters, ` x="%s"`, short(x*emUnits, 0))
				}
				letters.WriteString("/>")
			}
			x += l.advance
		}
		letters.WriteString("</g>")
	}
	fmt.Fprintf(&w.body, `<g fill="%s"%s>`, hex(m.Colour), opacity("fill", m.Colour))
	if m.Halo.A > 0 && m.Round > 0 {
		name := w.name()
		fmt.Fprintf(&w.body, `<g stroke="%s"%s stroke-width="%s" stroke-linejoin="round"><g id="%s">%s</g></g><use href="#%s"/>`,
			hex(m.Halo), opacity("stroke", m.Halo), short(2*m.Round/scale, 0), name, letters.Bytes(), name)
	} else {
		w.body.Write(letters.Bytes())
	}
	w.body.WriteString("</g>")
}

func (w *svgWriter) letter(face Face, r rune, l letter) string {
	k := letterKey{face, r}
	name := w.letters[k]
	if name == "" {
		name = w.name()
		w.letters[k] = name
		fmt.Fprintf(&w.defs, `<path id="%s" d="%s"/>`, name, letterData(l.outline))
	}
	return name
}

func opacity(what string, c color.NRGBA) string {
	if c.A == 255 {
		return ""
	}
	return fmt.Sprintf(` %s-opacity="%s"`, what, short(float64(c.A)/255, 3))
}

func hex(c color.NRGBA) string {
	text := fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
	if text[1] == text[2] && text[3] == text[4] && text[5] == text[6] {
		return "#" + text[1:2] + text[3:4] + text[5:6]
	}
	return text
}

// escape keeps a text what it is inside XML, and leaves out what XML cannot hold.
func escape(text string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD")))
}
