package style

// What is drawn by shape stands here once, as SVG path data, for every painter: the browser's draw it with Path2D (static/src/map/icon), the
// server's reads it from here. All lengths are CSS pixels where a layer's icon-size is 1, x to the right and y downwards.
//
// Only the commands M, L, H, V, C, A and Z are used, all absolute, with further points after one letter, and numbers that a sign parts.

// Box is the size of a symbol's picture; what is drawn stays in it, halo and all.
type Box struct {
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

// HomeBox is that of a home. Shapes lies about its middle, which stands on the place: the halo is stroked first, then the shape is filled.
var HomeBox = HomeSymbol{Box{14, 14}, 2}

// HomeSymbol says how Shapes is drawn.
type HomeSymbol struct {
	Box
	Halo float64 `json:"halo"` // width of the line in the colour "halo", half of it outside
}

// Shapes of homes, by Symbol.Shape: equal to the eye, not to the ruler.
var Shapes = map[string]string{
	"circle":   "M-3.5 0A3.5 3.5 0 1 1 3.5 0A3.5 3.5 0 1 1-3.5 0Z",
	"square":   "M-3.22-3.22H3.22V3.22H-3.22Z",
	"diamond":  "M0-4.375L4.375 0L0 4.375L-4.375 0Z",
	"triangle": "M0-4.375L4.375 3.5H-4.375Z",
	"bar":      "M-4.55-1.925H4.55V1.925H-4.55Z",
}

// Pin is how an asset is drawn: the outline of head and tip, with the middle of the head at 0, 0; over it the glyph of its kind. First the
// outline is stroked as wide as Halo in the colour "halo", then filled in "asset", then the glyph is stroked in "halo".
type Pin struct {
	Box
	Path  string  `json:"path"`
	Foot  float64 `json:"foot"` // how far under the middle of the head the picture ends, which stands on the place
	Halo  float64 `json:"halo"`
	Glyph float64 `json:"glyph"` // width of the glyph's line, with round ends and joins
}

// AssetPin is the pin of assets.
var AssetPin = Pin{
	Box:  Box{34, 36},
	Path: "M0 18L-6 11H6ZM-5-13H5A8 8 0 0 1 13-5V5A8 8 0 0 1 5 13H-5A8 8 0 0 1-13 5V-5A8 8 0 0 1-5-13Z",
	Foot: 20.5, Halo: 3, Glyph: 2,
}

// OtherGlyph is that of kinds without one of their own.
const OtherGlyph = "other"

// Glyphs in a pin, by kind of asset, about 14 wide.
var Glyphs = map[string]string{
	"hall":                  "M-6 5V-1L0-6 6-1V5Z",
	"community-centre":      "M-6 5V-1L0-6 6-1V5Z M-2 5V1H2V5",
	"place-of-worship-hall": "M-6 5V0L0-3 6 0V5Z M0-3V-8 M-2-6H2",
	"pub":                   "M-5-5H3V6H-5ZM3-2H6V3H3",
	"shop":                  "M-6-5H6L7-1H-7ZM-5-1V6H5V-1",
	"library":               "M0-4C-2-6-5-6-7-5V5C-5 4-2 4 0 6 2 4 5 4 7 5V-5C5-6 2-6 0-4ZV6",
	"playing-field":         "M-6-5H6V5H-6ZM0-5V5",
	"green":                 "M0-7C5-5 5 2 0 3-5 2-5-5 0-7ZM0 3V7",
	"allotment":             "M0 6V-1M0-1C0-5-3-6-6-6-6-2-4-1 0-1ZM0 1C0-2 3-3 6-3 6 0 4 1 0 1Z",
	"sports-ground":         "M0-6A6 6 0 1 0 .1-6ZM-6 0H6M0-6V6",
	"nursery":               "M-5-5H-1V-1H-5ZM1-5H5V-1H1ZM-5 1H-1V5H-5ZM1 1H5V5H1Z",
	"youth":                 "M0-7A2.5 2.5 0 1 0 .1-7ZM-5 6C-5 1-3-1 0-1 3-1 5 1 5 6",
	OtherGlyph:              "M0-5V1M0 4.5V5",
}

// Hatch is a pattern of lines that rise to the right by 45 degrees: of each square of Side the line goes from its lower left corner to its
// upper right one, so that it goes on from one square to the next.
type Hatch struct {
	Side  float64            `json:"side"`
	Width map[string]float64 `json:"width"` // of the lines, by the last word of a fill-pattern ("light:hatch:strong")
}

// Hatches of what is told by blurred figures.
var Hatches = Hatch{Side: 8, Width: map[string]float64{"light": 1.2, "strong": 1.8}}
