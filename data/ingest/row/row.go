// Package row is what every format of file comes down to: layers of rows with values and, where the format has them, shapes.
// A package a format reads it; package ingest asks for no more than this one says.
package row

import (
	"io"

	"github.com/paulmach/orb"

	"terrier/plans"
)

// File is a file as readers get it: read from any place, several times.
type File interface {
	io.ReadSeeker
	io.ReaderAt
}

// Layer is one table of a file: the only one of a CSV, a sheet of a workbook, a layer of a GeoPackage.
type Layer struct {
	Name string // as the file calls it; "" where it has no name for its only table
	// Open begins to read the layer from its first row. io.EOF stands for a layer without headings and rows; a *plans.Error
	// says why it cannot be read. Close the reader before the file.
	Open func() (Reader, error)
}

// Source is an opened file. Close lets go of what its layers need beside the file itself.
type Source struct {
	Format string // in words: "CSV", "zipped Shapefile"
	Unit   string // what one row is called: "line", "row" or "feature"
	Shaped bool   // every row has a place for its shape
	Lonlat bool   // the format itself says longitude and latitude where the file does not (GeoJSON, KML, GPX)
	Layers []Layer
	Notes  []string // to be said once of the file
	Close  func() error
}

// Reader reads one layer row by row.
type Reader interface {
	// Header names the columns in file order. Formats whose rows name their own fields add names as they meet them.
	Header() []string
	// CRS is the coordinate system that the layer declares, as it is written there; "" where it declares none so far.
	CRS() string
	// Read returns the next row, or io.EOF. A row that cannot be read has Err and does not end the layer; an error here does.
	Read() (Record, error)
	// Offset is how many bytes of the layer have been read, of Size in all (0: not known).
	Offset() int64
	Size() int64
	Close() error
}

// Record is one row of a layer.
type Record struct {
	Line     int      // line or row in the file, from 1, headings counted; for features their number, from 1
	Values   []string // in the order of Header; shorter where the row stops early
	Geometry orb.Geometry
	Shaped   bool         // the format gives each row a place for its shape, so that none means a missing one
	Flat     bool         // heights or measures were left out
	Err      *plans.Error // the row cannot be used
}

// Value is the text of a column, "" where the row does not reach it.
func (r Record) Value(column int) string {
	if column < 0 || column >= len(r.Values) {
		return ""
	}
	return r.Values[column]
}
