package disclosure_test

import (
	"math"
	"slices"
	"testing"

	"terrier/plans/disclosure"
	"terrier/scripts/sweep"
)

// Who knows before that no count at all is below nought, and that cells are small, knows much without any table: with 20 homes and 12 tenures,
// most of them are none or one. So what a count keeps is held against what it had: by how much the table moves it.
//
// Before: a cell holds 10 to 60 homes, each number as likely; all one-way tables with none below nought are as likely as each other. The
// attacker is given more than is told: the numbers before they are evened out. The pair is left aside, and what ties it to its ways.

const mostHomes = 60

// tables are, for 0 to mostHomes homes, how likely they stand in some entries: each told with a draw, or (told nil) any way at all.
func tables(told []int, entries int) []float64 {
	sum := make([]float64, mostHomes+1)
	sum[0] = 1
	for i := range entries {
		next := make([]float64, mostHomes+1)
		for have, p := range sum {
			for n := 0; have+n <= mostHomes; n++ {
				one := 1.0
				if told != nil {
					one = law(told[i] - n)
				}
				next[have+n] += p * one
			}
		}
		sum = next
	}
	return sum
}

// believed is what is thought of a count before and after the table is told.
type believed struct{ before, after []float64 }

func normal(p []float64) []float64 {
	sum := 0.0
	for _, v := range p {
		sum += v
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}

// believe solves for the total and all entries of the ways.
func believe(blurred disclosure.Entries) (total believed, entries []believed) {
	homes := func(n int) bool { return n >= disclosure.LeastHomes && n <= mostHomes }
	after := make([]float64, mostHomes+1)
	factors := make([][]float64, len(blurred.Ways))
	for n := range after {
		if homes(n) {
			after[n] = law(blurred.Total - n)
		}
	}
	for w, table := range blurred.Ways {
		factors[w] = tables(table, len(table))
		for n, any := range tables(nil, len(table)) {
			factors[w][n] /= any
			after[n] *= factors[w][n]
		}
	}
	total.before = make([]float64, mostHomes+1)
	for n := range total.before {
		if homes(n) {
			total.before[n] = 1
		}
	}
	for w, table := range blurred.Ways {
		any, anyOthers := tables(nil, len(table)), tables(nil, len(table)-1)
		for i, told := range table {
			others := tables(slices.Delete(slices.Clone(table), i, i+1), len(table)-1)
			b := believed{make([]float64, mostHomes+1), make([]float64, mostHomes+1)}
			for n := disclosure.LeastHomes; n <= mostHomes; n++ {
				for v := 0; v <= n; v++ {
					b.before[v] += anyOthers[n-v] / any[n]
					b.after[v] += after[n] / factors[w][n] * law(told-v) * others[n-v] / any[n]
				}
			}
			entries = append(entries, believed{normal(b.before), normal(b.after)})
		}
	}
	total.before, total.after = normal(total.before), normal(after)
	return total, entries
}

func likely(p []float64) (values int) {
	for _, v := range p {
		if v >= .01 {
			values++
		}
	}
	return values
}

// moved is how many times the likelier of two neighbouring values got so, or the less likely.
func (b believed) moved() (most float64) {
	for v := 1; v < len(b.before); v++ {
		if b.before[v] > 0 && b.before[v-1] > 0 {
			odds := (b.after[v] / b.before[v]) / (b.after[v-1] / b.before[v-1])
			most = max(most, odds, 1/odds)
		}
	}
	return most
}

func TestWhoKnowsThatNoCountIsBelowNought(t *testing.T) {
	r := sweep.Seeded(t)
	town := openTown(r, 4000)
	built, err := disclosure.Build(scheme, disclosure.Secret{}, town.stock(), disclosure.Standing{})
	if err != nil {
		t.Fatal(err)
	}
	secret := randomSecret(r)
	type row struct {
		counts, fiveBefore, fiveAfter, fewest int
		moved, surest                         float64
	}
	rows := map[string]*row{}
	add := func(table string, b believed) {
		if rows[table] == nil {
			rows[table] = &row{fewest: math.MaxInt}
		}
		w := rows[table]
		w.counts++
		w.fewest = min(w.fewest, likely(b.after))
		if likely(b.before) >= 5 {
			w.fiveBefore++
		}
		if likely(b.after) >= 5 {
			w.fiveAfter++
		}
		w.moved, w.surest = max(w.moved, b.moved()), max(w.surest, slices.Max(b.after))
	}
	for _, c := range built.Cells[:min(len(built.Cells), sweep.Size(25, 1000))] {
		s := scheme.Of(built.Owners[c.Authority]...)
		blurred, err := s.Blurred(secret, c.ID, town.records(c))
		if err != nil {
			t.Fatal(err)
		}
		total, entries := believe(blurred)
		add("total", total)
		for _, way := range s.Ways {
			for range way.Values {
				add(way.Key, entries[0])
				entries = entries[1:]
			}
		}
	}
	for _, table := range sortedKeys(rows) {
		w := rows[table]
		t.Logf("%s: %d counts; five values or more of 1%% had %d before, have %d after; the fewest are %d; the surest has %.0f%%; of two neighbouring values one got at most %.0f times likelier",
			table, w.counts, w.fiveBefore, w.fiveAfter, w.fewest, 100*w.surest, w.moved)
		// One home more or less moves the total and an entry of each way by one: by the law each makes it at most twice as likely.
		if most := math.Exp2(float64(1 + len(scheme.Ways))); w.moved > most*(1+1e-9) || w.surest == 1 {
			t.Errorf("%s: odds moved %.0f-fold, the law allows %.0f", table, w.moved, most)
		}
	}
}
