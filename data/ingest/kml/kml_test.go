package kml_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"terrier/data/ingest/kml"
	"terrier/data/ingest/row"
	"terrier/plans"
)

// read reads every row of a document; err is what ended it, nil for its end.
func read(t testing.TB, document string) (reader row.Reader, rows []row.Record, err error) {
	t.Helper()
	source, err := kml.Open(row.StreamOf(strings.NewReader(document), int64(len(document))))
	if err != nil {
		return nil, nil, err
	}
	reader, err = source.Layers[0].Open()
	if err != nil {
		return nil, nil, err
	}
	t.Cleanup(func() { _ = reader.Close() })
	for len(rows) < 10_000 {
		rec, err := reader.Read()
		if err == io.EOF {
			return reader, rows, nil
		}
		if err != nil {
			return reader, rows, err
		}
		rows = append(rows, rec)
	}
	return reader, rows, nil
}

func one(t *testing.T, placemark string) row.Record {
	t.Helper()
	_, rows, err := read(t, "<kml><Placemark>"+placemark+"</Placemark></kml>")
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	return rows[0]
}

func TestShapes(t *testing.T) {
	ring := orb.Ring{{-2, 53}, {-1, 53}, {-1, 54}, {-2, 53}}
	const linear = "<LinearRing><coordinates>-2,53 -1,53 -1,54 -2,53</coordinates></LinearRing>"
	for name, c := range map[string]struct {
		kml  string
		want orb.Geometry
		flat bool
	}{
		"a point":                    {"<Point><coordinates>-2.5,53.25</coordinates></Point>", orb.Point{-2.5, 53.25}, false},
		"a point with a height":      {"<Point><altitudeMode>absolute</altitudeMode><coordinates>-2.5,53.25,10</coordinates></Point>", orb.Point{-2.5, 53.25}, true},
		"blanks about the commas":    {"<LineString><coordinates>\n -2, 53,0\n -1 ,54,0 </coordinates></LineString>", orb.LineString{{-2, 53}, {-1, 54}}, true},
		"a polygon":                  {"<Polygon><outerBoundaryIs>" + linear + "</outerBoundaryIs></Polygon>", orb.Polygon{ring}, false},
		"holes, in one and in two":   {"<Polygon><innerBoundaryIs>" + linear + linear + "</innerBoundaryIs><outerBoundaryIs>" + linear + "</outerBoundaryIs><innerBoundaryIs>" + linear + "</innerBoundaryIs></Polygon>", orb.Polygon{ring, ring, ring, ring}, false},
		"several polygons":           {"<MultiGeometry><Polygon><outerBoundaryIs>" + linear + "</outerBoundaryIs></Polygon><MultiGeometry><Polygon><outerBoundaryIs>" + linear + "</outerBoundaryIs></Polygon></MultiGeometry></MultiGeometry>", orb.MultiPolygon{{ring}, {ring}}, false},
		"a polygon and a point":      {"<MultiGeometry><Polygon><outerBoundaryIs>" + linear + "</outerBoundaryIs></Polygon><Point><coordinates>1,2</coordinates></Point></MultiGeometry>", orb.Collection{orb.Polygon{ring}, orb.Point{1, 2}}, false},
		"a ring by itself":           {linear, orb.LineString(ring), false},
		"a track":                    {"<gx:Track><when>2026</when><gx:coord>-2 53 1</gx:coord><gx:coord>-1 54 1</gx:coord></gx:Track>", orb.LineString{{-2, 53}, {-1, 54}}, true},
		"another prefix, undeclared": {"<k:Point xmlns:k='x'><k:coordinates>1,2</k:coordinates></k:Point>", orb.Point{1, 2}, false},
		"no shape":                   {"<name>x</name>", nil, false},
		"elements that mean nothing": {"<styleUrl>#a</styleUrl><Style><LineStyle><color>ff</color></LineStyle></Style><Point><coordinates>1,2</coordinates></Point>", orb.Point{1, 2}, false},
	} {
		rec := one(t, c.kml)
		if rec.Err != nil || !rec.Shaped || rec.Flat != c.flat || (c.want == nil) != (rec.Geometry == nil) || c.want != nil && !orb.Equal(rec.Geometry, c.want) {
			t.Errorf("%s: %+v", name, rec)
		}
	}
}

func TestShapesRefused(t *testing.T) {
	for name, c := range map[string]struct{ kml, code, says string }{
		"a word":            {"<LineString><coordinates>1,2 3,x</coordinates></LineString>", "bad-coordinates", "Point 2"},
		"half a position":   {"<Point><coordinates>1</coordinates></Point>", "bad-coordinates", "one number"},
		"two for one point": {"<Point><coordinates>1,2 3,4</coordinates></Point>", "bad-coordinates", "but 2"},
		"no positions":      {"<Polygon><outerBoundaryIs><LinearRing><coordinates> </coordinates></LinearRing></outerBoundaryIs></Polygon>", "empty-geometry", ""},
		"no outline":        {"<Polygon></Polygon>", "empty-geometry", "The geometry has"},
		"a part without":    {"<MultiGeometry><Point><coordinates>1,2</coordinates></Point><Polygon/></MultiGeometry>", "empty-geometry", "Part 2 of the geometry has"},
		"no parts":          {"<MultiGeometry/>", "empty-geometry", "The geometry has"},
		"a model":           {"<Model><Location><longitude>1</longitude></Location></Model>", "wrong-geometry", "model"},
	} {
		rec := one(t, c.kml)
		if rec.Err == nil || rec.Err.Code != c.code || !strings.Contains(rec.Err.Message, c.says) || rec.Err.Remedy == "" || rec.Geometry != nil {
			t.Errorf("%s: %+v", name, rec)
		}
	}
}

func TestColumns(t *testing.T) {
	reader, rows, err := read(t, `<?xml version="1.0" encoding="ISO-8859-1"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>All</name>
		<Schema name="s"><SimpleField name="A"/></Schema><GroundOverlay><name>Scan</name></GroundOverlay>
		<Folder><name>Plans</name><Folder><name>Areas</name>
		<Placemark id="p1"><name>Caf`+"\xe9"+`</name><description><![CDATA[A <b>green</b> field &amp; hall]]></description>
		<ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="A">1</SimpleData></SchemaData><Data name="B"><displayName>b</displayName><value> 2 </value></Data></ExtendedData>
		<TimeSpan><begin>2026-01-01</begin></TimeSpan></Placemark></Folder>
		<Placemark><name>Other</name><description><![CDATA[<html><table><tr><td colspan="2">Other</td></tr><tr><td><table><tr><td>REF</td><td>12</td></tr><tr><td>NOTE</td><td>&lt;Null&gt;</td></tr></table></td></tr></table></html>]]></description></Placemark>
		</Folder></Document></kml>`)
	if err != nil || len(rows) != 2 {
		t.Fatal(len(rows), err)
	}
	if diff := cmp.Diff([]string{"folder", "kml-id", "name", "description", "A", "B", "begin", "REF", "NOTE"}, reader.Header()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Plans / Areas", "p1", "Café", "A green field & hall", "1", "2", "2026-01-01"}, rows[0].Values); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Plans", "", "Other", "", "", "", "", "12", ""}, rows[1].Values); diff != "" {
		t.Error(diff)
	}
	notes := reader.(row.Noter).Notes()
	if len(notes) != 1 || !strings.Contains(notes[0], "1 GroundOverlay") {
		t.Error(notes)
	}
}

func TestValuesOfPointsOfTracksAreTold(t *testing.T) {
	for kml, want := range map[string]int{
		"<Track><coord>1 2 3</coord></Track>":                        0,
		"<Track><when>2026-01-01</when><coord>1 2 3</coord></Track>": 1,
		"<MultiTrack><Track><coord>1 2 3</coord><ExtendedData><SchemaData><SimpleArrayData/></SchemaData></ExtendedData></Track></MultiTrack>": 1,
		"<ExtendedData><SchemaData><SimpleArrayData name='a'/></SchemaData></ExtendedData><Track><coord>1 2 3</coord></Track>":                 1,
	} {
		reader, rows, err := read(t, "<kml><Placemark>"+kml+"</Placemark></kml>")
		if notes := reader.(row.Noter).Notes(); err != nil || len(rows) != 1 || rows[0].Err != nil || len(notes) != want {
			t.Errorf("%s: %q %v", kml, notes, err)
		}
	}
}

func TestFoldersEnd(t *testing.T) {
	reader, rows, err := read(t, `<kml><Document><name>d</name><Folder><name>A</name><Folder><Placemark/><name>B</name><Placemark/></Folder><Placemark/></Folder><Placemark/>
		<Folder><name>C</name><Placemark/></Folder><Document><name>layer</name><Placemark/></Document></Document></kml>`)
	if err != nil || len(reader.Header()) != 1 {
		t.Fatal(reader.Header(), err)
	}
	var folders []string
	for _, rec := range rows {
		folders = append(folders, rec.Value(0))
	}
	if diff := cmp.Diff([]string{"A", "A / B", "A", "", "C", "layer"}, folders); diff != "" {
		t.Error(diff)
	}
}

func TestFilesRefused(t *testing.T) {
	good := "<kml><Document><Placemark><name>a</name></Placemark>"
	for name, c := range map[string]struct {
		file, code, says string
		rows             int
	}{
		"cut off between features": {good, "truncated-file", "after feature 1", 1},
		"cut off within a feature": {good + "<Placemark><name>b", "truncated-file", "after feature 1", 1},
		"tags that cross":          {good + "<Placemark><name>b</Placemark></name>", "broken-xml", "line 1, after feature 1", 1},
		"a link only":              {"<kml><NetworkLink><name>n</name><Link><href>http://x</href></Link></NetworkLink></kml>", "other-format", `to another file on the web (a NetworkLink to "http://x")`, 0},
		"a link to nowhere":        {"<kml><NetworkLink/></kml>", "other-format", "(a NetworkLink)", 0},
		"a very long address":      {"<kml><NetworkLink><Url><href>" + strings.Repeat("x", 10_000) + "</href></Url></NetworkLink></kml>", "other-format", strings.Repeat("x", 200) + "…", 0},
		"a very long folder name":  {"<kml><Folder><name>" + strings.Repeat("x", 10_000) + "</name></Folder></kml>", "name-too-long", "8 kB", 0},
		"long names within others": {"<kml>" + strings.Repeat("<Folder><name>"+strings.Repeat("x", 1000)+"</name><Placemark/>", 10), "name-too-long", "8 kB", 8},
		"a strange encoding":       {`<?xml version="1.0" encoding="klingon"?><kml/>`, "unknown-encoding", "klingon", 0},
		"endless nesting":          {"<kml>" + strings.Repeat("<Folder>", 300), "broken-xml", "200 levels", 0},
		"entities that swell":      {`<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><kml><Placemark><name>&b;</name></Placemark></kml>`, "broken-xml", "entity", 0},
	} {
		_, rows, err := read(t, c.file)
		var e *plans.Error
		if !errors.As(err, &e) || e.Code != c.code || !strings.Contains(e.Message, c.says) || e.Remedy == "" || len(rows) != c.rows {
			t.Errorf("%s: %d rows, %v", name, len(rows), err)
		}
	}
}

func FuzzKML(f *testing.F) {
	f.Add([]byte("<kml><Document><Folder><name>f</name><Placemark><name>a</name><Point><coordinates>-2,53,1</coordinates></Point></Placemark></Folder></Document></kml>"))
	f.Add([]byte("<kml><Placemark><description><![CDATA[<table><tr><td>a</td><td>b</td></tr></table>]]></description><MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3,4 5,6 1,2</coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark></kml>"))
	f.Add([]byte("\xff\xfe<\x00k\x00m\x00l\x00>\x00"))
	f.Add([]byte(`<kml><Schema name="P" parent="Placemark"/><P><A>1</A><description>a<table><tr><th>b<th>c<tr><td>d<td><a href="http://x">e</a></table></description><Track><coord>1 2</coord></Track></P></kml>`))
	f.Add([]byte(`<?xml version="1.0" encoding="windows-1252"?><kml><Placemark><ExtendedData><Data name="a">1</Data><Data name="a"><value>2</value></Data></ExtendedData><LineString><coordinates>1,2, 3,4, 5 , 6</coordinates></LineString></Placemark></kml>`))
	if real, err := os.ReadFile("../../../../shared/data/derived/daws_hill_np_xyz.kml"); err == nil {
		f.Add(real)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		if len(content) > 1<<20 {
			return
		}
		_, rows, err := read(t, string(bytes.Clone(content)))
		var e *plans.Error
		if err != nil && (!errors.As(err, &e) || e.Code == "" || e.Message == "" || e.Remedy == "") {
			t.Fatalf("not told: %v", err)
		}
		for i, rec := range rows {
			if rec.Line != i+1 {
				t.Fatalf("row %d is numbered %d", i+1, rec.Line)
			}
		}
	})
}
