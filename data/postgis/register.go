package postgis

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"terrier/plans/intake"
)

// loadColumn is one field of a register as a load writes it.
type loadColumn[T any] struct {
	name    string
	sqlType string
	value   func(T) any
	silent  bool // derived or for the record: a difference in it alone is no change of the row
	// What is written, as SQL over staging s, where that is not s.name: of a new row, and over t as it stands where it is there already.
	inserted, updated string
	aside             bool // staged for what comes after; the table has no such column
}

// orToday is written into entry_date: where the file does not say, the day of the import.
const orToday = "coalesce(s.entry_date, current_date)"

// register says how rows of T are loaded into a table. All names are constants of this package, never input.
type register[T any] struct {
	kind    string // as in intake.Import
	table   string
	key     []string // columns that name a row, among columns or organisation
	refKind string   // kind in table ref, where the table has slugs
	columns []loadColumn[T]
	// organisation columns: a name or reference in staging column `name`, resolved to the id column of the table
	organisations []organisationColumn[T]
	shape         bool           // geom is checked by ST_IsValid once more before it goes in
	whole         bool           // what comes after asks for all staged rows at once
	placed        bool           // a row that does not say its local authority is given the one that it lies in
	uprn          func(T) string // told when two rows of a file share one; nil where rows have none
}

// most is how many rows are staged together.
func (r register[T]) most() int {
	if r.whole {
		return 1_000_000
	}
	return chunkRows
}

// ready is a row without its columns.
func (r register[T]) ready(row intake.Row[T], imp intake.Import) readyRow {
	ready := readyRow{line: row.Line, repaired: row.Repaired}
	for _, o := range r.organisations {
		ready.organisations = append(ready.organisations, o.name(row.Value, imp.Organisation))
	}
	for _, c := range r.columns {
		if slices.Contains(r.key, c.name) {
			ready.reference, _ = c.value(row.Value).(string)
			ready.key += ready.reference + "\x00"
		}
	}
	if r.uprn != nil {
		ready.uprn = r.uprn(row.Value)
	}
	return ready
}

// fields are the values of a row's columns, organisations aside.
func (r register[T]) fields(v T) iter.Seq[any] {
	return func(yield func(any) bool) {
		for _, c := range r.columns {
			if !yield(c.value(v)) {
				return
			}
		}
	}
}

// name is what a row calls its organisation; where one is needed and the row names none, the file's own stands in.
func (o organisationColumn[T]) name(v T, fallback string) string {
	name := strings.TrimSpace(o.value(v))
	if name == "" && o.always {
		return fallback
	}
	return name
}

// organisationColumn is a foreign key to organisation, given by name or reference.
type organisationColumn[T any] struct {
	column  string // in the table: owner_id
	staging string // in staging: owner
	value   func(T) string
	newType string // the organisation_type of one that has to be made
	always  bool   // NOT NULL: the import's own organisation stands in where a row names none
	updated string // what a row that is there gets instead, as an expression over staging s and the table t; "" for what the row says
}

func (r register[T]) createStaging() string {
	var b strings.Builder
	b.WriteString("CREATE TEMP TABLE staging (line integer NOT NULL, repaired boolean NOT NULL")
	for _, o := range r.organisations {
		fmt.Fprintf(&b, ", %s bigint", o.column)
	}
	for _, c := range r.columns {
		fmt.Fprintf(&b, ", %s %s", c.name, c.sqlType)
	}
	b.WriteString(") ON COMMIT DROP")
	return b.String()
}

func (r register[T]) stagingColumns() []string {
	names := []string{"line", "repaired"}
	for _, o := range r.organisations {
		names = append(names, o.column)
	}
	for _, c := range r.columns {
		names = append(names, c.name)
	}
	return names
}

// written lists the columns that are both in staging and in the table.
func (r register[T]) written() []string {
	var names []string
	for _, o := range r.organisations {
		names = append(names, o.column)
	}
	for _, c := range r.columns {
		if !c.aside {
			names = append(names, c.name)
		}
	}
	return names
}

// values lists the expressions for the columns of written, in that order: of new rows, or of those that are there.
func (r register[T]) values(there bool) string {
	return r.expressions(there, func(c loadColumn[T]) bool { return !c.aside })
}

// expressions lists what is written into the organisation columns and into those of the others that are wanted.
func (r register[T]) expressions(there bool, wanted func(loadColumn[T]) bool) string {
	var values []string
	for _, o := range r.organisations {
		expression := "s." + o.column
		if there && o.updated != "" {
			expression = o.updated
		}
		values = append(values, expression)
	}
	for _, c := range r.columns {
		expression := c.inserted
		if there {
			expression = c.updated
		}
		if expression == "" {
			expression = "s." + c.name
		}
		if wanted(c) {
			values = append(values, expression)
		}
	}
	return strings.Join(values, ", ")
}

// decides says whether a difference in the column makes a row changed.
func (c loadColumn[T]) decides() bool { return !c.silent && !c.aside }

// compared lists the columns whose difference makes a row changed.
func (r register[T]) compared() []string {
	var names []string
	for _, o := range r.organisations {
		names = append(names, o.column)
	}
	for _, c := range r.columns {
		if c.decides() {
			names = append(names, c.name)
		}
	}
	return names
}

// isEmpty asks whether the register has no row at all.
func (r register[T]) isEmpty() string {
	return fmt.Sprintf(`SELECT NOT EXISTS (SELECT FROM %s)`, r.table)
}

// countThere counts the staged rows, those that were repaired, and those whose key the register has; none where it was empty, for
// no two rows of a file have the same key.
func (r register[T]) countThere(wasEmpty bool) string {
	if wasEmpty {
		return `SELECT count(*), count(*) FILTER (WHERE repaired), 0 FROM staging`
	}
	return fmt.Sprintf(`
		SELECT count(*), count(*) FILTER (WHERE repaired), count(t.id) FROM staging s LEFT JOIN %s t ON %s`, r.table, r.sameKey())
}

// insertNew adds the staged rows that the register does not have; where it has none, that is not asked row by row. $1 source, $2 import.
func (r register[T]) insertNew(none bool) string {
	columns := r.written()
	ref, refValue, inOrder := "", "", ""
	missing := fmt.Sprintf(" WHERE NOT EXISTS (SELECT FROM %s t WHERE %s)", r.table, r.sameKey())
	if none {
		missing = ""
	}
	if r.refKind != "" {
		// what stood here before and was taken out comes back under its old address
		ref, refValue = ", ref", fmt.Sprintf(`, coalesce((
			SELECT t.ref FROM %[2]s_version t
			 WHERE %[3]s AND NOT EXISTS (SELECT FROM %[2]s now WHERE now.ref = t.ref)
			 ORDER BY t.valid_to DESC, t.valid_from DESC LIMIT 1), give_ref('%[1]s', s.name))`, r.refKind, r.table, r.sameKey())
		inOrder = " ORDER BY s.line" // addresses are given in the order of the file
	}
	return fmt.Sprintf(`
		INSERT INTO %[1]s (%[2]s, source_id, import_id%[3]s)
		SELECT %[4]s, $1::bigint, $2::bigint%[5]s
		  FROM (SELECT s.* FROM staging s%[6]s%[7]s) s`,
		r.table, strings.Join(columns, ", "), ref, r.values(false), refValue, missing, inOrder)
}

// updateChanged writes the staged rows that differ from the register's in any compared field. $1 source, $2 import.
func (r register[T]) updateChanged() string {
	return fmt.Sprintf(`
		UPDATE %s t
		   SET (%s, source_id, import_id) = ROW(%s, $1::bigint, $2::bigint)
		  FROM staging s
		 WHERE %s
		   AND (%s) IS DISTINCT FROM (%s)`,
		r.table, strings.Join(r.written(), ", "), r.values(true), r.sameKey(),
		prefixed("t.", r.compared()), r.expressions(true, loadColumn[T].decides))
}

func (r register[T]) sameKey() string {
	same := make([]string, len(r.key))
	for i, k := range r.key {
		same[i] = fmt.Sprintf("t.%[1]s = s.%[1]s", k)
	}
	return strings.Join(same, " AND ")
}

func prefixed(prefix string, names []string) string {
	return prefix + strings.Join(names, ", "+prefix)
}
