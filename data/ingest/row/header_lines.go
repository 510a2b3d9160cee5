package row

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostLines that headings are split over.
const mostLines = 7

// names puts the headings together that begin in a row, and says where the data begin, and how many values that slipped in were
// left out.
func (t *table) names(at int) (names []string, first, slipped int) {
	group := t.isGroup(at)
	last := at
	if group {
		last++
	}
	for last+1 < len(t.cells) && last+1-at < mostLines && (t.isFilled(last+1) || t.wraps(at, last+1, group)) {
		last++
	}
	if last == at && t.filler == "" {
		return Headings(t.raw[at]), at + 1, 0
	}
	width := 0
	for i := at; i <= last; i++ {
		width = max(width, len(t.cells[i]))
	}
	joined := make([]string, width)
	for c := range joined {
		joined[c] = t.cell(at, c)
	}
	from := at + 1
	if group {
		joined = t.grouped(joined, at+1)
		from++
	}
	for i := from; i <= last; i++ {
		for c := range joined {
			switch part := t.cell(i, c); {
			case part == "" || part == joined[c]:
			case t.isFilled(i) && t.standsBelow(last, c, part):
				slipped++
			default:
				joined[c] = strings.TrimSpace(joined[c] + " " + part)
			}
		}
	}
	return Headings(joined), last + 1, slipped
}

// isGroup is true of a row that names groups of columns, such as Location, before blank cells or again and again, or only some of
// the columns, where the next row names the others.
func (t *table) isGroup(at int) bool {
	i := at + 1
	if i >= len(t.cells) || !t.wordy(i) || t.isFilled(i) {
		return false
	}
	heading, data := t.votes(i)
	known := t.knownIn(i)
	byKnown := known >= 2 && known > t.knownIn(at)
	if data > 0 || heading == 0 && !byKnown {
		return false
	}
	repeats := 2*t.different(at) <= t.filled(at)
	for c := range min(len(t.cells[i]), len(t.cells[at])) {
		below := t.kindBelow(i, c)
		open := t.cell(at, c) == "" || repeats && c > 0 && t.cell(at, c) == t.cell(at, c-1)
		if open && t.kind(i, c) == word && (byKnown || below != blank && below != word) {
			return true
		}
	}
	return false
}

// grouped names columns by the row under their groups, and with the group before it where that row says the same twice.
func (t *table) grouped(groups []string, at int) []string {
	names := make([]string, len(groups))
	group := ""
	for c := range names {
		if groups[c] != "" {
			group = groups[c]
		}
		switch own := t.cell(at, c); {
		case own == "":
			names[c] = groups[c]
		case times(t.cells[at], own) > 1:
			names[c] = strings.TrimSpace(group + " " + own)
		default:
			names[c] = own
		}
	}
	return names
}

// isFilled is true of a row that a merge has filled with the title.
func (t *table) isFilled(at int) bool {
	return t.filler != "" && isFilling(t.raw[at], t.filler)
}

// wraps is true of a row in which the headings above go on: words in small letters over numbers, below a title or groups.
func (t *table) wraps(at, i int, group bool) bool {
	if at == 0 && !group && t.filler == "" || !t.wordy(i) || !t.distinct(i) || t.filled(i) < 2 {
		return false
	}
	if heading, data := t.votes(i); heading == 0 || data > 0 {
		return false
	}
	low := 0
	for _, v := range t.cells[i] {
		if r, _ := utf8.DecodeRuneInString(v); unicode.IsLower(r) || r == '(' {
			low++
		}
	}
	return 2*low >= t.filled(i)
}

// standsBelow is true of a text that most values of a column contain, below a row: a value that slipped into the headings.
func (t *table) standsBelow(at, c int, text string) bool {
	all, with := 0, 0
	for i := at + 1; i < len(t.cells); i++ {
		if v := t.cell(i, c); v != "" {
			all++
			if strings.Contains(v, text) {
				with++
			}
		}
	}
	return with >= 2 && 2*with >= all
}
