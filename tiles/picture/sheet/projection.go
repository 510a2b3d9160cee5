package sheet

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/tiles/picture"
)

// nodes is how many cells the lattice of a projection has on each side. Within a cell of a hundredth of A0 the two projections differ from what
// lies between its corners by less than a thousandth of a millimetre of paper.
const nodes = 64

// lattice lays the world of tiles (Web Mercator) on a frame: at its nodes exactly, by OSTN15, and in between by what lies between them. Long
// edges of tiles are drawn straight on paper. An edge as long as a tile, 180 mm at most, bends by less than 0.1 mm in England at 1:100,000, and by a tenth of
// that at 1:10,000.
type lattice struct {
	frame Frame
	box   picture.Rect // of the world
	at    [nodes + 1][nodes + 1]orb.Point
}

// beyond is how far around the frame the lattice reaches, in shares of the frame: lines and names may reach in from there.
const beyond = .1

// projection is how a basemap is composed for a frame, in CSS pixels from its upper left corner.
func (f Frame) projection() (*lattice, error) {
	wide, high := f.Box.X1-f.Box.X0, f.Box.Y1-f.Box.Y0
	grown := picture.Rect{X0: -wide * beyond / Pixel, Y0: -high * beyond / Pixel, X1: wide * (1 + beyond) / Pixel, Y1: high * (1 + beyond) / Pixel}
	l := &lattice{frame: f}
	var err error
	if l.box, err = l.world(grown); err != nil {
		return nil, err
	}
	for i := range l.at {
		for j := range l.at[i] {
			x := l.box.X0 + (l.box.X1-l.box.X0)*float64(i)/nodes
			y := l.box.Y0 + (l.box.Y1-l.box.Y0)*float64(j)/nodes
			if l.at[i][j], err = l.exact(x, y); err != nil {
				return nil, fmt.Errorf("lay the basemap on the National Grid: %w", err)
			}
		}
	}
	return l, nil
}

// exact is where a place of the world lies in the frame.
func (l *lattice) exact(x, y float64) (orb.Point, error) {
	metres := orb.Point{(2*x - 1) * bng.MercatorEdge, (1 - 2*y) * bng.MercatorEdge}
	onGrid, err := bng.FromWGS84(bng.FromMercator(metres))
	if err != nil {
		return orb.Point{}, err
	}
	paperX, paperY := l.frame.At(onGrid)
	return orb.Point{(paperX - l.frame.Box.X0) / Pixel, (paperY - l.frame.Box.Y0) / Pixel}, nil
}

// Place makes it a picture.Projection.
func (l *lattice) Place(x, y float64) (sceneX, sceneY float64) {
	u, v := (x-l.box.X0)/(l.box.X1-l.box.X0)*nodes, (y-l.box.Y0)/(l.box.Y1-l.box.Y0)*nodes
	i, j := int(min(max(math.Floor(u), 0), nodes-1)), int(min(max(math.Floor(v), 0), nodes-1))
	u, v = u-float64(i), v-float64(j) // outside the lattice, where nothing shows, its outermost cells go on
	a, b, c, d := l.at[i][j], l.at[i+1][j], l.at[i][j+1], l.at[i+1][j+1]
	return mix(a[0], b[0], c[0], d[0], u, v), mix(a[1], b[1], c[1], d[1], u, v)
}

func mix(a, b, c, d, u, v float64) float64 { return (a*(1-u)+b*u)*(1-v) + (c*(1-u)+d*u)*v }

// World makes it a picture.Projection.
func (l *lattice) World(r picture.Rect) picture.Rect {
	box, err := l.world(r)
	if err != nil {
		return l.box // it has all that shows
	}
	return box
}

// world is the least box of the world that shows in a box of the scene: its edges bend, so it is found along them.
func (l *lattice) world(r picture.Rect) (picture.Rect, error) {
	const along = 16
	metre := Pixel * float64(l.frame.Ratio) / 1000 // metres of ground to a pixel
	box := picture.Nowhere
	for i := range along + 1 {
		x, y := r.X0+(r.X1-r.X0)*float64(i)/along, r.Y0+(r.Y1-r.Y0)*float64(i)/along
		for _, p := range []orb.Point{{x, r.Y0}, {x, r.Y1}, {r.X0, y}, {r.X1, y}} {
			m, err := bng.MercatorFromBNG(orb.Point{l.frame.Ground.Min[0] + p[0]*metre, l.frame.Ground.Max[1] - p[1]*metre})
			if err != nil {
				return box, err
			}
			box = box.With(m[0]/bng.MercatorEdge/2+.5, .5-m[1]/bng.MercatorEdge/2)
		}
	}
	return box, nil
}
