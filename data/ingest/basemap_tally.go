package ingest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// tally counts what became of the features of one layer of the product.
type tally struct {
	kinds    map[string]int // drawn, by kind
	refused  int
	repaired int
	strange  map[string]int // features by a class that is not known here
	others   int            // with classes beyond the first few
	drawnAs  string         // what those of unknown classes are drawn as
}

// mostStrange unknown classes are named.
const mostStrange = 5

func (g *ground) tally(layer groundLayer) *tally {
	t := g.tallies[layer.Product.Name]
	if t == nil {
		t = &tally{kinds: map[string]int{}, strange: map[string]int{}}
		g.tallies[layer.Product.Name] = t
	}
	return t
}

func (t *tally) unknown(class, drawnAs string) {
	t.drawnAs = drawnAs
	class = shorten(strings.TrimSpace(class))
	if _, seen := t.strange[class]; !seen && len(t.strange) == mostStrange {
		t.others++
		return
	}
	t.strange[class]++
}

// sentences say what came in, and what was not known.
func (t *tally) sentences(name string) (lines []string) {
	drawn := 0
	for _, n := range t.kinds {
		drawn += n
	}
	if drawn+t.refused == 0 {
		return nil
	}
	line := fmt.Sprintf("%s: %s drawn", name, features(drawn))
	if len(t.kinds) > 1 {
		line += " (" + t.byKind() + ")"
	}
	if t.repaired > 0 {
		line += fmt.Sprintf(", %s of them repaired", grouped(t.repaired))
	}
	if t.refused > 0 {
		line += fmt.Sprintf(", %s refused", grouped(t.refused))
	}
	lines = append(lines, line+".")
	if len(t.strange) > 0 {
		lines = append(lines, fmt.Sprintf("%s: classes that are not known here were drawn as %s: %s.", name, t.drawnAs, t.classes()))
	}
	return lines
}

// byKind counts what was drawn of each kind, the commonest first: "19 minor, 5 main".
func (t *tally) byKind() string {
	kinds := slices.SortedFunc(maps.Keys(t.kinds), func(a, b string) int {
		return cmp.Or(t.kinds[b]-t.kinds[a], strings.Compare(a, b))
	})
	for i, kind := range kinds {
		kinds[i] = grouped(t.kinds[kind]) + " " + kind
	}
	return strings.Join(kinds, ", ")
}

// classes names the unknown ones: "Bridleway (12), without one (3)".
func (t *tally) classes() string {
	named := make([]string, 0, len(t.strange))
	for class, n := range t.strange {
		if class == "" {
			class = "without one"
		}
		named = append(named, fmt.Sprintf("%s (%s)", class, grouped(n)))
	}
	slices.Sort(named)
	if t.others > 0 {
		named = append(named, fmt.Sprintf("others (%s)", grouped(t.others)))
	}
	return strings.Join(named, ", ")
}

func features(n int) string {
	if n == 1 {
		return "1 feature"
	}
	return grouped(n) + " features"
}
