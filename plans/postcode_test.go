package plans_test

import (
	"testing"

	"terrier/plans"
)

func TestPostcode(t *testing.T) {
	for text, want := range map[string]string{
		"m33 7xx": "M33 7XX", "WA141PF": "WA14 1PF", " hp 1 1aa ": "HP1 1AA", "M33": "", "": "", "WA14 9N": "", "W1A 1AA": "W1A 1AA",
	} {
		got, ok := plans.Postcode(text)
		if got != want || ok != (want != "") {
			t.Errorf("Postcode(%q) = %q, %v; want %q", text, got, ok, want)
		}
	}
}
