package basemap

import (
	"html"
	"regexp"
	"strings"
	"unicode"
)

// saysStation knows a name that says itself that it is of a station.
var saysStation = regexp.MustCompile(`(?i)\b(station|gorsaf|halt|stop|interchange|terminus)\b`)

// name is what a feature is called, as it was published: where a place has a Welsh or Gaelic name too, that comes first and the
// English one behind a slash. The letters of a Shapefile are those of Western Europe; Welsh ones beyond them stand in a field of
// their own, as character references within marks: "Coed Ty'n-ll<f>&#x0175;</f>yn".
func (r Row) name() string {
	if strings.ContainsRune(r.HTMLName, '&') {
		if name := clean(html.UnescapeString(marks.ReplaceAllString(r.HTMLName, ""))); name != "" {
			return name
		}
	}
	return clean(r.Name)
}

// marks are what stands around letters in that field.
var marks = regexp.MustCompile(`</?[A-Za-z]+>`)

// clean takes out what cannot be written on a map, and spaces more than one.
func clean(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	return strings.Join(strings.Fields(name), " ")
}
