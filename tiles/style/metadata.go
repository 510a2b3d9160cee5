package style

// Switch is a group of layers that a reader switches on and off together.
type Switch struct {
	Group string `json:"group"`
	Name  string `json:"name"`
	On    bool   `json:"on"` // at first
}

// metadata tells clients what they draw themselves: colours, the symbols of tenure groups, and the layer switches.
func (p painter) metadata(base Schema, exact bool) map[string]any {
	switches := []Switch{{"homes", "Published homes", true}, {OtherHomes, "Other homes, about", true}}
	if exact {
		switches = []Switch{{"homes", "Homes", true}}
	}
	m := map[string]any{
		"terrier:theme":   p.theme,
		"terrier:basemap": base,
		"terrier:colours": p.colour,
		"terrier:symbols": Symbols,
		"terrier:shapes":  Shapes,
		"terrier:home":    HomeBox,
		"terrier:glyphs":  Glyphs,
		"terrier:pin":     AssetPin,
		"terrier:hatch":   Hatches,
		"terrier:switches": append(switches,
			Switch{"areas", "Plan areas", true},
			Switch{"assets", "Community assets", true},
			Switch{"boundaries", "Parishes, wards and authorities", base == None},
			Switch{"census", "Census areas", false},
		),
	}
	if exact {
		m["terrier:exact"] = true
	}
	return m
}
