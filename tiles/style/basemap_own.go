package style

// own draws our own basemap as the mock does: quiet ground, cased streets, dashed rail.
func (p painter) own() (under, labels []Layer) {
	main, minor := is("kind", "main"), not(is("kind", "main", "path"))
	under = []Layer{
		p.ground("green", "green", "green", nil),
		p.ground("water", "water", "water", expression{"==", expression{"geometry-type"}, "Polygon"}),
		p.stream("water-line", "water", expression{"==", expression{"geometry-type"}, "LineString"}),
		p.road("path", "road", is("kind", "path"), "road-main", 1.2, 14, dashes(1.2, 3, 2)),
		p.road("road-minor-casing", "road", minor, "casing", 8, 11, nil),
		p.road("road-main-casing", "road", main, "casing", 13, 5, nil),
		p.road("road-minor", "road", minor, "road", 6.2, 11, nil),
		p.road("road-main", "road", main, "road-main", 10.6, 5, nil),
		p.rail("rail", "rail", nil, "rail", 2.7, nil),
		p.rail("rail-sleeper", "rail", nil, "land", 1.3, dashes(1.3, 8, 8)),
		p.buildings("building", not(is("kind", "industrial")), "building"),
		p.buildings("building-industry", is("kind", "industrial"), "industry"),
	}
	labels = []Layer{
		p.alongRoad("road-minor-label", "road", minor, "name", 9.5, 14.2),
		p.alongRoad("road-main-label", "road", main, "name", 11.5, 12.5),
		p.alongWater("water-label", "water", "name"),
		p.waterPoint("water-point-label", "label", is("kind", waters...), "name"),
		p.greenLabel("green-label", "label", is("kind", greens...), "name"),
		p.placeLabel("hamlet-label", "label", is("kind", "hamlet", "quarter", "station"), "name", 12, 12),
		p.placeLabel("settlement-label", "label", is("kind", "settlement", "city", "town", "village", "suburb"), "name", 15, 5),
	}
	return under, labels
}

// Kinds of names in our layer "label" beside settlements.
var (
	waters = []string{"water", "river", "canal", "lake"}
	greens = []string{"park", "green", "sports", "playing-field", "allotments", "cemetery", "wood", "moor", "common"}
)

func (p painter) ground(id, layer, colour string, filter expression) Layer {
	return Layer{ID: id, Type: "fill", Source: "basemap", SourceLayer: layer, Filter: filter,
		Paint: properties{"fill-color": p.colour[colour]}}
}

func (p painter) stream(id, layer string, filter expression) Layer {
	return Layer{ID: id, Type: "line", Source: "basemap", SourceLayer: layer, Filter: filter,
		Layout: properties{"line-cap": "round", "line-join": "round"},
		Paint:  properties{"line-color": p.colour["water"], "line-width": byZoom(1.6, 8, .6, 14.5, 4, 18, 18)}}
}

// road has the given width at zoom 14.5, as in the mock, and is a line about two pixels wide where it first shows.
func (p painter) road(id, layer string, filter expression, colour string, width, minZoom float64, dash []float64) Layer {
	paint := properties{"line-color": p.colour[colour],
		"line-width": byZoom(1.6, 6, min(width*.08, 1), 11, width*.16, 13, width*.46, 14.5, width, 18, width*4)}
	if dash != nil {
		paint["line-dasharray"] = dash
	}
	return Layer{ID: id, Type: "line", Source: "basemap", SourceLayer: layer, Filter: filter, MinZoom: minZoom,
		Layout: properties{"line-cap": "round", "line-join": "round"}, Paint: paint}
}

func (p painter) rail(id, layer string, filter expression, colour string, width float64, dash []float64) Layer {
	paint := properties{"line-color": p.colour[colour], "line-width": byZoom(1.3, 9, width*.3, 14.5, width, 18, width*1.8)}
	if dash != nil {
		paint["line-dasharray"] = dash
	}
	return Layer{ID: id, Type: "line", Source: "basemap", SourceLayer: layer, Filter: filter, MinZoom: 9, Paint: paint}
}

func (p painter) buildings(id string, filter expression, colour string) Layer {
	return Layer{ID: id, Type: "fill", Source: "basemap", SourceLayer: "building", Filter: filter, MinZoom: 13,
		Paint: properties{"fill-color": p.colour[colour], "fill-outline-color": p.colour["building-edge"],
			"fill-opacity": byZoom(1, 13, 0, 13.6, 1)}}
}

func (p painter) alongRoad(id, layer string, filter expression, name string, size, minZoom float64) Layer {
	return Layer{ID: id, Type: "symbol", Source: "basemap", SourceLayer: layer, Filter: filter, MinZoom: minZoom,
		Layout: properties{
			"symbol-placement": "line", "text-field": get(name), "text-font": medium, "text-max-angle": 28,
			"text-size": byZoom(1, minZoom, size, 15, size, 18, size+3.5), "symbol-spacing": 360, "text-padding": 4,
		},
		Paint: properties{"text-color": p.colour["label"], "text-halo-color": p.colour["halo"], "text-halo-width": 1.5}}
}

func (p painter) alongWater(id, layer, name string) Layer {
	return Layer{ID: id, Type: "symbol", Source: "basemap", SourceLayer: layer, MinZoom: 12,
		Filter: expression{"==", expression{"geometry-type"}, "LineString"},
		Layout: properties{"symbol-placement": "line", "text-field": get(name), "text-font": italic, "text-size": 13,
			"text-letter-spacing": .06, "symbol-spacing": 420, "text-max-angle": 35},
		Paint: properties{"text-color": p.colour["label-water"]}}
}

func (p painter) waterPoint(id, layer string, filter expression, name string) Layer {
	return Layer{ID: id, Type: "symbol", Source: "basemap", SourceLayer: layer, Filter: filter,
		Layout: properties{"text-field": get(name), "text-font": italic, "text-size": 13, "text-letter-spacing": .06, "text-max-width": 7},
		Paint:  properties{"text-color": p.colour["label-water"]}}
}

func (p painter) greenLabel(id, layer string, filter expression, name string) Layer {
	return Layer{ID: id, Type: "symbol", Source: "basemap", SourceLayer: layer, Filter: filter,
		Layout: properties{"text-field": get(name), "text-font": semibold, "text-size": 12.5, "text-max-width": 7, "text-padding": 6},
		Paint:  properties{"text-color": p.colour["label-green"], "text-halo-color": p.colour["halo"], "text-halo-width": 1.5}}
}

func (p painter) placeLabel(id, layer string, filter expression, name string, size, minZoom float64) Layer {
	return Layer{ID: id, Type: "symbol", Source: "basemap", SourceLayer: layer, Filter: filter, MinZoom: minZoom, MaxZoom: 16,
		Layout: properties{"text-field": get(name), "text-font": bold, "text-size": byZoom(1, 6, size-2, 12, size, 15, size+1),
			"text-max-width": 8, "text-padding": 10},
		Paint: properties{"text-color": p.colour["ink"], "text-halo-color": p.colour["halo"], "text-halo-width": 2}}
}

// raster lays pictures under the registers, softened so that data stays the only saturated thing.
func (p painter) raster() (under, labels []Layer) {
	paint := properties{"raster-saturation": -.6, "raster-contrast": -.1, "raster-fade-duration": 0}
	if p.theme == Dark {
		paint["raster-brightness-max"] = .45
	}
	return []Layer{{ID: "basemap-raster", Type: "raster", Source: "basemap", Paint: paint}}, nil
}
