package access

import (
	"fmt"
	"time"
	_ "time/tzdata" // London's clock, where the machine has none

	"terrier/plans"
)

// Span is the days from one to another, both included, as they are counted in London: an agreement until 31 March holds to the end of
// that day. Days are midnights of UTC.
type Span struct {
	From  time.Time
	Until time.Time // zero where none is set
}

var london = func() *time.Location {
	l, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err) // it is part of the program
	}
	return l
}()

// Today is the day in London at a moment.
func Today(now time.Time) time.Time {
	y, m, d := now.In(london).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// Holds says whether a moment lies in one of the days.
func (s Span) Holds(now time.Time) bool {
	today := Today(now)
	return !s.From.IsZero() && !today.Before(s.From) && (s.Until.IsZero() || !today.After(s.Until))
}

// Check refuses days that are none, or in the wrong order.
func (s Span) Check() error {
	switch {
	case s.From.IsZero():
		return plans.Refuse("from-needed", "from", "The first day is missing.", "Give a date.")
	case !s.Until.IsZero() && s.Until.Before(s.From):
		return plans.Refuse("dates-disordered", "until", fmt.Sprintf("The last day, %s, lies before the first, %s.",
			s.Until.Format("2 January 2006"), s.From.Format("2 January 2006")), "Give a later one, or none.")
	}
	return nil
}
