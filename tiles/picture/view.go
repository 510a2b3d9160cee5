package picture

import (
	"math"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
)

// View is what of the world a scene shows, and how large.
type View struct {
	Width, Height float64 // of the scene, in its units
	Projection    Projection
	Zoom          float64 // which layers of the style show and how wide their lines are; it counts tiles of 512 px
	Unit          float64 // units of the scene to a CSS pixel of the style; 0 is 1
}

// Projection lays the world on a scene. The world is the square of Web Mercator, in shares of its side: 0, 0 is its north-western corner,
// 1, 1 its south-eastern one. It may be used by several goroutines at once.
type Projection interface {
	// Place is where on the scene a place of the world lies.
	Place(x, y float64) (sceneX, sceneY float64)
	// World is the least box of the world that shows in a box of the scene.
	World(Rect) Rect
}

// TilePixels is how many CSS pixels a tile has on each side at a whole zoom.
const TilePixels = 512

// At is the view of so many pixels about a place, in WGS 84.
func At(center orb.Point, zoom, width, height float64) View {
	x, y := mercator(center)
	world := TilePixels * math.Exp2(zoom)
	return View{Width: width, Height: height, Zoom: zoom, Projection: flat{world: world, x: x*world - width/2, y: y*world - height/2}}
}

// mercator is a place of WGS 84 in shares of the square; latitudes beyond it lie on its edge.
func mercator(p orb.Point) (x, y float64) {
	m := bng.ToMercator(p)
	return m[0]/bng.MercatorEdge/2 + .5, .5 - m[1]/bng.MercatorEdge/2
}

// flat is Web Mercator itself: the world has so many pixels on each side, and the scene begins at x, y of them.
type flat struct{ world, x, y float64 }

func (f flat) Place(x, y float64) (sceneX, sceneY float64) { return x*f.world - f.x, y*f.world - f.y }

func (f flat) World(r Rect) Rect {
	return Rect{(r.X0 + f.x) / f.world, (r.Y0 + f.y) / f.world, (r.X1 + f.x) / f.world, (r.Y1 + f.y) / f.world}
}

// metresToPixel is how many metres on the ground a pixel has in the middle of a view, north and south alike; 0 where the projection is
// another than Web Mercator.
func (v View) metresToPixel() float64 {
	f, ok := v.Projection.(flat)
	if !ok {
		return 0
	}
	const equator = 2 * math.Pi * 6378137 // WGS 84, metres
	y := (f.y + v.Height/2) / f.world
	return equator / f.world / math.Cosh(math.Pi*(1-2*y))
}
