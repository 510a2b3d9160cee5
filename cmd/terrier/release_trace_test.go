package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"terrier/data/demo"
	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
	"terrier/geo/bng"
	"terrier/geo/grid"
	"terrier/plans/access"
	"terrier/plans/audit"
	"terrier/plans/disclosure"
	"terrier/plans/home"
	"terrier/plans/intake"
	"terrier/plans/web"
	"terrier/scripts/sweep"
)

// frozen is when these towns are asked.
var frozen = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// releasedTown is a town with a public release, and how it is asked.
type releasedTown struct {
	db   *pgtest.DB
	town *demo.Town
}

// newReleasedTown loads a town with some homes besides, and builds a release with a known secret. Afterwards two associations send their
// homes, with a refuge each where there are homes besides: one has as many as are told of, the other one less.
func newReleasedTown(t *testing.T, more ...home.Home) releasedTown {
	t.Helper()
	ctx := context.Background()
	w := releasedTown{pgtest.New(t), demo.Make(demo.Options{Homes: 5000})}
	load := w.db.Pool(t, postgis.RoleLoad)
	loader := postgis.NewLoader(load)
	if err := demo.Load(ctx, loader, w.town, nil); err != nil {
		t.Fatal(err)
	}
	bring := func(homes []home.Home) {
		var rows iter.Seq2[intake.Row[home.Home], error] = func(yield func(intake.Row[home.Home], error) bool) {
			for i, h := range homes {
				if !yield(intake.Row[home.Home]{Line: i + 2, Value: h}, nil) {
					return
				}
			}
		}
		in := intake.Import{Kind: "homes", FileName: "more.csv", Who: "test", Source: intake.Source{Publisher: "A refuge", Licence: "own", SHA256: strings.Repeat("1", 64)}}
		if counts, _, err := loader.Homes(ctx, in, rows, func(intake.Problem) {}); err != nil || counts.Accepted != len(homes) {
			t.Fatal(counts, err)
		}
	}
	if len(more) > 0 {
		bring(more)
	}
	for _, sql := range []string{`UPDATE source SET retrieved_at = '2026-11-23'`, // towns are compared that were not brought in at the same moment
		`INSERT INTO release_secret (secret) VALUES (decode(repeat('5e', 32), 'hex'))`} {
		if _, err := load.Exec(ctx, sql); err != nil {
			t.Fatal(err)
		}
	}
	// A version is never changed, save here.
	if _, err := w.db.Pool(t, "").Exec(ctx, `SET session_replication_role = replica; UPDATE area_version SET created_at = '2026-11-23'; RESET session_replication_role`); err != nil {
		t.Fatal(err)
	}
	if _, _, err := releases(load).Build(ctx, frozen, audit.CommandLine); err != nil {
		t.Fatal(err)
	}
	for i, owner := range []string{hasSent, hasSentTooFew} {
		var homes []home.Home
		for n := range disclosure.LeastOwner - i {
			h := published(fmt.Sprintf("S%d", n), owner, w.town.Facts.PostcodeAt[0]+float64(n), w.town.Facts.PostcodeAt[1])
			h.Sensitivity = home.Open
			homes = append(homes, h)
		}
		if len(more) > 0 {
			h := refuge(w.town.Facts.PostcodeAt[0], w.town.Facts.PostcodeAt[1])
			h.Owner, h.Reference = owner, "R3"
			homes = append(homes, h)
		}
		bring(homes)
	}
	return w
}

// Registered associations of the town that no release shows.
const (
	hasSent       = "Mercer Lane Support"
	hasSentTooFew = "Candlewick Refuge"
)

// told is all that a server of its own, started now for the public only, says: answers by question, its log, and its metrics.
func (w releasedTown) told(t *testing.T, questions []question) (answers map[string]string, logged, measured string) {
	t.Helper()
	ctx := context.Background()
	var log bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&log, nil))
	before := slog.Default()
	slog.SetDefault(logger)
	defer slog.SetDefault(before)
	public, write := w.db.Pool(t, postgis.RolePublic), w.db.Pool(t, postgis.RoleWrite)
	k, err := keep(ctx, public, web.Tilesets())
	if err != nil {
		t.Fatal(err)
	}
	c := serveCommand{PublicURL: "http://terrier.example", TileCache: 64}
	config, closeArchives, err := c.site(public, write, k)
	if err != nil {
		t.Fatal(err)
	}
	defer closeArchives()
	doors, err := openDoors(ctx, write, "", "") // nobody comes in by them: what they open for everybody is asked too
	if err != nil {
		t.Fatal(err)
	}
	reader := postgis.NewReader(public)
	config.Doors = &doors.Doors
	config.MapKeeper = doors.writer
	config.Drafts = &web.Drafts{Keeper: doors.writer, Versions: doors.writer, Ground: reader, Rules: reader, Files: areaFiles{}}
	config.Clock, config.Logger = func() time.Time { return frozen }, logger
	site := web.New(config)
	answers = map[string]string{}
	for _, q := range questions {
		if _, again := answers[q.name()]; again {
			t.Fatalf("%s is asked twice", q.name())
		}
		answers[q.name()] = q.ask(site)
	}
	return answers, leftOut(log.String(), loggedOnly), leftOut(question{method: "GET", target: "/metrics"}.ask(site), measuredOnly)
}

// What is not compared, of logs and of metrics: durations, the process and the language's runtime, ids of requests, how large memory is.
var (
	loggedOnly = []*regexp.Regexp{regexp.MustCompile(`"time":"[^"]*",`), regexp.MustCompile(`,"ms":[0-9.]+`), regexp.MustCompile(`,"took":[0-9]+`), regexp.MustCompile(`"request":"[0-9a-f]*",?`),
		regexp.MustCompile(`"route":"/readyz","status":200,"bytes":[0-9]+`)} // as long as its age has digits
	measuredOnly = []*regexp.Regexp{regexp.MustCompile(`(?m)^(# [A-Z]+ )?(go|process|promhttp)_.*\n`), regexp.MustCompile(`(?m)^terrier_http_request_seconds_(bucket|sum).*\n`)}
	positions    = []*regexp.Regexp{regexp.MustCompile(`"as-at":"[^"]*T[^"]*",`), regexp.MustCompile(`"age-seconds":[-0-9.e]+,?`)} // of the feed, in /readyz
)

func leftOut(text string, list []*regexp.Regexp) string {
	for _, r := range list {
		text = r.ReplaceAllString(text, "")
	}
	return text
}

// question is one request of the public.
type question struct{ method, target, accept, body string }

func (q question) name() string {
	return strings.TrimSpace(q.method + " " + q.target + " " + q.accept + " " + q.body)
}

var requestID = regexp.MustCompile(`"request-id":"[0-9a-f]+"|request [0-9a-f]{16}`)

// ask returns the status, every header but those that name the request, and the body.
func (q question) ask(site http.Handler) string {
	r := httptest.NewRequest(q.method, "http://terrier.example"+q.target, strings.NewReader(q.body))
	r.RemoteAddr = "" // no limit where no address is known
	if q.accept != "" {
		r.Header.Set("Accept", q.accept)
	}
	if q.body != "" {
		r.Header.Set("Content-Type", "application/geo+json")
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	for _, header := range []string{"X-Request-Id", "Date"} {
		w.Header().Del(header)
	}
	body, _ := io.ReadAll(w.Body)
	if w.Code >= 400 { // the tag and length of a problem hold its request's name
		w.Header().Del("Content-Length")
		w.Header().Del("Etag")
	}
	var headers bytes.Buffer
	_ = w.Header().Write(&headers)
	text := requestID.ReplaceAllString(fmt.Sprintf("%d\n%s\n%s", w.Code, headers.String(), body), "")
	if q.target == "/readyz" {
		text = leftOut(regexp.MustCompile(`(?m)^Content-Length:.*\n`).ReplaceAllString(text, ""), positions)
	}
	return text
}

const inBrowser = "text/html,application/xhtml+xml,*/*;q=0.8"

var inBraces = regexp.MustCompile(`\{(\w+)\}`)

// publicQuestions are questions to every public route of the table, and many about homes: around places as well as everywhere.
func publicQuestions(t *testing.T, town *demo.Town, around ...orb.Point) (all []question) {
	t.Helper()
	refs := map[string][]string{"areas": {"nowhere"}, "assets": {town.Assets[0].Ref}, "associations": {"refuge-beyond-the-register"}}
	for _, a := range town.Areas {
		refs["areas"] = append(refs["areas"], a.Ref)
	}
	for _, o := range town.Organisations {
		if o.Type == "registered-provider" {
			refs["associations"] = append(refs["associations"], o.Ref)
		}
	}
	met := map[string]bool{}
	add := func(q question) {
		if !met[q.name()] {
			met[q.name()] = true
			all = append(all, q)
		}
	}
	reached := map[string]bool{}
	for _, route := range slices.Sorted(func(yield func(string) bool) {
		for r := range web.Asks {
			if !yield(r) {
				return
			}
		}
	}) {
		method, pattern, _ := strings.Cut(route, " ")
		row, _ := access.Find(web.Asks[route])
		if row.May[access.Reader] != access.Anything || method != http.MethodGet || pattern == "/metrics" || strings.HasPrefix(pattern, "/tiles/{tileset}/") {
			continue
		}
		reached[route] = true
		noun, _, _ := strings.Cut(strings.TrimPrefix(pattern, "/"), "/")
		noun, _, _ = strings.Cut(noun, ".")
		for _, ref := range append(slices.Clone(refs[noun]), "x") {
			for _, suffix := range []string{"json", "csv", "geojson"} {
				path := inBraces.ReplaceAllStringFunc(pattern, func(p string) string {
					switch p {
					case "{ref}":
						return ref
					case "{suffix}":
						return suffix
					case "{tileset}":
						return "overlay"
					case "{style}":
						return "overlay"
					}
					return "aaaa"
				})
				add(question{method: "GET", target: strings.ReplaceAll(path, "*", "favicon.svg"), accept: inBrowser})
				add(question{method: "GET", target: strings.ReplaceAll(path, "*", "favicon.svg"), accept: "application/json"})
			}
		}
	}
	t.Logf("%d public routes", len(reached))
	for kind, some := range map[string][]string{"areas": refs["areas"], "associations": refs["associations"], "assets": refs["assets"]} {
		for i, ref := range some[:min(len(some), sweep.Size(8, len(some)))] {
			add(question{method: "GET", target: "/pictures/" + kind + "/" + ref + ".svg", accept: "image/*"})
			if i < 3 {
				add(question{method: "GET", target: "/pictures/" + kind + "/" + ref + ".png?w=200&h=120&theme=dark", accept: "image/*"})
			}
		}
	}
	for _, kind := range []string{"areas", "assets", "associations"} {
		for _, ref := range refs[kind] {
			page := "/" + kind + "/" + ref
			for _, target := range []string{"/embed" + page, "/embed" + page + "?view=-1.5,53.8,11&list=no&layers=homes", "/share" + page, "/oembed?url=" + url.QueryEscape("http://terrier.example"+page)} {
				add(question{method: "GET", target: target, accept: inBrowser})
			}
		}
	}
	for _, where := range []string{"", "&tenure=social-rent", "&tenure=specified-accommodation&bedrooms=1", "&needs=supported-housing&epc=G"} {
		some := refs["areas"][:min(len(refs["areas"]), 20)]
		add(question{method: "GET", target: "/embed/maps/new?areas=" + strings.Join(some, ",") + "&assets=" + refs["assets"][0] + where, accept: inBrowser})
	}
	const every = "tenure,home-type,bedrooms,epc,needs,owner"
	for _, where := range []string{"", "&tenure=social-rent", "&tenure=specified-accommodation&bedrooms=1", "&bedrooms=5-or-more", "&owner=refuge-beyond-the-register", "&owner=tenter-vale-homes",
		"&needs=supported-housing", "&epc=G", "&source=published", "&source=published&needs=supported-housing&epc=G"} {
		for _, area := range append([]string{""}, refs["areas"]...) {
			q := url.Values{}
			if area != "" {
				q.Set("area", area)
			}
			for _, by := range []string{"", every} {
				if by != "" {
					q.Set("by", by)
				}
				for _, path := range []string{"/homes/summary?", "/homes/summary.csv?", "/homes?"} {
					add(question{method: "GET", target: path + q.Encode() + where, accept: inBrowser})
				}
			}
		}
	}
	for i, p := range around {
		for _, half := range []float64{1, 40, 400, 4000} {
			add(question{method: "POST", target: "/homes/summary?crs=EPSG:27700&by=" + every, body: fmt.Sprintf(`{"type":"Polygon","coordinates":[[[%[1]f,%[2]f],[%[3]f,%[2]f],[%[3]f,%[4]f],[%[1]f,%[4]f],[%[1]f,%[2]f]]]}`,
				p[0]-half, p[1]-half, p[0]+half, p[1]+half)})
		}
		for _, half := range []float64{1, 40, 400, 4000} {
			lonlat, err := bng.TransformWGS84(orb.Bound{Min: orb.Point{p[0] - half, p[1] - half}, Max: orb.Point{p[0] + half, p[1] + half}}.ToPolygon())
			if err != nil {
				t.Fatal(err)
			}
			drawn, _ := geojson.NewGeometry(lonlat).MarshalJSON()
			for _, body := range []string{"", "neighbourhood-forum", "parish-council"} {
				add(question{method: "POST", target: "/drafts/verdict", accept: "application/json", body: fmt.Sprintf(`{"geometry": %s, "body-type": %q}`, drawn, body)})
			}
			add(question{method: "POST", target: "/drafts/repair", accept: "application/json", body: fmt.Sprintf(`{"geometry": %s, "repair": {"kind": "snap"}}`, drawn)})
			box := lonlat.Bound()
			add(question{method: "GET", target: fmt.Sprintf("/snap?bbox=%f,%f,%f,%f", box.Min[0], box.Min[1], box.Max[0], box.Max[1])})
			if half >= 40 {
				add(question{method: "GET", target: fmt.Sprintf("/pictures/areas/%s.svg?bbox=%f,%f,%f,%f", town.Areas[0].Ref, box.Min[0], box.Min[1], box.Max[0], box.Max[1]), accept: "image/*"})
			}
		}
		m, err := bng.MercatorFromBNG(p)
		if err != nil {
			t.Fatal(err)
		}
		for z := uint8(0); z <= 18; z++ {
			at, _ := grid.At(m, z)
			for _, set := range []string{"homes", "overlay", "embed"} {
				for _, filter := range []string{"", "?tenure=social-rent", "?needs=supported-housing"} {
					add(question{method: "GET", target: fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt%s", set, at.Z, at.X, at.Y, filter)})
				}
			}
		}
		for _, q := range []string{"refuge", "HV", "vale", "homes"} {
			add(question{method: "GET", target: fmt.Sprintf("/places?q=%s&n=%d", q, i), accept: "application/json"})
		}
	}
	return all
}

// compareTold wants two servers to have said the same.
func compareTold(t *testing.T, a, b map[string]string) {
	t.Helper()
	different := 0
	for name := range a {
		if a[name] == b[name] {
			continue
		}
		if different++; different < 6 {
			t.Errorf("%s\nis answered\n%s", name, cmp.Diff(a[name], b[name]))
		}
	}
	if different > 0 {
		t.Errorf("%d of %d answers differ", different, len(a))
	}
}

// refuge is a home that nobody may find.
func refuge(e, n float64) home.Home {
	h := published("R1", "Refuge beyond the Register", e, n)
	h.Sensitivity, h.Tenure, h.Needs, h.EPC = home.Withheld, "specified-accommodation", "supported-housing", "G"
	return h
}

// Two towns that are the same but for one refuge say the same to the public, to the byte, in answers, logs and metrics; and so does a town
// from which, after the release, all homes were taken but the published ones (docs/disclosure.md).
func TestReleaseLeavesNoTrace(t *testing.T) {
	bare := newReleasedTown(t)
	in := bare.town.Facts.PostcodeAt
	full := newReleasedTown(t, refuge(in[0]+20, in[1]), func() home.Home { h := refuge(in[0]+5000, in[1]+9000); h.Reference = "R2"; return h }())
	questions := publicQuestions(t, bare.town, in, orb.Point{in[0] + 20, in[1]}, orb.Point{in[0] + 5000, in[1] + 9000})
	t.Logf("%d questions; left out of logs %v, of metrics %v, of /readyz %v", len(questions), loggedOnly, measuredOnly, positions)

	answers, logged, measured := bare.told(t, questions)
	for ref, told := range map[string]bool{"mercer-lane-support": true, "candlewick-refuge": false} {
		page := answers[question{method: "GET", target: "/associations/" + ref, accept: inBrowser}.name()]
		if !strings.Contains(page, "<h1>") || strings.Contains(page, "Figures come with the next public release.") != told {
			t.Errorf("of %s it is said that it has sent its homes: %v", ref, !told)
		}
	}
	t.Run("of a refuge", func(t *testing.T) {
		again, loggedAgain, measuredAgain := full.told(t, questions)
		compareTold(t, answers, again)
		if diff := cmp.Diff(logged, loggedAgain) + cmp.Diff(measured, measuredAgain); diff != "" {
			t.Errorf("logs or metrics differ:\n%s", diff)
		}
	})
	t.Run("of homes that are not published", func(t *testing.T) {
		var gone int64
		tag, err := full.db.Pool(t, postgis.RoleLoad).Exec(t.Context(), `DELETE FROM home WHERE sensitivity <> 'published'`)
		if gone = tag.RowsAffected(); err != nil || gone < 1000 {
			t.Fatal(gone, err)
		}
		again, loggedAgain, measuredAgain := full.told(t, questions)
		compareTold(t, answers, again)
		if diff := cmp.Diff(logged, loggedAgain) + cmp.Diff(measured, measuredAgain); diff != "" {
			t.Errorf("logs or metrics differ:\n%s", diff)
		}
	})
	t.Run("but sees what is published", func(t *testing.T) {
		if _, err := full.db.Pool(t, postgis.RoleLoad).Exec(t.Context(), `DELETE FROM home WHERE id = (SELECT id FROM home ORDER BY id LIMIT 1)`); err != nil {
			t.Fatal(err)
		}
		again, _, _ := full.told(t, questions)
		changed := 0
		for name := range answers {
			if answers[name] != again[name] {
				changed++
			}
		}
		if changed < 30 {
			t.Errorf("one published home less changes only %d answers", changed)
		}
	})
}
