package web

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/geo/shape"
	"terrier/plans"
	"terrier/plans/provenance"
)

// mostVertices of a posted shape, each ring's repeated first point counted too.
const mostVertices = 50_000

// boundary is what is counted in, and how it is spoken of. Its shape is valid.
type boundary = provenance.Boundary

var everywhere = boundary{Name: "Everywhere"}

// fromShape takes a shape as given into EPSG:27700 and judges it there, where its edges are straight.
func fromShape(given orb.MultiPolygon, system crs) (boundary, error) {
	onGrid, err := shapeOnGrid(given, system)
	if err != nil {
		return boundary{}, err
	}
	if err := shape.Check(onGrid, shape.Limits{Vertices: mostVertices}); err != nil {
		return boundary{}, shapeProblem(err, given, system)
	}
	return measured("The shape you sent", onGrid), nil
}

// shapeOnGrid takes a shape as given into EPSG:27700, vertex by vertex, and rounds it to the millimetre. Whether it is one that can be kept
// is not judged.
func shapeOnGrid(given orb.MultiPolygon, system crs) (orb.MultiPolygon, error) {
	if n := shape.Vertices(given); n > mostVertices {
		return nil, refuse(http.StatusUnprocessableEntity, "too-many-vertices", "coordinates",
			fmt.Sprintf("The shape has %s points; at most %s are taken.", thousands(n), thousands(mostVertices)),
			"Simplify the shape: a tolerance of 1 metre is seldom seen on a map.")
	}
	onGrid := make(orb.MultiPolygon, len(given))
	for i, part := range given {
		onGrid[i] = make(orb.Polygon, len(part))
		for j, ring := range part {
			converted := make(orb.Ring, len(ring))
			for k, p := range ring {
				var err error
				if converted[k], err = toGrid(p, system); err != nil {
					return nil, err
				}
			}
			onGrid[i][j] = converted
		}
	}
	return onGrid, nil
}

func measured(name string, onGrid orb.MultiPolygon) boundary {
	return boundary{Name: name, Shape: onGrid, Hectares: shape.Area(onGrid) / 10_000, PerimeterKm: shape.Perimeter(onGrid) / 1000}
}

// toGrid converts one vertex and refuses one that is not in Great Britain, which every point with OSTN15 is.
func toGrid(p orb.Point, system crs) (orb.Point, error) {
	if system == metres {
		if _, err := bng.ToWGS84(p); err != nil {
			return p, notHere(p, system, err)
		}
		return bng.RoundPoint(p), nil
	}
	onGrid, err := bng.FromWGS84(p)
	if err != nil {
		return p, notHere(p, system, err)
	}
	return bng.RoundPoint(onGrid), nil
}

// shapeProblem tells what is wrong with a shape in the coordinates in which it was given.
func shapeProblem(err error, given orb.MultiPolygon, system crs) error {
	var onGrid, asGiven *shape.Problem
	if !errors.As(err, &onGrid) {
		return err
	}
	e := plans.Refuse(onGrid.Code(), "coordinates", onGrid.Message, onGrid.Remedy)
	if errors.As(shape.Check(given, shape.Limits{Vertices: mostVertices}), &asGiven) && asGiven.Kind == onGrid.Kind {
		e.Message, e.Remedy = asGiven.Message, asGiven.Remedy
		if asGiven.Placed {
			e.Where = []float64{tidyDegree(asGiven.Where[0]), tidyDegree(asGiven.Where[1])}
		}
		return &refusal{http.StatusUnprocessableEntity, e}
	}
	e.Message += " This is so in EPSG:27700, where edges are straight and corners lie on whole millimetres."
	if onGrid.Placed {
		where := onGrid.Where
		if system == degrees {
			if lonlat, err := bng.ToWGS84(where); err == nil {
				where = lonlat
			}
		}
		e.Where = []float64{tidyDegree(where[0]), tidyDegree(where[1])}
	}
	return &refusal{http.StatusUnprocessableEntity, e}
}

// tidyDegree drops what lies below 0.1 mm.
func tidyDegree(v float64) float64 {
	return math.Round(v*1e9) / 1e9
}

// notHere says what coordinates that are not in Great Britain look like, and what to do.
func notHere(p orb.Point, system crs, cause error) error {
	code, message, remedy := "outside-grid", "The point "+pointText(p)+" is not in Great Britain.",
		"Only places in Great Britain, the Isle of Man and the sea near them can be asked about."
	swapped := orb.Point{p[1], p[0]}
	switch {
	case p == orb.Point{}:
		code, message = "outside-grid", "The point 0, 0 is in the Atlantic off Africa; programs write it where they have no place."
		remedy = "Find out where the coordinates were lost."
	case looksLikeMercator(p):
		code, message = "looks-like-web-mercator", "The point "+pointText(p)+" looks like metres of Web Mercator (EPSG:3857)."
		remedy = "Convert the shape to longitude and latitude (EPSG:4326) or to the National Grid (EPSG:27700)."
	case system == degrees && isOnGrid(p):
		code, message = "looks-like-grid", "The point "+pointText(p)+" looks like an easting and northing of the National Grid, but was taken for longitude and latitude."
		remedy = "Add crs=EPSG:27700 to the address."
	case system == metres && (isLonLat(p) || isLonLat(swapped)):
		code, message = "looks-like-degrees", "The point "+pointText(p)+" looks like degrees, but was taken for an easting and northing."
		remedy = "Leave crs=EPSG:27700 out, and give longitude before latitude."
	case system == degrees && isLonLat(swapped):
		code, message = "swapped-axes", "The point "+pointText(p)+" looks like latitude before longitude."
		remedy = "Give longitude first: [" + number(p[1]) + ", " + number(p[0]) + "]. GeoJSON has it so."
	case system == metres && isOnGrid(swapped):
		code, message = "swapped-axes", "The point "+pointText(p)+" looks like northing before easting."
		remedy = "Give the easting first: [" + number(p[1]) + ", " + number(p[0]) + "]."
	case system == degrees && (math.Abs(p[0]) > 180 || math.Abs(p[1]) > 90):
		code, message = "not-degrees", "The point "+pointText(p)+" is no longitude and latitude."
		remedy = "Give degrees, or say in which coordinate system they are: crs=EPSG:27700 for the National Grid."
	default:
		var outside *bng.OutsideError
		if errors.As(cause, &outside) {
			message = "The point " + pointText(p) + " " + outside.Reason + "."
		}
	}
	e := plans.Refuse(code, "coordinates", message, remedy)
	if finite(p) {
		e.Where = []float64{p[0], p[1]}
	}
	return &refusal{http.StatusUnprocessableEntity, e}
}

// looksLikeMercator is true of Web Mercator metres in and around Great Britain, which no grid coordinates reach.
func looksLikeMercator(p orb.Point) bool {
	return p[0] > -1_100_000 && p[0] < 400_000 && p[1] > 6_300_000 && p[1] < 8_900_000
}

func isOnGrid(p orb.Point) bool {
	_, err := bng.ToWGS84(p)
	return err == nil
}

func isLonLat(p orb.Point) bool {
	_, err := bng.FromWGS84(p)
	return err == nil
}

func finite(p orb.Point) bool {
	return !math.IsNaN(p[0]+p[1]) && !math.IsInf(p[0], 0) && !math.IsInf(p[1], 0)
}

func pointText(p orb.Point) string { return number(p[0]) + ", " + number(p[1]) }

func number(v float64) string {
	if math.Abs(v) >= 1e15 {
		return strconv.FormatFloat(v, 'g', 6, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
