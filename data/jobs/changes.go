package jobs

import (
	"io"
	"strconv"

	"terrier/data/ingest"
	"terrier/plans/intake"
)

// changes writes what a file changes as CSV, a line a fact, and holds on to the first of them.
type changes struct {
	out   ingest.List
	first []intake.Change
}

func newChanges(w io.Writer) *changes {
	c := &changes{first: []intake.Change{}}
	c.out.Begin(w, "change", "line", "reference", "metres-moved", "field", "before", "after")
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
		c.out.Add(string(ch.What), line, ch.Reference, metres, f.Field, f.Before, f.After)
	}
}

// end finishes the file; err is what bringing the homes in failed with.
func (c *changes) end(err error) error { return c.out.End(err, "write what a file changes") }
