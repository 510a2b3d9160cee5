package main

import (
	"context"
	"fmt"
	"slices"

	"terrier/data/postgis"
	"terrier/tiles/archive"
	"terrier/tiles/serve"
	"terrier/tiles/style"
)

// ground is what lies under the registers: the tiles of the basemap table (the demo fills it), an operator's archive, or nothing
// but boundaries and names.
type ground struct {
	tiles serve.Source
	style style.Options
	// credit is what the archive asks to stand beside the map, in plain text.
	credit string
	close  func()
}

func (c *serveCommand) ground(ctx context.Context, reader *postgis.Reader) (ground, error) {
	if c.Basemap != "" {
		return operatorsGround(c.Basemap, reader)
	}
	has, err := reader.HasBasemap(ctx)
	if err != nil {
		return ground{}, err
	}
	g := ground{tiles: reader, style: style.Options{Basemap: style.Own}, close: func() {}}
	if !has {
		g.style.Basemap = style.None
	}
	return g, nil
}

// operatorsGround lays a PMTiles archive under the registers; one that cannot be drawn is refused with what was found in it.
func operatorsGround(path string, reader *postgis.Reader) (ground, error) {
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
		tiles: archive.Under(reader, tiles), style: style.Options{Basemap: style.Schema(schema)},
		credit: tiles.Metadata().Credit(),
		close:  func() { _ = tiles.Close() },
	}, nil
}

// credited adds the basemap's attribution to those of the registers, which stand on every page.
type credited struct {
	*postgis.Reader
	credit string
}

func (c credited) Attributions(ctx context.Context) ([]string, error) {
	lines, err := c.Reader.Attributions(ctx)
	if err != nil || c.credit == "" || slices.Contains(lines, c.credit) {
		return lines, err
	}
	return append(slices.Clone(lines), c.credit), nil
}
