package layer

import (
	"slices"

	"terrier/geo/grid"
)

// Term is one word of a code list.
type Term struct {
	Slug, Name string
}

// Terms are the registers' words that become fields of tiles.
type Terms struct {
	TenureGroups []Term      // homes carry one number for each
	Filters      []FilterKey // homes can be chosen by these
}

// Zooms at which the registers show (UX section 8: one rule for the whole map). Homes are squares of a fixed grid up to
// SquareMaxZoom and points from there on; protected cells are squares and outlines likewise.
const (
	SquareMaxZoom    = grid.PointZoom - 1
	HomeMinZoom      = SquareMaxZoom + 1
	AreaMinZoom      = 6
	AreaLabelMinZoom = 9
	AssetMinZoom     = 11
	OutlineMinZoom   = 14
	BoundaryMinZoom  = 5
)

// Registers are the seven tilesets: homes, areas, assets, boundaries, overlay (the first, second and third in one tile), basemap, and embed
// (a simple ground and overlay in one tile).
func Registers(terms Terms) []Tileset {
	homes := []Layer{home(terms), homeSquare(terms), homeProtected(), homeProtectedLabel()}
	areas := []Layer{area("area", "Neighbourhood plan areas, as outlines", AreaMinZoom),
		area("area_label", "Where the name of a neighbourhood plan area stands, once for each", AreaLabelMinZoom)}
	assets := []Layer{asset(), assetOutline()}
	overlay := append(append(append([]Layer{}, homes...), areas...), assets...)
	return []Tileset{
		{Name: "homes", Title: "Homes", About: "Homes that housing associations publish, and protected figures of all other open homes", Layers: homes, Filters: terms.Filters},
		{Name: "areas", Title: "Plan areas", About: "Neighbourhood plan areas", Layers: areas},
		{Name: "assets", Title: "Community assets", About: "Community assets", Layers: assets},
		{Name: "boundaries", Title: "Boundaries", About: "Civil and statistical boundaries", Layers: []Layer{boundary()}},
		{Name: "overlay", Title: "Overlay", About: "Homes, plan areas and community assets in one tile", Layers: overlay, Filters: terms.Filters},
		{Name: "basemap", Title: "Base map", About: "Streets, buildings, water and names under the registers", Layers: basemap()},
		{Name: "embed", Title: "Embed", About: "A simple ground without buildings, and homes, plan areas and community assets over it, in one small tile",
			Layers: append(thinned(basemap()), overlay...), Filters: terms.Filters},
	}
}

func home(terms Terms) Layer {
	return Layer{ID: "home", About: "Published homes, one point a place", MinZoom: HomeMinZoom, MaxZoom: DataMaxZoom,
		Fields: append(counted(terms),
			Field{"owner", Text, "reference in addresses of the housing association, where all homes at the place have one"},
			Field{"owner-name", Text, "its name"},
			Field{"home-type", Text, "type, where one home stands here"},
			Field{"bedrooms", Number, "bedrooms, where one home stands here"},
			Field{"epc", Text, "energy certificate, where one home stands here"})}
}

func homeSquare(terms Terms) Layer {
	return Layer{ID: "home_square", About: "Published homes counted in squares of a fixed grid", MinZoom: 0, MaxZoom: SquareMaxZoom,
		Fields: append(counted(terms), Field{"class", Number, "size class: 1 under 5 homes, 2 under 20, 3 under 50, 4 under 150, 5 more"})}
}

// homeProtected tells of the homes that are not published one by one. Its values are those of whole cells, so a client that adds them up
// takes each square of a zoom once, and each cell once by its id. A filter that the figures are not told by leaves the layer out of the
// tile: what is published still comes, and no cell says a number that is not of the filter.
func homeProtected() Layer {
	return Layer{ID: "home_protected", MinZoom: 0, MaxZoom: DataMaxZoom, PublicOnly: true,
		About: "Other open homes, as figures that were blurred once for small fixed areas (cells): to zoom 12 added up in squares of the fixed grid by each cell's " +
			"reference point, from zoom 13 the outline of each cell in every tile that it touches, with one id. Left out where a filter asks for what the figures do not tell",
		Fields: append(protectedNumbers(),
			Field{"class", Number, "of squares: size class of the count, as of home_square; left out with it"},
			Field{"cell", Text, "of outlines: id of the cell, as in /homes/summary"})}
}

func homeProtectedLabel() Layer {
	return Layer{ID: "home_protected_label", MinZoom: HomeMinZoom, MaxZoom: DataMaxZoom, PublicOnly: true,
		About:  "Where the number of a cell of home_protected stands: its reference point, once for each cell whose number may be told",
		Fields: append(protectedNumbers(), Field{"cell", Text, "id of the cell"})}
}

func protectedNumbers() []Field {
	return []Field{{"cells", Number, "cells added up"}, {"count", Number, "about so many homes; left out where there are too few to say"},
		{"error", Number, "the true number for those cells lies within this of the count, with 99%"}}
}

func counted(terms Terms) []Field {
	fields := []Field{{"count", Number, "homes"}, {"tenure", Text, "the commonest tenure group"}}
	for _, group := range terms.TenureGroups {
		fields = append(fields, Field{group.Slug, Number, "homes: " + group.Name})
	}
	return fields
}

func area(id, about string, minZoom int) Layer {
	return Layer{ID: id, About: about, MinZoom: minZoom, MaxZoom: DataMaxZoom, Fields: []Field{
		{"ref", Text, "its name in addresses"}, {"name", Text, "name"}, {"stage", Text, "stage of the area and its plan"},
		{"status", Text, "applied, designated, made or ended: how the outline is drawn"},
		{"made", Number, "year in which the plan was made"},
	}}
}

func asset() Layer {
	return Layer{ID: "asset", About: "Community assets, one point each", MinZoom: AssetMinZoom, MaxZoom: DataMaxZoom, Fields: []Field{
		{"ref", Text, "its name in addresses"}, {"name", Text, "name"}, {"kind", Text, "kind of asset"},
	}}
}

func assetOutline() Layer {
	return Layer{ID: "asset_outline", About: "Outlines of community assets", MinZoom: OutlineMinZoom, MaxZoom: DataMaxZoom, Fields: []Field{
		{"ref", Text, "its name in addresses"}, {"kind", Text, "kind of asset"},
	}}
}

func boundary() Layer {
	return Layer{ID: "boundary", About: "Parishes, wards, authorities and census areas", MinZoom: BoundaryMinZoom, MaxZoom: DataMaxZoom, Fields: []Field{
		{"kind", Text, "parish, ward, local-authority, lsoa, msoa, oa ..."}, {"code", Text, "GSS code"}, {"name", Text, "name"},
		{"has-council", Text, "parishes: yes, no or unknown"},
	}}
}

// basemap lists its layers in drawing order. Each feature has a least zoom of its own, so the layers state the widest range.
func basemap() []Layer {
	fields := []Field{{"kind", Text, "what it is within its layer"}, {"name", Text, "name"}}
	ids := []Term{{"green", "Green space"}, {"water", "Water"}, {"building", "Buildings"}, {"road", "Roads"},
		{"rail", "Railways"}, {"label", "Place names"}}
	layers := make([]Layer, len(ids))
	for i, id := range ids {
		layers[i] = Layer{ID: id.Slug, About: id.Name, MaxZoom: DataMaxZoom, Fields: fields}
		if id.Slug == "label" {
			layers[i].Fields = append(slices.Clip(fields), Field{"rank", Number, "the least zoom at which it shows"})
		}
	}
	return layers
}

// thinned are the layers of the basemap that embeds have, with the properties that they are drawn by.
func thinned(layers []Layer) []Layer {
	layers = slices.DeleteFunc(layers, func(l Layer) bool { return l.ID == "building" })
	for i, l := range layers {
		layers[i].Thinned = true
		layers[i].Fields = slices.DeleteFunc(slices.Clone(l.Fields), func(f Field) bool { return f.Name == "rank" })
	}
	return layers
}
