// Package delimited reads text of rows and columns: CSV with any delimiter, in any of the encodings that councils use.
package delimited

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// Options say what a person or the kind of import knows beforehand.
type Options struct {
	Encoding string                 // as people write it, "" to find it out
	Known    func(text string) bool // whether a text is a heading that some field goes by; may be nil
}

// layout is how a file is read.
type layout struct {
	stream row.Stream
	encoding
	oldLineEnds bool
	comma       byte
	header      row.Header
	skip        int // rows before the first of data
	least       int // values that a row may stop after, because the columns behind are mostly empty
}

// Open looks a file over: its encoding, its delimiter and its headings. A *plans.Error says why it cannot be read.
func Open(s row.Stream, o Options) (row.Source, error) {
	e, head, notes, err := findEncoding(s, o.Encoding)
	if err != nil {
		return row.Source{}, err
	}
	text := e.headText(head)
	l := &layout{stream: s, encoding: e, oldLineEnds: hasOldLineEnds(text)}
	if l.oldLineEnds {
		text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	}
	if end := bytes.LastIndexByte(text, '\n') + 1; len(head) == headSize && end > 0 { // the last line may be cut
		text = text[:end]
	}
	view := findDelimiter(text)
	if refused := view.refuseText(); refused != nil {
		return row.Source{}, refused
	}
	l.comma = view.comma
	said, err := l.findHeader(o.Known)
	if err != nil && err != io.EOF {
		return row.Source{}, err
	}
	empty := err == io.EOF
	open := func() (row.Reader, error) {
		if empty {
			return nil, io.EOF
		}
		return l.open()
	}
	return row.Source{
		Format: formatNames[l.comma], Unit: "line", Layers: []row.Layer{{Open: open}}, Notes: append(notes, said...),
		Close: func() error { return nil },
	}, nil
}

// sampled is how many bytes of rows are looked at for the headings, at most, and the row in which they end.
const sampled = 1 << 20

// findHeader looks at the first rows. io.EOF stands for a file without any.
func (l *layout) findHeader(known func(string) bool) (notes []string, err error) {
	r, err := l.begin()
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	var first [][]string
	var lines []int
	unreadable, reason := -1, (*plans.Error)(nil)
	for len(first) < row.HeaderRows && r.Offset() < sampled {
		values, line, refused, err := r.next()
		if err != nil {
			if len(first) > 0 && (err == io.EOF || errors.As(err, new(*plans.Error))) {
				break // it comes again where it stands
			}
			return nil, err
		}
		if len(first) == 0 && refused == nil && (row.IsBlank(values) || isSep(values)) {
			l.skip++
			continue
		}
		if refused != nil && unreadable < 0 {
			unreadable, reason = len(first), refused
		}
		first, lines = append(first, values), append(lines, line)
	}
	h, _ := row.FindHeader(first, known)
	if unreadable >= 0 && (unreadable < h.First || unreadable == h.First && h.First == h.Top) {
		told := *reason
		told.Field, told.Message = "file", "The headings cannot be read. "+told.Message
		return nil, &told
	}
	if len(h.Names) == 0 {
		return nil, io.EOF
	}
	l.header = h
	l.skip += h.First
	l.least = leastValues(h, first[h.First:])
	notes = h.Notes("line", func(i int) int { return lines[i] })
	if hasDecimalCommas(first[h.First:]) {
		notes = append(notes, "Numbers in the file are written with a comma before their decimals.")
	}
	return notes, nil
}

// isSep is true of the line that tells Excel the delimiter.
func isSep(values []string) bool {
	return strings.HasPrefix(values[0], "sep=") && len(values) <= 2
}

// leastValues is how many values a row has to have. Excel leaves delimiters out at the end of rows where the last columns are
// empty in sixteen rows together (support article 77295); so a row may stop before columns that three quarters of the first rows
// leave empty. Where they are mostly filled it is likelier that a delimiter was lost, and values stand in the wrong columns.
func leastValues(h row.Header, first [][]string) int {
	rows := 0
	filled := make([]int, len(h.Names))
	for _, values := range first {
		if row.IsBlank(values) || h.Repeats(values) {
			continue
		}
		rows++
		for c := range min(len(values), len(filled)) {
			if strings.TrimSpace(values[c]) != "" {
				filled[c]++
			}
		}
	}
	least := len(filled)
	for rows >= 4 && least > 1 && 4*filled[least-1] <= rows {
		least--
	}
	return least
}

// open begins to read the rows of data.
func (l *layout) open() (row.Reader, error) {
	r, err := l.begin()
	if err != nil {
		return nil, err
	}
	for range l.skip {
		if _, _, _, err := r.next(); err != nil {
			_ = r.Close()
			return nil, err
		}
	}
	return r, nil
}
