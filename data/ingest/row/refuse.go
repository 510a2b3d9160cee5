package row

import (
	"errors"
	"fmt"
	"io"
	"strconv"

	"terrier/plans"
)

// What to do with a file that is none of ours.
const (
	ToGeoJSON = "Convert it first: ogr2ogr -f GeoJSON out.geojson FILE, or save it as GeoJSON in QGIS."
	ToCSV     = "Open it and save the sheet as CSV UTF-8."
)

// OtherFormat refuses a file of a kind that cannot be read, said as in "The file is a picture."
func OtherFormat(is, remedy string) *plans.Error {
	return plans.Refuse("other-format", "file", fmt.Sprintf("The file is %s. CSV, GeoJSON, zipped Shapefile, GeoPackage, KML, GPX and Excel workbooks (.xlsx) can be read.", is), remedy)
}

// Truncated refuses a file that breaks off; where says at which place, as in "after feature 3, at byte 4,000".
func Truncated(where string) *plans.Error {
	return plans.Refuse("truncated-file", "file", fmt.Sprintf("The file breaks off %s.", where), "It may not have been downloaded or copied whole: fetch it again.")
}

// WrongGeometry refuses a shape that is neither a place nor an area made of straight edges, by its GeoJSON name or its OGC one.
func WrongGeometry(kind string) *plans.Error {
	what := map[string]string{
		"LineString": "a line", "MultiLineString": "a set of lines", "GeometryCollection": "a collection of shapes", "MultiPoint": "a set of points",
		"CircularString": "a curve", "CompoundCurve": "a curve", "MultiCurve": "a set of curves", "CurvePolygon": "an area with curved edges",
		"MultiSurface": "an area with curved edges", "Triangle": "a triangle", "TIN": "a surface", "PolyhedralSurface": "a surface", "MultiPatch": "a surface",
	}[kind]
	if what == "" {
		what = strconv.Quote(kind)
	}
	return plans.Refuse("wrong-geometry", "geometry", fmt.Sprintf("The geometry is %s; a point or an area made of straight edges is wanted.", what),
		"Export it as Point, Polygon or MultiPolygon.")
}

// ReadError leaves io.EOF and refusals as they are and says of other errors that reading failed.
func ReadError(err error) error {
	var refused *plans.Error
	if err == nil || err == io.EOF || errors.As(err, &refused) {
		return err
	}
	return fmt.Errorf("read the file: %w", err)
}
