package convert

import "github.com/twpayne/go-geom"

// Dropped says what [Flatten] left out.
type Dropped struct {
	Heights  bool // z
	Measures bool // m
}

// Flatten is the shape without heights and measures, and what was left out, so
// that the caller can tell. A shape that has none comes back as it is, not
// copied; otherwise nothing is shared. The coordinate system stays.
func Flatten(t geom.T) (geom.T, Dropped, error) {
	if absent(t) {
		return nil, Dropped{}, nil
	}
	if err := whole(t); err != nil {
		return nil, Dropped{}, err
	}
	layout := t.Layout()
	if layout == geom.XY || layout == geom.NoLayout {
		return t, Dropped{}, nil
	}
	dropped := Dropped{Heights: layout.ZIndex() >= 0, Measures: layout.MIndex() >= 0}
	flat, err := flatten(t)
	if err != nil {
		return nil, Dropped{}, err
	}
	flat, err = geom.SetSRID(flat, t.SRID())
	return flat, dropped, err
}

func flatten(t geom.T) (geom.T, error) {
	switch t := t.(type) {
	case *geom.Point:
		if t.Empty() {
			return geom.NewPointEmpty(geom.XY), nil
		}
		return geom.NewPointFlat(geom.XY, plane(t)), nil
	case *geom.MultiPoint:
		return geom.NewMultiPointFlat(geom.XY, plane(t), geom.NewMultiPointFlatOptionWithEnds(ends(t, t.Ends()))), nil
	case *geom.LineString:
		return geom.NewLineStringFlat(geom.XY, plane(t)), nil
	case *geom.LinearRing:
		return geom.NewLinearRingFlat(geom.XY, plane(t)), nil
	case *geom.MultiLineString:
		return geom.NewMultiLineStringFlat(geom.XY, plane(t), ends(t, t.Ends())), nil
	case *geom.Polygon:
		return geom.NewPolygonFlat(geom.XY, plane(t), ends(t, t.Ends())), nil
	case *geom.MultiPolygon:
		endss := make([][]int, len(t.Endss()))
		for i, e := range t.Endss() {
			endss[i] = ends(t, e)
		}
		return geom.NewMultiPolygonFlat(geom.XY, plane(t), endss), nil
	case *geom.GeometryCollection:
		c := geom.NewGeometryCollection()
		for _, part := range t.Geoms() {
			flat, _, err := Flatten(part)
			if err != nil {
				return nil, err
			}
			if err := c.Push(flat); err != nil {
				return nil, err
			}
		}
		return c, nil
	}
	return nil, refuse("wrong-type", "a %T cannot be flattened", t)
}

// plane copies the first two of each point's ordinates.
func plane(t geom.T) []float64 {
	from, stride := t.FlatCoords(), t.Stride()
	flat := make([]float64, 0, len(from)/stride*2)
	for i := 0; i+stride <= len(from); i += stride {
		flat = append(flat, from[i], from[i+1])
	}
	return flat
}

func ends(t geom.T, from []int) []int {
	to := make([]int, len(from))
	for i, e := range from {
		to[i] = e / t.Stride() * 2
	}
	return to
}
