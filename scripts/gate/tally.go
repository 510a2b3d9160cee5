package main

import (
	"encoding/json"
	"fmt"
	"os"
)

// tally is what a step found.
type tally struct {
	passed, failed int
	skips          []skip
	why            []string // of the failures
}

type skip struct{ Name, Why string }

func failure(format string, args ...any) tally {
	var t tally
	t.fail(format, args...)
	return t
}

func (t *tally) fail(format string, args ...any) {
	t.failed++
	t.why = append(t.why, fmt.Sprintf(format, args...))
}

// countVitest reads vitest's report (the shape is Jest's: jestjs.io/docs/configuration#testresultsprocessor-string).
func countVitest([]byte) tally {
	var doc struct {
		TestResults []struct {
			Name, Status, Message string
			AssertionResults      []struct {
				FullName, Status string
			}
		}
	}
	if err := readReport(vitestFile, &doc); err != nil {
		return failure("%v", err)
	}
	var t tally
	for _, file := range doc.TestResults {
		before := t.failed
		for _, a := range file.AssertionResults {
			switch a.Status {
			case "passed":
				t.passed++
			case "failed":
				t.fail("%s", a.FullName)
			default: // pending, skipped, todo
				t.skips = append(t.skips, skip{a.FullName, "marked " + a.Status})
			}
		}
		if file.Status == "failed" && t.failed == before { // it did not even load
			t.fail("%s: %s", file.Name, file.Message)
		}
	}
	return t.some("vitest")
}

// countBrowser reads the report of static/e2e.
func countBrowser([]byte) tally {
	var doc struct {
		Passed, Failed int
		Skipped        []struct{ Name, Why string }
		Failures       []struct{ Name, Why string }
	}
	if err := readReport(e2eFile, &doc); err != nil {
		return failure("%v", err)
	}
	t := tally{passed: doc.Passed, failed: doc.Failed}
	for _, s := range doc.Skipped {
		t.skips = append(t.skips, skip(s))
	}
	for _, f := range doc.Failures {
		t.why = append(t.why, f.Name+": "+f.Why)
	}
	return t.some("the browser journeys")
}

func readReport(path string, doc any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("no report was written: %w", err)
	}
	if err := json.Unmarshal(text, doc); err != nil {
		return fmt.Errorf("the report %s cannot be read: %w", path, err)
	}
	return nil
}

// some makes a run without a single test a failure.
func (t tally) some(what string) tally {
	if t.passed+t.failed+len(t.skips) == 0 {
		t.fail("%s ran no test", what)
	}
	return t
}
