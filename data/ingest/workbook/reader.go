package workbook

import (
	"fmt"
	"io"
	"slices"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// reader reads a sheet row by row.
type reader struct {
	sheet    sheet
	part     io.ReadCloser
	cells    cells
	values   values
	begin    row.Header
	names    []string
	lines    []int        // numbers of the rows in which the headings were looked for
	waiting  []row.Record // those of them that are data
	repeated row.Repeated
	formulas formulas
}

// sampleSize bounds the text of the rows that are kept to find the headings.
const sampleSize = 4 << 20

// newReader finds the headings of a sheet. The first row of data is read next.
func newReader(b *book, s sheet) (*reader, error) {
	part, err := b.parts.open(s.part, mostUnpacked)
	if err != nil {
		return nil, broken(err, fmt.Sprintf("The sheet %q is missing in the workbook, or damaged.", s.name))
	}
	r := &reader{sheet: s, part: part, values: b.values(), formulas: formulas{stale: b.stale}}
	if r.cells.scan, err = newScanner(part); err == nil {
		err = r.findHeader(b.known)
	}
	if err != nil {
		_ = part.Close()
		return nil, r.told(err)
	}
	return r, nil
}

func (r *reader) findHeader(known func(string) bool) error {
	var first [][]string
	var records []row.Record
	width, size := 0, 0
	for len(first) < row.HeaderRows && size < sampleSize {
		rec, err := r.filled()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		for _, v := range rec.Values {
			size += len(v)
		}
		width = max(width, len(rec.Values))
		first, records, r.lines = append(first, rec.Values), append(records, rec), append(r.lines, rec.Line)
	}
	if len(first) == 0 {
		return io.EOF
	}
	for i, values := range first {
		first[i] = append(slices.Clip(values), make([]string, width-len(values))...)
	}
	r.begin, _ = row.FindHeader(first, known)
	for _, rec := range records[:r.begin.First] { // a title too: nobody knows whether it was one
		if rec.Err != nil {
			rec.Err.Field, rec.Err.Message = "file", "The headings cannot be read. "+rec.Err.Message
			return rec.Err
		}
	}
	r.waiting = records[r.begin.First:]
	r.name(records[r.begin.Top:])
	return nil
}

// name gives the columns their names, as many as the headings and the rows below fill: a title may reach further.
func (r *reader) name(table []row.Record) {
	width := 0
	for _, rec := range table {
		width = max(width, len(rec.Values))
	}
	r.names = slices.Clone(r.begin.Names[:min(width, len(r.begin.Names))])
	r.widen(width)
}

// widen names columns that have no heading.
func (r *reader) widen(width int) {
	for len(r.names) < width {
		name := fmt.Sprintf("column %d", len(r.names)+1)
		for n := 2; slices.Contains(r.names, name); n++ {
			name = fmt.Sprintf("column %d (%d)", len(r.names)+1, n)
		}
		r.names = append(r.names, name)
	}
}

// filled reads on to the next row with a value.
func (r *reader) filled() (row.Record, error) {
	for {
		if err := r.cells.next(); err == io.EOF {
			return row.Record{}, r.end()
		} else if err != nil {
			return row.Record{}, err
		}
		values, refused, err := r.values.row(&r.cells)
		if err != nil {
			return row.Record{}, err
		}
		r.formulas.count(&r.cells)
		if len(values) > 0 || refused != nil {
			return row.Record{Line: r.cells.line, Values: values, Err: refused}, nil
		}
	}
}

// end reads what stands behind the rows, so that damage to the part shows.
func (r *reader) end() error {
	if _, err := io.Copy(io.Discard, r.part); err != nil {
		return err
	}
	return io.EOF
}

func (r *reader) Read() (row.Record, error) {
	for {
		rec, err := r.take()
		if err != nil {
			return row.Record{}, r.told(err)
		}
		if rec.Err == nil && r.begin.Repeats(rec.Values) {
			r.repeated.Add(rec.Line)
			continue
		}
		r.widen(len(rec.Values))
		return rec, nil
	}
}

func (r *reader) take() (row.Record, error) {
	if len(r.waiting) == 0 {
		return r.filled()
	}
	rec := r.waiting[0]
	r.waiting[0] = row.Record{}
	r.waiting = r.waiting[1:]
	return rec, nil
}

// told says of damage where it is.
func (r *reader) told(err error) error {
	if err == io.EOF {
		return err
	}
	return broken(err, fmt.Sprintf("The sheet %q is damaged, or breaks off, after row %d.", r.sheet.name, r.cells.line))
}

// Notes says how the headings were found, and of formulas without results; see row.Noter.
func (r *reader) Notes() []string {
	notes := r.begin.Notes("row", func(index int) int { return r.lines[min(max(index, 0), len(r.lines)-1)] })
	notes = append(notes, r.repeated.Notes("row")...)
	if note := r.formulas.note(); note != "" {
		notes = append(notes, note)
	}
	return notes
}

func (r *reader) Header() []string { return r.names }
func (r *reader) CRS() string      { return "" }
func (r *reader) Offset() int64    { return r.cells.scan.meter.Count() }
func (r *reader) Size() int64      { return r.sheet.size }
func (r *reader) Close() error     { return r.part.Close() }

// tooManyColumns refuses a row with a value where no table reaches.
func tooManyColumns(column, line int) *plans.Error {
	refused := row.TooManyColumns()
	refused.Message = fmt.Sprintf("There is a value in %s%d, beyond the first 2,000 columns.", columnName(column), line)
	refused.Remedy = "Take it out, or move it to a sheet of its own."
	return refused
}
