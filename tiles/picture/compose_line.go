package picture

import (
	"image/color"
	"math"

	"terrier/tiles/mvt"
)

// lines draws lines, and the edges of areas, all of one look in one mark.
func (c *composer) lines(l *sheetStyle) {
	type look struct {
		colour        color.NRGBA
		width, offset float64
	}
	type group struct {
		look    look
		strands []*strand
	}
	var groups []*group
	byLook := map[look]*group{}
	c.each(l, func(s *sheet, f *feature) {
		if f.kind == mvt.PointType {
			return
		}
		k := look{l.colour("line-color", f, l.number("line-opacity", f, 1)), l.number("line-width", f, 1) * c.view.Unit, l.number("line-offset", f, 0) * c.view.Unit}
		if k.colour.A == 0 || k.width <= 0 {
			return
		}
		g := byLook[k]
		if g == nil {
			g = &group{look: k}
			byLook[k], groups = g, append(groups, g)
		}
		g.strands = append(g.strands, c.strandsOf(l, s, f, "")...)
	})
	m := Mark{Kind: Line, Layer: l.id}
	if l.text("line-cap", nil, "") == "round" {
		m.Cap = RoundCap
	}
	if l.text("line-join", nil, "") == "round" {
		m.Join = RoundJoin
	}
	for _, g := range groups {
		m.Colour, m.Width, m.Dash, m.Path = g.look.colour, g.look.width, nil, nil
		for _, on := range l.list("line-dasharray", nil) {
			m.Dash = append(m.Dash, on*m.Width)
		}
		for _, s := range join(g.strands) {
			m.Path = c.appendShown(m.Path, c.project(l, s), g.look.width, g.look.offset)
		}
		if len(m.Path) > 0 {
			c.add(m)
		}
	}
}

// strandsOf are the parts of a line, or the rings of an area, cut to their tile and counted from the first tile of the source.
func (c *composer) strandsOf(l *sheetStyle, s *sheet, f *feature, key string) (strands []*strand) {
	first := c.sheets[l.source][0].at
	east, south := float64(int64(s.at.X)-int64(first.X))*mvt.Extent, float64(int64(s.at.Y)-int64(first.Y))*mvt.Extent
	for i := range f.ends {
		for _, piece := range clipLine(f.part(i), f.kind == mvt.PolygonType) {
			for k := range piece {
				piece[k].x += east
				piece[k].y += south
			}
			strands = append(strands, &strand{points: piece, key: key})
		}
	}
	return strands
}

// project puts a strand on the scene.
func (c *composer) project(l *sheetStyle, s *strand) []point {
	first := c.sheets[l.source][0].at
	line := make([]point, 0, len(s.points))
	for _, p := range s.points {
		if q := c.onScene(first, p); len(line) == 0 || q != line[len(line)-1] {
			line = append(line, q)
		}
	}
	return line
}

// appendShown adds what of a line the scene shows, moved aside.
func (c *composer) appendShown(to Path, line []point, width, offset float64) Path {
	shown := c.frame.grown(2*width + math.Abs(offset) + 2*c.view.Unit)
	pieces := [][]point{line}
	if !shown.holds(boxOf(line)) {
		pieces = cutLine(line, shown)
	}
	for _, piece := range pieces {
		if offset != 0 {
			piece = beside(piece, offset)
		}
		to = appendLine(to, piece)
	}
	return to
}

// boxOf is the least box around some places.
func boxOf(places []point) Rect {
	r := Nowhere
	for _, p := range places {
		r = r.With(p.x, p.y)
	}
	return r
}

// appendLine adds a line to a path, closed where it ends as it begins.
func appendLine(to Path, line []point) Path {
	if len(line) < 2 {
		return to
	}
	closed := len(line) > 3 && line[0] == line[len(line)-1]
	for i, p := range line {
		switch {
		case i == 0:
			to = append(to, Step{Op: MoveTo, X: p.x, Y: p.y})
		case closed && i == len(line)-1:
			to = append(to, Step{Op: Close, X: p.x, Y: p.y})
		default:
			to = append(to, Step{Op: LineTo, X: p.x, Y: p.y})
		}
	}
	return to
}
