package shape_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"terrier/geo/shape"
)

func TestCheckAccepts(t *testing.T) {
	for name, text := range map[string]string{
		"a square":                                    "POLYGON((0 0,4 0,4 4,0 4,0 0))",
		"a square drawn clockwise":                    "POLYGON((0 0,0 4,4 4,4 0,0 0))",
		"a square with a hole":                        "POLYGON((0 0,9 0,9 9,0 9,0 0),(2 2,2 4,4 4,2 2))",
		"repeated points":                             "POLYGON((0 0,0 0,4 0,4 0,4 4,0 4,0 0,0 0))",
		"points along a straight edge":                "POLYGON((0 0,1 0,2 0,4 0,4 4,0 4,0 0))",
		"a hole that touches the outline in a corner": "POLYGON((0 0,9 0,9 9,0 9,0 0),(0 0,4 2,2 4,0 0))",
		"a hole that touches the outline on an edge":  "POLYGON((0 0,9 0,9 9,0 9,0 0),(4 0,6 3,2 3,4 0))",
		"two holes that touch in a point":             "POLYGON((0 0,9 0,9 9,0 9,0 0),(1 4,4 4,2 6,1 4),(4 4,7 4,6 6,4 4))",
		"three holes that touch in one point":         "POLYGON((0 0,9 0,9 9,0 9,0 0),(4 4,2 3,2 5,4 4),(4 4,5 1,3 1,4 4),(4 4,6 5,6 3,4 4))",
		"two parts apart":                             "MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,9 5,9 9,5 5)))",
		"two parts that touch in a corner":            "MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((1 1,2 1,2 2,1 2,1 1)))",
		"two parts that touch in two corners":         "MULTIPOLYGON(((0 0,4 0,0 4,0 0)),((4 0,4 4,0 4,2 3,4 0)))",
		"a part within a hole of another":             "MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0),(1 1,1 8,8 8,8 1,1 1)),((2 2,6 2,6 6,2 6,2 2)))",
		"a part within a hole, given first":           "MULTIPOLYGON(((2 2,6 2,6 6,2 6,2 2)),((0 0,9 0,9 9,0 9,0 0),(1 1,1 8,8 8,8 1,1 1)))",
		"a part that touches the hole it lies in":     "MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0),(1 1,1 8,8 8,8 1,1 1)),((1 1,6 2,6 6,2 6,1 1)))",
		"national grid millimetres":                   "POLYGON((393201.123 398772.457,393202.123 398772.457,393201.623 398773.001,393201.123 398772.457))",
		"degrees":                                     "POLYGON((-2.1 53.4,-2.0 53.4,-2.05 53.5,-2.1 53.4))",
		"a hair's breadth":                            "POLYGON((0 0,1000000 0.001,1000000 0.002,0 0))",
		"numbers of very different size":              "POLYGON((100 100,1000000000000000 110,1000000000000000 100,100 100))",
	} {
		t.Run(name, func(t *testing.T) {
			if err := shape.Check(parse(t, text), shape.Limits{}); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestCheckRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		shape string
		code  string
		where string
		says  string
	}{
		"a bow tie": {"POLYGON((0 0,10 10,10 0,0 10,0 0))", "self-crossing", "5 5",
			"The outline crosses itself at 5, 5."},
		"a bow tie off the grid": {"POLYGON((0 0,10 10,10 0,0 5,0 0))", "self-crossing", "3.3333333333333335 3.3333333333333335",
			"The outline crosses itself at 3.3333333, 3.3333333."},
		"a bow tie in Trafford": {"POLYGON((393200 398770,393210 398780,393210 398770,393200 398781,393200 398770))", "self-crossing", "393205.2380952381 398775.2380952381",
			"The outline crosses itself at 393205.238, 398775.238."},
		"a figure of eight through a corner": {"POLYGON((0 0,2 2,4 4,4 0,2 2,0 4,0 0))", "self-crossing", "2 2",
			"The outline crosses itself at 2, 2."},
		"two loops that meet in a corner": {"POLYGON((0 0,2 2,0 4,4 4,2 2,4 0,0 0))", "self-touching", "2 2",
			"The outline touches itself at 2, 2."},
		"a corner on another edge": {"POLYGON((0 0,8 0,8 8,4 0,0 8,0 0))", "self-touching", "4 0",
			"The outline touches itself at 4, 0."},
		"a spike": {"POLYGON((0 0,4 0,4 4,4 9,4 4,0 4,0 0))", "self-crossing", "4 4",
			"The outline runs back along itself from 4, 4."},
		"a corridor of no width": {"POLYGON((0 0,4 0,4 2,8 2,8 0,9 0,9 4,8 4,8 2,4 2,4 4,0 4,0 0))", "self-crossing", "4 2",
			"The outline runs back along itself from 4, 2."},
		"a hole that crosses itself": {"POLYGON((0 0,20 0,20 20,0 20,0 0),(1 1,10 10,10 1,1 10,1 1))", "self-crossing", "5.5 5.5",
			"Hole 1 crosses itself at 5.5, 5.5."},
		"an unclosed ring": {"POLYGON((0 0,4 0,4 4,0 4))", "ring-not-closed", "0 4",
			"The outline is not closed: it begins at 0, 0 and ends at 0, 4."},
		"an unclosed hole in the second part": {"MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,9 5,9 9,5 5),(7 6,8 6,8 7,7 6.5)))", "ring-not-closed", "7 6.5",
			"Hole 1 of part 2 is not closed: it begins at 7, 6 and ends at 7, 6.5."},
		"three points": {"POLYGON((0 0,4 0,0 0))", "too-few-points", "0 0",
			"The outline has 3 points; a ring needs at least four, the last repeating the first."},
		"four points of which two repeat": {"POLYGON((0 0,4 0,4 0,0 0))", "too-few-points", "0 0",
			"The outline has only two different corners, at 0, 0 and 4, 0; a ring needs at least three."},
		"one point four times": {"POLYGON((1 1,1 1,1 1,1 1))", "too-few-points", "1 1",
			"The outline is a single point, at 1, 1."},
		"three points on one line": {"POLYGON((0 0,4 4,2 2,0 0))", "too-few-points", "0 0",
			"The outline encloses no area: all its points lie on one line through 0, 0."},
		"a hole outside": {"POLYGON((0 0,4 0,4 4,0 4,0 0),(6 6,6 7,7 7,6 6))", "hole-outside", "6 6",
			"Hole 1 lies outside the outline of its part, at 6, 6."},
		"a hole around its outline": {"POLYGON((2 2,4 2,4 4,2 4,2 2),(0 0,9 0,9 9,0 9,0 0))", "hole-outside", "0 0",
			"Hole 1 lies outside the outline of its part, at 0, 0."},
		"a hole in another part": {"MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0),(11 1,11 2,12 2,11 1)),((10 0,14 0,14 4,10 4,10 0)))", "hole-outside", "11 1",
			"Hole 1 of part 1 lies outside the outline of its part, at 11, 1."},
		"a hole outside that touches": {"POLYGON((0 0,4 0,4 4,0 4,0 0),(4 2,6 1,6 3,4 2))", "hole-outside", "4 2",
			"Hole 1 lies outside the outline of its part, at 4, 2."},
		"a hole across the outline": {"POLYGON((0 0,4 0,4 4,0 4,0 0),(2 1,6 1,6 2,2 2,2 1))", "rings-cross", "4 1",
			"Hole 1 crosses the outline at 4, 1."},
		"a hole along the outline": {"POLYGON((0 0,4 0,4 4,0 4,0 0),(1 0,2 2,3 0,1 0))", "rings-share-edge", "1 0",
			"The outline and hole 1 run along each other from 1, 0."},
		"a hole equal to its outline": {"POLYGON((0 0,4 0,4 4,0 4,0 0),(0 0,4 0,4 4,0 4,0 0))", "rings-share-edge", "0 0",
			"The outline and hole 1 run along each other from 0, 0."},
		"a hole along the outside": {"POLYGON((0 0,4 0,4 4,0 4,0 0),(1 0,2 -2,3 0,1 0))", "hole-outside", "1 0",
			"Hole 1 lies outside the outline and runs along it from 1, 0."},
		"two holes that cross": {"POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,4 1,4 4,1 4,1 1),(3 2,6 2,6 3,3 3,3 2))", "holes-overlap", "4 2",
			"Hole 1 and hole 2 overlap: they cross at 4, 2."},
		"a hole within a hole": {"POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,8 1,8 8,1 8,1 1),(2 2,3 2,3 3,2 2))", "holes-overlap", "2 2",
			"Hole 2 lies inside hole 1, at 2, 2."},
		"a hole within a part within a hole": {"MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0),(1 1,8 1,8 8,1 8,1 1),(4 4,5 4,5 5,4 4)),((2 2,7 2,7 7,2 7,2 2)))", "holes-overlap", "4 4",
			"Hole 2 of part 1 lies inside hole 1 of part 1, at 4, 4."},
		"the same hole twice": {"POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,4 1,4 4,1 1),(1 1,4 1,4 4,1 1))", "holes-overlap", "1 1",
			"Hole 1 and hole 2 overlap from 1, 1 on, where they share an edge."},
		"two holes with a common edge": {"POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,4 1,4 4,1 4,1 1),(4 1,6 1,6 4,4 4,4 1))", "rings-share-edge", "4 1",
			"Hole 1 and hole 2 run along each other from 4, 1."},
		"two parts that cross": {"MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((2 1,6 1,6 2,2 2,2 1)))", "parts-overlap", "4 1",
			"Parts 1 and 2 overlap: their outlines cross at 4, 1."},
		"a part within a part": {"MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0)),((2 2,4 2,4 4,2 2)))", "parts-overlap", "2 2",
			"Part 2 lies inside part 1, at 2, 2."},
		"a part within a part that touches": {"MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0)),((0 0,4 2,4 4,0 0)))", "parts-overlap", "0 0",
			"Part 2 lies inside part 1, at 0, 0."},
		"the same part twice": {"MULTIPOLYGON(((0 0,4 0,4 4,0 0)),((0 0,4 0,4 4,0 0)))", "parts-overlap", "0 0",
			"Parts 1 and 2 overlap from 0, 0 on, where they share an edge."},
		"two parts with a common edge": {"MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((4 1,6 1,6 3,4 3,4 1)))", "rings-share-edge", "4 1",
			"The outline of part 1 and the outline of part 2 run along each other from 4, 1."},
		"a part that fills a hole": {"MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0),(1 1,8 1,8 8,1 8,1 1)),((1 1,8 1,8 8,1 8,1 1)))", "rings-share-edge", "1 1",
			"Hole 1 of part 1 and the outline of part 2 run along each other from 1, 1."},
		"a hole that cuts the shape in two": {"POLYGON((0 0,8 0,8 8,0 8,0 0),(4 0,5 4,4 8,3 4,4 0))", "interior-disconnected", "4 8",
			"The shape is cut into pieces: its rings touch each other all the way around, last at 4, 8."},
		"four holes around a middle": {"POLYGON((0 0,9 0,9 9,0 9,0 0),(2 4,4 2,3 2,2 4),(4 2,6 4,6 3,4 2),(6 4,4 6,5 6,6 4),(4 6,2 4,2 5,4 6))", "interior-disconnected", "6 4",
			"The shape is cut into pieces: its rings touch each other all the way around, last at 6, 4."},
		"nothing":                {"POLYGON EMPTY", "empty", "", "The shape has no points."},
		"no parts":               {"MULTIPOLYGON EMPTY", "empty", "", "The shape has no parts."},
		"a point":                {"POINT(1 2)", "wrong-type", "", "A point is not an area."},
		"a line":                 {"LINESTRING(0 0,1 1)", "wrong-type", "", "A line is not an area."},
		"a collection of shapes": {"GEOMETRYCOLLECTION(POLYGON((0 0,4 0,4 4,0 0)))", "wrong-type", "", "A collection of shapes is not an area."},
	} {
		t.Run(name, func(t *testing.T) {
			p := refusal(t, shape.Check(parse(t, c.shape), shape.Limits{}))
			if p.Code() != c.code {
				t.Errorf("code %s, want %s (%s)", p.Code(), c.code, p.Message)
			}
			if c.says != "" && p.Message != c.says {
				t.Errorf("says %q\nwant %q", p.Message, c.says)
			}
			where := ""
			if p.Placed {
				where = strings.Trim(wkt.MarshalString(p.Where), "POINT()")
			}
			if where != c.where {
				t.Errorf("at %q, want %q", where, c.where)
			}
			if p.Remedy == "" {
				t.Error("no remedy")
			}
		})
	}
}

func TestCheckRefusesWhatWKTCannotSay(t *testing.T) {
	square := orb.Ring{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}
	nan, inf := math.NaN(), math.Inf(1)
	for name, c := range map[string]struct {
		shape orb.Geometry
		code  string
		says  string
	}{
		"nil":                           {nil, "empty", "There is no shape."},
		"a nil polygon":                 {orb.Polygon(nil), "empty", "The shape has no points."},
		"a polygon of a nil ring":       {orb.Polygon{nil}, "empty", "The shape has no points."},
		"an empty part":                 {orb.MultiPolygon{{square}, {}}, "empty", "Part 2 of 2 has no points."},
		"an empty hole":                 {orb.Polygon{square, {}}, "empty", "Hole 1 has no points."},
		"a bounding box":                {orb.Bound{Max: orb.Point{1, 1}}, "wrong-type", "A bounding box is not an area."},
		"a bare ring":                   {square, "wrong-type", "A single ring is not an area."},
		"NaN":                           {orb.Polygon{{{0, 0}, {4, 0}, {nan, 4}, {0, 0}}}, "not-finite", "Point 3 of the outline has a coordinate that is no usable number: NaN, 4."},
		"NaN first and last":            {orb.Polygon{{{nan, nan}, {4, 0}, {4, 4}, {nan, nan}}}, "not-finite", "Point 1 of the outline has a coordinate that is no usable number: NaN, NaN."},
		"infinity":                      {orb.Polygon{square, {{1, 1}, {2, 1}, {2, inf}, {1, 1}}}, "not-finite", "Point 3 of hole 1 has a coordinate that is no usable number: 2, +Inf."},
		"a number beyond 1e100":         {orb.Polygon{{{0, 0}, {1e101, 0}, {4, 4}, {0, 0}}}, "not-finite", "Point 2 of the outline has a coordinate that is no usable number: 1e+101, 0."},
		"a shape nearer 0 than it sees": {orb.Polygon{{{0, 0}, {1e-300, 0}, {1e-300, 1e-300}, {0, 0}}}, "too-few-points", "The outline is a single point, at 0, 0."},
	} {
		t.Run(name, func(t *testing.T) {
			p := refusal(t, shape.Check(c.shape, shape.Limits{}))
			if p.Code() != c.code || p.Message != c.says {
				t.Errorf("%s: %q, want %s: %q", p.Code(), p.Message, c.code, c.says)
			}
			if p.Placed && (math.IsNaN(p.Where[0]) || math.IsNaN(p.Where[1])) {
				t.Errorf("placed at %v", p.Where)
			}
		})
	}
}

func TestCheckCountsFirst(t *testing.T) {
	circle := wheel(shape.MaxVertices-1, 1000, 1)
	if err := shape.Check(circle, shape.Limits{}); err != nil {
		t.Errorf("50,000 points, the last repeating the first: %v", err)
	}
	more := orb.Polygon{append(circle[0][:shape.MaxVertices-1:shape.MaxVertices-1], orb.Point{math.NaN(), 0}, circle[0][0])}
	p := refusal(t, shape.Check(more, shape.Limits{}))
	if p.Code() != "too-many-vertices" || p.Message != "The shape has 50,001 points; at most 50,000 are allowed." || p.Where != more[0][50_000] {
		t.Errorf("50,001 points, one of them NaN: %v at %v", p, p.Where)
	}
	if p := refusal(t, shape.Check(circle, shape.Limits{Vertices: 100})); p.Code() != "too-many-vertices" || p.Where != circle[0][100] {
		t.Errorf("another limit: %v at %v", p, p.Where)
	}
	holes := orb.Polygon{{{0, 0}, {9, 0}, {9, 9}, {0, 0}}, {{5, 1}, {6, 1}, {6, 2}, {5, 1}}}
	if p := refusal(t, shape.Check(holes, shape.Limits{Vertices: 7})); p.Code() != "too-many-vertices" || p.Where != holes[1][3] {
		t.Errorf("counted over rings: %v at %v", p, p.Where)
	}
}

func TestCheckLeavesItsArgumentAlone(t *testing.T) {
	const text = "MULTIPOLYGON(((0 0,0 0,4 0,4 4,0 0)),((5 5,9 9,9 5,5 9,5 5)))"
	g := parse(t, text)
	_ = shape.Check(g, shape.Limits{})
	if wkt.MarshalString(g) != text {
		t.Error(wkt.MarshalString(g))
	}
}

func refusal(t testing.TB, err error) *shape.Problem {
	t.Helper()
	var p *shape.Problem
	if !errors.As(err, &p) {
		t.Fatalf("error %v is no *shape.Problem", err)
	}
	return p
}
