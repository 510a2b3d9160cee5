package row

import "slices"

// HeaderRows is how many rows, from the first that has a value, FindHeader looks at.
const HeaderRows = 50

// Header is where a table begins and what its columns are called.
type Header struct {
	Names  []string // of the columns, each a name of its own (see Headings)
	Top    int      // index of the first row of headings; First where there are none
	First  int      // index of the first row of data
	Passed int      // rows above Top that have a value: titles, notes

	lines   [][]string // the rows above First that have a value, to know them again
	filler  string     // the title, where a merge wrote it into cells that should be blank
	slipped int        // values that stood among the headings
	absent  bool
}

// FindHeader finds the headings among the first rows of a table, already split; pad rows that a format cuts short. known may say
// of a text that it is a heading which some field goes by; it may be nil. ok is false where there are no headings: the columns
// are then called "column 1" and so on, and every row from First on is data. Names is empty where no row has a value.
//
// The first row with a value is the heading, unless one of these speaks against it; so an ordinary table is read by its first row.
//
//  1. It is a title or note: it fills less than half of the cells that rows here fill, or repeats one text in all of them, or ends
//     before the others do without reading as headings; and a row further down, above the data, reads as headings: more of its
//     words stand over columns of numbers, dates, postcodes or codes than of those stand over their like. Of several such rows
//     the one that fills most cells is taken. In a table of words alone it is the first that fills half of the cells, below one
//     that fills at most a third.
//  2. A row further down has two cells or more that are known, half of its cells, and it has none; or that row has more of them
//     and fills twice as many cells.
//  3. It is data: more of its cells are numbers, dates, postcodes, codes or shapes over columns of their like than are words over
//     such columns, and none is known. Whole numbers below 10,000 and web addresses do not count: years and links are headings too.
//
// Headings may go on in the next rows: where a merge has filled cells with the title; where blank cells of the first row, or most
// cells, repeating their neighbours, have words below that stand over numbers; and, below a title, where words go on in small letters.
// They are put together column by column, without the title and without what most values below contain.
func FindHeader(first [][]string, known func(string) bool) (h Header, ok bool) {
	top := slices.IndexFunc(first, func(values []string) bool { return len(trimmed(values)) > 0 })
	if top < 0 {
		return Header{Top: len(first), First: len(first), absent: true}, false
	}
	h, ok = findHeader(first[top:], known)
	h.Top += top
	h.First += top
	return h, ok
}

// findHeader is FindHeader where the first row has a value.
func findHeader(first [][]string, known func(string) bool) (h Header, ok bool) {
	t := newTable(first, known)
	t.findFiller()
	at := t.begin()
	h = Header{Top: at, First: at, filler: t.filler, absent: !t.isHeading(at)}
	if h.absent {
		h.Names = Headings(make([]string, t.commonLength(at)))
	} else {
		h.Names, h.First, h.slipped = t.names(at)
	}
	for i := range h.First {
		if t.written[i] == 0 {
			continue
		}
		if i < at {
			h.Passed++
		}
		h.lines = append(h.lines, trimmed(first[i]))
	}
	return h, !h.absent
}

// begin is the row in which the headings begin, or the data where there are none.
func (t *table) begin() int {
	if i, ok := t.beginKnown(); ok {
		return i
	}
	bar := max(2, (t.width()+1)/2)
	fills := t.filled(0) >= bar && !t.isTitle(0)
	over, like := t.votes(0)
	if t.width() < 2 || fills && (over > like || len(t.cells[0]) >= t.commonLength(0)) {
		return 0
	}
	best, words, data := -1, -1, -1
	full := 0 // cells that rows so far fill in which some are data: headings fill more
	for i := 1; i < len(t.cells) && data < 0; i++ {
		if t.filled(i) < bar {
			continue
		}
		over, like := t.votes(i)
		switch {
		case like > over:
			data = i
		case over == 0 && slices.ContainsFunc(t.kinds[i], kind.isData):
			full = max(full, t.filled(i))
		case t.filled(i) <= full:
		case over > like && (best < 0 || t.filled(i) > t.filled(best)):
			best = i
		case over == 0 && words < 0 && t.filled(0) <= max(1, t.width()/3) && t.wordy(i) && t.distinct(i):
			words = i
		}
	}
	switch {
	case best >= 0:
		return t.reachUp(best)
	case words >= 0:
		return t.reachUp(words)
	case data >= 0 && !fills && (len(t.cells[0]) < len(t.cells[data]) || t.isTitle(0)):
		return data // below a title, without headings
	}
	return 0
}

// beginKnown goes by headings that fields are known by. ok is false where they do not decide.
func (t *table) beginKnown() (at int, ok bool) {
	if t.known == nil {
		return 0, false
	}
	most := t.knownIn(0)
	for i := 1; i < len(t.cells); i++ {
		n := t.knownIn(i)
		if n >= 2 && n > most && (t.filled(0) < t.filled(i)/2 || most == 0 && 2*n >= t.filled(i)) {
			return t.reachUp(i), true
		}
	}
	return 0, most > 0
}

// reachUp takes in the row above the headings if it names columns that they leave blank, as cells merged downwards do, or tells
// those of the same name apart.
func (t *table) reachUp(at int) int {
	above := at - 1
	if above < 0 || t.isTitle(above) || t.filled(above) < 2 {
		return at
	}
	if t.different(at) < t.filled(at) {
		return above
	}
	for c := range t.cells[above] {
		if t.cell(above, c) != "" && t.cell(at, c) == "" {
			return above
		}
	}
	return at
}

// isHeading is false of a row that is data.
func (t *table) isHeading(at int) bool {
	if t.knownIn(at) > 0 {
		return true
	}
	heading, data := t.votes(at)
	return data <= heading
}

// votes counts the cells of a row that are words over a column of another kind, and those that are like their column.
func (t *table) votes(at int) (heading, data int) {
	for c := range t.cells[at] {
		own, below := t.kind(at, c), t.kindBelow(at, c)
		switch {
		case own == word && below != blank && below != word:
			heading++
		case own.isData() && below == own, own == number && below.isNumber(), own.isData() && own != round && at == len(t.cells)-1:
			data++
		}
	}
	return heading, data
}
