package shapefile

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// table is what the header of a .dbf says: its rows all have the same length and begin with a mark.
type table struct {
	name      string
	count     int64 // rows that it says it has
	begin     int   // where rows begin
	rowLength int
	version   byte
	language  byte // its code page, by a number of dBASE's
	fields    []field
	whole     int64 // rows that were found, known after scan
}

// field is one column of a table, at these bytes of a row.
type field struct {
	name     []byte
	kind     byte
	from, to int
}

// Marks in a .dbf, and the length of its header and of what it says of each column.
const (
	endOfFields = 0x0d
	endOfRows   = 0x1a
	deletedMark = '*'
	headLength  = 32
	fieldLength = 32
)

func readTable(name string, in io.Reader) (*table, error) {
	head := make([]byte, headLength)
	if _, err := io.ReadFull(in, head); err != nil {
		return nil, inHeader(name, err)
	}
	t := &table{
		name: name, version: head[0], language: head[29], count: int64(binary.LittleEndian.Uint32(head[4:])),
		begin: int(binary.LittleEndian.Uint16(head[8:])), rowLength: int(binary.LittleEndian.Uint16(head[10:])),
	}
	if t.begin <= headLength || t.rowLength < 1 {
		return nil, notATable(name)
	}
	described := make([]byte, t.begin-headLength)
	if _, err := io.ReadFull(in, described); err != nil {
		return nil, inHeader(name, err)
	}
	at := 1 // behind the mark
	for len(described) >= fieldLength && described[0] != endOfFields {
		f := field{name: untilNull(described[:11]), kind: described[11], from: min(at, t.rowLength)}
		at += int(described[16])
		f.to = min(at, t.rowLength)
		t.fields = append(t.fields, f)
		described = described[fieldLength:]
	}
	if len(t.fields) > row.MostColumns {
		return nil, row.TooManyColumns()
	}
	if len(t.fields) == 0 && t.count > 0 {
		return nil, notATable(name)
	}
	return t, nil
}

func inHeader(name string, err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return row.Truncated(fmt.Sprintf("in the header of %s", name))
	}
	return row.ReadError(err)
}

func notATable(name string) *plans.Error {
	return plans.Refuse("broken-shapefile", "file", fmt.Sprintf("%s does not begin as a dBASE table does.", name), "Export the layer again as a Shapefile, or as GeoJSON.")
}

func untilNull(b []byte) []byte {
	if i := bytes.IndexByte(b, 0); i >= 0 {
		return b[:i]
	}
	return b
}

// names are the columns' own, in the order of the table.
func (t *table) names(l letters) []string {
	names := make([]string, len(t.fields))
	for i, f := range t.fields {
		names[i], _ = l.decode(bytes.TrimSpace(f.name), false)
	}
	return names
}

// memos are the columns whose texts lie in another file.
func (t *table) memos(l letters) (names []string) {
	for i, f := range t.fields {
		if t.isMemo(f) {
			names = append(names, t.names(l)[i])
		}
	}
	return names
}

// seen is what going through a table found.
type seen struct {
	deleted int
	proof   proof
}

// scan goes through all rows, up to the end of the file. It sets how many rows there are; fewer than the header says are no
// refusal yet, as those before come first.
func (t *table) scan(in io.Reader) (seen, error) {
	var s seen
	for _, f := range t.fields {
		s.proof.look(bytes.TrimSpace(f.name), false)
	}
	big := newBuffered(in)
	for t.whole = 0; t.whole < t.count; t.whole++ {
		b, err := big.Peek(t.rowLength)
		if len(b) > 0 && b[0] == endOfRows && len(b) < t.rowLength {
			t.count = t.whole // the header counts too many
			break
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return s, row.ReadError(err)
		}
		if b[0] == deletedMark {
			s.deleted++
		}
		for _, f := range t.fields {
			if b[0] != deletedMark && t.isText(f) {
				s.proof.look(t.text(f, b))
			}
		}
		if _, err := big.Discard(t.rowLength); err != nil {
			return s, row.ReadError(err)
		}
	}
	_, err := io.Copy(io.Discard, big)
	return s, row.ReadError(err)
}

// text is a field's bytes without what pads them; full says that they took all the room there is.
func (t *table) text(f field, b []byte) (text []byte, full bool) {
	raw := b[f.from:f.to]
	text = bytes.TrimRight(untilNull(raw), " ")
	return bytes.TrimLeft(text, " "), len(text) == len(raw)
}
