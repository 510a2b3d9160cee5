package postgis

import (
	"iter"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"

	"terrier/geo/bng"
	"terrier/geo/convert"
	"terrier/geo/shape"
	"terrier/plans/intake"
)

const (
	nationalGrid = 27700
	degrees      = 4326
	webMercator  = 3857
)

// projected is a shape in the three systems that a row keeps, each vertex by OSTN15 (geo/bng). The derived two are nil where
// the shape leaves the grid: such a row stays undrawn, and the follower logs it.
type projected struct{ grid, lonlat, mercator geom.T }

func project(g orb.Geometry) projected {
	p := projected{grid: write(g, nationalGrid)}
	lonlat, err := bng.TransformWGS84(g)
	if err != nil {
		return p
	}
	p.lonlat = write(lonlat, degrees)
	p.mercator = write(bng.GeometryToMercator(lonlat), webMercator)
	return p
}

// write turns a shape to the database's edge; nil for none.
func write(g orb.Geometry, srid int) geom.T {
	if g == nil {
		return nil
	}
	t, err := convert.ToGeom(g, srid)
	if err != nil {
		return nil
	}
	return t
}

// source writes a shape as it came, for the record; nil where it was EPSG:27700 to the millimetre.
func source(g orb.Geometry, crs string) geom.T {
	srid, known := map[string]int{"EPSG:4326": degrees, "OGC:CRS84": degrees, "EPSG:4258": 4258, "EPSG:27700": nationalGrid, "EPSG:3857": webMercator}[crs]
	if !known {
		return nil
	}
	return write(g, srid)
}

// read brings a shape in from the database's edge; nil for NULL.
func read(t geom.T) orb.Geometry {
	if t == nil {
		return nil
	}
	g, err := convert.FromGeom(t)
	if err != nil {
		return nil
	}
	return g
}

func readPoint(t geom.T) orb.Point {
	p, _ := read(t).(orb.Point)
	return p
}

func readMulti(t geom.T) orb.MultiPolygon {
	switch g := read(t).(type) {
	case orb.MultiPolygon:
		return g
	case orb.Polygon:
		return orb.MultiPolygon{g}
	}
	return nil
}

// staged is a value beside its projections, made once a row. Rings run as RFC 7946 has them, so that a shape that went out and
// comes in again is the same.
type staged[T any] struct {
	of T
	projected
}

func stagedRows[T any](rows iter.Seq2[intake.Row[T], error], of func(T) orb.Geometry) iter.Seq2[intake.Row[staged[T]], error] {
	return func(yield func(intake.Row[staged[T]], error) bool) {
		for row, err := range rows {
			out := intake.Row[staged[T]]{Line: row.Line, Repaired: row.Repaired}
			if err == nil {
				out.Value = staged[T]{row.Value, project(shape.Wind(of(row.Value)))}
			}
			if !yield(out, err) {
				return
			}
		}
	}
}
