package serve

import (
	"context"
	"fmt"
	"html"
	"strings"

	"github.com/paulmach/orb"

	"terrier/tiles/layer"
)

// Document is a TileJSON 3.0.0 document (github.com/mapbox/tilejson-spec).
type Document struct {
	TileJSON     string        `json:"tilejson"`
	Name         string        `json:"name"`
	Description  string        `json:"description"`
	Attribution  string        `json:"attribution"`
	Scheme       string        `json:"scheme"`
	Tiles        []string      `json:"tiles"`
	MinZoom      int           `json:"minzoom"`
	MaxZoom      int           `json:"maxzoom"`
	Bounds       [4]float64    `json:"bounds"` // west, south, east, north
	Center       [3]float64    `json:"center"`
	VectorLayers []VectorLayer `json:"vector_layers,omitempty"` // left out for pictures
}

// VectorLayer describes one layer in a Document.
type VectorLayer struct {
	ID          string            `json:"id"`
	Description string            `json:"description"`
	MinZoom     int               `json:"minzoom"`
	MaxZoom     int               `json:"maxzoom"`
	Fields      map[string]string `json:"fields"`
}

// Britain stands for the bounds of a server that holds nothing yet (WGS 84).
var Britain = orb.Bound{Min: orb.Point{-8.7, 49.8}, Max: orb.Point{1.8, 60.9}}

// startZoom is where a map of the whole extent may begin, for clients that ask the document for a start.
const startZoom = 12

// document describes a tileset whose tiles lie under that address, which ends in a slash.
func document(ctx context.Context, set *tileset, source Maker, under string) (Document, error) {
	if set.archive != nil {
		return describeArchive(set, under), nil
	}
	extent, ok, err := source.Extent(ctx)
	if err != nil {
		return Document{}, fmt.Errorf("find the extent: %w", err)
	}
	if !ok {
		extent = Britain
	}
	attributions, err := source.Attributions(ctx)
	if err != nil {
		return Document{}, fmt.Errorf("find the attributions: %w", err)
	}
	return describe(set, under, extent, attributions), nil
}

// describe makes the document of a tileset. Bounds are WGS 84. Attributions are plain text: clients insert the document's
// attribution as HTML, so they are escaped here.
func describe(set *tileset, under string, bounds orb.Bound, attributions []string) Document {
	d := Document{
		TileJSON: "3.0.0", Name: set.Name, Description: set.About, Scheme: "xyz",
		Attribution: html.EscapeString(strings.Join(attributions, " · ")),
		Tiles:       []string{under + set.Name + "/{z}/{x}/{y}" + set.suffix},
		MinZoom:     set.MinZoom(), MaxZoom: layer.DataMaxZoom,
		VectorLayers: make([]VectorLayer, len(set.Layers)),
	}
	d.place(bounds)
	d.Center[2] = startZoom
	for i, l := range set.Layers {
		v := VectorLayer{ID: l.ID, Description: l.About, MinZoom: l.MinZoom, MaxZoom: l.MaxZoom, Fields: map[string]string{}}
		for _, f := range l.Fields {
			v.Fields[f.Name] = string(f.Type) + ": " + f.About
		}
		d.VectorLayers[i] = v
	}
	return d
}

// describeArchive makes the document of a tileset that is served from an archive.
func describeArchive(set *tileset, under string) Document {
	d := describe(set, under, set.described.Bound, nil)
	d.Attribution, d.MinZoom, d.MaxZoom = set.described.Attribution, set.described.LeastZoom, set.described.MostZoom
	d.Center[2] = float64(set.described.LeastZoom)
	return d
}

func (d *Document) place(bounds orb.Bound) {
	middle := bounds.Center()
	d.Bounds = [4]float64{bounds.Min[0], bounds.Min[1], bounds.Max[0], bounds.Max[1]}
	d.Center[0], d.Center[1] = middle[0], middle[1]
}
