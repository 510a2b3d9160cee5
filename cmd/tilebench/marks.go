package main

import (
	"bufio"
	"errors"
	"os"
	"regexp"
	"strconv"
	"strings"
)

// mark is what `go test -bench` said of one benchmark: by unit, such as "ns/op", one value a run.
type mark struct {
	name  string // package without the module, a dot, and the benchmark: geo/column.BenchmarkCount/all
	units map[string]series
}

var processors = regexp.MustCompile(`-\d+$`) // GOMAXPROCS, which ends a benchmark's name

// readMarks reads the output of `go test -bench` in its order. A file that is not there has none.
func readMarks(path string) (marks []mark, err error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	pkg := ""
	index := map[string]int{}
	for in := bufio.NewScanner(f); in.Scan(); {
		if name, ok := strings.CutPrefix(in.Text(), "pkg: terrier/"); ok {
			pkg = name
		}
		fields := strings.Fields(in.Text())
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
			continue
		}
		name := pkg + "." + processors.ReplaceAllString(fields[0], "")
		at, seen := index[name]
		if !seen {
			at = len(marks)
			index[name] = at
			marks = append(marks, mark{name, map[string]series{}})
		}
		for i := 2; i+1 < len(fields); i += 2 { // after the name and the count of runs: value and unit by turns
			if value, err := strconv.ParseFloat(fields[i], 64); err == nil {
				marks[at].units[fields[i+1]] = append(marks[at].units[fields[i+1]], value)
			}
		}
	}
	return marks, nil
}

// find is the median of a unit of a benchmark. ok is false where it was not measured.
func find(marks []mark, name, unit string) (v float64, ok bool) {
	for _, m := range marks {
		if m.name == name && len(m.units[unit]) > 0 {
			return m.units[unit].median(), true
		}
	}
	return 0, false
}
