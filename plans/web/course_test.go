package web_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/plans"
	"terrier/plans/area"
	"terrier/plans/basemap"
	"terrier/plans/web"
)

func TestEdgesOfAnAreaInWords(t *testing.T) {
	w := populated(t)
	load(t, w.loader.Basemap, "basemap", basemap.Feature{Layer: "road", Kind: "minor", Name: "Alder & Birch Lane", MinZoom: 12, Shape: orb.LineString{{433000, 436001}, {434000, 436001}}})
	site := w.site()
	doc := get(t, site, "/areas/hollin-vale/edges.json").status(200).json()
	round := doc["rounds"].([]any)[0].(map[string]any)
	if round["opening"] != "The boundary starts at SE 3300 3600 and goes clockwise for 4.0 km." || round["metres"] != 4000.0 || doc["note"] != "" {
		t.Errorf("%v", doc)
	}
	var said []string
	metres := 0.0
	for _, s := range round["stretches"].([]any) {
		s := s.(map[string]any)
		said = append(said, s["text"].(string))
		metres += s["metres"].(float64)
		if line := s["geometry"].(map[string]any); line["type"] != "LineString" || len(line["coordinates"].([]any)) < 2 {
			t.Errorf("%v", line)
		}
	}
	want := []string{"East for 1.0 km along Alder & Birch Lane to SE 3400 3600.", "South for 500 m in a straight line to SE 3400 3550.",
		"South for 500 m along the boundary of =Fold & <b>Row</b> plan area to SE 3400 3500.", "West for 1.0 km in a straight line to SE 3300 3500.", "North for 1.0 km in a straight line back to the start."}
	if strings.Join(said, "\n") != strings.Join(want, "\n") || metres != 4000 {
		t.Errorf("%v m:\n%s", metres, strings.Join(said, "\n"))
	}
	page := get(t, site, "/areas/hollin-vale", "Accept", browser).status(200).says("Where its boundary runs").says("East for 1.0 km along Alder &amp; Birch Lane to SE 3400 3600.")
	if strings.Contains(page.Body.String(), "<b>Row") {
		t.Error("a name is written as markup")
	}
	get(t, site, "/areas/hollin-vale/versions/1", "Accept", browser).status(200).says("West for 1.0 km in a straight line")
	get(t, site, "/areas/nowhere/edges.json").status(404)
	get(t, site, "/areas/hollin-vale/edges.json?x=1").status(400)
	get(t, site, "/areas/hollin-vale/edges.csv").status(404)
}

type edgesOf func() ([]area.Edge, bool, error)

func (e edgesOf) EdgesAlong(context.Context, orb.MultiPolygon, string) ([]area.Edge, bool, error) {
	return e()
}

// TestEdgesThatCannotBeTold holds that what is too much is said, and that a page stands without them.
func TestEdgesThatCannotBeTold(t *testing.T) {
	w := populated(t)
	asked := 0
	for name, c := range map[string]struct {
		find edgesOf
		note string
	}{
		"too many boundaries": {func() ([]area.Edge, bool, error) {
			return nil, false, plans.Refuse("box-too-large", "bbox", "Too many.", "Fewer.")
		}, "There is too much along this boundary for it to be told in words."},
		"tangled":          {func() ([]area.Edge, bool, error) { return nil, false, &shape.Problem{Kind: shape.Tangled} }, "There is too much along this boundary for it to be told in words."},
		"too many streets": {func() ([]area.Edge, bool, error) { return nil, false, nil }, "Streets, water and railways are not named: there are too many along this boundary."},
		"no streets":       {func() ([]area.Edge, bool, error) { asked++; return nil, true, nil }, "No street, water or railway is known along this boundary."},
	} {
		site := web.New(w.config(func(config *web.Config) { config.Edges = c.find }))
		if doc := get(t, site, "/areas/hollin-vale/edges.json").status(200).json(); doc["note"] != c.note {
			t.Errorf("%s: %v", name, doc["note"])
		}
		get(t, site, "/areas/hollin-vale", "Accept", browser).status(200).says(c.note)
	}
	if asked != 1 {
		t.Errorf("the ground was looked at %d times within a minute", asked)
	}
	site := web.New(w.config(func(config *web.Config) { config.Edges = nil }))
	get(t, site, "/areas/hollin-vale", "Accept", browser).status(200).says("The outermost points of its edge")
	if doc := get(t, site, "/areas/hollin-vale/edges.json").status(200).json(); fmt.Sprint(doc["rounds"]) != "[]" {
		t.Errorf("%v", doc)
	}
	site = web.New(w.config(func(config *web.Config) {
		config.Edges = edgesOf(func() ([]area.Edge, bool, error) { return nil, false, errors.New("broken") })
	}))
	get(t, site, "/areas/hollin-vale/edges.json").status(500)
}
