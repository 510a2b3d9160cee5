package workbook

import (
	"math"
	"time"
)

// Days are counted from the eve of 1900 or, in workbooks that began on old Macintoshes, from the first day of 1904. Excel counts a
// 29 February 1900, day 60, that no calendar has (it was kept for Lotus 1-2-3).
var (
	eve1900 = time.Date(1899, time.December, 31, 0, 0, 0, 0, time.UTC)
	day1904 = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
)

const (
	leapDayOfLotus = 60
	lastDay        = 2958465 // 31 December 9999, counted from 1900
	daysTo1904     = 1462
	msOfDay        = 24 * 60 * 60 * 1000
)

// dateText writes a number that is shown as a date: YYYY-MM-DD, with a time only if there is one. A number that is shown as a time
// and has no day is a time alone. One that is no day, such as the 0 of a formula that points at an empty cell, stays a number.
func dateText(stored string, shown display, from1904 bool) string {
	v, ok := parseNumber(stored)
	last := float64(lastDay + 1)
	if from1904 {
		last -= daysTo1904
	}
	if !ok || v < 0 || v >= last {
		return numberText(stored)
	}
	day := int(v)
	// To the millisecond: a float64 keeps less than a thousandth of it, and half past two is 0.604166666666667 of a day.
	ms := int(math.Round((v - float64(day)) * msOfDay))
	if ms == msOfDay {
		day, ms = day+1, 0
	}
	switch {
	case day == 0 && (shown == timeOfDay || ms > 0 && !from1904):
		return clock(ms)
	case day == 0 && !from1904:
		return numberText(stored)
	}
	text := "1900-02-29"
	switch {
	case from1904:
		text = day1904.AddDate(0, 0, day).Format(time.DateOnly)
	case day < leapDayOfLotus:
		text = eve1900.AddDate(0, 0, day).Format(time.DateOnly)
	case day > leapDayOfLotus:
		text = eve1900.AddDate(0, 0, day-1).Format(time.DateOnly)
	}
	if ms > 0 {
		text += "T" + clock(ms)
	}
	return text
}

func clock(ms int) string {
	return time.UnixMilli(int64(ms)).UTC().Format("15:04:05.999")
}

// writtenDate writes a date that the workbook has as text (ISO 8601, as strict workbooks do) in the same forms.
func writtenDate(stored string) string {
	for _, form := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04"} {
		if t, err := time.Parse(form, stored); err == nil && t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 && t.Nanosecond() == 0 {
			return t.Format(time.DateOnly)
		}
	}
	return stored
}
