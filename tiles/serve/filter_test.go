package serve_test

import (
	"strings"
	"testing"
)

func TestFilter(t *testing.T) {
	for _, c := range []struct{ query, filter string }{
		{"", ""},
		{"tenure=", ""},
		{"tenure=,", ""},
		{"tenure=social-rent", "tenure=social-rent"},
		{"tenure=Social-Rent", "tenure=social-rent"},
		{"tenure=social-rent,shared", "tenure=shared&tenure=social-rent"},
		{"tenure=social-rent&tenure=shared", "tenure=shared&tenure=social-rent"},
		{"tenure=%20social-rent%20,social-rent,shared", "tenure=shared&tenure=social-rent"},
		{"type=flat&tenure=shared", "home-type=flat&tenure=shared"},
		{"tenure=shared&home-type=house&type=flat", "home-type=flat&home-type=house&tenure=shared"},
		{"owner=fold,harbour-homes", "owner=fold&owner=harbour-homes"},
	} {
		w := ask("GET", "/homes/3/0/0.mvt?"+c.query)
		if line, _, _ := strings.Cut(w.Body.String(), "\n"); w.Code != 200 || line != "homes 3 0 0 "+c.filter {
			t.Errorf("%q: %d %s; want %s", c.query, w.Code, line, c.filter)
		}
	}
}

func TestFilterRefusals(t *testing.T) {
	for _, c := range []struct {
		path   string
		status int
		says   string
	}{
		{"/homes/3/0/0.mvt?tenur=shared", 400, `unknown-filter tenur Tiles of homes cannot be filtered by "tenur". Use any of tenure, home-type, owner.`},
		{"/homes/3/0/0.mvt?=shared", 400, "unknown-filter"},
		{"/homes/3/0/0.mvt?tenure=owned", 400, `unknown-value tenure "owned" is not a known value of tenure. Use any of social-rent, shared.`},
		{"/homes/3/0/0.mvt?type=hut", 400, "unknown-value home-type"},
		{"/homes/3/0/0.mvt?tenure=shared&tenure=%ff", 400, "unknown-value tenure"},
		{"/areas/3/0/0.mvt?tenure=shared", 400, "unknown-filter tenure Tiles of areas cannot be filtered."},
		{"/homes/3/0/0.mvt?tenure=%zz", 400, "bad-query"},
		{"/homes/3/0/0.mvt?tenure=" + strings.Repeat("shared,", 3000), 414, "query-too-long"},
	} {
		if w := ask("GET", c.path); w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%.80s: %d %s; want %d ... %s", c.path, w.Code, w.Body, c.status, c.says)
		}
	}
	if w := ask("GET", "/overlay/3/0/0.mvt?tenure=shared"); w.Code != 200 {
		t.Errorf("the overlay has homes: %d", w.Code)
	}
}
