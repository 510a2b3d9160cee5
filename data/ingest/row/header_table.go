package row

import (
	"slices"
	"strings"
)

// table is the first rows as FindHeader sees them.
type table struct {
	raw     [][]string
	cells   [][]string // with single spaces, cut to longestCell; "" in place of the filler
	kinds   [][]kind
	written []int // cells of each row that are not blank, those with the filler among them
	filler  string
	known   func(string) bool
}

func newTable(first [][]string, known func(string) bool) *table {
	t := &table{raw: first[:min(len(first), HeaderRows)], known: known}
	for _, values := range t.raw {
		cells, kinds, written := make([]string, len(values)), make([]kind, len(values)), 0
		for c, v := range values {
			v = bare(v)
			cells[c] = strings.ToValidUTF8(strings.Join(strings.Fields(v[:min(len(v), longestCell)]), " "), "\ufffd")
			kinds[c] = kindOf(cells[c])
			if cells[c] != "" {
				written++
			}
		}
		t.cells, t.kinds, t.written = append(t.cells, cells), append(t.kinds, kinds), append(t.written, written)
	}
	return t
}

// findFiller takes a title of several words for a filler, and blanks it below, if it stands in three cells of a row at least and in
// half of those that are not blank. A title that is also a value, such as the council's name, is none.
func (t *table) findFiller() {
	title := t.only(0)
	if !strings.Contains(title, " ") || kindOf(title) != word {
		return
	}
	for i := 1; i < len(t.cells); i++ {
		if n := times(t.cells[i], title); n >= 3 && 2*n >= t.written[i] {
			t.filler = title
		}
	}
	for i := 1; i < len(t.cells) && t.filler != ""; i++ {
		for c, v := range t.cells[i] {
			if v == t.filler {
				t.cells[i][c], t.kinds[i][c] = "", blank
			}
		}
	}
}

// only is the text of a row that has no other, "" for a row with several.
func (t *table) only(at int) string {
	text := ""
	for _, v := range t.cells[at] {
		if v != "" && text != "" && v != text {
			return ""
		}
		if v != "" {
			text = v
		}
	}
	return text
}

// isTitle is true of a row with one text alone that is a phrase, or that stands in three cells or more.
func (t *table) isTitle(at int) bool {
	text := t.only(at)
	return kindOf(text) == word && (t.written[at] >= 3 || strings.Count(text, " ") >= 2)
}

// isFilling is true of a row of words in which a merge has written the filler into two cells or more, and into a quarter.
func isFilling(values []string, filler string) bool {
	written, n := 0, 0
	for _, v := range values {
		switch v = bare(v); {
		case v == "":
			continue
		case v == filler:
			n++
		case kindOf(v[:min(len(v), longestCell)]).isData():
			return false
		}
		written++
	}
	return n >= 2 && 4*n >= written
}

func (t *table) cell(at, c int) string {
	if c >= len(t.cells[at]) {
		return ""
	}
	return t.cells[at][c]
}

func (t *table) kind(at, c int) kind {
	if c >= len(t.kinds[at]) {
		return blank
	}
	return t.kinds[at][c]
}

// filled is how many cells of a row have a value.
func (t *table) filled(at int) int { return len(t.cells[at]) - times(t.cells[at], "") }

// width is how many cells the rows here fill at most, without regard to the one that fills most.
func (t *table) width() int {
	most, next := 0, 0
	for i := range t.cells {
		if n := t.filled(i); n > most {
			most, next = n, most
		} else if n > next {
			next = n
		}
	}
	return next
}

// commonLength is how many cells, blank ones among them, most rows have from this one on.
func (t *table) commonLength(at int) int {
	common, most := 0, 0
	lengths := map[int]int{}
	for i := at; i < len(t.cells); i++ {
		if t.written[i] == 0 {
			continue
		}
		n := len(t.cells[i])
		if lengths[n]++; lengths[n] > most || lengths[n] == most && n > common {
			common, most = n, lengths[n]
		}
	}
	return common
}

// kindBelow is what more than half of the values in a column are, below a row; blank where there are none or no such half.
func (t *table) kindBelow(at, c int) kind {
	counts := map[kind]int{}
	all, numbers := 0, 0
	for i := at + 1; i < len(t.cells); i++ {
		k := t.kind(i, c)
		if k == blank {
			continue
		}
		all++
		counts[k]++
		if k.isNumber() {
			numbers++
		}
	}
	for k, n := range counts {
		if 2*n > all {
			return k
		}
	}
	if 2*numbers > all {
		return number
	}
	return blank
}

// wordy is true of a row without data, most of it words.
func (t *table) wordy(at int) bool {
	words := 0
	for _, k := range t.kinds[at] {
		if k.isData() {
			return false
		}
		if k == word {
			words++
		}
	}
	return 2*words > t.filled(at)
}

// distinct is true of a row in which four fifths of the cells say what no other says.
func (t *table) distinct(at int) bool {
	return 5*t.different(at) >= 4*t.filled(at)
}

func (t *table) different(at int) int {
	cells := slices.Clone(t.cells[at])
	slices.Sort(cells)
	cells = slices.Compact(cells)
	return len(cells) - times(cells, "")
}

// knownIn is how many headings that fields go by stand in a row, each counted once.
func (t *table) knownIn(at int) int {
	if t.known == nil {
		return 0
	}
	seen := map[string]bool{}
	for _, v := range t.cells[at] {
		if v != "" && len(v) < longestCell && t.known(v) {
			seen[v] = true
		}
	}
	return len(seen)
}

func times(cells []string, text string) (n int) {
	for _, v := range cells {
		if v == text {
			n++
		}
	}
	return n
}
