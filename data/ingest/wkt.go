package ingest

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"terrier/plans"
)

// readWKT reads a geometry in well-known text: POINT, POLYGON or MULTIPOLYGON, with or without SRID=…; before it and Z or M
// values, which are left out (flat). crs is the system that the SRID names, "" without one.
func readWKT(text string) (g orb.Geometry, crs string, flat bool, refused *plans.Error) {
	w := wkt{text: text}
	if srid, rest, ok := strings.Cut(text, ";"); ok && strings.HasPrefix(strings.ToUpper(srid), "SRID=") {
		crs, w.text = "EPSG:"+strings.TrimSpace(srid[5:]), rest
	}
	kind := w.word()
	switch dimension := w.word(); {
	case dimension == "EMPTY":
		return nil, crs, false, plans.Refuse("empty-geometry", "geometry", "The geometry has no points.", "Draw it again, or take the row out.")
	case dimension != "" && dimension != "Z" && dimension != "M" && dimension != "ZM":
		w.refuse(strconv.Quote(dimension) + " is not expected here")
	}
	kind = strings.TrimSuffix(strings.TrimSuffix(kind, "M"), "Z")
	switch kind {
	case "POINT":
		points := w.points()
		if len(points) != 1 {
			w.refuse("a point has one position")
			break
		}
		g = points[0]
	case "POLYGON":
		g = w.polygon()
	case "MULTIPOLYGON":
		g = orb.MultiPolygon(inBrackets(&w, w.polygon))
	case "LINESTRING", "MULTILINESTRING", "GEOMETRYCOLLECTION", "MULTIPOINT", "CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE", "MULTISURFACE", "TIN", "TRIANGLE", "POLYHEDRALSURFACE":
		return nil, crs, false, wrongGeometry(camel[kind])
	default:
		w.refuse("it does not begin with a kind of geometry")
	}
	if w.skip(); w.err == nil && w.at < len(w.text) {
		w.refuse("there is more after its end")
	}
	if w.err != nil {
		return nil, crs, false, w.err
	}
	return g, crs, w.heights, nil
}

// camel is the GeoJSON spelling of a kind of geometry.
var camel = map[string]string{
	"LINESTRING": "LineString", "MULTILINESTRING": "MultiLineString", "GEOMETRYCOLLECTION": "GeometryCollection", "MULTIPOINT": "MultiPoint",
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

func (w *wkt) points() []orb.Point {
	return inBrackets(w, func() orb.Point {
		p := orb.Point{w.number(), w.number()}
		for w.skip(); w.err == nil && w.at < len(w.text) && w.text[w.at] != ',' && w.text[w.at] != ')'; w.skip() {
			w.number()
			w.heights = true
		}
		return p
	})
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
