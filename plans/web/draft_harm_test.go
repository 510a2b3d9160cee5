package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

// stalled is a client that does not read its answer.
type stalled struct {
	*httptest.ResponseRecorder
	writing chan struct{}
	goOn    chan struct{}
}

func (s *stalled) Write(b []byte) (int, error) {
	s.writing <- struct{}{}
	<-s.goOn
	return s.ResponseRecorder.Write(b)
}

// Those who do not read their answers keep nobody else from asking.
func TestSlowReadersHoldNobodyUp(t *testing.T) {
	d := drawers(t)
	writing, goOn := make(chan struct{}), make(chan struct{})
	defer close(goOn)
	for range max(2, runtime.GOMAXPROCS(0)) {
		go func() {
			r := httptest.NewRequest("POST", "/drafts/verdict", strings.NewReader(question(t, clear(50), "")))
			r.RemoteAddr = "192.0.2.77:1234"
			d.anyone.site.ServeHTTP(&stalled{httptest.NewRecorder(), writing, goOn}, r)
		}()
		<-writing
	}
	done := make(chan int)
	go func() {
		w := httptest.NewRecorder()
		d.anyone.site.ServeHTTP(w, httptest.NewRequest("POST", "/drafts/verdict", strings.NewReader(question(t, clear(50), ""))))
		done <- w.Code
	}()
	select {
	case code := <-done:
		if code != http.StatusOK {
			t.Errorf("the next was answered with %d", code)
		}
	case <-time.After(10 * time.Second):
		t.Error("the next waits for those who do not read")
	}
}

// A version whose edges were a guess is told so, and its guesses come along where it is copied.
func TestGuessesStayGuesses(t *testing.T) {
	d := drawers(t)
	shape := clear(100)
	edge := lonlat(t, orb.MultiLineString{{shape[0][0][0], shape[0][0][1]}})
	path := d.ann.document("POST", "/drafts", strings.Replace(draftOf(lonlat(t, shape), "Guessed", "first"), `"approximate": null`, `"approximate": `+edge, 1)).status(201).Header().Get("Location")
	d.ann.document("POST", path+"/versions", `{"reason": "x"}`, "If-Match", `"1"`).status(201)
	d.ann.document("PUT", path, draftOf(lonlat(t, shape), "Sure", "second"), "If-Match", `"1"`).status(200)
	copied := d.ann.document("POST", "/drafts/shape", fmt.Sprintf(`{"way": "copy", "of": "%s/versions/1"}`, strings.TrimPrefix(path, "/"))).status(200)
	if copied.member("approximate") == nil {
		t.Error("a copy of a version makes sure lines of guesses")
	}
	d.ann.get(path + "/versions/1").status(200).says("1 edge is approximate")
	if compared := d.ann.ask("GET", path+"/compare?from=1&to=now", "", "Accept", "application/json").status(200); !strings.Contains(fmt.Sprint(compared.member("went")), "approximate") {
		t.Errorf("compared: %v", compared.member("went"))
	}
}

func TestVersionsThatCannotBe(t *testing.T) {
	d := drawers(t)
	path := d.ann.document("POST", "/drafts", draftOf(lonlat(t, clear(100)), "Hollin", "first")).status(201).Header().Get("Location")
	d.ann.document("POST", path+"/versions", `{"reason": "x"}`, "If-Match", `"1"`).status(201)
	for _, version := range []string{"99999999999", "-1", "0", "99999999999999999999999", "1e3", "%00"} {
		for _, address := range []string{path + "/compare?from=" + version, path + "/compare?from=1&to=" + version, path + "/versions/" + version} {
			if a := d.ann.ask("GET", address, "", "Accept", "application/json"); a.Code < 400 || a.Code >= 500 {
				t.Errorf("%s: %d", address, a.Code)
			}
		}
	}
}

// Where the answer to keeping a version is lost, after slips were cleaned away or after that and the keeping, it is asked for again.
func TestKeptOnceThoughAskedTwice(t *testing.T) {
	d := drawers(t)
	sliver := orb.MultiPolygon{{square(440000, 440000, 100)}, {square(440200, 440000, 0.5)}}
	path := d.ann.document("POST", "/drafts", draftOf(lonlat(t, sliver), "Hollin", "first")).status(201).Header().Get("Location")
	first := d.ann.document("POST", path+"/versions", `{"reason": "x"}`, "If-Match", `"1"`).status(201)
	if first.Header().Get("ETag") != `"2"` {
		t.Fatalf("nothing was cleaned: %s", first.Body)
	}
	again := d.ann.document("POST", path+"/versions", `{"reason": "x"}`, "If-Match", `"1"`).status(201)
	if again.Header().Get("ETag") != `"2"` || again.Header().Get("Location") != first.Header().Get("Location") {
		t.Errorf("asked again: %s %s", again.Header().Get("Location"), again.Body)
	}
	d.ann.document("PUT", path, draftOf(lonlat(t, clear(200)), "Hollin", "second"), "If-Match", `"2"`).status(200)
	d.ann.document("POST", path+"/versions", `{"reason": "x"}`, "If-Match", `"1"`).status(412)
	d.ann.document("POST", path+"/versions", `{"reason": "x"}`, "If-Match", `"2"`).status(412)
}

// An address says which methods it takes, also those that change something.
func TestMethodsOfDrafts(t *testing.T) {
	d := drawers(t)
	for address, allowed := range map[string]string{
		"/drafts/verdict":                    "GET, HEAD, POST, PUT, DELETE", // it may be a draft's, as far as its address tells
		"/drafts/aaaaaaaaaaaaaaaaaaaaaaaaaa": "GET, HEAD, PUT, DELETE", "/drafts/aaaaaaaaaaaaaaaaaaaaaaaaaa/take-back": "POST", "/drafts": "GET, HEAD, POST",
	} {
		for _, method := range []string{"PATCH", "OPTIONS"} {
			if a := d.ann.document(method, address, "").status(405); a.Header().Get("Allow") != allowed || a.Header().Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s %s: Allow: %s, Access-Control-Allow-Origin: %s", method, address, a.Header().Get("Allow"), a.Header().Get("Access-Control-Allow-Origin"))
			}
		}
	}
}

// Whatever comes as a drawing is answered, or refused in words.
func TestDrawingsOfAnyKind(t *testing.T) {
	d := drawers(t)
	square := lonlat(t, clear(50))
	whole := func(geometry string) string {
		return `{"geometry": ` + geometry + `, "body-type": "parish-council", "parish": "E04000001", "repair": {"kind": "snap"}}`
	}
	for name, body := range map[string]string{
		"nothing": "", "null": "null", "a number": "7", "a list": "[]", "no shape": "{}", "broken": `{"geometry": `, "NUL": "{\"parish\": \"\\u0000\"}",
		"deep": strings.Repeat(`{"geometry":`, 20_000), "deep lists": `{"geometry": {"type": "Polygon", "coordinates": ` + strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000) + "}}",
		"one member twice": `{"geometry": null, "geometry": ` + square + `}`, "huge numbers": whole(`{"type": "Polygon", "coordinates": [[[1e308, -1e308], [1e308, 1e308], [-1e308, 1e308], [1e308, -1e308]]]}`),
		"beyond numbers": whole(`{"type": "Polygon", "coordinates": [[[1e999, 0], [1, 1], [0, 1], [1e999, 0]]]}`), "empty": whole(`{"type": "MultiPolygon", "coordinates": []}`),
		"an empty part": whole(`{"type": "MultiPolygon", "coordinates": [[]]}`), "an empty ring": whole(`{"type": "MultiPolygon", "coordinates": [[[]]]}`),
		"one corner": whole(`{"type": "Polygon", "coordinates": [[[-1.5, 53.8], [-1.5, 53.8], [-1.5, 53.8], [-1.5, 53.8]]]}`), "far away": whole(`{"type": "Polygon", "coordinates": [[[170, -40], [171, -40], [171, -41], [170, -40]]]}`),
		"the pole": whole(`{"type": "Polygon", "coordinates": [[[0, 90], [90, 90], [180, 90], [0, 90]]]}`), "a collection": whole(`{"type": "GeometryCollection", "geometries": []}`),
		"edges of one end": `{"geometry": ` + square + `, "approximate": {"type": "MultiLineString", "coordinates": [[[-1.5, 53.8]]]}}`,
		"edges of numbers": `{"geometry": ` + square + `, "approximate": {"type": "MultiLineString", "coordinates": [[[1e308, 1e308], [-1e308, 0]]]}}`,
		"edges of nothing": `{"geometry": ` + square + `, "approximate": {"type": "MultiLineString", "coordinates": [[[], []]]}}`, "edges of null": `{"geometry": ` + square + `, "approximate": {"type": "MultiLineString", "coordinates": null}}`,
		"edges that are a feature": `{"geometry": ` + square + `, "approximate": {"type": "Feature", "geometry": null}}`, "edges in a collection": `{"geometry": ` + square + `, "approximate": {"type": "GeometryCollection", "geometries": [null]}}`,
		"what is revised": `{"geometry": ` + square + `, "revises": "\u0000` + strings.Repeat("x", 100_000) + `"}`, "an unknown draft": `{"geometry": ` + square + `, "draft": "../../etc"}`,
		"a repair": `{"geometry": ` + square + `, "repair": {"kind": "trim", "target": "\u0000"}}`, "no repair": `{"geometry": ` + square + `, "repair": {"kind": "", "target": ""}}`,
	} {
		for _, address := range []string{"/drafts/verdict", "/drafts/repair", "/drafts/shape"} {
			a := d.anyone.document("POST", address, body)
			if a.Code >= 500 || a.Code >= 400 && (a.Header().Get("Content-Type") != "application/problem+json" || a.member("code") == "" || a.member("detail") == "") {
				t.Errorf("%s, %s: %d %.300s", address, name, a.Code, a.Body)
			}
		}
		if a := d.ann.document("POST", "/drafts", body); a.Code >= 500 {
			t.Errorf("/drafts, %s: %d %.300s", name, a.Code, a.Body)
		}
	}
}

// FuzzVerdict holds the questions about drawings: whatever the bytes, they are answered, or refused with what to do.
func FuzzVerdict(f *testing.F) {
	d := drawers(f)
	for _, body := range []string{question(f, clear(50), ""), question(f, clear(5000), "neighbourhood-forum"), `{"geometry": null}`, "{}", "[", "",
		`{"geometry": {"type": "Polygon", "coordinates": [[[-1.5,53.8],[-1.4,53.9],[-1.4,53.8],[-1.5,53.9],[-1.5,53.8]]]}, "repair": {"kind": "fix-crossing"}}`,
		`{"geometry": {"type": "MultiPolygon", "coordinates": [[[[-1.5,53.8],[-1.4,53.8],[-1.4,53.9],[-1.5,53.8]]],[]]}, "approximate": {"type": "MultiLineString", "coordinates": [[[-1.5,53.8],[-1.4,53.8]]]}, "repair": {"kind": "snap"}}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, address := range []string{"/drafts/verdict", "/drafts/repair"} {
			r := httptest.NewRequest("POST", address, strings.NewReader(string(body)))
			r.RemoteAddr = "@" // a socket: nobody is counted
			w := httptest.NewRecorder()
			d.anyone.site.ServeHTTP(w, r)
			if w.Code != http.StatusOK && (w.Code < 400 || w.Code >= 500 || w.Header().Get("Content-Type") != "application/problem+json") {
				t.Errorf("%s: %d %s for %q", address, w.Code, w.Body, body)
			}
		}
	})
}
