package audit

import (
	"encoding/json"
	"slices"
)

// Of is the member of a detail that lists the ids of the organisations that an entry is about: for whom a role is held, who made an
// agreement, whose homes were read or written. Ids stay, while refs and names may change.
const Of = "of"

// Told is what the details of today's entries say, as far as people are told of it. A member that a detail has not is zero.
type Told struct {
	Account      int64               `json:"account"` // to whom it was done
	Of           []int64             `json:"of"`
	Organisation string              `json:"organisation"` // ref, as it was then: for whose role or file, or who made an agreement
	Authority    string              `json:"authority"`    // ref, as it was then: who may see homes by an agreement
	Place        string              `json:"place"`        // GSS code
	From         string              `json:"from"`         // days, 2026-03-31
	Until        string              `json:"until"`
	Means        string              `json:"means"` // of signing in, or why it ended
	Task         string              `json:"task"`  // of an upload
	Area         string              `json:"area"`  // refs with commas: where homes were asked about
	Box          string              `json:"bbox"`
	AsAt         string              `json:"as-at"` // a day
	Where        map[string][]string `json:"where"` // filters
	Homes        *int                `json:"homes"` // how many were counted, listed or taken away
	Steps        int                 `json:"steps"` // shapes of a drag
	Shape        json.RawMessage     `json:"shape"`
	ShapeHash    string              `json:"shape-sha256"`
	Register     string              `json:"register"` // of an import: homes, assets …
	File         string              `json:"file"`
	SHA256       string              `json:"sha256"`
	Version      int                 `json:"version"`  // of a draft
	Marked       string              `json:"marked"`   // of an import that is a mark: what was done with the homes
	Reason       string              `json:"reason"`   // and why, as a slug
	Accepted     *int                `json:"accepted"` // rows of an import
	Refused      int                 `json:"refused"`
	Unchanged    int                 `json:"unchanged"`
	Removed      *int                `json:"removed"` // rows, as an import was taken back
	Restored     int                 `json:"restored"`
}

// Read takes a detail apart. What is of another kind than today's details have it is passed over.
func (d Detail) Read() (t Told) {
	_ = json.Unmarshal([]byte(d), &t) // a member of another kind is left zero, and the others are read
	return t
}

// Among are the organisations that an entry is about, of some. The database has the same rule, audit_concerns.
func (t Told) Among(ids []int64) (among []int64) {
	for _, id := range t.Of {
		if id > 0 && slices.Contains(ids, id) {
			among = append(among, id)
		}
	}
	return among
}

// CountsFor says whether somebody who sees all homes of some organisations may be told how many homes an entry counted: those of nobody
// else are among them.
func (t Told) CountsFor(ids []int64) bool {
	return len(t.Of) > 0 && !slices.ContainsFunc(t.Of, func(id int64) bool { return !slices.Contains(ids, id) })
}
