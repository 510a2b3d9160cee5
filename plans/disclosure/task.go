package disclosure

import "time"

// Task is what somebody has asked for: that a release be built, or that it be planned.
type Task struct {
	Planning bool      // else building
	Since    time.Time // it is under way since then; zero for one that is not
	Doing    string    // what is done just now, in words
	Failed   error     // why the last one came to nothing; nil where it did not
}

// Planned is a plan that was asked for, with the time whose homes it goes by.
type Planned struct {
	Plan
	At   time.Time
	Late bool // homes, boundaries or the release itself have changed since, or may have
}
