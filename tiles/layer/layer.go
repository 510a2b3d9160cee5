// Package layer says what a map layer is, as a value: its name in a tile, the fields its features carry, and the zooms at
// which it shows; and which layers make up a tileset.
//
// TileJSON documents, styles and tile encoders are all made from these values, so that they cannot disagree. The words of the
// registers (which tenures there are) come from outside as Terms. Serving tiles is tiles/serve, colours are tiles/style.
package layer

// MaxZoom is the deepest zoom that tiles are asked for. The number of a tile's column still fits an int32 there.
const MaxZoom = 22

// DataMaxZoom is the deepest zoom that tiles are made for; a map draws deeper ones from it. At zoom 16 one unit of a tile is
// 9 cm of ground in England, which is less than a line's width on any screen.
const DataMaxZoom = 16

// Type is the type of a field's values, as TileJSON 3.0.0 section 3.3 names them.
type Type string

// The types of field.
const (
	Text   Type = "String"
	Number Type = "Number"
	YesNo  Type = "Boolean"
)

// Field is one property that a layer's features may carry.
type Field struct {
	Name  string // kebab-case, as in the tile
	Type  Type
	About string // a short phrase for people
}

// Layer is one named layer of a vector tile.
type Layer struct {
	ID               string
	About            string
	MinZoom, MaxZoom int
	Fields           []Field
	// PublicOnly is true of what is told to the public in place of exact things: exact tiles never hold it.
	PublicOnly bool
	// Thinned is true of a layer of the basemap as embeds have it: outlines to half a pixel, and no more than a small tile has room for
	// (tiles/thin).
	Thinned bool
}

// Keys are the names of its fields, in their order.
func (l Layer) Keys() []string {
	keys := make([]string, len(l.Fields))
	for i, f := range l.Fields {
		keys[i] = f.Name
	}
	return keys
}

// Tileset is a set of layers served as one tile.
type Tileset struct {
	Name   string // as in its address
	Title  string
	About  string
	Layers []Layer
	// Filters are what its homes can be chosen by; none in a tileset without homes.
	Filters []FilterKey
}

// MinZoom is the least zoom at which any of the layers shows.
func (t Tileset) MinZoom() int {
	least := MaxZoom
	for _, l := range t.Layers {
		least = min(least, l.MinZoom)
	}
	return least
}

// Find returns the tileset of that name. ok is false where there is none.
func Find(sets []Tileset, name string) (set Tileset, ok bool) {
	for _, set := range sets {
		if set.Name == name {
			return set, true
		}
	}
	return Tileset{}, false
}

// Names lists the tilesets' names in order.
func Names(sets []Tileset) []string {
	names := make([]string, len(sets))
	for i, set := range sets {
		names[i] = set.Name
	}
	return names
}
