package intake_test

import (
	"testing"

	"github.com/paulmach/orb"

	"terrier/plans/intake"
)

func TestShape(t *testing.T) {
	ring := orb.Ring{{0, 0}, {1, 0}, {1, 1}, {0, 0}}
	area, point := orb.Polygon{ring}, orb.Point{1, 2}
	open := orb.LineString{{0, 0}, {1, 0}, {1, 1}}
	for _, c := range []struct {
		name          string
		given         orb.Geometry
		areas, repair bool
		want          orb.Geometry // nil: refused
		code          string       // of what was done, or of the refusal
	}{
		{"a point", point, false, false, point, ""},
		{"an area", area, true, false, area, ""},
		{"an area where a point is kept", area, false, false, area, ""},
		{"a set of one point", orb.MultiPoint{point}, false, false, point, ""},
		{"a set of points", orb.MultiPoint{point, point}, true, true, nil, "wrong-geometry"},
		{"a closed line", orb.LineString(ring), true, false, orb.MultiPolygon{area}, "closed-line"},
		{"closed lines", orb.MultiLineString{orb.LineString(ring), orb.LineString(ring)}, true, false, orb.MultiPolygon{area, area}, "closed-line"},
		{"a closed line where a point is kept", orb.LineString(ring), false, true, nil, "wrong-geometry"},
		{"an open line", open, true, false, nil, "wrong-geometry"},
		{"an open line, to be mended", open, true, true, orb.MultiPolygon{area}, "open-line"},
		{"two points, to be mended", open[:2], true, true, nil, "wrong-geometry"},
		{"lines, one too short", orb.MultiLineString{orb.LineString(ring), open[:2]}, true, true, nil, "wrong-geometry"},
		{"a collection of one", orb.Collection{area}, true, false, area, ""},
		{"a collection within a collection", orb.Collection{orb.Collection{point}}, false, false, point, ""},
		{"a collection of areas", orb.Collection{area, orb.MultiPolygon{area, area}}, true, false, orb.MultiPolygon{area, area, area}, ""},
		{"a collection of an area and a point", orb.Collection{area, point}, true, false, nil, "wrong-geometry"},
		{"a collection of an area and a point, to be mended", orb.Collection{area, point}, true, true, orb.MultiPolygon{area}, "mixed-geometry"},
		{"a collection of points", orb.Collection{point, point}, true, true, nil, "wrong-geometry"},
		{"an empty collection", orb.Collection{orb.Collection{}}, true, true, nil, "empty-geometry"},
		{"nothing", nil, true, true, nil, "empty-geometry"},
		{"no lines", orb.MultiLineString{}, true, true, nil, "wrong-geometry"},
	} {
		f, err := intake.Shape(c.given, c.areas, c.repair)
		if c.want == nil {
			t.Run("refuses "+c.name, func(t *testing.T) { wantCode(t, err, c.code) })
			continue
		}
		if err != nil || !orb.Equal(f.Shape, c.want) || f.Code != c.code || (f.Code != "") != (f.Reason != "" && f.Remedy != "" && f.Outcome != "") {
			t.Errorf("%s: %+v, %v", c.name, f, err)
		}
	}
	if len(open) != 3 {
		t.Error("the given line was changed")
	}
}

func TestClosed(t *testing.T) {
	open := orb.Polygon{{{0, 0}, {2, 0}, {2, 2}}, {{1, 1}, {1, 1}}}
	closed := intake.Closed(open)
	if !orb.Equal(closed, orb.MultiPolygon{{{{0, 0}, {2, 0}, {2, 2}, {0, 0}}}}) || len(open[0]) != 3 {
		t.Errorf("%v of %v", closed, open)
	}
	if got := intake.Closed(orb.MultiPolygon{{{{0, 0}, {1, 1}}, {{0, 0}, {2, 0}, {2, 2}, {0, 0}}}, {}}); len(got) != 0 {
		t.Errorf("a part without an outline: %v", got)
	}
}
