package disclosure_test

import (
	"fmt"
	"slices"
	"testing"

	"terrier/plans/disclosure"
	"terrier/scripts/sweep"
)

func protect(t *testing.T, s disclosure.Scheme, secret disclosure.Secret, cell string, records []disclosure.Record) disclosure.Entries {
	t.Helper()
	e, err := s.Protect(secret, cell, records)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// consistent fails where a table does not sum to the total, or the pair not to both of its ways.
func consistent(t *testing.T, e disclosure.Entries) {
	t.Helper()
	for w, table := range e.Ways {
		if sum := sumOf(table); sum != e.Total {
			t.Errorf("the table by %s sums to %d, the total is %d", scheme.Ways[w].Key, sum, e.Total)
		}
	}
	for i, row := range e.Pair {
		if sum := sumOf(row); sum != e.Ways[wayOf("tenure")][i] {
			t.Errorf("row %d of the pair sums to %d, tenure has %d", i, sum, e.Ways[wayOf("tenure")][i])
		}
	}
	for j, want := range e.Ways[wayOf("bedrooms")] {
		sum := 0
		for _, row := range e.Pair {
			sum += row[j]
		}
		if sum != want {
			t.Errorf("column %d of the pair sums to %d, bedrooms has %d", j, sum, want)
		}
	}
}

func TestProtectedTablesSumUp(t *testing.T) {
	r := sweep.Seeded(t)
	for i := range sweep.Size(500, 20_000) {
		s := scheme.Of([]string{"alder-homes", "birch-homes", "cedar-homes"}[:r.IntN(4)]...)
		records := randomRecords(r, r.IntN(60))
		truth, err := s.Counted(records)
		if err != nil {
			t.Fatal(err)
		}
		consistent(t, truth)
		consistent(t, protect(t, s, randomSecret(r), fmt.Sprint(i), records))
	}
}

// What a cell is told by does not depend on the order of its records, nor on how like ones are put together.
func TestProtectedTablesAreTheSameForTheSame(t *testing.T) {
	r := sweep.Seeded(t)
	for range sweep.Size(50, 1000) {
		secret, records := randomSecret(r), randomRecords(r, 10+r.IntN(30))
		want := flat(protect(t, scheme.Of(), secret, "a", records))
		mixed := slices.Clone(records)
		r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		mixed = append(mixed, disclosure.Record{Values: records[0].Values})
		if got := flat(protect(t, scheme.Of(), secret, "a", mixed)); !slices.Equal(got, want) {
			t.Fatalf("the same homes in another order are told as %v, want %v", got, want)
		}
		var twice []disclosure.Record
		for _, record := range records {
			twice = append(twice, disclosure.Record{Values: record.Values, Count: 2})
		}
		if got, want := flat(protect(t, scheme.Of(), secret, "a", twice)), flat(protect(t, scheme.Of(), secret, "a", append(records, records...))); !slices.Equal(got, want) {
			t.Fatalf("two of each are told as %v, want %v", got, want)
		}
	}
}

// alike says of each table - the total, the ways, the pair - how many of its numbers are drawn alike in two, and of how many. By chance 5 of
// 27 are.
func alike(t *testing.T, a, b, truthA, truthB disclosure.Entries) (same, of []int) {
	t.Helper()
	tables := func(told, truth disclosure.Entries) [][]int {
		all := [][]int{{told.Total - truth.Total}}
		for w := range told.Ways {
			all = append(all, minus(told.Ways[w], truth.Ways[w]))
		}
		var pair []int
		for i := range told.Pair {
			pair = append(pair, minus(told.Pair[i], truth.Pair[i])...)
		}
		return append(all, pair)
	}
	noiseA, noiseB := tables(a, truthA), tables(b, truthB)
	same, of = make([]int, len(noiseA)), make([]int, len(noiseA))
	for k := range noiseA {
		of[k] = len(noiseA[k])
		for i := range noiseA[k] {
			if noiseA[k][i] == noiseB[k][i] {
				same[k]++
			}
		}
	}
	return same, of
}

func TestOneChangedRecordDrawsEveryTableAnew(t *testing.T) {
	r := sweep.Seeded(t)
	s := scheme.Of("alder-homes")
	blurred := func(secret disclosure.Secret, cell string, records []disclosure.Record) (told, truth disclosure.Entries) {
		told, err := s.Blurred(secret, cell, records)
		if err != nil {
			t.Fatal(err)
		}
		truth, err = s.Counted(records)
		if err != nil {
			t.Fatal(err)
		}
		return told, truth
	}
	changes := map[string]func(secret *disclosure.Secret, cell *string, records []disclosure.Record) []disclosure.Record{
		"nothing changed": func(_ *disclosure.Secret, _ *string, records []disclosure.Record) []disclosure.Record { return records },
		"another secret": func(secret *disclosure.Secret, _ *string, records []disclosure.Record) []disclosure.Record {
			secret[31] ^= 1
			return records
		},
		"another cell": func(_ *disclosure.Secret, cell *string, records []disclosure.Record) []disclosure.Record {
			*cell += "b"
			return records
		},
		"one more": func(_ *disclosure.Secret, _ *string, records []disclosure.Record) []disclosure.Record {
			return append(records, randomRecords(r, 1)...)
		},
		"one less": func(_ *disclosure.Secret, _ *string, records []disclosure.Record) []disclosure.Record {
			return records[1:]
		},
		"an owner changed that is not shown apart": func(_ *disclosure.Secret, _ *string, records []disclosure.Record) []disclosure.Record {
			records[3].Values = slices.Clone(records[3].Values)
			records[3].Values[wayOf("owner")] = "zelkova-homes"
			return records
		},
	}
	for _, name := range sortedKeys(changes) {
		n := sweep.Size(100, 3000)
		same, of := make([]int, 8), make([]int, 8)
		for range n {
			secret, cell, records := randomSecret(r), "a", randomRecords(r, 12)
			told, truth := blurred(secret, cell, records)
			after := changes[name](&secret, &cell, slices.Clone(records))
			toldAfter, truthAfter := blurred(secret, cell, after)
			s, o := alike(t, told, toldAfter, truth, truthAfter)
			for k := range s {
				same[k], of[k] = same[k]+s[k], of[k]+o[k]
			}
		}
		for k := range same {
			share := float64(same[k]) / float64(of[k])
			if name == "nothing changed" && share != 1 || name != "nothing changed" && share > .45 {
				t.Errorf("%s: of table %d, %.0f%% of the draws are the same, by chance 19%%", name, k, 100*share)
			}
		}
	}
}

// An owner that is shown apart from now on leaves the draws of the others as they were; only what is left over is drawn anew: the same draw
// would tell the owner's homes to the last one (TestAnOwnerNewlyShown is the attack).
func TestAnOwnerNewlyShownLeavesOtherDrawsAsTheyWere(t *testing.T) {
	r := sweep.Seeded(t)
	anew, n := 0, sweep.Size(200, 5000)
	for range n {
		secret, records := randomSecret(r), randomRecords(r, 20)
		for i := range records {
			records[i].Values[wayOf("owner")] = []string{"alder-homes", "birch-homes", "cedar-homes", "dogwood-homes"}[r.IntN(4)]
		}
		noise := func(s disclosure.Scheme) disclosure.Entries {
			told, err := s.Blurred(secret, "a", records)
			if err != nil {
				t.Fatal(err)
			}
			truth, _ := s.Counted(records)
			for w := range told.Ways {
				told.Ways[w] = minus(told.Ways[w], truth.Ways[w])
			}
			return told
		}
		before, after := noise(scheme.Of("alder-homes", "cedar-homes")), noise(scheme.Of("alder-homes", "birch-homes", "cedar-homes"))
		w := wayOf("owner")
		if before.Ways[w][0] != after.Ways[w][0] || before.Ways[w][1] != after.Ways[w][2] {
			t.Fatalf("the draws by owner were %v, and are %v", before.Ways[w], after.Ways[w])
		}
		if before.Ways[w][2] != after.Ways[w][3] {
			anew++
		}
		before.Ways[w], after.Ways[w] = nil, nil
		if !slices.Equal(flat(before), flat(after)) {
			t.Fatal("other tables were drawn anew")
		}
	}
	if anew < n/2 { // by chance 22 of 27 differ
		t.Errorf("what is left over was drawn anew in %d of %d cells only", anew, n)
	}
}

func TestSpreadIsEven(t *testing.T) {
	r := sweep.Seeded(t)
	for range 20_000 {
		n := 1 + r.IntN(12)
		table, order := make([]int, n), r.Perm(n)
		for i := range table {
			table[i] = r.IntN(41) - 20
		}
		total, before := r.IntN(81)-40, slices.Clone(table)
		disclosure.Spread(table, total, order)
		if sumOf(table) != total {
			t.Fatalf("%v was spread to %v, which does not sum to %d", before, table, total)
		}
		added := minus(table, before)
		least, most := slices.Min(added), slices.Max(added)
		if n == 2 { // all of it at one place
			if added[order[1]] != 0 {
				t.Fatalf("%v was spread by %v, not at one place", before, added)
			}
			continue
		}
		if most-least > 1 {
			t.Fatalf("%v was spread unevenly by %v", before, added)
		}
		for k := 1; k < n; k++ { // the remainder goes to the first of the order
			if added[order[k]] > added[order[k-1]] {
				t.Fatalf("by the order %v was added %v", order, added)
			}
		}
	}
}

func TestAnUnknownCategoryIsRefused(t *testing.T) {
	records := randomRecords(sweep.Seeded(t), 3)
	for w, way := range scheme.Ways {
		bad := slices.Clone(records)
		bad[1].Values = slices.Clone(bad[1].Values)
		bad[1].Values[w] = "nonsense"
		e, err := scheme.Of("alder-homes").Protect(disclosure.Secret{}, "a", bad)
		switch {
		case way.Key == scheme.Owner: // is one of the rest
			if err != nil {
				t.Errorf("an owner that is not shown apart: %v", err)
			}
			consistent(t, e)
		case err == nil:
			t.Errorf("%s=nonsense was counted", way.Key)
		case err.Error() != fmt.Sprintf("the table by %s has no category for %q", way.Key, "nonsense"):
			t.Error(err)
		}
	}
	if _, err := scheme.Of().Protect(disclosure.Secret{}, "a", []disclosure.Record{{Values: []string{"social-rent"}, Count: 1}}); err == nil {
		t.Error("a record of one value was counted")
	}
}

// Homes with more bedrooms count in the category of the largest.
func TestMergedCategories(t *testing.T) {
	records := randomRecords(sweep.Seeded(t), 2)
	records[0].Values[wayOf("bedrooms")], records[1].Values[wayOf("bedrooms")] = "5", "11"
	e, err := scheme.Of().Counted(records)
	if err != nil {
		t.Fatal(err)
	}
	if n := e.Ways[wayOf("bedrooms")][4]; n != 2 {
		t.Errorf("%d homes have five bedrooms or more, want 2", n)
	}
}
