package style

import (
	"errors"
	"fmt"
)

// Schema says how the tiles of a basemap are laid out.
type Schema string

// The schemas of basemap that can be drawn.
const (
	Own          Schema = "own"          // our own tileset: water, green, building, road, rail, label
	OpenMapTiles Schema = "openmaptiles" // https://openmaptiles.org/schema
	Protomaps    Schema = "protomaps"    // https://docs.protomaps.com/basemaps/layers, version 4
	Raster       Schema = "raster"       // pictures
	None         Schema = "none"         // no basemap: boundaries and their names take its place
)

// Options choose what a document draws. The zero value is the light style over our own basemap, with addresses on this server.
type Options struct {
	Origin  string // scheme and host before each address ("https://maps.example.org"), or "" for addresses of this server
	Theme   Theme  // Light if empty
	Basemap Schema // Own if empty
	// BasemapURL is the address of the basemap's TileJSON; /tiles/basemap.json under Origin if empty.
	BasemapURL string
	// Attribution is added to what the TileJSON documents say, for basemaps that carry none.
	Attribution string
	Exact       bool // homes as their reader may see them, from tiles that not everybody gets
	// Embed draws from the tileset embed, as its one source: for embeds, and for pictures on screens. It is never Exact.
	Embed  bool
	Focus  []Focus  // of embeds: what is drawn above the others
	Layers []string // of embeds: those of EmbedLayers that show; all if empty
}

// Style is a MapLibre style document, version 8 (https://maplibre.org/maplibre-style-spec). It has no glyphs: MapLibre GL JS draws the
// names of text-font with the fonts of the page, where static/src/css/map-font.css gives them.
type Style struct {
	Version  int               `json:"version"`
	Name     string            `json:"name"`
	Metadata map[string]any    `json:"metadata"`
	Sources  map[string]Source `json:"sources"`
	Layers   []Layer           `json:"layers"`
}

// Source is where a document's tiles come from.
type Source struct {
	Type        string `json:"type"`
	URL         string `json:"url"`
	TileSize    int    `json:"tileSize,omitempty"`
	Attribution string `json:"attribution,omitempty"`
	// PromoteID says which property is the id of a layer's features, for clients that mark some of them.
	PromoteID map[string]string `json:"promoteId,omitempty"`
}

// Layer is one layer of a document, drawn over those before it.
type Layer struct {
	ID          string         `json:"id"`
	Type        string         `json:"type"`
	Source      string         `json:"source,omitempty"`
	SourceLayer string         `json:"source-layer,omitempty"`
	MinZoom     float64        `json:"minzoom,omitempty"`
	MaxZoom     float64        `json:"maxzoom,omitempty"`
	Filter      expression     `json:"filter,omitempty"`
	Layout      map[string]any `json:"layout,omitempty"`
	Paint       map[string]any `json:"paint,omitempty"`
	Metadata    map[string]any `json:"metadata,omitempty"`
}

// expression is a MapLibre expression.
type expression []any

// properties are a layer's paint or layout.
type properties = map[string]any

// Document makes the style document. An unknown theme or schema is an error that names those there are.
func Document(o Options) (Style, error) {
	if o.Theme == "" {
		o.Theme = Light
	}
	if o.Theme != Light && o.Theme != Dark {
		return Style{}, fmt.Errorf("there is no theme %q; there are light and dark", o.Theme)
	}
	if o.Basemap == "" {
		o.Basemap = Own
	}
	ground, ok := grounds[o.Basemap]
	if !ok {
		return Style{}, fmt.Errorf("there is no basemap schema %q; there are own, openmaptiles, protomaps, raster and none", o.Basemap)
	}
	if o.Embed && o.Exact {
		return Style{}, errors.New("an embed shows what the public may see, never homes exactly")
	}
	p := painter{theme: o.Theme, colour: Colours(o.Theme), homesFrom: "overlay"}
	if o.Exact {
		p.homesFrom = "exact"
	}
	under, labels := ground(p)
	land := Layer{ID: "land", Type: "background", Paint: properties{"background-color": p.colour["land"]}}
	if o.Embed {
		layers, err := p.embed(under, labels, o)
		return Style{Version: 8, Name: "Terrier", Metadata: p.metadata(o, layers), Sources: sources(o), Layers: append([]Layer{land}, layers...)}, err
	}
	var others, numbers []Layer
	if !o.Exact { // who sees homes exactly is shown nothing else
		others, numbers = p.protected(), p.protectedLabels()
	}
	layers := []Layer{land}
	for _, group := range [][]Layer{under, others, p.areas(), p.boundaries(o.Basemap == None), p.homes(), numbers, labels, p.assets(), p.areaLabels()} {
		layers = append(layers, group...)
	}
	return Style{
		Version:  8,
		Name:     "Terrier",
		Metadata: p.metadata(o, layers),
		Sources:  sources(o),
		Layers:   layers,
	}, nil
}

// grounds draw each schema: what lies under the registers, and the names that stand over them.
var grounds = map[Schema]func(painter) (under, labels []Layer){
	Own:          painter.own,
	OpenMapTiles: painter.openMapTiles,
	Protomaps:    painter.protomaps,
	Raster:       painter.raster,
	None:         func(painter) (under, labels []Layer) { return nil, nil },
}

func sources(o Options) map[string]Source {
	if o.Embed {
		return map[string]Source{"embed": {Type: "vector", URL: o.Origin + "/tiles/embed.json", Attribution: o.Attribution}}
	}
	s := map[string]Source{
		"overlay":    {Type: "vector", URL: o.Origin + "/tiles/overlay.json", PromoteID: map[string]string{"home_protected": "cell"}},
		"boundaries": {Type: "vector", URL: o.Origin + "/tiles/boundaries.json"},
	}
	if o.Exact {
		s["exact"] = Source{Type: "vector", URL: o.Origin + "/tiles/exact/homes.json"}
	}
	if o.Basemap == None {
		return s
	}
	base := Source{Type: "vector", URL: o.BasemapURL, Attribution: o.Attribution}
	if base.URL == "" {
		base.URL = o.Origin + "/tiles/basemap.json"
	}
	if o.Basemap == Raster {
		base.Type, base.TileSize = "raster", 256
	}
	s["basemap"] = base
	return s
}

// painter makes layers in one theme.
type painter struct {
	theme     Theme
	colour    map[string]string
	homesFrom string // the source
}

// group marks the layers as switched on and off together under a name.
func group(name string, layers []Layer) []Layer {
	for i := range layers {
		layers[i].Metadata = map[string]any{"terrier:group": name}
	}
	return layers
}
