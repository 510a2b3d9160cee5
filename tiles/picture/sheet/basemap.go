package sheet

import (
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/tiles/picture"
	"terrier/tiles/style"
)

// Basemap is what lies under the outline: marks in CSS pixels (1/96 inch) from the upper left corner of the frame.
type Basemap struct{ Marks []picture.Mark }

// Tiles are where the basemap comes from.
type Tiles = picture.Tiles

// Pixel is how many millimetres a CSS pixel is on paper.
const Pixel = 25.4 / 96

// unit is how large lines and names of the basemap are on paper, beside what they are on a screen: street names of 9.5 px are 5.6 points, as on
// maps of Ordnance Survey at these scales. It is just so small that 1:25,000 is zoom 13 in all of England, where buildings begin. Large sheets in
// great detail hang on walls, and have larger names.
func (p Plan) unit() float64 {
	const small = .78
	switch {
	case p.Frame.Ratio > 50_000:
		return .66 // the edges of tiles, drawn straight, would bend by more than 0.1 mm
	case p.Frame.Ratio > 5_000:
		return small
	}
	return small * math.Sqrt(p.size)
}

// Compose draws the basemap of a sheet from tiles, by the layers of a style document whose source is "basemap". No name stands where the
// outlines of shapes (EPSG:27700) run. Where OSTN15 does not reach, the error is a *bng.OutsideError.
func (p Plan) Compose(ctx context.Context, tiles Tiles, document style.Style, shapes ...orb.MultiPolygon) (*Basemap, error) {
	projection, err := p.Frame.projection()
	if err != nil {
		return nil, err
	}
	zoom, err := p.zoom()
	if err != nil {
		return nil, err
	}
	box := p.Frame.Box
	view := picture.View{Width: (box.X1 - box.X0) / Pixel, Height: (box.Y1 - box.Y0) / Pixel, Projection: projection, Zoom: zoom, Unit: p.unit()}
	document.Layers = printable(document.Layers)
	scene, err := picture.Compose(ctx, tiles, document, view, picture.Options{Keep: p.Frame.along(shapes)})
	if err != nil {
		return nil, err
	}
	return &Basemap{Marks: hatchGreen(inFrame(scene.Marks, picture.Rect{X1: view.Width, Y1: view.Height}))}, nil
}

// greens are the layers of green space, in all schemas of basemaps.
var greens = []string{"green", "green-park", "green-use", "green-cover"}

// hatchGreen puts lines over green space.
func hatchGreen(marks []picture.Mark) (all []picture.Mark) {
	for _, m := range marks {
		all = append(all, m)
		if m.Kind == picture.Area && slices.Contains(greens, m.Layer) {
			m.Hatch, m.Colour = hatchWidth/Pixel, greenInk
			all = append(all, m)
		}
	}
	return all
}

// zoom is the one at which a screen shows as much ground with a pixel as the paper does.
func (p Plan) zoom() (float64, error) {
	middle, err := bng.ToWGS84(p.Frame.Ground.Center())
	if err != nil {
		return 0, err
	}
	metres := p.unit() * Pixel / 1000 * float64(p.Frame.Ratio)
	return math.Log2(2 * bng.MercatorEdge * math.Cos(middle[1]*math.Pi/180) / (picture.TilePixels * metres)), nil
}

// printable are the layers of the basemap. Buildings stand on paper at every scale of which there are any in the tiles: they do not fade in.
func printable(layers []style.Layer) (kept []style.Layer) {
	for _, l := range layers {
		if l.Source != "basemap" && l.Source != "" {
			continue
		}
		if l.Type == "fill" && l.MinZoom > 0 {
			paint := map[string]any{}
			for name, v := range l.Paint {
				if name != "fill-opacity" {
					paint[name] = v
				}
			}
			l.MinZoom, l.Paint = 0, paint
		}
		kept = append(kept, l)
	}
	return kept
}

// along are boxes that cover outlines with their casing, as far as they are in the frame, in pixels.
func (f Frame) along(shapes []orb.MultiPolygon) (boxes []picture.Rect) {
	const half = casingWidth / 2 / Pixel
	wide, high := (f.Box.X1-f.Box.X0)/Pixel, (f.Box.Y1-f.Box.Y0)/Pixel
	for _, part := range slices.Concat(shapes...) {
		for _, ring := range part {
			var lastX, lastY float64
			for i, p := range ring {
				paperX, paperY := f.At(p)
				x, y := (paperX-f.Box.X0)/Pixel, (paperY-f.Box.Y0)/Pixel
				steps := 1
				if i > 0 {
					steps = max(1, int(math.Ceil(math.Hypot(x-lastX, y-lastY)/half)))
				}
				for s := 1; s <= steps && i > 0; s++ {
					share := float64(s) / float64(steps)
					at, to := lastX+(x-lastX)*share, lastY+(y-lastY)*share
					if at > -half && at < wide+half && to > -half && to < high+half {
						boxes = append(boxes, picture.Rect{X0: at - half, Y0: to - half, X1: at + half, Y1: to + half})
					}
				}
				lastX, lastY = x, y
			}
		}
	}
	return boxes
}

// inFrame is what of marks shows in the frame.
func inFrame(marks []picture.Mark, clip picture.Rect) (shown []picture.Mark) {
	for _, m := range marks {
		if m.Kind != picture.Text {
			if m.Path = inside(m.Path, clip, m.Width); len(m.Path) == 0 {
				continue
			}
		}
		if m.Clip == nil {
			m.Clip = &clip
		}
		shown = append(shown, m)
	}
	return shown
}

// inside leaves out subpaths of which nothing can show in a box.
func inside(path picture.Path, box picture.Rect, width float64) (kept picture.Path) {
	for from := 0; from < len(path); {
		to := from + 1
		for to < len(path) && path[to].Op != picture.MoveTo {
			to++
		}
		if shows(path[from:to], box, width) {
			kept = append(kept, path[from:to]...)
		}
		from = to
	}
	return kept
}

func shows(path picture.Path, box picture.Rect, width float64) bool {
	of := path.Box()
	return of.X1 >= box.X0-width && of.X0 <= box.X1+width && of.Y1 >= box.Y0-width && of.Y0 <= box.Y1+width
}
