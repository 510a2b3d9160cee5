package plans

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Field is one fact of a noun as files carry it.
type Field struct {
	Name     string   // as files name it: kebab-case, after planning.data.gov.uk
	Also     []string // other headings for it, best first; compared by Fold, where # stands for any digit
	Required bool     // a row without it is refused
}

// FieldValue is one fact of a noun as it is written to a file.
type FieldValue struct {
	Name string
	Text string // "" where it is not said
	Bare bool   // a number or true or false: without quotation marks in JSON
}

// FieldProblem is what is wrong with one field of one row.
type FieldProblem struct {
	Field, Value string
	Code         string // stable, kebab-case
	Reason       string // a plain sentence
	Remedy       string // what was done, or what to do
	Refused      bool   // the row is of no use; otherwise it comes in and the field stays empty
}

// A FieldReader hands out the values of one row by field name, in the form in which a register keeps them, and gathers what is
// wrong with them. Not for several goroutines.
type FieldReader struct {
	value    func(field string) string
	problems []FieldProblem
	remarks  []string
}

// ReadFields reads the row whose text of a field is value(field), "" where it has none.
func ReadFields(value func(field string) string) *FieldReader { return &FieldReader{value: value} }

// Problems lists what was wrong with the fields read so far, in that order.
func (r *FieldReader) Problems() []FieldProblem { return r.problems }

// Remarks lists what is to be said once about the whole file because of this row.
func (r *FieldReader) Remarks() []string { return r.remarks }

// Remark adds a sentence to be said once about the whole file, however many rows cause it.
func (r *FieldReader) Remark(sentence string) { r.remarks = append(r.remarks, sentence) }

// longest is the most characters kept of one text; more is a file read wrongly, such as one with a lost quotation mark.
const longest = 20_000

// longestName is the most characters of a name or reference, by which registers are searched and sorted.
const longestName = 500

// Text is the field's text without surrounding space, with line ends as \n.
func (r *FieldReader) Text(field string) string {
	text := tidy(r.value(field))
	if len(text) > longest && utf8.RuneCountInString(text) > longest {
		r.Note(field, head(text)+"…", "too-long", fmt.Sprintf("The text is longer than %d characters.", longest),
			"The field was left empty. Look for a quotation mark that is missing.")
		return ""
	}
	return text
}

// Line is the field's text on one line, with single spaces.
func (r *FieldReader) Line(field string) string {
	text := r.Text(field)
	if !strings.Contains(text, "  ") && plainText(text) {
		return text
	}
	return strings.Join(strings.Fields(text), " ")
}

// Name is the field's text on one line, "" where it says N/A or another word for nothing. A row with a name or reference too
// long to be one is refused.
func (r *FieldReader) Name(field string) string {
	text := r.Line(field)
	switch {
	case blank(text):
		return ""
	case len(text) > longestName && utf8.RuneCountInString(text) > longestName:
		r.Refuse(field, head(text)+"…", "too-long", fmt.Sprintf("The %s is longer than %d characters.", plain(field), longestName), "Shorten it, or look for a quotation mark that is missing.")
		return "too long"
	}
	return text
}

// Required is the field's text on one line; the row is refused where there is none, or a word for nothing.
func (r *FieldReader) Required(field string) string {
	text := r.Name(field)
	if text == "" {
		r.Refuse(field, "", "missing-"+field, "There is no "+plain(field)+".", "Fill it in, or take the row out.")
	}
	return text
}

// Said reports whether the row says anything in the field.
func (r *FieldReader) Said(field string) bool { return !blank(tidy(r.value(field))) }

// Code is the slug that the field's text means in the list. A text that means none is noted and the field stays empty.
func (r *FieldReader) Code(field string, list CodeList) string {
	text := r.Line(field)
	if code, ok := list.Parse(text); ok {
		return code.Slug
	}
	if !blank(text) {
		r.Note(field, text, "unknown-"+field, fmt.Sprintf("%s is not a known value of %s.", quoted(text), plain(field)),
			"The field was left empty. Known are "+strings.Join(list.Slugs(), ", ")+".")
	}
	return ""
}

// RequiredCode is the slug that the field's text means in the list; the row is refused where it means none.
func (r *FieldReader) RequiredCode(field string, list CodeList) string {
	text := r.Required(field)
	if text == "" {
		return ""
	}
	code, ok := list.Parse(text)
	if !ok {
		r.Refuse(field, text, "unknown-"+field, fmt.Sprintf("%s is not a known value of %s.", quoted(text), plain(field)),
			"Use one of "+strings.Join(list.Slugs(), ", ")+".")
	}
	return code.Slug
}

// Refuse adds a problem for which the row cannot be used.
func (r *FieldReader) Refuse(field, value, code, reason, remedy string) {
	r.problems = append(r.problems, FieldProblem{field, value, code, reason, remedy, true})
}

// Note adds a problem with which the row comes in all the same.
func (r *FieldReader) Note(field, value, code, reason, remedy string) {
	r.problems = append(r.problems, FieldProblem{field, value, code, reason, remedy, false})
}

// tidy drops surrounding space, characters that do not print, and the differences between line ends.
func tidy(text string) string {
	if plainText(text) {
		return strings.TrimSpace(text)
	}
	text = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\r\n", "\n"), "\r", "\n")
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if c != '\n' && c != '\t' && unicode.IsControl(c) || c == '\uFEFF' {
			return -1
		}
		return c
	}, text))
}

func plainText(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] < ' ' || text[i] >= 0x7f {
			return false
		}
	}
	return true
}

// blank is true of text that spreadsheets put where nothing is known.
func blank(text string) bool {
	if len(text) > len("not known") {
		return false
	}
	switch strings.ToLower(text) {
	case "", "-", "--", "n/a", "na", "#n/a", "null", "none", "nil", "not known", "unknown":
		return true
	}
	return false
}

func plain(field string) string { return strings.ReplaceAll(field, "-", " ") }

// quoted shows a value in a sentence, shortened where it is long.
func quoted(text string) string {
	if utf8.RuneCountInString(text) > 80 {
		text = head(text) + "…"
	}
	return `"` + text + `"`
}

// head is the beginning of a long text.
func head(text string) string {
	return strings.ToValidUTF8(text[:min(len(text), 80)], "")
}

// Postcode writes a whole postcode in its usual form, upper case with one space. ok is false where text is no whole postcode
// (an outward code alone is not).
func Postcode(text string) (postcode string, ok bool) {
	var bare [7]byte
	n := 0
	for _, c := range text {
		switch {
		case unicode.IsSpace(c):
			continue
		case n == len(bare) || c > 'z':
			return "", false
		}
		bare[n] = byte(unicode.ToUpper(c))
		n++
	}
	if n < 5 || !isOutward(bare[:n-3]) || !isDigit(bare[n-3]) || !isLetter(bare[n-2]) || !isLetter(bare[n-1]) {
		return "", false
	}
	if len(text) == n+1 && text[n-3] == ' ' && text[:n-3] == string(bare[:n-3]) && text[n-2:] == string(bare[n-3:n]) {
		return text, true
	}
	return string(bare[:n-3]) + " " + string(bare[n-3:n]), true
}

// isOutward knows A9, A99, A9A, AA9, AA99 and AA9A.
func isOutward(code []byte) bool {
	if len(code) < 2 || !isLetter(code[0]) {
		return false
	}
	code = code[1:]
	if isLetter(code[0]) {
		code = code[1:]
	}
	return (len(code) == 1 || len(code) == 2 && (isDigit(code[1]) || isLetter(code[1]))) && isDigit(code[0])
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c >= 'A' && c <= 'Z' }
