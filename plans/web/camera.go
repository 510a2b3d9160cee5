package web

import (
	"math"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/geo/grid"
)

// camera is how a map looks at the ground: north up, zoom counting tiles of 512 pixels as MapLibre does.
type camera struct {
	center orb.Point // WGS 84
	zoom   float64
}

// margin is the room in pixels that a map leaves around the bounds that it fits.
const margin = 24

// What an embed may look at. Tiles are served to zoom 16 and drawn larger beyond.
const (
	deepestView  = 18
	deepestTiles = 16
)

// pixelsPerMetre is the scale of Web Mercator at a zoom.
func pixelsPerMetre(zoom float64) float64 { return 512 * math.Exp2(zoom) / (2 * bng.MercatorEdge) }

// fit looks at bounds (WGS 84) from as near as a map of so many pixels can, with the margin around them.
func fit(b orb.Bound, width, height float64) camera {
	low, high := bng.ToMercator(b.Min), bng.ToMercator(b.Max)
	perMetre := min((width-2*margin)/max(high[0]-low[0], 1e-9), (height-2*margin)/max(high[1]-low[1], 1e-9))
	zoom := math.Log2(perMetre / pixelsPerMetre(0))
	middle := orb.Point{(low[0] + high[0]) / 2, (low[1] + high[1]) / 2}
	return camera{bng.FromMercator(middle), min(max(zoom, 0), deepestView)}
}

// seen is the ground that a map of so many pixels shows, in Web Mercator.
func (c camera) seen(width, height float64) orb.Bound {
	m, scale := bng.ToMercator(c.center), pixelsPerMetre(c.zoom)
	dx, dy := width/2/scale, height/2/scale
	return orb.Bound{Min: orb.Point{m[0] - dx, m[1] - dy}, Max: orb.Point{m[0] + dx, m[1] + dy}}
}

// box is the same in WGS 84.
func (c camera) box(width, height float64) orb.Bound {
	b := c.seen(width, height)
	return orb.Bound{Min: bng.FromMercator(b.Min), Max: bng.FromMercator(b.Max)}
}

// tiles are those that a map of so many pixels begins with, row by row: as large as they are served, or up to twice as large.
func (c camera) tiles(width, height float64) []grid.Tile {
	z := uint8(min(math.Floor(c.zoom), deepestTiles))
	b := c.seen(width, height)
	const inside = 1e-6 // metres, so that an edge in common is not one tile more
	clamp := func(v float64) float64 { return min(max(v, -bng.MercatorEdge), bng.MercatorEdge-inside) }
	first, okFirst := grid.At(orb.Point{clamp(b.Min[0]), clamp(b.Max[1])}, z)
	last, okLast := grid.At(orb.Point{clamp(b.Max[0] - inside), clamp(b.Min[1] + inside)}, z)
	if !okFirst || !okLast {
		return nil
	}
	var all []grid.Tile
	for y := first.Y; y <= last.Y; y++ {
		for x := first.X; x <= last.X; x++ {
			all = append(all, grid.Tile{Z: z, X: x, Y: y})
		}
	}
	return all
}
