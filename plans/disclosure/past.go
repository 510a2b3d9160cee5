package disclosure

import (
	"encoding/json"
	"time"

	"terrier/plans"
)

// Past is what is known of a release without its cells.
type Past struct {
	Name    string
	BuiltAt time.Time // UTC
	AsAt    time.Time // the oldest return in it; zero where there is none
	Changes Changes   // against the release before
	Total   Number    // what it said of all cells together
}

// MarshalJSON writes it as people and programs are told: the total as so many homes, about, with their error.
func (p Past) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name    string  `json:"name"`
		BuiltAt string  `json:"built-at"`
		AsAt    string  `json:"as-at,omitempty"`
		Homes   int     `json:"homes"`
		Error   int     `json:"error"`
		Changes Changes `json:"changes"`
	}{p.Name, p.BuiltAt.Format(time.RFC3339), plans.FormatDate(p.AsAt), p.Total.Value, p.Total.Error(), p.Changes})
}
