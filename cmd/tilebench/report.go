package main

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"text/template"
)

type reportCommand struct {
	Out string `default:"docs/performance.md" help:"Where to write."`
}

func (c *reportCommand) Run(_ context.Context, b *bench) error {
	r, err := b.results()
	if err != nil {
		return err
	}
	marks, err := readMarks(b.at(marksFile))
	if err != nil {
		return err
	}
	text, err := report(r, marks)
	if err != nil {
		return err
	}
	fmt.Println("writing", c.Out)
	return os.WriteFile(c.Out, text, 0o644)
}

//go:embed report.md.tmpl
var reportText string

// achieved is a goal with how far it was reached.
type achieved struct {
	goal
	finding
}

// report is the same bytes for the same results.
func report(r *results, marks []mark) ([]byte, error) {
	page, err := template.New("").Funcs(template.FuncMap{
		"short": short, "spread": spread, "thin": thin, "answers": answers, "other": otherUnits,
		"mid":    func(s series) string { return short(s.median()) },
		"figure": func(name string) series { return r.Figures[name] },
		"unit":   func(m mark, unit string) string { return short(m.units[unit].median()) },
		"name":   func(m mark) string { return m.name },
		"keys":   func(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) },
	}).Parse(reportText)
	if err != nil {
		return nil, err
	}
	reached := make([]achieved, len(goals))
	for i, g := range goals {
		reached[i] = achieved{g, g.measure(r, marks)}
	}
	var out bytes.Buffer
	err = page.Execute(&out, map[string]any{"R": r, "Goals": reached, "Marks": marks, "Makers": madeBy(r), "Verdicts": verdicts(r), "Kinds": []string{"tile", "filter", "count"}})
	return out.Bytes(), err
}

// spread is a median and between which values it lay.
func spread(s series) string {
	if len(s) < 2 {
		return short(s.median())
	}
	return fmt.Sprintf("%s (%s-%s)", short(s.median()), short(s.at(0)), short(s.at(1)))
}

// thin is a series over time in at most twelve steps.
func thin(s series) string {
	var said []string
	for i := 0; i < len(s); i += max(1, (len(s)+11)/12) {
		said = append(said, fmt.Sprintf("%.0f", s[i]))
	}
	return strings.Join(said, ", ")
}

// answers lists what was not 200.
func answers(m map[string]int) string {
	var said []string
	for _, status := range slices.Sorted(maps.Keys(m)) {
		if status != "200" {
			said = append(said, fmt.Sprintf("%s: %d", status, m[status]))
		}
	}
	return strings.Join(said, ", ")
}

// otherUnits are what a benchmark reports of its own accord.
func otherUnits(m mark) string {
	var said []string
	for _, unit := range slices.Sorted(maps.Keys(m.units)) {
		if v := m.units[unit].median(); unit != "ns/op" && unit != "B/op" && unit != "allocs/op" && !math.IsNaN(v) {
			said = append(said, short(v)+" "+unit)
		}
	}
	return strings.Join(said, ", ")
}

// madeBy are the makers of archives that were measured.
func madeBy(r *results) (names []string) {
	for _, name := range []string{"terrier", "tippecanoe", "tilemaker"} {
		if len(r.Figures["archive "+name+", s"]) > 0 {
			names = append(names, name)
		}
	}
	return names
}
