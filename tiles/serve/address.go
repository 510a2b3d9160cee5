package serve

import (
	"fmt"
	"strconv"
	"strings"

	"terrier/geo/grid"
	"terrier/tiles/layer"
)

// Error is a request for a tile that cannot be answered. Status is the HTTP status that says so.
type Error struct {
	Status  int
	code    string
	Field   string
	Message string
	Remedy  string
}

func (e *Error) Error() string { return e.Message }

// Code is stable and in kebab-case: tile-out-of-range, unknown-tileset, unknown-filter, unknown-value, busy ...
func (e *Error) Code() string { return e.code }

// ReadAddress reads the three numbers of a tile's address. A zoom beyond layer.MaxZoom, a column or row that the zoom does not
// have, and what is no whole number are refused as an Error coded tile-out-of-range.
func ReadAddress(z, x, y string) (grid.Tile, error) {
	zoom, err := strconv.ParseUint(z, 10, 8)
	if err != nil || !digits(z) || zoom > layer.MaxZoom {
		return grid.Tile{}, outOfRange("z", "The zoom %q is not a whole number from 0 to %d.", z, layer.MaxZoom)
	}
	last := uint64(1)<<zoom - 1
	column, err := strconv.ParseUint(x, 10, 32)
	if err != nil || !digits(x) || column > last {
		return grid.Tile{}, outOfRange("x", "The column %q is not a whole number from 0 to %d, which is what zoom %d has.", x, last, zoom)
	}
	row, err := strconv.ParseUint(y, 10, 32)
	if err != nil || !digits(y) || row > last {
		return grid.Tile{}, outOfRange("y", "The row %q is not a whole number from 0 to %d, which is what zoom %d has.", y, last, zoom)
	}
	return grid.Tile{Z: uint8(zoom), X: uint32(column), Y: uint32(row)}, nil
}

// digits keeps one tile to one address: no sign, and no leading zero.
func digits(text string) bool {
	return strings.Trim(text, "0123456789") == "" && (len(text) == 1 || text[0] != '0')
}

func outOfRange(field, format string, args ...any) *Error {
	return badRequest("tile-out-of-range", field, fmt.Sprintf(format, args...),
		"Ask for /tiles/{tileset}/{z}/{x}/{y}.mvt, with z from 0 to 22 and x and y from 0 to 2^z - 1.")
}
