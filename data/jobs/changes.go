package jobs

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"terrier/plans/intake"
)

// changes writes what a file changes as CSV, a line a fact, and holds on to the first of them. No value can run as a formula.
type changes struct {
	out   *csv.Writer
	first []intake.Change
}

func newChanges(w io.Writer) *changes {
	c := &changes{out: csv.NewWriter(w), first: []intake.Change{}}
	_ = c.out.Write([]string{"change", "line", "reference", "metres-moved", "field", "before", "after"}) // it remembers its error for end
	return c
}

func (c *changes) add(ch intake.Change) {
	if len(c.first) < firstShown {
		c.first = append(c.first, ch)
	}
	line, metres := "", ""
	if ch.Line > 0 {
		line = strconv.Itoa(ch.Line)
	}
	if ch.Metres > 0 {
		metres = strconv.FormatFloat(ch.Metres, 'f', 1, 64)
	}
	fields := ch.Fields
	if len(fields) == 0 {
		fields = []intake.FieldChange{{}}
	}
	for _, f := range fields {
		_ = c.out.Write([]string{string(ch.What), line, intake.Neutralise(ch.Reference), metres, f.Field, intake.Neutralise(f.Before), intake.Neutralise(f.After)})
	}
}

func (c *changes) end() error {
	c.out.Flush()
	if err := c.out.Error(); err != nil {
		return fmt.Errorf("write what a file changes: %w", err)
	}
	return nil
}
