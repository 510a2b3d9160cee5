package shapefile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
)

func TestShapes(t *testing.T) {
	line, other := []orb.Point{{1, 2}, {3, 4}}, []orb.Point{{5, 6}, {7, 8}, {9, 10}}
	noMeasure := -1.7976931348623157e308
	ring := square(0, 0, 4)
	for name, test := range map[string]struct {
		record string
		want   string // as WKT, "" for null
		flat   bool
	}{
		"null":                                        {little(int32(0)), "", false},
		"point":                                       {pointRecord(530000.25, 180000.5), "POINT(530000.25 180000.5)", false},
		"point with a height":                         {little(int32(11), 1.0, 2.0, 3.0, noMeasure), "POINT(1 2)", true},
		"point with a height, no measure behind":      {little(int32(11), 1.0, 2.0, 3.0), "POINT(1 2)", true},
		"point with a measure":                        {little(int32(21), 1.0, 2.0, 3.0), "POINT(1 2)", true},
		"point whose measure says no data":            {little(int32(21), 1.0, 2.0, noMeasure), "POINT(1 2)", false},
		"point whose measure is no number":            {little(int32(21), 1.0, 2.0, nan), "POINT(1 2)", false},
		"set of points":                               {multiPoint(8, line...), "MULTIPOINT((1 2),(3 4))", false},
		"set of one point":                            {multiPoint(8, line[0]), "POINT(1 2)", false},
		"set of points with heights":                  {multiPoint(18, line...) + little([4]float64{}), "MULTIPOINT((1 2),(3 4))", true},
		"set of points with measures":                 {multiPoint(28, line...) + little([4]float64{}), "MULTIPOINT((1 2),(3 4))", true},
		"set of points with measures left out":        {multiPoint(28, line...), "MULTIPOINT((1 2),(3 4))", false},
		"line":                                        {parts(3, line), "LINESTRING(1 2,3 4)", false},
		"lines":                                       {parts(3, line, other), "MULTILINESTRING((1 2,3 4),(5 6,7 8,9 10))", false},
		"line with heights":                           {parts(13, line) + little([4]float64{}), "LINESTRING(1 2,3 4)", true},
		"line with measures, of which one is told":    {parts(23, line) + little(0., 0., noMeasure, 7.), "LINESTRING(1 2,3 4)", true},
		"line with measures, of which none is told":   {parts(23, line) + little(0., 0., noMeasure, -2e38), "LINESTRING(1 2,3 4)", false},
		"polygon":                                     {parts(5, ring), "POLYGON((0 0,0 4,4 4,4 0,0 0))", false},
		"polygon that is not closed":                  {parts(5, ring[:4]), "POLYGON((0 0,0 4,4 4,4 0))", false},
		"polygon the wrong way round":                 {parts(5, turned(ring)), "POLYGON((0 0,4 0,4 4,0 4,0 0))", false},
		"polygon with heights":                        {parts(15, ring) + little([7]float64{}), "POLYGON((0 0,0 4,4 4,4 0,0 0))", true},
		"polygon with measures that say no data":      {parts(25, ring) + little([2]float64{}, noMeasure, noMeasure, noMeasure, noMeasure, noMeasure), "POLYGON((0 0,0 4,4 4,4 0,0 0))", false},
		"polygon whose first part begins elsewhere":   {strings.Replace(parts(5, ring), little(int32(1), int32(5), int32(0)), little(int32(1), int32(5), int32(3)), 1), "POLYGON((0 0,0 4,4 4,4 0,0 0))", false},
		"polygon with bytes behind it":                {parts(5, ring) + "0123456789", "POLYGON((0 0,0 4,4 4,4 0,0 0))", false},
		"polygon of numbers that are none":            {parts(5, []orb.Point{{nan, 0}, {0, 1}, {1, 1}, {nan, 0}}), "POLYGON((NaN 0,0 1,1 1,NaN 0))", false},
		"polygon with a ring of numbers that are not": {parts(5, ring, []orb.Point{{nan, 0}, {0, 1}}), "MULTIPOLYGON(((0 0,0 4,4 4,4 0,0 0)),((NaN 0,0 1)))", false},
	} {
		t.Run(name, func(t *testing.T) {
			shp, _ := shapes(0, test.record, pointRecord(7, 7))
			rows, _, _, err := read(t, file{"a.shp", shp})
			if err != nil || len(rows) != 2 || rows[0].Err != nil {
				t.Fatalf("%+v, %v", rows, err)
			}
			got := ""
			if rows[0].Geometry != nil {
				got = wkt.MarshalString(rows[0].Geometry)
			}
			if got != test.want || rows[0].Flat != test.flat {
				t.Errorf("got %s, flat %v", got, rows[0].Flat)
			}
			if !orb.Equal(rows[1].Geometry, orb.Point{7, 7}) {
				t.Errorf("then %v", rows[1].Geometry)
			}
		})
	}
}

func TestBrokenShapes(t *testing.T) {
	ring := square(0, 0, 4)
	counting := func(parts, points int32, starts ...int32) string {
		return little(int32(5), [4]float64{}, parts, points, starts, ring)
	}
	for name, test := range map[string]struct{ record, code, says string }{
		"more points than there is room for":     {counting(1, 6, 0), "broken-shape", "more points than it has room for"},
		"points without end":                     {counting(1, -1, 0), "broken-shape", "more points"},
		"more parts than there is room for":      {counting(100, 5, 0), "broken-shape", "more parts"},
		"parts without end":                      {counting(-1, 5, 0), "broken-shape", "more parts"},
		"parts that do not rise":                 {counting(3, 5, 0, 3, 2), "broken-shape", "do not follow"},
		"an empty part":                          {counting(3, 5, 0, 3, 3), "broken-shape", "do not follow"},
		"a part beyond the points":               {counting(2, 5, 0, 9), "broken-shape", "do not follow"},
		"a part before the points":               {counting(2, 5, 0, -4), "broken-shape", "do not follow"},
		"no parts":                               {little(int32(5), [4]float64{}, int32(0), int32(0)), "empty-geometry", "no points"},
		"no points":                              {little(int32(3), [4]float64{}, int32(1), int32(0), int32(0)), "empty-geometry", "no points"},
		"a set without points":                   {multiPoint(8), "empty-geometry", "no points"},
		"a set counting too many":                {little(int32(8), [4]float64{}, int32(3), ring[0]), "broken-shape", "more points"},
		"a point that is cut":                    {pointRecord(1, 2)[:12], "broken-shape", "more points"},
		"a point whose height is cut":            {little(int32(11), 1.0, 2.0), "broken-shape", "more points"},
		"a polygon without room for its heights": {parts(15, ring), "broken-shape", "more points"},
		"only a kind":                            {little(int32(5)), "broken-shape", "more points"},
		"a kind that there is not":               {little(int32(7), 1.0, 2.0), "broken-shape", "(7)"},
		"a surface":                              {little(int32(31), [40]byte{}), "wrong-geometry", "a surface"},
	} {
		t.Run(name, func(t *testing.T) {
			shp, shx := shapes(5, ward(0), test.record, ward(20))
			for _, files := range [][]file{{{"a.shp", shp}}, {{"a.shp", shp}, {"a.shx", shx}}} {
				rows, _, _, err := read(t, files...)
				if err != nil || len(rows) != 3 {
					t.Fatalf("%d rows, %v", len(rows), err)
				}
				if e := wantCode(t, rows[1].Err, test.code); rows[1].Line != 2 || !strings.Contains(e.Message, test.says) || e.Field != "geometry" {
					t.Errorf("line %d: %+v", rows[1].Line, e)
				}
				if diff := cmp.Diff(orb.Polygon{square(20, 0, 10)}, rows[2].Geometry); diff != "" {
					t.Errorf("then %s", diff)
				}
			}
		})
	}
}
