package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// fuzzFor is how long each fuzz target runs; FUZZTIME says otherwise.
const fuzzFor = 10 * time.Minute

// mostMemory is how many KiB of addresses a fuzzed reader may take: enough for the Go runtime and the largest row, too little for a
// file that makes it hold more than it was given.
const mostMemory = 8 << 20

var fuzzTarget = regexp.MustCompile(`(?m)^func (Fuzz\w+)\(`)

// fuzzSteps finds every fuzz target under a folder and makes a step of each.
func fuzzSteps(root string) (steps []step, err error) {
	each := fuzzFor
	if said := os.Getenv("FUZZTIME"); said != "" {
		if each, err = time.ParseDuration(said); err != nil {
			return nil, fmt.Errorf("FUZZTIME: %w", err)
		}
	}
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "node_modules" || d.Name() == "var" || strings.HasPrefix(d.Name(), ".") && path != root) {
			return cmp.Or(err, fs.SkipDir)
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		pkg, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		for _, m := range fuzzTarget.FindAllSubmatch(text, -1) {
			target := string(bytes.TrimSpace(m[1]))
			steps = append(steps, step{name: "fuzz " + pkg + " " + target, limit: each + 5*time.Minute, command: shell(fmt.Sprintf(
				"ulimit -v %d; go test -run '^$' -fuzz '^%s$' -fuzztime %s -fuzzminimizetime 20x ./%s", mostMemory, target, each, filepath.ToSlash(pkg)))})
		}
		return nil
	})
	slices.SortFunc(steps, func(a, b step) int { return strings.Compare(a.name, b.name) })
	return steps, err
}
