package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/tiles/serve"
)

// decimals of a degree in GeoJSON: 0.1 mm, so that a shape comes back to the same millimetre (DESIGN section 5).
const decimals = 9

// feature is one thing with its place in WGS 84.
type feature struct {
	ref   string
	shape orb.Geometry
	facts []fact
}

// lonLat is a geometry in WGS 84: as stored, or projected here where a change by plain SQL has not been projected yet.
func lonLat(stored, grid orb.Geometry) (orb.Geometry, error) {
	if !isNil(stored) {
		return stored, nil
	}
	if isNil(grid) {
		return nil, nil
	}
	shape, err := bng.TransformWGS84(grid)
	if err != nil {
		return nil, fmt.Errorf("project a stored shape: %w", err)
	}
	return shape, nil
}

func isNil(g orb.Geometry) bool {
	m, isMulti := g.(orb.MultiPolygon)
	return g == nil || isMulti && m == nil
}

func sendFeatures(w http.ResponseWriter, r *http.Request, features []feature, attributions []string) {
	b := []byte(`{"type":"FeatureCollection","attribution":[`)
	for i, line := range attributions {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, line)
	}
	b = append(b, `],"features":[`...)
	for i, f := range features {
		if i > 0 {
			b = append(b, ',', '\n')
		}
		b = f.append(b)
	}
	serve.Send(w, r, serve.Answer{Type: mediaTypes[asGeoJSON][0], Cache: serve.Fresh, Body: append(b, "]}\n"...)})
}

func sendFeature(w http.ResponseWriter, r *http.Request, f feature) {
	serve.Send(w, r, serve.Answer{Type: mediaTypes[asGeoJSON][0], Cache: serve.Fresh, Body: append(f.append(nil), '\n')})
}

func (f feature) append(b []byte) []byte {
	b = appendText(append(b, `{"type":"Feature","id":`...), f.ref)
	b = append(b, `,"geometry":`...)
	b = appendGeometry(b, f.shape)
	b = append(b, `,"properties":`...)
	return append(appendMembers(b, f.facts), '}')
}

// appendGeometry writes the geometries that registers hold: points and areas.
func appendGeometry(b []byte, g orb.Geometry) []byte {
	switch g := g.(type) {
	case orb.Point:
		return append(appendPosition(append(b, `{"type":"Point","coordinates":`...), g), '}')
	case orb.MultiPolygon:
		b = append(b, `{"type":"MultiPolygon","coordinates":[`...)
		for i, part := range g {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendPolygon(b, part)
		}
		return append(b, "]}"...)
	}
	return append(b, "null"...)
}

// appendPolygon winds outlines counter-clockwise and holes clockwise, as RFC 7946 section 3.1.6 asks.
func appendPolygon(b []byte, rings orb.Polygon) []byte {
	b = append(b, '[')
	for i, ring := range rings {
		if i > 0 {
			b = append(b, ',')
		}
		if (ring.Orientation() == orb.CCW) == (i > 0) {
			ring = slices.Clone(ring)
			slices.Reverse(ring)
		}
		b = append(b, '[')
		for j, p := range ring {
			if j > 0 {
				b = append(b, ',')
			}
			b = appendPosition(b, p)
		}
		b = append(b, ']')
	}
	return append(b, ']')
}

func appendPosition(b []byte, p orb.Point) []byte {
	b = strconv.AppendFloat(append(b, '['), p[0], 'f', decimals, 64)
	b = strconv.AppendFloat(append(b, ','), p[1], 'f', decimals, 64)
	return append(b, ']')
}
