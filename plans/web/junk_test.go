package web_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"terrier/scripts/sweep"
)

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

var junkValues = []string{"", " ", "0", "-1", "1e309", "NaN", "-Inf", "null", "true", "hollin-vale", "Hollin Vale", "social-rent", "unknown", "all", "*", "%", "'", "''; DROP TABLE home; --",
	"\x00", "\xff\xfe", "\u202e", "ŵŷ", "😀", "../../etc/passwd", "<script>", "{{.}}", "-1.6,53.7,-1.4,53.9", "1,2,3,4", "-180,-90,180,90", ",,,", "433000,435000,434000,436000",
	"EPSG:27700", "EPSG:4326", "EPSG:3857", "list", "yes", "assets", "areas", "associations", "AQEEgICAgAE", "gICAgICAgICAAQ", "B,C,unknown", "1,2,13", "ashdale-homes", "NP1", "9223372036854775808", strings.Repeat("9", 400), strings.Repeat("a-", 300)}

var junkKeys = []string{"area", "bbox", "by", "crs", "tenure", "home-type", "bedrooms", "epc", "needs", "owner", "stage", "kind", "reference", "organisation", "all", "q", "near", "limit", "view", "bom", "theme", "of", "version", "shape", "again", "instead-of", "utm_source", "x"}

var junkPaths = []string{"/", "/areas", "/areas.{s}", "/areas/{r}", "/areas/{r}.{s}", "/areas/{r}/homes", "/areas/{r}/homes.{s}", "/areas/{r}/versions", "/areas/{r}/versions.{s}", "/homes", "/homes.{s}",
	"/homes/summary", "/homes/summary.{s}", "/assets", "/assets.{s}", "/assets/{r}", "/assets/{r}.{s}", "/associations", "/associations.{s}", "/associations/{r}", "/associations/{r}.{s}", "/places",
	"/places.{s}", "/figures/{r}", "/figures/{r}.{s}", "/figures/zbqndn7wa25bhccu-vcszht6vualakuquje7lvm7e4qwzbia3", "/embed/areas/{r}", "/embed/{r}", "/tiles/{r}", "/tiles/{r}.json", "/tiles/{r}/{n}/{n}/{n}.mvt", "/tiles/overlay/{n}/{n}/{n}.mvt", "/styles/overlay.json", "/styles/embed.json", "/static/{r}", "/healthz", "/readyz", "/{r}"}

// TestNoJunkGivesA500 walks all routes with parameters that make no sense.
func TestNoJunkGivesA500(t *testing.T) {
	site := populated(t).site()
	r := sweep.Seeded(t)
	statuses := map[int]int{}
	for range 4000 {
		request := junkRequest(r)
		w := httptest.NewRecorder()
		site.ServeHTTP(w, request)
		statuses[w.Code]++
		if w.Code >= 500 || w.Code == 0 {
			t.Fatalf("%s %q with %v: %d\n%s", request.Method, request.URL, request.Header, w.Code, firstBytes(w.Body.String()))
		}
		if len(w.Header().Values("Set-Cookie")) > 0 {
			t.Fatalf("%s sets a cookie", request.URL)
		}
	}
	t.Log("answers by status:", statuses)
	if statuses[200] < 100 || statuses[400] < 100 || statuses[404] < 100 {
		t.Errorf("the walk is lopsided: %v", statuses)
	}
}

func junkRequest(r *rand.Rand) *http.Request {
	path := pick(r, junkPaths...)
	for strings.Contains(path, "{") {
		path = strings.Replace(path, "{s}", pick(r, "csv", "json", "geojson", "html", "xml", "%00"), 1)
		path = strings.Replace(path, "{n}", pick(r, "0", "1", "3", "9", "13", "22", "23", "-1", "4294967296", "x", "%00", "1e3"), 1)
		path = strings.Replace(path, "{r}", pick(r, "hollin-vale", "chapel-fold-hall", "ashdale-homes", "overlay", url.PathEscape(pick(r, junkValues...))), 1)
	}
	var pairs []string
	for range r.IntN(4) {
		pairs = append(pairs, pick(r, junkKeys...)+"="+pick(r, url.QueryEscape(pick(r, junkValues...)), url.QueryEscape(pick(r, junkValues...)), "%zz", ";"))
	}
	request := &http.Request{Method: pick(r, "GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "NONSENSE"), Header: http.Header{}, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Host: "x"}
	parsed, err := url.Parse(path)
	if err != nil { // a server would have answered 400 by itself
		parsed = &url.URL{Path: "/nowhere"}
	}
	parsed.RawQuery = strings.Join(pairs, "&")
	request.URL = parsed
	request.Body = http.NoBody
	if request.Method == "POST" {
		text := pick(r, "", "{}", "[]", "null", `{"type":"Polygon","coordinates":[[[0,0],[1,1]]]}`, `{"type":"Feature"}`, fmt.Sprintf(`{"type":"Polygon","coordinates":[[[%g,%g],[%g,%g],[%g,%g],[%[1]g,%[2]g]]]}`,
			r.NormFloat64(), 53+r.NormFloat64(), r.NormFloat64(), 53+r.NormFloat64(), r.NormFloat64(), 53+r.NormFloat64()))
		fresh := httptest.NewRequest("POST", "/", strings.NewReader(text))
		request.Body, request.ContentLength = fresh.Body, fresh.ContentLength
		request.Header.Set("Content-Type", pick(r, "application/geo+json", "application/json", "text/plain", "\x00", ""))
	}
	request.Header.Set("Accept", pick(r, "*/*", browser, "text/csv", "application/geo+json", "application/json;q=0", "nonsense", "text/html;q=2", "\x00"))
	request.Header.Set("Accept-Encoding", pick(r, "gzip", "", "gzip;q=x", "*", "identity;q=0"))
	request.Header.Set("If-None-Match", pick(r, "", "*", `"x"`, `W/"`, ","))
	return request
}
