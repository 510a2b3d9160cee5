package disclosure

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
)

// Record is so many homes of which all is the same: their values by the ways of a scheme, in their order. What is hashed are the values, so
// an owner is called there by what never changes; Shown is its ref, by which it is told, where that is another.
type Record struct {
	Values []string
	Shown  string
	Count  int
}

// Entries are the tables of one cell, protected or not. The entries of each table sum to Total, and those of Pair to both of its ways.
// Protected ones may be negative.
type Entries struct {
	Total int
	Ways  [][]int // by way and category
	Pair  [][]int // by category of the first way of the pair, and of the second
}

// Counted are the true tables of what a cell holds.
func (s Scheme) Counted(records []Record) (Entries, error) {
	e := s.empty()
	rows, columns := s.pair()
	for _, r := range records {
		if len(r.Values) != len(s.Ways) {
			return e, fmt.Errorf("a record has %d values, the scheme %d ways", len(r.Values), len(s.Ways))
		}
		e.Total += r.Count
		places := make([]int, len(s.Ways))
		for w := range s.Ways {
			var err error
			if places[w], err = s.category(w, s.valueTold(w, r)); err != nil {
				return e, err
			}
			e.Ways[w][places[w]] += r.Count
		}
		e.Pair[places[rows]][places[columns]] += r.Count
	}
	return e, nil
}

// valueTold is the value of a record by a way, as it is told.
func (s Scheme) valueTold(way int, r Record) string {
	if s.Ways[way].Key == s.Owner && r.Shown != "" {
		return r.Shown
	}
	return r.Values[way]
}

func (s Scheme) empty() Entries {
	e := Entries{Ways: make([][]int, len(s.Ways))}
	for w := range s.Ways {
		e.Ways[w] = make([]int, len(s.Ways[w].Values))
	}
	rows, columns := s.pair()
	e.Pair = make([][]int, len(s.Ways[rows].Values))
	for i := range e.Pair {
		e.Pair[i] = make([]int, len(s.Ways[columns].Values))
	}
	return e
}

// Protect makes the tables of a cell that are told, once for as long as the cell holds the same (DOMAIN section 6.3). To the total and
// to each entry of each table a draw is added. Then each table is made to sum to the total: what it is over or under is spread evenly,
// the remainder at drawn places; and so is the pair, along its rows and then its columns, to both of its one-way tables.
func (s Scheme) Protect(secret Secret, cell string, records []Record) (Entries, error) {
	e, err := s.Counted(records)
	if err != nil {
		return e, err
	}
	content := contentOf(records)
	of := func(table string) draws { return secret.draws(cell, table, content) }
	s.blur(&e, of)
	s.even(e, of)
	return e, nil
}

// blur adds a draw to each entry of each table.
func (s Scheme) blur(e *Entries, of func(table string) draws) {
	e.Total += of("total").draw()
	for w, way := range s.Ways {
		d := of(way.Key)
		for c := range way.Values {
			e.Ways[w][c] += d.draw(s.names(w, c)...)
		}
	}
	rows, columns := s.pair()
	d := of(s.pairKey())
	for i, row := range s.Ways[rows].Values {
		for j, column := range s.Ways[columns].Values {
			e.Pair[i][j] += d.draw(row, column)
		}
	}
}

// names are what the draw of an entry goes by: its category. Rest is what the owners shown apart leave over, so it goes by all of them: with
// the same draw before and after one more is shown, the difference of the two would be that owner's homes to the last one.
func (s Scheme) names(way, category int) []string {
	w := s.Ways[way]
	if w.Key == s.Owner && w.Values[category] == Rest {
		return append([]string{Rest}, w.Values[:category]...)
	}
	return w.Values[category : category+1]
}

// even makes tables with draws in them sum to their total, and to each other.
func (s Scheme) even(e Entries, of func(table string) draws) {
	for w, way := range s.Ways {
		spread(e.Ways[w], e.Total, of(way.Key).order(len(e.Ways[w])))
	}
	rows, columns := s.pair()
	d := of(s.pairKey())
	for i, row := range s.Ways[rows].Values {
		spread(e.Pair[i], e.Ways[rows][i], d.order(len(e.Pair[i]), row))
	}
	spreadColumns(e.Pair, e.Ways[columns], d)
}

func (s Scheme) pairKey() string { return s.Pair[0] + " by " + s.Pair[1] }

// spread adds to a table what it lacks of a total, as much to each entry, and the remainder to those that come first in an order. A table
// of two is given it at one drawn place: halved, the two draws would take each other's noise away, and a count would keep four values only.
func spread(table []int, total int, order []int) {
	if len(table) == 2 {
		table[order[0]] += total - sum(table)
		return
	}
	each, rest := floorDiv(total-sum(table), len(table))
	for i := range table {
		table[i] += each
	}
	for _, i := range order[:rest] {
		table[i]++
	}
}

// floorDiv divides so that the rest is never negative.
func floorDiv(a, b int) (quotient, rest int) {
	quotient, rest = a/b, a%b
	if rest < 0 {
		quotient, rest = quotient-1, rest+b
	}
	return quotient, rest
}

// spreadColumns makes the columns of a table, whose rows sum to what they should, sum to what they should too. What one column has too
// much another lacks: one by one, a unit is moved from one to the other within a row, and the rows take turns.
func spreadColumns(table [][]int, totals []int, d draws) {
	var over, under []int // columns, each as often as it has a unit too many or too few
	for _, j := range d.order(len(totals), "columns") {
		lacks := totals[j]
		for i := range table {
			lacks -= table[i][j]
		}
		over = append(over, slices.Repeat([]int{j}, max(0, -lacks))...)
		under = append(under, slices.Repeat([]int{j}, max(0, lacks))...)
	}
	turns := d.order(len(table), "rows")
	for k := range over {
		row := table[turns[k%len(turns)]]
		row[over[k]]--
		row[under[k]]++
	}
}

// contentOf is the hash of all records in order: their values, and how many there are of each. Which homes they are is not part of it.
func contentOf(records []Record) [sha256.Size]byte {
	lines := make(map[string]int, len(records))
	for _, r := range records {
		var line []byte
		for _, v := range r.Values {
			line = strconv.AppendQuote(append(line, ' '), v)
		}
		lines[string(line)] += r.Count
	}
	var all []byte
	for _, line := range sortedKeys(lines) {
		if n := lines[line]; n > 0 {
			all = append(strconv.AppendInt(all, int64(n), 10), line...)
			all = append(all, '\n')
		}
	}
	return sha256.Sum256(all)
}
