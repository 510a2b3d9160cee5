package disclosure

import "time"

// Past is what is known of a release without its cells.
type Past struct {
	Name    string
	BuiltAt time.Time // UTC
	AsAt    time.Time // the oldest return in it; zero where there is none
	Changes Changes   // against the release before
	Total   Number    // what it said of all cells together
}
