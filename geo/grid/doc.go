// Package grid addresses the map: the tiles of Web Mercator (EPSG:3857), the
// fixed ground grid that is made of smaller tiles, and the Hilbert order in
// which both are kept.
//
// It is pure arithmetic. What is drawn in a tile is for tiles/layer; how
// coordinates come to be Web Mercator is for package bng.
//
// Zoom 0 is one tile, the whole square; each zoom halves both sides. X counts
// from the west, Y from the north, as in the addresses of tile servers:
//
//	z=1   0,0 | 1,0        z=1, Hilbert   0 | 3
//	      ----+----                       --+--
//	      0,1 | 1,1                       1 | 2
//
// All functions are safe for several goroutines.
package grid

// PointZoom is the zoom from which homes are drawn one by one. Below it they
// are drawn as squares of the ground grid with their counts.
const PointZoom = 13

// squareSteps is how much finer than a tile its squares are: 32 in a row.
const squareSteps = 5

// SquareLevel returns the level of the ground grid whose cells are the squares
// of a tile at zoom z. The cells of level l are the tiles of zoom l, so each
// lies in exactly one tile, which [Tile.Ancestor] names, and no neighbouring
// tile counts it again.
func SquareLevel(z uint8) uint8 { return z + squareSteps }
