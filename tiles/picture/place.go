package picture

import "math"

// places are the boxes that are taken, found by the cells of a grid.
type places struct {
	side  float64
	cells map[[2]int][]Rect
}

func newPlaces(side float64) *places { return &places{side, map[[2]int][]Rect{}} }

func (p *places) cellsOf(r Rect, do func(cell [2]int) bool) {
	for x := int(math.Floor(r.X0 / p.side)); x <= int(math.Floor(r.X1/p.side)); x++ {
		for y := int(math.Floor(r.Y0 / p.side)); y <= int(math.Floor(r.Y1/p.side)); y++ {
			if !do([2]int{x, y}) {
				return
			}
		}
	}
}

// free is whether none of the boxes meets one that is taken.
func (p *places) free(boxes ...Rect) bool {
	free := true
	for _, r := range boxes {
		p.cellsOf(r, func(cell [2]int) bool {
			for _, other := range p.cells[cell] {
				free = free && !other.touches(r)
			}
			return free
		})
	}
	return free
}

func (p *places) take(boxes ...Rect) {
	for _, r := range boxes {
		p.cellsOf(r, func(cell [2]int) bool {
			p.cells[cell] = append(p.cells[cell], r)
			return true
		})
	}
}

// placeSide is about as large as names are, in pixels.
const placeSide = 64

// place gives symbols and names their places, as MapLibre does: from the last layer of the document to the first, within a layer by
// symbol-sort-key. A name of which a part would be cut off by the edge of the scene is left out, for a still map cannot be moved to show it.
func (c *composer) place(layers [][]*symbol) {
	taken := newPlaces(placeSide * c.view.Unit)
	taken.take(c.options.Keep...)
	c.pins = newPlaces(placeSide * c.view.Unit)
	for _, symbols := range layers {
		for _, s := range symbols {
			if s.icon != nil && s.layer.yes("icon-allow-overlap", nil) && !s.layer.yes("icon-ignore-placement", nil) {
				c.pins.take(s.icon.boxAt(s.at))
			}
		}
	}
	for i := len(layers) - 1; i >= 0; i-- {
		names := map[string][]point{} // where those along lines stand
		for _, s := range layers[i] {
			if s.along != nil {
				c.placeAlong(s, taken, names)
				continue
			}
			c.placeAt(s, taken)
		}
	}
}

// placeAt gives a symbol and its text their places. The two may lie over one another.
func (c *composer) placeAt(s *symbol, taken *places) {
	l := s.layer
	var icon Rect
	if s.icon != nil {
		icon = s.icon.boxAt(s.at)
		overlaps := l.yes("icon-allow-overlap", nil)
		padded := icon.grown(l.number("icon-padding", nil, 2) * c.view.Unit)
		if !c.frame.touches(icon) || !overlaps && !taken.free(padded) {
			return // without its symbol a name would be nobody's
		}
		icon, s.showIcon = padded, true
	}
	label := Label{Layer: l.id}
	if s.text != nil && !c.placeText(s, taken, &label) && s.showIcon && !l.yes("text-optional", nil) && !l.yes("icon-allow-overlap", nil) {
		s.showIcon = false // the two are one
	}
	if s.showIcon && !l.yes("icon-ignore-placement", nil) {
		taken.take(icon)
		if !l.yes("icon-allow-overlap", nil) {
			label.Boxes = append(label.Boxes, icon)
		}
	}
	if len(label.Boxes) > 0 {
		c.scene.Labels = append(c.scene.Labels, label)
	}
}

// placeText takes the first of the places that are free. A name of more than one would rather not lie on a pin that shows whatever lies there.
func (c *composer) placeText(s *symbol, taken *places, label *Label) bool {
	if s.icon == nil && len(s.text.choices) > 1 && c.placeTextBeside(s, taken, c.pins, label) {
		return true
	}
	return c.placeTextBeside(s, taken, nil, label)
}

func (c *composer) placeTextBeside(s *symbol, taken, others *places, label *Label) bool {
	l, w := s.layer, s.text
	overlaps := l.yes("text-allow-overlap", nil)
	for _, choice := range w.choices {
		at := point{s.at.x + choice.by.x, s.at.y + choice.by.y}
		box := w.box(at, choice.side)
		padded := box.grown(w.padding)
		if overlaps && !c.frame.touches(box) || !overlaps && (!c.frame.holds(box) || !taken.free(padded)) || others != nil && !others.free(box) {
			continue
		}
		justify := 0.0
		if w.justify {
			justify = choice.side.x
		}
		s.runs = w.runs(box, justify)
		if !l.yes("text-ignore-placement", nil) {
			taken.take(padded)
		}
		if !overlaps {
			label.Text, label.Boxes = w.fullText, append(label.Boxes, padded)
		}
		return true
	}
	return false
}
