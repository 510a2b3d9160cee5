package ingest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/plans"
	"terrier/plans/intake"
)

// found is the position of one row before it is placed.
type found struct {
	geometry orb.Geometry
	field    string // at fault if it cannot be used: the file's names
	value    string
	told     string // for the example: "GeoX=-2.35, GeoY=53.38"
	named    intake.CRS
	rowCRS   string // the row's own words for its system
	flat     bool
	shaped   bool // by the format, which for GeoJSON means WGS 84 unless the file says otherwise (RFC 7946, section 4)
}

// find reads the position that a row gives. ok is false for a row that gives none.
func (src *source) find(rec Record) (f found, ok bool, refused *plans.Error) {
	if rec.Err != nil {
		return found{}, false, rec.Err
	}
	if rec.Shaped {
		return found{geometry: rec.Geometry, field: "geometry", flat: rec.Flat, shaped: true}, rec.Geometry != nil, nil
	}
	for _, field := range []string{"geometry", "point"} {
		if text := strings.TrimSpace(src.text(rec, field)); text != "" {
			return src.fromWKT(rec, field, text)
		}
	}
	for _, pair := range pairs {
		x, y := strings.TrimSpace(src.text(rec, pair.x)), strings.TrimSpace(src.text(rec, pair.y))
		if x == "" && y == "" {
			continue
		}
		f := found{field: src.name[pair.x], named: pair.crs}
		f.told = fmt.Sprintf("%s=%s, %s=%s", src.name[pair.x], shorten(x), src.name[pair.y], shorten(y))
		if pair.crs == intake.UnknownCRS || src.pairWide {
			f.rowCRS = src.textAt(rec, src.rowColumn)
		}
		p, refused := src.numbers(&f, pair.x, x, pair.y, y)
		f.geometry = p
		return f, true, refused
	}
	if text := strings.TrimSpace(src.text(rec, "grid-reference")); text != "" {
		return src.fromGridReference(text)
	}
	return found{}, false, nil
}

// coarsest is the side in metres of the largest square that a grid reference may name to stand for a place: six figures.
const coarsest = 100

// fromGridReference takes the middle of the square that a reference names.
func (src *source) fromGridReference(text string) (found, bool, *plans.Error) {
	name := src.name["grid-reference"]
	f := found{field: name, value: shorten(text), told: name + "=" + shorten(text), named: intake.NationalGrid}
	corner, side, err := bng.ParseGridRef(text)
	if err != nil {
		return f, true, plans.Refuse("bad-grid-reference", "grid-reference", fmt.Sprintf("%q is not a grid reference.", shorten(text)), "Write it as SJ 766 879 or SJ 76694 87928.")
	}
	if side > coarsest {
		return f, true, plans.Refuse("coarse-grid-reference", "grid-reference", fmt.Sprintf("%s names a square of %s metres, too large to stand for a place.", shorten(text), intake.Number(side)), "Give at least six figures.")
	}
	f.geometry = orb.Point{corner[0] + side/2, corner[1] + side/2}
	return f, true, nil
}

func (src *source) fromWKT(rec Record, field, text string) (found, bool, *plans.Error) {
	g, crs, flat, refused := readWKT(text)
	f := found{geometry: g, field: src.name[field], value: shorten(text), rowCRS: crs, flat: flat}
	if f.rowCRS == "" {
		f.rowCRS = src.textAt(rec, src.rowColumn)
	}
	if p, ok := g.(orb.Point); ok {
		f.told = fmt.Sprintf("%s=POINT (%s %s)", src.name[field], intake.Number(p[0]), intake.Number(p[1]))
	}
	return f, true, refused
}

func (src *source) numbers(f *found, xField, x, yField, y string) (p orb.Point, refused *plans.Error) {
	for i, half := range []struct{ field, text string }{{xField, x}, {yField, y}} {
		if half.text == "" {
			f.field, f.value = src.name[half.field], ""
			return p, plans.Refuse("half-a-position", "position", fmt.Sprintf("One half of the position is there, but %s is empty.", src.name[half.field]), "Fill it in, or leave both empty where there is a postcode.")
		}
		v, err := strconv.ParseFloat(plainNumber(half.text), 64)
		if err != nil || v != v || v > 1e12 || v < -1e12 {
			f.field, f.value = src.name[half.field], shorten(half.text)
			return p, plans.Refuse("not-a-number", "position", fmt.Sprintf("%q in %s is not a number.", shorten(half.text), src.name[half.field]), "Correct it, or leave both halves empty where there is a postcode.")
		}
		p[i] = v
	}
	f.field, f.value = src.name[xField]+", "+src.name[yField], shorten(x)+", "+shorten(y)
	return p, nil
}

var thousandsForm = regexp.MustCompile(`^-?\d{1,3}(,\d{3})+(\.\d+)?$`)

// plainNumber takes out the commas between thousands.
func plainNumber(text string) string {
	if thousandsForm.MatchString(text) {
		return strings.ReplaceAll(text, ",", "")
	}
	return text
}

func (src *source) text(rec Record, field string) string {
	i, ok := src.index[field]
	if !ok {
		return ""
	}
	return rec.value(i)
}

func (src *source) textAt(rec Record, column int) string {
	return strings.TrimSpace(rec.value(column))
}

func anyVertex(g orb.Geometry) orb.Point {
	switch g := g.(type) {
	case orb.Point:
		return g
	case orb.MultiPoint:
		if len(g) > 0 {
			return g[0]
		}
	case orb.Polygon:
		if len(g) > 0 && len(g[0]) > 0 {
			return g[0][0]
		}
	case orb.MultiPolygon:
		if len(g) > 0 {
			return anyVertex(g[0])
		}
	}
	return orb.Point{}
}

// shorten keeps a value short enough for a report.
func shorten(text string) string {
	const most = 120
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
