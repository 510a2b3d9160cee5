package plans_test

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"terrier/plans"
)

var naivePostcode = regexp.MustCompile(`^([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})$`)

// What is read millions of times is read by hand; the plain way says the same of any text.
func TestFastReadingIsPlainReading(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	letters := []rune("AaZz09 9AB1\tÅſ-'K")
	for range 200_000 {
		text := make([]rune, random.IntN(10))
		for i := range text {
			text[i] = letters[random.IntN(len(letters))]
		}
		given := string(text)
		want := ""
		if m := naivePostcode.FindStringSubmatch(strings.ToUpper(strings.Join(strings.Fields(given), ""))); m != nil && !strings.ContainsRune(given, 'ſ') {
			want = m[1] + " " + m[2]
		}
		if got, ok := plans.Postcode(given); got != want || ok != (want != "") {
			t.Fatalf("Postcode(%q) = %q, %v; want %q", given, got, ok, want)
		}
		folded := strings.Map(func(c rune) rune {
			switch {
			case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
				return c
			case c >= 'A' && c <= 'Z':
				return c - 'A' + 'a'
			}
			return -1
		}, given)
		if got := plans.Fold(given); got != folded {
			t.Fatalf("Fold(%q) = %q, want %q", given, got, folded)
		}
	}
}
