package picture

import (
	"image/color"
	"strings"

	"terrier/tiles/mvt"
	"terrier/tiles/style"
)

// areas fills what is an area, all features of one look in one mark: where they meet, and where tiles meet, nothing shows.
func (c *composer) areas(l *sheetStyle) {
	type look struct {
		fill, edge color.NRGBA
		hatch      float64
	}
	type group struct {
		look        look
		path, edges Path
	}
	var groups []*group
	byLook := map[look]*group{}
	var ring []point
	c.each(l, func(s *sheet, f *feature) {
		if f.kind != mvt.PolygonType {
			return
		}
		opacity := l.number("fill-opacity", f, 1)
		k := look{fill: l.colour("fill-color", f, opacity)}
		if l.has("fill-outline-color") {
			k.edge = l.colour("fill-outline-color", f, opacity)
		}
		if l.has("fill-pattern") {
			k.fill, k.hatch = c.pattern(l.text("fill-pattern", f, ""), opacity)
		}
		if k.fill.A == 0 && k.edge.A == 0 {
			return
		}
		g := byLook[k]
		if g == nil {
			g = &group{look: k}
			byLook[k], groups = g, append(groups, g)
		}
		for i := range f.ends {
			part := f.part(i)
			if ring = clipRing(part, ring); len(ring) > 2 {
				g.path = c.ring(g.path, s, ring)
			}
			if k.edge.A > 0 {
				for _, piece := range clipLine(part, true) {
					g.edges = c.appendShown(g.edges, c.placed(s, piece), c.view.Unit, 0)
				}
			}
		}
	})
	for _, g := range groups {
		if len(g.path) > 0 && g.look.fill.A > 0 {
			c.add(Mark{Kind: Area, Layer: l.id, Path: g.path, Colour: g.look.fill, Hatch: g.look.hatch})
		}
		if len(g.edges) > 0 {
			c.add(Mark{Kind: Line, Layer: l.id, Path: g.edges, Colour: g.look.edge, Width: c.view.Unit})
		}
	}
}

// pattern is the colour and the width of lines of a hatch by its name, theme:hatch:kind.
func (c *composer) pattern(name string, opacity float64) (color.NRGBA, float64) {
	parts := strings.Split(name, ":")
	if len(parts) != 3 || parts[1] != "hatch" {
		return color.NRGBA{}, 0
	}
	return colourOf(style.ColourIn(style.Theme(parts[0]), "protected"), opacity), style.Hatches.Width[parts[2]] * c.view.Unit
}

// ring adds what the scene shows of an area as a closed subpath, without places that come twice on the scene.
func (c *composer) ring(to Path, s *sheet, ring []point) Path {
	placed := c.placed(s, ring)
	shown := c.frame.grown(2 * c.view.Unit)
	if box := boxOf(placed); !box.touches(shown) {
		return to
	} else if !shown.holds(box) {
		placed = clipTo(placed, shown)
	}
	if len(placed) < 3 {
		return to
	}
	for i, p := range placed {
		op := LineTo
		if i == 0 {
			op = MoveTo
		}
		to = append(to, Step{Op: op, X: p.x, Y: p.y})
	}
	return append(to, Step{Op: Close, X: placed[0].x, Y: placed[0].y})
}

// placed puts a line of a tile on the scene.
func (c *composer) placed(s *sheet, line []point) []point {
	out := make([]point, 0, len(line)+1)
	for _, p := range line {
		if q := c.onScene(s.at, p); len(out) == 0 || q != out[len(out)-1] {
			out = append(out, q)
		}
	}
	return out
}
