package picture

import (
	"cmp"
	"fmt"
	"image/color"
	"slices"

	"terrier/tiles/mvt"
)

// symbol is a symbol, a text, or both, that wants a place.
type symbol struct {
	layer *sheetStyle
	at    point // units of the scene
	key   float64
	icon  *icon
	text  *wording
	along []point // that its text is written along; nil: at the place

	showIcon bool
	runs     []Run // where its text got its place
}

// wording is a text and where it may stand.
type wording struct {
	*block
	colour, halo color.NRGBA
	round        float64
	padding      float64
	choices      []choice
	justify      bool // against the side that stands on the place
	most         float64
	shift        float64 // of text along a line, downwards from it
}

// choice is one of the places that a text may take beside its own.
type choice struct {
	side side
	by   point // units of the scene
}

// symbols collects what a layer wants to show, in the order in which it gets its places.
func (c *composer) symbols(l *sheetStyle) ([]*symbol, error) {
	if l.text("symbol-placement", nil, "point") == "line" {
		return c.symbolsAlong(l)
	}
	var all []*symbol
	var failed error
	seen := map[seenAt]*sheet{}
	c.each(l, func(s *sheet, f *feature) {
		if f.kind != mvt.PointType {
			return
		}
		for _, p := range f.places {
			if !c.first(s, p, seen) {
				continue
			}
			at := c.onScene(s.at, point{float64(p.X), float64(p.Y)})
			one := &symbol{layer: l, at: at, key: l.number("symbol-sort-key", f, 0)}
			if name := l.text("icon-image", f, ""); name != "" {
				icon, err := c.icon(name, l.number("icon-size", f, 1)*c.view.Unit)
				if err != nil {
					failed = fmt.Errorf("layer %s: %w", l.id, err)
					return
				}
				one.icon = icon
			}
			one.text = c.wording(l, f)
			if one.icon != nil || one.text != nil {
				all = append(all, one)
			}
		}
	})
	slices.SortStableFunc(all, func(a, b *symbol) int { return cmp.Compare(a.key, b.key) })
	return all, failed
}

// seenAt is a place where tiles meet, in units of them.
type seenAt struct{ x, y int64 }

// first is whether a point lies in its tile, and was not seen in the tile beside it.
func (c *composer) first(s *sheet, p mvt.Coord, seen map[seenAt]*sheet) bool {
	if p.X < 0 || p.Y < 0 || p.X > mvt.Extent || p.Y > mvt.Extent {
		return false
	}
	if p.X%mvt.Extent != 0 && p.Y%mvt.Extent != 0 {
		return true
	}
	at := seenAt{int64(s.at.X)*mvt.Extent + int64(p.X), int64(s.at.Y)*mvt.Extent + int64(p.Y)}
	if before := seen[at]; before != nil && before != s {
		return false
	}
	seen[at] = s
	return true
}

// wording is the text of a feature; nil where there is none.
func (c *composer) wording(l *sheetStyle, f *feature) *wording {
	text := l.value("text-field", f).String()
	if text == "" {
		return nil
	}
	size := l.number("text-size", f, 16) * c.view.Unit
	if size <= 0 {
		return nil
	}
	w := &wording{
		colour: l.colour("text-color", f, l.number("text-opacity", f, 1)), halo: l.colour("text-halo-color", f, l.number("text-opacity", f, 1)),
		round: l.number("text-halo-width", f, 0) * c.view.Unit, padding: l.number("text-padding", f, 2) * c.view.Unit,
	}
	if w.round == 0 {
		w.halo = color.NRGBA{}
	}
	face := Medium
	if names := l.value("text-font", f).List; len(names) > 0 {
		face = faceNamed(names[0].Text)
	}
	most := l.number("text-max-width", f, 10)
	if l.text("symbol-placement", nil, "point") == "line" {
		most = 0
	}
	w.block = typeset(text, face, size, l.number("text-letter-spacing", f, 0), most)
	w.justify = l.text("text-justify", f, "center") == "auto"
	if len(w.lines) == 0 || w.wide == 0 {
		return nil
	}
	w.choices = choices(l, f, size)
	if offset := l.list("text-offset", f); len(offset) == 2 {
		w.shift = offset[1] * size
	}
	return w
}

// choices are the places that a text may take, in order. Offsets are in ems.
func choices(l *sheetStyle, f *feature, size float64) (all []choice) {
	if pairs := l.value("text-variable-anchor-offset", f).List; len(pairs) > 0 {
		for i := 0; i+1 < len(pairs); i += 2 {
			if by := pairs[i+1].List; len(by) == 2 {
				all = append(all, choice{sides[pairs[i].Text], point{by[0].Number * size, by[1].Number * size}})
			}
		}
		return all
	}
	offset := l.list("text-offset", f)
	if len(offset) != 2 {
		offset = []float64{0, 0}
	}
	names := l.value("text-variable-anchor", f).List
	if len(names) == 0 {
		return []choice{{sides[l.text("text-anchor", f, "center")], point{offset[0] * size, offset[1] * size}}}
	}
	away := l.number("text-radial-offset", f, 0)
	for _, name := range names {
		s := sides[name.Text]
		// The base line, not the edge of the line's box, keeps the distance (MapLibre's fromRadialOffset).
		by := point{-s.x * away, -s.y * (away - baseline)}
		if s.y == 0 {
			by.y = 0
		}
		all = append(all, choice{s, point{by.x * size, by.y * size}})
	}
	return all
}

// paint draws what got its place.
func (c *composer) paint(symbols []*symbol) {
	for _, s := range symbols {
		if s.showIcon {
			c.scene.Marks = append(c.scene.Marks, s.icon.marks(s.layer.id, s.at)...)
		}
		if w := s.text; len(s.runs) > 0 {
			c.add(Mark{Kind: Text, Layer: s.layer.id, Text: w.fullText, Colour: w.colour, Face: w.face, Size: w.size, Halo: w.halo, Round: w.round, Runs: s.runs})
		}
	}
}
