package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"terrier/geo/bng"
	"terrier/plans"
	"terrier/plans/area"
)

// draftDocument is a draft as JSON.
type draftDocument struct {
	Token       string          `json:"token,omitempty"`
	Version     int64           `json:"version,omitempty"`
	Name        string          `json:"name"`
	Why         string          `json:"why"`
	BodyType    string          `json:"body-type"`
	Parish      string          `json:"parish"`
	Revises     string          `json:"revises"`
	Viewers     string          `json:"viewers"`
	Geometry    json.RawMessage `json:"geometry"`
	Approximate json.RawMessage `json:"approximate"`
	Board       json.RawMessage `json:"board"`
	Ready       int             `json:"ready,omitempty"`
	MadeAt      string          `json:"made-at,omitempty"`
	ChangedAt   string          `json:"changed-at,omitempty"`
	Edit        string          `json:"edit,omitempty"`

	shape       orb.MultiPolygon
	approximate orb.MultiLineString
}

// draft is what the document says, for its owner.
func (d draftDocument) draft(owner int64) area.Draft {
	return area.Draft{Owner: owner, Name: d.Name, Why: d.Why, BodyType: d.BodyType, Parish: d.Parish, Revises: d.Revises, Viewers: d.Viewers,
		Shape: d.shape, Approximate: d.approximate, Board: d.Board}
}

// readDraft reads and checks the document of a change.
func (d drafts) readDraft(r *http.Request) (doc draftDocument, err error) {
	if err := readJSON(r, &doc); err != nil {
		return doc, err
	}
	if doc.Viewers == "" {
		doc.Viewers = "private"
	}
	if doc.Edit == "" {
		return doc, plans.Refuse("edit-needed", "edit", "The change has no name.", "Name each change by a few letters that no other has, so that it is done once however often it is sent.")
	}
	if isNull(doc.Board) {
		doc.Board = nil
	}
	if doc.shape, err = readDrawn(doc.Geometry); err != nil {
		return doc, err
	}
	if doc.approximate, err = readEdges(doc.Approximate); err != nil {
		return doc, err
	}
	return doc, area.Saved{Draft: doc.draft(0), Edit: doc.Edit}.Check()
}

// readJSON reads a document from a body, and nothing after it.
func readJSON(r *http.Request, into any) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return unread(err)
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return plans.Refuse("empty-body", "", "The body is empty.", "Send a document of JSON.")
	}
	if !utf8.Valid(body) {
		return plans.Refuse("bad-json", "", "The body is not text in UTF-8.", "Send JSON in UTF-8.")
	}
	if err := json.Unmarshal(body, into); err != nil {
		return aDocument.refuse(body, err)
	}
	return nil
}

// aDocument is what is wanted of the body of a change or a question.
var aDocument = jsonWanted{"an object", "it cannot be", "Send a document of JSON with the members that the documentation names."}

// readDrawn reads a shape that may be broken: it is kept as it is drawn. nil is no shape.
func readDrawn(raw json.RawMessage) (orb.MultiPolygon, error) {
	if isNull(raw) {
		return nil, nil
	}
	given, name, err := readShape(raw)
	if err != nil {
		return nil, err
	}
	if name != "" {
		return nil, plans.Refuse("crs", "geometry", "The shape of a draft is in longitude and latitude.", "Leave crs out, and convert the shape.")
	}
	for _, part := range given {
		for _, ring := range part {
			if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
				return nil, refuse(http.StatusUnprocessableEntity, "ring-not-closed", "geometry", "A ring of the shape is not closed, or has fewer than three corners.",
					"Repeat its first corner at its end. What is not closed yet belongs on the board.")
			}
		}
	}
	if len(given) == 0 {
		return nil, nil
	}
	return shapeOnGrid(given, degrees)
}

// readEdges reads edges of two points each.
func readEdges(raw json.RawMessage) (orb.MultiLineString, error) {
	if isNull(raw) {
		return nil, nil
	}
	var given object
	if err := json.Unmarshal(raw, &given); err != nil {
		return nil, plans.Refuse("not-geojson", "approximate", "The approximate edges are no GeoJSON.", edgesWanted)
	}
	if given.Type != "MultiLineString" {
		return nil, plans.Refuse("wrong-type", "approximate", "The approximate edges are no MultiLineString.", edgesWanted)
	}
	var lines [][][]float64
	if err := given.coordinates(&lines); err != nil {
		return nil, plans.Refuse("bad-position", "approximate", "The coordinates of the approximate edges are not those of a MultiLineString.", edgesWanted)
	}
	if len(lines) > mostVertices {
		return nil, plans.Refuse("too-many-vertices", "approximate", "There are too many approximate edges.", edgesWanted)
	}
	edges := make(orb.MultiLineString, 0, len(lines))
	for _, line := range lines {
		if len(line) != 2 {
			return nil, plans.Refuse("wrong-type", "approximate", "An approximate edge has not two ends.", edgesWanted)
		}
		edge := make(orb.LineString, 2)
		for i, p := range line {
			if len(p) < 2 || len(p) > 4 {
				return nil, plans.Refuse("bad-position", "approximate", "A position of the approximate edges has not two numbers.", edgesWanted)
			}
			var err error
			if edge[i], err = toGrid(orb.Point{p[0], p[1]}, degrees); err != nil {
				return nil, err
			}
		}
		edges = append(edges, edge)
	}
	return edges, nil
}

const edgesWanted = "Send a MultiLineString whose lines have two points each, or null."

// document is a draft as it is sent.
func document(d area.Draft) (draftDocument, error) {
	geometry, err := asDegrees(d.Shape)
	if err != nil {
		return draftDocument{}, err
	}
	approximate, err := asDegrees(d.Approximate)
	if err != nil {
		return draftDocument{}, err
	}
	return draftDocument{Token: d.Token, Version: d.Version, Name: d.Name, Why: d.Why, BodyType: d.BodyType, Parish: d.Parish, Revises: d.Revises, Viewers: d.Viewers,
		Geometry: geometry, Approximate: approximate, Board: orNull(d.Board), Ready: d.Ready, MadeAt: moment(d.MadeAt), ChangedAt: moment(d.ChangedAt)}, nil
}

func moment(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func orNull(raw json.RawMessage) json.RawMessage {
	if isNull(raw) {
		return json.RawMessage("null")
	}
	return raw
}

// asDegrees writes a geometry of EPSG:27700 as GeoJSON; null where there is none.
func asDegrees(onGrid orb.Geometry) (json.RawMessage, error) {
	switch g := onGrid.(type) {
	case nil:
		return json.RawMessage("null"), nil
	case orb.MultiPolygon:
		if len(g) == 0 {
			return json.RawMessage("null"), nil
		}
	case orb.MultiLineString:
		if len(g) == 0 {
			return json.RawMessage("null"), nil
		}
	}
	lonlat, err := bng.TransformWGS84(onGrid)
	if err != nil {
		return nil, fmt.Errorf("project a drawing: %w", err)
	}
	return geojson.NewGeometry(roundDegrees(lonlat)).MarshalJSON()
}

func (d drafts) send(w http.ResponseWriter, r *http.Request, status int, draft area.Draft) error {
	doc, err := document(draft)
	if err != nil {
		return err
	}
	w.Header().Set("ETag", etag(draft))
	send(w, r, status, "application/json", asJSONText(doc))
	return nil
}

// sendOvertaken refuses a change because there was another, and hands over the draft as it stands.
func (d drafts) sendOvertaken(w http.ResponseWriter, r *http.Request, stands area.Draft) error {
	doc, err := document(stands)
	if err != nil {
		return err
	}
	problem := problemOf(refuse(http.StatusPreconditionFailed, "draft-overtaken", "If-Match", "The draft was changed in another browser meanwhile. Nothing of yours was saved over it.",
		"Look at both shapes, and keep one of them, or save yours as a new draft."))
	problem.answers(r)
	w.Header().Set("ETag", etag(stands))
	send(w, r, http.StatusPreconditionFailed, "application/problem+json", asJSONText(struct {
		Problem
		Draft draftDocument `json:"draft"`
	}{problem, doc}))
	return nil
}

// sendAsFeature sends the shape of a draft with what it is called.
func (d drafts) sendAsFeature(w http.ResponseWriter, r *http.Request, draft area.Draft) error {
	feature, err := d.feature(draft.Token, draft.Name, draft.Shape, map[string]any{"status": "draft", "changed-at": moment(draft.ChangedAt)})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="draft.geojson"`)
	send(w, r, http.StatusOK, mediaTypes[asGeoJSON][0], feature)
	return nil
}

func (d drafts) feature(id, name string, onGrid orb.MultiPolygon, more map[string]any) ([]byte, error) {
	geometry, err := asDegrees(onGrid)
	if err != nil {
		return nil, err
	}
	properties := map[string]any{"name": name}
	for key, value := range more {
		properties[key] = value
	}
	return asJSONText(map[string]any{"type": "Feature", "id": id, "geometry": geometry, "properties": properties}), nil
}

// numberIn is the number of a version in the path.
func numberIn(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 1_000_000 {
		return 0, plans.Missing("version", shorten(text))
	}
	return n, nil
}
