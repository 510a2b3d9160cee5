// Package timetable holds the law as data: what a provision asks, in which instrument it stands, and from when until when.
//
// The rules are rows (table rule); nothing here knows one of them by more than its id. Terrier gives information with its source, never
// legal advice.
package timetable

import "time"

// Rule is a provision in plain words.
type Rule struct {
	ID            string // kebab-case; by which code and documents name it
	Title         string
	Text          string    // what it asks, in plain words
	Instrument    string    // the Act or statutory instrument
	Provision     string    // the section or regulation in it
	URL           string    // where it is published
	Regime        string    // which of two regimes that stand side by side; empty where there is one
	EffectiveFrom time.Time // first day; zero: not known
	EffectiveTo   time.Time // last day; zero while it stands
	Period        Period
	VerifiedOn    time.Time // the day its text was read; zero: unverified
}

// Period is the time that a rule gives. Its zero value is none.
type Period struct {
	Trigger string // code of the event that starts it
	Value   int
	Unit    string // day, week, month, year or working-day
	From    string // day-of or day-after the event
	Roll    string // none or next-working-day, where the last day is no working day
}

// Verified says whether somebody has read the text of the provision. What nobody has is shown as unverified.
func (r Rule) Verified() bool { return !r.VerifiedOn.IsZero() }

// InForce says whether the rule holds on a day. One whose first day is not known counts as having always held.
func (r Rule) InForce(day time.Time) bool {
	day = dateOf(day)
	return !day.Before(dateOf(r.EffectiveFrom)) && (r.EffectiveTo.IsZero() || !day.After(dateOf(r.EffectiveTo)))
}

// dateOf is a day as its own calendar has it, to be compared with others.
func dateOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// Rules are rules by their ids.
type Rules map[string]Rule

// ByID makes rules findable.
func ByID(all []Rule) Rules {
	rules := make(Rules, len(all))
	for _, r := range all {
		rules[r.ID] = r
	}
	return rules
}

// At is the rule that holds on a day. ok is false where there is none of this id, or none then.
func (r Rules) At(id string, day time.Time) (rule Rule, ok bool) {
	rule, ok = r[id]
	if !ok || !rule.InForce(day) {
		return Rule{}, false
	}
	return rule, true
}
