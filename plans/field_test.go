package plans_test

import (
	"strings"
	"testing"
	"time"

	"terrier/plans"
)

// one reads a field whose text is given.
func one(text string) *plans.FieldReader {
	return plans.ReadFields(func(string) string { return text })
}

// code is the code of the reader's only problem, "" where it has none.
func code(t *testing.T, r *plans.FieldReader) string {
	t.Helper()
	switch p := r.Problems(); len(p) {
	case 0:
		return ""
	case 1:
		if p[0].Reason == "" || p[0].Remedy == "" || !strings.HasSuffix(p[0].Reason, ".") || !strings.HasSuffix(p[0].Remedy, ".") {
			t.Errorf("not told in sentences: %+v", p[0])
		}
		return p[0].Code
	default:
		t.Fatalf("several problems: %+v", p)
		return ""
	}
}

func TestDate(t *testing.T) {
	march := time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"2026-03-31": march, "2026/03/31": march, "31/03/2026": march, "31/3/2026": march, "31.03.2026": march, "31-03-2026": march,
		"31 March 2026": march, "31st Mar 2026": march, "31-Mar-26": march, " 2026-03-31T00:00:00Z ": march, "31/03/2026 16:42:52": march,
		"2007/09/03": time.Date(2007, 9, 3, 0, 0, 0, 0, time.UTC), "22.09.2011": time.Date(2011, 9, 22, 0, 0, 0, 0, time.UTC),
		"29/02/2024": time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC), "1 Sept 1975": time.Date(1975, 9, 1, 0, 0, 0, 0, time.UTC),
		"": {}, "N/A": {}, "-": {},
	} {
		r := one(text)
		if got := r.Date("start-date"); !got.Equal(want) || code(t, r) != "" {
			t.Errorf("%q: %v %v", text, got, r.Problems())
		}
	}
	for _, text := range []string{"0000-00-00", "2026-02-29", "31/06/2026", "07/13/2015", "31/03/26", "45000", "soon", "2026", "9999-01-01", "32 March 2026", "31 Mai 2026"} {
		r := one(text)
		if got := r.Date("start-date"); !got.IsZero() || code(t, r) != "impossible-date" {
			t.Errorf("%q: %v %v", text, got, r.Problems())
		}
	}
}

func TestUPRN(t *testing.T) {
	for _, c := range []struct{ text, want, code string }{
		{"100012797623", "100012797623", ""}, {"010001147204", "10001147204", ""}, {"0010001147204", "10001147204", ""}, {"100 012 797 623", "100012797623", ""},
		{"100012797623.0", "100012797623", ""}, {"", "", ""}, {"N/A", "", ""},
		{"2.00012E+11", "", "shortened-uprn"}, {"2.00012e11", "", "shortened-uprn"}, {"1000127976234", "", "not-a-uprn"}, {"abc", "", "not-a-uprn"}, {"-5", "", "not-a-uprn"}, {"000", "", "not-a-uprn"},
	} {
		r := one(c.text)
		if got := r.UPRN("uprn"); got != c.want || code(t, r) != c.code {
			t.Errorf("%q: %q %v", c.text, got, r.Problems())
		}
	}
}

func TestNumbersAndAnswers(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		code string
	}{
		{"3", 3, ""}, {"3.0", 3, ""}, {" 12 ", 12, ""}, {"", 0, ""}, {"0", 0, "out-of-range"}, {"13", 0, "out-of-range"}, {"2.5", 0, "not-a-whole-number"},
		{"two", 0, "not-a-whole-number"}, {"NaN", 0, "not-a-whole-number"}, {"1e999", 0, "not-a-whole-number"},
	} {
		r := one(c.text)
		if n, ok := r.Whole("bedrooms", 1, 12); n != c.n || ok != (n != 0) || code(t, r) != c.code {
			t.Errorf("%q: %d %v", c.text, n, r.Problems())
		}
	}
	for text, want := range map[string]string{"yes": "true", "Y": "true", "1": "true", "No": "false", "2": "false", "FALSE": "false", "": "nil", "n/a": "nil", "perhaps": "nil"} {
		got := "nil"
		if b := one(text).YesNo("wheelchair"); b != nil {
			got = map[bool]string{true: "true", false: "false"}[*b]
		}
		if got != want {
			t.Errorf("%q: %s", text, got)
		}
	}
	for text, want := range map[string]int64{"£1,234.50": 123450, "0": 0, "12": 1200, "": -1, "-5": -1, "a lot": -1, "NaN": -1, "0.1": 10} {
		if got := one(text).Pence("cost"); got != want {
			t.Errorf("%q: %d", text, got)
		}
	}
	for _, pence := range []int64{-1, 0, 5, 99, 100, 123456789012} {
		if got := one(plans.FormatPence(pence)).Pence("cost"); got != pence {
			t.Errorf("%d came back as %d", pence, got)
		}
	}
}

func TestText(t *testing.T) {
	for text, want := range map[string]string{
		"  Town\tHall \r\n": "Town\tHall", "a\r\nb\rc": "a\nb\nc", "nul\x00 and bell\a": "nul and bell", "bad \xff bytes": "bad \uFFFD bytes", "\ufeffname": "name", "Tŷ Cŵn": "Tŷ Cŵn",
	} {
		if got := one(text).Text("name"); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
	if got := one(" West \n Harptree  CP ").Line("name"); got != "West Harptree CP" {
		t.Errorf("%q", got)
	}
	r := one(strings.Repeat("é", 20_001))
	if got := r.Text("notes"); got != "" || code(t, r) != "too-long" {
		t.Errorf("%d characters, %v", len(got), r.Problems())
	}
	if got := one(" n/a ").Name("reference"); got != "" {
		t.Errorf("%q", got)
	}
	r = one(strings.Repeat("é", 501))
	if r.Name("reference"); code(t, r) != "too-long" || !r.Problems()[0].Refused {
		t.Error(r.Problems())
	}
	r = one("N/A")
	if r.Required("name"); code(t, r) != "missing-name" || !r.Problems()[0].Refused {
		t.Error(r.Problems())
	}
}

func TestLinkAndPostcode(t *testing.T) {
	for _, c := range []struct{ text, want, code string }{
		{"https://twmove.co.uk/altrincham/", "https://twmove.co.uk/altrincham/", ""}, {"HTTP://Example.org", "http://Example.org", ""}, {"www.salford.gov.uk/cemeteries", "https://www.salford.gov.uk/cemeteries", ""},
		{"N/A", "", ""}, {"javascript:alert(1)", "", "not-a-web-address"}, {"www.a.uk & www.b.com", "", "not-a-web-address"}, {"see notes", "", "not-a-web-address"}, {"ftp://example.org", "", "not-a-web-address"},
	} {
		r := one(c.text)
		if got := r.Link("website"); got != c.want || code(t, r) != c.code {
			t.Errorf("%q: %q %v", c.text, got, r.Problems())
		}
	}
	for _, c := range []struct{ text, want, code string }{
		{"wa141pf", "WA14 1PF", ""}, {" M1  1AE ", "M1 1AE", ""}, {"EC1A1BB", "EC1A 1BB", ""}, {"", "", ""}, {"M33", "", "not-a-postcode"}, {"WA14 1P", "", "not-a-postcode"}, {"nowhere", "", "not-a-postcode"},
	} {
		r := one(c.text)
		if got := r.Postcode("postcode"); got != c.want || code(t, r) != c.code {
			t.Errorf("%q: %q %v", c.text, got, r.Problems())
		}
	}
}
