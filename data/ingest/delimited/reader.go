package delimited

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"terrier/data/ingest/row"
	"terrier/plans"
	"terrier/plans/intake"
)

// reader reads the rows of a file, quoted as RFC 4180 has it. It is for one goroutine.
type reader struct {
	*layout
	in    io.Closer
	meter *row.Meter
	rows  splitter

	repeated          row.Repeated
	short, firstShort int // rows that stop early
}

// begin reads from the first line.
func (l *layout) begin() (*reader, error) {
	file, err := l.stream.Open()
	if err != nil {
		return nil, row.ReadError(err)
	}
	m := row.NewMeter(file)
	in, err := l.text(m)
	if err != nil {
		_ = file.Close()
		return nil, row.ReadError(err)
	}
	if l.oldLineEnds {
		in = newLineEnds{in}
	}
	return &reader{layout: l, in: file, meter: m, rows: splitter{in: bufio.NewReaderSize(in, 64<<10), comma: l.comma, decode: l.decode}}, nil
}

func (r *reader) Header() []string { return r.header.Names }
func (r *reader) CRS() string      { return "" }
func (r *reader) Offset() int64    { return r.meter.Count() }
func (r *reader) Size() int64      { return r.stream.Size }
func (r *reader) Close() error     { return r.in.Close() }

func (r *reader) next() (values []string, line int, refused *plans.Error, err error) {
	r.meter.NextRow()
	values, line, refused, err = r.rows.next()
	if err != nil {
		err = row.ReadError(err)
	}
	return values, line, refused, err
}

// endMark is how DOS ended a text: Ctrl-Z.
const endMark = "\x1a"

// Read passes over rows without any value, such as spreadsheets put at the end, and over those that say the headings again.
func (r *reader) Read() (row.Record, error) {
	for {
		values, line, refused, err := r.next()
		switch {
		case err != nil:
			return row.Record{}, err
		case refused != nil:
			return row.Record{Line: line, Err: refused}, nil
		case row.IsBlank(values), len(values) == 1 && values[0] == endMark:
			continue
		case r.header.Repeats(values):
			r.repeated.Add(line)
			continue
		}
		for i, v := range values {
			if len(v) > 0 && v[0] == '\'' {
				values[i] = intake.Restore(v)
			}
		}
		return row.Record{Line: line, Values: values, Err: r.ragged(values, line)}, nil
	}
}

// Notes says what was left out or filled up among the rows read.
func (r *reader) Notes() (notes []string) {
	notes = r.repeated.Notes("line")
	if r.short == 1 {
		notes = append(notes, fmt.Sprintf("1 line stops early, line %d: its last columns, empty in most lines, count as empty.", r.firstShort))
	} else if r.short > 1 {
		notes = append(notes, fmt.Sprintf("%d lines stop early, the first of them line %d: the last columns, empty in most lines, count as empty.", r.short, r.firstShort))
	}
	return notes
}

// ragged refuses a row with more values than headings, or fewer. One that stops early ends with a value: an empty one there
// would show that the end of the row was written, and a delimiter lost before it.
func (r *reader) ragged(values []string, line int) *plans.Error {
	n := len(r.header.Names)
	for len(values) > n && strings.TrimSpace(values[len(values)-1]) == "" {
		values = values[:len(values)-1]
	}
	switch {
	case len(values) == n:
		return nil
	case len(values) >= r.least && len(values) < n && strings.TrimSpace(values[len(values)-1]) != "":
		if r.short++; r.short == 1 {
			r.firstShort = line
		}
		return nil
	}
	return plans.Refuse("ragged-row", "", fmt.Sprintf("The row has %d values where the heading has %d.", len(values), n),
		fmt.Sprintf("Look for a value with a %s that is not in quotation marks, or for a delimiter that was lost.", delimiterNames[r.comma]))
}

// hasOldLineEnds is true of text from old Macintosh computers, whose lines end with a carriage return alone.
func hasOldLineEnds(head []byte) bool {
	lf, cr := 0, 0
	for i, b := range head {
		switch {
		case b == '\n' && i < len(head)-1:
			lf++
		case b == '\r':
			cr++
		}
	}
	return lf == 0 && cr > 0 && !(cr == 1 && len(head) > 1 && string(head[len(head)-2:]) == "\r\n")
}

// newLineEnds turns lone carriage returns into line ends of ours.
type newLineEnds struct{ r io.Reader }

func (o newLineEnds) Read(p []byte) (int, error) {
	n, err := o.r.Read(p)
	for i, b := range p[:n] {
		if b == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}
