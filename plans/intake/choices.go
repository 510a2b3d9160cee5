package intake

import (
	"fmt"
	"strconv"
	"strings"

	"terrier/plans"
)

// Choices are how an uploaded file is to be read, and what is to be done with it.
type Choices struct {
	Given               // which column is which, and what holds for rows that do not say
	Layer      string   `json:"layer,omitempty"`
	Encoding   string   `json:"encoding,omitempty"`
	AsAt       string   `json:"as-at"`             // YYYY-MM-DD: the day that the file describes
	Whole      bool     `json:"whole,omitempty"`   // see Return
	Release    bool     `json:"release,omitempty"` // see Return
	Withhold   Withhold `json:"withhold"`          // rows to be withheld, whatever they say
	Forgetting bool     `json:"forget,omitempty"`  // of what was said of an earlier file
}

// Withhold says which rows of a file are withheld.
type Withhold struct {
	Rows   []Span  `json:"rows,omitempty"`
	Values []Value `json:"values,omitempty"` // any of which a row has
}

// Span is some rows of a file that follow each other, both ends included: lines as problems name them.
type Span struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Value is what stands in a column.
type Value struct {
	Column string `json:"column"`
	Value  string `json:"value"`
}

// Holds says whether a row is withheld. value is what a column of it says.
func (w Withhold) Holds(line int, value func(column string) string) bool {
	for _, s := range w.Rows {
		if s.From <= line && line <= s.To {
			return true
		}
	}
	for _, v := range w.Values {
		if oneLine(value(v.Column)) == v.Value {
			return true
		}
	}
	return false
}

// mostSpans and mostValues are how much of a list of rows or values is taken.
const (
	mostSpans  = 5000
	mostValues = 500
)

// ParseRows reads "12, 40-44": numbers of rows, and from-to, parted by commas, spaces or lines.
func ParseRows(text string) ([]Span, error) {
	var spans []Span
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '\n' || r == '\r' || r == '\t' }) {
		from, to, ranged := strings.Cut(strings.ReplaceAll(word, "–", "-"), "-")
		if !ranged {
			to = from
		}
		a, errA := strconv.Atoi(from)
		b, errB := strconv.Atoi(to)
		if errA != nil || errB != nil || a < 1 || b < a {
			return nil, plans.Refuse("bad-rows", "rows", fmt.Sprintf("%q is no row.", clip(word)), "Write the numbers of rows, such as 12, 40-44.")
		}
		if spans = append(spans, Span{a, b}); len(spans) > mostSpans {
			return nil, plans.Refuse("too-many-rows", "rows", fmt.Sprintf("There are more than %d rows in the list.", mostSpans), "Say which by what stands in a column.")
		}
	}
	return spans, nil
}

// FormatRows writes spans as ParseRows reads them.
func FormatRows(spans []Span) string {
	words := make([]string, len(spans))
	for i, s := range spans {
		words[i] = strconv.Itoa(s.From)
		if s.To != s.From {
			words[i] += "-" + strconv.Itoa(s.To)
		}
	}
	return strings.Join(words, ", ")
}

// Add marks one more value; one that is marked already is marked once.
func (w Withhold) Add(v Value) (Withhold, error) {
	v.Value = oneLine(v.Value)
	for _, had := range w.Values {
		if had == v {
			return w, nil
		}
	}
	if len(w.Values) >= mostValues {
		return w, plans.Refuse("too-many-values", "value", fmt.Sprintf("There are %d values already.", mostValues), "Add a column to the file that says which homes are withheld.")
	}
	w.Values = append(append([]Value{}, w.Values...), v)
	return w, nil
}

// Drop takes a mark away. dropped is false where there is none such.
func (w Withhold) Drop(v Value) (left Withhold, dropped bool) {
	v.Value = oneLine(v.Value)
	left = Withhold{Rows: w.Rows}
	for _, had := range w.Values {
		if had == v {
			dropped = true
		} else {
			left.Values = append(left.Values, had)
		}
	}
	return left, dropped
}

// oneLine is how values are compared: browsers send line breaks as CRLF, cells have LF.
func oneLine(value string) string { return strings.Join(strings.Fields(value), " ") }
