package disclosure

import (
	"fmt"
	"runtime"
	"slices"
	"sync"

	"terrier/plans"
)

// Stock is what a release is made of: every open home of the register at one moment, none that is published, restricted or withheld.
type Stock struct {
	Units   []Unit              // all of the land that may come into a cell, in their published order; Homes is filled by Build
	Records map[string][]Record // unit code → its homes
}

// Standing is what goes from one release to the next: its cells and the owners that it showed apart.
type Standing struct {
	Cells  []Cell
	Owners map[string][]string // authority → refs
}

// Built is a release without its shapes: cells, and the entries of each, protected.
type Built struct {
	Standing
	Entries []Entries           // of each of Cells
	Content []map[string]string // of each of Cells: owner, as it is hashed → what stands for all that it has there; equal where that is the same
	Outside int                 // homes in no cell: there are too few around them
}

// Build makes the tables of a release from those of the last one, of which it needs the cells (DOMAIN section 6.2). The same stock,
// secret and last release always give the same.
func Build(scheme Scheme, secret Secret, stock Stock, last Standing) (Built, error) {
	units := slices.Clone(stock.Units)
	authority := make(map[string]string, len(units))
	covered := 0
	for i := range units {
		units[i].Homes = homesIn(stock.Records[units[i].Code])
		authority[units[i].Code] = units[i].Authority
	}
	b := Built{Standing: Standing{Cells: Join(units, last.Cells)}}
	b.Owners = scheme.ownersShown(stock.Records, authority)
	b.Entries, b.Content = make([]Entries, len(b.Cells)), make([]map[string]string, len(b.Cells))
	failed := make([]error, len(b.Cells))
	each(len(b.Cells), func(i int) {
		c := b.Cells[i]
		var records []Record
		for _, code := range c.Units {
			records = append(records, stock.Records[code]...)
		}
		b.Entries[i], failed[i] = scheme.of(b.Owners[c.Authority]).Protect(secret, c.ID, records)
		b.Content[i] = scheme.contentByOwner(secret, c.ID, records)
	})
	for i, err := range failed {
		if err != nil {
			return Built{}, fmt.Errorf("cell %s: %w", b.Cells[i].ID, err)
		}
		for _, code := range b.Cells[i].Units {
			covered += homesIn(stock.Records[code])
		}
	}
	for _, records := range stock.Records {
		b.Outside += homesIn(records)
	}
	b.Outside -= covered
	return b, nil
}

func homesIn(records []Record) (n int) {
	for _, r := range records {
		n += r.Count
	}
	return n
}

// each does something for every number below n, on all processors.
func each(n int, do func(int)) {
	var group sync.WaitGroup
	workers := min(n, runtime.GOMAXPROCS(0))
	for w := range workers {
		group.Go(func() {
			for i := w; i < n; i += workers {
				do(i)
			}
		})
	}
	group.Wait()
}

// ownersShown are the owners with enough homes in each authority to be shown apart (DOMAIN section 6.6), by ref.
func (s Scheme) ownersShown(records map[string][]Record, authority map[string]string) map[string][]string {
	owner := s.way(s.Owner)
	held := map[string]map[string]int{}
	for code, in := range authority {
		if held[in] == nil {
			held[in] = map[string]int{}
		}
		for _, r := range records[code] {
			held[in][s.valueTold(owner, r)] += r.Count
		}
	}
	shown := map[string][]string{}
	for in, owners := range held {
		for _, ref := range sortedKeys(owners) {
			if owners[ref] >= LeastOwner && ref != Rest {
				shown[in] = append(shown[in], ref)
			}
		}
	}
	return shown
}

// contentByOwner stands for what each owner has in a cell. Only whoever has the secret can tell what it stands for.
func (s Scheme) contentByOwner(secret Secret, cell string, records []Record) map[string]string {
	owner := s.way(s.Owner)
	parts := map[string][]Record{}
	for _, r := range records {
		parts[r.Values[owner]] = append(parts[r.Values[owner]], r)
	}
	content := make(map[string]string, len(parts))
	for ref, part := range parts {
		sum := contentOf(part)
		content[ref] = plans.Letters(mac(secret[:], "terrier disclosure content 1", cell, ref, string(sum[:]))[:10])
	}
	return content
}
