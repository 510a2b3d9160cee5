package archive

import (
	"context"
	"html"

	"github.com/paulmach/orb"

	"terrier/geo/grid"
	"terrier/tiles/layer"
)

// Tileset is the tileset that a Basemap answers for.
const Tileset = "basemap"

// Source is what answers for the tilesets of the registers; serve.Source has the same methods.
type Source interface {
	Tile(ctx context.Context, tileset string, z uint8, x, y uint32) ([]byte, error)
	Extent(ctx context.Context) (b orb.Bound, ok bool, err error)
	Attributions(ctx context.Context) ([]string, error)
}

// Basemap answers for the tileset basemap from an archive and leaves all else to the source of the registers. It is itself a
// source for tiles/serve, safe for several goroutines.
type Basemap struct {
	Source
	archive *Archive
}

// Under lays an archive under the registers.
func Under(registers Source, a *Archive) *Basemap { return &Basemap{registers, a} }

// Tile returns a tile as map clients read it: vector tiles not compressed, pictures as they are. Nil is a tile that the archive
// does not have.
func (b *Basemap) Tile(ctx context.Context, tileset string, z uint8, x, y uint32) ([]byte, error) {
	if tileset != Tileset {
		return b.Source.Tile(ctx, tileset, z, x, y)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	data, encoding, ok, err := b.archive.Tile(z, x, y)
	if err != nil || !ok || encoding == "" {
		return data, err
	}
	data, err = expand(data, gzipped, tileBytes, "its content")
	return data, wrap(grid.Tile{Z: z, X: x, Y: y}, err)
}

// Description is what map clients must be told of a tileset that others made.
type Description struct {
	layer.Tileset
	MediaType, Suffix   string // of its tiles; the suffix without a dot
	LeastZoom, MostZoom int    // that there are tiles of
	Bound               orb.Bound
	Attribution         string // HTML with nothing but text and references to characters
}

// Describe describes the tileset that an archive answers for. Ok is false for those of the registers.
func (b *Basemap) Describe(tileset string) (d Description, ok bool) {
	if tileset != Tileset {
		return Description{}, false
	}
	a := b.archive
	least, most := a.Zooms()
	d = Description{
		Tileset:   layer.Tileset{Name: Tileset, Title: a.metadata.Name, About: a.metadata.Description},
		MediaType: a.Kind().MediaType(), Suffix: a.Kind().Suffix(),
		LeastZoom: int(least), MostZoom: min(int(most), grid.MaxZoom),
		Bound: a.Bound(), Attribution: html.EscapeString(a.metadata.Credit()),
	}
	for _, v := range a.metadata.VectorLayers {
		d.Layers = append(d.Layers, v.layer(d.LeastZoom, d.MostZoom))
	}
	// MapLibre takes it for an error when a style draws a layer that is not named here.
	for _, id := range a.missing() {
		d.Layers = append(d.Layers, layer.Layer{ID: id, About: "Not in this archive", MinZoom: d.LeastZoom, MaxZoom: d.MostZoom})
	}
	return d, true
}

// layer fills in the zooms that a layer leaves unsaid.
func (v VectorLayer) layer(least, most int) layer.Layer {
	l := layer.Layer{ID: v.ID, About: v.Description, MinZoom: least, MaxZoom: most}
	if v.MinZoom != nil {
		l.MinZoom = *v.MinZoom
	}
	if v.MaxZoom != nil {
		l.MaxZoom = *v.MaxZoom
	}
	for name, kind := range v.Fields {
		l.Fields = append(l.Fields, layer.Field{Name: name, Type: layer.Type(kind)})
	}
	return l
}
