package sheet_test

import (
	"testing"
	"time"

	"github.com/paulmach/orb"

	"terrier/tiles/picture/sheet"
)

// valley is an area with a hole and a second part, some three kilometres wide.
func valley() orb.MultiPolygon {
	return orb.MultiPolygon{
		{{{441000, 222000}, {443000.5, 222100}, {443600, 223400}, {442200.25, 224300}, {440900, 223500}, {441000, 222000}}, {{442000, 223000}, {442000, 223300}, {442400, 223300}, {442400, 223000}, {442000, 223000}}},
		{{{443500, 222000}, {443700, 222000}, {443700, 222300}, {443500, 222300}, {443500, 222000}}},
	}
}

func draw(t *testing.T, paper, orientation string, ratio int) sheet.Sheet {
	t.Helper()
	return example(t, paper, orientation, ratio, valley())
}

func example(t *testing.T, paper, orientation string, ratio int, shape orb.MultiPolygon) sheet.Sheet {
	t.Helper()
	p, ok := sheet.PaperCalled(paper)
	if !ok {
		t.Fatal("no such paper", paper)
	}
	plan, err := sheet.Fit(shape.Bound(), p, orientation, ratio)
	if err != nil {
		t.Fatal(err)
	}
	return sheet.Sheet{
		Plan: plan, Title: "Hollin Vale plan area", TitleCy: "Ardal gynllun Dyffryn Ŵyr a Llŷn", Purpose: "A map which identifies the area, as regulation 5(1)(a) of the Neighbourhood Planning (General) Regulations 2012 (SI 2012/637) asks for.",
		Facts: []sheet.Fact{{"Planning authority", "Hollin District Council"}, {"Applied for by", "Hollin Vale Parish Council"}, {"Status", "Designated on 3 May 2019"},
			{"Version", "2, of 12 June 2020"}, {"Fingerprint (SHA-256)", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}, {"Area", "421.3 hectares"}},
		Shape:  shape,
		Around: []sheet.Area{{"Prospect", orb.MultiPolygon{{{{443600, 223400}, {442200.25, 224300}, {444500, 225000}, {445000, 223000}, {443600, 223400}}}}}},
		Inset:  &sheet.Area{Name: "Hollin District", Shape: orb.MultiPolygon{{{{430000, 210000}, {452000, 212000}, {450000, 231000}, {436000, 228000}, {430000, 210000}}}}},
		About:  "Map of Hollin Vale plan area.", Licences: []string{"Contains OS data © Crown copyright and database right 2026.", "Basemap © OpenStreetMap contributors, ODbL 1.0."},
		Notice: "Demonstration: Hollin is an invented place.", Words: sheet.Words{Note: "Each stretch names what it runs along.", Passages: []sheet.Passage{{Heading: "Outer boundary", Lines: []string{"Starts at SP 41000 22000 and runs east along Mill Lane for 2.0 km.", "Then north-east for 1.4 km."}}}},
		Sources: []sheet.Fact{{"Boundary", "Hollin District Council, as at 31 March 2026"}}, Made: time.Date(2020, 6, 12, 9, 30, 0, 0, time.UTC), Author: "Hollin District Council", Subject: "Map",
	}
}
