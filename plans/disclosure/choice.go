package disclosure

import "slices"

// Choice is a filter, prepared to be asked of one cell after another: for maps, which add up other cells than those of one boundary.
type Choice struct {
	table  *Table
	places []int            // in a row of values, whose entries are added up
	way    int              // of the owners, where the filter is on them
	owners map[string][]int // authority → which entries of that way are added up; nil where the filter is on something else
}

// Choose prepares a filter. What the table does not hold is refused (Check).
func (t *Table) Choose(where map[string][]string) (*Choice, error) {
	if err := t.Scheme.Check(where, nil); err != nil {
		return nil, err
	}
	c := &Choice{table: t}
	keys := sortedKeys(where)
	switch {
	case len(keys) == 0:
		c.places = []int{0}
	case keys[0] == t.Scheme.Owner:
		c.way, c.owners = t.Scheme.way(keys[0]), map[string][]int{}
		for _, authority := range t.authorities {
			for k, ref := range t.Scheme.of(t.Owners[authority]).Ways[c.way].Values {
				if slices.Contains(where[keys[0]], ref) {
					c.owners[authority] = append(c.owners[authority], k)
				}
			}
		}
	default: // two are of the pair: either gives the same
		w := t.Scheme.way(keys[0])
		for category, value := range t.Scheme.Ways[w].Values {
			if slices.Contains(where[keys[0]], value) {
				c.places = append(c.places, t.places(w, category, where)...)
			}
		}
	}
	return c, nil
}

// Number is what a cell, by its place in Cells, adds to a sum.
func (c *Choice) Number(cell int) (n Number) {
	if c.owners != nil {
		of := &c.table.Cells[cell]
		for _, k := range c.owners[of.Authority] {
			n = Number{n.Value + of.Entries.Ways[c.way][k], n.Draws + drawsOf(len(of.Entries.Ways[c.way]))}
		}
		return n
	}
	values := c.table.values[c.table.row[cell]*c.table.flat.width:]
	for _, place := range c.places {
		n = Number{n.Value + int(values[place]), n.Draws + 1}
	}
	return n
}
