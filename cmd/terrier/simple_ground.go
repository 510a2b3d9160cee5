package main

import (
	"fmt"
	"slices"

	"terrier/geo/grid"
	"terrier/tiles/layer"
	"terrier/tiles/mvt"
	"terrier/tiles/style"
	"terrier/tiles/thin"
)

// simpleGround is what lies under the registers in embeds: thinned from the tiles of the basemap, whatever that is.
type simpleGround struct {
	thin *thin.Ground
	// tile is a tile of the basemap, and which one: that is one above it where there are none so deep.
	tile func(at grid.Tile) (tile []byte, of grid.Tile, err error)
}

// ownSimpleGround thins what is kept in memory.
func ownSimpleGround(k *kept) (g simpleGround, err error) {
	set, _ := layer.Find(k.tilesets, "embed")
	g.tile = func(at grid.Tile) ([]byte, grid.Tile, error) {
		e := mvt.Get(k.words)
		defer e.Release()
		for _, l := range set.Layers {
			if l.Thinned {
				k.layers[l.ID].Draw(e, at)
			}
		}
		return e.AppendTo(nil), at, nil
	}
	g.thin, err = thinnedFor(style.Own)
	return g, err
}

// lay takes an operator's basemap for the ground of embeds; nothing where it is of pictures.
func (k *kept) lay(g ground) (err error) {
	tiles := g.archives["basemap"]
	if tiles == nil {
		return nil
	}
	if k.simple.thin, err = thinnedFor(g.style.Basemap); err != nil {
		return err
	}
	if g.style.Basemap == style.Raster {
		k.simple.tile = func(at grid.Tile) ([]byte, grid.Tile, error) { return nil, at, nil }
		return nil
	}
	most := uint8(tiles.Describe("basemap").MostZoom)
	k.simple.tile = func(at grid.Tile) ([]byte, grid.Tile, error) {
		if at.Z > most {
			at = at.Ancestor(most)
		}
		tile, err := tiles.Unpacked(at)
		return tile, at, err
	}
	return nil
}

func thinnedFor(schema style.Schema) (*thin.Ground, error) {
	layers, err := style.Ground(schema)
	if err != nil {
		return nil, err
	}
	g, err := thin.New(layers)
	if err != nil {
		return nil, fmt.Errorf("prepare the ground of embeds: %w", err)
	}
	return g, nil
}

// ground is that of a tile, or nothing where the tileset has none that is thinned.
func (k *kept) ground(set layer.Tileset, at grid.Tile) ([]byte, error) {
	if !slices.ContainsFunc(set.Layers, func(l layer.Layer) bool { return l.Thinned }) {
		return nil, nil
	}
	tile, of, err := k.simple.tile(at)
	if err != nil {
		return nil, fmt.Errorf("read the basemap's tile %v: %w", of, err)
	}
	return k.simple.thin.Tile(tile, of, at)
}
