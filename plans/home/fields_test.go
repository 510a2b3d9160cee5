package home_test

import (
	"maps"
	"strings"
	"testing"

	"terrier/plans"
	"terrier/plans/home"
)

// read reads a good home, changed.
func read(change map[string]string) (home.Home, *plans.FieldReader) {
	row := map[string]string{"reference": "P1", "owner": "Hollin Homes", "tenure": "social-rent", "as-at-date": "2026-03-31"}
	maps.Copy(row, change)
	r := plans.ReadFields(func(field string) string { return row[field] })
	return home.FromFields(r), r
}

func TestSensitivity(t *testing.T) {
	for _, c := range []struct {
		name   string
		row    map[string]string
		want   string
		refuse bool
	}{
		{"is not said where nothing is said", nil, "", false},
		{"is what the owner says", map[string]string{"sensitivity": "Published"}, home.Published, false},
		{"is withheld by the confidential flag", map[string]string{"confidential": "1"}, home.Withheld, false},
		{"is withheld by the confidential flag whatever else is said", map[string]string{"confidential": "yes", "sensitivity": "published"}, home.Withheld, false},
		{"is withheld where the confidential flag cannot be read", map[string]string{"confidential": "??"}, home.Withheld, false},
		{"is open by a confidential flag that says no", map[string]string{"confidential": "2"}, home.Open, false},
		{"is the owner's word beside a flag that says no", map[string]string{"confidential": "2", "sensitivity": "restricted"}, home.Restricted, false},
		{"is withheld for a refuge, though its flag says no", map[string]string{"confidential": "no", "client-group": "Refuge"}, home.Withheld, false},
		{"is withheld by rent code 6", map[string]string{"tenure": "6"}, home.Withheld, false},
		{"is the owner's word above rent code 6", map[string]string{"tenure": "6", "sensitivity": "open"}, home.Open, false},
		{"is withheld for a refuge", map[string]string{"client-group": "Women's Refuge"}, home.Withheld, false},
		{"is withheld for people at risk of violence", map[string]string{"client-group": "People at risk of domestic violence"}, home.Withheld, false},
		{"is never guessed from a word that cannot be read", map[string]string{"sensitivity": "quite secret"}, home.Withheld, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			h, r := read(c.row)
			if h.Sensitivity != c.want {
				t.Errorf("got %s", h.Sensitivity)
			}
			if got := refused(r) != ""; got != c.refuse {
				t.Errorf("refused: %v", r.Problems())
			}
		})
	}
}

func TestWithheldHomeKeepsNoAddress(t *testing.T) {
	h, r := read(map[string]string{"address-text": "1 Hidden Row", "confidential": "yes"})
	if h.Address != "" {
		t.Errorf("kept %q", h.Address)
	}
	for _, p := range r.Problems() {
		if strings.Contains(p.Value+p.Reason+p.Remedy, "Hidden") {
			t.Errorf("told: %+v", p)
		}
	}
	if h, _ := read(map[string]string{"address-text": "1 Open Row", "town": "Hollin"}); h.Address != "1 Open Row, Hollin" {
		t.Errorf("kept %q", h.Address)
	}
}

func TestRequired(t *testing.T) {
	for field, code := range map[string]string{"reference": "missing-reference", "owner": "missing-owner", "tenure": "missing-tenure", "as-at-date": "missing-as-at-date"} {
		if _, r := read(map[string]string{field: " "}); refused(r) != code {
			t.Errorf("%s: %v", field, r.Problems())
		}
	}
	if _, r := read(map[string]string{"tenure": "rent"}); refused(r) != "unknown-tenure" {
		t.Error(r.Problems())
	}
	if h, r := read(map[string]string{"reference": "", "uprn": "0100"}); h.Reference != "100" || refused(r) != "" || len(r.Remarks()) != 1 {
		t.Errorf("a home goes by its UPRN: %q %v", h.Reference, r.Problems())
	}
}

func TestOptionalFieldsComeInEmpty(t *testing.T) {
	h, r := read(map[string]string{"epc": "Z", "bedrooms": "40", "uprn": "2.00012E+11", "home-type": "castle", "epc-score": "101", "floor": "high"})
	if h.EPC != "" || h.Bedrooms != 0 || h.UPRN != "" || h.Type != "" || h.EPCScore != 0 || h.Floor != nil {
		t.Errorf("%+v", h)
	}
	if len(r.Problems()) != 6 || refused(r) != "" {
		t.Error(r.Problems())
	}
}

// The numbers of the government's lettings log.
func TestCORE(t *testing.T) {
	h, r := read(map[string]string{"tenure": "1", "needs-category": "2", "scheme-type": "7", "home-type": "2", "built": "2", "bedrooms": "0", "wheelchair-standard": "2", "authority": "e08000009"})
	if len(r.Problems()) > 0 {
		t.Fatal(r.Problems())
	}
	if h.Tenure != "affordable-rent" || h.Needs != "housing-for-older-people" || h.Type != "bedsit" || !h.Bedsit || h.Bedrooms != 1 || h.Built != "converted" || *h.Wheelchair || h.Authority != "E08000009" {
		t.Errorf("%+v", h)
	}
}

func TestBuildYear(t *testing.T) {
	for year, band := range map[string]string{"1850": "before-1919", "1919": "1919-to-1944", "1944": "1919-to-1944", "1980": "1965-to-1980", "2011": "2003-to-2011", "2012": "2012-and-later", "2026": "2012-and-later", "": ""} {
		if h, _ := read(map[string]string{"build-year": year}); h.BuildYearBand != band {
			t.Errorf("%s: %s", year, h.BuildYearBand)
		}
	}
}

// refused is the code of the first problem that refuses the row.
func refused(r *plans.FieldReader) string {
	for _, p := range r.Problems() {
		if p.Refused {
			return p.Code
		}
	}
	return ""
}
