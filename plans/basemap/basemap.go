// Package basemap says what lies under the registers on the map: water, green, buildings, roads, rail and names.
package basemap

import (
	"github.com/paulmach/orb"

	"terrier/plans"
)

// Feature is one thing drawn under the registers.
type Feature struct {
	Layer        string       // slug of Layers
	Kind         string       // within the layer: "main" or "minor" road, "river", "park", "settlement"
	Name, NameCy string       // shown where the layer has labels
	MinZoom      int          // drawn from this zoom
	Shape        orb.Geometry // EPSG:27700, whole millimetres
}

// Layers in drawing order.
var Layers = plans.CodeList{
	{Slug: "green", Name: "Green space"},
	{Slug: "water", Name: "Water"},
	{Slug: "building", Name: "Buildings"},
	{Slug: "road", Name: "Roads"},
	{Slug: "rail", Name: "Railways"},
	{Slug: "label", Name: "Place names"},
}
