package style

// assets draws pins with a glyph by kind; the tip stands on the place. From zoom 14 all pins show and only names give way.
func (p painter) assets() []Layer {
	return group("assets", []Layer{
		{
			ID: "asset-outline", Type: "line", Source: "overlay", SourceLayer: "asset_outline", MinZoom: 14,
			Layout: properties{"line-join": "round"},
			Paint:  properties{"line-color": p.colour["asset"], "line-width": 1.2, "line-opacity": .55, "line-dasharray": dashes(1.2, 3, 2)},
		},
		{
			ID: "asset", Type: "symbol", Source: "overlay", SourceLayer: "asset", MinZoom: 11,
			Layout: properties{
				"icon-image": p.icon("asset", "kind"), "icon-anchor": "bottom", "icon-padding": 1,
				// Below zoom 14 pins thin out, those that more people use staying; the list has all of them.
				"icon-allow-overlap": expression{"step", expression{"zoom"}, false, 14, true},
				"symbol-sort-key":    match("kind", "hall", 1, "community-centre", 1, "library", 2, "place-of-worship-hall", 3, "pub", 4, "shop", 5, 6),
				"icon-size":          byZoom(1, 11, .42, 12.5, .55, 14, .92, 15, 1),
				"text-field":         expression{"step", expression{"zoom"}, "", 13.8, get("name")}, "text-font": bold,
				"text-size": byZoom(1, 13.8, 12, 15, 13), "text-optional": true, "text-max-width": 10, "text-padding": 4, "text-justify": "auto",
				"text-variable-anchor-offset": []any{"left", []float64{1.35, -1.3}, "right", []float64{-1.35, -1.3}},
			},
			Paint: properties{"text-color": p.colour["ink"], "text-halo-color": p.colour["halo"], "text-halo-width": 2},
		},
	})
}
