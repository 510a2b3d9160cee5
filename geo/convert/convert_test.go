package convert_test

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	"github.com/twpayne/go-geom"
	"pgregory.net/rapid"

	"terrier/geo/convert"
)

func shapeOf(t testing.TB, s string) orb.Geometry {
	t.Helper()
	g, err := wkt.Unmarshal(s)
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return g
}

// samples are one of each type, with what tends to get lost.
var samples = map[string]string{
	"a point":                                "POINT(393201.123 398772.457)",
	"a multipoint":                           "MULTIPOINT((1 2),(3 4))",
	"a line":                                 "LINESTRING(0 0,1 1,2 0)",
	"lines":                                  "MULTILINESTRING((0 0,1 1),(5 5,6 6,7 5))",
	"a polygon with two holes":               "POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,1 2,2 2,1 1),(3 3,3 4,4 4,3 3))",
	"a multipolygon":                         "MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,9 5,9 9,5 5),(6 6,8 6,8 7,6 6)))",
	"a collection within a collection":       "GEOMETRYCOLLECTION(POINT(1 2),GEOMETRYCOLLECTION(LINESTRING(0 0,1 1),POLYGON((0 0,1 0,1 1,0 0))))",
	"a collection with an empty line in it":  "GEOMETRYCOLLECTION(POINT(1 2),LINESTRING EMPTY)",
	"a multipolygon of one part with a hole": "MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0),(1 1,1 2,2 2,1 1)))",
}

func TestThereAndBack(t *testing.T) {
	for name, text := range samples {
		for _, srid := range []int{convert.NationalGrid, convert.WGS84, convert.ETRS89, convert.WebMercator} {
			t.Run(name, func(t *testing.T) {
				g := shapeOf(t, text)
				out, err := convert.ToGeom(g, srid)
				if err != nil {
					t.Fatal(err)
				}
				if out.SRID() != srid {
					t.Errorf("SRID %d, want %d", out.SRID(), srid)
				}
				back, err := convert.FromGeom(out)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(g, back); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

func TestToGeom(t *testing.T) {
	t.Run("nil is nil, for NULL", func(t *testing.T) {
		if g, err := convert.ToGeom(nil, convert.WGS84); g != nil || err != nil {
			t.Errorf("%v, %v", g, err)
		}
	})
	t.Run("a shape without points is the EMPTY of its type", func(t *testing.T) {
		for _, g := range []orb.Geometry{orb.MultiPoint{}, orb.LineString{}, orb.MultiLineString{}, orb.Ring{}, orb.Polygon{}, orb.MultiPolygon{}, orb.Collection{}} {
			out, err := convert.ToGeom(g, convert.NationalGrid)
			if err != nil || out == nil || !out.Empty() {
				t.Errorf("%T: %v, %v", g, out, err)
			}
		}
	})
	t.Run("a ring and a bounding box become polygons", func(t *testing.T) {
		for _, g := range []orb.Geometry{orb.Ring{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}, orb.Bound{Max: orb.Point{1, 1}}} {
			out, err := convert.ToGeom(g, convert.NationalGrid)
			if p, ok := out.(*geom.Polygon); err != nil || !ok || p.Area() != 1 {
				t.Errorf("%T: %v, %v", g, out, err)
			}
		}
	})
	for name, c := range map[string]struct {
		shape orb.Geometry
		srid  int
		code  string
	}{
		"refuses a coordinate system it does not know": {orb.Point{1, 2}, 29903, "unknown-srid"},
		"refuses a shape without coordinate system":    {orb.Point{1, 2}, 0, "unknown-srid"},
		"refuses NaN, which PostGIS reads as EMPTY":    {orb.Point{math.NaN(), math.NaN()}, 4326, "not-finite"},
		"refuses infinity deep in a shape":             {orb.Collection{orb.Polygon{{{0, 0}, {1, 0}, {1, math.Inf(1)}, {0, 0}}}}, 4326, "not-finite"},
		"refuses a collection with a missing part":     {orb.Collection{orb.Point{}, nil}, 4326, "empty-part"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := convert.ToGeom(c.shape, c.srid)
			wantCode(t, err, c.code)
		})
	}
}

func TestFromGeom(t *testing.T) {
	t.Run("nothing and EMPTY are nil", func(t *testing.T) {
		for _, g := range []geom.T{nil, (*geom.Point)(nil), (*geom.MultiPolygon)(nil), (*geom.GeometryCollection)(nil),
			geom.NewPointEmpty(geom.XY), geom.NewPointEmpty(geom.XYZM), geom.NewPolygon(geom.XY), geom.NewMultiPoint(geom.XY),
			geom.NewGeometryCollection(), geom.NewGeometryCollection().MustPush(geom.NewPointEmpty(geom.XY))} {
			if back, err := convert.FromGeom(g); back != nil || err != nil {
				t.Errorf("%#v: %v, %v", g, back, err)
			}
		}
	})
	for name, c := range map[string]struct {
		shape geom.T
		code  string
	}{
		"refuses heights":                              {geom.NewPointFlat(geom.XYZ, []float64{1, 2, 3}), "has-height"},
		"refuses measures":                             {geom.NewLineStringFlat(geom.XYM, []float64{1, 2, 3, 4, 5, 6}), "has-height"},
		"refuses heights within a collection":          {geom.NewGeometryCollection().MustPush(geom.NewPointFlat(geom.XYZ, []float64{1, 2, 3})), "has-height"},
		"refuses an empty point among others":          {geom.NewMultiPointFlat(geom.XY, []float64{1, 2}, geom.NewMultiPointFlatOptionWithEnds([]int{0, 2})), "empty-part"},
		"refuses an empty point within a collection":   {geom.NewGeometryCollection().MustPush(geom.NewPointFlat(geom.XY, []float64{1, 2}), geom.NewPointEmpty(geom.XY)), "empty-part"},
		"refuses a collection with a missing part":     {geom.NewGeometryCollection().MustPush(nil), "empty-part"},
		"refuses ends beyond the coordinates":          {geom.NewPolygonFlat(geom.XY, []float64{1, 2}, []int{8}), "malformed"},
		"refuses ends that go backwards":               {geom.NewMultiLineStringFlat(geom.XY, []float64{1, 2, 3, 4}, []int{4, 2}), "malformed"},
		"refuses ends that cut a point":                {geom.NewMultiPolygonFlat(geom.XY, []float64{1, 2, 3, 4}, [][]int{{3, 4}}), "malformed"},
		"refuses coordinates that belong to no part":   {geom.NewPolygonFlat(geom.XY, []float64{1, 2, 3, 4}, []int{2}), "malformed"},
		"refuses a point of three numbers":             {geom.NewPointFlat(geom.XY, []float64{1, 2, 3}), "malformed"},
		"refuses a line of an odd number of ordinates": {geom.NewLineStringFlat(geom.XY, []float64{1, 2, 3}), "malformed"},
	} {
		t.Run(name, func(t *testing.T) {
			g, err := convert.FromGeom(c.shape)
			if g != nil {
				t.Errorf("gave %v", g)
			}
			wantCode(t, err, c.code)
		})
	}
}

func TestNothingIsShared(t *testing.T) {
	for name, text := range samples {
		if name == "a point" {
			continue // a value, not a slice
		}
		in, want := shapeOf(t, text), shapeOf(t, text)
		out, err := convert.ToGeom(in, convert.NationalGrid)
		if err != nil {
			t.Fatal(err)
		}
		back, err := convert.FromGeom(out)
		if err != nil {
			t.Fatal(err)
		}
		scribble(out)
		if !cmp.Equal(in, want) || !cmp.Equal(back, want) {
			t.Errorf("%s: writing to one copy changed another", name)
		}
	}
}

func scribble(t geom.T) {
	if c, ok := t.(*geom.GeometryCollection); ok {
		for _, part := range c.Geoms() {
			scribble(part)
		}
		return
	}
	for i := range t.FlatCoords() {
		t.FlatCoords()[i] = -1
	}
}

func TestFlatten(t *testing.T) {
	for name, c := range map[string]struct {
		in      geom.T
		want    string
		dropped convert.Dropped
	}{
		"a point with height":    {geom.NewPointFlat(geom.XYZ, []float64{1, 2, 3}), "POINT(1 2)", convert.Dropped{Heights: true}},
		"a line with measures":   {geom.NewLineStringFlat(geom.XYM, []float64{1, 2, 9, 3, 4, 9}), "LINESTRING(1 2,3 4)", convert.Dropped{Measures: true}},
		"points with both":       {geom.NewMultiPointFlat(geom.XYZM, []float64{1, 2, 9, 9, 3, 4, 9, 9}), "MULTIPOINT((1 2),(3 4))", convert.Dropped{Heights: true, Measures: true}},
		"lines with height":      {geom.NewMultiLineStringFlat(geom.XYZ, []float64{1, 2, 9, 3, 4, 9, 5, 6, 9, 7, 8, 9}, []int{6, 12}), "MULTILINESTRING((1 2,3 4),(5 6,7 8))", convert.Dropped{Heights: true}},
		"a polygon with height":  {geom.NewPolygonFlat(geom.XYZ, []float64{0, 0, 9, 1, 0, 9, 1, 1, 9, 0, 0, 9}, []int{12}), "POLYGON((0 0,1 0,1 1,0 0))", convert.Dropped{Heights: true}},
		"polygons with height":   {geom.NewMultiPolygonFlat(geom.XYZ, []float64{0, 0, 9, 1, 0, 9, 1, 1, 9, 0, 0, 9}, [][]int{{12}}), "MULTIPOLYGON(((0 0,1 0,1 1,0 0)))", convert.Dropped{Heights: true}},
		"a mixed collection":     {geom.NewGeometryCollection().MustPush(geom.NewPointFlat(geom.XYZ, []float64{1, 2, 3}), geom.NewPointFlat(geom.XY, []float64{3, 4})), "GEOMETRYCOLLECTION(POINT(1 2),POINT(3 4))", convert.Dropped{Heights: true}},
		"a flat point, as it is": {geom.NewPointFlat(geom.XY, []float64{1, 2}), "POINT(1 2)", convert.Dropped{}},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := geom.SetSRID(c.in, 27700); err != nil {
				t.Fatal(err)
			}
			flat, dropped, err := convert.Flatten(c.in)
			if err != nil {
				t.Fatal(err)
			}
			if dropped != c.dropped || flat.SRID() != 27700 {
				t.Errorf("dropped %+v, SRID %d", dropped, flat.SRID())
			}
			g, err := convert.FromGeom(flat)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(shapeOf(t, c.want), g); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("nothing stays nothing", func(t *testing.T) {
		for _, g := range []geom.T{nil, (*geom.Polygon)(nil)} {
			if flat, dropped, err := convert.Flatten(g); flat != nil || err != nil || dropped != (convert.Dropped{}) {
				t.Errorf("%v %v %v", flat, dropped, err)
			}
		}
	})
	t.Run("an empty point with height stays an empty point", func(t *testing.T) {
		flat, _, err := convert.Flatten(geom.NewPointEmpty(geom.XYZ))
		if err != nil || !flat.Empty() || flat.Layout() != geom.XY {
			t.Errorf("%v %v", flat, err)
		}
	})
	t.Run("refuses a collection with a missing part", func(t *testing.T) {
		_, _, err := convert.Flatten(geom.NewGeometryCollection().MustPush((*geom.Point)(nil)))
		wantCode(t, err, "empty-part")
	})
}

func TestEveryShapeComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawShape(t, 2)
		srid := rapid.SampledFrom([]int{27700, 4326, 4258, 3857}).Draw(t, "srid")
		out, err := convert.ToGeom(g, srid)
		if err != nil {
			t.Fatal(err)
		}
		if out.SRID() != srid {
			t.Fatalf("SRID %d, want %d", out.SRID(), srid)
		}
		back, err := convert.FromGeom(out)
		if err != nil {
			t.Fatal(err)
		}
		if out.Empty() {
			if back != nil {
				t.Fatalf("EMPTY came back as %v", back)
			}
			return
		}
		if diff := cmp.Diff(g, back); diff != "" {
			t.Fatal(diff)
		}
	})
}

func drawShape(t *rapid.T, depth int) orb.Geometry {
	number := rapid.Float64Range(-1e7, 1e7)
	point := rapid.Custom(func(t *rapid.T) orb.Point { return orb.Point{number.Draw(t, "x"), number.Draw(t, "y")} })
	points := rapid.SliceOfN(point, 0, 6)
	line := rapid.Custom(func(t *rapid.T) orb.LineString { return points.Draw(t, "line") })
	polygon := rapid.Custom(func(t *rapid.T) orb.Polygon {
		return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) orb.Ring { return points.Draw(t, "ring") }), 0, 3).Draw(t, "polygon")
	})
	switch rapid.IntRange(0, 5+min(depth, 1)).Draw(t, "type") {
	case 0:
		return point.Draw(t, "point")
	case 1:
		return orb.MultiPoint(points.Draw(t, "points"))
	case 2:
		return line.Draw(t, "line")
	case 3:
		return orb.MultiLineString(rapid.SliceOfN(line, 0, 3).Draw(t, "lines"))
	case 4:
		return polygon.Draw(t, "polygon")
	case 5:
		return orb.MultiPolygon(rapid.SliceOfN(polygon, 0, 3).Draw(t, "polygons"))
	}
	c := orb.Collection{}
	for range rapid.IntRange(0, 3).Draw(t, "parts") {
		c = append(c, drawShape(t, depth-1))
	}
	return c
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	var e *convert.Error
	if !errors.As(err, &e) || e.Code() != code {
		t.Errorf("error %v, want code %s", err, code)
	}
}
