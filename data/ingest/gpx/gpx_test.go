package gpx_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"terrier/data/ingest/gpx"
	"terrier/data/ingest/row"
	"terrier/plans"
)

const walk = `<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><metadata><name>all</name></metadata>
	<wpt lat="53.25" lon="-2.5"><ele>12.5</ele><name>Hall</name><link href="http://x"><text>t</text></link></wpt>
	<rte><name>R</name><rtept lat="53" lon="-2"/><rtept lat="54" lon="-1"><ele>1</ele></rtept></rte>
	<trk><name>T</name><trkseg><trkpt lat="53" lon="-2"/><trkpt lat="53" lon="-1"/></trkseg></trk>
	<trk><name>U</name><extensions><x>1</x></extensions><trkseg><trkpt lat="53" lon="-2"/></trkseg><trkseg></trkseg><trkseg><trkpt lat="54" lon="-1"/></trkseg></trk>
	<trk><name>empty</name></trk><wpt lat="x" lon="1"><name>bad</name></wpt></gpx>`

func read(t testing.TB, document string) (names []string, rows map[string][]row.Record, headers map[string][]string, err error) {
	t.Helper()
	source, err := gpx.Open(row.StreamOf(strings.NewReader(document), int64(len(document))))
	rows, headers = map[string][]row.Record{}, map[string][]string{}
	if err != nil {
		return nil, nil, nil, err
	}
	for _, l := range source.Layers {
		names = append(names, l.Name)
		reader, err := l.Open()
		if err != nil {
			return nil, nil, nil, err
		}
		for {
			rec, err := reader.Read()
			if err == io.EOF {
				break
			}
			if err != nil {
				return names, rows, headers, errors.Join(err, reader.Close())
			}
			rows[l.Name] = append(rows[l.Name], rec)
		}
		headers[l.Name] = reader.Header()
		if err := reader.Close(); err != nil {
			return nil, nil, nil, err
		}
	}
	return names, rows, headers, nil
}

func TestLayers(t *testing.T) {
	names, rows, headers, err := read(t, walk)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"waypoints", "routes", "tracks"}, names); diff != "" {
		t.Error(diff)
	}
	if w := rows["waypoints"]; len(w) != 2 || !orb.Equal(w[0].Geometry, orb.Point{-2.5, 53.25}) || !w[0].Flat || w[1].Err == nil || w[1].Err.Code != "bad-coordinates" || w[1].Geometry != nil || w[1].Line != 2 {
		t.Errorf("%+v", w)
	}
	if diff := cmp.Diff([]string{"12.5", "Hall", "http://x", "t"}, rows["waypoints"][0].Values); diff != "" {
		t.Error(diff, headers["waypoints"])
	}
	if r := rows["routes"]; len(r) != 1 || !orb.Equal(r[0].Geometry, orb.LineString{{-2, 53}, {-1, 54}}) || !r[0].Flat {
		t.Errorf("%+v", r)
	}
	tracks := rows["tracks"]
	if len(tracks) != 3 || !orb.Equal(tracks[0].Geometry, orb.LineString{{-2, 53}, {-1, 53}}) || !orb.Equal(tracks[1].Geometry, orb.MultiLineString{{{-2, 53}}, {{-1, 54}}}) || tracks[2].Err == nil || tracks[2].Err.Code != "empty-geometry" {
		t.Errorf("%+v", tracks)
	}
}

func TestRefused(t *testing.T) {
	for name, c := range map[string]struct{ file, code, says string }{
		"cut off":                              {walk[:strings.Index(walk, "<rte>")+20], "truncated-file", "after 1 waypoint."},
		"cut off in the first":                 {"<gpx><trk><trkseg>", "truncated-file", "before its first waypoint"},
		"cut off after several":                {`<gpx><wpt lat="1" lon="2"/><rte/><wpt lat="1" lon="2"/>`, "truncated-file", "after 2 waypoints and 1 route."},
		"nothing":                              {"<gpx></gpx>", "no-rows", "no waypoints"},
		"points that belong to something else": {`<gpx><extensions><wpt lat="1" lon="2"/></extensions></gpx>`, "no-rows", "no waypoints"},
		"broken":                               {"<gpx><wpt></gpx>", "broken-xml", "line 1"},
	} {
		_, _, _, err := read(t, c.file)
		var e *plans.Error
		if !errors.As(err, &e) || e.Code != c.code || !strings.Contains(e.Message, c.says) || e.Remedy == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNothingIsLost(t *testing.T) {
	_, rows, headers, err := read(t, `<gpx version="1.0"><wpt lat="1" lon="2"><url>http://x</url><urlname>t</urlname><fix>3d</fix><extensions><a><b>5</b></a></extensions></wpt>
		<trk><name>T</name><link href="http://y"><text>u</text></link><link href="http://z"/><extensions><color>red</color></extensions><trkpt lat="1" lon="2"/><trkpt lat="3" lon="4"/></trk></gpx>`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string][]string{"waypoints": {"link", "link text", "fix", "b"}, "tracks": {"name", "link", "link text", "link (2)", "color"}}, headers); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"T", "http://y", "u", "http://z", "red"}, rows["tracks"][0].Values); diff != "" {
		t.Error(diff)
	}
	if !orb.Equal(rows["tracks"][0].Geometry, orb.LineString{{2, 1}, {4, 3}}) {
		t.Error("points without a segment: ", rows["tracks"][0].Geometry)
	}
}

func TestPointsBetweenThoseOfARoute(t *testing.T) {
	const file = `<gpx><rte><rtept lat="1" lon="2"><extensions><g:X><g:Subclass>1</g:Subclass><g:rpt lat="1" lon="3"/><g:rpt lat="1" lon="4"/></g:X></extensions></rtept></rte></gpx>`
	source, err := gpx.Open(row.StreamOf(strings.NewReader(file), int64(len(file))))
	if err != nil {
		t.Fatal(err)
	}
	reader, err := source.Layers[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reader.Read(); err != nil {
		t.Fatal(err)
	}
	if notes := reader.(row.Noter).Notes(); len(notes) != 1 || !strings.Contains(notes[0], "2 more points") {
		t.Error(notes)
	}
}

func TestPositionsRefused(t *testing.T) {
	for name, c := range map[string]struct{ file, says string }{
		"a point of the second segment": {`<gpx><trk><trkseg><trkpt lat="1" lon="2"/></trkseg><trkseg><trkpt lat="1" lon="2"/><trkpt lat="51,5" lon="2"/></trkseg></trk></gpx>`, `Point 2 of segment 2 has no usable lat: "51,5"`},
		"a point of a route":            {`<gpx><rte><rtept lat="1"/></rte></gpx>`, `Point 1 of the route has no usable lon: ""`},
		"a waypoint":                    {`<gpx><wpt lat="north" lon="2"/></gpx>`, `The point has no usable lat`},
		"a point of another kind":       {`<gpx><trk><rtept lat="1" lon="2"/></trk></gpx>`, "no points"},
	} {
		_, rows, _, err := read(t, c.file)
		for _, layer := range rows {
			if err != nil || len(layer) != 1 || layer[0].Err == nil || !strings.Contains(layer[0].Err.Message, c.says) || layer[0].Geometry != nil {
				t.Errorf("%s: %+v %v", name, layer, err)
			}
		}
		if len(rows) != 1 {
			t.Errorf("%s: %d layers, %v", name, len(rows), err)
		}
	}
}

func TestWhatPointsSayIsToldAsLeftOut(t *testing.T) {
	for name, c := range map[string]struct {
		point string
		notes int
	}{
		"nothing":            {`<trkpt lat="1" lon="2"/>`, 0},
		"a height":           {`<trkpt lat="1" lon="2"><ele>3</ele></trkpt>`, 0},
		"a time":             {`<trkpt lat="1" lon="2"><ele>3</ele><time>2026-01-01T00:00:00Z</time></trkpt>`, 1},
		"a value of a brand": {`<trkpt lat="1" lon="2"><extensions><hr>90</hr></extensions></trkpt>`, 1},
	} {
		file := "<gpx><trk><trkseg>" + c.point + c.point + "</trkseg></trk></gpx>"
		source, err := gpx.Open(row.StreamOf(strings.NewReader(file), int64(len(file))))
		if err != nil {
			t.Fatal(err)
		}
		reader, err := source.Layers[0].Open()
		if err != nil {
			t.Fatal(err)
		}
		if rec, err := reader.Read(); err != nil || rec.Err != nil {
			t.Fatal(rec.Err, err)
		}
		if notes := reader.(row.Noter).Notes(); len(notes) != c.notes || c.notes > 0 && !strings.Contains(notes[0], "(1 features)") {
			t.Errorf("%s: %q", name, notes)
		}
	}
}

func TestEmptySegmentsTakeNoPlace(t *testing.T) {
	_, rows, _, err := read(t, "<gpx><trk>"+strings.Repeat("<trkseg/>", 1000)+`<trkseg><trkpt lat="1" lon="2"/><trkpt lat="3" lon="4"/></trkseg><trkseg/></trk></gpx>`)
	if err != nil || !orb.Equal(rows["tracks"][0].Geometry, orb.LineString{{2, 1}, {4, 3}}) {
		t.Errorf("%+v %v", rows, err)
	}
	_, rows, _, err = read(t, `<gpx><trk><trkseg/><trkseg/><trkseg><trkpt lat="1" lon="x"/></trkseg></trk></gpx>`)
	if err != nil || rows["tracks"][0].Err == nil || !strings.Contains(rows["tracks"][0].Err.Message, "Point 1 of segment 3") {
		t.Errorf("%+v %v", rows, err)
	}
}

func FuzzGPX(f *testing.F) {
	f.Add([]byte(walk))
	f.Add([]byte("<gpx><trk><trkseg><trkpt lat='1' lon='2'><ele>3</ele></trkpt></trkseg></trk></gpx>"))
	f.Add([]byte("<gpx><trk><rtept lat='1' lon='2'/><trkpt lat='1' lon='2'><extensions><rpt/></extensions></trkpt><extensions><a>1</a></extensions></trk><rte><trkseg/></rte><wpt><rtept/></wpt></gpx>"))
	f.Fuzz(func(t *testing.T, content []byte) {
		if len(content) > 1<<20 {
			return
		}
		_, rows, _, err := read(t, string(content))
		var e *plans.Error
		if err != nil && (!errors.As(err, &e) || e.Code == "" || e.Message == "" || e.Remedy == "") {
			t.Fatalf("not told: %v", err)
		}
		for _, layer := range rows {
			for i, rec := range layer {
				if rec.Line != i+1 {
					t.Fatalf("row %d is numbered %d", i+1, rec.Line)
				}
			}
		}
	})
}
