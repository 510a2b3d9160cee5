package picture

import (
	"context"
	"fmt"

	"terrier/geo/grid"
	"terrier/tiles/mvt"
	"terrier/tiles/style"
)

// Options are what else there is to say of a scene.
type Options struct {
	NoText bool   // names and numbers are left out; symbols stay
	Keep   []Rect // boxes of the scene in which no name may stand, for what is drawn over the map
}

// Compose draws the map of a style document: the tiles that the view shows, in the order of the document's layers. Lines and areas are put
// together where tiles meet. A tile that cannot be had or read is an error, as is what the document says beyond what tiles/style writes.
func Compose(ctx context.Context, tiles Tiles, document style.Style, v View, o Options) (*Scene, error) {
	if v.Unit == 0 {
		v.Unit = 1
	}
	layers, err := compile(document, v.Zoom, !o.NoText)
	if err != nil {
		return nil, err
	}
	c := &composer{view: v, options: o, frame: Rect{0, 0, v.Width, v.Height}, sheets: map[string][]*sheet{}}
	if err := c.fetch(ctx, tiles, document, layers); err != nil {
		return nil, err
	}
	c.scene = &Scene{Width: v.Width, Height: v.Height}
	symbols := make([][]*symbol, len(layers))
	for i, l := range layers {
		if l.kind == "symbol" {
			if symbols[i], err = c.symbols(l); err != nil {
				return nil, err
			}
		}
	}
	c.place(symbols)
	for i, l := range layers {
		switch l.kind {
		case "background":
			c.add(Mark{Kind: Area, Layer: l.id, Path: c.frame.path(), Colour: l.colour("background-color", nil, l.number("background-opacity", nil, 1))})
		case "fill":
			c.areas(l)
		case "line":
			c.lines(l)
		case "circle":
			c.circles(l)
		case "symbol":
			c.paint(symbols[i])
		default:
			return nil, fmt.Errorf("layer %s: there is no way to draw a %s", l.id, l.kind)
		}
	}
	return c.scene, ctx.Err()
}

// composer makes one scene.
type composer struct {
	view    View
	options Options
	frame   Rect
	sheets  map[string][]*sheet // by source
	scene   *Scene
	pins    *places // symbols that show whatever lies there
}

// reach is how far beyond the frame tiles are looked at, in pixels: a pin or a wide line may reach in from there.
const reach = 20

func (c *composer) fetch(ctx context.Context, tiles Tiles, document style.Style, layers []*sheetStyle) error {
	wanted := map[string]map[string]bool{}
	for _, l := range layers {
		if l.source == "" {
			continue
		}
		if wanted[l.source] == nil {
			wanted[l.source] = map[string]bool{}
		}
		wanted[l.source][l.sourceLayer] = true
	}
	box := c.view.Projection.World(c.frame.grown(reach * c.view.Unit))
	for source, these := range wanted {
		request, err := requestOf(document.Sources[source])
		if err != nil {
			return err
		}
		if c.sheets[source], err = fetch(ctx, tiles, request, c.view.Zoom, box, these); err != nil {
			return err
		}
	}
	return nil
}

func (c *composer) add(m Mark) { c.scene.Marks = append(c.scene.Marks, m) }

// each hands over the features that a layer draws.
func (c *composer) each(l *sheetStyle, do func(s *sheet, f *feature)) {
	for _, s := range c.sheets[l.source] {
		from := s.layers[l.sourceLayer]
		if from == nil {
			continue
		}
		for i := range from.features {
			if f := &from.features[i]; f.kind != 0 && l.shows(f) {
				do(s, f)
			}
		}
	}
}

// place puts a place of a tile on the scene.
func (c *composer) onScene(t grid.Tile, p point) point {
	side := float64(uint64(1)<<t.Z) * mvt.Extent
	x, y := c.view.Projection.Place((float64(t.X)*mvt.Extent+p.x)/side, (float64(t.Y)*mvt.Extent+p.y)/side)
	return point{x, y}
}

// path is the box as a path.
func (r Rect) path() Path {
	return Path{{Op: MoveTo, X: r.X0, Y: r.Y0}, {Op: LineTo, X: r.X1, Y: r.Y0}, {Op: LineTo, X: r.X1, Y: r.Y1}, {Op: LineTo, X: r.X0, Y: r.Y1}, {Op: Close, X: r.X0, Y: r.Y0}}
}
