package shapefile

import (
	"bufio"
	"fmt"
	"io"

	"terrier/data/ingest/archive"
	"terrier/data/ingest/row"
	"terrier/plans"
)

// longestRow a .dbf can have, by the two bytes that say its length.
const longestRow = 1 << 16

func newBuffered(in io.Reader) *bufio.Reader { return bufio.NewReaderSize(in, longestRow) }

// rows reads the rows of a table that was gone through before.
type rows struct {
	table       *table
	letters     letters
	in          *bufio.Reader
	closer      io.Closer
	size, taken int64
	n           int64
}

func openRows(m archive.Member, t *table, l letters) (*rows, error) {
	stream, err := m.Stream().Open()
	if err != nil {
		return nil, err
	}
	r := &rows{table: t, letters: l, in: newBuffered(stream), closer: stream, size: m.Size, taken: int64(t.begin)}
	if _, err := r.in.Discard(t.begin); err != nil {
		_ = stream.Close()
		return nil, inHeader(t.name, err)
	}
	return r, nil
}

func (r *rows) Close() error { return r.closer.Close() }

// next returns the values of the next row, and whether it is marked as deleted. io.EOF says that there is none.
func (r *rows) next() (values []string, deleted bool, refused *plans.Error, err error) {
	switch r.n {
	case r.table.count:
		return nil, false, nil, io.EOF
	case r.table.whole:
		return nil, false, nil, row.Truncated(fmt.Sprintf("in %s after feature %d, at byte %d", r.table.name, r.n, r.size))
	}
	b, err := r.in.Peek(r.table.rowLength)
	if err != nil {
		return nil, false, nil, row.ReadError(err)
	}
	r.n++
	if b[0] == deletedMark {
		deleted = true
	} else {
		values, refused = r.values(b)
	}
	_, err = r.in.Discard(r.table.rowLength)
	r.taken += int64(r.table.rowLength)
	return values, deleted, refused, row.ReadError(err)
}

func (r *rows) values(b []byte) (values []string, refused *plans.Error) {
	values = make([]string, len(r.table.fields))
	for i, f := range r.table.fields {
		var ok bool
		if values[i], ok = r.table.value(f, b, r.letters); !ok && refused == nil {
			refused = plans.Refuse("wrong-encoding", "", fmt.Sprintf("The value of %s is not written in %s: %q.", r.table.names(r.letters)[i], r.letters.name, values[i]),
				"Say how the file's letters are written with --encoding, for example --encoding windows-1252.")
		}
	}
	return values, refused
}
