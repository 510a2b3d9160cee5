package dump

import (
	"bufio"
	"io"
	"regexp"
	"slices"
	"strings"
)

// entry is one line of an archive's table of contents, as pg_restore --list shows it and --use-list reads it.
type entry struct {
	line   string
	what   string // "TABLE", "TABLE DATA", "FK CONSTRAINT", ...
	schema string // "-" for none
	name   string // "home", "home keep_version", "TABLE home"
	owner  string
}

// A kind of entry is one or more words in capitals.
var entryLine = regexp.MustCompile(`^\d+; \d+ \d+ ([A-Z]+(?: [A-Z]+)*) (\S+) (.*) (\S*)$`)

var dumpedFrom = regexp.MustCompile(`^;\s+Dumped from database version: (\S+)`)

func readList(r io.Reader) (entries []entry, postgreSQL string, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if m := dumpedFrom.FindStringSubmatch(lines.Text()); m != nil {
			postgreSQL = m[1]
		}
		if m := entryLine.FindStringSubmatch(lines.Text()); m != nil {
			entries = append(entries, entry{line: m[0], what: m[1], schema: m[2], name: m[3], owner: m[4]})
		}
	}
	return entries, postgreSQL, lines.Err()
}

const (
	ownerRole    = "terrier_owner"
	versionTable = "goose_db_version"
)

// parts are what a restore does with an archive's entries.
type parts struct {
	versions []entry // the table of migrations: it belongs to whoever migrates
	ours     []entry // all that belongs to terrier_owner
	left     []string
}

// What every database has before a restore: the schema, and the extensions that migrate.Bootstrap makes.
var prepared = []string{"public", "postgis", "pg_trgm", "fuzzystrmatch"}

// divide sorts the entries. The extensions and the schema are there already; what others keep in the same database is theirs to
// restore, and is told.
func divide(entries []entry) (p parts) {
	for _, e := range entries {
		switch {
		case e.schema == "-" && slices.Contains(prepared, strings.TrimPrefix(strings.TrimPrefix(e.name, "EXTENSION "), "SCHEMA ")):
		case e.schema == "public" && strings.Contains(e.name, "spatial_ref_sys"):
		case e.schema == "public" && strings.Contains(e.name, versionTable):
			p.versions = append(p.versions, e)
		case e.schema == "public" && e.owner == ownerRole:
			p.ours = append(p.ours, e)
		default:
			p.left = append(p.left, strings.Join([]string{e.what, e.schema, e.name}, " "))
		}
	}
	return p
}

func listText(entries []entry) string {
	var b strings.Builder
	for _, e := range entries {
		b.WriteString(e.line + "\n")
	}
	return b.String()
}

func has(entries []entry, what, name string) bool {
	for _, e := range entries {
		if e.what == what && e.schema == "public" && e.name == name {
			return true
		}
	}
	return false
}
