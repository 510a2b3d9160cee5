package archive

import (
	"html"

	"github.com/paulmach/orb"

	"terrier/geo/grid"
	"terrier/tiles/layer"
)

// Description is what map clients must be told of a tileset that others made.
type Description struct {
	layer.Tileset
	MediaType, Suffix   string // of its tiles; the suffix without a dot
	LeastZoom, MostZoom int    // that there are tiles of
	Bound               orb.Bound
	Attribution         string // HTML with nothing but text and references to characters
}

// Describe says what map clients must be told of the archive where it stands as the tileset of that name.
func (a *Archive) Describe(tileset string) Description {
	least, most := a.Zooms()
	d := Description{
		Tileset:   layer.Tileset{Name: tileset, Title: a.metadata.Name, About: a.metadata.Description},
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
	return d
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
