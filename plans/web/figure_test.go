package web_test

import (
	"context"
	"encoding/csv"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"terrier/data/postgis"
	"terrier/plans/access"
	"terrier/plans/area"
	"terrier/plans/home"
	"terrier/plans/provenance"
	"terrier/plans/web"
)

// keptFigures is how many figures the town has kept.
func (w *town) keptFigures(t testing.TB) (n int) {
	t.Helper()
	must(t, w.db.Pool(t, "").QueryRow(context.Background(), `SELECT count(*) FROM figure`).Scan(&n))
	return n
}

// figureIn is the id and the link that a summary carries.
func figureIn(t testing.TB, doc map[string]any) (id, link string) {
	t.Helper()
	f, ok := doc["figure"].(map[string]any)
	if !ok {
		t.Fatalf("no figure in %v", doc)
	}
	link, _ = f["url"].(string)
	return f["id"].(string), strings.TrimPrefix(link, publicURL)
}

// fact is what a page says behind a label.
func (p page) fact(label string) string {
	for i, dt := range p.texts("dl.facts dt") {
		if dt == label {
			return p.texts("dl.facts dd")[i]
		}
	}
	return ""
}

func TestFigureOpens(t *testing.T) {
	w := populated(t)
	site := w.site()
	id, link := figureIn(t, get(t, site, "/homes/summary?area=hollin-vale").status(200).json())
	if link != valeFigure+"?"+valeQuestion || !strings.HasPrefix(link, "/figures/"+id+"?") {
		t.Errorf("the figure is %s, opened by %s", id, link)
	}
	for _, path := range pagesOf(everyAddress) {
		if !strings.HasPrefix(path, "/figures") {
			get(t, site, path, "Accept", browser).status(200)
		}
	}
	if n := w.keptFigures(t); n != 0 {
		t.Fatalf("looking at pages has kept %d figures", n)
	}
	get(t, site, valeFigure).status(404)

	w.clock = w.clock.Add(90 * time.Minute)
	p := get(t, site, link, "Accept", browser).status(200).page()
	if n := w.keptFigures(t); n != 1 {
		t.Errorf("%d figures are kept of one that was opened", n)
	}
	w.clock = w.clock.AddDate(0, 0, 1)
	for name, shown := range map[string]page{"first": p, "kept": get(t, web.New(w.config(nil)), valeFigure, "Accept", browser).status(200).page()} {
		if got := shown.texts("dl.big dd"); !slices.Equal(got, []string{"60", "100.0ha", "4.00km"}) {
			t.Errorf("%s: numbers %v", name, got)
		}
		for label, want := range map[string]string{"Rule": "A home counts where its point lies inside the boundary or on its line.", "Error": "None", "Inside": "Hollin Vale plan area",
			"Boundary": "Version 1, fingerprint 9acd68228739b031…", "As at": "31 March 2026", "Computed": "13:30 on 23 November 2026", "Figure": id} {
			if got := shown.fact(label); !strings.HasPrefix(got, want) {
				t.Errorf("%s: %s is %q, want %q", name, label, got, want)
			}
		}
		if shown.fact("Kept until") != "" {
			t.Errorf("%s: it is kept for a time only", name)
		}
		cells := append(shown.texts("table.rows th[scope=row]"), shown.texts("table.rows td")...)
		if len(cells) != 4 || cells[0] != "Hollin District Council" || cells[1] != "Open Government Licence v3.0" || cells[2] != "31 March 2026" || cells[3] == "" {
			t.Errorf("%s: sources %q", name, cells)
		}
		if got := shown.texts("td.n"); !slices.Equal(got, []string{"30", "15", "15"}) {
			t.Errorf("%s: by tenure %v", name, got)
		}
	}

	doc := get(t, site, valeFigure+".json").status(200).json()
	source := doc["sources"].([]any)[0].(map[string]any)
	if doc["total"] != 60.0 || doc["id"] != id || doc["computed-at"] != "2026-11-23T13:30:00Z" || doc["boundary"].(map[string]any)["version"] != 1.0 ||
		source["publisher"] != "Hollin District Council" || source["licence"] != "ogl-v3" || source["as-at"] != "2026-03-31" || source["retrieved"] == "" {
		t.Errorf("%v", doc)
	}
	if get(t, site, valeFigure, "Accept", "application/json").Header().Get("Content-Type") != "application/json" {
		t.Error("asked for JSON by Accept, it is another thing")
	}
}

// Another server with the same registers gives the same ids, whoever asks and however.
func TestFigureIDIsTheSameEverywhere(t *testing.T) {
	one, other := populated(t).site(), populated(t).site()
	want, _ := figureIn(t, get(t, one, "/homes/summary?area=hollin-vale&by=tenure,epc&tenure=social-rent&epc=B,unknown").json())
	for _, path := range []string{"/homes/summary?area=hollin-vale&by=epc,tenure,epc&epc=unknown,b&tenure=social-rent", "/areas/hollin-vale/homes.json?by=tenure&by=epc&epc=unknown&epc=B&tenure=social-rent"} {
		if got, _ := figureIn(t, get(t, other, path).json()); got != want {
			t.Errorf("%s has figure %s, want %s", path, got, want)
		}
	}
	for path, change := range map[string]string{"/homes/summary?area=hollin-vale&by=tenure": "groupings", "/homes/summary?by=tenure,epc&tenure=social-rent&epc=B,unknown": "boundary"} {
		if got, _ := figureIn(t, get(t, one, path).json()); got == want {
			t.Errorf("other %s have the same figure", change)
		}
	}
}

func TestFigureOfADrawing(t *testing.T) {
	w := populated(t)
	site := w.site()
	inDegrees := post(t, site, "/homes/summary", polygon(lonLatRing(t, vale[0][0]))).status(200).json()
	id, link := figureIn(t, inDegrees)
	turned := `[[434000,436000],[434000,435000],[434000,435000],[433000,435000],[433000,436000],[434000,436000]]`
	if again, _ := figureIn(t, post(t, site, "/homes/summary?crs=EPSG:27700", polygon(turned)).json()); again != id {
		t.Errorf("the same corners the other way round have another figure: %s and %s", again, id)
	}
	if w.keptFigures(t) != 0 {
		t.Error("counting in a drawing keeps it")
	}
	a := get(t, site, link, "Accept", browser).status(200)
	if got := a.page().fact("Kept until"); !strings.HasPrefix(got, "23 November 2027") {
		t.Errorf("kept until %q", got)
	}
	if a.Header().Get("X-Robots-Tag") != "noindex" {
		t.Error("search engines may list what somebody drew")
	}
	if got := a.page().texts("dl.big dd"); !slices.Equal(got, []string{"60", "100.0ha", "4.00km"}) {
		t.Errorf("numbers %v", got)
	}
	if again := get(t, site, "/figures/"+id+"?again=yes", "Accept", browser).status(200); !strings.Contains(textOf(again.page().one("section p[role=status]")), "Nothing has changed") {
		t.Errorf("%s", again.Body)
	}
	t.Run("is refused where the drawing in the link is another", func(t *testing.T) {
		shape := provenance.WriteShape(orb.MultiPolygon{{square(433000, 435000, 999)}})
		get(t, site, "/figures/"+id+"?by=tenure&shape="+shape).status(400)
	})
	t.Run("is not linked where it is too large for an address, and kept by its file", func(t *testing.T) {
		body := inMetres(manyPoints(5000))
		id, link := figureIn(t, post(t, site, "/homes/summary?crs=EPSG:27700", body).status(200).json())
		if link != "" {
			t.Errorf("a link of %d bytes", len(link))
		}
		get(t, site, "/figures/"+id).status(404)
		rows, err := csv.NewReader(post(t, site, "/homes/summary.csv?crs=EPSG:27700", body).status(200).Body).ReadAll()
		must(t, err)
		get(t, site, strings.TrimPrefix(rows[1][8], publicURL)).status(200)
	})
}

func TestFigureAskedAgain(t *testing.T) {
	w := populated(t)
	site := w.site()
	_, never := figureIn(t, get(t, site, "/homes/summary?area=hollin-vale&by=needs").json())
	get(t, site, valeFigure+"?"+valeQuestion).status(200)
	again := valeFigure + "?again=yes"
	if got := textOf(get(t, site, again, "Accept", browser).status(200).page().one("section p[role=status]")); !strings.Contains(got, "Nothing has changed") {
		t.Errorf("%q", got)
	}

	late := aHome("late", 433100, 435200, home.Published)
	late.Tenure = "market-rent"
	load(t, w.loader.Homes, "homes", late)
	smaller := orb.MultiPolygon{{square(433000, 435000, 900)}} // without the home on the old line
	load(t, w.loader.Areas, "areas", area.Area{Reference: "NP1", Name: "Hollin Vale", Kind: "residential", Stage: "made", Shape: smaller, SourceCRS: "EPSG:27700"})
	p := get(t, site, again, "Accept", browser).status(200).page()
	want := []string{"Homes", "60", "60", "Tenure: Social rent", "30", "29", "Tenure: Market rent", "0", "1", "Boundary", "Version 1, 100.0 ha", "Version 2, 81.0 ha"}
	var got []string
	for _, tr := range (page{t, p.all("section table")[0]}).all("tbody tr") {
		got = append(got, (page{t, tr}).texts("th")...)
		got = append(got, (page{t, tr}).texts("td")...)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("then and now %q\nwant %q", got, want)
	}
	if got := p.texts("dl.big dd")[0]; got != "60" {
		t.Errorf("the figure is %s now", got)
	}
	doc := get(t, site, valeFigure+".json?again=yes").status(200).json()["now"].(map[string]any)
	now, link := figureIn(t, doc)
	if doc["changed"] != true || doc["total"] != 60.0 || len(doc["changes"].([]any)) != 2 || "/figures/"+now == valeFigure {
		t.Errorf("%v", doc)
	}
	get(t, site, link).status(200)

	t.Run("leads from what was never opened to what holds now", func(t *testing.T) {
		a := get(t, site, never, "Accept", browser).status(http.StatusSeeOther)
		to := a.Header().Get("Location")
		if a.Header().Get("Cache-Control") != "no-store" || strings.HasPrefix(to, strings.Split(never, "?")[0]) {
			t.Errorf("%s, %v", to, a.Header())
		}
		p := get(t, site, to, "Accept", browser).status(200).page()
		if !strings.Contains(textOf(p.one("div.alert")), "was not kept") {
			t.Errorf("nothing is said of it: %s", textOf(p.root))
		}
		if to := get(t, site, strings.Replace(never, "?", ".json?", 1)).status(http.StatusSeeOther).Header().Get("Location"); !strings.Contains(to, ".json?") {
			t.Errorf("JSON leads to %s", to)
		}
	})
	t.Run("says why it cannot be answered any more", func(t *testing.T) {
		gone := provenance.New(provenance.Figure{Question: provenance.Question{Of: "homes", By: []string{"tenure"}, Within: provenance.Boundary{Area: "atlantis", Name: "Atlantis plan area", SHA256: strings.Repeat("0", 64)}},
			Answer: provenance.Answer{Total: 3}, Rule: home.CountingRule, Policy: provenance.PublishedHomes, ComputedAt: w.clock})
		must(t, w.kept.KeepFigure(context.Background(), gone, time.Time{}))
		a := get(t, site, "/figures/"+gone.ID()+"?again=yes", "Accept", browser).status(200)
		if !strings.Contains(a.Body.String(), "cannot be answered any more") || a.page().texts("dl.big dd")[0] != "3" {
			t.Errorf("%s", a.Body)
		}
		if doc := get(t, site, "/figures/"+gone.ID()+".json?again=yes").json()["now"].(map[string]any); doc["gone"] == "" || doc["changed"] != true {
			t.Errorf("%v", doc)
		}
	})
}

func TestFigureRefusals(t *testing.T) {
	site := populated(t).site()
	const unknown = "/figures/aaaaaaaaaaaaaaaa-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	other := strings.Replace(valeFigure, "-vcszht", "-aaaaaa", 1) // the question's part is right, the answer's is not
	for _, c := range []struct {
		path, code string
		status     int
	}{
		{unknown, "not-found", 404},
		{unknown + ".json", "not-found", 404},
		{unknown + ".csv", "not-found", 404},
		{"/figures/60", "not-found", 404},
		{"/figures/" + strings.Repeat("a", 49), "not-found", 404},
		{unknown + "?again=yes", "not-found", 404},
		{unknown + "?" + valeQuestion, "figure-mismatch", 400},
		{valeFigure + "?" + valeQuestion + "&epc=B", "figure-mismatch", 400},
		{valeFigure + "?" + strings.Replace(valeQuestion, "version=9", "version=8", 1), "figure-mismatch", 400},
		{valeFigure + "?area=hollin-vale&version=1", "bad-version", 400},
		{valeFigure + "?of=pubs", "unknown-value", 400},
		{valeFigure + "?shape=!", "bad-shape", 400},
		{valeFigure + "?shape=" + provenance.WriteShape(orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}), "outside-grid", 422},
		{valeFigure + "?again=perhaps", "unknown-value", 400},
		{valeFigure + "?colour=red", "unknown-parameter", 400},
		{valeFigure + "?area=atlantis", "not-found", 404},
	} {
		if p := get(t, site, c.path, "Accept", "*/*").status(c.status); p.json()["code"] != c.code {
			t.Errorf("%s: %s, want %s", c.path, p.Body, c.code)
		}
	}
	if to := get(t, site, other+"?"+valeQuestion).status(http.StatusSeeOther).Header().Get("Location"); !strings.HasPrefix(to, valeFigure+"?") {
		t.Errorf("an answer that was made up leads to %s", to)
	}
	get(t, site, unknown, "Accept", browser).status(404)
}

// Counts of open registers are figures too.
func TestFiguresOfRegisters(t *testing.T) {
	site := populated(t).site()
	for path, want := range map[string]string{"/assets": "3 assets", "/assets?kind=pub": "1 asset", "/assets?area=hollin-vale": "2 assets", "/assets?area=hollin-vale&bbox=-1.6,53.7,-1.3,53.9&kind=hall": "1 asset",
		"/assets?bbox=433000,435000,433200,435200&crs=EPSG:27700": "1 asset", "/areas": "2 areas", "/areas?stage=made": "1 area", "/areas?bbox=-1.6,53.7,-1.3,53.9": "2 areas"} {
		link := get(t, site, path, "Accept", browser).status(200).page().one("p.said a[rel=nofollow]")
		if textOf(link) != want {
			t.Errorf("%s counts %q, want %q", path, textOf(link), want)
		}
		p := get(t, site, attr(link, "href"), "Accept", browser).status(200).page()
		if got := p.texts("dl.big dd")[0]; got != strings.Fields(want)[0] {
			t.Errorf("%s opens with %s", path, got)
		}
		id, _, _ := strings.Cut(attr(link, "href"), "?")
		if again := textOf(get(t, site, id+"?again=yes", "Accept", browser).page().one("section p[role=status]")); !strings.Contains(again, "Nothing has changed") {
			t.Errorf("%s asked again: %s", path, again)
		}
	}
	page := get(t, site, "/associations").page()
	if got := page.texts("dl.big dd a"); !slices.Equal(got, []string{"2", "64"}) {
		t.Errorf("associations and their homes: %v", got)
	}
	for i, want := range []string{"Housing associations in the register", "Homes in the register"} {
		if got := textOf(get(t, site, page.attrs("dl.big dd a", "href")[i], "Accept", browser).status(200).page().one("h1")); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	rows, err := csv.NewReader(get(t, site, "/associations.csv").status(200).Body).ReadAll()
	must(t, err)
	at := slices.Index(rows[0], "figure-url")
	get(t, site, strings.TrimPrefix(rows[1][at], publicURL)).status(200)
}

// Where figures cannot be kept, counts and files go on, and only opening is refused.
// Opening figures by their links, and taking them away, has a limit; opening one that is kept, and asking for a page, has none.
func TestTooManyFigures(t *testing.T) {
	w := populated(t)
	site := w.site()
	ask := func(path string) asked { return get(t, site, path, "Accept", "application/json") }
	summary := ask("/homes/summary.json?area=hollin-vale&by=tenure").status(200).json()
	id, link := figureIn(t, summary)
	_, otherLink := figureIn(t, ask("/homes/summary.json?area=hollin-vale&by=epc").status(200).json())
	ask(link).status(200)
	taken := 0
	for range access.PerReader.Burst + 20 {
		if a := ask("/homes.csv?area=hollin-vale"); a.Code == 200 {
			taken++
		} else if a.status(429).says("Too many figures").Header().Get("Retry-After") == "" {
			t.Error("it does not say how long to wait")
		}
	}
	if taken != access.PerReader.Burst-1 {
		t.Errorf("%d files were taken away", taken)
	}
	for _, path := range []string{"/associations.csv", "/associations/ashdale-homes.csv", "/areas/hollin-vale/homes.csv"} {
		ask(path).status(429)
	}
	ask("/figures/" + id).status(200)
	ask("/homes/summary.json?area=hollin-vale").status(200)
	ask("/areas.csv").status(200)
	ask("/figures/" + id + "?again=yes").status(200)
	ask(otherLink).status(429)
	w.wait(time.Minute)
	ask(otherLink).status(200)
}

func TestFiguresWithoutADatabase(t *testing.T) {
	w := populated(t)
	away, err := postgis.Open(t.Context(), "host="+t.TempDir()+" user=nobody", postgis.RoleWrite)
	must(t, err)
	defer away.Close()
	for name, keeper := range map[string]provenance.Keeper{"away": postgis.NewFigures(away, away), "not there": nil} {
		t.Run(name, func(t *testing.T) {
			site := web.New(w.config(func(c *web.Config) { c.Figures = keeper }))
			_, link := figureIn(t, get(t, site, "/homes/summary?area=hollin-vale").status(200).json())
			get(t, site, "/areas/hollin-vale", "Accept", browser).status(200)
			rows, err := csv.NewReader(get(t, site, "/homes/summary.csv?area=hollin-vale").status(200).Body).ReadAll()
			must(t, err)
			if rows[1][3] != "60" || !strings.HasPrefix(rows[1][9], "no") || strings.TrimPrefix(rows[1][8], publicURL) != link {
				t.Errorf("the file says %v", rows[1])
			}
			a := get(t, site, link).status(503)
			if a.json()["code"] != "figure-unavailable" || a.Header().Get("Retry-After") == "" {
				t.Errorf("%s, %v", a.Body, a.Header())
			}
			get(t, site, link, "Accept", browser).status(503)
		})
	}
}
