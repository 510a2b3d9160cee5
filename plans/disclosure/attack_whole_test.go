package disclosure_test

import (
	"fmt"
	"math"
	"testing"

	"terrier/plans/disclosure"
	"terrier/scripts/sweep"
)

// The attack: the insider does not ask for one thing about a home, but whether it is there at all, or holds two descriptions of all of it
// against each other. Every table tells of that, so what is learned from each multiplies: twofold from each of eight numbers, and fourfold
// from each of seven tables. docs/disclosure.md says so; here it is seen that it is that much, and no more.
func TestWhetherAHomeIsThereAndAllOfIt(t *testing.T) {
	r := sweep.Seeded(t)
	s := scheme.Of("alder-homes", "birch-homes")
	var there, described []float64
	for i := range sweep.Size(1000, 20_000) {
		known, with := randomRecords(r, 10+r.IntN(20)), uniformValues(r, s)
		told, err := s.Blurred(randomSecret(r), fmt.Sprint(i), append(known, disclosure.Record{Values: with, Count: 1}))
		if err != nil {
			t.Fatal(err)
		}
		given := func(records ...disclosure.Record) float64 {
			truth, err := s.Counted(append(known[:len(known):len(known)], records...))
			if err != nil {
				t.Fatal(err)
			}
			return blurredGiven(flat(told), flat(truth))
		}
		one, other := given(disclosure.Record{Values: with, Count: 1}), given(disclosure.Record{Values: uniformValues(r, s), Count: 1})
		there, described = append(there, math.Log2(one/given())), append(described, math.Log2(one/other))
	}
	for _, c := range []struct {
		name string
		odds []float64
		most float64
	}{{"that it is there", there, 8}, {"two descriptions", described, 14}} {
		most := 0.0
		for _, v := range c.odds {
			most = max(most, math.Abs(v))
		}
		t.Logf("%s: odds moved at most 2^%.0f-fold, in the middle 2^%.0f-fold towards the truth, in one of ten cases 2^%.0f-fold or more", c.name, most, part(c.odds, .5), part(c.odds, .9))
		if most > c.most+1e-9 {
			t.Errorf("%s: odds moved 2^%.1f-fold, allowed are 2^%.0f", c.name, most, c.most)
		}
	}
}
