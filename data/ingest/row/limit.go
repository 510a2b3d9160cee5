package row

import (
	"io"

	"terrier/plans"
)

// Longest is the most bytes that one row may take: enough for the most detailed outline, too little to fill the memory.
const Longest = 64 << 20

// MostColumns a layer may have; more is no table, and would take ever longer to read.
const MostColumns = 2000

// TooManyColumns refuses a layer, or a row, with more than MostColumns.
func TooManyColumns() *plans.Error {
	return plans.Refuse("too-many-columns", "file", "The file has more than 2,000 columns.", "Look for line ends that are missing, or take out the columns that are not needed.")
}

// TooLong refuses a row that is longer than Longest.
func TooLong() *plans.Error {
	return plans.Refuse("row-too-long", "", "One row is longer than 64 MB.",
		"Look for a quotation mark or bracket that is not closed, and simplify outlines of that size.")
}

// Meter counts what is read and refuses to read on for one row without end. Begin with NextRow.
type Meter struct {
	r     io.Reader
	read  int64
	limit int64 // read may not pass it
}

// NewMeter makes a Meter that lets one row pass.
func NewMeter(r io.Reader) *Meter { return &Meter{r: r, limit: Longest} }

func (m *Meter) Read(p []byte) (int, error) {
	if m.read >= m.limit {
		return 0, TooLong()
	}
	n, err := m.r.Read(p[:min(int64(len(p)), m.limit-m.read)])
	m.read += int64(n)
	return n, err
}

// NextRow lets the meter run for another row.
func (m *Meter) NextRow() { m.limit = m.read + Longest }

// Count is how many bytes were read.
func (m *Meter) Count() int64 { return m.read }
