package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"terrier/data/postgis"
	"terrier/plans/home"
	"terrier/plans/web"
	"terrier/tiles/layer"
	"terrier/tiles/serve"
)

// valeFigure is the figure of the homes in Hollin Vale by tenure, and the question in its link: it has this id on every server.
const (
	valeFigure   = "/figures/zbqndn7wa25bhccu-vcszht6vualakuquje7lvm7e4qwzbia3"
	valeQuestion = "area=hollin-vale&by=tenure&version=9acd68228739b031cfc50451e8260a69b62cf2d7963131d97da8317c54d2d8aa"
)

// everyAddress is one address of each representation that there is.
var everyAddress = []string{
	"/", "/?view=list", "/?view=list&bbox=-1.6,53.7,-1.4,53.9",
	"/areas", "/areas.geojson", "/areas.csv", "/areas/hollin-vale", "/areas/hollin-vale.geojson", "/areas/hollin-vale.csv",
	"/areas/hollin-vale/homes", "/areas/hollin-vale/homes.json", "/areas/hollin-vale/homes.csv", "/areas/hollin-vale/homes?tenure=social-rent&epc=unknown",
	"/areas/hollin-vale/map", "/areas/hollin-vale/versions", "/areas/hollin-vale/versions.json", "/areas/fold-b-row-b",
	"/homes", "/homes.json", "/homes.csv", "/homes?bbox=-1.6,53.7,-1.4,53.9&tenure=social-rent", "/homes?owner=quiet-homes",
	"/homes/summary", "/homes/summary.json?by=owner", "/homes/summary.csv?area=hollin-vale",
	"/assets", "/assets?kind=pub", "/assets.geojson", "/assets.csv", "/assets.geojson?area=hollin-vale&bbox=-1.6,53.7,-1.4,53.9", "/assets/chapel-fold-hall", "/assets/alder-green",
	"/assets/alder-green.geojson", "/assets/the-plough.csv",
	"/associations", "/associations?all=yes", "/associations.json?all=yes", "/associations.csv", "/associations/ashdale-homes", "/associations/quiet-homes",
	"/associations/ashdale-homes.json", "/associations/ashdale-homes.csv",
	"/places?q=alder", "/places.json?q=hv1&near=-1.5,53.8&limit=3", "/places",
	valeFigure + "?" + valeQuestion, valeFigure + ".json?" + valeQuestion, valeFigure + "?again=yes&" + valeQuestion, valeFigure + ".json?again=yes&" + valeQuestion,
	"/embed/areas/hollin-vale", "/embed/areas/fold-b-row-b?theme=dark&legend=no&list=no&table=no&layers=areas&view=-1.5,53.8,14&labels=no", "/embed/assets/chapel-fold-hall", "/embed/assets/alder-green",
	"/embed/associations/ashdale-homes", "/embed/associations/quiet-homes", "/embed" + valeFigure,
	"/pictures/areas/hollin-vale.svg", "/pictures/areas/fold-b-row-b.svg?theme=dark&w=300&h=500&labels=no", "/pictures/assets/alder-green.svg?bbox=-1.51,53.81,-1.49,53.82", "/pictures/associations/ashdale-homes.svg",
	"/pictures/areas/hollin-vale.png", "/pictures/associations/quiet-homes.png?scale=2", "/pictures" + valeFigure + ".svg", "/pictures/code.svg?page=/areas/hollin-vale", "/pictures/code.png?page=/homes",
	"/tiles/overlay.json", "/tiles/basemap.json", "/tiles/overlay/10/507/330.mvt", "/styles/overlay.json?theme=dark", "/styles/embed.json?theme=dark&focus=areas/hollin-vale",
}

func TestEveryAddress(t *testing.T) {
	site := populated(t).site()
	for _, path := range everyAddress {
		t.Run(path, func(t *testing.T) {
			a := get(t, site, path, "Accept", browser)
			if a.Code == 204 { // an empty tile
				return
			}
			a.status(200)
			if a.Header().Get("ETag") == "" || a.Header().Get("Cache-Control") == "" {
				t.Errorf("no ETag or Cache-Control: %v", a.Header())
			}
			if again := get(t, site, path, "Accept", browser, "If-None-Match", a.Header().Get("ETag")); again.Code != 304 || again.Body.Len() != 0 {
				t.Errorf("asked with its ETag: %d with %d bytes", again.Code, again.Body.Len())
			}
			head := ask(t, site, http.MethodHead, path, "", "Accept", browser)
			if head.Code != 200 || head.Body.Len() != 0 || head.Header().Get("ETag") != a.Header().Get("ETag") || head.Header().Get("Content-Length") != a.Header().Get("Content-Length") {
				t.Errorf("HEAD: %d with %d bytes, %v", head.Code, head.Body.Len(), head.Header())
			}
			zipped := get(t, site, path, "Accept", browser, "Accept-Encoding", "gzip")
			if zipped.Header().Get("Content-Encoding") == "gzip" {
				z, err := gzip.NewReader(zipped.Body)
				must(t, err)
				if body, _ := io.ReadAll(z); !bytes.Equal(body, a.Body.Bytes()) {
					t.Error("the compressed answer is another")
				}
				if zipped.Header().Get("ETag") == a.Header().Get("ETag") {
					t.Error("both encodings have one ETag")
				}
			} else if a.Body.Len() > 2000 && a.Header().Get("Content-Type") != "image/png" {
				t.Errorf("%d bytes are not compressed", a.Body.Len())
			}
			checkHeaders(t, path, a.Header())
		})
	}
}

func checkHeaders(t *testing.T, path string, h http.Header) {
	t.Helper()
	policy := h.Get("Content-Security-Policy")
	embed := strings.HasPrefix(path, "/embed/")
	forms := "form-action 'self'"
	if embed {
		forms = "form-action 'none'"
	}
	for _, part := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", forms} {
		if !strings.Contains(policy, part) {
			t.Errorf("the policy lacks %s: %s", part, policy)
		}
	}
	if embed != strings.HasSuffix(policy, "frame-ancestors *") || embed != (h.Get("X-Frame-Options") == "") {
		t.Errorf("framing: %s, X-Frame-Options %q", policy, h.Get("X-Frame-Options"))
	}
	if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") == "" || h.Get("X-Request-Id") == "" || h.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("headers %v", h)
	}
}

func TestNegotiation(t *testing.T) {
	site := populated(t).site()
	for _, c := range []struct{ path, accept, want string }{
		{"/areas", browser, "text/html; charset=utf-8"},
		{"/areas", "", "text/html; charset=utf-8"},
		{"/areas", "*/*", "text/html; charset=utf-8"},
		{"/areas", "application/geo+json", "application/geo+json"},
		{"/areas", "application/json", "application/geo+json"},
		{"/areas", "text/csv", "text/csv; charset=utf-8"},
		{"/areas", "text/html;q=0.1, text/csv;q=0.2", "text/csv; charset=utf-8"},
		{"/areas", "text/*;q=0.5, text/html;q=0, application/geo+json;q=0.4", "text/csv; charset=utf-8"},
		{"/areas", "nonsense, ;;, text/csv", "text/csv; charset=utf-8"},
		{"/areas.csv", "application/geo+json", "text/csv; charset=utf-8"},
		{"/areas/hollin-vale", "application/geo+json", "application/geo+json"},
		{"/areas/hollin-vale/homes", "application/json", "application/json"},
		{"/homes/summary", "*/*", "application/json"},
		{"/homes/summary", browser, "application/json"},
		{"/homes/summary", "text/csv", "text/csv; charset=utf-8"},
		{"/associations", "application/json", "application/json"},
		{"/places?q=alder", "*/*", "application/json"},
		{"/places?q=alder", browser, "text/html; charset=utf-8"},
		{"/nowhere", browser, "text/html; charset=utf-8"},
		{"/nowhere", "*/*", "application/problem+json"},
		{"/nowhere", "application/json, text/html;q=0.5", "application/problem+json"},
		{"/nowhere.json", browser, "application/problem+json"},
		{"/tiles/homes/99/0/0.mvt", browser, "application/problem+json"},
	} {
		var headers []string
		if c.accept != "" {
			headers = []string{"Accept", c.accept}
		}
		a := get(t, site, c.path, headers...)
		if got := a.Header().Get("Content-Type"); got != c.want {
			t.Errorf("%s, Accept %q: %q, want %q", c.path, c.accept, got, c.want)
		}
		if !strings.Contains(c.path, ".") && a.Code == 200 && !slices.Contains(a.Header().Values("Vary"), "Accept") {
			t.Errorf("%s: Vary %v", c.path, a.Header().Values("Vary"))
		}
	}
}

func TestRedirectsToRef(t *testing.T) {
	site := populated(t).site()
	for path, want := range map[string]string{
		"/areas?reference=NP1":                                           "/areas/hollin-vale",
		"/areas.geojson?reference=NP1":                                   "/areas/hollin-vale.geojson",
		"/areas?reference=NP1&organisation=hollin-district-council":      "/areas/hollin-vale",
		"/assets?reference=CA1":                                          "/assets/chapel-fold-hall",
		"/assets.csv?reference=CA1&organisation=Hollin+District+Council": "/assets/chapel-fold-hall.csv",
	} {
		a := get(t, site, path)
		if a.Code == 404 && strings.Contains(path, "organisation") {
			continue // which spelling names an organisation is the register's business
		}
		if got := a.status(302).Header().Get("Location"); got != want {
			t.Errorf("%s leads to %q, want %q", path, got, want)
		}
	}
}

func TestAddressesInDocuments(t *testing.T) {
	w := populated(t)
	for _, c := range []struct{ publicURL, host, want string }{
		{"https://maps.example", "evil.example", "https://maps.example"},
		{"http://localhost:8080", "localhost:8080", "http://localhost:8080"},
		{"http://localhost:8080", "127.0.0.1:8080", "http://127.0.0.1:8080"},
		{"", "[::1]:9000", "http://[::1]:9000"},
		{"http://127.0.0.1:8080/", "192.168.0.7:8080", "http://192.168.0.7:8080"},
		{"http://localhost:8080", `a"b`, "http://localhost:8080"},
	} {
		site := web.New(w.config(func(config *web.Config) { config.PublicURL = c.publicURL }))
		for _, path := range []string{"/tiles/overlay.json", "/styles/overlay.json", "/styles/embed.json"} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Host = c.host
			answer := httptest.NewRecorder()
			site.ServeHTTP(answer, r)
			if !strings.Contains(answer.Body.String(), `"`+c.want+`/tiles/`) {
				t.Errorf("%s at %s, public %s: not %s: %s", path, c.host, c.publicURL, c.want, firstBytes(answer.Body.String()))
			}
		}
	}
}

func TestPreflight(t *testing.T) {
	site := populated(t).site()
	a := ask(t, site, http.MethodOptions, "/homes/summary", "", "Origin", "https://parish.example",
		"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type").status(204)
	h := a.Header()
	if h.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(h.Get("Access-Control-Allow-Methods"), "POST") ||
		!strings.Contains(h.Get("Access-Control-Allow-Headers"), "Content-Type") || h.Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("%v", h)
	}
}

func TestLogKeepsNoQuery(t *testing.T) {
	w := populated(t)
	site := w.site()
	get(t, site, "/places?q=HV1+2AB", "X-Request-Id", "mine\nforged", "Cookie", "session=abc").status(200)
	log := w.logged()
	if strings.Contains(log, "HV1") || strings.Contains(log, "forged") || strings.Contains(log, "abc") {
		t.Errorf("the log keeps what was asked: %s", log)
	}
	if !strings.Contains(log, `"route":"/places"`) || !strings.Contains(log, `"status":200`) {
		t.Errorf("the log lacks route or status: %s", log)
	}
}

func TestHealth(t *testing.T) {
	w := populated(t)
	get(t, w.site(), "/healthz").status(200)
	if doc := get(t, w.site(), "/readyz").status(200).json(); doc["ready"] != true {
		t.Errorf("%v", doc)
	}
	site := web.New(w.config(func(c *web.Config) {
		c.Checks = []web.Check{{Name: "migrations", Ask: func(context.Context) error { return errors.New("two behind at /secret/path") }}}
	}))
	a := get(t, site, "/readyz").status(503)
	if strings.Contains(a.Body.String(), "secret") || !strings.Contains(a.Body.String(), `"migrations":false`) {
		t.Errorf("%s", a.Body)
	}
	get(t, site, "/areas/hollin-vale")
	metrics := get(t, site, "/metrics").status(200).Body.String()
	if !strings.Contains(metrics, `route="/areas/{ref}"`) || strings.Contains(metrics, "hollin-vale") {
		t.Error("the metrics are not labelled by route pattern")
	}
}

// broken counts as no register does.
type broken struct{ how func(context.Context) error }

func (b broken) CountHomes(ctx context.Context, _ home.Question) (home.Summary, error) {
	return home.Summary{}, b.how(ctx)
}

func TestWhenThingsBreak(t *testing.T) {
	w := populated(t)
	over := func(how func(context.Context) error) http.Handler {
		return web.New(w.config(func(c *web.Config) { c.Homes, c.Timeout = broken{how}, 50*time.Millisecond }))
	}
	for _, c := range []struct {
		name   string
		how    func(context.Context) error
		status int
		code   string
	}{
		{"an error is not shown", func(context.Context) error { return errors.New("SELECT secret FROM home") }, 500, "internal"},
		{"a panic is not shown", func(context.Context) error { panic("secret") }, 500, "internal"},
		{"a slow answer is given up", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, 503, "took-too-long"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := get(t, over(c.how), "/homes/summary").status(c.status)
			if strings.Contains(a.Body.String(), "secret") || a.json()["code"] != c.code {
				t.Errorf("%s", a.Body)
			}
			if id := a.Header().Get("X-Request-Id"); !strings.Contains(w.logged(), id) {
				t.Errorf("request %s is not in the log", id)
			}
		})
	}
	t.Run("the database is away", func(t *testing.T) {
		pool, err := postgis.Open(t.Context(), "host="+t.TempDir()+" user=nobody", postgis.RolePublic)
		must(t, err)
		defer pool.Close()
		lost := &town{reader: postgis.NewReader(pool), kept: postgis.NewFigures(pool, pool)}
		site := lost.site()
		a := get(t, site, "/areas.geojson").status(503)
		if a.json()["code"] != "unavailable" || a.Header().Get("Retry-After") == "" {
			t.Errorf("%s", a.Body)
		}
		get(t, site, "/areas", "Accept", browser).status(503)
		get(t, site, "/tiles/homes/0/0/0.mvt").status(503)
		get(t, site, "/healthz").status(200)
		get(t, site, "/readyz").status(503)
	})
}

func (w *town) config(change func(*web.Config)) web.Config {
	c := web.Config{Homes: w.reader, Areas: w.reader, Outlines: w.reader, Edges: w.reader, Assets: w.reader, Associations: w.reader, Places: w.reader, Zones: w.reader, Registers: w.reader, Releases: w.reader, Figures: w.kept, SavedMaps: w.reader,
		Tiles: anyFilter{serve.OfPlain(w.reader)}, PublicURL: publicURL, Clock: func() time.Time { return w.clock }, Logger: slog.New(slog.NewJSONHandler(w, nil))}
	if change != nil {
		change(&c)
	}
	return c
}

// anyFilter shows everything whatever is asked for: tiles that are drawn by SQL cannot be filtered.
type anyFilter struct{ serve.Source }

func (a anyFilter) Tile(ctx context.Context, r layer.Request) ([]byte, error) {
	r.Filter = layer.Filter{}
	return a.Source.Tile(ctx, r)
}
