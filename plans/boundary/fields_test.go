package boundary_test

import (
	"testing"

	"terrier/plans"
	"terrier/plans/boundary"
)

func read(row map[string]string) (boundary.Boundary, *plans.FieldReader) {
	r := plans.ReadFields(func(field string) string { return row[field] })
	return boundary.FromFields(r), r
}

func TestKindIsSaidOrReadFromTheCode(t *testing.T) {
	for code, kind := range map[string]string{"E04000997": "parish", "e05015239": "ward", "E01006074": "lsoa", "E08000009": "local-authority", "Z1": "other"} {
		if b, _ := read(map[string]string{"code": code, "name": "x"}); b.Kind != kind || b.HasCouncil != "unknown" {
			t.Errorf("%s: %s, %s", code, b.Kind, b.HasCouncil)
		}
	}
	if b, _ := read(map[string]string{"code": "X1", "name": "x", "kind": "Civil Parish", "has-council": "Yes"}); b.Kind != "parish" || b.HasCouncil != "yes" {
		t.Errorf("%+v", b)
	}
	if b, _ := read(map[string]string{"code": "E05015239", "name": "x", "has-council": "yes"}); b.HasCouncil != "unknown" {
		t.Errorf("only parishes have councils: %+v", b)
	}
}

func TestBoundaryWithoutAName(t *testing.T) {
	if b, r := read(map[string]string{"code": "E00000001"}); b.Name != "E00000001" || len(r.Problems()) > 0 {
		t.Errorf("output areas go by their codes: %q %v", b.Name, r.Problems())
	}
	if b, r := read(map[string]string{"description": "Non-Civil Parish or Community"}); b.Name != "Non-Civil Parish or Community" || len(r.Problems()) != 1 {
		t.Errorf("%q %v", b.Name, r.Problems())
	}
	if _, r := read(nil); len(r.Problems()) != 1 || r.Problems()[0].Code != "missing-name" {
		t.Error(r.Problems())
	}
}

func TestYearOfHeading(t *testing.T) {
	for heading, year := range map[string]int{"WD13CD": 2013, "msoa11cd": 2011, "LAD23CD": 2023, "area_code": 0, "code": 0, "": 0, "23cd": 0, "a2b3cd": 0} {
		if got := boundary.YearOfHeading(heading); got != year {
			t.Errorf("%s: %d", heading, got)
		}
	}
}

func TestNameOfAnotherBoundary(t *testing.T) {
	for _, c := range []struct {
		code, name string
		want       bool
	}{{"OA21CD", "LSOA21NM", true}, {"WD24CD", "WD24NM", false}, {"area_code", "WD24NM", false}, {"WD24CD", "name", false}} {
		if got := boundary.IsNameOfOther(c.code, c.name); got != c.want {
			t.Errorf("%s, %s: %v", c.code, c.name, got)
		}
	}
}
