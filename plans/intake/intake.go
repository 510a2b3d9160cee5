// Package intake says how a file's rows become rows of a register: which column means which field, which coordinate system the
// numbers are in, and what is said about a row that cannot be used. Pure rules over values.
//
// Reading bytes is data/ingest; writing rows is data/postgis.
package intake

import "time"

// Outcome says what became of a row that had a problem.
type Outcome string

// The outcomes. A noted row came in as it was.
const (
	Refused  Outcome = "refused"
	Repaired Outcome = "repaired"
	Noted    Outcome = "noted"
)

// Problem is one thing wrong with one row, told so that its owner can mend it.
type Problem struct {
	Line    int     `json:"line"`  // in the file, from 1, headings counted; for features their number, from 1
	Field   string  `json:"field"` // as the file calls it, where it has a name there
	Value   string  `json:"value"`
	Reason  string  `json:"reason"` // a plain sentence
	Remedy  string  `json:"remedy"` // what was done (repaired) or what to do (refused)
	Outcome Outcome `json:"outcome"`
	Code    string  `json:"code"` // stable, kebab-case
}

// Counts says where the rows of a file went. Accepted + Refused is the number of rows.
type Counts struct {
	Accepted  int     `json:"accepted"`
	Refused   int     `json:"refused"`
	Repaired  int     `json:"repaired"`         // of the accepted: taken after a remedy
	Unchanged int     `json:"unchanged"`        // of the accepted: stood in the register already, the same in every field
	Changes   Changes `json:"changes,omitzero"` // of a return: what it does to the homes that stood there
	Back      int     `json:"-"`                // of a return: homes that left the register withheld, and come back open
}

// Source says who published a file and under which licence.
type Source struct {
	Publisher   string
	Licence     string // slug in the licence table: "ogl-v3", "own", "not-stated" ...
	Attribution string // a line to show beside the licence's own; often empty
	URL         string
	AsAt        time.Time
	SHA256      string // of the file's bytes, hex
}

// Import is one file being brought in.
type Import struct {
	Kind         string // homes, assets, areas, boundaries, organisations, places, basemap
	FileName     string
	Source       Source
	Mapping      map[string]string // field → column
	Options      map[string]string
	Organisation string // who owns or keeps the rows that do not say: a name or reference
	Who          string
	Unit         string     // what a row of the file is called: "line", "row" or "feature"
	Header       []string   // of the file, in file order
	Given        Given      // what the person said of the columns
	Strict       bool       // all rows or none
	Refused      func() int // rows refused before they came to the loader, so far; nil for none
	Return       *Return    // of homes: the file is the stock return of Organisation; nil for any other file
}

// Given is what a person said of a file's columns: remembered for the next file with the same columns.
type Given struct {
	Map map[string]string `json:"map"` // field → column; "" for none
	Set map[string]string `json:"set"` // field → value for rows that say none
}

// Remembered is what was said of an earlier file of the same organisation with the same columns.
type Remembered struct {
	Given
	FileName string
	At       time.Time
}

// Interrupted is an import that was cut off: the program or the database stopped. Nothing of it was kept.
type Interrupted struct {
	FileName string
	Who      string
	Started  time.Time
}

// Past is one import that was brought in.
type Past struct {
	ID           int64      `json:"id"`
	Kind         string     `json:"kind"`
	FileName     string     `json:"file"`
	Organisation string     `json:"organisation"` // "" where none was given
	Publisher    string     `json:"publisher"`
	Who          string     `json:"who"`
	At           time.Time  `json:"applied-at"`
	Counts                  // rows
	UndoneAt     *time.Time `json:"undone-at"`
	UndoneBy     string     `json:"undone-by"`
}

// UndoOptions say how an import is taken back.
type UndoOptions struct {
	Who    string
	All    bool          // every row, or none
	Try    bool          // keep nothing: only report what would be
	Within time.Duration // how long it may wait for imports under way; 0: as long as they take
}

// Undone says what became of an import that was taken back.
type Undone struct {
	ID       int64  `json:"id"`
	Kind     string `json:"kind"`
	FileName string `json:"file"`
	Removed  int    `json:"removed"`  // rows that it had brought
	Restored int    `json:"restored"` // rows that stand again as they were before it
	Refused  int    `json:"refused"`  // rows that were left, for they were changed since
	Whole    bool   `json:"whole"`    // nothing was left: the import counts as undone
}

// Row is one row that has been read and found good.
type Row[T any] struct {
	Line     int
	Value    T
	Repaired bool
}
