package intake

// Return makes of a file of homes the stock return of one association, Import.Organisation: rows of others are refused.
type Return struct {
	Whole   bool            // the file is the whole stock: homes of the association that it does not name leave the register
	Release bool            // what is withheld in the register may be opened by a row that says so; else it stays withheld
	Named   func() []string // references in rows that were refused before they came to the loader: their homes stay as they are; nil for none
	Changed func(Change)    // is told of each home gained, lost, moved or changed, the lost ones first, then by line; may be nil
}

// Move says what a return does to a home.
type Move string

// The moves. A home that was moved may have changed otherwise too.
const (
	Gained  Move = "gained"
	Lost    Move = "lost"
	Moved   Move = "moved"
	Changed Move = "changed"
)

// Change is one home that a return does something to. Where only the day that it describes is another, or its point by a metre or less, that
// is nothing. Of a home that is withheld now no address is told.
type Change struct {
	What      Move          `json:"what"`
	Line      int           `json:"line"` // in the file; 0 for one that was lost
	Reference string        `json:"reference"`
	Metres    float64       `json:"metres"` // how far it was moved; 0 where it was not
	Fields    []FieldChange `json:"fields"` // what else is different, in the order of home.Fields, without the day that it describes; none of one gained or lost
}

// FieldChange is a fact of a home as it was said before and is now.
type FieldChange struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Changes counts what a return does. Moved homes that changed otherwise count as moved only.
type Changes struct {
	Gained    int `json:"gained"`
	Lost      int `json:"lost"`
	Moved     int `json:"moved"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	Opened    int `json:"opened"`   // were withheld, and are no longer
	Withheld  int `json:"withheld"` // were not, and are now; gained ones not counted
	Stay      int `json:"stay"`     // are withheld in the register, and stay so though the file says otherwise
}
