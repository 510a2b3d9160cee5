package plans

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Date is the day that the field names: 2026-03-31, 2026/03/31, 31/03/2026, 31.03.2026, 31-3-2026, 31 March 2026 or 31-Mar-26, with or
// without a time of day after it. A day that cannot be is noted and the field stays empty.
func (r *FieldReader) Date(field string) time.Time {
	text := r.Line(field)
	if blank(text) {
		return time.Time{}
	}
	day, ok := ParseDate(text)
	if !ok {
		r.Note(field, text, "impossible-date", fmt.Sprintf("%s is not a day.", quoted(text)),
			"The field was left empty. Write the day as year-month-day, for example 2026-03-31.")
	}
	return day
}

var (
	yearFirst = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$`)
	dayFirst  = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: .*)?$`)
	dayInText = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9}),?[ -](\d{4}|\d{2})$`)
)

// ParseDate reads a day in one of the forms of Date. ok is false for a day that no calendar has.
func ParseDate(text string) (day time.Time, ok bool) {
	text = strings.TrimSpace(text)
	if len(text) == len(time.DateOnly) && text[4] == '-' && text[7] == '-' { // as files written here have it
		if day, err := time.Parse(time.DateOnly, text); err == nil && day.Year() >= 1000 && day.Year() <= 2200 {
			return day, true
		}
	}
	if m := yearFirst.FindStringSubmatch(text); m != nil {
		return calendarDay(m[1], m[2], m[3])
	}
	if m := dayFirst.FindStringSubmatch(text); m != nil {
		return calendarDay(m[3], m[2], m[1])
	}
	if m := dayInText.FindStringSubmatch(text); m != nil {
		for month := time.January; month <= time.December; month++ {
			name := strings.ToLower(month.String())
			if said := strings.ToLower(m[2]); said == name || said == name[:3] || said == "sept" && month == time.September {
				return calendarDay(wholeYear(m[3]), strconv.Itoa(int(month)), m[1])
			}
		}
	}
	return time.Time{}, false
}

// wholeYear adds the century to a year of two digits, which only days with their month in words may have: 30-Nov-17.
func wholeYear(year string) string {
	switch {
	case len(year) == 4:
		return year
	case year < "70":
		return "20" + year
	}
	return "19" + year
}

func calendarDay(year, month, day string) (time.Time, bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if y < 1000 || y > 2200 || t.Year() != y || int(t.Month()) != m || t.Day() != d {
		return time.Time{}, false
	}
	return t, true
}

// FormatDate writes a day as files have it, "" for the zero time.
func FormatDate(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}

// Whole is the whole number in the field. ok is false where there is none; one outside least..most, or no number, is noted.
func (r *FieldReader) Whole(field string, least, most int) (n int, ok bool) {
	text := r.Line(field)
	if blank(text) {
		return 0, false
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", ""), 64)
	switch {
	case err != nil || v != math.Trunc(v):
		r.Note(field, text, "not-a-whole-number", fmt.Sprintf("%s is not a whole number.", quoted(text)), "The field was left empty.")
	case v < float64(least) || v > float64(most):
		r.Note(field, text, "out-of-range", fmt.Sprintf("%s is not between %d and %d.", quoted(text), least, most), "The field was left empty.")
	default:
		return int(v), true
	}
	return 0, false
}

// YesNo is what the field answers, nil where it does not. CORE's 1 and 2 mean yes and no.
func (r *FieldReader) YesNo(field string) *bool {
	text := r.Line(field)
	answer := false
	switch Fold(text) {
	case "yes", "y", "true", "t", "1":
		answer = true
	case "no", "n", "false", "f", "0", "2":
	default:
		if !blank(text) {
			r.Note(field, text, "not-yes-or-no", fmt.Sprintf("%s is neither yes nor no.", quoted(text)), "The field was left empty.")
		}
		return nil
	}
	return &answer
}

var shortened = regexp.MustCompile(`^[0-9.]+[eE]\+?[0-9]+$`)

// UPRN is the unique property reference number in the field: up to 12 digits, leading zeros taken off.
func (r *FieldReader) UPRN(field string) string {
	text := strings.TrimSuffix(strings.ReplaceAll(r.Line(field), " ", ""), ".0")
	if blank(text) {
		return ""
	}
	digits := strings.TrimLeft(text, "0")
	switch {
	case shortened.MatchString(text):
		r.Note(field, text, "shortened-uprn", "A spreadsheet has shortened this number and its last digits are lost.",
			"The field was left empty. Format the column as text, fetch the numbers again, and import again.")
	case strings.Trim(text, "0123456789") != "":
		r.Note(field, text, "not-a-uprn", fmt.Sprintf("%s is not a UPRN, which has digits only.", quoted(text)), "The field was left empty.")
	case len(digits) == 0 || len(digits) > 12:
		r.Note(field, text, "not-a-uprn", fmt.Sprintf("%s is not a UPRN, which has 1 to 12 digits.", quoted(text)), "The field was left empty.")
	default:
		return digits
	}
	return ""
}

// Postcode is the whole postcode in the field in its usual form. Part of one, or another text, is noted.
func (r *FieldReader) Postcode(field string) string {
	text := r.Line(field)
	if blank(text) {
		return ""
	}
	postcode, ok := Postcode(text)
	if !ok {
		r.Note(field, text, "not-a-postcode", fmt.Sprintf("%s is not a whole postcode.", quoted(text)), "The field was left empty.")
	}
	return postcode
}

var webAddress = regexp.MustCompile(`^(?i)(https?://)?[a-z0-9-]+(\.[a-z0-9-]+)+([:/?#]\S*)?$`)

// Link is the web address in the field, with https:// before one that begins with the name of a server.
func (r *FieldReader) Link(field string) string {
	text := r.Line(field)
	if blank(text) {
		return ""
	}
	m := webAddress.FindStringSubmatch(text)
	switch {
	case m == nil:
		r.Note(field, text, "not-a-web-address", fmt.Sprintf("%s is not a web address.", quoted(text)), "The field was left empty.")
		return ""
	case m[1] == "":
		return "https://" + text
	}
	return strings.ToLower(m[1]) + text[len(m[1]):]
}

// Pence is the sum of money in the field, which is in pounds; -1 where it says none.
func (r *FieldReader) Pence(field string) int64 {
	text := r.Line(field)
	if text == "" {
		return -1
	}
	bare := strings.NewReplacer(",", "", "£", "", " ", "").Replace(text)
	if blank(bare) {
		return -1
	}
	pounds, err := strconv.ParseFloat(bare, 64)
	if err != nil || math.IsNaN(pounds) || pounds < 0 || pounds > 1e13 {
		r.Note(field, text, "not-a-sum", fmt.Sprintf("%s is not a sum in pounds.", quoted(text)), "The field was left empty.")
		return -1
	}
	return int64(math.Round(pounds * 100))
}

// FormatPence writes pence as pounds with two decimals, "" for -1.
func FormatPence(pence int64) string {
	if pence < 0 {
		return ""
	}
	return fmt.Sprintf("%d.%02d", pence/100, pence%100)
}
