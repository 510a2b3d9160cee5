package home_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"terrier/plans"
	"terrier/plans/home"
)

func TestParseList(t *testing.T) {
	got, err := home.ParseList(" A 1\r\nA2,A3;A4\tA2\n\n, ; \r\n100023336956")
	if want := []string{"A 1", "A2", "A3", "A4", "100023336956"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, want %q, %v", got, want, err)
	}
	if got, err := home.ParseList(" \r\n,"); got != nil || err != nil { // nothing pasted is no condition
		t.Errorf("%q %v", got, err)
	}
	var many strings.Builder
	for i := range home.MostListed + 1 {
		fmt.Fprintln(&many, i)
	}
	for name, text := range map[string]string{"too-many-references": many.String(), "bad-references": strings.Repeat("x", 201)} {
		var known *plans.Error
		if _, err := home.ParseList(text); !errors.As(err, &known) || known.Code != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPostcodeAsked(t *testing.T) {
	for text, want := range map[string]string{"hv1 2ab": "HV1 2AB", "HV12AB": "HV1 2AB", " h v 1 ": "HV1", "ec1a1bb": "EC1A 1BB", "EC1A": "EC1A", "m11ae": "M1 1AE", "": "", "12345": "12 345", "é1 2ab": "É12AB"} {
		if got := home.PostcodeAsked(text); got != want {
			t.Errorf("%q is asked for as %q, want %q", text, got, want)
		}
	}
}

func TestMarkingCheck(t *testing.T) {
	for want, m := range map[string]home.Marking{
		"":              {To: home.Withheld, Reason: "refuge"},
		"unknown-mark":  {To: home.Published, Reason: "refuge"},
		"reason-needed": {To: home.Lifted},
		"unknown-value": {To: home.Lifted, Reason: "12 Acacia Avenue"},
	} {
		var known *plans.Error
		err := m.Check()
		if errors.As(err, &known); (want == "") != (err == nil) || err != nil && known.Code != want {
			t.Errorf("%+v: %v", m, err)
		}
	}
}
