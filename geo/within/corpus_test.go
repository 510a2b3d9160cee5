package within_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	"github.com/paulmach/orb/geojson"

	"terrier/geo/bng"
	"terrier/scripts/sweep"
)

const data = "../../../shared/data"

// written finds an area in a test file of JTS.
var written = regexp.MustCompile(`(?:MULTI)?POLYGON\s*\([-+.,()\w\s]*\)`)

// TestJTS takes every area of the JTS test files, valid or not, two by two.
func TestJTS(t *testing.T) {
	r := sweep.Seeded(t)
	files, err := filepath.Glob(filepath.Join(data, "jts", "*", "*.xml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("skipped: needs ../shared/data/jts")
	}
	read, unread := 0, 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var last orb.MultiPolygon
		for _, s := range written.FindAllString(string(raw), -1) {
			g, err := wkt.Unmarshal(s)
			area, ok := multi(g)
			if err != nil || !ok {
				unread++ // empty parts, heights
				continue
			}
			read++
			compare(t, r, []orb.MultiPolygon{area}, 40)
			compare(t, r, []orb.MultiPolygon{last, area}, 20)
			last = area
		}
	}
	t.Logf("%d areas; %d not read", read, unread)
	if read < 1000 {
		t.Errorf("only %d areas found", read)
	}
}

func multi(g orb.Geometry) (orb.MultiPolygon, bool) {
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}, true
	case orb.MultiPolygon:
		return g, true
	}
	return nil, false
}

// TestRealBoundaries takes the areas of each file one by one, and as a union.
func TestRealBoundaries(t *testing.T) {
	r := sweep.Seeded(t)
	files, err := filepath.Glob(filepath.Join(data, "*", "*.geojson"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("skipped: needs ../shared/data")
	}
	read := 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		features, err := geojson.UnmarshalFeatureCollection(raw)
		if err != nil {
			continue // other data
		}
		var all []orb.MultiPolygon
		for _, f := range features.Features {
			if area, ok := multi(f.Geometry); ok {
				all = append(all, onTheGrid(t, area))
				compare(t, r, all[len(all)-1:], 20)
			}
		}
		if len(all) > 0 {
			compare(t, r, all, 80)
		}
		read += len(all)
	}
	t.Logf("%d areas", read)
	if read < 100 {
		t.Errorf("only %d areas found", read)
	}
}

// onTheGrid is the area in whole millimetres of EPSG:27700, as it would be stored.
func onTheGrid(t *testing.T, area orb.MultiPolygon) orb.MultiPolygon {
	t.Helper()
	if area.Bound().Max[0] <= 180 { // degrees
		g, err := bng.GeometryFromWGS84(area)
		if err != nil {
			t.Fatal(err)
		}
		area = g.(orb.MultiPolygon)
	}
	return bng.RoundGeometry(area).(orb.MultiPolygon)
}
