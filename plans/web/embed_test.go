package web_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"html"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"terrier/plans/web"
)

var (
	configIn   = regexp.MustCompile(`<script type="application/json" id="embed">(.*?)</script>`)
	inlineIn   = regexp.MustCompile(`<script>([^<]*)</script>`)
	preloadsIn = regexp.MustCompile(`<link rel="preload" as="fetch" crossorigin href="([^"]*)"(?: media="([^"]*)")?>`)
)

// config is what the script of an embed is given.
func (a asked) config() (c map[string]any) {
	a.t.Helper()
	found := configIn.FindSubmatch(a.Body.Bytes())
	if found == nil || json.Unmarshal(found[1], &c) != nil {
		a.t.Fatalf("%s: no document for the script: %s", a.name, a.Body)
	}
	return c
}

func TestEmbedIsCompleteWithoutScripts(t *testing.T) {
	w := populated(t)
	site := w.site()
	get(t, site, valeFigure+"?"+valeQuestion).status(200)
	for path, words := range map[string][]string{
		"/embed/areas/hollin-vale":          {"Hollin Vale plan area", "Made", "60", "Homes by tenure", "Social rent", "Chapel Fold Hall", "Hollin District Council, as at 31 March 2026", "Made plan", "Community asset", `data-key="social-rent"`},
		"/embed/areas/fold-b-row-b":         {"=Fold &amp; &lt;b&gt;Row&lt;/b&gt; plan area", "The Plough"},
		"/embed/assets/chapel-fold-hall":    {"Chapel Fold Hall", "Hall", "SE 33250 35250", "Hollin Vale", "as at 31 March 2026"},
		"/embed/associations/ashdale-homes": {"Ashdale Homes", "60", "Social rent", "as at 31 March 2026"},
		"/embed/associations/quiet-homes":   {"Quiet Homes", "No figure here: there are no association homes"},
		"/embed" + valeFigure:               {"Homes in Hollin Vale plan area", "60", "Social rent", "How it was counted"},
	} {
		a := get(t, site, path, "Accept", "image/png").status(200) // a frame shows pages, whatever is asked for
		for _, word := range append(words, "<table", "Contains public sector information licensed under the Open Government Licence", `<figure class="map" id="map" data-embed>`, `width="640" height="400"`,
			`<source media="screen and (prefers-color-scheme: dark)" srcset="/pictures/`) {
			if path == "/embed/associations/quiet-homes" && word == "<table" {
				continue // there is nothing to count
			}
			a.says(word)
		}
		body := a.Body.String()
		if strings.Contains(body, "Jane Roe") || strings.Contains(body, "style=") || strings.Contains(body, "<form") {
			t.Errorf("%s names a person, or has what its policy forbids", path)
		}
		c := a.config()
		want := []string{"bounds", "center", "first", "kind", "kinds", "label", "labels", "legend", "list", "maxzoom", "minzoom", "pages", "ref", "styles", "theme", "tiles", "zoom"}
		if got := slices.Sorted(maps.Keys(c)); !slices.Equal(got, want) {
			t.Errorf("%s: the document has %v", path, got)
		}
		tiles := publicURL + "/tiles/embed/{z}/{x}/{y}.mvt"
		if ref, ok := strings.CutPrefix(path, "/embed/associations/"); ok {
			tiles += "?owner=" + ref // only its homes
		}
		if c["tiles"] != tiles || !strings.HasPrefix(c["styles"].(map[string]any)["dark"].(string), publicURL+"/styles/embed.json?theme=dark&focus=") {
			t.Errorf("%s: %v", path, c)
		}
		if n := len(preloadsIn.FindAllString(body, -1)); n != 2 {
			t.Errorf("%s: %d things are fetched ahead for all frames, want the styles of both themes", path, n)
		}
		first := c["first"].([]any)
		for _, one := range first {
			if n := len(one.(map[string]any)["tiles"].([]any)); n > 6 {
				t.Errorf("%s: %d tiles are fetched ahead: %v", path, n, one)
			}
		}
		if len(first) == 0 {
			t.Errorf("%s: no tiles are fetched ahead", path)
		}
	}
}

func TestEmbed(t *testing.T) {
	site := populated(t).site()
	embed := get(t, site, "/embed/areas/hollin-vale").status(200)
	p := embed.page()
	if len(p.all("[style]")) != 0 || len(p.all("head base[target=_blank]")) != 1 {
		t.Error("an embed has inline styles, or its links open in the frame")
	}
	inline := inlineIn.FindStringSubmatch(embed.Body.String())
	if len(inline) != 2 || len(p.all("script")) != 1+len(p.all("script[type=application/json]"))+len(p.all("script[type=module]")) {
		t.Fatalf("an embed has the inline scripts %q", inline)
	}
	sum := sha256.Sum256([]byte(inline[1]))
	if allowed := "script-src 'self' 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "';"; !strings.Contains(embed.Header().Get("Content-Security-Policy"), allowed) {
		t.Errorf("its policy does not allow its script by %s", allowed)
	}
	if got := p.attrs("main a", "href"); len(got) != 4 || !strings.HasPrefix(got[0], "/figures/") || got[3] != publicURL+"/areas/hollin-vale" {
		t.Errorf("it links to %q", got)
	}
	if got := p.texts("td.n"); !slices.Equal(got, []string{"30", "15", "15"}) {
		t.Errorf("table %v", got)
	}
}

func TestEmbedOptions(t *testing.T) {
	site := populated(t).site()
	const vale = "/embed/areas/hollin-vale"
	plain := get(t, site, vale).Body.String()
	for _, c := range []struct{ query, word string }{
		{"legend=no", `id="legend"`}, {"list=no", "Chapel Fold Hall"}, {"table=no", "Homes by tenure"}, {"theme=light", "<source media"}, {"layers=areas", `data-key="social-rent"`}, {"layers=homes", "Made plan"},
	} {
		body := get(t, site, vale+"?"+c.query).status(200).Body.String()
		if !strings.Contains(plain, c.word) || strings.Contains(body, c.word) {
			t.Errorf("%s: %q stays, or was never there", c.query, c.word)
		}
	}
	dark := get(t, site, vale+"?theme=dark").says(`<html lang="en-GB" data-theme="dark">`).says("&amp;theme=dark").says(`content="dark"`)
	if dark.config()["theme"] != "dark" {
		t.Error("the script is not told of the theme")
	}
	looked := get(t, site, vale+"?view=-1.49321,53.81234,15.5&labels=no").says("&amp;labels=no").says("&amp;bbox=-1.4")
	if c := looked.config(); c["bounds"] != nil || c["zoom"] != 15.5 || c["labels"] != false {
		t.Errorf("%v", c)
	}
	if !strings.Contains(html.UnescapeString(get(t, site, vale+"?layers=areas,assets").Body.String()), "&layers=areas,assets") {
		t.Error("the style is not told of the layers")
	}
	for query, says := range map[string]string{
		"theme=pink": "theme", "legend=maybe": "legend", "layers=homes,drains": "layers", "view=1,2": "three", "view=1,x,3": "not a number", "view=1,99,3": "on no map", "view=1,2,99": "between 0 and 18",
		"colour=red": "colour", "theme=dark&theme=light": "2 times", "view=NaN,1,1": "not a number", "layers=%00": "not text", "view=1,2,3%3Bdrop": "not a number",
	} {
		a := get(t, site, vale+"?"+query).status(400).says(says)
		if !strings.HasPrefix(a.Header().Get("Content-Type"), "text/html") || !strings.Contains(a.Body.String(), `<body class="embed">`) {
			t.Errorf("%s is not refused in the small frame", query)
		}
		if !strings.HasSuffix(a.Header().Get("Content-Security-Policy"), "frame-ancestors *") {
			t.Errorf("%s: %v", query, a.Header())
		}
	}
}

// TestEmbedOfNothing holds that whatever is not there for everybody gets one notice: nobody learns which it was.
func TestEmbedOfNothing(t *testing.T) {
	site := populated(t).site()
	want := ""
	for _, path := range []string{"/embed/areas/nowhere", "/embed/areas/NoWhere", "/embed/assets/nowhere", "/embed/associations/nowhere", "/embed/figures/nowhere", "/embed" + strings.Replace(valeFigure, "z", "y", 1), "/embed/drafts/aaaaaaaaaaaaaaaaaaaaaaaaaa",
		"/embed/areas/hollin%20vale", "/embed/areas/" + strings.Repeat("a", 500), "/embed/areas/hollin-vale.json", "/embed/areas/nowhere?theme=pink"} {
		a := get(t, site, path, "Accept", "application/json", "Cookie", "__Host-terrier=abc").status(404)
		a.Header().Del("X-Request-Id")
		got := a.Body.String()
		for _, name := range slices.Sorted(maps.Keys(a.Header())) {
			got += name + a.Header().Get(name)
		}
		if want == "" {
			want = got
			a.says("There is no public map at this address").says(`href="` + publicURL + `/"`)
		}
		if got != want {
			t.Errorf("%s is answered otherwise: %s", path, difference(got, want))
		}
	}
}

func TestFirstTiles(t *testing.T) {
	for _, c := range []struct {
		box    orb.Bound
		zoom   float64
		first  string
		number int
	}{
		{orb.Bound{Min: orb.Point{-180, -85.0511287}, Max: orb.Point{180, 85.0511287}}, 0, "0/0/0", 1},
		{orb.Bound{Min: orb.Point{-1.5076, 53.8105}, Max: orb.Point{-1.4923, 53.8196}}, 13.97, "13/4061/2637", 2},
	} {
		zoom, tiles := web.FirstTiles(c.box, 640, 400)
		if zoom < c.zoom-.02 || zoom > c.zoom+.02 || tiles[0] != c.first || len(tiles) != c.number {
			t.Errorf("%v: zoom %v, tiles %v", c.box, zoom, tiles)
		}
	}
}

// Nobody's cookie is looked at: an embed is the same for whoever is signed in.
func TestEmbedIsTheSameForEverybody(t *testing.T) {
	w := populated(t)
	d := withDoors(t, w, nil)
	p := d.signedIn(t, "ann@example.org")
	mine := p.get("/embed/areas/hollin-vale")
	theirs := get(t, d, "/embed/areas/hollin-vale", "Accept", browser)
	if mine.Body.String() != theirs.Body.String() || mine.Header().Get("Set-Cookie") != "" || mine.Header().Get("ETag") != theirs.Header().Get("ETag") {
		t.Error("who is signed in gets another embed")
	}
	if got := ask(t, d, http.MethodPost, "/embed/areas/hollin-vale", "").Code; got != 405 {
		t.Errorf("POST: %d", got)
	}
}

// A view that no picture can be made of is refused, and not shown as a broken one.
func TestEmbedOfAViewWithoutAPicture(t *testing.T) {
	site := populated(t).site()
	for _, view := range []string{"-1.5,53.81,3", "-1.5,53.81,0", "3,56,12", "1,2,3"} {
		get(t, site, "/embed/areas/hollin-vale?view="+view).status(400).says("The view shows far more than Great Britain, or none of it")
		get(t, site, "/share/areas/hollin-vale?view="+view, "Accept", browser).status(400)
	}
	for _, view := range []string{"-1.5,53.81,13", "-2.5,54.5,4.5", "-1.5,53.81,18"} {
		body := get(t, site, "/embed/areas/hollin-vale?view="+view).status(200).page()
		get(t, site, body.attrs("figure img", "src")[0]).status(200)
	}
}
