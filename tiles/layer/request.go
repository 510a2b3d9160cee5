package layer

import "terrier/geo/grid"

// Request says which tile is asked for. Requests for the same are equal values.
type Request struct {
	Tileset string // its name
	At      grid.Tile
	Filter  Filter
}
