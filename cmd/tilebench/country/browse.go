package country

import (
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/geo/grid"
)

// StockTiles and CompositeTiles are n distinct tiles each, in the order in which people who browse the map first ask for them.
func (c *Country) StockTiles(n int) []grid.Tile { return c.browse(c.chance(browsing), n) }

// CompositeTiles are tiles like StockTiles, of other people.
func (c *Country) CompositeTiles(n int) []grid.Tile { return c.browse(c.chance(layering), n) }

// browse goes with one person after another: each starts wide at z6 to z9, zooms in step by step on one home with a window of
// 4 by 3 tiles, and pans about where it ends, at z12 to z16.
func (c *Country) browse(r *rand.Rand, n int) []grid.Tile {
	homes := c.sample()
	seen := map[grid.Tile]bool{}
	var list []grid.Tile
	view := func(at orb.Point, z int) {
		side := 2 * bng.MercatorEdge / math.Exp2(float64(z))
		west, north := int((at[0]+bng.MercatorEdge)/side-1.5), int((bng.MercatorEdge-at[1])/side-1)
		for y := north; y < north+3; y++ {
			for x := west; x < west+4; x++ {
				t := grid.Tile{Z: uint8(z), X: uint32(x), Y: uint32(y)}
				if !seen[t] && len(list) < n {
					seen[t] = true
					list = append(list, t)
				}
			}
		}
	}
	for len(list) < n {
		at, err := bng.MercatorFromBNG(homes[r.IntN(len(homes))])
		if err != nil {
			continue // a home that fell into the sea beyond the grid
		}
		end := 12 + r.IntN(5)
		for z := 6 + r.IntN(4); z <= end; z += 1 + r.IntN(2) {
			view(at, z)
		}
		side := 2 * bng.MercatorEdge / math.Exp2(float64(end))
		for range r.IntN(4) {
			at[0] += r.NormFloat64() * 2 * side
			at[1] += r.NormFloat64() * 2 * side
			view(at, end)
		}
	}
	return list
}
