package picture

import (
	"fmt"
	"image/color"
	"strings"
	"sync"

	"terrier/tiles/mvt"
	"terrier/tiles/style"
)

// icon is a symbol of tiles/style: strokes and fills about its place.
type icon struct {
	name  string
	size  float64
	box   Rect // about the place, before it is sized
	parts []iconPart
}

type iconPart struct {
	path   Path
	colour color.NRGBA
	width  float64 // of the line; 0 is filled
	round  bool    // ends
}

// shapes are the paths of tiles/style, read once.
var shapes = sync.OnceValues(func() (map[string]Path, error) {
	all := map[string]string{"pin": style.AssetPin.Path}
	for name, data := range style.Shapes {
		all["home:"+name] = data
	}
	for name, data := range style.Glyphs {
		all["glyph:"+name] = data
	}
	read := map[string]Path{}
	for name, data := range all {
		path, err := ParsePath(data)
		if err != nil {
			return nil, fmt.Errorf("shape %s: %w", name, err)
		}
		read[name] = path
	}
	return read, nil
})

// icon is the symbol of a name, theme:kind:what, in units of the scene. One that is not known is an error.
func (c *composer) icon(name string, size float64) (*icon, error) {
	read, err := shapes()
	if err != nil {
		return nil, err
	}
	parts := strings.SplitN(name, ":", 3)
	if len(parts) != 3 {
		return nil, fmt.Errorf("there is no symbol %q", name)
	}
	colour := func(name string) color.NRGBA { return colourOf(style.ColourIn(style.Theme(parts[0]), name), 1) }
	switch parts[1] {
	case "home":
		shape, fill := "circle", colour("ink-2")
		for _, s := range style.Symbols {
			if s.Slug == parts[2] {
				shape, fill = s.Shape, colour(s.Slug)
			}
		}
		path, box := read["home:"+shape], style.HomeBox
		return &icon{name, size, Rect{-box.Width / 2, -box.Height / 2, box.Width / 2, box.Height / 2}, []iconPart{
			{path: path, colour: colour("halo"), width: box.Halo},
			{path: path, colour: fill},
		}}, nil
	case "asset":
		pin := style.AssetPin
		glyph, ok := read["glyph:"+parts[2]]
		if !ok {
			glyph = read["glyph:"+style.OtherGlyph]
		}
		path := read["pin"].moved(1, 0, -pin.Foot)
		return &icon{name, size, Rect{-pin.Width / 2, -pin.Height, pin.Width / 2, 0}, []iconPart{
			{path: path, colour: colour("halo"), width: pin.Halo},
			{path: path, colour: colour("asset")},
			{path: glyph.moved(1, 0, -pin.Foot), colour: colour("halo"), width: pin.Glyph, round: true},
		}}, nil
	}
	return nil, fmt.Errorf("there is no symbol %q", name)
}

// boxAt is where it lies with its place there.
func (i *icon) boxAt(p point) Rect {
	return Rect{p.x + i.box.X0*i.size, p.y + i.box.Y0*i.size, p.x + i.box.X1*i.size, p.y + i.box.Y1*i.size}
}

func (i *icon) marks(layer string, at point) []Mark {
	marks := make([]Mark, len(i.parts))
	stamp := &Stamp{i.name, i.size, at.x, at.y}
	for k, p := range i.parts {
		m := Mark{Kind: Area, Layer: layer, Path: p.path.moved(i.size, at.x, at.y), Colour: p.colour, Stamp: stamp}
		if p.width > 0 {
			m.Kind, m.Width, m.Join = Line, p.width*i.size, RoundJoin
		}
		if p.round {
			m.Cap = RoundCap
		}
		marks[k] = m
	}
	return marks
}

// circles draws points as circles with an edge around them.
func (c *composer) circles(l *sheetStyle) {
	seen := map[seenAt]*sheet{}
	c.each(l, func(s *sheet, f *feature) {
		if f.kind != mvt.PointType {
			return
		}
		opacity := l.number("circle-opacity", f, 1)
		radius, width := l.number("circle-radius", f, 5)*c.view.Unit, l.number("circle-stroke-width", f, 0)*c.view.Unit
		by := l.list("circle-translate", f)
		for _, p := range f.places {
			if !c.first(s, p, seen) {
				continue
			}
			at := c.onScene(s.at, point{float64(p.X), float64(p.Y)})
			if len(by) == 2 {
				at.x, at.y = at.x+by[0]*c.view.Unit, at.y+by[1]*c.view.Unit
			}
			if !c.frame.touches(Rect{at.x, at.y, at.x, at.y}.grown(radius + width + 1e-9)) {
				continue
			}
			if fill := l.colour("circle-color", f, opacity); fill.A > 0 {
				c.add(Mark{Kind: Area, Layer: l.id, Path: circle(at, radius), Colour: fill})
			}
			if edge := l.colour("circle-stroke-color", f, l.number("circle-stroke-opacity", f, 1)); width > 0 && edge.A > 0 {
				c.add(Mark{Kind: Line, Layer: l.id, Path: circle(at, radius+width/2), Colour: edge, Width: width})
			}
		}
	})
}

func circle(at point, radius float64) Path {
	const k = .5522847498 // 4/3 (sqrt(2) - 1): a quarter of a circle by a cubic curve
	x, y, r, h := at.x, at.y, radius, radius*k
	return Path{
		{Op: MoveTo, X: x + r, Y: y},
		{CurveTo, x + r, y + h, x + h, y + r, x, y + r},
		{CurveTo, x - h, y + r, x - r, y + h, x - r, y},
		{CurveTo, x - r, y - h, x - h, y - r, x, y - r},
		{CurveTo, x + h, y - r, x + r, y - h, x + r, y},
		{Op: Close, X: x + r, Y: y},
	}
}
