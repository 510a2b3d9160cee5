package intake

// Proposal says how a file will be read.
type Proposal struct {
	Format      string   `json:"format"`
	Layer       string   `json:"layer"` // "" where the file has only one
	Unit        string   `json:"unit"`  // what a row is called: "line", "row" or "feature"
	Mapping     Mapping  `json:"mapping"`
	Coordinates string   `json:"coordinates"` // one sentence, with an example; "" where the kind has no place
	Before      []string `json:"before"`      // what is to be known before it begins
}

// Result says what became of a file. Accepted and refused rows and those left out by a condition are all its rows.
type Result struct {
	ID           int64         `json:"id"` // of the import record; 0 where nothing was changed
	Kind         string        `json:"kind"`
	File         string        `json:"file"`
	Strict       bool          `json:"strict"`
	Accepted     int           `json:"accepted"`
	Refused      int           `json:"refused"`
	Repaired     int           `json:"repaired"`
	Noted        int           `json:"noted"` // problems noted, not rows
	Unchanged    int           `json:"unchanged"`
	LeftOut      int           `json:"left-out"`          // by a condition
	Changes      *Changes      `json:"changes,omitempty"` // of a return
	Back         int           `json:"back,omitempty"`    // of a return: homes that left withheld, and come back open
	DryRun       bool          `json:"dry-run"`
	Placed       []Placed      `json:"placed"` // how the rows were placed, the commonest first
	Proposal     Proposal      `json:"read-as"`
	Notes        []string      `json:"notes"`
	Kinds        []ProblemKind `json:"problem-kinds"` // what is wrong, the gravest and commonest first
	Problems     []Problem     `json:"problems"`
	MoreProblems int           `json:"more-problems"` // beyond those listed
}

// ProblemKind counts the problems of one code.
type ProblemKind struct {
	Rows  int     `json:"rows"`
	First Problem `json:"first"`
}

// Placed counts the rows that were placed in one way.
type Placed struct {
	How  string `json:"how"` // "GeoX, GeoY as longitude and latitude (WGS 84)"
	Rows int    `json:"rows"`
}

// Checked is what came of checking an upload, or of applying it: the same, since checking is applying and taking back.
type Checked struct {
	Result
	Layout
	First       []Change       `json:"first-changes"` // some of them
	Sensitivity map[string]int `json:"sensitivity"`   // of the homes of the association as they stand then, by slug
	Before      int            `json:"before"`        // homes of the association before
	After       int            `json:"after"`         // and after
	ByPostcode  int            `json:"by-postcode"`   // accepted homes that lie at the centre of their postcode
	Blocks      Blocks         `json:"blocks"`
	Points      int            `json:"points"`   // accepted homes that can be drawn
	Drawn       int            `json:"drawn"`    // of them, evenly chosen
	Bounds      []float64      `json:"bounds"`   // of the drawn ones: west, south, east, north in WGS 84; nil for none
	Withheld    int            `json:"withheld"` // accepted rows that are withheld, by what they say or because they were marked

}

// Blocks are positions that several homes share, those placed by a postcode aside.
type Blocks struct {
	Positions int `json:"positions"`
	Homes     int `json:"homes"`
	Largest   int `json:"largest"` // homes at one position
}

// Layout is what a file has: columns in file order, and rows.
type Layout struct {
	Header  []string       `json:"header"`
	Columns []ColumnValues `json:"columns"` // those with few values
	Rows    int            `json:"rows"`
}

// ColumnValues are what stands in a column of a file that has few different values.
type ColumnValues struct {
	Column string       `json:"column"`
	Values []ValueCount `json:"values"` // the commonest first
}

// ValueCount is how many rows say a value.
type ValueCount struct {
	Value string `json:"value"`
	Rows  int    `json:"rows"`
}
