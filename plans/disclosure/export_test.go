package disclosure

// Probability, Spread, DrawsOf and the methods below show the tests what stands inside: an attacker is never shown it.
var (
	Probability = probability
	Spread      = spread
	DrawsOf     = drawsOf
)

// Blurred are the tables of a cell with their draws in them, before they are made to sum up. Nobody outside is ever told these: whoever has
// them can work out what Protect tells, so what withstands them withstands that.
func (s Scheme) Blurred(secret Secret, cell string, records []Record) (Entries, error) {
	e, err := s.Counted(records)
	if err == nil {
		content := contentOf(records)
		s.blur(&e, func(table string) draws { return secret.draws(cell, table, content) })
	}
	return e, err
}

// Draw is the draw of one entry.
func (s Secret) Draw(cell, table string, records []Record, entry ...string) int {
	return s.draws(cell, table, contentOf(records)).draw(entry...)
}

// Order is a drawn order.
func (s Secret) Order(cell, table string, records []Record, n int) []int {
	return s.draws(cell, table, contentOf(records)).order(n)
}

// Of is the scheme where these owners are shown apart.
func (s Scheme) Of(owners ...string) Scheme { return s.of(owners) }
