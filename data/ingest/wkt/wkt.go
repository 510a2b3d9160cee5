// Package wkt reads well-known text (OGC 06-103r4), as councils put it into a column.
package wkt

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// Read reads a geometry in well-known text, with or without SRID=…; before it and with Z or M values, which are left out
// (flat). crs is the system that the SRID names, "" without one. Curves and surfaces are refused.
func Read(text string) (g orb.Geometry, crs string, flat bool, refused *plans.Error) {
	w := wkt{text: text}
	if srid, rest, ok := strings.Cut(text, ";"); ok && strings.HasPrefix(strings.ToUpper(srid), "SRID=") {
		crs, w.text = "EPSG:"+strings.TrimSpace(srid[5:]), rest
	}
	g = w.geometry(0)
	if w.skip(); w.err == nil && w.at < len(w.text) {
		w.refuse("there is more after its end")
	}
	if w.err != nil {
		return nil, crs, false, w.err
	}
	return g, crs, w.heights, nil
}

// deepest a collection may hold collections; no program writes more than one.
const deepest = 8

func (w *wkt) geometry(depth int) orb.Geometry {
	kind := w.word()
	switch dimension := w.word(); {
	case dimension == "EMPTY":
		return w.stop(plans.Refuse("empty-geometry", "geometry", "The geometry has no points.", "Draw it again, or take the row out."))
	case dimension != "" && dimension != "Z" && dimension != "M" && dimension != "ZM":
		w.refuse(strconv.Quote(dimension) + " is not expected here")
	}
	kind = strings.TrimSuffix(strings.TrimSuffix(kind, "M"), "Z")
	switch kind {
	case "POINT":
		points := w.points()
		if len(points) != 1 {
			w.refuse("a point has one position")
			return nil
		}
		return points[0]
	case "MULTIPOINT":
		return row.Points(inBrackets(w, w.bracketedPoint))
	case "LINESTRING":
		return orb.LineString(w.points())
	case "MULTILINESTRING":
		return orb.MultiLineString(inBrackets(w, func() orb.LineString { return w.points() }))
	case "POLYGON":
		return w.polygon()
	case "MULTIPOLYGON":
		return orb.MultiPolygon(inBrackets(w, w.polygon))
	case "GEOMETRYCOLLECTION":
		if depth == deepest {
			w.refuse("the collection is nested too deeply")
			return nil
		}
		return orb.Collection(inBrackets(w, func() orb.Geometry { return w.geometry(depth + 1) }))
	}
	if name, known := curved[kind]; known {
		return w.stop(row.WrongGeometry(name))
	}
	w.refuse("it does not begin with a kind of geometry")
	return nil
}

// curved are kinds that are not read, with their GeoJSON-like spelling.
var curved = map[string]string{
	"CIRCULARSTRING": "CircularString", "COMPOUNDCURVE": "CompoundCurve", "CURVEPOLYGON": "CurvePolygon", "MULTICURVE": "MultiCurve",
	"MULTISURFACE": "MultiSurface", "TIN": "TIN", "TRIANGLE": "Triangle", "POLYHEDRALSURFACE": "PolyhedralSurface",
}

type wkt struct {
	text    string
	at      int
	heights bool
	err     *plans.Error
}

func (w *wkt) refuse(why string) {
	if w.err == nil {
		w.err = plans.Refuse("bad-wkt", "geometry", fmt.Sprintf("The geometry cannot be read at character %d: %s.", w.at+1, why),
			"Write it as well-known text, such as POINT (-2.35 53.38) or MULTIPOLYGON (((…))).")
	}
}

func (w *wkt) stop(why *plans.Error) orb.Geometry {
	if w.err == nil {
		w.err = why
	}
	return nil
}

func (w *wkt) skip() {
	for w.at < len(w.text) && strings.IndexByte(" \t\r\n", w.text[w.at]) >= 0 {
		w.at++
	}
}

func (w *wkt) accept(b byte) bool {
	if w.skip(); w.at < len(w.text) && w.text[w.at] == b {
		w.at++
		return true
	}
	return false
}

// word reads letters, in capitals.
func (w *wkt) word() string {
	w.skip()
	from := w.at
	for w.at < len(w.text) && (w.text[w.at]|0x20) >= 'a' && (w.text[w.at]|0x20) <= 'z' {
		w.at++
	}
	return strings.ToUpper(w.text[from:w.at])
}

// inBrackets reads things separated by commas between round brackets.
func inBrackets[T any](w *wkt, one func() T) []T {
	if !w.accept('(') {
		w.refuse("an opening bracket is missing")
		return nil
	}
	var things []T
	for w.err == nil {
		things = append(things, one())
		if w.accept(')') {
			break
		}
		if !w.accept(',') {
			w.refuse("a comma or a closing bracket is missing")
		}
	}
	return things
}

func (w *wkt) polygon() orb.Polygon {
	return inBrackets(w, func() orb.Ring { return w.points() })
}

func (w *wkt) points() []orb.Point { return inBrackets(w, w.point) }

func (w *wkt) point() orb.Point {
	p := orb.Point{w.number(), w.number()}
	for w.skip(); w.err == nil && w.at < len(w.text) && w.text[w.at] != ',' && w.text[w.at] != ')'; w.skip() {
		w.number()
		w.heights = true
	}
	return p
}

// bracketedPoint is one of a MULTIPOINT, which is written with brackets of its own or without.
func (w *wkt) bracketedPoint() orb.Point {
	if w.skip(); w.at < len(w.text) && w.text[w.at] == '(' {
		if points := w.points(); len(points) == 1 {
			return points[0]
		}
		w.refuse("a point has one position")
		return orb.Point{}
	}
	return w.point()
}

func (w *wkt) number() float64 {
	w.skip()
	from := w.at
	for w.at < len(w.text) && strings.IndexByte("+-.0123456789eE", w.text[w.at]) >= 0 {
		w.at++
	}
	v, err := strconv.ParseFloat(w.text[from:w.at], 64)
	if err != nil || math.IsInf(v, 0) {
		w.refuse("a number is missing")
	}
	return v
}
