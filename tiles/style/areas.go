package style

// areas draws plan areas by what they are: applied for, designated, made. Ended ones are not drawn.
func (p painter) areas() []Layer {
	fill := func(id, status, colour string, opacity float64) Layer {
		return Layer{ID: id, Type: "fill", Source: "overlay", SourceLayer: "area", Filter: is("status", status),
			Paint: properties{"fill-color": p.colour[colour], "fill-opacity": opacity}}
	}
	return group("areas", []Layer{
		fill("area-fill-applied", "applied", "draft", .05),
		fill("area-fill-designated", "designated", "made", .06),
		fill("area-fill-made", "made", "made", .1),
		p.outline("area-casing-designated", "designated", "halo", 6, nil),
		p.outline("area-casing-made", "made", "halo", 6, nil),
		{
			// Rings run clockwise in tiles, so that the inside is at their right.
			ID: "area-band-made", Type: "line", Source: "overlay", SourceLayer: "area", Filter: is("status", "made"),
			Layout: properties{"line-join": "round"},
			Paint:  properties{"line-color": p.colour["made"], "line-opacity": .16, "line-width": 7, "line-offset": 4.8},
		},
		p.outline("area-line-designated", "designated", "made", 2.6, dashes(2.6, 10, 3)),
		p.outline("area-line-made", "made", "made", 2.6, nil),
		p.outline("area-casing-applied", "applied", "halo", 8, nil),
		p.outline("area-line-applied", "applied", "draft", 3.6, dashes(3.6, 8, 4)),
	})
}

func (p painter) outline(id, status, colour string, width float64, dash []float64) Layer {
	paint := properties{"line-color": p.colour[colour], "line-width": byZoom(1.4, 7, width*.3, 11, width*.6, 13.5, width)}
	if dash != nil {
		paint["line-dasharray"] = dash
	}
	return Layer{ID: id, Type: "line", Source: "overlay", SourceLayer: "area", Filter: is("status", status),
		Layout: properties{"line-join": "round"}, Paint: paint}
}

// areaLabels name areas and say what they are: "Prospect, made 2019".
func (p painter) areaLabels() []Layer {
	return group("areas", []Layer{{
		ID: "area-label", Type: "symbol", Source: "overlay", SourceLayer: "area_label",
		Filter: expression{"in", get("status"), expression{"literal", []string{"applied", "designated", "made"}}},
		Layout: properties{
			"text-field": expression{"concat", get("name"), expression{"case",
				expression{"all", is("status", "made"), expression{"has", "made"}}, expression{"concat", ", made ", expression{"to-string", get("made")}},
				is("status", "made"), ", made",
				is("status", "applied"), ", applied for",
				", designated"}},
			"text-font": bold, "text-size": byZoom(1, 9, 11.5, 12, 13, 14, 14), "text-max-width": 16, "text-padding": 6,
			"text-variable-anchor": []string{"center", "top", "bottom"}, "text-radial-offset": .4,
		},
		Paint: properties{
			"text-color":      match("status", "applied", p.colour["draft"], p.colour["made"]),
			"text-halo-color": p.colour["halo"], "text-halo-width": 2.5,
		},
	}})
}
