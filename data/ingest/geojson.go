package ingest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"terrier/plans"
)

// geoJSONReader reads a FeatureCollection feature by feature, or a single Feature or geometry.
type geoJSONReader struct {
	meter      *meter
	dec        *json.Decoder
	header     []string
	columns    map[string]int
	members    map[string]json.RawMessage // of the outermost object, save the features
	inFeatures bool
	collection bool
	done       bool
	n          int // features read
}

func newGeoJSON(r io.Reader, head []byte) (*geoJSONReader, error) {
	m := &meter{r: r}
	m.nextRow()
	if bytes.HasPrefix(head, bom) {
		if _, err := io.CopyN(io.Discard, m, int64(len(bom))); err != nil {
			return nil, err
		}
	}
	g := &geoJSONReader{meter: m, dec: json.NewDecoder(m), columns: map[string]int{}, members: map[string]json.RawMessage{}}
	if _, err := g.dec.Token(); err != nil {
		return nil, g.broken(err)
	}
	return g, g.toFeatures()
}

func (g *geoJSONReader) Header() []string { return g.header }

func (g *geoJSONReader) Offset() int64 { return g.meter.read }

// CRS is the name in the file's crs member, which RFC 7946 dropped and most programs still write.
func (g *geoJSONReader) CRS() string { return crsName(g.members["crs"]) }

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
func (g *geoJSONReader) toFeatures() error {
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
		g.meter.nextRow()
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
func (g *geoJSONReader) atEnd() error {
	g.done = true
	if _, err := g.dec.Token(); err != io.EOF {
		return plans.Refuse("trailing-content", "file", fmt.Sprintf("There is more after the end of the GeoJSON, at byte %d.", g.dec.InputOffset()),
			"Take it out. A file with one feature a line has to be joined to a FeatureCollection first: ogr2ogr -f GeoJSON out.geojson FILE.")
	}
	return nil
}

func (g *geoJSONReader) Read() (Record, error) {
	if g.inFeatures {
		if g.dec.More() {
			return g.readFeature()
		}
		if _, err := g.dec.Token(); err != nil {
			return Record{}, g.broken(err)
		}
		g.inFeatures = false
		if err := g.toFeatures(); err != nil {
			return Record{}, err
		}
		return g.Read()
	}
	if g.collection || g.n > 0 {
		return Record{}, io.EOF
	}
	return g.single()
}

// single is the one row of a file that is a Feature or a bare geometry.
func (g *geoJSONReader) single() (Record, error) {
	g.n = 1
	kind := strings.Trim(string(g.members["type"]), `"`)
	switch kind {
	case "Feature":
		return g.feature(g.members["geometry"], g.members["properties"], g.members["id"]), nil
	case "Topology":
		return Record{}, otherFormat("TopoJSON", toGeoJSON)
	case "FeatureCollection":
		return Record{}, plans.Refuse("no-features", "file", `The FeatureCollection has no "features".`, "Export the file again.")
	case "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection":
		raw, err := json.Marshal(g.members)
		if err != nil {
			return Record{}, g.broken(err)
		}
		return g.feature(raw, nil, nil), nil
	}
	return Record{}, otherFormat("JSON, but not GeoJSON", "Save it as GeoJSON, whose outermost type is FeatureCollection, or as CSV.")
}

func (g *geoJSONReader) readFeature() (Record, error) {
	g.meter.nextRow()
	var raw json.RawMessage
	if err := g.dec.Decode(&raw); err != nil {
		return Record{}, g.broken(err)
	}
	g.n++
	var f struct {
		Type       string          `json:"type"`
		ID         json.RawMessage `json:"id"`
		Geometry   json.RawMessage `json:"geometry"`
		Properties json.RawMessage `json:"properties"`
	}
	if err := json.Unmarshal(raw, &f); err != nil || f.Type != "Feature" {
		return Record{Line: g.n, Err: plans.Refuse("not-a-feature", "", "This entry of the features is not a GeoJSON Feature.", `Give it "type": "Feature", a geometry and properties.`)}, nil
	}
	return g.feature(f.Geometry, f.Properties, f.ID), nil
}

func (g *geoJSONReader) feature(geometry, properties, id json.RawMessage) Record {
	rec := Record{Line: g.n, Shaped: true}
	rec.Geometry, rec.Flat, rec.Err = readGeometry(geometry)
	if err := g.properties(&rec, properties); err != nil && rec.Err == nil {
		rec.Err = err
	}
	if text := valueText(id); text != "" {
		g.set(&rec, "id", text)
	}
	return rec
}

// properties sets the row's values in the order of the file.
func (g *geoJSONReader) properties(rec *Record, raw json.RawMessage) *plans.Error {
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
		g.set(rec, key.(string), valueText(value))
	}
	return nil
}

func (g *geoJSONReader) set(rec *Record, name, text string) {
	i, ok := g.columns[name]
	if !ok && len(g.header) == mostColumns {
		rec.Err = tooManyColumns()
		return
	}
	if !ok {
		i = len(g.header)
		g.columns[name] = i
		g.header = append(g.header, name)
	}
	if i >= len(rec.Values) {
		rec.Values = append(slices.Grow(rec.Values, len(g.header)), make([]string, i+1-len(rec.Values))...)
	}
	rec.Values[i] = text
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
func (g *geoJSONReader) broken(err error) error {
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

var crsMember = regexp.MustCompile(`"crs"\s*:\s*\{`)

// lateCRS finds a crs member behind the features, where the standard allows it though hardly anyone puts it.
func lateCRS(file io.ReadSeeker, size int64) string {
	tail := make([]byte, min(size, 64<<10))
	if _, err := file.Seek(-int64(len(tail)), io.SeekEnd); err != nil {
		return ""
	}
	if _, err := io.ReadFull(file, tail); err != nil {
		return ""
	}
	all := crsMember.FindAllIndex(tail, -1)
	if all == nil {
		return ""
	}
	var raw json.RawMessage
	if json.NewDecoder(strings.NewReader(string(tail[all[len(all)-1][1]-1:]))).Decode(&raw) != nil {
		return ""
	}
	return crsName(raw)
}
