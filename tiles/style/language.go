package style

// The documents of embeds keep to a small part of MapLibre's style language, which three painters know: MapLibre itself, the server's
// (tiles/picture) and the embed's (static/src/embed). What is not listed here is not in them; a test sees to both. The rules besides:
//
//   - Layers are drawn in their order, each over those before it. A layer shows from its minzoom to below its maxzoom.
//   - Names and pins get their places from the last layer to the first, and within a layer by symbol-sort-key, the least first, then as
//     they come in the tiles. What finds its place taken is not drawn, unless it may overlap.
//   - Zooms count tiles of 512 px. Zoom stands only in step and interpolate; interpolate is always exponential, its stops are numbers or
//     expressions, and its values numbers.
//   - A property that a feature does not have is null: it equals nothing that is listed, and has no place in a text.
//   - Colours are #RRGGBB. Widths are CSS pixels; dashes are in widths of the line; offsets of text are in ems.
//   - An icon is called theme:kind:name; its kinds are home (Shapes) and asset (AssetPin, Glyphs). A pattern is called theme:hatch:name.
//   - A circle's stroke lies outside its radius.

// Operators are those that expressions begin with.
var Operators = []string{
	"!", "!=", "-", "==", ">=", "all", "case", "concat", "exponential", "geometry-type", "get", "has", "in", "interpolate", "literal", "match", "step",
	"to-string", "zoom",
}

// Lists are properties whose value is a plain list.
var Lists = []string{"circle-translate", "line-dasharray", "text-font", "text-variable-anchor", "text-variable-anchor-offset"}

// Properties are those of layout and paint, by type of layer.
var Properties = map[string][]string{
	"background": {"background-color"},
	"circle":     {"circle-opacity", "circle-radius", "circle-stroke-color", "circle-stroke-width", "circle-translate"},
	"fill":       {"fill-color", "fill-opacity", "fill-outline-color", "fill-pattern"},
	"line":       {"line-cap", "line-color", "line-dasharray", "line-join", "line-offset", "line-opacity", "line-width"},
	"symbol": {
		"icon-allow-overlap", "icon-anchor", "icon-ignore-placement", "icon-image", "icon-padding", "icon-rotation-alignment", "icon-size",
		"symbol-placement", "symbol-sort-key", "symbol-spacing", "text-allow-overlap", "text-color", "text-field", "text-font", "text-halo-color",
		"text-halo-width", "text-ignore-placement", "text-justify", "text-letter-spacing", "text-max-angle", "text-max-width", "text-offset",
		"text-optional", "text-padding", "text-radial-offset", "text-size", "text-variable-anchor", "text-variable-anchor-offset",
	},
}
