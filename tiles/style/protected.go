package style

import "terrier/tiles/layer"

// OtherHomes is the group of layers that tell of homes by blurred figures.
const OtherHomes = "protected"

// protected draws what is told of homes by blurred figures: to zoom 12 squares, hatched the more the more homes, from 13 the outlines of
// cells. Both are hatched in a colour of their own, which no exact thing is. A client shades the cells that an answer was added up from by
// the state "shaded" of their features, whose ids are the property cell.
func (p painter) protected() []Layer {
	shaded := func(yes, no any) expression {
		return expression{"case", expression{"boolean", expression{"feature-state", "shaded"}, false}, yes, no}
	}
	squares := func(l Layer) Layer {
		l.Source, l.SourceLayer, l.MaxZoom = "overlay", "home_protected", 13
		return l
	}
	cells := func(l Layer) Layer {
		l.Source, l.SourceLayer, l.MinZoom = "overlay", "home_protected", 13
		return l
	}
	colour := p.colour["protected"]
	return group(OtherHomes, []Layer{
		squares(Layer{
			ID: "protected-square", Type: "fill", Filter: expression{"has", "count"},
			Paint: properties{"fill-pattern": p.hatch("light"), "fill-opacity": expression{"match", get("class"), 1, .3, 2, .42, 3, .56, 4, .72, .88}},
		}),
		squares(Layer{
			ID: "protected-square-line", Type: "line",
			Paint: properties{"line-color": colour, "line-opacity": .55, "line-width": byZoom(1, 6, .4, 12, .9), "line-dasharray": dashes(1, 3, 2)},
		}),
		cells(Layer{ID: "protected-cell", Type: "fill", Paint: properties{"fill-pattern": p.hatch("light"), "fill-opacity": shaded(0, .24)}}),
		cells(Layer{ID: "protected-cell-shaded", Type: "fill", Paint: properties{"fill-pattern": p.hatch("strong"), "fill-opacity": shaded(.55, 0)}}),
		cells(Layer{
			ID: "protected-cell-line", Type: "line", Layout: properties{"line-join": "round"},
			Paint: properties{"line-color": colour, "line-opacity": shaded(0, .75), "line-width": 1, "line-dasharray": dashes(1, 3, 2.5)},
		}),
		cells(Layer{
			ID: "protected-cell-shaded-line", Type: "line", Layout: properties{"line-join": "round"},
			Paint: properties{"line-color": colour, "line-opacity": shaded(1, 0), "line-width": 2.4},
		}),
	})
}

// protectedLabels say about how many homes each cell has.
func (p painter) protectedLabels() []Layer {
	return group(OtherHomes, []Layer{{
		ID: "protected-label", Type: "symbol", Source: "overlay", SourceLayer: "home_protected_label", MinZoom: layer.HomeMinZoom,
		Layout: properties{
			"text-field": expression{"concat", "about ", expression{"to-string", get("count")}}, "text-font": semibold,
			"text-size": byZoom(1, 13, 10, 16, 13), "text-padding": 2, "text-variable-anchor": []string{"center", "top", "bottom"}, "text-radial-offset": .6,
		},
		Paint: properties{"text-color": p.colour["protected"], "text-halo-color": p.colour["halo"], "text-halo-width": 1.6},
	}})
}

// hatch names a pattern that the client draws (static/src/map/icon).
func (p painter) hatch(kind string) string { return string(p.theme) + ":hatch:" + kind }
