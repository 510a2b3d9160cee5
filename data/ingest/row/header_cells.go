package row

import (
	"regexp"
	"strings"

	"terrier/plans"
)

// kind is what the text of a cell looks like.
type kind int

const (
	blank    kind = iota
	word          // none of those below
	small         // a whole number below 10,000: headings can be years
	link          // an address of the web or of mail
	round         // a larger number in full hundreds: headings can be limits, "within 10000"
	number        // any other number
	date          // with a day
	postcode      // a whole one
	code          // without spaces, letters and six digits or more
	shape         // WKT
)

// isData is true of what a heading is hardly ever like.
func (k kind) isData() bool { return k >= round }

func (k kind) isNumber() bool { return k == small || k == round || k == number }

var (
	wholeForm  = regexp.MustCompile(`^[-+]?\d+$`)
	numberForm = regexp.MustCompile(`^[-+£$€]*(\d+|\d{1,3}(,\d{3})+)([.,]\d+)?([eE][-+]?\d+)? ?%?$`)
	dateForm   = regexp.MustCompile(`^(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[- ][A-Za-z]{3,9}[- ,]+\d{2,4})([T ].*)?$`)
	codeForm   = regexp.MustCompile(`^[A-Za-z0-9/_.-]*[A-Za-z][A-Za-z0-9/_.-]*$`)
	linkForm   = regexp.MustCompile(`^(?i:https?://\S+|www\.\S+|[^\s@]+@[^\s@]+\.[^\s@]+)$`)
	shapeForm  = regexp.MustCompile(`^(?i:(srid=\d+;)?(point|linestring|polygon|multipoint|multilinestring|multipolygon|geometrycollection)[ zm]*\()`)
)

// longestCell is how much of a cell is looked at; a longer one is no heading, but may be a shape.
const longestCell = 200

func kindOf(cell string) kind {
	digits := 0
	for i := range len(cell) {
		if cell[i] >= '0' && cell[i] <= '9' {
			digits++
		}
	}
	switch {
	case cell == "":
		return blank
	case shapeForm.MatchString(cell):
		return shape
	case linkForm.MatchString(cell):
		return link
	case digits == 0:
		return word
	case wholeForm.MatchString(cell):
		switch {
		case digits < 5:
			return small
		case strings.HasSuffix(cell, "00"):
			return round
		}
		return number
	case numberForm.MatchString(cell):
		return number
	case dateForm.MatchString(cell):
		return date
	case digits >= 6 && codeForm.MatchString(cell):
		return code
	}
	if _, ok := plans.Postcode(cell); ok {
		return postcode
	}
	return word
}
