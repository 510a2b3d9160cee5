package disclosure_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"terrier/plans/disclosure"
	"terrier/scripts/sweep"
)

// The attack: somebody knows all homes of a cell but one, two or five, and wants to know something of one of those. For each category that it
// may have, the attacker works out how likely what was told would be, over all that the other unknown homes may be. Before, every category
// is as likely, whatever the other homes are and whatever else this one is.

// publication is a way of telling a cell, and what the attacker knows of it: how likely a table is told like this, given the true one.
type publication struct {
	tell  func(s disclosure.Scheme, secret disclosure.Secret, cell string, records []disclosure.Record) (disclosure.Entries, error)
	given func(told, truth []int) float64
}

func exactly(told, truth []int) float64 {
	if slices.Equal(told, truth) {
		return 1
	}
	return 0
}

var (
	protected = publication{disclosure.Scheme.Protect, toldGiven}
	// blurred is more than is told: the tables before they are evened out, from which Protect makes what is told without looking at the
	// truth again. Its law is a plain product, for the pair too.
	blurred = publication{disclosure.Scheme.Blurred, blurredGiven}
	open    = publication{func(s disclosure.Scheme, _ disclosure.Secret, _ string, records []disclosure.Record) (disclosure.Entries, error) {
		return s.Counted(records)
	}, exactly}
	toFive = publication{func(s disclosure.Scheme, _ disclosure.Secret, _ string, records []disclosure.Record) (disclosure.Entries, error) {
		e, err := s.Counted(records)
		return rounded(e), err
	}, func(told, truth []int) float64 {
		r := rounded(disclosure.Entries{Ways: [][]int{truth}})
		return exactly(told, r.Ways[0])
	}}
)

// inPair says whether a way stands in two tables.
func inPair(s disclosure.Scheme, way int) bool { return slices.Contains(s.Pair[:], s.Ways[way].Key) }

// tablesOf are the tables in which something stands that tells of a way: its own, and for one of the pair both of them and the pair.
func tablesOf(s disclosure.Scheme, way int, e disclosure.Entries) [][]int {
	if !inPair(s, way) {
		return [][]int{e.Ways[way]}
	}
	return [][]int{e.Ways[wayOf("tenure")], e.Ways[wayOf("bedrooms")], joined(e.Pair)}
}

// insider works out how likely each category of a way is for the first unknown home, from all that was told of the cell (once or more often).
// guesses are what the unknown homes may be, each as likely; the way in question is tried with every category.
func (p publication) insider(t *testing.T, s disclosure.Scheme, told []disclosure.Entries, known []disclosure.Record, guesses [][][]string, way int) []float64 {
	t.Helper()
	after := make([]float64, len(s.Ways[way].Values))
	for c, category := range s.Ways[way].Values {
		for _, guess := range guesses {
			records := slices.Clone(known)
			for i, values := range guess {
				if i == 0 {
					values = slices.Clone(values)
					values[way] = category
				}
				records = append(records, disclosure.Record{Values: values, Count: 1})
			}
			truth, err := s.Counted(records)
			if err != nil {
				t.Fatal(err)
			}
			likely := 1.0
			for _, e := range told {
				for k, table := range tablesOf(s, way, e) {
					likely *= p.given(table, tablesOf(s, way, truth)[k])
				}
			}
			after[c] += likely
		}
	}
	return normal(after)
}

// uniformValues are those of a home of which nothing is known.
func uniformValues(r *rand.Rand, s disclosure.Scheme) []string {
	values := make([]string, len(s.Ways))
	for w, way := range s.Ways {
		values[w] = way.Values[r.IntN(len(way.Values))]
	}
	return values
}

// learned is what insiders found out of homes, one after another.
type learned struct {
	asked, certain        int
	excluded              int     // categories that were ruled out
	moved                 float64 // the most that the odds of two categories moved
	hits, hoped, variance float64 // how often the truth was thought likely, what the attacker expected of that, and its variance
}

func (l *learned) add(after []float64, truth int) {
	l.asked++
	if slices.Max(after) > 1-1e-12 {
		l.certain++
	}
	for _, p := range after {
		if p == 0 {
			l.excluded++
		}
	}
	l.moved = max(l.moved, slices.Max(after)/slices.Min(after))
	square, cube := 0.0, 0.0
	for _, p := range after {
		square, cube = square+p*p, cube+p*p*p
	}
	l.hits, l.hoped, l.variance = l.hits+after[truth], l.hoped+square, l.variance+cube-square*square
}

// surprise is by how many standard deviations the attacker was right more often than the law of the draws lets one expect. Where draws
// are weaker than they should be, it is large.
func (l *learned) surprise() float64 {
	if l.variance < 1e-12 {
		return 0
	}
	return (l.hits - l.hoped) / math.Sqrt(l.variance)
}

// unknownHomes makes a cell of which all but so many homes are known, and guesses of those: the truth first, as though somebody had said
// that it is among them. All unknown homes are as likely to be one thing as another.
func unknownHomes(r *rand.Rand, s disclosure.Scheme, unknown int) (known, all []disclosure.Record, guesses [][][]string) {
	known = randomRecords(r, 8+r.IntN(20))
	var truth [][]string
	all = slices.Clone(known)
	for range unknown {
		truth = append(truth, uniformValues(r, s))
		all = append(all, disclosure.Record{Values: truth[len(truth)-1], Count: 1})
	}
	guesses = [][][]string{truth}
	if unknown > 1 {
		for range 24 {
			guess := [][]string{truth[0]}
			for range unknown - 1 {
				guess = append(guess, uniformValues(r, s))
			}
			guesses = append(guesses, guess)
		}
		// The truth is as likely as each guess: which one it is was drawn too.
		r.Shuffle(len(guesses), func(i, j int) { guesses[i], guesses[j] = guesses[j], guesses[i] })
	}
	return known, all, guesses
}

// besiege has insiders of some cells ask for every way of one home.
func besiege(t *testing.T, r *rand.Rand, p publication, cells, unknown, tellings int, ways func(s disclosure.Scheme, way int) bool) *learned {
	t.Helper()
	s := scheme.Of("alder-homes", "birch-homes")
	l := &learned{}
	for i := range cells {
		known, all, guesses := unknownHomes(r, s, unknown)
		secret := randomSecret(r)
		var told []disclosure.Entries
		for telling := range tellings {
			e, err := p.tell(s, secret, fmt.Sprint("cell ", i, " told ", telling), all)
			if err != nil {
				t.Fatal(err)
			}
			told = append(told, e)
		}
		for w, way := range s.Ways {
			if ways(s, w) {
				truth, _ := way.Category(all[len(known)].Values[w])
				l.add(p.insider(t, s, told, known, guesses, w), truth)
			}
		}
	}
	return l
}

func outsidePair(s disclosure.Scheme, way int) bool { return !inPair(s, way) }

// bounded fails where odds moved further than allowed, something is certain, or the truth was found too often.
func bounded(t *testing.T, what string, l *learned, most float64) {
	t.Helper()
	t.Logf("%s: %d asked, odds moved at most %.2f-fold, %d certain; right %+.1f standard deviations more often than expected", what, l.asked, l.moved, l.certain, l.surprise())
	if l.certain > 0 || l.excluded > 0 {
		t.Errorf("%s: %d of %d are certain, %d categories are ruled out", what, l.certain, l.asked, l.excluded)
	}
	if l.moved > most*(1+1e-9) {
		t.Errorf("%s: odds moved %.2f-fold, allowed are %.0f", what, l.moved, most)
	}
	if l.surprise() > 6 {
		t.Errorf("%s: the truth was found more often than the law of the draws allows", what)
	}
}

func TestInsiders(t *testing.T) {
	r := sweep.Seeded(t)
	for _, unknown := range []int{1, 2, 5} {
		cells := sweep.Size(25, 400)
		if unknown == 1 {
			cells = sweep.Size(200, 4000)
		}
		bounded(t, fmt.Sprint(unknown, " unknown, as told"), besiege(t, r, protected, cells, unknown, 1, outsidePair), 4)
		bounded(t, fmt.Sprint(unknown, " unknown, before evening out"), besiege(t, r, blurred, cells, unknown, 1, outsidePair), 4)
		bounded(t, fmt.Sprint(unknown, " unknown, tenure and bedrooms before evening out"), besiege(t, r, blurred, cells, unknown, 1, inPair), 16)

		everything := func(disclosure.Scheme, int) bool { return true }
		l := besiege(t, r, open, cells, unknown, 1, everything)
		t.Logf("%d unknown, unprotected: %d of %d certain", unknown, l.certain, l.asked)
		if unknown == 1 && l.certain < l.asked || l.certain < l.asked/4 {
			t.Errorf("%d unknown: on unprotected figures the attack finds %d of %d only", unknown, l.certain, l.asked)
		}
		l = besiege(t, r, toFive, cells, unknown, 1, everything)
		t.Logf("%d unknown, rounded to five: %d of %d certain (%.1f%%), %d categories ruled out", unknown, l.certain, l.asked, 100*float64(l.certain)/float64(l.asked), l.excluded)
		if unknown == 1 && l.certain == 0 || l.excluded == 0 {
			t.Errorf("%d unknown: on figures rounded to five the attack finds nothing", unknown)
		}
	}
}
