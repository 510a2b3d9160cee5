package disclosure_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"terrier/plans/disclosure"
	"terrier/scripts/sweep"
)

// law is the law of the noise, written down a second time: P(k) = (1/3) * 2^-|k|.
func law(k int) float64 { return math.Exp2(-math.Abs(float64(k))) / 3 }

// unlikely fails where counts depart from what was expected as much as by chance they do once in a thousand million times: the statistic
// of Pearson, made normal by Wilson and Hilferty (1931).
func unlikely(t *testing.T, what string, counts []int, expected []float64) {
	t.Helper()
	statistic := 0.0
	for i, n := range counts {
		statistic += (float64(n) - expected[i]) * (float64(n) - expected[i]) / expected[i]
	}
	free := float64(len(counts) - 1)
	z := (math.Cbrt(statistic/free) - (1 - 2/(9*free))) / math.Sqrt(2/(9*free))
	t.Logf("%s: chi-square %.1f with %.0f degrees of freedom, %.1f standard deviations", what, statistic, free, z)
	if z > 6 {
		t.Errorf("%s: %v, expected %.1f", what, counts, expected)
	}
}

// byLaw sorts draws into classes: -6 and less, -5 to 5, 6 and more.
func byLaw(k int) int { return min(max(k, -6), 6) + 6 }

func expectedByLaw(n int) []float64 {
	expected := make([]float64, 13)
	for k := -60; k <= 60; k++ {
		expected[byLaw(k)] += float64(n) * law(k)
	}
	return expected
}

// Of what a draw goes by - secret, cell, table, content and entry - one is changed from draw to draw.
func TestDrawsHaveTheLaw(t *testing.T) {
	r := sweep.Seeded(t)
	secret, records := randomSecret(r), randomRecords(r, 12)
	n := sweep.Size(30_000, 300_000)
	ways := map[string]func(i int) int{
		"entries": func(i int) int { return secret.Draw("cell", "tenure", records, fmt.Sprint(i)) },
		"cells":   func(i int) int { return secret.Draw(fmt.Sprint(i), "tenure", records, "a") },
		"tables":  func(i int) int { return secret.Draw("cell", fmt.Sprint(i), records, "a") },
		"secrets": func(i int) int {
			return disclosure.Secret{byte(i), byte(i >> 8), byte(i >> 16)}.Draw("cell", "tenure", records, "a")
		},
		"contents": func(i int) int {
			return secret.Draw("cell", "tenure", []disclosure.Record{{Values: records[0].Values, Count: i + 1}}, "a")
		},
	}
	for _, name := range sortedKeys(ways) {
		counts := make([]int, 13)
		both := make([]int, 25) // this draw and the one before
		before := ways[name](n)
		for i := range n {
			k := ways[name](i)
			counts[byLaw(k)]++
			both[5*(min(max(k, -2), 2)+2)+min(max(before, -2), 2)+2]++
			before = k
		}
		unlikely(t, "draws by "+name, counts, expectedByLaw(n))
		single := []float64{1. / 6, 1. / 6, 1. / 3, 1. / 6, 1. / 6} // -2 and less: 1/3 * (1/4 + 1/8 + ...)
		expected := make([]float64, 25)
		for i := range expected {
			expected[i] = float64(n) * single[i/5] * single[i%5]
		}
		unlikely(t, "two draws after one another by "+name, both, expected)
	}
}

func TestDrawsOfEntriesAreIndependent(t *testing.T) {
	r := sweep.Seeded(t)
	n := sweep.Size(1500, 50_000)
	secret := randomSecret(r)
	s := scheme.Of("alder-homes", "birch-homes")
	var sums []float64 // of the products of two draws
	width := 0
	for i := range n {
		cell, records := fmt.Sprint("cell", i), randomRecords(r, 12)
		truth, err := s.Counted(records)
		if err != nil {
			t.Fatal(err)
		}
		blurred, err := s.Blurred(secret, cell, records)
		if err != nil {
			t.Fatal(err)
		}
		noise := minus(flat(blurred), flat(truth))
		width = len(noise)
		if len(sums) == 0 {
			sums = make([]float64, width*width)
		}
		for a, x := range noise {
			for b, y := range noise[:a] {
				sums[a*width+b] += float64(x * y)
			}
		}
	}
	worst := 0.0
	for a := range width {
		for b := range a { // a product of two draws has a variance of 4 * 4
			worst = max(worst, math.Abs(sums[a*width+b])/(4*math.Sqrt(float64(n))))
		}
	}
	t.Logf("%d entries: the most that two go together is %.1f standard deviations", width, worst)
	if worst > 8 {
		t.Errorf("two entries of a cell are drawn together")
	}
}

func TestOrderIsUniform(t *testing.T) {
	r := sweep.Seeded(t)
	secret, records := randomSecret(r), randomRecords(r, 12)
	n := sweep.Size(24_000, 200_000)
	counts, first := map[string]int{}, make([]int, 12)
	for i := range n {
		counts[fmt.Sprint(secret.Order(fmt.Sprint(i), "tenure", records, 4))]++
		if i%4 == 0 {
			order := secret.Order(fmt.Sprint(i), "bedrooms", records, 12)
			first[order[0]]++
			slices.Sort(order)
			if order[0] != 0 || order[11] != 11 || len(slices.Compact(order)) != 12 {
				t.Fatalf("an order of 12 is %v when sorted", order)
			}
		}
	}
	if len(counts) != 24 {
		t.Fatalf("there are %d orders of four, want 24", len(counts))
	}
	list := make([]int, 0, 24)
	for _, order := range sortedKeys(counts) {
		list = append(list, counts[order])
	}
	unlikely(t, "orders of four", list, slices.Repeat([]float64{float64(n) / 24}, 24))
	unlikely(t, "first of twelve", first, slices.Repeat([]float64{float64(n/4) / 12}, 12))
}

// Texts that run together to the same letters are not drawn alike.
func TestNamesOfDrawsAreApart(t *testing.T) {
	var secret disclosure.Secret
	records := []disclosure.Record{{Values: []string{"a"}, Count: 1}}
	same := map[string]int{}
	for i := range 200 {
		a := secret.Draw("cell", "a", records, fmt.Sprint("x", i), "y")
		for name, draw := range map[string]int{
			"one text":      secret.Draw("cell", "a", records, fmt.Sprint("x", i, "y")),
			"moved letter":  secret.Draw("cella", "", records, fmt.Sprint("x", i), "y"),
			"other order":   secret.Draw("cell", "a", records, "y", fmt.Sprint("x", i)),
			"an empty text": secret.Draw("cell", "a", records, fmt.Sprint("x", i), "y", ""),
		} {
			if draw == a {
				same[name]++
			}
		}
	}
	for name, n := range same {
		if n > 80 { // two draws are equal with a probability of 5/27: 37 of 200
			t.Errorf("%s: %d of 200 draws are the same", name, n)
		}
	}
}
