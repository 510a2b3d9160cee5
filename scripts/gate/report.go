package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// report gathers what the steps found.
type report struct {
	began time.Time
	lines []line
}

type line struct {
	name string
	took time.Duration
	tally
}

func (r *report) add(name string, took time.Duration, t tally) {
	r.lines = append(r.lines, line{name, took, t})
}

func (r *report) run(ctx context.Context, s step, env []string) {
	fmt.Printf("== %s\n", s.name)
	begun := time.Now()
	t := failure("stopped before its turn")
	if ctx.Err() == nil {
		t = s.run(ctx, env)
	}
	r.add(s.name, time.Since(begun), t)
	for _, why := range t.why {
		fmt.Printf("  failed: %s\n", why)
	}
}

// print writes the failures, the skips, the time table and, as its last line, the count. It says whether all is well.
func (r *report) print(w io.Writer) (ok bool) {
	var all tally
	for _, l := range r.lines {
		all.passed += l.passed
		all.failed += l.failed
		all.skips = append(all.skips, l.skips...)
		for _, why := range l.why {
			all.why = append(all.why, l.name+": "+firstLine(why))
		}
	}
	printSkips(w, all.skips)
	if len(all.why) > 0 {
		fmt.Fprintf(w, "\nFailed:\n  %s\n", strings.Join(all.why, "\n  "))
	}
	fmt.Fprintf(w, "\n%-20s %8s %7s %7s %8s\n", "step", "seconds", "passed", "failed", "skipped")
	for _, l := range r.lines {
		fmt.Fprintf(w, "%-20s %8.1f %7d %7d %8d\n", l.name, l.took.Seconds(), l.passed, l.failed, len(l.skips))
	}
	fmt.Fprintf(w, "%-20s %8.1f\n\n", "all", time.Since(r.began).Seconds())
	count := fmt.Sprintf("%d passed, %d failed", all.passed, all.failed)
	if n := len(all.skips); n > 0 {
		count += fmt.Sprintf(", %d skipped", n)
	}
	fmt.Fprintln(w, count)
	if err := os.WriteFile(filepath.Join(scratch, "tally.txt"), []byte(count+"\n"), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return all.failed == 0
}

// printSkips lists the skipped tests under their reasons.
func printSkips(w io.Writer, skips []skip) {
	names := map[string][]string{}
	var reasons []string
	for _, s := range skips {
		if names[s.Why] == nil {
			reasons = append(reasons, s.Why)
		}
		names[s.Why] = append(names[s.Why], s.Name)
	}
	slices.Sort(reasons)
	if len(reasons) > 0 {
		fmt.Fprintln(w, "\nSkipped:")
	}
	for _, why := range reasons {
		fmt.Fprintf(w, "  %s\n    %s\n", why, strings.Join(names[why], "\n    "))
	}
}

func firstLine(s string) string {
	first, _, _ := strings.Cut(s, "\n")
	return first
}
