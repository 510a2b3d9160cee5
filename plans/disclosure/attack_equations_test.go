package disclosure_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"terrier/plans/disclosure"
	"terrier/scripts/sweep"
)

// The attack: everything that is told of a cell, and all rules by which tables sum up, as one system of equations for the true counts, solved
// under the law of the draws (evened_test.go). Before, every table of whole numbers that sums up is as likely as any other; and the count
// that is asked for is not below nought, the total of a cell not below ten.

// noises are those of one told cell after another, with the truth changed by what makes.
func noises(t *testing.T, s disclosure.Scheme, n int, secret func() disclosure.Secret, records func() []disclosure.Record, take func(noise disclosure.Entries)) {
	t.Helper()
	for i := range n {
		have := records()
		truth, err := s.Counted(have)
		if err != nil {
			t.Fatal(err)
		}
		told := protect(t, s, secret(), fmt.Sprint(i), have)
		told.Total -= truth.Total
		for w := range told.Ways {
			told.Ways[w] = minus(told.Ways[w], truth.Ways[w])
		}
		for i := range told.Pair {
			told.Pair[i] = minus(told.Pair[i], truth.Pair[i])
		}
		take(told)
	}
}

// classes are those by which noises are compared: -7 and less to 7 and more.
const classes = 15

func class(noise int) int { return min(max(noise, -7), 7) + 7 }

// The noise has one law, whatever the truth, and that of the total and of the one-way tables is the one worked out. Where a table is told
// without noise, or rounded, this fails.
func TestNoiseIsTheSameWhateverTheTruth(t *testing.T) {
	r := sweep.Seeded(t)
	s := scheme.Of("alder-homes", "birch-homes")
	n := sweep.Size(3000, 40_000)
	stocks := map[string]func() []disclosure.Record{
		"no homes":       func() []disclosure.Record { return nil },
		"homes":          func() []disclosure.Record { return randomRecords(r, 10+r.IntN(20)) },
		"homes all like": func() []disclosure.Record { return []disclosure.Record{{Values: randomValues(r), Count: 40}} },
	}
	pairs := map[string][]int{}
	for _, name := range sortedKeys(stocks) {
		total, pair := make([]int, classes), make([]int, classes)
		ways := make([][]int, len(s.Ways))
		for w := range ways {
			ways[w] = make([]int, classes)
		}
		noises(t, s, n, func() disclosure.Secret { return randomSecret(r) }, stocks[name], func(noise disclosure.Entries) {
			total[class(noise.Total)]++
			for w, table := range noise.Ways { // of each table one entry: two go together
				ways[w][class(table[r.IntN(len(table))])]++
			}
			row := noise.Pair[r.IntN(len(noise.Pair))]
			pair[class(row[r.IntN(len(row))])]++
		})
		expected := func(l noiseLaw) []float64 {
			e := make([]float64, classes)
			for k := -span; k <= span; k++ {
				e[class(k)] += float64(n) * l.of(k)
			}
			return e
		}
		unlikely(t, name+": total", total, expected(noiseOfTotal()))
		for w, way := range s.Ways {
			unlikely(t, name+": "+way.Key, ways[w], expected(noiseOfEntry(len(way.Values))))
		}
		pairs[name] = pair
	}
	for _, name := range []string{"homes", "homes all like"} { // two samples of one law: the variance of their difference is that of both
		statistic := 0.0
		for k, a := range pairs["no homes"] {
			if b := pairs[name][k]; a+b > 0 {
				statistic += float64((a-b)*(a-b)) / float64(a+b)
			}
		}
		t.Logf("%s: chi-square of the pair %.1f", name, statistic)
		if statistic > 90 { // with 14 degrees of freedom, less often than once in 10^12
			t.Errorf("the noise of the pair is %v without homes, %v with %s", pairs["no homes"], pairs[name], name)
		}
	}
}

// pairNoise is the law of the pair's noise, by experiment. All of its entries have the same, and it is the same upwards and downwards. Beyond
// five, which few reach, it is taken to go on falling as it does there; in long experiments it does.
func pairNoise(t *testing.T, cells int) noiseLaw {
	t.Helper()
	r := sweep.Seeded(t)
	l := make(noiseLaw, 2*span+1)
	noises(t, scheme.Of(), cells, func() disclosure.Secret { return randomSecret(r) }, func() []disclosure.Record { return nil }, func(noise disclosure.Entries) {
		for _, k := range joined(noise.Pair) {
			for _, k := range []int{k, -k} {
				l[min(max(k, -span), span)+span] += 1 / float64(2*72*cells)
			}
		}
	})
	falls := l.of(5) / l.of(4)
	for k := 6; k <= span; k++ {
		l[span+k] = l[span+k-1] * falls
		l[span-k] = l[span+k]
	}
	return l
}

// fewest is, of all counts of some cells, how many keep how many values, by table; laws are what the attacker knows of the making.
func fewest(cells []disclosure.Entries, law func(table string, entries int) noiseLaw) map[string][]int {
	kept := map[string][]int{}
	take := func(table string, entries []int, lowest int) {
		if kept[table] == nil {
			kept[table] = make([]int, 60)
		}
		l := law(table, len(entries))
		for _, told := range entries {
			kept[table][min(l.possible(told, lowest), 59)]++
		}
	}
	for _, c := range cells {
		take("total", []int{c.Total}, disclosure.LeastHomes)
		for w, table := range c.Ways {
			take(scheme.Ways[w].Key, table, 0)
		}
		take("pair", joined(c.Pair), 0)
	}
	return kept
}

// asTrue is how many counts are told as they are, by table.
func asTrue(told, truth []disclosure.Entries) map[string]int {
	found := map[string]int{}
	take := func(table string, told, truth []int) {
		for _, d := range minus(told, truth) {
			if d == 0 {
				found[table]++
			}
		}
	}
	for i := range told {
		take("total", []int{told[i].Total}, []int{truth[i].Total})
		for w := range told[i].Ways {
			take(scheme.Ways[w].Key, told[i].Ways[w], truth[i].Ways[w])
		}
		take("pair", joined(told[i].Pair), joined(truth[i].Pair))
	}
	return found
}

func least(kept []int) int { return slices.IndexFunc(kept, func(n int) bool { return n > 0 }) }

// round5 is a count rounded to the nearest five.
func round5(n int) int { return int(math.Floor(float64(n)/5+.5)) * 5 }

func rounded(e disclosure.Entries) disclosure.Entries {
	r := disclosure.Entries{Total: round5(e.Total)}
	each := func(tables [][]int) (out [][]int) {
		for _, table := range tables {
			row := slices.Clone(table)
			for i := range row {
				row[i] = round5(row[i])
			}
			out = append(out, row)
		}
		return out
	}
	r.Ways, r.Pair = each(e.Ways), each(e.Pair)
	return r
}

func TestEquationsLeaveFiveValues(t *testing.T) {
	r := sweep.Seeded(t)
	town := openTown(r, 4000)
	built, err := disclosure.Build(scheme, randomSecret(r), town.stock(), disclosure.Standing{})
	if err != nil {
		t.Fatal(err)
	}
	var exact, fives []disclosure.Entries
	for _, c := range built.Cells {
		e, err := scheme.Of(built.Owners[c.Authority]...).Counted(town.records(c))
		if err != nil {
			t.Fatal(err)
		}
		exact, fives = append(exact, e), append(fives, rounded(e))
	}
	laws := map[string]noiseLaw{"total": noiseOfTotal(), "pair": pairNoise(t, sweep.Size(3000, 60_000))}
	of := func(table string, entries int) noiseLaw {
		name := table
		if table != "total" && table != "pair" {
			name = fmt.Sprint(entries)
			if laws[name] == nil {
				laws[name] = noiseOfEntry(entries)
			}
		}
		return laws[name]
	}
	told := fewest(built.Entries, of)
	for table, found := range asTrue(built.Entries, exact) {
		n := float64(sumOf(told[table]))
		right := of(table, int(n)/len(built.Cells)).of(0)
		if most := right*n + 9*math.Sqrt(right*(1-right)*n); float64(found) > most {
			t.Errorf("%s: %d of %.0f counts are told as they are, the law of the draws has %.0f at most", table, found, n, most)
		}
	}
	for _, table := range sortedKeys(told) {
		t.Logf("%s: %d counts keep %d values of 1%% or more, or more than that", table, sumOf(told[table]), least(told[table]))
		if least(told[table]) < 5 {
			t.Errorf("%s: so many counts keep 0, 1, 2 ... values: %v", table, told[table][:12])
		}
	}

	// The same attack on figures that are not protected, or only rounded.
	none, five := make(noiseLaw, 2*span+1), make(noiseLaw, 2*span+1)
	none[span] = 1
	for k := -2; k <= 2; k++ {
		five[span+k] = .2
	}
	for table, kept := range fewest(exact, func(string, int) noiseLaw { return none }) {
		if kept[1] != sumOf(kept) {
			t.Errorf("%s: the attack finds %d of %d true counts where nothing is protected", table, kept[1], sumOf(kept))
		}
	}
	for table, kept := range fewest(fives, func(string, int) noiseLaw { return five }) {
		if least(kept) >= 5 && table != "total" {
			t.Errorf("%s: the attack leaves five values where counts are only rounded", table)
		}
	}
}

// What the worst told count keeps, by the number of entries in its table.
func TestTheFewestValuesThatAnyToldCountKeeps(t *testing.T) {
	for entries := 1; entries <= 12; entries++ {
		l := noiseOfEntry(entries)
		sum, variance := 0.0, 0.0
		for k, p := range l {
			sum, variance = sum+p, variance+p*float64((k-span)*(k-span))
		}
		if math.Abs(sum-1) > 1e-9 || variance > 4*float64(disclosure.DrawsOf(entries)) {
			t.Errorf("%d entries: the law sums to %.12f with a variance of %.2f", entries, sum, variance)
		}
		fewest := math.MaxInt
		for told := -20; told <= 20; told++ {
			fewest = min(fewest, l.possible(told, 0))
		}
		if fewest < 5 {
			t.Errorf("%d entries: a count keeps %d values only", entries, fewest)
		}
	}
}
