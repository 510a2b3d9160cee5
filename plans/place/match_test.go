package place_test

import (
	"testing"

	"terrier/plans/place"
)

func TestMatchKey(t *testing.T) {
	for _, c := range []struct {
		sentence    string
		typed, name string
		want        place.Match
	}{
		{"a whole name", "hollin vale", "hollin vale", place.Whole},
		{"the start of a name", "hol", "hollin vale", place.Start},
		{"half a postcode", "hv12", "hv12ab", place.Start},
		{"a later word", "vale", "hollin vale", place.Word},
		{"the middle of a word is not a match", "ollin", "thollinxx vale", place.None},
		{"a letter left out", "holin vale", "hollin vale", place.Inexact},
		{"a letter too many", "holllin", "hollin vale", place.Inexact},
		{"another letter", "hallin", "hollin vale", place.Inexact},
		{"two letters swapped", "hlolin", "hollin vale", place.Inexact},
		{"the last letter wrong", "hollim", "hollin vale", place.Inexact},
		{"an error in a later word", "vael", "hollin vale", place.Inexact},
		{"two errors", "halmin", "hollin vale", place.None},
		{"an error in three letters", "hil", "hollin vale", place.None},
		{"nothing typed", "", "hollin vale", place.None},
		{"longer than the name by more than one", "hollin vales road", "hollin vale", place.None},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			if got := place.MatchKey(c.typed, c.name); got != c.want {
				t.Errorf("MatchKey(%q, %q) = %d, want %d", c.typed, c.name, got, c.want)
			}
		})
	}
}
