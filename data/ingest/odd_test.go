package ingest_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"terrier/data/ingest"
	"terrier/geo/bng"
)

// archived is a zip of empty files with these names.
func archived(t *testing.T, names ...string) *bytes.Reader {
	t.Helper()
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	for _, name := range names {
		if _, err := w.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(file.Bytes())
}

func TestArchivesSayWhatTheyHold(t *testing.T) {
	for says, file := range map[string]*bytes.Reader{
		"OpenDocument":                 archived(t, "mimetype", "content.xml"),
		"in which no file can be read": archived(t, "readme.pdf", "picture.png"),
	} {
		_, err := runFile(t, &register{}, "assets", file)
		if e := wantCode(t, err, "other-format"); !strings.Contains(e.Message, says) {
			t.Errorf("%s: %s", says, e.Message)
		}
	}
	_, err := runFile(t, &register{}, "assets", archived(t, "a.csv", "b.csv"))
	if e := wantCode(t, err, "choose-layer"); !strings.Contains(e.Message, "a.csv, b.csv") || !strings.Contains(e.Remedy, "--layer") {
		t.Errorf("%+v", e)
	}
}

// A file of any kind comes in zipped too; of several the one that is named.
func TestZippedFiles(t *testing.T) {
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	for name, content := range map[string]string{
		"data/halls.csv": "name,lon,lat\nTown Hall," + hall + "\n", "fields.geojson": collection(feature(polygon)), "about.txt": "name,lon,lat\nOther Hall," + hall + "\n",
	} {
		m, err := w.Create(name)
		if err == nil {
			_, err = m.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for layer, want := range map[string]struct{ name, format string }{"data/halls.csv": {"Town Hall", "zipped CSV"}, "fields.geojson": {"Field", "zipped GeoJSON"}} {
		reg := &register{}
		res, err := runFile(t, reg, "assets", bytes.NewReader(file.Bytes()), func(r *ingest.Request) { r.Layer = layer })
		if err != nil || res.Accepted != 1 || reg.assets[0].Name != want.name || res.Proposal.Format != want.format {
			t.Errorf("%s: %+v, %v", layer, res, err)
		}
	}
}

// A coordinate system that is named behind more features than are looked at first, and not at the very end, comes too late.
func TestCoordinateSystemNamedTooLate(t *testing.T) {
	metres := feature(`{"type":"Polygon","coordinates":[[[376000,387000],[377000,387000],[377000,388000],[376000,387000]]]}`)
	file := `{"type":"FeatureCollection","features":[` + strings.Repeat(metres+",", 1000) + metres + `],"crs":{"type":"name","properties":{"name":"EPSG:3857"}},"padding":"` + strings.Repeat("x", 70<<10) + `"}`
	_, err := run(t, &register{}, "areas", file)
	wantCode(t, err, "late-crs")
	res, err := run(t, &register{}, "areas", file, func(r *ingest.Request) { r.CRS = "27700" })
	if err != nil || res.Accepted != 1 || res.Refused != 1000 { // all of one name
		t.Errorf("%+v, %v", res, err)
	}
}

func TestPointsOfOutlines(t *testing.T) {
	reg := &register{}
	home := strings.Replace(feature(polygon), `"name":"Field"`, `"reference":"1","owner":"o","tenure":"social-rent"`, 1)
	bow := strings.Replace(home, goodRing, `[[-2.35,53.38],[-2.34,53.39],[-2.34,53.38],[-2.35,53.39],[-2.35,53.38]]`, 1)
	res, err := run(t, reg, "homes", collection(home, bow))
	if err != nil || res.Accepted != 1 || byCode(res)["noted point-from-outline"] != 1 || byCode(res)["refused self-crossing"] != 1 {
		t.Fatalf("%+v, %v", res, err)
	}
	if lonlat, err := bng.ToWGS84(reg.homes[0].Point); err != nil || !(orb.Bound{Min: orb.Point{-2.35, 53.38}, Max: orb.Point{-2.34, 53.39}}).Contains(lonlat) {
		t.Error(lonlat, err)
	}
}

func TestPins(t *testing.T) {
	wkt := `"POLYGON ((-2.35 53.38,-2.34 53.38,-2.34 53.39,-2.35 53.38))"`
	reg := &register{}
	var placed strings.Builder
	res, err := run(t, reg, "assets", "name,geometry,point\na,"+wkt+",POINT ("+strings.Replace(hall, ",", " ", 1)+")\nb,"+wkt+",\nc,"+wkt+",here\nd,"+wkt+",POINT (2.35 48.85)\n", func(r *ingest.Request) { r.PlacedTo = &placed })
	if err != nil || res.Accepted != 4 || byCode(res)["noted unreadable-pin"] != 2 {
		t.Fatalf("%+v, %v", res, err)
	}
	if reg.assets[0].Point != hallGrid || reg.assets[1].Point == hallGrid || reg.assets[2].Point != reg.assets[1].Point || reg.assets[3].Point != reg.assets[1].Point {
		t.Errorf("%v", reg.assets)
	}
}

func TestReferencesThatAreMade(t *testing.T) {
	reg := &register{}
	if _, err := run(t, reg, "organisations", "name,type\nHollin Parish Council,parish council\n"); err != nil || reg.organisations[0].Reference != "hollin-parish-council" {
		t.Errorf("%+v, %v", reg.organisations, err)
	}
	if _, err := run(t, reg, "places", "street,town,lon,lat\nMarket Street,Hollin,"+hall+"\n", func(r *ingest.Request) { r.Set = map[string]string{"kind": "street"} }); err != nil {
		t.Fatal(err)
	}
	if p := reg.places[0]; p.Kind != "street" || p.Context != "Hollin" || !strings.HasPrefix(p.Reference, "market-street-") {
		t.Errorf("%+v", p)
	}
	if _, err := run(t, reg, "assets", "name,lon,lat\n日本,"+hall+"\n"); err != nil || len(reg.assets[0].Reference) != 8 {
		t.Errorf("%+v, %v", reg.assets, err)
	}
}

func TestTooManyColumns(t *testing.T) {
	_, err := run(t, &register{}, "assets", "name"+strings.Repeat(",", 2000)+"\na\n")
	wantCode(t, err, "too-many-columns")
	_, err = run(t, &register{}, "assets", "name,lon,lat\na,"+hall+"\nb"+strings.Repeat(",", 100_000)+"\n")
	wantCode(t, err, "too-many-columns")
	var features []string
	for i := range 2001 {
		features = append(features, strings.Replace(feature(polygon), `"name"`, fmt.Sprintf(`"name":"x","p%d"`, i), 1))
	}
	res, err := run(t, &register{}, "boundaries", collection(features...))
	if err != nil || byCode(res)["refused too-many-columns"] != 2 {
		t.Errorf("%v, %v", byCode(res), err)
	}
}

// Of several layers the one that fits is read, and told; where several do, one has to be named.
func TestLayers(t *testing.T) {
	const walk = `<gpx><wpt lat="53.38" lon="-2.35"><name>Start</name></wpt><trk><name>Round</name><trkseg><trkpt lat="53.38" lon="-2.35"/><trkpt lat="53.38" lon="-2.34"/><trkpt lat="53.39" lon="-2.34"/><trkpt lat="53.38" lon="-2.35"/></trkseg></trk></gpx>`
	reg := &register{}
	res, err := run(t, reg, "areas", walk)
	if err != nil || res.Accepted != 1 || res.Proposal.Layer != "tracks" || reg.areas[0].Name != "Round" || byCode(res)["noted closed-line"] != 1 {
		t.Fatalf("%+v, %v", res, err)
	}
	if notes := strings.Join(res.Notes, " "); !strings.Contains(notes, "Of the 2 layers of the file, tracks was read") || !strings.Contains(notes, "left alone: waypoints") {
		t.Error(notes)
	}
	_, err = run(t, &register{}, "assets", walk)
	if e := wantCode(t, err, "choose-layer"); !strings.Contains(e.Message, "waypoints, tracks") {
		t.Error(e)
	}
	if res, err = run(t, &register{}, "assets", walk, func(r *ingest.Request) { r.Layer = "Waypoints" }); err != nil || res.Accepted != 1 {
		t.Errorf("%+v, %v", res, err)
	}
	_, err = run(t, &register{}, "assets", walk, func(r *ingest.Request) { r.Layer = "routes" })
	if e := wantCode(t, err, "unknown-layer"); !strings.Contains(e.Remedy, "waypoints, tracks") {
		t.Error(e)
	}
	_, err = run(t, &register{}, "homes", walk)
	if e := wantCode(t, err, "choose-layer"); !strings.Contains(e.Message, "None of the 2 layers") || !strings.Contains(e.Message, "waypoints: ") {
		t.Error(e)
	}
}
