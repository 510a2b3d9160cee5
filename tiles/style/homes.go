package style

import "terrier/tiles/layer"

// Symbol is how homes of a tenure group are drawn: colour (the colour of Palette with the group's slug) and shape say the same.
type Symbol struct {
	Slug  string `json:"slug"`
	Name  string `json:"name"`
	Shape string `json:"shape"` // circle, square, diamond, triangle, bar
}

// Symbols of the tenure groups, in their order (DOMAIN.md section 4, UX.md section 8).
var Symbols = []Symbol{
	{"social-rent", "Social rent", "circle"},
	{"affordable-rent", "Affordable rent", "square"},
	{"low-cost-home-ownership", "Low cost home ownership", "diamond"},
	{"intermediate-rent", "Intermediate rent", "triangle"},
	{"leasehold-and-market", "Leasehold and market", "bar"},
}

// icon names a picture that the client draws (static/src/map/icon): the theme is in the name, so that a change of theme asks anew.
func (p painter) icon(kind string, property string) expression {
	return expression{"concat", string(p.theme) + ":" + kind + ":", get(property)}
}

// homes draws squares with true counts to zoom 12 and places from 13. Both source layers hold their own zooms.
func (p painter) homes() []Layer {
	few := func(one, two, five, ten, more, most any) expression {
		return expression{"step", get("count"), one, 2, two, 5, five, 10, ten, 25, more, 100, most}
	}
	times := func(base float64) expression {
		return few(base, base*1.3, base*1.6, base*2, base*2.5, base*3)
	}
	return group("homes", []Layer{
		{
			ID: "home-square", Type: "fill", Source: p.homesFrom, SourceLayer: "home_square", MaxZoom: layer.HomeMinZoom,
			Paint: properties{
				"fill-color":         p.colour["social-rent"],
				"fill-opacity":       expression{"match", get("class"), 1, .34, 2, .48, 3, .62, 4, .76, .9},
				"fill-outline-color": p.colour["halo"],
			},
		},
		{
			ID: "home-square-count", Type: "symbol", Source: p.homesFrom, SourceLayer: "home_square", MinZoom: 9, MaxZoom: layer.HomeMinZoom,
			Filter: expression{">=", get("class"), 4},
			Layout: properties{
				"text-field": expression{"to-string", get("count")}, "text-font": bold,
				"text-size": byZoom(1, 9, 8, 12, 9, 13, 11), "text-padding": 0, "symbol-sort-key": expression{"-", get("count")},
			},
			Paint: properties{"text-color": p.colour["halo"], "text-halo-color": p.colour["social-rent"], "text-halo-width": 1},
		},
		{
			ID: "home", Type: "symbol", Source: p.homesFrom, SourceLayer: "home", MinZoom: layer.HomeMinZoom,
			Layout: properties{
				"icon-image":              p.icon("home", "tenure"),
				"icon-size":               byZoom(1.5, 13, times(.62), 14.5, times(1), 16, times(1.45), 18, times(2.3)),
				"icon-allow-overlap":      true,
				"icon-ignore-placement":   true,
				"icon-padding":            0,
				"symbol-sort-key":         expression{"-", get("count")},
				"icon-rotation-alignment": "viewport",
			},
		},
		{
			ID: "home-count", Type: "symbol", Source: p.homesFrom, SourceLayer: "home", MinZoom: 14,
			Filter: expression{">=", get("count"), expression{"step", expression{"zoom"}, 10, 15, 5, 15.6, 2}},
			Layout: properties{
				"text-field": expression{"to-string", get("count")}, "text-font": bold,
				"text-size":          byZoom(1.5, 14, few(8, 8, 9, 9.5, 11, 12), 18, few(12, 13, 15, 17, 20, 22)),
				"text-allow-overlap": true, "text-ignore-placement": true, "text-padding": 0,
				"text-offset": expression{"match", get("tenure"), "intermediate-rent", expression{"literal", []float64{0, .12}}, expression{"literal", []float64{0, 0}}},
			},
			Paint: properties{"text-color": p.colour["halo"], "text-halo-color": p.tenureColour(), "text-halo-width": 1.2},
		},
	})
}

func (p painter) tenureColour() expression {
	e := expression{"match", get("tenure")}
	for _, s := range Symbols {
		e = append(e, s.Slug, p.colour[s.Slug])
	}
	return append(e, p.colour["ink-2"])
}
