package serve

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"terrier/tiles/layer"
)

// Address is the place of a tile in the usual scheme: z/x/y from the north-west corner of the Web Mercator square.
type Address struct {
	Z    uint8
	X, Y uint32
}

// Error is a tile address or name that cannot be answered. Status is the HTTP status that says so.
type Error struct {
	Status  int
	code    string
	Field   string
	Message string
	Remedy  string
}

func (e *Error) Error() string { return e.Message }

// Code is stable and in kebab-case: tile-out-of-range, not-found.
func (e *Error) Code() string { return e.code }

// ReadAddress reads the three numbers of a tile's address. A zoom beyond layer.MaxZoom, a column or row that the zoom does not
// have, and what is no whole number are refused as an Error coded tile-out-of-range.
func ReadAddress(z, x, y string) (Address, error) {
	zoom, err := strconv.ParseUint(z, 10, 8)
	if err != nil || !digits(z) || zoom > layer.MaxZoom {
		return Address{}, outOfRange("z", "The zoom %q is not a whole number from 0 to %d.", z, layer.MaxZoom)
	}
	last := uint64(1)<<zoom - 1
	column, err := strconv.ParseUint(x, 10, 32)
	if err != nil || !digits(x) || column > last {
		return Address{}, outOfRange("x", "The column %q is not a whole number from 0 to %d, which is what zoom %d has.", x, last, zoom)
	}
	row, err := strconv.ParseUint(y, 10, 32)
	if err != nil || !digits(y) || row > last {
		return Address{}, outOfRange("y", "The row %q is not a whole number from 0 to %d, which is what zoom %d has.", y, last, zoom)
	}
	return Address{uint8(zoom), uint32(column), uint32(row)}, nil
}

// digits keeps one tile to one address: no sign, and no leading zero.
func digits(text string) bool {
	return strings.Trim(text, "0123456789") == "" && (len(text) == 1 || text[0] != '0')
}

func outOfRange(field, format string, args ...any) *Error {
	return &Error{Status: http.StatusBadRequest, code: "tile-out-of-range", Field: field, Message: fmt.Sprintf(format, args...),
		Remedy: "Ask for /tiles/{tileset}/{z}/{x}/{y}.mvt, with z from 0 to 22 and x and y from 0 to 2^z - 1."}
}

func unknownTileset(name string, sets []layer.Tileset) *Error {
	return &Error{Status: http.StatusNotFound, code: "unknown-tileset", Field: "tileset",
		Message: fmt.Sprintf("There is no tileset called %q here.", name),
		Remedy:  "There are " + strings.Join(layer.Names(sets), ", ") + "."}
}
