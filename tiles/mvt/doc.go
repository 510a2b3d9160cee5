// Package mvt writes and reads vector tiles (Mapbox Vector Tile specification, version
// 2.1) by appending to buffers that are used again: a tile costs no allocation
// once they have grown.
//
// What repeats is encoded once. A [Schema] is a layer's head and its keys;
// [Words] hold the texts that properties take; a [Stamp] is a ring drawn in many
// places. An [Encoder] takes a tile from left to right:
//
//	e := mvt.Get(words)
//	e.Begin(schema)
//	e.Number(0, 12)
//	e.Word(1, socialRent)
//	e.Point(x, y) // ends the feature
//	tile := e.AppendTo(nil)
//	e.Release()
//
// Values stand in a layer once, in the order of their first use, so that equal
// content gives equal bytes. A layer without features is left out; a tile
// without layers has no bytes. What is drawn is for others to decide; all
// coordinates are in units of the tile, see [Extent].
//
// [Read] reads tiles, those of others too, and trusts no byte of them.
package mvt
