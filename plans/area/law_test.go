package area_test

import (
	"strings"
	"testing"

	"terrier/plans/area"
)

// statementOf is the statement of an id, zero where nothing of it is said.
func statementOf(t *testing.T, q area.Question, g area.Ground, id string) area.Statement {
	t.Helper()
	v, err := area.Judge(q, g)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range v.Statements {
		if s.ID == id {
			return s
		}
	}
	return area.Statement{}
}

// Regulation 5A: the whole of a parish is designated and no time runs (regulations 6 and 6A do not apply), unless an existing area in it reaches
// outside, be it the one that the application would replace.
func TestWholeParish(t *testing.T) {
	whole := area.Question{Shape: box(-3000, 0, -2000, 1000), BodyType: council, Parish: "E04000005"}
	weeks := func(g area.Ground) bool {
		return strings.Contains(statementOf(t, whole, g, "authority").Text, "weeks")
	}
	plain := goldenGround()
	if s := statementOf(t, whole, plain, "whole-parish"); s.Level != area.OK || s.Title == "" || weeks(plain) || statementOf(t, whole, plain, "authority").Rule != "whole-parish" {
		t.Errorf("the whole parish: %+v; weeks: %v", s, weeks(plain))
	}
	twice := goldenGround()
	twice.Authorities[0].Shape = box(-5000, -5000, -2500, 3000)
	twice.Authorities[1].Shape = box(-2500, -5000, 3000, 3000)
	if s := statementOf(t, whole, twice, "authority"); strings.Contains(s.Text, "weeks") || !strings.Contains(s.Text, "Western") || !strings.Contains(s.Text, "Eastern") {
		t.Errorf("in two authorities: %q", s.Text)
	}
	old := func(x0, y0, x1, y1 float64) area.Neighbour {
		return area.Neighbour{Ref: "old", Name: "Old Elm", Status: "designated", Shape: box(x0, y0, x1, y1)}
	}
	for name, c := range map[string]struct {
		old     area.Neighbour
		revised bool
		level   area.Level
		weeks   bool
		says    string
	}{
		"it revises one inside":               {old(-2900, 100, -2500, 500), true, area.OK, false, "must designate it"},
		"it revises one that reaches outside": {old(-2900, 100, -1900, 500), true, area.Look, true, "reaches beyond it"},
		"one inside":                          {old(-2900, 100, -2500, 500), false, area.Look, true, "give way"},
		"one that reaches outside":            {old(-2900, 100, -1900, 500), false, area.Look, true, "reaches beyond it"},
		"one that comes 1 cm in":              {old(-2000.01, 100, -1900, 500), false, area.OK, false, "must designate it"},
		"one that touches":                    {old(-2000, 100, -1900, 500), false, area.OK, false, "must designate it"},
	} {
		g := goldenGround()
		if c.revised {
			g.Revised = []area.Neighbour{c.old}
		} else {
			g.Neighbours = append(g.Neighbours, c.old)
		}
		if s := statementOf(t, whole, g, "whole-parish"); s.Level != c.level || !strings.Contains(s.Text, c.says) || weeks(g) != c.weeks {
			t.Errorf("%s: %s %q, weeks: %v", name, s.Level, s.Text, weeks(g))
		}
	}
	none := area.Question{Shape: box(1000, 1000, 2000, 2000), BodyType: council, Parish: "E04000004"}
	if s := statementOf(t, none, plain, "whole-parish"); s.ID != "" {
		t.Errorf("of a parish without a council it says %q", s.Text)
	}
}

// A national park decides inside of it, and beyond it the district, even where the district lies around the park and no other planning authority is
// registered.
func TestParkAndDistrict(t *testing.T) {
	park := area.Land{Kind: "local-planning-authority", Code: "E26000001", Name: "Moors Park", Shape: box(0, 0, 1000, 1000)}
	district := area.Land{Kind: "local-authority", Code: "E07000001", Name: "Moorshire (north)", Shape: box(-1000, -1000, 2000, 2000)}
	scots := area.Land{Kind: "local-authority", Code: "S12000001", Name: "Borders", Shape: box(2000, -1000, 3000, 2000)}
	g := area.Ground{Authorities: []area.Land{park, district, scots}}
	for name, c := range map[string]struct {
		x0, x1 float64
		says   string
	}{
		"in the park": {100, 200, "The area lies in Moors Park. It"}, "in the district": {1100, 1200, "The area lies in Moorshire (north). It"},
		"in both":        {900, 1100, "The area lies in Moors Park (1.0 ha) and Moorshire (north) (1.0 ha). Each"},
		"along the edge": {900, 1000.02, "The area lies in Moors Park. It"}, "in Scotland": {2100, 2200, ""},
	} {
		q := area.Question{Shape: box(c.x0, 100, c.x1, 200)}
		if s := statementOf(t, q, g, "authority"); !strings.HasPrefix(s.Text, c.says) || c.says == "" && s.ID != "" {
			t.Errorf("%s: %q", name, s.Text)
		}
		if s := statementOf(t, q, g, "beyond"); s.ID != "" {
			t.Errorf("%s: %s", name, s.Title)
		}
		if s := statementOf(t, q, g, "scotland"); (s.Level == area.Stop) != (name == "in Scotland") {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

// Where nobody has said who draws, half of the rules were not asked: the sum of the verdict says so.
func TestSummaryWithoutBody(t *testing.T) {
	q := area.Question{Shape: box(-1000, 0, -900, 100)}
	for body, asks := range map[string]bool{"": true, forum: false} {
		q.BodyType = body
		if v, err := area.Judge(q, goldenGround()); err != nil || strings.Contains(v.Summary, "Say who draws it") != asks {
			t.Errorf("%q: %q, %v", body, v.Summary, err)
		}
	}
}
