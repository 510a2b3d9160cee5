package postgis_test

import (
	"errors"
	"fmt"
	"testing"

	"terrier/data/postgis"
	"terrier/plans"
	"terrier/plans/audit"
	"terrier/plans/boundary"
)

// A plan is late once anything that a release is made of was written, and not before.
func TestChangedSince(t *testing.T) {
	w := shireTown(t)
	w.homes(t, openHomes("Ashdale Homes", "A", 30, 430100, 430100)...)
	r := w.releases(t)
	for name, c := range map[string]struct {
		do   func(t *testing.T)
		want bool
	}{
		"nothing":             {func(*testing.T) {}, false},
		"another plan":        {func(t *testing.T) { _, err := r.Plan(t.Context()); w.must(t, err) }, false},
		"a setting":           {func(t *testing.T) { w.must(t, w.loader.SetDemo(t.Context(), "Hollinby")) }, false},
		"a home":              {func(t *testing.T) { w.homes(t, openHomes("Ashdale Homes", "B", 1, 430100, 430100)...) }, true},
		"a home in plain SQL": {func(t *testing.T) { w.exec(t, `UPDATE home SET bedrooms = 5 WHERE provider_ref = 'A1'`) }, true},
		"an outline": {func(t *testing.T) {
			w.boundaries(t, boundary.Boundary{Kind: "oa", Code: "E00999999", Name: "Output area", Shape: rectangle(436000, 430000, 436500, 430500)})
		}, true},
		"a release": {func(t *testing.T) { w.build(t) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			_, at, err := r.PlanAt(t.Context())
			w.must(t, err)
			c.do(t)
			if changed, err := r.ChangedSince(t.Context(), at); err != nil || changed != c.want {
				t.Errorf("changed: %v, %v", changed, err)
			}
		})
	}
	t.Run("a home, of which it is not known any more", func(t *testing.T) { // last: what comes after may be held for late, too
		_, at, err := r.PlanAt(t.Context())
		w.must(t, err)
		w.homes(t, openHomes("Ashdale Homes", "C", 1, 430100, 430100)...)
		w.exec(t, `SELECT prune_changes('0')`)
		if changed, err := r.ChangedSince(t.Context(), at); err != nil || !changed {
			t.Errorf("changed: %v, %v", changed, err)
		}
	})
}

func (w *town) must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A release names an association while somebody writes to it: it is tried once more, and the second time it says what is wrong.
func TestReleaseMeetsAnotherWriter(t *testing.T) {
	for writes, c := range map[int]struct {
		want string // the code
		try  func(*postgis.Releases) error
	}{
		1: {"", func(r *postgis.Releases) error { _, err := r.Plan(t.Context()); return err }},
		2: {"register-busy", func(r *postgis.Releases) error { _, err := r.Plan(t.Context()); return err }},
		3: {"register-busy", func(r *postgis.Releases) error {
			_, _, err := r.Build(t.Context(), released, audit.CommandLine)
			return err
		}},
	} {
		w := shireTown(t)
		w.homes(t, openHomes("Unheard Homes", "U", 120, 430100, 430100)...) // which gets its slug with the release
		tries := 0
		err := c.try(w.releases(t).Telling(func(doing string) {
			if doing != "reading the open homes and the land they stand on" {
				return
			}
			if tries++; tries <= writes {
				w.exec(t, `UPDATE organisation SET website = 'https://unheard.example/' || $1 WHERE name = 'Unheard Homes'`, fmt.Sprint(tries))
			}
		}))
		var refused *plans.Error
		if got := errors.As(err, &refused); tries != 2 || got != (c.want != "") || got && (refused.Code != c.want || refused.Kind != plans.Unavailable) {
			t.Errorf("%d writes: %d tries, %v", writes, tries, err)
		}
		if n := w.exec(t, `SELECT FROM public_release`); n != 0 {
			t.Errorf("%d writes: %d releases stand", writes, n)
		}
	}
}
