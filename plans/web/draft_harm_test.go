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
