package disclosure_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"terrier/plans/disclosure"
	"terrier/scripts/sweep"
)

// The attack: an association takes its own open homes, and all that are published one by one, from what the public is told. What is left is
// the homes of the others, and the draws.
func TestAnAssociationThatTakesItsOwnHomesAway(t *testing.T) {
	r := sweep.Seeded(t)
	s := scheme.Of("alder-homes", "birch-homes")
	owner := wayOf("owner")
	foundOpen, asked := 0, 0
	l := &learned{}
	for i := range sweep.Size(150, 3000) {
		own, published := randomRecords(r, 10+r.IntN(20)), randomRecords(r, r.IntN(30))
		for k := range published {
			published[k].Values[owner] = "birch-homes"
		}
		others := uniformValues(r, s) // one home of another association
		others[owner] = "birch-homes"
		stock := append(slices.Clone(own), disclosure.Record{Values: others, Count: 1})
		told := protect(t, s, randomSecret(r), fmt.Sprint(i), stock)
		exact, err := s.Counted(published)
		if err != nil {
			t.Fatal(err)
		}
		counted, err := s.Counted(stock)
		if err != nil {
			t.Fatal(err)
		}
		mine, err := s.Counted(own)
		if err != nil {
			t.Fatal(err)
		}
		for w, way := range s.Ways {
			if inPair(s, w) || w == owner {
				continue
			}
			truth, _ := way.Category(others[w])
			answer, answerOpen := slices.Clone(told.Ways[w]), slices.Clone(counted.Ways[w]) // what a page says of all homes there
			for k, n := range exact.Ways[w] {
				answer[k], answerOpen[k] = answer[k]+n, answerOpen[k]+n
			}
			left, leftOpen := minus(minus(answer, exact.Ways[w]), mine.Ways[w]), minus(minus(answerOpen, exact.Ways[w]), mine.Ways[w])
			asked++
			if leftOpen[truth] == 1 && sumOf(leftOpen) == 1 {
				foundOpen++
			}
			after := make([]float64, len(left))
			for c := range left {
				guess := make([]int, len(left))
				guess[c] = 1
				after[c] = toldGiven(left, guess)
			}
			after = normal(after)
			insider := protected.insider(t, s, []disclosure.Entries{told}, own, [][][]string{{others}}, w)
			for c := range after {
				if math.Abs(after[c]-insider[c]) > 1e-9 {
					t.Fatalf("who takes homes away thinks %v, who knows them %v", after, insider)
				}
			}
			l.add(after, truth)
		}
	}
	if foundOpen < asked {
		t.Errorf("on unprotected figures the attack finds %d of %d only", foundOpen, asked)
	}
	bounded(t, "own and published homes taken away", l, 4)
}
