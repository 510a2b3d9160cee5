package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
)

// event is a line of `go test -json` (go doc test2json).
type event struct {
	Action, Package, ImportPath, Test, Output string
	Elapsed                                   float64
}

// test names a test, or with an empty name the package itself.
type test struct{ pkg, name string }

func (t test) String() string { return strings.TrimPrefix(t.pkg, "terrier/") + "." + t.name }

// parent is the test that holds a subtest.
func (t test) parent() (test, bool) {
	i := strings.LastIndexByte(t.name, '/')
	if i < 0 {
		return test{}, false
	}
	return test{t.pkg, t.name[:i]}, true
}

// goTests collects the events of a run.
type goTests struct {
	order []test            // as they ended
	ended map[test]string   // pass, fail or skip
	said  map[test][]string // what each test and each package printed
	down  []string          // packages that failed
}

func newGoTests() *goTests {
	return &goTests{ended: map[test]string{}, said: map[test][]string{}}
}

// note takes one line; what is no event is passed over.
func (g *goTests) note(line []byte) (e event, ok bool) {
	if json.Unmarshal(line, &e) != nil {
		return event{}, false
	}
	t := test{e.Package, e.Test}
	switch e.Action {
	case "output":
		g.said[t] = append(g.said[t], e.Output)
	case "build-output":
		pkg, _, _ := strings.Cut(e.ImportPath, " ") // "a/b [a/b.test]"
		t = test{pkg: pkg}
		g.said[t] = append(g.said[t], e.Output)
	case "pass", "fail", "skip":
		if e.Test != "" {
			g.ended[t] = e.Action
			g.order = append(g.order, t)
		} else if e.Action == "fail" {
			g.down = append(g.down, e.Package)
		}
	}
	return e, true
}

// countGo counts tests by their leaves: one that only holds subtests is not counted beside them, unless it failed by itself.
// A package that failed without a failed test (it does not build, it ran out of time) counts as one failure.
func countGo(out []byte) tally {
	g := newGoTests()
	for line := range bytes.Lines(out) {
		g.note(line)
	}
	holds, explained := map[test]bool{}, map[test]bool{} // by a subtest, by a failed subtest
	for _, t := range g.order {
		for p, ok := t.parent(); ok; p, ok = p.parent() {
			holds[p] = true
			explained[p] = explained[p] || g.ended[t] == "fail"
		}
	}
	var sum tally
	broken := map[string]bool{}
	for _, t := range g.order {
		switch outcome := g.ended[t]; {
		case outcome == "fail" && !explained[t]:
			sum.fail("%s", t)
			broken[t.pkg] = true
		case holds[t]:
		case outcome == "pass":
			sum.passed++
		case outcome == "skip":
			sum.skips = append(sum.skips, skip{t.String(), reason(g.said[t])})
		}
	}
	for _, pkg := range g.down {
		if !broken[pkg] {
			sum.fail("%s: %s", pkg, strings.TrimSpace(strings.Join(g.said[test{pkg: pkg}], "")))
		}
	}
	return sum.some("go test")
}

var (
	place   = regexp.MustCompile(`^\s*\S+\.go:\d+: `)
	machine = regexp.MustCompile(`^\s*(=== |--- )`)
)

// reason finds what a test said when it skipped itself.
func reason(said []string) string {
	for i := len(said) - 1; i >= 0; i-- {
		if line := strings.TrimSpace(place.ReplaceAllString(said[i], "")); line != "" && !machine.MatchString(said[i]) {
			return line
		}
	}
	return "no reason given"
}

// watch shows a run as it goes: a line for each package, and all that failed tests printed.
type watch struct {
	tests *goTests
	rest  []byte // of a line that has not ended
}

func watchGo() io.Writer { return &watch{tests: newGoTests()} }

func (w *watch) Write(p []byte) (int, error) {
	w.rest = append(w.rest, p...)
	for {
		end := bytes.IndexByte(w.rest, '\n')
		if end < 0 {
			return len(p), nil
		}
		w.show(w.rest[:end])
		w.rest = w.rest[end+1:]
	}
}

func (w *watch) show(line []byte) {
	e, ok := w.tests.note(line)
	switch {
	case !ok:
		fmt.Fprintf(os.Stdout, "%s\n", line)
	case e.Action == "fail":
		fmt.Print(strings.Join(w.tests.said[test{e.Package, e.Test}], ""))
	}
	if e.Test == "" && (e.Action == "pass" || e.Action == "fail") {
		fmt.Printf("  %-4s %-40s %6.1f s\n", e.Action, e.Package, e.Elapsed)
	}
}
