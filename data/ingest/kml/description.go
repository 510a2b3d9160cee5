package kml

import (
	"html"
	"regexp"
	"strings"
	"unicode/utf8"

	"terrier/data/ingest/row"
)

// mostTabled columns come out of tables in descriptions. Attributes have the same names from one Placemark to the next; tables that are
// there for their looks have others each time, and would fill the header with them.
const mostTabled = 200

// longestHeading of a row in a table of attributes, in letters.
const longestHeading = 64

var markedUp = regexp.MustCompile(`<(/?[a-zA-Z][a-zA-Z0-9]*[\s/>]|!--)`)
var entities = regexp.MustCompile(`&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});`)

// describe keeps a description as plain text. Programs write a Placemark's attributes there as an HTML table: those become columns,
// and what stands beside them stays the description.
func (r *reader) describe(rec *row.Record, text string) {
	if !markedUp.MatchString(text) {
		if text = entities.ReplaceAllStringFunc(text, html.UnescapeString); text != "" {
			r.columns.Set(rec, "description", text)
		}
		return
	}
	plain, pairs := readHTML(text, r.takesTable)
	if plain != "" && (len(pairs) == 0 || !isName(rec, r.columns.Header(), plain)) {
		r.columns.Set(rec, "description", plain)
	}
	for _, p := range pairs {
		r.columns.Set(rec, p.name, p.value)
	}
}

// isName is true of the name that the Placemark has, which programs put above its table too.
func isName(rec *row.Record, header []string, text string) bool {
	for i, name := range header {
		if name == "name" {
			return rec.Value(i) == text
		}
	}
	return false
}

// takesTable decides whether the rows of a table become columns.
func (r *reader) takesTable(pairs []pair) bool {
	fresh := 0
	for _, p := range pairs {
		if p.name == "" || utf8.RuneCountInString(p.name) > longestHeading || strings.Contains(p.name, "\n") {
			return false
		}
		if !r.tabled[p.name] {
			fresh++
		}
	}
	if len(pairs) == 0 || len(r.tabled)+fresh > mostTabled {
		return false
	}
	if r.tabled == nil {
		r.tabled = map[string]bool{}
	}
	for _, p := range pairs {
		r.tabled[p.name] = true
	}
	return true
}
