package geopackage_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"terrier/data/ingest/row"
)

// valueOf reads one value, given as SQL, of a column declared as this.
func valueOf(t *testing.T, declared, value string) (string, []string) {
	t.Helper()
	o := read(t, write(t, lists+listed("t", "", 0)+fmt.Sprintf("CREATE TABLE t (fid INTEGER PRIMARY KEY, c %s); INSERT INTO t (c) VALUES (%s)", declared, value)), "t")
	if o.err != nil || len(o.records) != 1 || o.records[0].Err != nil {
		t.Fatalf("%+v", o)
	}
	return o.records[0].Values[0], o.notes
}

func TestValues(t *testing.T) {
	for name, c := range map[string]struct{ declared, value, want string }{
		"nothing":                      {"TEXT", "NULL", ""},
		"text":                         {"TEXT(20)", "' a, b '", " a, b "},
		"text of another country":      {"TEXT", "'Łódź – é'", "Łódź – é"},
		"a whole number":               {"INTEGER", "-42", "-42"},
		"the largest whole number":     {"INTEGER", "9223372036854775807", "9223372036854775807"},
		"text in a column of numbers":  {"INTEGER", "'n/a'", "n/a"},
		"a number in a column of text": {"TEXT", "7", "7"},
		"a number":                     {"REAL", "0.1", "0.1"},
		"a number without a fraction":  {"DOUBLE", "3.0", "3"},
		"a very large number":          {"REAL", "1e21", "1000000000000000000000"},
		"a very small number":          {"REAL", "-1e-7", "-0.0000001"},
		"a number of 32 bits":          {"FLOAT", "0.100000001490116119384765625", "0.1"},
		"a number of 64 bits":          {"DOUBLE", "0.100000001490116119384765625", "0.10000000149011612"},
		"true":                         {"BOOLEAN", "1", "true"},
		"false":                        {"boolean", "0", "false"},
		"neither":                      {"BOOLEAN", "2", "2"},
		"one in a column of numbers":   {"TINYINT", "1", "1"},
		"a day":                        {"DATE", "'2026-03-31'", "2026-03-31"},
		"a day, not as it should be":   {"DATE", "'31/03/2026'", "31/03/2026"},
		"a moment":                     {"DATETIME", "'2026-03-31T09:30:00.000Z'", "2026-03-31T09:30:00Z"},
		"a moment with a fraction":     {"DATETIME", "'2026-03-31T09:30:00.250Z'", "2026-03-31T09:30:00.25Z"},
		"a moment of SQLite's":         {"DATETIME", "'2026-03-31 09:30:00'", "2026-03-31T09:30:00Z"},
		"a moment with a zone":         {"TIMESTAMP", "'2026-03-31 09:30:00+01:00'", "2026-03-31T09:30:00+01:00"},
		"a day in a column of moments": {"DATETIME", "'2026-03-31'", "2026-03-31"},
		"a moment in a column of text": {"TEXT", "'2026-03-31 09:30:00'", "2026-03-31 09:30:00"},
		"bytes that are text":          {"VARCHAR(9)", "x'c3a9'", "é"},
		"nothing in binary":            {"BLOB", "x''", ""},
		"JSON":                         {"JSON", `'{"a": 1}'`, `{"a": 1}`},
	} {
		t.Run(name, func(t *testing.T) {
			if got, notes := valueOf(t, c.declared, c.value); got != c.want || len(notes) != 0 {
				t.Errorf("got %q, want %q; notes %q", got, c.want, notes)
			}
		})
	}
}

func TestValuesThatAreToldOf(t *testing.T) {
	t.Run("text that is not UTF-8, once", func(t *testing.T) {
		o := read(t, write(t, lists+listed("t", "", 0)+"CREATE TABLE t (name TEXT); INSERT INTO t VALUES ('a'), (CAST(x'636166e9' AS TEXT)), (CAST(x'9380' AS TEXT)), ('é')"), "t")
		if !slices.Equal(o.values(), []string{"a", "café", "“€", "é"}) {
			t.Errorf("%q", o.values())
		}
		if len(o.notes) != 1 || !strings.Contains(o.notes[0], "Windows-1252") || !strings.Contains(o.notes[0], `"name" of feature 2 of layer "t"`) {
			t.Errorf("notes %q", o.notes)
		}
	})
	t.Run("pictures, once for a column", func(t *testing.T) {
		o := read(t, write(t, lists+listed("t", "", 0)+"CREATE TABLE t (photo BLOB, plan TEXT); INSERT INTO t VALUES (x'ffd8ff', x'0001'), (x'ffd8ff', 'none'), (NULL, NULL)"), "t")
		if !slices.Equal(o.values(), []string{"|", "|none", "|"}) {
			t.Errorf("%q", o.values())
		}
		if len(o.notes) != 2 || !strings.Contains(o.notes[0], `"photo"`) || !strings.Contains(o.notes[1], `"plan"`) {
			t.Errorf("notes %q", o.notes)
		}
	})
}

func TestADatabaseInUTF16(t *testing.T) {
	for _, encoding := range []string{"UTF-16le", "UTF-16be"} {
		content := write(t, "PRAGMA encoding = '"+encoding+"';"+lists+sites+"UPDATE sites SET name = 'Łódź'")
		if bytes.Contains(content, []byte("Łódź")) {
			t.Fatal("not written as UTF-16")
		}
		if o := read(t, content, "sites"); o.err != nil || !slices.Equal(o.values(), []string{"Łódź"}) || o.records[0].Geometry == nil || o.crs != "EPSG:27700" {
			t.Errorf("%+v", o)
		}
	}
}

func TestARowThatIsTooLong(t *testing.T) {
	content := write(t, "PRAGMA page_size = 65536;"+strings.Replace(lists, "PRAGMA page_size = 1024;", "", 1)+listed("t", "geom", 27700)+`
		CREATE TABLE t (fid INTEGER PRIMARY KEY, geom BLOB, a TEXT, b TEXT);
		INSERT INTO t VALUES (1, NULL, 'first', ''), (5, NULL, 'long', CAST(zeroblob(70000000) AS TEXT)), (7, zeroblob(40000000), 'long in all', CAST(zeroblob(30000000) AS TEXT)), (9, NULL, 'last', '')`)
	o := read(t, content, "t")
	if o.err != nil || len(o.records) != 4 {
		t.Fatalf("%d rows, %v", len(o.records), o.err)
	}
	for i, rec := range o.records {
		if rec.Line != i+1 {
			t.Errorf("row %d is called %d", i+1, rec.Line)
		}
		if i == 0 || i == 3 {
			if rec.Err != nil {
				t.Error(rec.Err)
			}
			continue
		}
		wantRefusal(t, rec.Err, row.TooLong().Code)
	}
}

func TestARowThatIsTooLongOnlyTogether(t *testing.T) {
	statements := lists + listed("t", "", 0) + "CREATE TABLE t (fid INTEGER PRIMARY KEY, name TEXT); INSERT INTO t VALUES (1, 'a'), (2, 'b');"
	for i := range 9 {
		statements += fmt.Sprintf("ALTER TABLE t ADD COLUMN c%d AS (hex(zeroblob(33000000)));", i)
	}
	o := read(t, write(t, statements), "t")
	if o.err != nil || len(o.records) != 2 {
		t.Fatalf("%d rows, %v", len(o.records), o.err)
	}
	for _, rec := range o.records {
		wantRefusal(t, rec.Err, row.TooLong().Code)
	}
}
