package disclosure

import "fmt"

// List is all entries in one row: the total, each table in the order of the ways, the pair row by row. Read reads it again.
func (e Entries) List() []int32 {
	list := []int32{int32(e.Total)}
	for _, tables := range [][][]int{e.Ways, e.Pair} {
		for _, table := range tables {
			for _, v := range table {
				list = append(list, int32(v))
			}
		}
	}
	return list
}

// Read reads the entries of a cell in an authority that shows these owners. A list of another length, or one that is not in itself
// consistent, is an error.
func (s Scheme) Read(list []int32, owners []string) (Entries, error) {
	s = s.of(owners)
	e := s.empty()
	want := 1
	for _, tables := range [][][]int{e.Ways, e.Pair} {
		for _, table := range tables {
			want += len(table)
		}
	}
	if len(list) != want {
		return e, fmt.Errorf("has %d entries, want %d", len(list), want)
	}
	e.Total = int(list[0])
	rest := list[1:]
	for _, tables := range [][][]int{e.Ways, e.Pair} {
		for _, table := range tables {
			for i := range table {
				table[i] = int(rest[i])
			}
			rest = rest[len(table):]
		}
	}
	return e, s.consistent(e)
}

// consistent says where a table does not sum to the total, or the pair to its ways.
func (s Scheme) consistent(e Entries) error {
	for w, table := range e.Ways {
		if sum(table) != e.Total {
			return fmt.Errorf("the table by %s does not sum to the total", s.Ways[w].Key)
		}
	}
	rows, columns := s.pair()
	down := make([]int, len(s.Ways[columns].Values))
	for i, row := range e.Pair {
		if sum(row) != e.Ways[rows][i] {
			return fmt.Errorf("the table by %s and %s does not sum to that by %s", s.Pair[0], s.Pair[1], s.Pair[0])
		}
		for j, v := range row {
			down[j] += v
		}
	}
	for j, v := range down {
		if v != e.Ways[columns][j] {
			return fmt.Errorf("the table by %s and %s does not sum to that by %s", s.Pair[0], s.Pair[1], s.Pair[1])
		}
	}
	return nil
}

func sum(table []int) (total int) {
	for _, v := range table {
		total += v
	}
	return total
}
