// Package archive reads and writes PMTiles archives, version 3: one file that holds a pyramid of tiles, found by the place of
// each on the Hilbert curve (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md). It also says in which schema an
// archive's tiles are laid out, and what map clients must be told of it.
//
//	+--------+------+----------+--------+-------+
//	| header | root | metadata | leaves | tiles |
//	+--------+------+----------+--------+-------+
//	  127 B    \_ entries: "tiles 5 to 7 are these bytes", or "from tile 900 on, ask that leaf"
//
// An archive comes from outside: each number in it is checked before anything is reserved for it, and what does not fit is
// refused in words. Drawing the tiles is for tiles/style, answering requests for tiles/serve.
package archive
