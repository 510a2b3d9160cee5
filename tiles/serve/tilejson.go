package serve

import (
	"html"
	"strings"

	"github.com/paulmach/orb"

	"terrier/tiles/archive"
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

// Describe makes the document of a tileset. origin has no slash at its end; bounds are WGS 84. Attributions are plain text:
// clients insert the document's attribution as HTML, so they are escaped here.
func Describe(set layer.Tileset, origin string, bounds orb.Bound, attributions []string) Document {
	d := Document{
		TileJSON: "3.0.0", Name: set.Name, Description: set.About, Scheme: "xyz",
		Attribution: html.EscapeString(strings.Join(attributions, " · ")),
		Tiles:       []string{origin + "/tiles/" + set.Name + "/{z}/{x}/{y}.mvt"},
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
func describeArchive(f archive.Description, origin string) Document {
	d := Describe(f.Tileset, origin, f.Bound, nil)
	d.Attribution, d.MinZoom, d.MaxZoom = f.Attribution, f.LeastZoom, f.MostZoom
	d.Center[2] = float64(f.LeastZoom)
	d.Tiles = []string{origin + "/tiles/" + f.Name + "/{z}/{x}/{y}." + f.Suffix}
	return d
}

func (d *Document) place(bounds orb.Bound) {
	middle := bounds.Center()
	d.Bounds = [4]float64{bounds.Min[0], bounds.Min[1], bounds.Max[0], bounds.Max[1]}
	d.Center[0], d.Center[1] = middle[0], middle[1]
}
