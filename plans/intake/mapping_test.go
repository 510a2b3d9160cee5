package intake_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"terrier/plans"
	"terrier/plans/intake"
)

var fields = []plans.Field{
	{Name: "reference", Also: []string{"AssetCode", "ref"}},
	{Name: "name", Also: []string{"site_name", "wd##nm"}},
	{Name: "home-type", Also: []string{"type"}},
	{Name: "kind", Also: []string{"type"}},
}

func columns(names ...string) []intake.Column {
	c := make([]intake.Column, len(names))
	for i, n := range names {
		c[i] = intake.Column{Name: n, Example: "example of " + n}
	}
	return c
}

func TestPropose(t *testing.T) {
	for _, c := range []struct {
		name    string
		columns []intake.Column
		given   map[string]string
		want    map[string]string
		unused  int
	}{
		{"the very name", columns("reference", "name"), nil, map[string]string{"reference": "reference", "name": "name"}, 0},
		{"capitals, spaces, snake and camel", columns("ASSET CODE", "Site Name", "home_type"), nil, map[string]string{"reference": "ASSET CODE", "name": "Site Name", "home-type": "home_type"}, 0},
		{"homeType", columns("homeType"), nil, map[string]string{"home-type": "homeType"}, 0},
		{"the name before other headings", columns("ref", "AssetCode", "Reference"), nil, map[string]string{"reference": "Reference"}, 2},
		{"other headings in their order", columns("ref", "AssetCode"), nil, map[string]string{"reference": "AssetCode"}, 1},
		{"digits", columns("WD13NM"), nil, map[string]string{"name": "WD13NM"}, 0},
		{"no digits where digits belong", columns("WDXXNM"), nil, map[string]string{}, 1},
		{"one column for one field", columns("type"), nil, map[string]string{"home-type": "type"}, 0},
		{"given", columns("ref", "X"), map[string]string{"reference": "X"}, map[string]string{"reference": "X"}, 1},
		{"given in another spelling", columns("ref", "Some Column"), map[string]string{"Home Type": "somecolumn"}, map[string]string{"home-type": "Some Column", "reference": "ref"}, 0},
		{"given as none", columns("ref"), map[string]string{"reference": ""}, map[string]string{}, 1},
		{"headings in other letters", columns("名前", "ref"), nil, map[string]string{"reference": "ref"}, 1},
		{"a full column before an empty one", append([]intake.Column{{Name: "ref"}}, columns("REF")...), nil, map[string]string{"reference": "REF"}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := intake.Propose(fields, c.columns, c.given)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, m.Columns()); diff != "" {
				t.Error(diff)
			}
			if len(m.Unused) != c.unused {
				t.Errorf("unused %v", m.Unused)
			}
			for _, choice := range m.Choices {
				if _, given := c.given[choice.Field]; choice.Given != given && choice.Field != "home-type" {
					t.Errorf("%+v", choice)
				}
			}
		})
	}
	for _, c := range []struct {
		given        map[string]string
		code, remedy string
	}{
		{map[string]string{"colour": "ref"}, "unknown-field", "reference, name, home-type, kind"},
		{map[string]string{"name": "Nmae"}, "unknown-column", "ref, Title"},
	} {
		_, err := intake.Propose(fields, columns("ref", "Title"), c.given)
		wantCode(t, err, c.code)
		if e := err.(*plans.Error); !strings.Contains(e.Remedy, c.remedy) {
			t.Errorf("remedy %q", e.Remedy)
		}
	}
}

func TestParseWhere(t *testing.T) {
	cols := columns("F_CODE", "Status", "a and b", "name")
	for text, want := range map[string][]intake.Condition{
		"":                                  nil,
		"F_CODE=NDHNA":                      {{Column: "F_CODE", Value: "NDHNA"}},
		" f_code != NDHNA ":                 {{Column: "F_CODE", Value: "NDHNA", Not: true}},
		"F_CODE=NDHNA and Status!=":         {{Column: "F_CODE", Value: "NDHNA"}, {Column: "Status", Not: true}},
		`"a and b"="x and y" AND name='=z'`: {{Column: "a and b", Value: "x and y"}, {Column: "name", Value: "=z"}},
		"name=St Mary=s":                    {{Column: "name", Value: "St Mary=s"}},
	} {
		got, err := intake.ParseWhere(text, cols)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%q: %v %s", text, err, diff)
		}
	}
	for text, code := range map[string]string{"F_CODE": "bad-condition", "=x": "bad-condition", "F_CODE>3": "bad-condition", "colour=red": "unknown-column", "F_CODE=x and ": "bad-condition"} {
		_, err := intake.ParseWhere(text, cols)
		wantCode(t, err, code)
	}
	c := intake.Condition{Column: "x", Value: "a"}
	if !c.Holds(" a ") || c.Holds("A") || c.Holds("") {
		t.Error("equality is of the text")
	}
}

func TestNeutralise(t *testing.T) {
	for value, want := range map[string]string{
		"=cmd()": "'=cmd()", "@SUM(A1)": "'@SUM(A1)", "-1": "-1", "+44.5": "+44.5", "-1e5": "-1e5", "-cmd": "'-cmd", "+44 161": "'+44 161", "-": "'-", "'=x": "''=x", "'x": "'x", "x=": "x=", "": "", "\tx": "'\tx", "--1": "'--1", "-1.5+cmd": "'-1.5+cmd", "-Inf": "'-Inf", "|calc": "'|calc", "\n=1": "'\n=1",
	} {
		if got := intake.Neutralise(value); got != want {
			t.Errorf("%q: %q", value, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.StringMatching(`['=+@|\t\n0-9a-e.-]{0,6}`).Draw(t, "value")
		if got := intake.Restore(intake.Neutralise(value)); got != value {
			t.Fatalf("%q came back as %q", value, got)
		}
	})
}
