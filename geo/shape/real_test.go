package shape_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"terrier/geo/shape"
)

// decodedOtherwise are areas that the facts' reader made invalid and that are
// valid, in PostGIS' eyes too, as they are decoded here.
var decodedOtherwise = map[string][]int{"boundaries/eng_lad_2013.topo.json": {117}}

// TestCheckOnRealBoundaries judges each area of the files in ../shared/data. The
// facts beside them were found with PostGIS and GEOS.
func TestCheckOnRealBoundaries(t *testing.T) {
	const data = "../../../shared/data"
	raw, err := os.ReadFile(filepath.Join(data, "expected.json"))
	if err != nil {
		t.Skip("skipped: needs ../shared/data/expected.json")
	}
	var facts map[string]struct {
		Types   map[string]int `json:"types"`
		Invalid []int          `json:"invalid_feature_index"`
	}
	if err := json.Unmarshal(raw, &facts); err != nil {
		t.Fatal(err)
	}
	for file, fact := range facts {
		if fact.Types["Polygon"]+fact.Types["MultiPolygon"] == 0 {
			continue
		}
		var read func(testing.TB, []byte) []orb.Geometry
		switch {
		case strings.HasSuffix(file, ".geojson"):
			read = readGeoJSON
		case strings.HasSuffix(file, ".topo.json"):
			read = readTopoJSON
		default:
			continue // other formats of the same shapes
		}
		t.Run(file, func(t *testing.T) {
			raw, err := os.ReadFile(filepath.Join(data, file))
			if err != nil {
				t.Skipf("skipped: needs %s", file)
			}
			shapes := read(t, raw)
			invalid, codes, vertices := []int{}, map[string]int{}, 0
			start := time.Now()
			for i, g := range shapes {
				vertices += shape.Vertices(g)
				if err := shape.Check(g, shape.Limits{Vertices: 1_000_000}); err != nil {
					invalid = append(invalid, i)
					codes[refusal(t, err).Code()]++
				}
			}
			t.Logf("%d areas, %d vertices in %v: %v", len(shapes), vertices, time.Since(start), codes)
			want := slices.DeleteFunc(fact.Invalid, func(i int) bool { return slices.Contains(decodedOtherwise[file], i) })
			if !slices.Equal(invalid, want) {
				t.Errorf("refuses %v, want %v", invalid, want)
			}
		})
	}
}

func readGeoJSON(t testing.TB, raw []byte) []orb.Geometry {
	features, err := geojson.UnmarshalFeatureCollection(raw)
	if err != nil {
		t.Fatal(err)
	}
	var shapes []orb.Geometry
	for _, f := range features.Features {
		shapes = append(shapes, f.Geometry)
	}
	return shapes
}

// readTopoJSON undoes the delta coding of the arcs and joins them to rings.
func readTopoJSON(t testing.TB, raw []byte) []orb.Geometry {
	var file struct {
		Transform struct{ Scale, Translate [2]float64 }
		Arcs      [][][2]int
		Objects   map[string]struct {
			Geometries []struct {
				Type string
				Arcs json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	ring := func(arcs []int) orb.Ring {
		var r orb.Ring
		for _, k := range arcs {
			deltas := file.Arcs[max(k, ^k)]
			var points []orb.Point
			x, y := 0, 0
			for _, d := range deltas {
				x, y = x+d[0], y+d[1]
				points = append(points, orb.Point{
					float64(float64(x)*file.Transform.Scale[0]) + file.Transform.Translate[0],
					float64(float64(y)*file.Transform.Scale[1]) + file.Transform.Translate[1]})
			}
			if k < 0 {
				slices.Reverse(points)
			}
			if len(r) > 0 {
				points = points[1:]
			}
			r = append(r, points...)
		}
		return r
	}
	polygon := func(rings [][]int) (p orb.Polygon) {
		for _, arcs := range rings {
			p = append(p, ring(arcs))
		}
		return p
	}
	var shapes []orb.Geometry
	for _, object := range file.Objects {
		for _, g := range object.Geometries {
			polygons := make([][][]int, 1)
			var err error
			if g.Type == "MultiPolygon" {
				err = json.Unmarshal(g.Arcs, &polygons)
			} else {
				err = json.Unmarshal(g.Arcs, &polygons[0])
			}
			if err != nil {
				t.Fatal(err)
			}
			var m orb.MultiPolygon
			for _, rings := range polygons {
				m = append(m, polygon(rings))
			}
			shapes = append(shapes, m)
		}
	}
	return shapes
}
