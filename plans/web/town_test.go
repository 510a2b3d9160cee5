package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
	"terrier/geo/bng"
	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/home"
	"terrier/plans/intake"
	"terrier/plans/organisation"
	"terrier/plans/place"
	"terrier/plans/web"
)

// The tests ask a small invented town on a real PostGIS: two areas, three assets, 64 published homes and some that are not.
var (
	returned = time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC)
	vale     = orb.MultiPolygon{{square(433000, 435000, 1000)}}
	fold     = orb.MultiPolygon{{square(434000, 435000, 500)}}
)

const publicURL = "https://terrier.example"

func square(e, n, side float64) orb.Ring {
	return orb.Ring{{e, n}, {e + side, n}, {e + side, n + side}, {e, n + side}, {e, n}}
}

type town struct {
	db     *pgtest.DB
	loader *postgis.Loader
	reader *postgis.Reader
	kept   *postgis.Figures
	clock  time.Time
	mu     sync.Mutex
	log    bytes.Buffer
}

func (t *town) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.log.Write(b)
}

func (t *town) logged() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.log.String()
}

// wait lets time pass.
func (w *town) wait(d time.Duration) { w.clock = w.clock.Add(d) }

// newTown is an empty town; populated has everything in it.
func newTown(t testing.TB) *town {
	t.Helper()
	db := pgtest.New(t)
	public := db.Pool(t, postgis.RolePublic)
	return &town{db: db, loader: postgis.NewLoader(db.Pool(t, postgis.RoleLoad)), reader: postgis.NewReader(public), kept: postgis.NewFigures(public, db.Pool(t, postgis.RoleWrite)),
		clock: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
}

func populated(t testing.TB) *town {
	t.Helper()
	w := newTown(t)
	ctx := context.Background()
	must(t, w.loader.SetDemo(ctx, "Hollinby"))
	load(t, w.loader.Areas, "areas",
		area.Area{Reference: "NP1", Name: "Hollin Vale", Kind: "residential", Stage: "made", Decision: "designated", RelevantBody: "Hollin Vale Forum",
			RelevantBodyType: "neighbourhood-forum", ApplicationReceived: day(2016, 2, 1), DecisionDate: day(2016, 6, 3), MadeDate: day(2019, 5, 1), Shape: vale, SourceCRS: "EPSG:27700"},
		area.Area{Reference: "NP2", Name: "=Fold & <b>Row</b>", Kind: "residential", Stage: "applied", ApplicationReceived: day(2026, 1, 5), Shape: fold, SourceCRS: "EPSG:27700"})
	load(t, w.loader.Assets, "assets",
		anAsset("CA1", "Chapel Fold Hall", "hall", orb.Point{433250, 435250}),
		anAsset("CA2", "The Plough", "pub", orb.Point{434100, 435100}),
		asset.Asset{Reference: "CA3", Name: "Alder Green", Kind: "green", CostPence: -1, Position: "given", SourceCRS: "EPSG:27700", OwnerKind: "individual", Owner: "Jane Roe",
			Shape: orb.MultiPolygon{{square(433100, 435100, 50)}}, Point: orb.Point{433125, 435125}})
	load(t, w.loader.Organisations, "organisations",
		organisation.Organisation{Reference: "L0001", Name: "Ashdale Homes", Type: "registered-provider", RPCode: "L0001", RPDesignation: "non-profit"},
		organisation.Organisation{Reference: "L0002", Name: "Beck Housing", Type: "registered-provider", RPCode: "L0002", RPDesignation: "non-profit"},
		organisation.Organisation{Reference: "L0003", Name: "Quiet Homes", Type: "registered-provider", RPCode: "L0003", RPDesignation: "non-profit"})
	load(t, w.loader.Homes, "homes", publishedHomes()...)
	load(t, w.loader.Places, "places",
		place.Place{Kind: "postcode", Reference: "HV1 2AB", Name: "HV1 2AB", Point: orb.Point{433300, 435300}, SourceCRS: "EPSG:27700"},
		place.Place{Kind: "street", Reference: "S1", Name: "Alder Terrace", Context: "Hollinby", Point: orb.Point{433400, 435300}, SourceCRS: "EPSG:27700"})
	return w
}

func anAsset(ref, name, kind string, at orb.Point) asset.Asset {
	return asset.Asset{Reference: ref, Name: name, Kind: kind, CostPence: 1234550, Position: "given", SourceCRS: "EPSG:27700", Shape: at, Point: at, Address: "1 " + name + " Lane"}
}

// publishedHomes are 60 in the vale, of which one stands on its eastern line, and 4 outside.
func publishedHomes() []home.Home {
	var homes []home.Home
	for i := range 59 {
		h := aHome(fmt.Sprintf("A%d", i), 433100+float64(i%8)*50, 435200+float64(i/8)*50, home.Published)
		h.Tenure = []string{"social-rent", "affordable-rent", "shared-ownership", "social-rent"}[i%4]
		h.Type = []string{"house", "flat-or-maisonette"}[i%2]
		h.EPC = []string{"B", "C", "D", ""}[i%4]
		homes = append(homes, h)
	}
	homes = append(homes, aHome("line", 434000, 435600, home.Published))
	for i := range 4 {
		h := aHome(fmt.Sprintf("out%d", i), 436000, 435500+float64(i), home.Published)
		h.Owner = "Beck Housing"
		homes = append(homes, h)
	}
	return homes
}

func aHome(ref string, e, n float64, sensitivity string) home.Home {
	return home.Home{Owner: "Ashdale Homes", Reference: ref, Tenure: "social-rent", Type: "house", Bedrooms: 2, Needs: "general-needs", Sensitivity: sensitivity,
		Position: "given", AsAt: returned, SourceCRS: "EPSG:27700", Point: orb.Point{e, n}, SourceX: e, SourceY: n}
}

type loading[T any] func(context.Context, intake.Import, iter.Seq2[intake.Row[T], error], func(intake.Problem)) (intake.Counts, int64, error)

func load[T any](t testing.TB, into loading[T], kind string, rows ...T) {
	t.Helper()
	imp := intake.Import{Kind: kind, FileName: kind + ".csv", Who: "test", Organisation: "Hollin District Council",
		Source: intake.Source{Publisher: "Hollin District Council", Licence: "ogl-v3", AsAt: returned, SHA256: fmt.Sprintf("%064x", len(kind))}}
	_, _, err := into(context.Background(), imp, func(yield func(intake.Row[T], error) bool) {
		for i, v := range rows {
			if !yield(intake.Row[T]{Line: i + 2, Value: v}, nil) {
				return
			}
		}
	}, func(p intake.Problem) {
		if p.Outcome == intake.Refused {
			t.Errorf("%s line %d: %s", kind, p.Line, p.Reason)
		}
	})
	must(t, err)
}

func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// site is the whole site over the town.
func (w *town) site() http.Handler { return web.New(w.config(nil)) }

// asked is a request and its answer.
type asked struct {
	*httptest.ResponseRecorder
	t    testing.TB
	name string
}

// ask sends a request; headers come in pairs.
func ask(t testing.TB, site http.Handler, method, path, body string, headers ...string) asked {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	answer := asked{httptest.NewRecorder(), t, method + " " + path}
	site.ServeHTTP(answer, r)
	if got := answer.Header().Values("Set-Cookie"); len(got) > 0 {
		t.Errorf("%s sets a cookie: %v", answer.name, got)
	}
	return answer
}

const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

func get(t testing.TB, site http.Handler, path string, headers ...string) asked {
	t.Helper()
	return ask(t, site, http.MethodGet, path, "", headers...)
}

func post(t testing.TB, site http.Handler, path, body string) asked {
	t.Helper()
	return ask(t, site, http.MethodPost, path, body, "Content-Type", "application/geo+json")
}

func (a asked) status(want int) asked {
	a.t.Helper()
	if a.Code != want {
		a.t.Errorf("%s: %d, want %d\n%s", a.name, a.Code, want, firstBytes(a.Body.String()))
	}
	return a
}

func (a asked) json() map[string]any {
	a.t.Helper()
	var v map[string]any
	if err := json.Unmarshal(a.Body.Bytes(), &v); err != nil {
		a.t.Errorf("%s: %v\n%s", a.name, err, firstBytes(a.Body.String()))
	}
	return v
}

func firstBytes(text string) string { return text[:min(len(text), 600)] }

// lonLatRing is a ring of the National Grid in degrees, as GeoJSON.
func lonLatRing(t testing.TB, ring orb.Ring) string {
	t.Helper()
	positions := make([][]float64, len(ring))
	for i, p := range ring {
		lonlat, err := bng.ToWGS84(p)
		must(t, err)
		positions[i] = lonlat[:]
	}
	text, err := json.Marshal(positions)
	must(t, err)
	return string(text)
}

func polygon(rings ...string) string {
	return `{"type":"Polygon","coordinates":[` + strings.Join(rings, ",") + `]}`
}
