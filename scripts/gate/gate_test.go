package main

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"
)

// events writes the lines that `go test -json` would.
func events(lines ...string) []byte {
	return []byte(strings.Join(lines, "\n") + "\n")
}

func TestCountGo(t *testing.T) {
	tests := []struct {
		name           string
		out            []byte
		passed, failed int
		skips          []skip
	}{
		{"a passed test", events(`{"Action":"pass","Package":"p","Test":"TestA"}`, `{"Action":"pass","Package":"p"}`), 1, 0, nil},
		{"a test is not counted beside its subtests", events(
			`{"Action":"pass","Package":"p","Test":"TestA/one"}`,
			`{"Action":"pass","Package":"p","Test":"TestA/two"}`,
			`{"Action":"pass","Package":"p","Test":"TestA"}`), 2, 0, nil},
		{"a failed subtest counts once, not with all above it", events(
			`{"Action":"fail","Package":"p","Test":"TestA/b/c"}`,
			`{"Action":"pass","Package":"p","Test":"TestA/b/d"}`,
			`{"Action":"fail","Package":"p","Test":"TestA/b"}`,
			`{"Action":"fail","Package":"p","Test":"TestA"}`,
			`{"Action":"fail","Package":"p"}`), 1, 1, nil},
		{"a test that fails by itself counts though its subtests pass", events(
			`{"Action":"pass","Package":"p","Test":"TestA/one"}`,
			`{"Action":"fail","Package":"p","Test":"TestA"}`,
			`{"Action":"fail","Package":"p"}`), 1, 1, nil},
		{"a package that does not build is a failure", events(
			`{"ImportPath":"p [p.test]","Action":"build-output","Output":"x.go:1: no\n"}`,
			`{"ImportPath":"p [p.test]","Action":"build-fail"}`,
			`{"Action":"fail","Package":"p","FailedBuild":"p [p.test]"}`), 0, 1, nil},
		{"a skip has its reason", events(
			`{"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\n"}`,
			`{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:7: skipped: needs ../shared/data\n"}`,
			`{"Action":"output","Package":"p","Test":"TestA","Output":"--- SKIP: TestA (0.00s)\n"}`,
			`{"Action":"skip","Package":"p","Test":"TestA"}`), 0, 0, []skip{{"p.TestA", "skipped: needs ../shared/data"}}},
		{"packages without tests are no skips", events(
			`{"Action":"skip","Package":"q"}`, `{"Action":"pass","Package":"p","Test":"TestA"}`), 1, 0, nil},
		{"nothing at all is a failure", nil, 0, 1, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := countGo(tt.out)
			if got.passed != tt.passed || got.failed != tt.failed || len(got.why) != got.failed {
				t.Errorf("%d passed, %d failed (%q); want %d, %d", got.passed, got.failed, got.why, tt.passed, tt.failed)
			}
			if len(got.skips) != len(tt.skips) || len(tt.skips) == 1 && got.skips[0] != tt.skips[0] {
				t.Errorf("skips %v, want %v", got.skips, tt.skips)
			}
		})
	}
}

func TestStep(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll(scratch, 0o755); err != nil {
		t.Fatal(err)
	}
	report := func(text string) string { return "mkdir -p static/e2e && echo '" + text + "' > " + e2eFile }
	tests := []struct {
		name           string
		step           step
		passed, failed int
	}{
		{"a command that ends well", step{command: shell("true")}, 1, 0},
		{"a command that fails", step{command: shell("false")}, 0, 1},
		{"a command that is not there", step{command: []string{"no-such-program"}}, 0, 1},
		{"output where none should be", step{command: shell("echo a.go"), empty: true}, 0, 1},
		{"a report of failures", step{command: shell(report(`{"passed": 3, "failed": 2}`) + "; exit 1"), leaves: e2eFile, count: countBrowser}, 3, 2},
		{"a report without failures by a command that fails", step{command: shell(report(`{"passed": 3}`) + "; exit 1"), leaves: e2eFile, count: countBrowser}, 3, 1},
		{"an old report", step{command: shell("true"), leaves: e2eFile, count: countBrowser}, 0, 1},
		{"a command that takes too long", step{command: shell("sleep 60 & wait"), limit: 100 * time.Millisecond}, 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.step.limit == 0 {
				tt.step.limit = time.Minute
			}
			tt.step.name = "step"
			got := tt.step.run(context.Background(), os.Environ())
			if got.passed != tt.passed || got.failed != tt.failed {
				t.Errorf("%d passed, %d failed (%q); want %d, %d", got.passed, got.failed, got.why, tt.passed, tt.failed)
			}
		})
	}
}

func TestReportEndsWithTheCount(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll(scratch, 0o755); err != nil {
		t.Fatal(err)
	}
	r := report{began: time.Now()}
	r.add("go test", time.Second, tally{passed: 7, skips: []skip{{"p.TestA", "needs ../shared"}}})
	r.add("gofmt", time.Second, failure("gofmt: it has something to say"))
	var out strings.Builder
	if r.print(&out) {
		t.Error("all is well, it says")
	}
	if !strings.HasSuffix(out.String(), "\n7 passed, 1 failed, 1 skipped\n") || !strings.Contains(out.String(), "needs ../shared\n    p.TestA") {
		t.Errorf("got:\n%s", out.String())
	}
}

func TestClean(t *testing.T) {
	got := clean([]string{"PATH=/bin", "DATABASE_URL=x", "PGHOST=y", "TERRIER_LISTEN=z", "HOME=/root"})
	if strings.Join(got, " ") != "PATH=/bin HOME=/root" {
		t.Errorf("kept %v", got)
	}
}

// Every fuzz target of the project is a step of the long gate, each for as long as is said.
func TestFuzzSteps(t *testing.T) {
	t.Setenv("FUZZTIME", "3s")
	steps, err := fuzzSteps("../..")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, s := range steps {
		found[s.name] = true
		if line := s.command[len(s.command)-1]; !strings.Contains(line, "-fuzztime 3s ") || !strings.Contains(line, "ulimit -v ") {
			t.Error(line)
		}
	}
	for _, name := range []string{"fuzz geo/shape FuzzCheck", "fuzz data/ingest FuzzCSV", "fuzz data/ingest/geopackage FuzzGeoPackage", "fuzz data/ingest/archive FuzzArchive", "fuzz data/ingest/workbook FuzzWorkbook"} {
		if !found[name] {
			t.Errorf("%s is not a step", name)
		}
	}
	t.Setenv("FUZZTIME", "long")
	if _, err := fuzzSteps("../.."); err == nil {
		t.Error("a time that is none is taken")
	}
}
