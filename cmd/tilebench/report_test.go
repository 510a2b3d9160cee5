package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// kept is a bench whose results are those of testdata.
func kept(t *testing.T) (*results, []mark) {
	t.Helper()
	b := &bench{Dir: t.TempDir(), Homes: 1000}
	text, err := os.ReadFile("testdata/results.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(b.at(), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(b.at("results.json"), text, 0o644); err != nil {
		t.Fatal(err)
	}
	r, err := b.results()
	if err != nil {
		t.Fatal(err)
	}
	marks, err := readMarks("testdata/go-bench.txt")
	if err != nil {
		t.Fatal(err)
	}
	return r, marks
}

func TestReportOfKeptResults(t *testing.T) {
	r, marks := kept(t)
	page, err := report(r, marks)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"| stock z10-z16, the same, 8 clients | Martin without cache | >= 10x req/s, p99 <= 1/3 | 12x (11-13), p99 0.20x (0.19-0.20) | met |",
		"| stock z14-z16, the same, 8 clients | Martin without cache | >= 4x req/s | 2x; terrier gave 1 answers that it should not | **missed** |",
		"| composite warm, 8 clients | Martin warm | >= 98x req/s | - | not measured |",
		"| archive z6-z14, no home lost: time | tippecanoe with nothing dropped | >= 20x faster | 10 beside 236: 23.6x | met |",
		"| archive: memory | tippecanoe | <= 1/4 | 900 beside 2541: 2.82x | **missed** |",
		"| terrier | 10 (9-11) | 900 | 300 |",
		"| the same, 1,000 homes | ST_Covers | >= 15x | 0.10 beside 2: 20x | met |",
		"| the same, 10,000 homes | ST_Covers | >= 75x | 0.20 beside 20: 100x; 3 answers differ | **missed** |",
		"| stress: answers that should not be, counts that are wrong | SQL at quiet moments | none; memory flat after warm-up | " +
			"0 bad, 4 shed with 503; 0 of 400 counts wrong, with 30000 edits; memory of the last quarter 1.30x that of the second | **missed** |",
		"- archive by tilemaker: it is not here",
		"| point tile z13-z16, not compressed, in process | best ST_AsMVT over a kept connection | >= 30x | 0.03 beside 1.50: 50x | met |",
		"| ten times the homes: a tile of z10 to z16, in process | a tile with as many homes as it may show | <= 1.3x | beside 0.20 ms: z10 10x, z11 -x, z12 -x, z13 1.25x, z14 -x, z15 -x, z16 -x | **missed** |",
		"| ten times the homes: counts in a plan area | the same before | <= 2x | 2.50x | **missed** |",
		"| ten times the homes: memory of the columns | the same before | <= 10.5x | 10.2x | met |",
		"| import of all homes | without the change feed's triggers | <= 1.3x, one row of changes | 66 s, 1.08x (1.02-1.10), 1 | met |",
		"| encode a point tile of 100 to 2,000 homes, in process | orb/encoding/mvt | >= 30x | 40x | met |",
		"| tiles/mvt.BenchmarkTile/1000_homes | 60000 | 0 |  |",
	} {
		if !strings.Contains(string(page), line+"\n") {
			t.Errorf("the report lacks %s", line)
		}
	}
	if t.Failed() {
		t.Logf("%s", page)
	}
	for _, wrong := range []string{"NaN", "<nil>", "%!", "<no value>"} {
		if strings.Contains(string(page), wrong) {
			t.Errorf("the report says %s", wrong)
		}
	}
}

func TestReportOfNothing(t *testing.T) {
	b := &bench{Dir: t.TempDir(), Homes: 1000}
	r, err := b.results()
	if err != nil {
		t.Fatal(err)
	}
	page, err := report(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(page), "not measured |"); n != len(goals) {
		t.Errorf("%d of %d goals are not measured", n, len(goals))
	}
}

func TestResultsAreKept(t *testing.T) {
	r, _ := kept(t)
	r.Figures["more"] = series{1}
	if err := r.save(); err != nil {
		t.Fatal(err)
	}
	dir, _ := filepath.Split(filepath.Dir(r.path))
	again, err := (&bench{Dir: dir, Homes: 1000}).results()
	if err != nil {
		t.Fatal(err)
	}
	if len(again.Rows) != len(r.Rows) || again.Figures["more"].median() != 1 {
		t.Errorf("%+v", again)
	}
}
