package style

import (
	"fmt"
	"strings"
)

// Theme is the brightness that a document or a page is drawn for.
type Theme string

// The themes.
const (
	Light Theme = "light"
	Dark  Theme = "dark"
)

// Colour is one named colour in both themes, as #RRGGBB. The map's layers, the icons drawn in the browser and the style sheets
// of the pages all take their colours from Palette: change them there, then write static/src/css/palette.css anew with
//
//	go test ./tiles/style -run Palette -update
type Colour struct {
	Name        string // the CSS custom property without its dashes
	Light, Dark string
	Use         string
}

// Palette is every colour there is (UX.md section 9). The map is quiet; data is the only saturated thing on it.
var Palette = []Colour{
	{"ink", "#16231F", "#EDF1EC", "text"},
	{"ink-2", "#4A5853", "#AEBAB3", "secondary text"},
	{"line", "#D9D6CB", "#33413B", "rules between things"},
	{"edge", "#8A8F86", "#74827B", "edges of controls, 3:1 on the surface"},
	{"surface", "#FFFFFF", "#17211D", "panels and cards"},
	{"paper", "#FAF8F2", "#111A16", "the page"},
	{"sunk", "#F1EEE4", "#0C1411", "behind cards"},
	{"brand", "#0F4D3F", "#7FD1B3", "main buttons, the current page"},
	{"brand-soft", "#E3EEE8", "#1C3A30", "chosen rows"},
	{"on-brand", "#FFFFFF", "#0C1411", "text on brand"},
	{"link", "#0B5C8A", "#86C7F0", "links"},
	{"focus", "#FFC83D", "#FFC83D", "the focus ring, inside ink"},
	{"warn", "#B84A00", "#FFA35C", "warnings"},
	{"warn-soft", "#FFF3E6", "#33210F", "behind warnings"},
	{"ok", "#0F6B3E", "#79D6A2", "done, saved, switched on"},
	{"ok-soft", "#E7F3EA", "#12301F", "behind good news"},

	{"land", "#F5F2EA", "#1A2420", "the ground"},
	{"green", "#DCE7CC", "#20352A", "parks and greens"},
	{"water", "#BFD9E2", "#16384A", "rivers and lakes"},
	{"road", "#FFFFFF", "#2F3B36", "streets"},
	{"road-main", "#FFF9E6", "#3B463F", "main roads"},
	{"casing", "#DDD6C6", "#121A17", "edges of roads"},
	{"building", "#E4DED1", "#26322D", "buildings"},
	{"industry", "#DFDCD9", "#232B2B", "works and warehouses"},
	{"building-edge", "#CFC7B6", "#35423C", "edges of buildings"},
	{"rail", "#9C9A93", "#59645F", "railways"},
	{"label", "#5A5C55", "#B4C0B9", "street names"},
	{"label-green", "#45683A", "#9CC48C", "names of parks"},
	{"label-water", "#2E6277", "#8CC3DA", "names of waters"},
	{"halo", "#FFFFFF", "#0F1714", "around labels, symbols and outlines"},
	{"boundary", "#7A7D76", "#7F8C85", "parishes and wards"},

	{"draft", "#A6123F", "#FF7C9C", "areas applied for, and the shape being sketched"},
	{"made", "#1E2A6B", "#A9B6FF", "areas designated, and plans made"},
	{"asset", "#16231F", "#EDF1EC", "pins of community assets"},
	{"protected", "#6B3FA0", "#C8A8F0", "figures that are blurred, and the cells they are of: never an exact one"},

	{"social-rent", "#0B5FA5", "#6CB6F5", "circle"},
	{"affordable-rent", "#3A8FC4", "#A9DBF7", "square"},
	{"low-cost-home-ownership", "#B86E00", "#FFB84D", "diamond"},
	{"intermediate-rent", "#D0508A", "#F08CD3", "triangle"},
	{"leasehold-and-market", "#55585A", "#A3ABA6", "bar"},

	{"epc-a-b", "#1B5E8C", "#6FB3E0", "energy certificates: an order, not traffic lights"},
	{"epc-c", "#5FA8C9", "#9AD0E6", ""},
	{"epc-d", "#D9C36A", "#E6D98A", ""},
	{"epc-e", "#C97B2A", "#E8A35C", ""},
	{"epc-f-g", "#7A2E12", "#D9866B", ""},
}

// Colours maps the names of Palette to their values in one theme.
func Colours(theme Theme) map[string]string {
	m := make(map[string]string, len(Palette))
	for _, c := range Palette {
		m[c.Name] = c.Light
		if theme == Dark {
			m[c.Name] = c.Dark
		}
	}
	return m
}

// ColourIn is a colour of Palette in a theme, #RRGGBB; "" where there is none of that name.
func ColourIn(theme Theme, name string) string {
	for _, c := range Palette {
		if c.Name == name && theme == Dark {
			return c.Dark
		}
		if c.Name == name {
			return c.Light
		}
	}
	return ""
}

// CSS is Palette as custom properties. Pages follow the system; data-theme on the root overrides it; print is always light.
func CSS() string {
	var b strings.Builder
	b.WriteString("/* Written from tiles/style/palette.go: go test ./tiles/style -run Palette -update */\n")
	block := func(open string, theme Theme, shut string) {
		fmt.Fprintf(&b, "%s\n  color-scheme: %s;\n", open, theme)
		values := Colours(theme)
		for _, c := range Palette {
			fmt.Fprintf(&b, "  --%s: %s;\n", c.Name, values[c.Name])
		}
		b.WriteString(shut + "\n")
	}
	block(":root {", Light, "}")
	block("@media screen and (prefers-color-scheme: dark) {\n:root:not([data-theme='light']) {", Dark, "}\n}")
	block("@media screen {\n:root[data-theme='dark'] {", Dark, "}\n}")
	return b.String()
}
