package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"terrier/plans"
	"terrier/plans/intake"
)

// csvReader reads delimited text: commas, tabs or semicolons, quoted as RFC 4180 has it.
type csvReader struct {
	meter  *meter
	rows   rowSplitter
	header []string
}

// newCSV begins to read; head is the start of the file, utf8 whether all of it is UTF-8. Other files are read as Windows-1252,
// which is what spreadsheets in Britain write.
func newCSV(r io.Reader, head []byte, utf8 bool) (*csvReader, error) {
	m := &meter{r: r}
	m.nextRow()
	buffered := bufio.NewReaderSize(m, 64<<10)
	if bytes.HasPrefix(head, bom) {
		head = head[len(bom):]
		if _, err := buffered.Discard(len(bom)); err != nil {
			return nil, err
		}
	}
	var in io.Reader = buffered
	if !utf8 {
		in = charmap.Windows1252.NewDecoder().Reader(in)
	}
	if !bytes.Contains(head, []byte("\n")) && bytes.Contains(head, []byte("\r")) {
		in = oldLineEnds{in}
	}
	c := &csvReader{meter: m, rows: rowSplitter{in: bufio.NewReader(in), comma: delimiter(head)}}
	for {
		first, _, refused, err := c.rows.next()
		switch {
		case err != nil:
			return nil, readError(err)
		case refused != nil:
			refused.Field, refused.Message = "file", "The headings cannot be read. "+refused.Message
			return nil, refused
		case first[0] == "sep=": // how Excel is told the delimiter, before the headings
		case !isBlank(first):
			c.header = headings(first)
			return c, nil
		}
	}
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
func delimiter(head []byte) byte {
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

// Read passes over rows without any value, such as spreadsheets put at the end.
func (c *csvReader) Read() (Record, error) {
	for {
		c.meter.nextRow()
		values, line, refused, err := c.rows.next()
		switch {
		case err != nil:
			return Record{}, readError(err)
		case refused != nil:
			return Record{Line: line, Err: refused}, nil
		case isBlank(values):
			continue
		}
		for i, v := range values {
			values[i] = intake.Restore(v)
		}
		return Record{Line: line, Values: values, Err: c.ragged(values)}, nil
	}
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

func readError(err error) error {
	var refused *plans.Error
	if err == io.EOF || errors.As(err, &refused) {
		return err
	}
	return fmt.Errorf("read the file: %w", err)
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
