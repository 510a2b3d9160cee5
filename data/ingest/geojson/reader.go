// Package geojson reads GeoJSON (RFC 7946): a FeatureCollection feature by feature, or a single Feature or geometry.
package geojson

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// Open looks a GeoJSON file over: it has to be UTF-8 (RFC 8259, section 8.1).
func Open(s row.Stream) (row.Source, error) {
	tail, err := lookOver(s)
	if err != nil {
		return row.Source{}, err
	}
	open := func() (row.Reader, error) {
		in, err := s.Open()
		if err != nil {
			return nil, row.ReadError(err)
		}
		g, err := newReader(in, s.Size, lateCRS(tail))
		if err != nil {
			_ = in.Close()
			return nil, err
		}
		return g, nil
	}
	return row.Source{Format: "GeoJSON", Unit: "feature", Shaped: true, Lonlat: true, Layers: []row.Layer{{Open: open}}, Close: func() error { return nil }}, nil
}

// reader reads a FeatureCollection feature by feature, or a single Feature or geometry.
type reader struct {
	in         io.Closer
	size       int64
	late       string // the crs member at the end of the file
	meter      *row.Meter
	dec        *json.Decoder
	columns    row.Columns
	members    map[string]json.RawMessage // of the outermost object, save the features
	inFeatures bool
	collection bool
	done       bool
	n          int // features read
}

func newReader(in io.ReadCloser, size int64, late string) (*reader, error) {
	m := row.NewMeter(in)
	buffered := bufio.NewReaderSize(m, 64<<10)
	if head, _ := buffered.Peek(len(bom)); bytes.Equal(head, bom) {
		_, _ = buffered.Discard(len(bom))
	}
	g := &reader{in: in, size: size, late: late, meter: m, dec: json.NewDecoder(buffered), members: map[string]json.RawMessage{}}
	if _, err := g.dec.Token(); err != nil {
		return nil, g.broken(err)
	}
	return g, g.toFeatures()
}

var bom = []byte("\xef\xbb\xbf")

func (g *reader) Size() int64  { return g.size }
func (g *reader) Close() error { return g.in.Close() }

func (g *reader) Header() []string { return g.columns.Header() }

func (g *reader) Offset() int64 { return g.meter.Count() }

// CRS is the name in the file's crs member, which RFC 7946 dropped and most programs still write.
func (g *reader) CRS() string {
	if name := crsName(g.members["crs"]); name != "" {
		return name
	}
	return g.late
}

func crsName(raw json.RawMessage) string {
	var crs struct {
		Properties struct {
			Name string          `json:"name"`
			Href string          `json:"href"`
			Code json.RawMessage `json:"code"`
		} `json:"properties"`
	}
	if len(raw) == 0 || json.Unmarshal(raw, &crs) != nil {
		return ""
	}
	p := crs.Properties
	if p.Name == "" && len(p.Code) > 0 {
		return "EPSG:" + strings.Trim(string(p.Code), `"`)
	}
	if p.Name == "" {
		return p.Href
	}
	return p.Name
}

// toFeatures reads members of the outermost object until its features begin or it ends.
func (g *reader) toFeatures() error {
	for g.dec.More() {
		key, err := g.dec.Token()
		if err != nil {
			return g.broken(err)
		}
		if key == "features" {
			if open, err := g.dec.Token(); err != nil || open != json.Delim('[') {
				return g.broken(errors.Join(err, errors.New("the features are not a list")))
			}
			g.inFeatures, g.collection = true, true
			return nil
		}
		g.meter.NextRow()
		var member json.RawMessage
		if err := g.dec.Decode(&member); err != nil {
			return g.broken(err)
		}
		g.members[key.(string)] = member
	}
	if _, err := g.dec.Token(); err != nil { // the closing bracket
		return g.broken(err)
	}
	return g.atEnd()
}

// atEnd refuses anything that follows the outermost object.
func (g *reader) atEnd() error {
	g.done = true
	if _, err := g.dec.Token(); err != io.EOF {
		return plans.Refuse("trailing-content", "file", fmt.Sprintf("There is more after the end of the GeoJSON, at byte %d.", g.dec.InputOffset()),
			"Take it out. A file with one feature a line has to be joined to a FeatureCollection first: ogr2ogr -f GeoJSON out.geojson FILE.")
	}
	return nil
}

func (g *reader) Read() (row.Record, error) {
	if g.inFeatures {
		if g.dec.More() {
			return g.readFeature()
		}
		if _, err := g.dec.Token(); err != nil {
			return row.Record{}, g.broken(err)
		}
		g.inFeatures = false
		if err := g.toFeatures(); err != nil {
			return row.Record{}, err
		}
		return g.Read()
	}
	if g.collection || g.n > 0 {
		return row.Record{}, io.EOF
	}
	return g.single()
}

// single is the one row of a file that is a Feature or a bare geometry.
func (g *reader) single() (row.Record, error) {
	g.n = 1
	kind := strings.Trim(string(g.members["type"]), `"`)
	switch kind {
	case "Feature":
		return g.feature(g.members["geometry"], g.members["properties"], g.members["id"]), nil
	case "Topology":
		return row.Record{}, row.OtherFormat("TopoJSON", row.ToGeoJSON)
	case "FeatureCollection":
		return row.Record{}, plans.Refuse("no-features", "file", `The FeatureCollection has no "features".`, "Export the file again.")
	case "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection":
		raw, err := json.Marshal(g.members)
		if err != nil {
			return row.Record{}, g.broken(err)
		}
		return g.feature(raw, nil, nil), nil
	}
	return row.Record{}, row.OtherFormat("JSON, but not GeoJSON", "Save it as GeoJSON, whose outermost type is FeatureCollection, or as CSV.")
}

func (g *reader) readFeature() (row.Record, error) {
	g.meter.NextRow()
	var raw json.RawMessage
	if err := g.dec.Decode(&raw); err != nil {
		return row.Record{}, g.broken(err)
	}
	g.n++
	var f struct {
		Type       string          `json:"type"`
		ID         json.RawMessage `json:"id"`
		Geometry   json.RawMessage `json:"geometry"`
		Properties json.RawMessage `json:"properties"`
	}
	if err := json.Unmarshal(raw, &f); err != nil || f.Type != "Feature" {
		return row.Record{Line: g.n, Err: plans.Refuse("not-a-feature", "", "This entry of the features is not a GeoJSON Feature.", `Give it "type": "Feature", a geometry and properties.`)}, nil
	}
	return g.feature(f.Geometry, f.Properties, f.ID), nil
}

func (g *reader) feature(geometry, properties, id json.RawMessage) row.Record {
	rec := row.Record{Line: g.n, Shaped: true}
	rec.Geometry, rec.Flat, rec.Err = readGeometry(geometry)
	if err := g.properties(&rec, properties); err != nil && rec.Err == nil {
		rec.Err = err
	}
	if text := valueText(id); text != "" {
		g.columns.Set(&rec, "id", text)
	}
	return rec
}

// properties sets the row's values in the order of the file.
func (g *reader) properties(rec *row.Record, raw json.RawMessage) *plans.Error {
	if raw = bytes.TrimSpace(raw); len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	notAnObject := plans.Refuse("not-a-feature", "", "The properties are not a JSON object.", "Give them as names and values.")
	dec := json.NewDecoder(bytes.NewReader(raw))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return notAnObject
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return notAnObject
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return notAnObject
		}
		g.columns.Set(rec, key.(string), valueText(value))
	}
	return nil
}

// valueText is a JSON value as a CSV would have it: null is nothing, a list or object its JSON.
func valueText(raw json.RawMessage) string {
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return ""
	case raw[0] == '"':
		var text string
		if json.Unmarshal(raw, &text) != nil {
			return string(raw)
		}
		return text
	case raw[0] == '{' || raw[0] == '[':
		var compact bytes.Buffer
		if json.Compact(&compact, raw) == nil {
			return compact.String()
		}
	}
	return string(raw)
}

// broken says where the JSON cannot be read.
func (g *reader) broken(err error) error {
	var refused *plans.Error
	if errors.As(err, &refused) {
		return err
	}
	at := g.dec.InputOffset()
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = max(at, syntax.Offset)
	}
	where := fmt.Sprintf("at byte %d", at)
	if g.n > 0 {
		where = fmt.Sprintf("after feature %d, %s", g.n, where)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return plans.Refuse("truncated-file", "file", fmt.Sprintf("The file breaks off %s.", where), "It may not have been downloaded whole: fetch it again.")
	}
	if syntax == nil && !errors.As(err, new(*json.UnmarshalTypeError)) && !strings.Contains(err.Error(), "not a list") {
		return fmt.Errorf("read the file: %w", err)
	}
	return plans.Refuse("broken-json", "file", fmt.Sprintf("The file is not sound JSON %s: %s.", where, strings.ReplaceAll(err.Error(), "\n", " ")), "Export it again, or correct it there.")
}
