package dump

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Table is how many rows an archive holds of a table.
type Table struct {
	Name string `json:"name"`
	Rows int64  `json:"rows"`
}

// Progress is how far a backup or a restore is.
type Progress struct {
	Doing string // "writing", "reading", "restoring", "migrating"
	Table string // of the row that is read or restored; may be empty
	Rows  int64  // read or restored so far
	Of    int64  // rows in all; 0 where not known
	Bytes int64  // written so far
}

// tally follows a script of pg_restore: lines of SQL, and below each COPY its rows, one a line, up to a line of "\.".
type tally struct {
	tables   []Table
	rows     int64
	migrated int64 // the newest migration that was applied
	seen     func(table string, rows int64)

	copying bool
	columns []string
	middle  bool // the next bytes go on with a line that has begun
}

// follow reads a script to its end; to gets the same bytes, save settings that a server does not know. Lines may be of any length.
func (t *tally) follow(r io.Reader, to io.Writer, server int) error {
	buffered := bufio.NewReaderSize(r, 64<<10)
	for {
		b, err := buffered.ReadSlice('\n')
		if len(b) > 0 && !(!t.copying && !t.middle && unknown(b, server)) {
			t.chunk(b)
			if to != nil {
				if _, err := to.Write(b); err != nil {
					return err
				}
			}
		}
		t.middle = errors.Is(err, bufio.ErrBufferFull)
		switch {
		case err == nil || t.middle:
		case errors.Is(err, io.EOF):
			return nil
		default:
			return err
		}
	}
}

// unknown says whether a line sets what servers older than the program do not have.
func unknown(line []byte, server int) bool {
	return server < 17 && bytes.HasPrefix(line, []byte("SET transaction_timeout ="))
}

const seenEvery = 1000 // rows

func (t *tally) chunk(b []byte) {
	switch {
	case t.middle:
	case t.copying && string(bytes.TrimRight(b, "\r\n")) == `\.`:
		t.copying = false
	case t.copying:
		table := &t.tables[len(t.tables)-1]
		table.Rows++
		t.rows++
		if table.Name == versionTable {
			t.version(string(bytes.TrimRight(b, "\n")))
		}
		if t.seen != nil && t.rows%seenEvery == 1 {
			t.seen(table.Name, t.rows)
		}
	case bytes.HasPrefix(b, []byte("COPY ")) && bytes.HasSuffix(b, []byte(" FROM stdin;\n")):
		name, columns, _ := strings.Cut(strings.TrimPrefix(string(b), "COPY "), " (")
		columns, _, _ = strings.Cut(columns, ")")
		t.columns = strings.Split(columns, ", ")
		t.tables = append(t.tables, Table{Name: strings.TrimPrefix(name, "public.")})
		t.copying = true
	}
}

// version reads a row of the table of migrations.
func (t *tally) version(row string) {
	values := strings.Split(row, "\t")
	number, applied := slices.Index(t.columns, "version_id"), slices.Index(t.columns, "is_applied")
	if number < 0 || applied < 0 || len(values) != len(t.columns) || values[applied] != "t" {
		return
	}
	if n, err := strconv.ParseInt(values[number], 10, 64); err == nil {
		t.migrated = max(t.migrated, n)
	}
}
