package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/paulmach/orb"

	"terrier/plans"
)

// readShape reads a GeoJSON Polygon or MultiPolygon, or a Feature that has one (RFC 7946), with its holes. crsName is the name
// in the crs member of older files, "" where there is none. Heights are left out. Whether rings are closed and do not cross is
// not judged here.
func readShape(body []byte) (shape orb.MultiPolygon, crsName string, err error) {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\uFEFF")))
	if len(body) == 0 {
		return nil, "", plans.Refuse("empty-body", "", "The body is empty.", shapeWanted)
	}
	var outer object
	if err := json.Unmarshal(body, &outer); err != nil {
		return nil, "", aShape.refuse(body, err)
	}
	inner := outer
	if outer.Type == "Feature" {
		if isNull(outer.Geometry) {
			return nil, "", refuse(http.StatusUnprocessableEntity, "no-geometry", "geometry", "The feature has no geometry.", shapeWanted)
		}
		inner = object{}
		if err := json.Unmarshal(outer.Geometry, &inner); err != nil {
			return nil, "", plans.Refuse("not-geojson", "geometry", "The feature's geometry is not an object of GeoJSON.", shapeWanted)
		}
	}
	if shape, err = inner.shape(); err != nil {
		return nil, "", err
	}
	return shape, outer.crsName(), nil
}

const shapeWanted = `Send a GeoJSON Polygon or MultiPolygon, or a Feature that has one: {"type": "Polygon", "coordinates": [[[-1.5, 53.8], ...]]}.`

// object is the part of a GeoJSON object that is read here.
type object struct {
	Type        string            `json:"type"`
	Coordinates json.RawMessage   `json:"coordinates"`
	Geometry    json.RawMessage   `json:"geometry"`
	Features    []json.RawMessage `json:"features"`
	CRS         json.RawMessage   `json:"crs"`
}

func (o object) shape() (orb.MultiPolygon, error) {
	switch o.Type {
	case "Polygon":
		part, err := o.polygon()
		if err != nil {
			return nil, err
		}
		return parts([][][][]float64{part}, false)
	case "MultiPolygon":
		all, err := o.polygons()
		if err != nil {
			return nil, err
		}
		return parts(all, true)
	case "FeatureCollection":
		return nil, refuse(http.StatusUnprocessableEntity, "one-shape-only", "type",
			fmt.Sprintf("This is a collection of %s features, and one shape is counted at a time.", thousands(len(o.Features))),
			"Send one Feature, or join the shapes into one MultiPolygon.")
	case "Point", "MultiPoint", "LineString", "MultiLineString", "GeometryCollection":
		return nil, refuse(http.StatusUnprocessableEntity, "wrong-type", "type", "A "+o.Type+" is not an area.", shapeWanted)
	case "Feature":
		return nil, plans.Refuse("not-geojson", "geometry", "The feature's geometry is a feature again.", shapeWanted)
	case "Topology":
		return nil, refuse(http.StatusUnprocessableEntity, "wrong-type", "type", "This is TopoJSON.", shapeWanted)
	}
	return nil, plans.Refuse("not-geojson", "type", fmt.Sprintf("The type %q is none that GeoJSON has.", shorten(o.Type)), shapeWanted)
}

func (o object) polygon() ([][][]float64, error) {
	n := numbers{text: o.Coordinates}
	if rings, ok := n.rings(); ok && n.end() {
		return rings, nil
	}
	var rings [][][]float64
	err := o.coordinates(&rings)
	return rings, err
}

func (o object) polygons() ([][][][]float64, error) {
	n := numbers{text: o.Coordinates}
	if all, ok := n.polygons(); ok && n.end() {
		return all, nil
	}
	var all [][][][]float64
	err := o.coordinates(&all)
	return all, err
}

// coordinates reads them, or says what is wrong with them.
func (o object) coordinates(into any) error {
	if isNull(o.Coordinates) {
		return plans.Refuse("not-geojson", "coordinates", "The "+o.Type+" has no coordinates.", shapeWanted)
	}
	// null among numbers would be read as zero, which is a place
	if bytes.Contains(o.Coordinates, []byte("null")) {
		return plans.Refuse("bad-position", "coordinates", "There is a null among the coordinates.", "Leave the point out, or give its numbers.")
	}
	err := json.Unmarshal(o.Coordinates, into)
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return plans.Refuse("bad-position", "coordinates",
			fmt.Sprintf("The coordinates of a %s do not look like this: there is %s where something else belongs (at character %s of them).",
				o.Type, article(wrong.Value), thousands(int(wrong.Offset))), shapeWanted)
	}
	return err
}

func article(jsonType string) string {
	switch jsonType {
	case "array", "object":
		return "an " + jsonType
	case "string", "bool", "number":
		return "a " + jsonType
	}
	return "the " + jsonType // "number 1e999"
}

// parts makes a shape of bare numbers. A position has two to four of them, of which the first two are taken.
func parts(numbers [][][][]float64, many bool) (orb.MultiPolygon, error) {
	shape := make(orb.MultiPolygon, len(numbers))
	for i, rings := range numbers {
		shape[i] = make(orb.Polygon, len(rings))
		for j, positions := range rings {
			ring := make(orb.Ring, len(positions))
			for k, position := range positions {
				if len(position) < 2 || len(position) > 4 {
					path := fmt.Sprintf("coordinates[%d][%d]", j, k)
					if many {
						path = fmt.Sprintf("coordinates[%d][%d][%d]", i, j, k)
					}
					return nil, plans.Refuse("bad-position", path, fmt.Sprintf("%s has %d numbers; a position has two: longitude and latitude, or easting and northing.", path, len(position)), shapeWanted)
				}
				ring[k] = orb.Point{position[0], position[1]}
			}
			shape[i][j] = ring
		}
	}
	return shape, nil
}

// crsName is the name in a crs member, as files from before RFC 7946 have it.
func (o object) crsName() string {
	var crs struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	}
	if isNull(o.CRS) || json.Unmarshal(o.CRS, &crs) != nil {
		return ""
	}
	return crs.Properties.Name
}

func isNull(raw json.RawMessage) bool {
	return len(raw) == 0 || bytes.Equal(raw, []byte("null"))
}

// jsonWanted is what a body was to be: a noun, what is said of a member that is something else, and what to send.
type jsonWanted struct{ what, not, remedy string }

var aShape = jsonWanted{"an object of GeoJSON", "it is not in GeoJSON", shapeWanted}

// refuse says where the reading stopped.
func (j jsonWanted) refuse(body []byte, err error) error {
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		before := body[:min(max(int(syntax.Offset)-1, 0), len(body))]
		line := bytes.Count(before, []byte("\n")) + 1
		column := len(before) - bytes.LastIndexByte(before, '\n')
		return plans.Refuse("bad-json", "", fmt.Sprintf("The body is not JSON: the reading stopped at line %d, column %d.", line, column), j.remedy)
	case errors.As(err, &wrong) && wrong.Field != "":
		return plans.Refuse("not-geojson", wrong.Field, fmt.Sprintf("%s is %s, which %s.", wrong.Field, article(wrong.Value), j.not), j.remedy)
	}
	return plans.Refuse("not-geojson", "", "The body is JSON, but not "+j.what+".", j.remedy)
}
