package ingest

import (
	"io"

	"github.com/paulmach/orb"

	"terrier/plans"
)

// Reader reads a file of one format row by row. A new format is a new Reader and a line in open.
type Reader interface {
	// Header names the columns in file order. Formats whose rows name their own fields add names as they meet them.
	Header() []string
	// CRS is the coordinate system that the file declares, as it is written there; "" where it declares none so far.
	CRS() string
	// Read returns the next row, or io.EOF. A row that cannot be read has Err and does not end the file; an error here does.
	Read() (Record, error)
	// Offset is how many bytes of the file have been read.
	Offset() int64
}

// Record is one row of a file.
type Record struct {
	Line     int      // in the file, the header being 1; for GeoJSON the feature's number, from 1
	Values   []string // in the order of Header; shorter where the row stops early
	Geometry orb.Geometry
	// Shaped is true where the format gives each row a place for its geometry, so that none means a missing one.
	Shaped bool
	Flat   bool         // heights were left out
	Err    *plans.Error // the row cannot be used
}

// value is the text of a column, "" where the row does not reach it.
func (r Record) value(column int) string {
	if column < 0 || column >= len(r.Values) {
		return ""
	}
	return r.Values[column]
}

// longestRow is the most bytes that one row may take: enough for the most detailed outline, too little to fill the memory.
const longestRow = 64 << 20

// mostColumns a file may have; more is no table, and would take ever longer to read.
const mostColumns = 2000

func tooManyColumns() *plans.Error {
	return plans.Refuse("too-many-columns", "file", "The file has more than 2,000 columns.", "Look for line ends that are missing, or take out the columns that are not needed.")
}

// meter counts what is read and refuses to read on for one row without end.
type meter struct {
	r     io.Reader
	read  int64
	limit int64 // read may not pass it
}

func (m *meter) Read(p []byte) (int, error) {
	if m.read >= m.limit {
		return 0, plans.Refuse("row-too-long", "", "One row is longer than 64 MB.",
			"Look for a quotation mark or bracket that is not closed, and simplify outlines of that size.")
	}
	n, err := m.r.Read(p[:min(int64(len(p)), m.limit-m.read)])
	m.read += int64(n)
	return n, err
}

// nextRow lets the meter run for another row.
func (m *meter) nextRow() { m.limit = m.read + longestRow }
