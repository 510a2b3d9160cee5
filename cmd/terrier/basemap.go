package main

import (
	"context"
	"fmt"

	"terrier/data/postgis"
	"terrier/tiles/serve"
	"terrier/tiles/style"
)

// ground is what lies under the registers: the tiles of the basemap table (the demo fills it), an operator's archive, or nothing
// but boundaries and names.
type ground struct {
	tiles serve.Source
	style style.Options
	close func()
}

func (c *serveCommand) ground(ctx context.Context, reader *postgis.Reader) (ground, error) {
	if c.Basemap != "" {
		return ground{}, fmt.Errorf("later")
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
