// Package export writes homes, assets, plan areas and boundaries to files, as GeoJSON (RFC 7946) or CSV (RFC 4180), row by row.
// What it writes data/ingest reads back to the same nouns, to the millimetre.
//
// Which rows a person may have is decided before they come here. Reading files is data/ingest.
package export

import (
	"bufio"
	"fmt"
	"io"
	"iter"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/geo/shape"
	"terrier/plans"
	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/boundary"
	"terrier/plans/home"
)

// Format is a format of file.
type Format string

// The formats.
const (
	GeoJSON    Format = "geojson"
	CSV        Format = "csv"
	Workbook   Format = "xlsx" // points only
	GeoPackage Format = "gpkg" // points only
)

// Options say how a file is written.
type Options struct {
	Format       Format
	BOM          bool     // begins a CSV with a byte order mark, by which Excel knows UTF-8
	Attributions []string // lines that must be shown with the data; a GeoJSON carries them
}

// row is one noun on its way out.
type row struct {
	values  []plans.FieldValue
	shape   orb.Geometry // EPSG:27700; nil for none
	pin     orb.Point    // where a pin stands beside an outline
	outline bool         // shape is an area with a pin
}

// columns of a CSV that hold places.
type places struct{ geometry, point bool }

// Homes writes homes with all their fields; they are for their owner. It returns how many were written.
func Homes(w io.Writer, o Options, rows iter.Seq2[home.Home, error]) (int, error) {
	return write(w, o, home.Home{}.Values(), places{point: true}, rows, func(h home.Home) row {
		return row{values: h.Values(), shape: h.Point}
	})
}

// Assets writes community assets and returns how many.
func Assets(w io.Writer, o Options, rows iter.Seq2[asset.Asset, error]) (int, error) {
	return write(w, o, asset.Asset{}.Values(), places{geometry: true, point: true}, rows, func(a asset.Asset) row {
		_, isPoint := a.Shape.(orb.Point)
		return row{values: a.Values(), shape: a.Shape, pin: a.Point, outline: !isPoint}
	})
}

// Areas writes plan areas and returns how many.
func Areas(w io.Writer, o Options, rows iter.Seq2[area.Area, error]) (int, error) {
	return write(w, o, area.Area{}.Values(), places{geometry: true}, rows, func(a area.Area) row {
		return row{values: a.Values(), shape: a.Shape}
	})
}

// Boundaries writes parishes, wards and other boundaries and returns how many.
func Boundaries(w io.Writer, o Options, rows iter.Seq2[boundary.Boundary, error]) (int, error) {
	return write(w, o, boundary.Boundary{}.Values(), places{geometry: true}, rows, func(b boundary.Boundary) row {
		return row{values: b.Values(), shape: b.Shape}
	})
}

// writer is a file being written.
type writer interface {
	begin() error
	row(r row, lonlat orb.Geometry) error
	end() error
}

func write[T any](w io.Writer, o Options, fields []plans.FieldValue, p places, rows iter.Seq2[T, error], of func(T) row) (n int, err error) {
	buffer := bufio.NewWriterSize(w, 64<<10)
	var out writer
	switch o.Format {
	case GeoJSON:
		out = &geoJSONWriter{w: buffer, attributions: o.Attributions}
	case CSV:
		out = newCSV(buffer, fields, p, o.BOM)
	case Workbook:
		out = newWorkbook(buffer, fields)
	case GeoPackage:
		g := newGeoPackage(buffer, "homes", fields)
		defer g.drop()
		out = g
	default:
		return 0, plans.Refuse("unknown-format", "o", fmt.Sprintf("%q is not a format that can be written.", o.Format), "Use geojson or csv.")
	}
	if err := out.begin(); err != nil {
		return 0, err
	}
	for noun, err := range rows {
		if err != nil {
			return n, err
		}
		r := of(noun)
		lonlat, err := bng.TransformWGS84(shape.Wind(r.shape))
		if err != nil {
			return n, fmt.Errorf("row %d: %w", n+1, err)
		}
		if err := out.row(r, lonlat); err != nil {
			return n, err
		}
		n++
	}
	if err := out.end(); err != nil {
		return n, err
	}
	return n, buffer.Flush()
}
