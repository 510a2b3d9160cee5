package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// insideCommand runs the Go benchmarks by the gate, which gives them a database, and keeps what they said.
type insideCommand struct {
	Gate string `default:"bin/gate" type:"path" help:"The program that runs them (scripts/gate)."`
}

const marksFile = "go-bench.log"

func (c *insideCommand) Run(ctx context.Context, b *bench) error {
	if exists(b.at(marksFile)) {
		return nil
	}
	if err := os.MkdirAll(b.at(), 0o755); err != nil {
		return err
	}
	fmt.Println("running the Go benchmarks")
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, c.Gate, "bench")
	cmd.Stdout, cmd.Stderr = io.MultiWriter(os.Stdout, &said), os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s bench: %w", c.Gate, err)
	}
	return os.WriteFile(b.at(marksFile), said.Bytes(), 0o644)
}

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
