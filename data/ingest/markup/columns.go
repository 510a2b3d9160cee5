package markup

import (
	"slices"

	"terrier/data/ingest/row"
)

// Columns names what rows say of themselves, in the order in which names are met.
type Columns struct {
	names []string
	index map[string]int
}

// Header lists the names met so far.
func (c *Columns) Header() []string { return c.names }

// Set puts a value into a row under a name. A value that the row has already under that name stays.
func (c *Columns) Set(rec *row.Record, name, value string) {
	i, ok := c.index[name]
	if !ok {
		if len(c.names) == row.MostColumns {
			rec.Err = row.TooManyColumns()
			return
		}
		if c.index == nil {
			c.index = map[string]int{}
		}
		i = len(c.names)
		c.index[name] = i
		c.names = append(c.names, name)
	}
	if i >= len(rec.Values) {
		rec.Values = append(slices.Grow(rec.Values, len(c.names)), make([]string, i+1-len(rec.Values))...)
	}
	if rec.Values[i] == "" {
		rec.Values[i] = value
	}
}
