package ingest

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"terrier/plans"
)

// csvReader reads delimited text: commas, tabs or semicolons, quoted as RFC 4180 has it.
type csvReader struct {
	meter  *meter
	rows   *csv.Reader
	header []string
	next   *Record // read ahead
	end    error
}

// newCSV begins to read; head is the start of the file, utf8 whether all of it is UTF-8. Other files are read as Windows-1252,
// which is what spreadsheets in Britain write.
func newCSV(r io.Reader, head []byte, utf8 bool) (*csvReader, error) {
	m := &meter{r: r}
	m.nextRow()
	var in io.Reader = bufio.NewReaderSize(m, 64<<10)
	if bytes.HasPrefix(head, bom) {
		head = head[len(bom):]
		if _, err := io.CopyN(io.Discard, in, int64(len(bom))); err != nil {
			return nil, err
		}
	}
	if !utf8 {
		in = charmap.Windows1252.NewDecoder().Reader(in)
	}
	if !bytes.Contains(head, []byte("\n")) && bytes.Contains(head, []byte("\r")) {
		in = oldLineEnds{in}
	}
	c := &csvReader{meter: m, rows: csv.NewReader(in)}
	c.rows.Comma = delimiter(head)
	c.rows.FieldsPerRecord = -1
	first, err := c.rows.Read()
	if err != nil {
		return nil, c.readError(err)
	}
	c.header = headings(first)
	return c, nil
}

// headings gives every column a name of its own.
func headings(first []string) []string {
	names := make([]string, 0, len(first))
	for i, name := range first {
		name = strings.Join(strings.Fields(name), " ")
		if name == "" {
			name = fmt.Sprintf("column %d", i+1)
		}
		for n := 2; slices.Contains(names, name); n++ {
			name = fmt.Sprintf("%s (%d)", strings.TrimSuffix(name, fmt.Sprintf(" (%d)", n-1)), n)
		}
		names = append(names, name)
	}
	return names
}

// delimiter is the one of comma, tab and semicolon that stands most often in the first line, outside quotation marks.
func delimiter(head []byte) rune {
	var commas, tabs, semicolons int
	quoted := false
	for _, b := range head {
		switch {
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == ',':
			commas++
		case b == '\t':
			tabs++
		case b == ';':
			semicolons++
		case (b == '\n' || b == '\r') && commas+tabs+semicolons > 0:
			head = nil
		}
		if head == nil {
			break
		}
	}
	switch {
	case tabs > commas && tabs >= semicolons:
		return '\t'
	case semicolons > commas:
		return ';'
	}
	return ','
}

func (c *csvReader) Header() []string { return c.header }
func (c *csvReader) CRS() string      { return "" }
func (c *csvReader) Offset() int64    { return c.meter.read }

func (c *csvReader) Read() (Record, error) {
	if c.next != nil {
		rec := *c.next
		c.next = nil
		return rec, nil
	}
	if c.end != nil {
		return Record{}, c.end
	}
	for {
		rec, blank, err := c.read()
		if err != nil || !blank {
			return rec, err
		}
	}
}

// read reads one row; blank is true for a row without any value, such as spreadsheets put at the end.
func (c *csvReader) read() (rec Record, blank bool, err error) {
	c.meter.nextRow()
	values, err := c.rows.Read()
	var syntax *csv.ParseError
	if errors.As(err, &syntax) {
		return c.badQuotes(syntax)
	}
	if err != nil {
		return Record{}, false, c.readError(err)
	}
	line, _ := c.rows.FieldPos(0)
	blank = true
	for i, v := range values {
		values[i] = restoreFormula(v)
		blank = blank && strings.TrimSpace(v) == ""
	}
	rec = Record{Line: line, Values: values}
	rec.Err = c.ragged(values)
	return rec, blank, nil
}

// badQuotes refuses the row; a quotation mark that is never closed has swallowed the rest of the file and ends it.
func (c *csvReader) badQuotes(syntax *csv.ParseError) (Record, bool, error) {
	rec := Record{Line: syntax.StartLine}
	rec.Err = plans.Refuse("stray-quotation-mark", "", fmt.Sprintf("There is a stray quotation mark in line %d, at character %d.", syntax.Line, syntax.Column),
		`Put the whole value in quotation marks and write each one inside it twice ("").`)
	next, blank, err := c.read()
	if err == io.EOF && syntax.Line > syntax.StartLine && errors.Is(syntax.Err, csv.ErrQuote) {
		return Record{}, false, plans.Refuse("unclosed-quotation-mark", "file",
			fmt.Sprintf("A quotation mark that opens in line %d is never closed, so the rest of the file cannot be read.", syntax.StartLine),
			"Close it, or take it out, and import again.")
	}
	if c.end = err; err == nil && !blank {
		c.next = &next
	}
	return rec, false, nil
}

func (c *csvReader) ragged(values []string) *plans.Error {
	for len(values) > len(c.header) && strings.TrimSpace(values[len(values)-1]) == "" {
		values = values[:len(values)-1]
	}
	if len(values) == len(c.header) {
		return nil
	}
	return plans.Refuse("ragged-row", "", fmt.Sprintf("The row has %d values where the heading has %d.", len(values), len(c.header)),
		"Look for a value with a comma that is not in quotation marks, or for a delimiter that was lost.")
}

func (c *csvReader) readError(err error) error {
	var refused *plans.Error
	var syntax *csv.ParseError
	switch {
	case errors.As(err, &refused), err == io.EOF:
		return err
	case errors.As(err, &syntax):
		return plans.Refuse("stray-quotation-mark", "file", fmt.Sprintf("The headings cannot be read: there is a stray quotation mark in line %d.", syntax.Line), "Correct the first line.")
	}
	return fmt.Errorf("read the file: %w", err)
}

var neutralised = regexp.MustCompile(`^'+[=+\-@\t\r]`)

// restoreFormula takes away the apostrophe that an export puts before what a spreadsheet would run as a formula.
func restoreFormula(v string) string {
	if len(v) > 1 && v[0] == '\'' && neutralised.MatchString(v) {
		return v[1:]
	}
	return v
}

// oldLineEnds turns the line ends of old Macintosh files, a lone carriage return, into ours.
type oldLineEnds struct{ r io.Reader }

func (o oldLineEnds) Read(p []byte) (int, error) {
	n, err := o.r.Read(p)
	for i, b := range p[:n] {
		if b == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}
