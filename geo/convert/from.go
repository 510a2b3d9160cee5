package convert

import (
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
)

// FromGeom turns a shape from the database into one for inside. NULL and shapes
// without points (POINT EMPTY, POLYGON EMPTY) give nil. The number of the
// coordinate system stays behind: ask t.SRID() where it is not known.
//
// A shape with heights or measures is refused with the code has-height (see
// [Flatten]), an empty point among others with empty-part, since orb cannot say
// it, and one whose parts do not fit its coordinates with malformed. Errors are
// of type *[Error].
func FromGeom(t geom.T) (orb.Geometry, error) {
	if absent(t) {
		return nil, nil
	}
	if err := whole(t); err != nil {
		return nil, err
	}
	if t.Empty() {
		return nil, nil
	}
	return fromGeom(t)
}

func fromGeom(t geom.T) (orb.Geometry, error) {
	if c, ok := t.(*geom.GeometryCollection); ok {
		return fromCollection(c)
	}
	if t.Layout() != geom.XY {
		return nil, refuse("has-height", "the shape has heights or measures (%v), which would be lost", t.Layout())
	}
	r := reader{flat: t.FlatCoords()}
	g := r.geometry(t)
	switch {
	case g == nil:
		return nil, refuse("wrong-type", "a %T cannot be read from the database", t)
	case r.empty:
		return nil, refuse("empty-part", "the shape holds a point without coordinates")
	case r.bad || r.from != len(r.flat):
		return nil, refuse("malformed", "the ends of the shape's parts do not fit its coordinates")
	}
	return g, nil
}

func fromCollection(c *geom.GeometryCollection) (orb.Geometry, error) {
	parts := make(orb.Collection, 0, c.NumGeoms())
	for _, t := range c.Geoms() {
		g, err := fromGeom(t)
		if err != nil {
			return nil, err
		}
		parts = append(parts, g)
	}
	return parts, nil
}

// absent reports nil, also where it comes as a nil pointer of some type, as
// scanning NULL into a *geom.Point leaves it.
func absent(t geom.T) bool {
	switch t := t.(type) {
	case nil:
		return true
	case *geom.Point:
		return t == nil
	case *geom.MultiPoint:
		return t == nil
	case *geom.LineString:
		return t == nil
	case *geom.MultiLineString:
		return t == nil
	case *geom.LinearRing:
		return t == nil
	case *geom.Polygon:
		return t == nil
	case *geom.MultiPolygon:
		return t == nil
	case *geom.GeometryCollection:
		return t == nil
	}
	return false
}

// whole refuses a collection with a missing part, on which go-geom's own methods
// would panic.
func whole(t geom.T) error {
	c, ok := t.(*geom.GeometryCollection)
	if !ok {
		return nil
	}
	for i, part := range c.Geoms() {
		if absent(part) {
			return refuse("empty-part", "part %d of the collection is missing", i+1)
		}
		if err := whole(part); err != nil {
			return err
		}
	}
	return nil
}

// reader cuts flat coordinates into parts. The ends come from outside, so each
// is checked before it is used.
type reader struct {
	flat       []float64
	from       int
	bad, empty bool
}

func (r *reader) geometry(t geom.T) orb.Geometry {
	switch t.(type) {
	case *geom.Point:
		points := r.points(len(r.flat))
		if len(points) != 1 {
			r.empty = len(r.flat) == 0
			r.bad = !r.empty
			return orb.Point{}
		}
		return points[0]
	case *geom.MultiPoint:
		points := make(orb.MultiPoint, 0, len(r.flat)/2)
		for _, end := range t.Ends() {
			r.empty = r.empty || end == r.from
			points = append(points, r.points(end)...)
		}
		return points
	case *geom.LineString:
		return orb.LineString(r.points(len(r.flat)))
	case *geom.LinearRing:
		return orb.Ring(r.points(len(r.flat)))
	case *geom.MultiLineString:
		lines := make(orb.MultiLineString, 0, len(t.Ends()))
		for _, end := range t.Ends() {
			lines = append(lines, r.points(end))
		}
		return lines
	case *geom.Polygon:
		return r.polygon(t.Ends())
	case *geom.MultiPolygon:
		polygons := make(orb.MultiPolygon, 0, len(t.Endss()))
		for _, ends := range t.Endss() {
			polygons = append(polygons, r.polygon(ends))
		}
		return polygons
	}
	return nil
}

func (r *reader) polygon(ends []int) orb.Polygon {
	p := make(orb.Polygon, 0, len(ends))
	for _, end := range ends {
		p = append(p, r.points(end))
	}
	return p
}

// points copies the next run of points, up to end.
func (r *reader) points(end int) []orb.Point {
	if end < r.from || end > len(r.flat) || (end-r.from)%2 != 0 {
		r.bad = true
		return nil
	}
	points := make([]orb.Point, (end-r.from)/2)
	for i := range points {
		points[i] = orb.Point{r.flat[r.from+2*i], r.flat[r.from+2*i+1]}
	}
	r.from = end
	return points
}
