package disclosure

import (
	"fmt"
	"slices"
	"strings"

	"terrier/geo/within"
	"terrier/plans"
)

// Question asks the table for a plain sum.
type Question struct {
	Within *within.Boundary    // nil asks for all cells
	Where  map[string][]string // key of a way → its categories, any of which will do; every key must hold
	By     []string            // keys of ways
}

// Number is a sum of entries, each with a draw in it. The truth for the cells that it was added up from lies within Error of it with 99%.
type Number struct {
	Value int
	Draws int // how many entries were added up
}

// Error is the number's stated error.
func (n Number) Error() int { return Error(n.Draws) }

// Shown says whether it may be told apart from none.
func (n Number) Shown() bool { return Shown(n.Value, n.Error()) }

// Entry is a category with its number.
type Entry struct {
	Category string
	Number
}

// Answer is what the table says of the cells inside.
type Answer struct {
	Cells int // that tell of it
	Total Number
	By    map[string][]Entry // in the order of the lists; owners by ref, Rest last
}

// Check refuses what the table does not hold: with a plans error of the code NotInTable, whatever is in it.
func (s Scheme) Check(where map[string][]string, by []string) error {
	for _, key := range sortedKeys(where) {
		w := s.way(key)
		if w < 0 {
			return notInTable(key, "Protected figures are not told by "+key+".", "Leave it out, or ask for published homes only with source=published.")
		}
		if key == s.Owner {
			continue
		}
		for _, value := range where[key] {
			if !slices.Contains(s.Ways[w].Values, value) {
				return notInTable(key, fmt.Sprintf("Protected figures do not tell %s=%s apart.", key, value),
					"Use any of "+strings.Join(s.Ways[w].Values, ", ")+", or ask for published homes only with source=published.")
			}
		}
	}
	if len(where) > 2 || len(where) == 2 && !s.pairOf(where) {
		return notInTable("", "Protected figures are not told with these filters together.",
			fmt.Sprintf("Use one filter, or %s with %s, or ask for published homes only with source=published.", s.Pair[0], s.Pair[1]))
	}
	for _, key := range by {
		if s.told(where, key) {
			continue
		}
		told := strings.Join(s.Told(where, s.keys()), ",")
		if s.way(key) < 0 {
			return notInTable("by", "Protected figures are not told by "+key+".", "Use by="+told+", or ask for published homes only with source=published.")
		}
		return notInTable("by", fmt.Sprintf("Protected figures are not told by %s with this filter.", key),
			fmt.Sprintf("Leave the filter out, or use by=%s; or ask for published homes only with source=published.", told))
	}
	return nil
}

// NotInTable is the code of the errors for questions that the table does not answer.
const NotInTable = "not-in-table"

func notInTable(field, message, remedy string) error {
	return plans.Refuse(NotInTable, field, message, remedy)
}

// Told are those of some groupings that the table is told by with these filters.
func (s Scheme) Told(where map[string][]string, by []string) []string {
	return slices.DeleteFunc(slices.Clone(by), func(key string) bool { return !s.told(where, key) })
}

// told: without a filter by every way; with a filter by that way itself, and by the other of the pair.
func (s Scheme) told(where map[string][]string, key string) bool {
	if s.way(key) < 0 {
		return false
	}
	for filter := range where {
		if filter != key && !(slices.Contains(s.Pair[:], filter) && slices.Contains(s.Pair[:], key)) {
			return false
		}
	}
	return true
}

func (s Scheme) pairOf(where map[string][]string) bool {
	return where[s.Pair[0]] != nil && where[s.Pair[1]] != nil
}

func (s Scheme) keys() []string {
	keys := make([]string, len(s.Ways))
	for i, w := range s.Ways {
		keys[i] = w.Key
	}
	return keys
}

// Ask answers a question by adding entries of the cells inside, and nothing else. What the table does not hold is refused (Check).
func (t *Table) Ask(q Question) (Answer, error) {
	if err := t.Scheme.Check(q.Where, q.By); err != nil {
		return Answer{}, err
	}
	cells, values := t.sum(q.Within)
	a := Answer{Cells: cells, Total: Number{int(values[0]), cells}, By: map[string][]Entry{}}
	if q.Where[t.Scheme.Owner] != nil { // some cells do not tell
		a.Cells = len(t.Telling(q.Within, q.Where))
	}
	entries := func(key string) []Entry {
		if key == t.Scheme.Owner {
			return chosen(t.owners(q.Within), q.Where[key])
		}
		return chosen(t.entries(values, cells, key, q.Where), q.Where[key])
	}
	for _, filter := range sortedKeys(q.Where) { // two are of the pair: either gives the same
		a.Total = Number{}
		for _, e := range entries(filter) {
			a.Total = Number{a.Total.Value + e.Value, a.Total.Draws + e.Draws}
		}
	}
	for _, key := range q.By {
		a.By[key] = entries(key)
	}
	return a, nil
}

// entries are all categories of a way, from its own table, or from that of the pair where there is a filter on the other of the two.
func (t *Table) entries(values []int64, cells int, key string, where map[string][]string) []Entry {
	w := t.Scheme.way(key)
	list := make([]Entry, len(t.Scheme.Ways[w].Values))
	for c, category := range t.Scheme.Ways[w].Values {
		list[c].Category = category
		for _, place := range t.places(w, c, where) {
			list[c].Number = Number{list[c].Value + int(values[place]), list[c].Draws + cells}
		}
	}
	return list
}

// places are where in a row of values the entries stand that make up a category of a way; not of the owners'.
func (t *Table) places(way, category int, where map[string][]string) []int {
	rows, columns := t.Scheme.pair()
	other := rows
	if way == rows {
		other = columns
	}
	filter := where[t.Scheme.Ways[other].Key]
	if way != rows && way != columns || filter == nil {
		return []int{t.flat.ways[way] + category}
	}
	filter = slices.Compact(slices.Sorted(slices.Values(filter))) // none twice, whoever asks
	places := make([]int, len(filter))
	for k, value := range filter {
		i := category
		j, _ := t.Scheme.Ways[other].Category(value)
		if way == columns {
			i, j = j, i
		}
		places[k] = t.flat.pair + i*t.flat.columns + j
	}
	return places
}

// owners adds up the table by owner. Each authority has a list of its own, so an owner is told from the cells of those that show it.
func (t *Table) owners(b *within.Boundary) []Entry {
	w := t.Scheme.way(t.Scheme.Owner)
	sums := map[string]Number{}
	for _, cell := range t.Inside(b) {
		c := &t.Cells[cell]
		for k, ref := range t.Scheme.of(t.Owners[c.Authority]).Ways[w].Values {
			sums[ref] = Number{sums[ref].Value + c.Entries.Ways[w][k], sums[ref].Draws + drawsOf(len(c.Entries.Ways[w]))}
		}
	}
	var list []Entry
	for _, ref := range sortedKeys(sums) {
		if ref != Rest {
			list = append(list, Entry{ref, sums[ref]})
		}
	}
	if rest, some := sums[Rest]; some {
		list = append(list, Entry{Rest, rest})
	}
	return list
}

// Telling are the cells inside that tell of what a filter means, as places in Cells, ascending: all of them, but for a filter on owners
// those of the authorities that show one of these apart.
func (t *Table) Telling(b *within.Boundary, where map[string][]string) []int {
	cells := t.Inside(b)
	refs := where[t.Scheme.Owner]
	if refs == nil || slices.Contains(refs, Rest) {
		return cells
	}
	tells := map[string]bool{}
	for authority, shown := range t.Owners {
		tells[authority] = slices.ContainsFunc(shown, func(ref string) bool { return slices.Contains(refs, ref) })
	}
	return slices.DeleteFunc(cells, func(cell int) bool { return !tells[t.Cells[cell].Authority] })
}

// drawsOf is how many draws an entry of a table with so many entries is as uncertain as: of two, one may be the other taken from the total.
func drawsOf(entries int) int {
	if entries == 2 {
		return 2
	}
	return 1
}

// chosen keeps the categories that a filter names; all where it is nil.
func chosen(entries []Entry, filter []string) []Entry {
	if filter == nil {
		return entries
	}
	return slices.DeleteFunc(entries, func(e Entry) bool { return !slices.Contains(filter, e.Category) })
}
