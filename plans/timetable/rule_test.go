package timetable_test

import (
	"testing"
	"time"

	"terrier/plans/timetable"
)

func TestRulesAt(t *testing.T) {
	on := func(day string) time.Time {
		d, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	rules := timetable.ByID([]timetable.Rule{
		{ID: "old", EffectiveTo: on("2016-09-30")},
		{ID: "new", EffectiveFrom: on("2016-10-01"), EffectiveTo: on("2026-06-30")},
		{ID: "undated"},
	})
	for _, try := range []struct {
		sentence, id string
		day          time.Time
		ok           bool
	}{
		{"the day before the first", "new", on("2016-09-30"), false},
		{"the first day", "new", on("2016-10-01"), true},
		{"late on the last day, in London", "new", time.Date(2026, 6, 30, 23, 59, 0, 0, london), true},
		{"early on the day after, in London, while it is the last day in UTC", "new", time.Date(2026, 7, 1, 0, 30, 0, 0, london), false},
		{"its first day is not known", "old", on("1990-01-01"), true},
		{"its last day", "old", on("2016-09-30"), true},
		{"the day after its last", "old", on("2016-10-01"), false},
		{"neither is known", "undated", on("2026-11-23"), true},
		{"there is no such rule", "other", on("2026-11-23"), false},
	} {
		rule, ok := rules.At(try.id, try.day)
		if ok != try.ok || ok && rule.ID != try.id || !ok && rule != (timetable.Rule{}) {
			t.Errorf("%s: %+v, %v", try.sentence, rule, ok)
		}
	}
}
