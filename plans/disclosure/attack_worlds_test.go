package disclosure_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"terrier/plans/disclosure"
	"terrier/scripts/sweep"
)

// The attack of the insider without any knowledge of the law: in two worlds, in which one home is another, a cell is told with many
// secrets, and what is told in the one is held against the other. No event may be more than so many times as frequent.

// small is a scheme with few entries, so that much is seen of each.
var small = disclosure.Scheme{Ways: []disclosure.Way{
	{Key: "tenure", Values: []string{"a", "b", "c"}}, {Key: "bedrooms", Values: []string{"1", "2"}},
	{Key: "epc", Values: []string{"A", "B", "C"}}, {Key: "owner", Values: []string{disclosure.Rest}},
}, Pair: [2]string{"tenure", "bedrooms"}, Owner: "owner"}

// events are what somebody may look at in what is told of a cell.
func events(e disclosure.Entries) (seen []string) {
	near := func(n int) int { return min(max(n, -9), 25) }
	for i, n := range flat(e) {
		seen = append(seen, fmt.Sprint("entry ", i, " is ", near(n)))
	}
	for w, table := range e.Ways {
		seen = append(seen, fmt.Sprint("table ", w, " is ", table))
		if len(table) > 1 {
			seen = append(seen, fmt.Sprint("in table ", w, ", a and b differ by ", near(table[0]-table[1])))
		}
	}
	seen = append(seen, fmt.Sprint("in the pair, a1 and b1 differ by ", near(e.Pair[0][0]-e.Pair[1][0])),
		fmt.Sprint("a and b, and a1 and b1 differ by ", near(e.Ways[0][0]-e.Ways[0][1]), near(e.Pair[0][0]-e.Pair[1][0])),
		fmt.Sprint("a and b, and a1 and b1 differ together by ", near(e.Ways[0][0]-e.Ways[0][1]+e.Pair[0][0]-e.Pair[1][0])))
	return seen
}

func world(t *testing.T, r func() disclosure.Secret, p publication, n int, last disclosure.Record) map[string]int {
	t.Helper()
	known := []disclosure.Record{{Values: []string{"a", "1", "A", "x"}, Count: 2}, {Values: []string{"b", "2", "B", "x"}, Count: 5}, {Values: []string{"b", "1", "C", "y"}, Count: 3}}
	counts := map[string]int{}
	records := append(slices.Clone(known), last)
	for range n {
		e, err := p.tell(small, r(), "cell", records)
		if err != nil {
			t.Fatal(err)
		}
		for _, event := range events(e) {
			counts[event]++
		}
	}
	return counts
}

// surest is the event by which one world is told from the other best: by how many standard deviations it is more often in the one than a
// number of times as often as in the other. Events that are too rare to be counted on are left aside.
func surest(a, b map[string]int, times float64) (event string, deviations float64) {
	look := func(a, b map[string]int) {
		for _, name := range sortedKeys(a) {
			x, y := float64(a[name]), float64(b[name])
			if d := (x - times*y) / math.Sqrt(x+times*times*y); x >= 40*times && d > deviations {
				event, deviations = name, d
			}
		}
	}
	look(a, b)
	look(b, a)
	return event, deviations
}

func TestWorldsThatDifferByOneHome(t *testing.T) {
	r := sweep.Seeded(t)
	n := sweep.Size(5000, 200_000)
	secret := func() disclosure.Secret { return randomSecret(r) }
	last := func(values ...string) disclosure.Record { return disclosure.Record{Values: values, Count: 1} }
	for _, p := range []struct {
		name string
		publication
		withstands bool
	}{{"protected", protected, true}, {"unprotected", open, false}, {"rounded to five", toFive, false}} {
		if !p.withstands {
			n = 2000
		}
		first := world(t, secret, p.publication, n, last("a", "1", "A", "x"))
		for _, c := range []struct {
			name   string
			record disclosure.Record
			times  float64
		}{
			{"another certificate", last("a", "1", "B", "x"), 4},
			{"another tenure", last("b", "1", "A", "x"), 16},
			{"another number of bedrooms", last("a", "2", "A", "x"), 16},
			{"another owner that is not shown", last("a", "1", "A", "z"), 1},
		} {
			if !p.withstands && c.times == 1 {
				continue // nothing is told of that in any way
			}
			event, deviations := surest(first, world(t, secret, p.publication, n, c.record), c.times)
			t.Logf("%s, %s: %.1f standard deviations above %.0f times as often: %s", p.name, c.name, deviations, c.times, event)
			if p.withstands != (deviations < 7) {
				t.Errorf("%s, %s: withstands is %v", p.name, c.name, !p.withstands)
			}
		}
	}
}
