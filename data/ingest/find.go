package ingest

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/paulmach/orb"

	"terrier/data/ingest/row"
	"terrier/data/ingest/wkt"
	"terrier/geo/bng"
	"terrier/plans"
	"terrier/plans/intake"
)

// found is one position that a row gives, before it is placed. A row may give several.
type found struct {
	way      way
	geometry orb.Geometry
	field    string // at fault if it cannot be used: the file's names
	value    string
	told     string // for the example: "GeoX=-2.35, GeoY=53.38"
	named    intake.CRS
	rowCRS   string // the row's own words for its system
	flat     bool
	refused  *plans.Error // why it cannot be read
}

// way is one of the ways in which a file's rows give their place.
type way struct {
	x, y string // fields; y is empty where one column holds all
	crs  intake.CRS
}

// ways, the best first where several are as exact: the National Grid is what Britain is surveyed in, and files' conversions from it are
// often metres off.
var ways = []way{
	{x: "geometry"},
	{x: "point"},
	{x: "easting", y: "northing", crs: intake.NationalGrid},
	{x: "longitude", y: "latitude", crs: intake.WGS84},
	{x: "x", y: "y"},
	{x: "coordinates"},
	{x: "grid-reference", crs: intake.NationalGrid},
}

// ownShape is the way of formats whose rows have a shape of their own.
var ownShape = way{}

// find reads every position that a row gives, the best first.
func (src *source) find(rec row.Record) (all []found) {
	if rec.Geometry != nil {
		all = append(all, found{way: ownShape, geometry: rec.Geometry, field: "geometry", flat: rec.Flat})
	}
	for _, w := range src.ways {
		if f, ok := src.readWay(rec, w); ok {
			all = append(all, f)
		}
	}
	return all
}

// readWay reads the position that a row gives in one way. ok is false where it gives none.
func (src *source) readWay(rec row.Record, w way) (f found, ok bool) {
	x := strings.TrimSpace(src.text(rec, w.x))
	if w.y != "" {
		return src.readPair(rec, w, x, strings.TrimSpace(src.text(rec, w.y)))
	}
	if x == "" {
		return f, false
	}
	f = found{way: w, field: src.name[w.x], value: shorten(x), told: src.name[w.x] + "=" + shorten(x), named: w.crs}
	switch w.x {
	case "grid-reference":
		f.geometry, f.refused = fromGridReference(x)
	case "coordinates":
		var p orb.Point
		if p, f.named, f.refused = intake.ParseCoordinates(x); f.refused == nil {
			f.geometry = p
		}
		f.rowCRS = src.textAt(rec, src.rowColumn)
	default:
		f.geometry, f.rowCRS, f.flat, f.refused = wkt.Read(x)
		if f.rowCRS == "" {
			f.rowCRS = src.textAt(rec, src.rowColumn)
		}
		f.told = ""
		if p, ok := f.geometry.(orb.Point); ok {
			f.told = fmt.Sprintf("%s=POINT (%s %s)", f.field, intake.Number(p[0]), intake.Number(p[1]))
		}
	}
	return f, true
}

func (src *source) readPair(rec row.Record, w way, x, y string) (f found, ok bool) {
	if x == "" && y == "" {
		return f, false
	}
	f = found{way: w, named: w.crs, field: src.name[w.x] + ", " + src.name[w.y], value: shorten(x) + ", " + shorten(y)}
	f.told = fmt.Sprintf("%s=%s, %s=%s", src.name[w.x], shorten(x), src.name[w.y], shorten(y))
	if w.crs == intake.UnknownCRS || src.pairWide {
		f.rowCRS = src.textAt(rec, src.rowColumn)
	}
	number := plainNumber
	if w.crs == intake.WGS84 || notThousands(x) || notThousands(y) { // no degrees come by the thousand
		number = pointNumber
	}
	var p orb.Point
	for i, half := range []struct{ field, text string }{{w.x, x}, {w.y, y}} {
		text, crs := withoutCRS(number(half.text))
		if crs != "" && f.rowCRS == "" {
			f.rowCRS = crs
		}
		v, ok := intake.ParseDegrees(text)
		switch {
		case half.text == "":
			f.field, f.value = src.name[half.field], ""
			f.refused = plans.Refuse("half-a-position", "position", fmt.Sprintf("One half of the position is there, but %s is empty.", src.name[half.field]), "Fill it in, or leave both empty where there is a postcode.")
			return f, true
		case !ok:
			f.field, f.value = src.name[half.field], shorten(half.text)
			f.refused = plans.Refuse("not-a-number", "position", fmt.Sprintf("%q in %s is not a number.", shorten(half.text), src.name[half.field]), "Correct it, or leave both halves empty where there is a postcode.")
			return f, true
		}
		p[i] = v
	}
	f.geometry = p
	return f, true
}

// coarsest is the side in metres of the largest square that a grid reference may name to stand for a place: six figures.
const coarsest = 100

// fromGridReference takes the middle of the square that a reference names.
func fromGridReference(text string) (orb.Geometry, *plans.Error) {
	corner, side, err := bng.ParseGridRef(text)
	if err != nil {
		return nil, plans.Refuse("bad-grid-reference", "grid-reference", fmt.Sprintf("%q is not a grid reference.", shorten(text)), "Write it as SJ 766 879 or SJ 76694 87928.")
	}
	if side > coarsest {
		return nil, plans.Refuse("coarse-grid-reference", "grid-reference", fmt.Sprintf("%s names a square of %s metres, too large to stand for a place.", shorten(text), intake.Number(side)), "Give at least six figures.")
	}
	return orb.Point{corner[0] + side/2, corner[1] + side/2}, nil
}

var (
	thousandsForm = regexp.MustCompile(`^-?\d{1,3}(,\d{3})+(\.\d+)?$`)
	decimalComma  = regexp.MustCompile(`^-?\d+,\d+$`)
)

// plainNumber takes out the commas between thousands, and makes a point of the comma that some countries' spreadsheets write.
func plainNumber(text string) string {
	if strings.IndexByte(text, ',') < 0 {
		return text
	}
	if thousandsForm.MatchString(text) {
		return strings.ReplaceAll(text, ",", "")
	}
	if decimalComma.MatchString(text) {
		return strings.Replace(text, ",", ".", 1)
	}
	return text
}

// withoutCRS takes off the name of a coordinate system that a cell has behind its number: "431694 OSGB36".
func withoutCRS(text string) (number, crs string) {
	number, crs, two := strings.Cut(text, " ")
	if !two {
		return text, ""
	}
	if _, known := intake.ParseCRS(crs); !known {
		return text, ""
	}
	return number, strings.TrimSpace(crs)
}

// notThousands reports whether the comma of a number can only stand for a decimal point.
func notThousands(text string) bool {
	return decimalComma.MatchString(text) && !thousandsForm.MatchString(text)
}

// pointNumber makes a point of a number's only comma.
func pointNumber(text string) string {
	if decimalComma.MatchString(text) {
		return strings.Replace(text, ",", ".", 1)
	}
	return plainNumber(text)
}

func (src *source) text(rec row.Record, field string) string {
	i, ok := src.index[field]
	if !ok {
		return ""
	}
	return rec.Value(i)
}

func (src *source) textAt(rec row.Record, column int) string {
	return strings.TrimSpace(rec.Value(column))
}

// anyVertex is the first vertex of a shape; an empty one has none.
func anyVertex(g orb.Geometry) (p orb.Point, ok bool) {
	intake.EveryVertex(g, func(v orb.Point) bool {
		p, ok = v, true
		return false
	})
	return p, ok
}

// shorten keeps a value short enough for a report.
func shorten(text string) string {
	const most = 120
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
