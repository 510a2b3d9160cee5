package row

import "slices"

// Columns names what rows say of themselves, in the order in which names are met, for formats whose rows name their own fields.
type Columns struct {
	names []string
	index map[string]int
}

// Header lists the names met so far.
func (c *Columns) Header() []string { return c.names }

// Set puts a value into a row under a name.
func (c *Columns) Set(rec *Record, name, value string) {
	if i, ok := c.place(rec, name); ok {
		rec.Values[i] = value
	}
}

// Fill puts a value into a row under a name under which it has none yet.
func (c *Columns) Fill(rec *Record, name, value string) {
	if i, ok := c.place(rec, name); ok && rec.Values[i] == "" {
		rec.Values[i] = value
	}
}

// place makes room for a name in a row. ok is false where there are too many names, for which the row is refused.
func (c *Columns) place(rec *Record, name string) (i int, ok bool) {
	i, ok = c.index[name]
	if !ok {
		if len(c.names) == MostColumns {
			rec.Err = TooManyColumns()
			return 0, false
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
	return i, true
}
