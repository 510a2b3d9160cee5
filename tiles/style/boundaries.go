package style

// boundaries draws civil boundaries, and census areas as a group of their own. named also writes their names, where no basemap
// does.
func (p painter) boundaries(named bool) []Layer {
	line := func(id string, width float64, colour string, dash []float64, kinds ...string) Layer {
		return Layer{ID: id, Type: "line", Source: "boundaries", SourceLayer: "boundary", Filter: is("kind", kinds...),
			Layout: properties{"line-join": "round", "line-cap": "round"},
			Paint:  properties{"line-color": p.colour[colour], "line-width": width, "line-dasharray": dash}}
	}
	hidden := func(layers []Layer) []Layer {
		for i := range layers {
			layers[i].Layout["visibility"] = "none"
		}
		return layers
	}
	census := hidden(group("census", []Layer{
		line("boundary-census", 1, "boundary", []float64{1, 3}, "oa", "lsoa", "msoa"),
	}))
	civil := group("boundaries", []Layer{
		line("boundary-ward", 1.3, "boundary", dashes(1.3, 7, 4), "ward"),
		line("boundary-parish", 2.2, "boundary", []float64{0, 2.2}, "parish"),
		line("boundary-authority", 1.5, "ink", dashes(1.5, 12, 4, 2, 4), "local-authority", "local-planning-authority", "national-park"),
		{
			ID: "boundary-name", Type: "symbol", Source: "boundaries", SourceLayer: "boundary", MinZoom: 8,
			Filter: is("kind", "parish", "ward", "local-authority"),
			Layout: properties{
				"symbol-placement": "line", "text-field": get("name"), "text-font": medium, "text-size": 11, "symbol-spacing": 420,
				"text-offset": []float64{0, .9}, "text-max-angle": 30,
			},
			Paint: properties{"text-color": p.colour["label"], "text-halo-color": p.colour["halo"], "text-halo-width": 1.5},
		},
	})
	if !named {
		civil = hidden(civil)
	}
	return append(census, civil...)
}
