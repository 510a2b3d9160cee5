package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"terrier/data/ingest"
	"terrier/geo/bng"
	"terrier/plans/access"
	"terrier/plans/area"
	"terrier/plans/audit"
	"terrier/plans/web"
)

// drawing is a town in which areas are drawn, and two people who draw.
type drawing struct {
	*staffed
	ann, ben *person
	anyone   *person
}

func drawers(t testing.TB) *drawing {
	t.Helper()
	var d *drawing
	s := staff(t, nil)
	d = &drawing{staffed: s, anyone: newPerson(t, s)}
	d.ann, d.ben = s.signedIn(t, "ann@vale.example"), s.signedIn(t, "ben@fold.example")
	return d
}

// signedIn is somebody without any role.
func (s *staffed) signedIn(t testing.TB, email string) *person {
	t.Helper()
	p := newPerson(t, s)
	in, err := s.writer.StartSession(t.Context(), s.account(t, email), "link", access.Secret{}, s.clock)
	must(t, err)
	p.keep(in.Token)
	eventually(t, func() bool { return p.get("/account").Code == 200 })
	return p
}

// lonlat writes a shape of the grid as GeoJSON.
func lonlat(t testing.TB, onGrid orb.Geometry) string {
	t.Helper()
	degrees, err := bng.TransformWGS84(onGrid)
	must(t, err)
	text, err := geojson.NewGeometry(degrees).MarshalJSON()
	must(t, err)
	return string(text)
}

func (p *person) document(method, path string, sent any, headers ...string) asked {
	p.t.Helper()
	body, ok := sent.(string)
	if !ok {
		text, err := json.Marshal(sent)
		must(p.t, err)
		body = string(text)
	}
	return p.ask(method, path, body, append([]string{"Content-Type", "application/json", "Accept", "application/json", "Sec-Fetch-Site", "same-origin"}, headers...)...)
}

func draftOf(geometry, name, edit string) string {
	return fmt.Sprintf(`{"name": %q, "why": "we meet here", "body-type": "", "parish": "", "revises": "", "viewers": "private", "geometry": %s, "approximate": null, "board": {"zoom": 3}, "edit": %q}`, name, geometry, edit)
}

func (a asked) member(name string) any {
	a.t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(a.Body.Bytes(), &doc); err != nil {
		a.t.Fatalf("%s: %v in %s", a.name, err, a.Body)
	}
	return doc[name]
}

func clear(side float64) orb.MultiPolygon { return orb.MultiPolygon{{square(440000, 440000, side)}} }

func TestDraftsAreKept(t *testing.T) {
	d := drawers(t)
	made := d.ann.document("POST", "/drafts", draftOf(lonlat(t, clear(100)), "Hollin", "first")).status(201)
	path := made.Header().Get("Location")
	if made.Header().Get("ETag") != `"1"` || !strings.HasPrefix(path, "/drafts/") {
		t.Fatalf("made as %s %s", path, made.Header().Get("ETag"))
	}
	if again := d.ann.document("POST", "/drafts", draftOf(lonlat(t, clear(100)), "Hollin", "first")).status(201); again.Header().Get("Location") != path {
		t.Error("the same change sent twice made two drafts")
	}
	read := d.ann.ask("GET", path+".json", "").status(200)
	if read.member("name") != "Hollin" || read.member("board").(map[string]any)["zoom"] != 3.0 || read.member("token") != strings.TrimPrefix(path, "/drafts/") {
		t.Errorf("read as %s", read.Body)
	}
	d.ann.document("PUT", path, draftOf(lonlat(t, clear(200)), "Hollin", "second")).status(428)
	d.ann.document("PUT", path, draftOf(lonlat(t, clear(200)), "Hollin", "second"), "If-Match", "seven").status(400)
	saved := d.ann.document("PUT", path, draftOf(lonlat(t, clear(200)), "Hollin", "second"), "If-Match", `"1"`).status(200)
	if saved.Header().Get("ETag") != `"2"` {
		t.Errorf("saved as %s", saved.Header().Get("ETag"))
	}
	if lost := d.ann.document("PUT", path, draftOf(lonlat(t, clear(200)), "Hollin", "second"), "If-Match", `"1"`).status(200); lost.Header().Get("ETag") != `"2"` {
		t.Error("a change whose answer was lost was done twice")
	}
	other := d.ann.document("PUT", path, draftOf(lonlat(t, clear(300)), "Hollin Vale", "other"), "If-Match", `"1"`).status(412)
	if other.member("code") != "draft-overtaken" || other.member("draft").(map[string]any)["version"] != 2.0 {
		t.Errorf("overtaken says %s", other.Body)
	}
	// It is nobody else's business, until it is shared.
	for _, p := range []*person{d.ben, d.anyone} {
		p.ask("GET", path+".json", "").status(404)
		p.get(path).status(404)
	}
	d.ben.document("PUT", path, draftOf("null", "Mine now", "theirs"), "If-Match", `"2"`).status(404)
	shared := strings.Replace(draftOf(lonlat(t, clear(200)), "Hollin", "third"), `"private"`, `"link-view"`, 1)
	d.ann.document("PUT", path, shared, "If-Match", `"2"`).status(200)
	d.anyone.ask("GET", path+".json", "").status(200)
	d.ben.document("PUT", path, draftOf("null", "Mine now", "theirs"), "If-Match", `"3"`).status(403)
	d.anyone.document("PUT", path, draftOf("null", "Mine now", "theirs"), "If-Match", `"3"`).status(401)
	d.ben.document("DELETE", path, "").status(403)
	d.ann.get("/drafts").status(200).says("Hollin")
	d.ben.get("/drafts").status(200).says("not drawn an area yet")
	d.anyone.ask("GET", "/drafts", "", "Accept", "application/json").status(401)
	d.ann.ask("GET", path+".geojson", "").status(200).says(`"MultiPolygon"`)
	d.ann.document("DELETE", path, "").status(204)
	d.ann.ask("GET", path+".json", "").status(404)
}

// What is drawn is kept however broken, and what cannot be is refused in words.
func TestDraftsThatAreOdd(t *testing.T) {
	d := drawers(t)
	eight := orb.MultiPolygon{{{{440000, 440000}, {440100, 440100}, {440100, 440000}, {440000, 440100}, {440000, 440000}}}}
	line := orb.MultiPolygon{{{{440000, 440000}, {440100, 440000}, {440200, 440000}, {440000, 440000}}}}
	for i, kept := range []string{lonlat(t, eight), lonlat(t, line), "null"} {
		made := d.ann.document("POST", "/drafts", draftOf(kept, "مخطط الحي", fmt.Sprint("odd", i))).status(201)
		if made.member("name") != "مخطط الحي" {
			t.Errorf("the name came back as %v", made.member("name"))
		}
		d.ann.get(made.Header().Get("Location")).status(200)
		d.ann.get(made.Header().Get("Location") + "?view=list").status(200).says(`data-view="list"`)
	}
	for body, want := range map[string]struct {
		status int
		code   string
	}{
		"":            {400, "empty-body"},
		"{":           {400, "bad-json"},
		"[]":          {400, "not-geojson"},
		`{"name": 7}`: {400, "not-geojson"},
		strings.Replace(draftOf("null", "x", "e"), `"edit": "e"`, `"edit": ""`, 1):                                                                  {400, "edit-needed"},
		draftOf("null", strings.Repeat("é", 10_000), "e"):                                                                                           {400, "too-long"},
		strings.Replace(draftOf("null", "x", "e"), `"name": "x"`, `"name": "a\u0000b"`, 1):                                                          {400, "bad-text"},
		draftOf(`{"type": "Polygon", "coordinates": [[[-1.5, 53.8], [-1.4, 53.8]]]}`, "x", "e"):                                                     {422, "ring-not-closed"},
		draftOf(`{"type": "Polygon", "coordinates": [[[53.8, -1.5], [53.8, -1.4], [53.9, -1.4], [53.8, -1.5]]]}`, "x", "e"):                         {422, "swapped-axes"},
		draftOf(`{"type": "Polygon", "coordinates": [[[-167000, 7128000], [-166000, 7128000], [-166000, 7129000], [-167000, 7128000]]]}`, "x", "e"): {422, "looks-like-web-mercator"},
		draftOf(`{"type": "Polygon", "coordinates": [[[2.3, 48.8], [2.4, 48.8], [2.4, 48.9], [2.3, 48.8]]]}`, "x", "e"):                             {422, "outside-grid"},
		draftOf(`{"type": "Point", "coordinates": [-1.5, 53.8]}`, "x", "e"):                                                                         {422, "wrong-type"},
		strings.Replace(draftOf("null", "x", "e"), `"viewers": "private"`, `"viewers": "all"`, 1):                                                   {400, "unknown-code"},
		strings.Replace(draftOf("null", "x", "e"), `"body-type": ""`, `"body-type": "council"`, 1):                                                  {400, "unknown-code"},
		strings.Replace(draftOf("null", "x", "e"), `"approximate": null`, `"approximate": {"type": "Point"}`, 1):                                    {400, ""},
		strings.Replace(draftOf("null", "x", "e"), `{"zoom": 3}`, `"`+strings.Repeat("x", 4<<20)+`"`, 1):                                            {400, "bad-board"},
	} {
		a := d.ann.document("POST", "/drafts", body).status(want.status)
		if want.code != "" && a.member("code") != want.code {
			t.Errorf("%.80s: %s", body, a.Body)
		}
	}
	for _, path := range []string{"/drafts/aaaaaaaaaaaaaaaaaaaaaaaaaa", "/drafts/x", "/drafts/..%2f", "/drafts/aaaaaaaaaaaaaaaaaaaaaaaaaa/versions", "/drafts/aaaaaaaaaaaaaaaaaaaaaaaaaa/versions/1"} {
		d.ann.get(path).status(404)
	}
}

func question(t testing.TB, shape orb.Geometry, more string) string {
	return fmt.Sprintf(`{"geometry": %s, "body-type": "", "parish": "", "revises": "", "draft": ""%s}`, lonlat(t, shape), more)
}

// Everybody may ask what the rules say, and is told the law behind it and the homes as the public is.
func TestVerdictIsTold(t *testing.T) {
	d := drawers(t)
	over := orb.MultiPolygon{{square(433900, 435500, 300)}} // over Vale's eastern edge
	a := d.anyone.document("POST", "/drafts/verdict", question(t, over, "")).status(200)
	if a.member("level") != "stop" {
		t.Fatalf("level %v: %s", a.member("level"), a.Body)
	}
	first := a.member("statements").([]any)[0].(map[string]any)
	law, _ := first["law"].(map[string]any)
	if first["id"] != "overlap:hollin-vale" || law == nil || law["provision"] != "section 61G(7)" || law["verified"] != false || law["url"] == "" || first["where"] == nil {
		t.Errorf("the first statement is %v", first)
	}
	mended := d.anyone.document("POST", "/drafts/repair", question(t, over, `, "repair": {"kind": "trim", "target": "hollin-vale"}`)).status(200)
	after := mended.member("verdict").(map[string]any)
	if after["level"] == "stop" || mended.member("lost") == nil || mended.member("gained") != nil || !strings.Contains(mended.member("sentence").(string), "less") {
		t.Errorf("trimmed to %s", mended.Body)
	}
	var g struct{ Geometry json.RawMessage }
	must(t, json.Unmarshal(mended.Body.Bytes(), &g))
	again := d.anyone.document("POST", "/drafts/verdict", fmt.Sprintf(`{"geometry": %s}`, g.Geometry)).status(200)
	if strings.Contains(again.Body.String(), `"overlap:`) {
		t.Errorf("after trimming it says %s", again.Body)
	}
	d.anyone.document("POST", "/drafts/repair", question(t, over, `, "repair": {"kind": "explode", "target": ""}`)).status(400)
	d.anyone.document("POST", "/drafts/repair", question(t, over, "")).status(400)
	d.anyone.document("POST", "/drafts/repair", question(t, over, `, "repair": {"kind": "trim", "target": "gone"}`)).status(400)
	nothing := d.anyone.document("POST", "/drafts/verdict", `{"geometry": null}`).status(200)
	if nothing.member("level") != "look" {
		t.Errorf("of nothing it says %s", nothing.Body)
	}
}

func TestWaysToSetAnArea(t *testing.T) {
	d := drawers(t)
	set := func(document string) asked { return d.anyone.document("POST", "/drafts/shape", document) }
	corners := set(`{"way": "coordinates", "text": "440000 440000\n440100 440000\n440100 440100"}`).status(200)
	if corners.member("geometry") == nil || len(corners.member("problems").([]any)) > 0 {
		t.Errorf("corners: %s", corners.Body)
	}
	if wrong := set(`{"way": "coordinates", "text": "440000 440000\nhere\nthere"}`).status(200); wrong.member("geometry") != nil || len(wrong.member("problems").([]any)) != 3 {
		t.Errorf("wrong corners: %s", wrong.Body)
	}
	if copied := set(`{"way": "copy", "of": "areas/hollin-vale"}`).status(200); copied.member("geometry") == nil || copied.member("name") == "" {
		t.Errorf("copied: %s", copied.Body)
	}
	set(`{"way": "copy", "of": "areas/none"}`).status(404)
	set(`{"way": "copy", "of": "drafts/aaaaaaaaaaaaaaaaaaaaaaaaaa"}`).status(404)
	set(`{"way": "copy", "of": ""}`).status(400)
	set(`{"way": "boundaries", "refs": []}`).status(400)
	set(`{"way": "boundaries", "refs": ["parish:E99999999"]}`).status(404)
	set(`{"way": "boundaries", "refs": ["nonsense"]}`).status(404)
	set(`{"way": "postcodes", "text": "not one"}`).status(200)
	set(`{"way": "divining"}`).status(400)
	file := func(name, content string) asked {
		body := "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n" + content + "\r\n--x--\r\n"
		return d.anyone.ask("POST", "/drafts/file", body, "Content-Type", "multipart/form-data; boundary=x", "Accept", "application/json")
	}
	read := file("area.geojson", `{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "Mine"}, "geometry": `+lonlat(t, clear(100))+`}, {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [-1.5, 53.8]}}]}`).status(200)
	features := read.member("features").([]any)
	if len(features) != 2 || features[0].(map[string]any)["name"] != "Mine" || features[0].(map[string]any)["hectares"] != 1.0 || features[1].(map[string]any)["problem"] == nil {
		t.Errorf("the file holds %s", read.Body)
	}
	if read.member("crs") != "longitude and latitude (WGS 84)" {
		t.Errorf("the file is in %v", read.member("crs"))
	}
	if metres := file("area.csv", "name,wkt\nMine,\"POLYGON((440000 440000,440100 440000,440100 440100,440000 440000))\"\n").status(200); !strings.HasPrefix(metres.member("crs").(string), "easting and northing") {
		t.Errorf("the table holds %s", metres.Body)
	}
	walked := orb.Ring{}
	for i := range 50_000 {
		a := 2 * math.Pi * float64(i) / 50_000
		walked = append(walked, orb.Point{440000 + 300*math.Cos(a), 440000 + 300*math.Sin(a)})
	}
	if many := file("walk.geojson", lonlat(t, orb.MultiPolygon{{append(walked, walked[0])}})).status(200); !strings.Contains(many.Body.String(), "The outline has 50,001 corners.") {
		t.Errorf("of a walk with 50,001 corners it says %.300s", many.Body)
	}
	file("area.geojson", "{").status(400)
	for name, body := range map[string]string{
		"two.geojson": `{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[2.3, 48.8], [2.4, 48.8], [2.4, 48.9], [2.3, 48.8]]]}}]}`,
		"area.gml":    `<FeatureCollection xmlns="http://www.opengis.net/gml"/>`, "area.csv": "a,b\n1,2\n",
	} {
		if said := file(name, body).Body.String(); strings.Contains(said, "--") || strings.Contains(said, "ogr2ogr") {
			t.Errorf("of %s somebody who draws is told what to write on a command line: %.400s", name, said)
		}
	}
	file("area.exe", "MZ\x90").status(400)
	file("area.geojson", "").status(400)
	d.anyone.ask("POST", "/drafts/file", "x", "Content-Type", "text/plain", "Accept", "application/json").status(400)
	// Without scripts the same ways make a draft.
	to := d.ann.post("/drafts/new", "way", "coordinates", "text", "440000 440000\n440100 440000\n440100 440100").status(303).Header().Get("Location")
	d.ann.get(to).status(200).says("0.5")
	d.ann.post("/drafts/new", "way", "coordinates", "text", "here").status(422).says("No corner can be read")
	d.anyone.get("/drafts/new").status(200)
}

func TestVersionsOfDrafts(t *testing.T) {
	d := drawers(t)
	path := d.ann.document("POST", "/drafts", draftOf(lonlat(t, clear(100)), "Hollin", "first")).status(201).Header().Get("Location")
	d.ann.get(path + "/versions").status(200).says("No version has been kept")
	d.ann.get(path + "/compare").status(404)
	d.ann.document("POST", path+"/versions", `{"reason": ""}`, "If-Match", `"1"`).status(400)
	d.ann.document("POST", path+"/versions", `{"reason": "x"}`).status(428)
	d.ann.document("POST", path+"/versions", `{"reason": "x"}`, "If-Match", `"9"`).status(412)
	d.ben.document("POST", path+"/versions", `{"reason": "x"}`, "If-Match", `"1"`).status(404)
	one := d.ann.document("POST", path+"/versions", `{"reason": "After the meeting"}`, "If-Match", `"1"`).status(201)
	if v := one.member("version").(map[string]any); v["number"] != 1.0 || len(v["sha256"].(string)) != 64 || v["hectares"] != 1.0 {
		t.Errorf("kept as %s", one.Body)
	}
	d.ann.document("PUT", path, draftOf(lonlat(t, clear(200)), "Hollin", "second"), "If-Match", `"1"`).status(200)
	d.ann.post(path+"/versions", "reason", "Larger").to(path + "/versions")
	d.ann.get(path + "/versions").status(200).says("After the meeting").says("Larger").says("ann@vale.example")
	d.ann.get(path + "/versions/1").status(200).says("After the meeting")
	d.ann.ask("GET", path+"/versions/1.geojson", "").status(200).says(`"sha256"`)
	d.ann.get(path + "/versions/7").status(404)
	d.ann.get(path + "/versions/x").status(404)
	compared := d.ann.ask("GET", path+"/compare?from=1&to=2", "", "Accept", "application/json").status(200)
	if h := compared.member("hectares").(map[string]any); h["gained"] != 3.0 || h["lost"] != 0.0 {
		t.Errorf("compared: %s", compared.Body)
	}
	d.ann.get(path + "/compare?from=1&to=2").status(200).says("3.0 ha more").says("What it changes in law").
		says(`<svg class="key before"`).says("Version 1</span><span>Line with gaps").says("Version 2</span><span>Whole line").says("Gained</span><span>3.0 ha").says("Lost</span><span>None")
	d.ann.get(path + "/compare?from=1&to=x").status(400)
	d.ann.document("PUT", path, draftOf(lonlat(t, orb.MultiPolygon{{square(433900, 435500, 300)}}), "Hollin", "third"), "If-Match", `"2"`).status(200)
	d.ann.ask("GET", path+"/compare?from=2&to=now", "", "Accept", "application/json").status(200).says(`"law":{"rule":"area-overlap","instrument":"Town and Country Planning Act 1990","provision":"section 61G(7)"`)
	d.ann.document("PUT", path, draftOf(lonlat(t, clear(200)), "Hollin", "fourth"), "If-Match", `"3"`).status(200)
	restored := d.ann.document("POST", path+"/versions/1/restore", "", "If-Match", `"4"`).status(200)
	if restored.member("version") != 5.0 {
		t.Errorf("restored as %s", restored.Body)
	}
	if same := d.ann.ask("GET", path+"/compare?from=1&to=now", "", "Accept", "application/json").status(200).member("hectares").(map[string]any); same["gained"] != 0.0 || same["lost"] != 0.0 {
		t.Errorf("what was restored differs: %v", same)
	}
}

// Of two areas that overlap one can be marked ready; one that reaches over a designated area cannot.
func TestMarkedReady(t *testing.T) {
	d := drawers(t)
	keep := func(p *person, shape orb.MultiPolygon, name string) string {
		path := p.document("POST", "/drafts", draftOf(lonlat(t, shape), name, name)).status(201).Header().Get("Location")
		p.document("POST", path+"/versions", `{"reason": "x"}`, "If-Match", `"1"`).status(201)
		return path
	}
	hers, his := keep(d.ann, clear(100), "Hers"), keep(d.ben, clear(50), "His")
	d.ben.document("POST", hers+"/versions/1/ready", "").status(404)
	ready := d.ann.document("POST", hers+"/versions/1/ready", "").status(200)
	if ready.member("ready") != 1.0 {
		t.Errorf("marked as %s", ready.Body)
	}
	refused := d.ben.document("POST", his+"/versions/1/ready", "").status(409)
	if refused.member("code") != "overlaps" || !strings.Contains(refused.member("detail").(string), "Hers") {
		t.Errorf("refused with %s", refused.Body)
	}
	verdict := d.ben.document("POST", "/drafts/verdict", question(t, clear(50), "")).status(200)
	if !strings.Contains(verdict.Body.String(), `"overlap:ready:Hers"`) || strings.Contains(verdict.Body.String(), strings.TrimPrefix(hers, "/drafts/")) {
		t.Errorf("the verdict says %s", verdict.Body)
	}
	d.ann.document("DELETE", hers, "").status(409)
	d.ann.document("POST", hers+"/take-back", "").status(200)
	d.ben.document("POST", his+"/versions/1/ready", "").status(200)
	over := keep(d.ann, orb.MultiPolygon{{square(433900, 435500, 300)}}, "Over")
	d.ann.document("POST", over+"/versions/1/ready", "").status(409)
}

// Only for the body that applied for an area does somebody draw what takes its place; for all others the two overlap. What is marked is in the trail.
func TestAreasAreRevisedByTheirOwn(t *testing.T) {
	s := staff(t, nil)
	_, err := s.db.Pool(t, "").Exec(t.Context(), `UPDATE neighbourhood_plan_area SET relevant_body = 'Fold Forum' WHERE ref = 'hollin-vale'`)
	must(t, err)
	over := lonlat(t, orb.MultiPolygon{{square(433900, 435500, 300)}})
	secretary, _ := s.holder(t, "secretary@fold.example", access.Grant{Role: access.ForumSecretary, Organisation: s.bodies["neighbourhood-forum"]})
	clerk, _ := s.holder(t, "clerk@fold.example", access.Grant{Role: access.ParishClerk, Organisation: s.bodies["parish-council"]})
	for name, c := range map[string]struct {
		who     *person
		revises string
		may     bool
	}{
		"the forum's secretary":                   {secretary, "hollin-vale", true},
		"the secretary, but it revises nothing":   {secretary, "", false},
		"the secretary, but it revises no area":   {secretary, "../x", false},
		"the clerk of a council":                  {clerk, "hollin-vale", false},
		"somebody who acts for nobody":            {s.signedIn(t, "ann@vale.example"), "hollin-vale", false},
		"somebody who is shown it by its drafter": {newPerson(t, s), "hollin-vale", true},
	} {
		drafter := c.who
		if strings.HasPrefix(name, "somebody who is shown") {
			drafter = secretary
		}
		doc := strings.NewReplacer(`"revises": ""`, `"revises": "`+c.revises+`"`, `"private"`, `"link-view"`).Replace(draftOf(over, name, "made for "+name))
		path := drafter.document("POST", "/drafts", doc).status(201).Header().Get("Location")
		asked := `{"geometry": ` + over + `, "revises": "` + c.revises + `", "draft": "` + strings.TrimPrefix(path, "/drafts/") + `"}`
		verdict := c.who.document("POST", "/drafts/verdict", asked).status(200).Body.String()
		if strings.Contains(verdict, `"revises:hollin-vale"`) != c.may || strings.Contains(verdict, `"overlap:hollin-vale"`) == c.may {
			t.Errorf("%s: %s", name, verdict)
		}
		drafter.document("POST", path+"/versions", `{"reason": "x"}`, "If-Match", `"1"`).status(201)
		c.who.get(path + "/versions/1").status(200).says(map[bool]string{true: "to take the place of Hollin Vale", false: "is already in Hollin Vale"}[c.may])
		if c.who != drafter {
			continue
		}
		if !c.may {
			c.who.document("POST", path+"/versions/1/ready", "").status(409)
			continue
		}
		c.who.document("POST", path+"/versions/1/ready", "").status(200)
		c.who.document("POST", path+"/take-back", "").status(200)
	}
	admin, _ := s.holder(t, "admin@terrier.example", access.Grant{Role: access.Administrator})
	trail := admin.get("/admin/audit?kind=draft").status(200).says("secretary@fold.example").says("Marked version 1 of a draft as ready to submit (SHA-256").says("Took back that version 1 of a draft")
	if strings.Contains(trail.Body.String(), "ann@vale.example") {
		t.Error("what was refused is noted")
	}
}

func TestEdgesToSnapTo(t *testing.T) {
	d := drawers(t)
	edges := d.anyone.ask("GET", "/snap?bbox=-1.51,53.80,-1.47,53.83", "", "Accept", "application/json").status(200)
	if !strings.Contains(edges.Body.String(), `"kind":"area"`) && !strings.Contains(edges.Body.String(), `"area"`) {
		t.Errorf("edges: %.300s", edges.Body)
	}
	d.anyone.ask("GET", "/snap", "", "Accept", "application/json").status(400)
	d.anyone.ask("GET", "/snap?bbox=-3,52,-1,54", "", "Accept", "application/json").status(400)
	from, _ := bng.ToWGS84(orb.Point{433000, 435200})
	to, _ := bng.ToWGS84(orb.Point{433200, 435000})
	follow := d.anyone.ask("GET", fmt.Sprintf("/snap/follow?kind=area&ref=hollin-vale&from=%.9f,%.9f&to=%.9f,%.9f", from[0], from[1], to[0], to[1]), "", "Accept", "application/json").status(200)
	ways := follow.member("ways").([]any)
	if len(ways) != 2 || ways[0].(map[string]any)["metres"] != 400.0 || ways[1].(map[string]any)["metres"] != 3600.0 {
		t.Errorf("ways: %s", follow.Body)
	}
	d.anyone.ask("GET", "/snap/follow?kind=area&ref=hollin-vale&from=x&to=y", "", "Accept", "application/json").status(400)
	d.anyone.ask("GET", "/snap/follow?kind=area&ref=gone&from=-1.5,53.8&to=-1.5,53.8", "", "Accept", "application/json").status(404)
}

// A file that is not read in time, for its outlines are too tangled, is refused in words; it is no fault of the server's.
func TestFilesThatTakeTooLong(t *testing.T) {
	s := staff(t, func(c *web.Config) {
		c.Timeout = 300 * time.Millisecond
		c.Drafts.Files = slowFiles{}
	})
	body := "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"track.gpx\"\r\n\r\n<gpx/>\r\n--x--\r\n"
	newPerson(t, s).ask("POST", "/drafts/file", body, "Content-Type", "multipart/form-data; boundary=x", "Accept", "application/json").status(422).says(`"code":"too-tangled"`)
}

// slowFiles take longer than anybody waits.
type slowFiles struct{}

func (slowFiles) Shapes(ctx context.Context, _ string, _ []byte) ([]area.Feature, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// areaFiles read files as the program does.
type areaFiles struct{ repairer ingest.Repairer }

func (f areaFiles) Shapes(ctx context.Context, name string, body []byte) ([]area.Feature, error) {
	return ingest.AreasIn(ctx, name, bytes.NewReader(body), f.repairer)
}

// Who sees homes exactly is told of them exactly beside a drawing, and that is noted as one question; everybody else is told as the public.
func TestVerdictCountsWhatItsReaderSees(t *testing.T) {
	var drags *audit.Drags
	s := stockWith(t, func(c *web.Config) { drags = c.Entitled.Drags })
	body := question(t, vale, "")
	anyone := newPerson(t, s)
	total := func(a asked) float64 {
		t.Helper()
		homes, _ := a.status(200).member("homes").(map[string]any)
		return homes["total"].(float64)
	}
	verdict := func(p *person) asked { return p.document("POST", "/drafts/verdict", body) }
	public := total(verdict(anyone))
	within := `ST_Covers((SELECT geom FROM neighbourhood_plan_area WHERE ref = 'hollin-vale'), geom)`
	if want := float64(s.count(t, within+` AND sensitivity = 'published'`)); public != want {
		t.Errorf("the public is told of %v homes, want %v", public, want)
	}
	for range 3 {
		if got, want := total(verdict(s.association)), float64(s.count(t, within+` AND (sensitivity = 'published' OR owner_id = `+s.ashdale()+`)`)); got != want || got == public {
			t.Errorf("the association is told of %v homes, want %v", got, want)
		}
	}
	ended := drags.All()
	if len(ended) != 1 || ended[0].Action != "count-homes" || !strings.Contains(string(ended[0].Detail), `"steps":`) {
		t.Errorf("noted as %+v", ended)
	}
	if got := total(verdict(anyone)); got != public {
		t.Errorf("and then the public of %v", got)
	}
}

// The shapes that a registered area has had are pages too, and any two are compared.
func TestAreaVersionsAreCompared(t *testing.T) {
	d := drawers(t)
	d.anyone.get("/areas/hollin-vale").status(200).says("Draw one, beginning with this").says(`class="drawn"`)
	d.anyone.get("/areas/hollin-vale/versions/1").status(200).says("Fingerprint")
	d.anyone.ask("GET", "/areas/hollin-vale/versions/1.geojson", "").status(200).says(`"sha256"`)
	d.anyone.ask("GET", "/areas/hollin-vale/versions/1.json", "").status(200).says(`"number":1`)
	d.anyone.get("/areas/hollin-vale/versions/9").status(404)
	d.anyone.get("/areas/hollin-vale/versions/x").status(404)
	d.anyone.get("/areas/nowhere/versions/1").status(404)
	d.anyone.get("/areas/hollin-vale/compare").status(200).says("The same land")
	changed := d.anyone.ask("GET", "/areas/hollin-vale/compare?from=1&to=1", "", "Accept", "application/json").status(200)
	if h := changed.member("hectares").(map[string]any); h["gained"] != 0.0 {
		t.Errorf("compared: %s", changed.Body)
	}
	d.anyone.get("/areas/hollin-vale/compare?from=x").status(404)
	d.anyone.get("/areas/nowhere/compare").status(404)
}

// A ring that follows a long edge, and is not finished, has thousands of corners on the board.
func TestLongRingsAreKeptUnfinished(t *testing.T) {
	d := drawers(t)
	corner := "[-1.393367561,53.856510141],"
	board := `{"unfinished":{"corners":[` + strings.Repeat(corner, 50_000) + corner[:len(corner)-1] + `]}}`
	path := d.ann.document("POST", "/drafts", strings.Replace(draftOf("null", "Long", "first"), `{"zoom": 3}`, board, 1)).status(201).Header().Get("Location")
	if kept := d.ann.ask("GET", path+".json", "").status(200); !strings.Contains(kept.Body.String(), corner) {
		t.Errorf("it was kept without its ring: %.300s", kept.Body)
	}
}
