package ingest

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"terrier/plans/intake"
)

// List is a CSV file for the person importing, in which no value can run as a formula. Without a writer its lines go nowhere.
type List struct{ to *csv.Writer }

// Begin writes the heading.
func (l *List) Begin(to io.Writer, heading ...string) {
	if to != nil {
		l.to = csv.NewWriter(to)
		l.Add(heading...)
	}
}

// Add writes a line. An error is told by End.
func (l *List) Add(line ...string) {
	for i, v := range line {
		line[i] = intake.Neutralise(v)
	}
	_ = l.to.Write(line) // the writer remembers its error for End
}

// End finishes the file; err is what the import itself failed with, and doing what could not be done if the file fails.
func (l *List) End(err error, doing string) error {
	if l.to == nil {
		return err
	}
	l.to.Flush()
	if failed := l.to.Error(); failed != nil {
		return errors.Join(err, fmt.Errorf("%s: %w", doing, failed))
	}
	return err
}
