package main

import (
	"context"
	"fmt"
	"maps"

	"terrier/data/postgis"
	"terrier/tiles/archive"
	"terrier/tiles/style"
)

// ground is what lies under the registers: an operator's archive, the tiles of the basemap table (the demo and imports fill it), or
// nothing but boundaries and names while that is empty.
type ground struct {
	// archives are the tilesets that it is served from; none where it is a register's.
	archives map[string]*archive.Archive
	style    style.Options
	// now says which it is at this moment; nil where that is fixed.
	now func(context.Context) (style.Schema, error)
	// credit is what the archive asks to stand beside the map, in plain text.
	credit string
	close  func()
}

func (c *serveCommand) ground(reader *postgis.Reader) (ground, error) {
	if c.Basemap != "" {
		return operatorsGround(c.Basemap)
	}
	now := func(ctx context.Context) (style.Schema, error) {
		has, err := reader.HasBasemap(ctx)
		if err != nil || has {
			return style.Own, err
		}
		return style.None, nil
	}
	return ground{now: now, close: func() {}}, nil
}

// operatorsGround lays a PMTiles archive under the registers; one that cannot be drawn is refused with what was found in it.
func operatorsGround(path string) (ground, error) {
	tiles, err := archive.Open(path)
	if err != nil {
		return ground{}, &exitError{exitMisuse, fmt.Sprintf("the basemap of TERRIER_BASEMAP cannot be used: %v", err)}
	}
	schema, err := tiles.Schema()
	if err != nil {
		_ = tiles.Close()
		return ground{}, &exitError{exitMisuse, fmt.Sprintf("the basemap %s cannot be used: %v", path, err)}
	}
	return ground{
		archives: map[string]*archive.Archive{"basemap": tiles}, style: style.Options{Basemap: style.Schema(schema)},
		credit: tiles.Metadata().Credit(),
		close:  func() { _ = tiles.Close() },
	}, nil
}

// archives are the tilesets that are served from files: the basemap's, and those that were asked for.
func (c *serveCommand) archives(g ground) (all map[string]*archive.Archive, closeAll func(), err error) {
	all = map[string]*archive.Archive{}
	maps.Copy(all, g.archives)
	closeAll = func() {
		g.close()
		for name := range c.Archive {
			if a := all[name]; a != nil {
				_ = a.Close()
			}
		}
	}
	for name, path := range c.Archive {
		a, err := archive.Open(path)
		if err != nil {
			closeAll()
			return nil, nil, &exitError{exitMisuse, fmt.Sprintf("the tileset %s cannot be served: %v", name, err)}
		}
		all[name] = a
	}
	return all, closeAll, nil
}
