package geopackage

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"terrier/plans/intake"
)

// value is a column of the row that stands, as a CSV would have it.
func (r *reader) value(at int, c column) string {
	switch r.rows.kind(at) {
	case isInteger:
		n := r.rows.integer(at)
		if isBoolean(c.kind) && (n == 0 || n == 1) {
			return strconv.FormatBool(n == 1)
		}
		return strconv.FormatInt(n, 10)
	case isFloat:
		v := r.rows.float(at)
		if c.kind == "FLOAT" && float64(float32(v)) == v { // of 32 bits (OGC 12-128r18, table 1)
			return strconv.FormatFloat(v, 'f', -1, 32)
		}
		return intake.Number(v)
	case isText:
		return r.readText(r.rows.text(at), c)
	case isBlob:
		b := r.rows.blob(at)
		if isTextual(c.kind) && !hasControls(b) { // some writers put the bytes of texts there
			return r.readText(string(b), c)
		}
		if len(b) > 0 {
			r.note("binary "+c.name, "The column "+strconv.Quote(c.name)+" of layer "+strconv.Quote(r.layer.name)+" holds pictures or other binary data, which is left out.")
		}
	}
	return ""
}

// readText takes text that is not UTF-8, as the standard wants it, for Windows-1252, which is what programs in Britain write.
func (r *reader) readText(text string, c column) string {
	if !utf8.ValidString(text) {
		text, _ = charmap.Windows1252.NewDecoder().String(text) // every byte has a letter there
		r.note("encoding", "The file has text that is not UTF-8, as a GeoPackage's should be; it was read as Windows-1252. The first is in column "+
			strconv.Quote(c.name)+" of feature "+strconv.Itoa(r.n)+" of layer "+strconv.Quote(r.layer.name)+".")
	}
	if c.kind == "DATETIME" || c.kind == "TIMESTAMP" {
		return moment(text)
	}
	return text
}

// moment writes a date with a time as RFC 3339 has it. A time without a zone is in UTC (OGC 12-128r18, table 1). What is
// written in another way stays as it is.
func moment(text string) string {
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006-01-02 15:04"} {
		if t, err := time.Parse(layout, strings.TrimSpace(text)); err == nil {
			return t.Format(time.RFC3339Nano)
		}
	}
	return text
}

func isBoolean(kind string) bool { return kind == "BOOLEAN" || kind == "BOOL" }

func isTextual(kind string) bool {
	return strings.Contains(kind, "CHAR") || strings.Contains(kind, "TEXT") || strings.Contains(kind, "CLOB") || strings.Contains(kind, "DATE") || kind == "JSON"
}

// hasControls is true of bytes that no text has.
func hasControls(b []byte) bool {
	for _, c := range b {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			return true
		}
	}
	return false
}
