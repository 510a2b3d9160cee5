package audit

import "time"

// Filter says which entries are to be listed; empty fields ask for any.
type Filter struct {
	Who      Who
	Action   string
	Kind     string
	Ref      string    // with Kind
	Concerns []int64   // ids of organisations: entries about one of them at least; nil for any entry
	From     time.Time // at this moment or later
	Until    time.Time // before this moment
}

// Listed is an entry with how it stands to the seals.
type Listed struct {
	Entry
	Seal Standing `json:"seal"`
}

// Standing is how an entry stands to the seals: what is noted of it in its own seal is compared. Whether that seal follows on all others
// is for a walk over the whole chain to say.
type Standing string

// The standings.
const (
	IsSealed  Standing = "sealed"
	IsWaiting Standing = "waiting" // for the next seal
	IsOverdue Standing = "overdue" // for longer than Patience
	IsBroken  Standing = "broken"  // it is not what it was when it was sealed
)

// StandingOf an entry at a time; noted is its hash when it was sealed, nil where it was not.
func StandingOf(e Entry, noted *Hash, now time.Time) Standing {
	switch {
	case noted == nil && Wait(e, now).Overdue:
		return IsOverdue
	case noted == nil:
		return IsWaiting
	case *noted != e.Hash():
		return IsBroken
	}
	return IsSealed
}
