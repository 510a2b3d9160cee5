package web_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"terrier/plans/atlas"
)

var mapAt = regexp.MustCompile(`^/maps/([a-z0-9-]+)/edit\?done=made$`)

// makesMap composes one by the form, and gives its ref.
func (p *person) makesMap(fields ...string) string {
	p.t.Helper()
	a := p.post("/maps/new", append([]string{"title", "Our halls", "layers", "areas", "layers", "homes", "layers", "assets", "areas", "hollin-vale", "assets", "the-plough", "theme", "auto"}, fields...)...).status(http.StatusSeeOther)
	found := mapAt.FindStringSubmatch(a.Header().Get("Location"))
	if found == nil {
		p.t.Fatalf("the map is at %q", a.Header().Get("Location"))
	}
	return found[1]
}

func TestMapIsMadePublishedAndWithdrawn(t *testing.T) {
	w := populated(t)
	d := withDoors(t, w, nil)
	p := d.signedIn(t, "ann@example.org")
	p.get("/maps/new").status(200).says("Make a map")
	p.post("/maps/new", "title", "Halls", "layers", "areas", "find", "plough", "do", "find").status(200).says(`name="assets" value="the-plough"`).says(`value="Halls"`)
	p.post("/maps/new", "title", "Halls", "layers", "areas", "find", "zzzzqq", "do", "find").status(200).says("is known here")
	ref := p.makesMap("text", "First.\n\nSecond & <b>last</b>.", "tenure", "social-rent", "view", "-1.5, 53.81, 14", "hosts", "Village.example\n*.parish.example")
	embed, page := "/embed/maps/"+ref, "/maps/"+ref

	// While it is private nobody is told of it, its owner neither.
	gone := get(t, d, "/embed/maps/no-map-aaaaaaaa", "Accept", browser)
	for _, a := range []asked{get(t, d, embed, "Accept", browser), p.get(embed)} {
		if a.Code != 404 || a.Body.String() != gone.Body.String() || a.Header().Get("Content-Security-Policy") != gone.Header().Get("Content-Security-Policy") {
			t.Errorf("a private map is told of: %d %s", a.Code, a.Body)
		}
	}
	for _, path := range []string{page, "/share" + page, "/oembed?url=" + publicURL + page} {
		private, unknown := get(t, d, path), get(t, d, strings.Replace(path, ref, "no-map-aaaaaaaa", 1))
		hide := func(a asked) string {
			return strings.ReplaceAll(string(requestIDs.ReplaceAll(a.Body.Bytes(), nil)), ref, "no-map-aaaaaaaa")
		}
		if private.Code != 404 || hide(private) != hide(unknown) {
			t.Errorf("%s: %d %s, unknown ones %s", path, private.Code, private.Body, unknown.Body)
		}
	}
	bob := d.signedIn(t, "bob@example.org")
	for _, path := range []string{page + "/publish", page + "/withdraw", page + "/delete", page + "/edit"} {
		bob.post(path, "title", "Mine", "layers", "areas", "version", "1").status(404)
	}
	bob.get(page + "/edit").status(404)

	p.post(page + "/publish").to(page + "/edit?done=published")
	a := get(t, d, embed, "Accept", browser).status(200).says("Our halls").says("<p dir=\"auto\" class=\"text\">First.</p>").says("Second &amp; &lt;b&gt;last&lt;/b&gt;.").says("Hollin Vale plan area").says("The Plough").says("Social rent")
	if got := a.Header().Get("Content-Security-Policy"); !strings.HasSuffix(got, "frame-ancestors 'self' https://village.example https://*.parish.example") {
		t.Errorf("who may frame it: %s", got)
	}
	c := a.config()
	if c["zoom"] != 14.0 || c["bounds"] != nil || c["tiles"] != publicURL+"/tiles/embed/{z}/{x}/{y}.mvt?tenure=social-rent" {
		t.Errorf("%v", c)
	}
	get(t, d, page, "Accept", browser).status(200).says("Our halls").says(`src="/embed/maps/` + ref).says("application/json+oembed").says("Social rent").says("/share/maps/" + ref)
	get(t, d, "/maps", "Accept", browser).says("Our halls")
	get(t, d, "/share"+page, "Accept", browser).says("https://village.example").says("terrier-map map=")
	if doc := get(t, d, "/oembed?url="+publicURL+page).status(200).json(); doc["title"] != "Our halls" {
		t.Errorf("%v", doc)
	}
	p.get("/account/maps").says("Our halls").says("Everybody")

	p.post(page + "/withdraw").to(page + "/edit?done=withdrawn")
	if a := get(t, d, embed, "Accept", browser); a.Code != 404 || a.Body.String() != gone.Body.String() {
		t.Errorf("a withdrawn map: %d", a.Code)
	}
	p.post(page + "/delete").to("/account/maps")
	p.get(page + "/edit").status(404)
}

func TestMapThatWasChangedMeanwhile(t *testing.T) {
	w := populated(t)
	d := withDoors(t, w, nil)
	p := d.signedIn(t, "ann@example.org")
	ref := p.makesMap()
	edit := "/maps/" + ref + "/edit"
	first := []string{"title", "One", "layers", "areas", "version", "1"}
	p.post(edit, first...).to(edit + "?done=saved")
	p.post(edit, "title", "Two", "layers", "areas", "version", "1").status(409).says("changed meanwhile").says(`value="Two"`).says(`name="version" value="2"`)
	p.post(edit, "title", "Two", "layers", "areas", "version", "2").to(edit + "?done=saved")
	if got := p.get(edit).Header().Get("ETag"); got != `"3"` {
		t.Errorf("ETag %s", got)
	}
	a := p.ask(http.MethodPost, edit, "title=Three&layers=areas", "Accept", "application/json")
	if a.status(428).json()["code"] != "if-match-needed" {
		t.Errorf("%s", a.Body)
	}
	if a = p.ask(http.MethodPost, edit, "title=Three&layers=areas", "If-Match", `"1"`, "Accept", "application/json"); a.status(409).json()["code"] != "map-overtaken" {
		t.Errorf("%s", a.Body)
	}
	p.ask(http.MethodPost, edit, "title=Three&layers=areas", "If-Match", `"3"`).to(edit + "?done=saved")
}

func TestMapsThatAreRefused(t *testing.T) {
	w := populated(t)
	d := withDoors(t, w, nil)
	p := d.signedIn(t, "ann@example.org")
	for says, fields := range map[string][]string{
		"The map has no title.": {"title", " "}, "has 10,000 characters; it may have 200": {"title", strings.Repeat("ع", 10_000)}, "it may have 5,000": {"title", "A", "text", strings.Repeat("a", 6000)},
		"is not a known value": {"title", "A", "tenure", "castle"}, "three": {"title", "A", "view", "1,2"}, "does not begin with https://": {"title", "A", "hosts", "http://village.example"},
		"cannot be a site": {"title", "A", "hosts", "village.example;script-src"}, "is not the address of one": {"title", "A", "areas", "../../etc"}, "is no": {"title", "A", "layers", "drains"},
	} {
		a := p.post("/maps/new", append([]string{"layers", "areas", "theme", "auto"}, fields...)...)
		if a.Code != 400 || !strings.Contains(a.Body.String(), says) && says != "is no" {
			t.Errorf("%v: %d, does not say %q", fields[:2], a.Code, says)
		}
		if len(fields[1]) < 300 && len(fields) > 2 && !strings.Contains(a.Body.String(), `value="A"`) {
			t.Errorf("%v: what was typed is lost", fields)
		}
	}
	ref := p.makesMap("title", "قاعاتنا المحلية")
	p.post("/maps/" + ref + "/publish").status(303)
	get(t, d, "/maps/"+ref, "Accept", browser).says(`<h1 dir="auto">`)
	if !strings.HasPrefix(ref, "our-halls-") { // the first title counts
		t.Errorf("ref %s", ref)
	}
}

func TestPreviewOfAMap(t *testing.T) {
	site := populated(t).site()
	a := get(t, site, "/embed/maps/new?areas=hollin-vale,nowhere&assets=the-plough&layers=homes,areas&tenure=social-rent&theme=dark").status(200).says("Preview of your map").says("/pictures/areas/hollin-vale.svg").says("The Plough")
	if got := a.Header().Get("Content-Security-Policy"); !strings.HasSuffix(got, "frame-ancestors 'self'") {
		t.Errorf("%s", got)
	}
	get(t, site, "/embed/maps/new").status(200)
	for _, query := range []string{"title=Free+money", "text=x", "areas=..%2Fx", "tenure=castle", "layers=drains", "hosts=evil.example"} {
		if a := get(t, site, "/embed/maps/new?"+query).status(400); !strings.HasSuffix(a.Header().Get("Content-Security-Policy"), "frame-ancestors 'self'") {
			t.Errorf("%s: %v", query, a.Header())
		}
	}
}

// Only embeds may be framed: every other route says so, whatever it answers.
func TestNothingElseIsFramed(t *testing.T) {
	w := populated(t)
	d := withDoors(t, w, nil)
	p := d.signedIn(t, "ann@example.org")
	seen := 0
	for _, route := range allRoutes() {
		method, path, _ := strings.Cut(route, " ")
		a := p.ask(method, path, "")
		policy, options := a.Header().Get("Content-Security-Policy"), a.Header().Get("X-Frame-Options")
		switch {
		case strings.HasPrefix(path, "/tiles/") && strings.HasSuffix(path, ".mvt") && a.Code < 300:
			continue // no page: what is not drawn as one cannot be clicked on
		case strings.HasPrefix(path, "/embed/"):
			if !strings.HasSuffix(policy, "frame-ancestors *") || options != "" || strings.Contains(policy, "script-src 'unsafe") {
				t.Errorf("%s: %s, %s", route, policy, options)
			}
		default:
			if !strings.HasSuffix(policy, "frame-ancestors 'none'") || options != "DENY" {
				t.Errorf("%s (%d): %s, %s", route, a.Code, policy, options)
			}
		}
		seen++
	}
	if seen < 100 {
		t.Errorf("only %d routes were asked", seen)
	}
}

func TestMapLimitIsTold(t *testing.T) {
	w := populated(t)
	d := withDoors(t, w, nil)
	p := d.signedIn(t, "ann@example.org")
	for i := range atlas.MostMaps {
		if _, err := d.writer.MakeMap(t.Context(), atlas.Map{Owner: 1, Title: fmt.Sprint("Map ", i), Layers: []string{"areas"}, Theme: "auto"}, "", w.clock); err != nil {
			t.Fatal(err)
		}
	}
	p.post("/maps/new", "title", "One more", "layers", "areas", "theme", "auto").status(409).says("You have 100 maps already").says(`value="One more"`)
}
