package geopackage

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"modernc.org/libc"
	sqlite "modernc.org/sqlite/lib"

	"terrier/data/ingest/row"
)

// statement is a question to a database and the row of the answer that it stands on.
type statement struct {
	d    *database
	stmt uintptr
}

// prepare makes a statement of SQL, with texts and whole numbers for its question marks.
func (d *database) prepare(text string, args ...any) (*statement, error) {
	words, err := libc.CString(text)
	if err != nil {
		return nil, err
	}
	defer libc.Xfree(nil, words)
	rc := d.call(func() int32 { return sqlite.Xsqlite3_prepare_v2(d.tls, d.db, words, -1, d.out, 0) })
	if rc != sqlite.SQLITE_OK {
		return nil, d.failed(rc)
	}
	s := &statement{d, d.pointer()}
	for i, arg := range args {
		if rc := s.bind(int32(i+1), arg); rc != sqlite.SQLITE_OK {
			s.close()
			return nil, d.failed(rc)
		}
	}
	return s, nil
}

func (s *statement) bind(at int32, arg any) int32 {
	if n, ok := arg.(int64); ok {
		return sqlite.Xsqlite3_bind_int64(s.d.tls, s.stmt, at, n)
	}
	words, err := libc.CString(fmt.Sprint(arg))
	if err != nil {
		return sqlite.SQLITE_NOMEM
	}
	defer libc.Xfree(nil, words)
	return sqlite.Xsqlite3_bind_text(s.d.tls, s.stmt, at, words, -1, ^uintptr(0)) // SQLITE_TRANSIENT: SQLite takes a copy
}

// next moves to the next row; more is false after the last.
func (s *statement) next() (more bool, err error) {
	switch rc := s.d.call(func() int32 { return sqlite.Xsqlite3_step(s.d.tls, s.stmt) }); rc {
	case sqlite.SQLITE_ROW:
		return true, nil
	case sqlite.SQLITE_DONE:
		return false, nil
	default:
		return false, s.d.failed(rc)
	}
}

func (s *statement) close() {
	if !s.d.broke {
		sqlite.Xsqlite3_finalize(s.d.tls, s.stmt)
	}
}

// The kinds of value that SQLite keeps, whatever type a column is declared to have.
const (
	isInteger = sqlite.SQLITE_INTEGER
	isFloat   = sqlite.SQLITE_FLOAT
	isText    = sqlite.SQLITE_TEXT
	isBlob    = sqlite.SQLITE_BLOB
	isNull    = sqlite.SQLITE_NULL
)

func (s *statement) kind(column int) int32 {
	return sqlite.Xsqlite3_column_type(s.d.tls, s.stmt, int32(column))
}

func (s *statement) integer(column int) int64 {
	return sqlite.Xsqlite3_column_int64(s.d.tls, s.stmt, int32(column))
}

func (s *statement) float(column int) float64 {
	return sqlite.Xsqlite3_column_double(s.d.tls, s.stmt, int32(column))
}

// size is how many bytes a text or blob takes.
func (s *statement) size(column int) int {
	return int(sqlite.Xsqlite3_column_bytes(s.d.tls, s.stmt, int32(column)))
}

// blob are bytes in SQLite's memory: they are good until the next row.
func (s *statement) blob(column int) []byte {
	p := sqlite.Xsqlite3_column_blob(s.d.tls, s.stmt, int32(column))
	n := s.size(column)
	if p == 0 || n <= 0 {
		return nil
	}
	return libc.GoBytes(p, n)
}

// text is a value as text; a number is written out, nothing is "".
func (s *statement) text(column int) string {
	p := sqlite.Xsqlite3_column_text(s.d.tls, s.stmt, int32(column))
	n := s.size(column) // asked after column_text, which may turn UTF-16 into UTF-8
	if p == 0 || n <= 0 {
		return ""
	}
	return string(libc.GoBytes(p, n))
}

// ask reads all rows of a question, each into take.
func (d *database) ask(take func(*statement), text string, args ...any) error {
	s, err := d.prepare(text, args...)
	if err != nil {
		return err
	}
	defer s.close()
	for {
		more, err := s.next()
		if err != nil || !more {
			return err
		}
		take(s)
	}
}

// failure is what SQLite says of a call that failed.
type failure struct {
	code int32
	says string
}

func (f *failure) Error() string { return fmt.Sprintf("SQLite: %s (%d)", f.says, f.code) }

// failed makes an error of a result code: that of the file, where it could not be read, or a failure.
func (d *database) failed(rc int32) error {
	if d.pages.err != nil {
		return row.ReadError(d.pages.err)
	}
	f := &failure{code: rc & 0xff}
	if !d.broke && d.db != 0 {
		f.says = strings.ToValidUTF8(libc.GoString(sqlite.Xsqlite3_errmsg(d.tls, d.db)), "�")
	}
	return f
}

// told makes a refusal of what SQLite says against one layer; where is as in "after feature 3". Other errors stay as they are.
func told(d *database, err error, layer, where string) error {
	var f *failure
	if !errors.As(err, &f) {
		return err
	}
	switch f.code {
	case sqlite.SQLITE_INTERRUPT:
		return unreadableLayer(layer, "takes too long to read "+where)
	case sqlite.SQLITE_IOERR, sqlite.SQLITE_FULL, sqlite.SQLITE_CANTOPEN:
		if d.pages.spent {
			return unreadableLayer(layer, "asks for more to be read "+where+" than the file holds")
		}
		return unreadableLayer(layer, "has to be sorted or put together from too many rows") // into a file, which it may not make
	case sqlite.SQLITE_NOMEM:
		return unreadableLayer(layer, "takes too much memory to read "+where)
	case sqlite.SQLITE_ERROR:
		return unreadableLayer(layer, "cannot be read "+where+" ("+f.says+")")
	}
	return damaged(where+" of layer "+strconv.Quote(layer), f.says)
}

// toldOfFile is told for the lists that a GeoPackage begins with.
func toldOfFile(err error) error {
	var f *failure
	if !errors.As(err, &f) {
		return err
	}
	return damaged("in the list of its tables", f.says)
}
