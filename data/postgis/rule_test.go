package postgis_test

import (
	"strings"
	"testing"
	"time"

	"terrier/plans/timetable"
)

// TestRules reads what the migration brings: each with its source, and nothing said to be read that was not.
func TestRules(t *testing.T) {
	all, err := newTown(t).reader.Rules(t.Context())
	if err != nil || len(all) < 14 {
		t.Fatal(len(all), err)
	}
	rules := timetable.ByID(all)
	today := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for _, want := range []struct {
		id, provision string
		verified      bool
		period        timetable.Period
	}{
		{"area-overlap", "section 61G(7)", false, timetable.Period{}},
		{"forum-no-parish", "section 61G(3)(b)", true, timetable.Period{}},
		{"parish-area-own-parish", "section 61G(3)(a)", true, timetable.Period{}},
		{"parish-consent", "section 61F(2)", true, timetable.Period{}},
		{"area-regard", "section 61G(4)", true, timetable.Period{}},
		{"area-refusal", "section 61G(5)", true, timetable.Period{}},
		{"forum-test", "section 61F(5)", false, timetable.Period{}},
		{"one-forum", "section 61F(7)", false, timetable.Period{}},
		{"forum-life", "section 61F(8)", false, timetable.Period{Trigger: "forum-designated", Value: 5, Unit: "year", From: "day-of", Roll: "none"}},
		{"area-application", "regulation 5(1)", true, timetable.Period{}},
		{"whole-parish", "regulation 5A", true, timetable.Period{}},
		{"area-publicity", "regulation 6", true, timetable.Period{Trigger: "area-application-publicised", Value: 6, Unit: "week", From: "day-of", Roll: "none"}},
		{"area-decide", "regulation 6A", false, timetable.Period{Trigger: "area-application-publicised", Value: 13, Unit: "week", From: "day-after", Roll: "none"}},
		{"area-decide-two-authorities", "regulation 6A", false, timetable.Period{Trigger: "area-application-publicised", Value: 20, Unit: "week", From: "day-after", Roll: "none"}},
	} {
		r, ok := rules.At(want.id, today)
		page := strings.Fields(strings.ReplaceAll(want.provision, "(", " "))[1]
		if !ok || r.Provision != want.provision || r.Verified() != want.verified || r.Period != want.period || !strings.HasSuffix(r.URL, "/"+page) || r.Instrument == "" || r.Text == "" {
			t.Errorf("%s: %+v, %v", want.id, r, ok)
		}
	}
	if _, ok := rules.At("whole-parish", time.Date(2016, 9, 30, 0, 0, 0, 0, time.UTC)); ok {
		t.Error("regulation 5A held before it was made")
	}
}
