package web

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/geo/shape"
	"terrier/plans"
)

// snapKinds are whose edges can be snapped to.
var snapKinds = []string{"parish", "ward", "local-authority", "local-planning-authority", "area"}

// snap gives the edges that reach into a box, whole and at full precision: tiles are neither.
func (d drafts) snap(w http.ResponseWriter, r *http.Request, _ visitor) error {
	q, err := readQuery(r, "bbox", "crs")
	if err != nil {
		return err
	}
	box, has, err := readBox(q)
	if err != nil {
		return err
	}
	if !has {
		return plans.Refuse("bbox-needed", "bbox", "It is not said where.", "Give bbox=west,south,east,north.")
	}
	within := box.onGrid.Bound()
	if d := math.Max(within.Max[0]-within.Min[0], within.Max[1]-within.Min[1]); d > 40_000 {
		return plans.Refuse("box-too-large", "bbox", "The box is wider than 40 km.", "Zoom in: nobody snaps to an edge from so far.")
	}
	edges, err := d.Drafts.Ground.Edges(r.Context(), within, snapKinds)
	if err != nil {
		return err
	}
	type featureJSON struct {
		Type       string            `json:"type"`
		Geometry   json.RawMessage   `json:"geometry"`
		Properties map[string]string `json:"properties"`
	}
	features := []featureJSON{}
	for _, edge := range edges {
		geometry, err := asDegrees(edge.Lines)
		if err != nil {
			return err
		}
		features = append(features, featureJSON{"Feature", geometry, map[string]string{"kind": edge.Kind, "ref": edge.Ref, "name": edge.Name}})
	}
	send(w, r, http.StatusOK, mediaTypes[asGeoJSON][0], asJSONText(map[string]any{"type": "FeatureCollection", "features": features}))
	return nil
}

// follow gives the two ways along an edge between two points, the shorter first.
func (d drafts) follow(w http.ResponseWriter, r *http.Request, _ visitor) error {
	q, err := readQuery(r, "kind", "ref", "from", "to")
	if err != nil {
		return err
	}
	outline, err := d.outlineOf(r, q)
	if err != nil {
		return err
	}
	var ends [2]orb.Point
	for i, key := range []string{"from", "to"} {
		if ends[i], err = pointIn(q, key); err != nil {
			return err
		}
	}
	type wayJSON struct {
		Coordinates []orb.Point `json:"coordinates"`
		Metres      float64     `json:"metres"`
	}
	ways := []wayJSON{}
	for _, line := range shape.Follow(outline, ends[0], ends[1]) {
		lonlat, err := bng.TransformWGS84(line)
		if err != nil {
			return err
		}
		ways = append(ways, wayJSON{roundDegrees(lonlat).(orb.LineString), plans.Round(shape.Length(line), 1)})
	}
	send(w, r, http.StatusOK, "application/json", asJSONText(map[string]any{"ways": ways}))
	return nil
}

// outlineOf is the outline whose edge is followed.
func (d drafts) outlineOf(r *http.Request, q query) (orb.MultiPolygon, error) {
	kind, err := q.one("kind")
	if err != nil {
		return nil, err
	}
	ref, err := q.one("ref")
	if err != nil {
		return nil, err
	}
	if kind == "area" {
		_, outline, err := d.outline(r.Context(), ref)
		return outline, err
	}
	found, err := d.Drafts.Ground.Land(r.Context(), []string{shorten(kind) + ":" + shorten(ref)})
	if err != nil {
		return nil, err
	}
	return found[0].Shape, nil
}

// pointIn reads "longitude,latitude".
func pointIn(q query, key string) (orb.Point, error) {
	text, err := q.one(key)
	if err != nil {
		return orb.Point{}, err
	}
	x, y, ok := strings.Cut(text, ",")
	lon, errX := strconv.ParseFloat(x, 64)
	lat, errY := strconv.ParseFloat(y, 64)
	if !ok || errX != nil || errY != nil {
		return orb.Point{}, plans.Refuse("bad-position", key, "This is not a longitude and a latitude.", "Write "+key+"=-1.5005,53.8155.")
	}
	return toGrid(orb.Point{lon, lat}, degrees)
}
