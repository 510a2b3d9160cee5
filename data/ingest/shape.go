package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/paulmach/orb"

	"terrier/data/ingest/wkt"
	"terrier/geo/shape"
	"terrier/plans"
	"terrier/plans/intake"
)

// point is the row's place as one point; of an outline it is a point on it.
func (d *draft) point() (p orb.Point, ok bool) {
	if !d.requirePlace() {
		return p, false
	}
	if p, ok := intake.At(d.place); ok {
		return p, true
	}
	outline, ok := d.outline()
	if !ok {
		return p, false
	}
	d.note("point-from-outline", "geometry", "An outline is given where a point is kept.", "A point on it was taken.")
	return shape.PointOn(outline), true
}

// outline is the row's place as an area.
func (d *draft) outline() (area orb.MultiPolygon, ok bool) {
	if !d.requirePlace() {
		return nil, false
	}
	if _, isPoint := d.place.Shape.(orb.Point); isPoint {
		d.refuse(plans.Refuse("wrong-geometry", "geometry", "The geometry is a point; an area is wanted.", "Draw the outline as a polygon."), d.s.fileName("geometry"), "")
		return nil, false
	}
	if d.areaErr != nil {
		d.refuseError(d.areaErr, d.s.fileName("geometry"), "")
		return nil, false
	}
	return d.area, true
}

// pin is the point that the row gives for an outline beside it, else one on the outline.
func (d *draft) pin(outline orb.MultiPolygon) orb.Point {
	p, ok := d.findPin(outline)
	if !ok {
		d.note("unreadable-pin", "point", "The point beside the outline cannot be read.", "A point on the outline was taken.")
	}
	return p
}

// findPin is ok unless a point is given that cannot be read.
func (d *draft) findPin(outline orb.MultiPolygon) (pin orb.Point, ok bool) {
	if text := strings.TrimSpace(d.src.text(d.Record, "point")); text != "" {
		g, crs, _, refused := wkt.Read(text)
		if refused == nil {
			said, ok := intake.ParseCRS(crs)
			if !ok {
				said = intake.WGS84
			}
			if l, err := intake.Locate(g, said); err == nil {
				if p, ok := intake.At(l); ok {
					return p, true
				}
			}
		}
		return shape.PointOn(outline), false
	}
	return shape.PointOn(outline), true
}

// sourceShape is the geometry as it came, nil where that is what is kept. Rings that are no rings cannot be stored: they are closed, and
// those that enclose nothing left out.
func (d *draft) sourceShape(kept orb.Geometry) orb.Geometry {
	given := d.place.Source
	switch given.(type) {
	case orb.Polygon, orb.MultiPolygon:
		given = intake.Closed(given)
	}
	if d.place.SourceCRS == intake.NationalGrid && given != nil && kept != nil && orb.Equal(kept, shape.Wind(given)) {
		return nil
	}
	return given
}

// position is how sure the place is: "postcode" where the postcode placed it or the row says so, else "given".
func (d *draft) position() string {
	said := plans.Fold(d.text("position"))
	if d.byPostcode != "" || said == "postcode" || said == "postcodecentroid" {
		return "postcode"
	}
	return "given"
}

// makeReference makes a reference that is the same whenever the same row comes in: the name, and a mark of the rest.
func makeReference(name string, rest ...string) string {
	slug := strings.Trim(strings.Join(strings.FieldsFunc(strings.ToLower(name), func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < '0' || c > '9')
	}), "-"), "-")
	slug = strings.TrimRight(slug[:min(len(slug), 40)], "-")
	if slug != "" && len(rest) == 0 {
		return slug
	}
	sum := sha256.Sum256([]byte(name + "\x00" + strings.Join(rest, "\x00")))
	return strings.TrimLeft(slug+"-"+hex.EncodeToString(sum[:4]), "-")
}

func grid(p orb.Point) []string { return []string{intake.Number(p[0]), intake.Number(p[1])} }
