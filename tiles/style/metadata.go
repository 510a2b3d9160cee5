package style

import "slices"

// Switch is a group of layers that a reader switches on and off together.
type Switch struct {
	Group string `json:"group"`
	Name  string `json:"name"`
	On    bool   `json:"on"` // at first
}

// metadata tells clients what they draw themselves: colours, the symbols of tenure groups, and the layer switches.
func (p painter) metadata(o Options, layers []Layer) map[string]any {
	m := map[string]any{
		"terrier:theme":   p.theme,
		"terrier:basemap": o.Basemap,
		"terrier:colours": p.colour,
		"terrier:symbols": Symbols,
		"terrier:shapes":  Shapes,
		"terrier:home":    HomeBox,
		"terrier:glyphs":  Glyphs,
		"terrier:pin":     AssetPin,
		"terrier:hatch":   Hatches,

		"terrier:switches": switches(o, layers),
	}
	if o.Exact {
		m["terrier:exact"] = true
	}
	return m
}

// switches are those that have layers to switch.
func switches(o Options, layers []Layer) []Switch {
	homes := "Published homes"
	if o.Exact {
		homes = "Homes"
	}
	all := []Switch{
		{"homes", homes, true},
		{OtherHomes, "Other homes, about", true},
		{"areas", "Plan areas", true},
		{"assets", "Community assets", true},
		{"boundaries", "Parishes, wards and authorities", o.Basemap == None},
		{"census", "Census areas", false},
	}
	return slices.DeleteFunc(all, func(s Switch) bool {
		return !slices.ContainsFunc(layers, func(l Layer) bool { return l.Metadata["terrier:group"] == s.Group })
	})
}
