package row

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Noter is a Reader that has more to say of its layer once it was read to the end.
type Noter interface{ Notes() []string }

// Notes says what was done about the headings. unit is what a row is called, number what the row with an index is numbered.
func (h Header) Notes(unit string, number func(index int) int) (notes []string) {
	if h.absent {
		if len(h.Names) > 0 {
			notes = append(notes, "The file has no headings: its columns were named column 1, column 2 and so on. Name them with --map.")
		}
		if h.Passed > 0 {
			notes = append(notes, fmt.Sprintf("%s above the first row of data %s passed over.", count(h.Passed, unit), were(h.Passed)))
		}
		return notes
	}
	if h.Passed > 0 {
		notes = append(notes, fmt.Sprintf("The headings were found in %s %d: %s above them %s passed over.", unit, number(h.Top), count(h.Passed, unit), were(h.Passed)))
	}
	if len(h.lines)-h.Passed > 1 {
		note := fmt.Sprintf("The headings are split over %ss %d to %d: they were put together", unit, number(h.Top), number(h.First-1))
		if h.filler != "" {
			note += ", without the title that a merge wrote into them"
		}
		notes = append(notes, note+".")
	}
	if h.slipped > 0 {
		notes = append(notes, fmt.Sprintf("%s of the rows below had slipped into the headings and %s left out.", count(h.slipped, "value"), were(h.slipped)))
	}
	return notes
}

// Repeats is true of a row further down that is only the title or the headings once more, as on every page of a print, or that
// a merge has filled with the title.
func (h Header) Repeats(values []string) bool {
	for _, line := range h.lines {
		if same(line, values) {
			return true
		}
	}
	return h.filler != "" && isFilling(values, h.filler)
}

// Repeated counts rows that were left out because they only repeat the title or the headings.
type Repeated struct {
	n     int
	first []string // the numbers of the first of them
}

// Add counts the row with this number.
func (r *Repeated) Add(number int) {
	if r.n++; len(r.first) < 10 {
		r.first = append(r.first, strconv.Itoa(number))
	}
}

// Notes says which rows were left out, if any were. unit is what a row is called.
func (r Repeated) Notes(unit string) []string {
	which := strings.Join(r.first, ", ")
	switch {
	case r.n == 0:
		return nil
	case r.n == 1:
		return []string{fmt.Sprintf("1 %s only repeats the title or the headings and was left out: %s.", unit, which)}
	case r.n > len(r.first):
		which += fmt.Sprintf(" and %d more", r.n-len(r.first))
	}
	return []string{fmt.Sprintf("%d %ss only repeat the title or the headings and were left out: %s.", r.n, unit, which)}
}

func count(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}

func were(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// same compares rows cell by cell; blanks around and behind the values do not count.
func same(line, values []string) bool {
	if len(values) < len(line) {
		return false
	}
	for i, v := range values {
		if i >= len(line) {
			if strings.TrimSpace(v) != "" {
				return false
			}
		} else if v != line[i] && bare(v) != line[i] {
			return false
		}
	}
	return true
}

// bare is a value without blanks around it and without the mark that files glued together have in the middle.
func bare(v string) string { return strings.TrimSpace(strings.TrimPrefix(v, "\ufeff")) }

// trimmed is a row as same wants it.
func trimmed(values []string) []string {
	line := make([]string, len(values))
	for i, v := range values {
		line[i] = bare(v)
	}
	for len(line) > 0 && line[len(line)-1] == "" {
		line = line[:len(line)-1]
	}
	return slices.Clip(line)
}
