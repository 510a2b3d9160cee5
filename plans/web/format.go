package web

import (
	"errors"
	"fmt"
	"math"
	"time"
	_ "time/tzdata"

	"terrier/plans"
)

// thousands writes a number as people read it: 12,345.
func thousands(n int) string { return plans.Thousands(float64(n), 0) }

// longDate writes a day as "3 June 2026", "" for the zero time.
func longDate(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.Format("2 January 2006")
}

// clockTime is a moment by London's clock.
func clockTime(t time.Time) string { return t.In(london).Format("15:04 on 2 January 2006") }

func hectares(v float64) string    { return plans.Thousands(v, 1) }
func perimeterKm(v float64) string { return plans.Thousands(v, 2) }

// plural writes a number with its noun: 1 home, 12,000 homes.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

// smallBase is the number of homes under which percentages are not shown (DOMAIN section 6.5).
const smallBase = 50

// percent is a share of a total as "46%", "" where the base is too small to speak of shares.
func percent(part, whole int) string {
	if whole < smallBase {
		return ""
	}
	share := 100 * float64(part) / float64(whole)
	if part > 0 && share < 1 {
		return "<1%"
	}
	return fmt.Sprintf("%.0f%%", math.Round(share))
}

func asError[T error](err error, target *T) bool { return errors.As(err, target) }

// london is where clock times are told. Its rules are in the program, so that a bare machine has them.
var london = func() *time.Location {
	l, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err) // it is in the program
	}
	return l
}()
