package web_test

import (
	"bytes"
	"math"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"terrier/plans/basemap"
	"terrier/plans/boundary"
	"terrier/plans/web"
	"terrier/tiles/picture/pdf/pdftest"
)

// surveyed is a town with streets, buildings and an authority, and its site.
func surveyed(t testing.TB) (*town, http.Handler) {
	t.Helper()
	w := populated(t)
	load(t, w.loader.Boundaries, "boundaries", boundary.Boundary{Kind: "local-authority", Code: "E07000001", Name: "Hollin", SourceCRS: "EPSG:27700", Shape: orb.MultiPolygon{{square(420000, 425000, 20000)}}})
	load(t, w.loader.Basemap, "basemap",
		basemap.Feature{Layer: "building", Kind: "residential", MinZoom: 13, Shape: orb.Polygon{square(433500, 435500, 40)}},
		basemap.Feature{Layer: "road", Kind: "main", Name: "Lôn y Tŷ Ŵyn", MinZoom: 6, Shape: orb.LineString{{433000, 435800}, {434000, 435800}}})
	return w, web.New(w.config(func(c *web.Config) { c.Surroundings = w.reader }))
}

func (a asked) pdf() *pdftest.File {
	a.t.Helper()
	a.status(http.StatusOK)
	if got := a.Header().Get("Content-Type"); got != "application/pdf" {
		a.t.Fatalf("%s is %s", a.name, got)
	}
	return pdftest.Read(a.t, a.Body.Bytes())
}

func TestPrintedMap(t *testing.T) {
	_, site := surveyed(t)
	const path = "/pictures/areas/hollin-vale.pdf?paper=a3&orientation=landscape&ratio=1:10,000"
	first := get(t, site, path)
	f := first.pdf()
	if f.Title != "Hollin Vale plan area" || f.Language != "en-GB" || !f.Tagged {
		t.Errorf("title %q, language %q, tagged %v", f.Title, f.Language, f.Tagged)
	}
	if again := get(t, site, path); !bytes.Equal(first.Body.Bytes(), again.Body.Bytes()) || again.Header().Get("ETag") != first.Header().Get("ETag") {
		t.Error("the same map is other bytes the second time")
	}
	text, at := "", 0
	for _, b := range f.Blocks {
		text += b.Alt + "\n" + strings.ReplaceAll(b.Text, "\n", " ") + "\n"
	}
	for _, next := range []string{"Hollin Vale plan area", "Hollinby is an invented place: demonstration data.", "regulation 5(1)(a)", "Hollin District Council", "Hollin Vale Forum", "Made, 1 May 2019", "Version: 1, of ",
		"9acd68228739b031cfc50451e8260a69", "31d97da8317c54d2d8aa", "100.0 hectares", "31 March 2026", "at 1:10,000, grid north at the top", "Lôn y Tŷ Ŵyn", "Scale 1:10,000", "Other plan areas: =Fold & <b>Row</b>", "Buildings", "Where the area lies: Hollin", "Licences", "Open Government Licence", "About this map", "north SE 3400 3600"} {
		i := strings.Index(text[at:], next)
		if i < 0 {
			t.Fatalf("%q does not come where it should in\n%s", next, text)
		}
		at += i
	}
	outline := [][2]float64(nil)
	for _, l := range f.Pages[0].Lines {
		if math.Abs(l.Width-2) < .001 && len(l.Paths[0]) == 5 {
			outline = l.Paths[0]
		}
	}
	if len(outline) != 5 || math.Abs(outline[1][0]-outline[0][0]-100) > .02 || math.Abs(outline[1][1]-outline[2][1]-100) > .02 {
		t.Errorf("a kilometre of the outline is drawn as %v", outline)
	}
	if a := get(t, site, "/pictures/areas/hollin-vale.pdf").pdf(); math.Abs(a.Pages[0].Width-210) > .01 || !strings.Contains(a.Pages[0].Text, "Scale 1:10,000") {
		t.Errorf("without any wish the map is %v mm wide", a.Pages[0].Width)
	}
	get(t, site, "/pictures/areas/hollin-vale.svg").status(200) // the other pictures stay where they are
}

func TestPrintedMapRefuses(t *testing.T) {
	_, site := surveyed(t)
	for _, c := range []struct {
		query  string
		status int
		code   string
		says   string
	}{
		{"?paper=A7", 400, "unknown-paper", "A4, A3, A2, A1 and A0"}, {"?paper=letter", 400, "unknown-paper", `\"letter\"`}, {"?orientation=sideways", 400, "unknown-value", "portrait"},
		{"?ratio=0", 400, "bad-ratio", "500 to 100,000"}, {"?ratio=NaN", 400, "bad-ratio", "500 to 100,000"}, {"?ratio=1000000000", 400, "bad-ratio", "500 to 100,000"}, {"?ratio=-5", 400, "bad-ratio", ""},
		{"?ratio=99999999999999999999999", 400, "bad-ratio", ""}, {"?ratio=1e4", 400, "bad-ratio", ""}, {"?ratio=499", 400, "bad-ratio", ""}, {"?ratio=10000.5", 400, "bad-ratio", ""},
		{"?ratio=500", 422, "does-not-fit", "The area does not fit A4 portrait at 1:500."}, {"?ratio=2500&paper=A3", 422, "does-not-fit", "It fits A3 portrait at 1:5,000, or A1 portrait at 1:2,500."},
		{"?size=A4", 400, "unknown-parameter", "paper, orientation, ratio"}, {"?paper=A4&paper=A3", 400, "repeated-parameter", ""}, {"?version=9", 400, "unknown-parameter", ""},
	} {
		if a := get(t, site, "/pictures/areas/hollin-vale.pdf"+c.query).problem(c.status, c.code); !strings.Contains(a.Body.String(), c.says) {
			t.Errorf("%s: %s", c.query, a.Body)
		}
	}
	for _, path := range []string{"/pictures/areas/nowhere.pdf", "/areas/nowhere/map", "/pictures/areas/%00.pdf", "/pictures/areas/..%2f.pdf", "/pictures/assets/chapel-fold-hall.pdf"} {
		get(t, site, path).problem(404, "not-found")
	}
	get(t, site, "/areas/hollin-vale/map?paper=A4").problem(400, "unknown-parameter")
	ask(t, site, "POST", "/pictures/areas/hollin-vale.pdf", "").problem(405, "method-not-allowed")
}

// One address may print only so many, and many at once are all drawn, or told to come again.
func TestPrintedMapLimits(t *testing.T) {
	_, site := surveyed(t)
	var wait sync.WaitGroup
	codes := make([]int, 60)
	for i := range codes {
		wait.Go(func() { codes[i] = get(t, site, "/pictures/areas/hollin-vale.pdf?ratio=50000").Code })
	}
	wait.Wait()
	count := map[int]int{}
	for _, code := range codes {
		count[code]++
	}
	if count[200]+count[503] != 30 || count[429] != 30 || count[200] == 0 {
		t.Errorf("answers: %v", count)
	}
	if a := get(t, site, "/pictures/areas/hollin-vale.pdf").problem(429, "too-many-attempts"); a.Header().Get("Retry-After") == "" {
		t.Error("it is not said when to come again")
	}
}

// The page says the same in words, and leads to every sheet that the area fits.
func TestMapPage(t *testing.T) {
	_, site := surveyed(t)
	page := get(t, site, "/areas/hollin-vale/map", "Accept", browser).status(200)
	for _, words := range []string{"Map of Hollin Vale plan area", "regulation 5(1)(a)", "9acd68228739b031cfc50451e8260a69b62cf2d7963131d97da8317c54d2d8aa", "SE 3400 3600", "the largest usual scale", "They reach north to SE 3400 3600",
		`href="/pictures/areas/hollin-vale.pdf?orientation=portrait&amp;paper=A4&amp;ratio=10000"`, `href="/pictures/areas/hollin-vale.pdf?orientation=landscape&amp;paper=A0&amp;ratio=2500"`, "=Fold &amp; &lt;b&gt;Row&lt;/b&gt;"} {
		if !strings.Contains(strings.ToLower(page.Body.String()), strings.ToLower(words)) {
			t.Errorf("the page does not say %q", words)
		}
	}
	for _, link := range pdfLinks(page.Body.String()) {
		get(t, site, link).pdf()
	}
	get(t, site, "/areas/hollin-vale", "Accept", browser).says(`href="/areas/hollin-vale/map"`)
}

func pdfLinks(page string) (links []string) {
	for _, part := range strings.Split(page, `href="`)[1:] {
		if link, _, _ := strings.Cut(part, `"`); strings.HasPrefix(link, "/pictures/areas/") {
			links = append(links, strings.ReplaceAll(link, "&amp;", "&"))
		}
	}
	return links
}

// The map of a draft's version is for those who may see the draft.
func TestPrintedDraft(t *testing.T) {
	d := drawers(t)
	path := d.ann.document("POST", "/drafts", draftOf(lonlat(t, clear(100)), "Tŷ Isaf", "first")).status(201).Header().Get("Location")
	d.ann.document("POST", path+"/versions", `{"reason": "For the council"}`, "If-Match", `"1"`).status(201)
	at := path + "/versions/1/map"
	a := d.ann.ask("GET", at+".pdf?paper=A4&ratio=1250", "")
	f := a.pdf()
	if text := f.Pages[0].Text; f.Title != "Tŷ Isaf plan area" || !strings.Contains(text, "Draft, kept on") || !strings.Contains(text, "1.0 hectares") {
		t.Errorf("%q says\n%s", f.Title, text)
	}
	if cache := a.Header().Get("Cache-Control"); !strings.Contains(cache, "no-store") {
		t.Errorf("a private map may be kept: %q", cache)
	}
	d.ann.get(at).status(200).says("Map of Tŷ Isaf plan area, version 1").says(at + ".pdf?orientation=portrait&amp;paper=A4")
	d.ann.get(path + "/versions/1").says(`href="` + at + `"`)
	for _, p := range []*person{d.ben, d.anyone} {
		p.ask("GET", at+".pdf", "").status(404)
		p.get(at).status(404)
	}
	for _, version := range []string{"2", "0", "x", "-1", "99999999999999999999"} {
		d.ann.ask("GET", path+"/versions/"+version+"/map.pdf", "").status(404)
	}
	d.ann.ask("GET", at+".pdf?ratio=0", "").status(400)
	// An outline that crosses itself is kept, and printed as it is.
	odd := orb.MultiPolygon{{{{440000, 440000}, {440100, 440100}, {440100, 440000}, {440000, 440100}, {440000, 440000}}}}
	eight := d.ann.document("POST", "/drafts", draftOf(lonlat(t, odd), "", "eight")).status(201).Header().Get("Location")
	if kept := d.ann.document("POST", eight+"/versions", `{"reason": "odd"}`, "If-Match", `"1"`); kept.Code == 201 {
		d.ann.ask("GET", eight+"/versions/1/map.pdf", "").pdf()
	}
}
