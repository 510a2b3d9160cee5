package markup

import (
	"fmt"
	"strings"

	"terrier/data/ingest/row"
)

// Values are those of rows whose elements name their own fields, which they may do twice.
type Values struct {
	columns row.Columns
	held    map[string]string // by this row
	repeats map[string]int    // how often a name came with another value, in this row
}

// Header lists the names met so far.
func (v *Values) Header() []string { return v.columns.Header() }

// Begin begins another row.
func (v *Values) Begin() {
	if v.held == nil {
		v.held, v.repeats = map[string]string{}, map[string]int{}
	}
	clear(v.held)
	clear(v.repeats)
}

// Set puts a value into the row that has begun. Where the row has another value under that name it goes into "name (2)".
func (v *Values) Set(rec *row.Record, name, value string) {
	if name = strings.Join(strings.Fields(name), " "); name == "" {
		name = "no name"
	}
	for rec.Err == nil || rec.Err.Code != "too-many-columns" { // else names without end would be held
		column := name
		if n := v.repeats[name]; n > 0 {
			column = fmt.Sprintf("%s (%d)", name, n+1)
		}
		if held := v.held[column]; held != "" && value != "" && held != value {
			v.repeats[name]++
			continue
		}
		if v.columns.Fill(rec, column, value); value != "" {
			v.held[column] = value
		}
		return
	}
}
