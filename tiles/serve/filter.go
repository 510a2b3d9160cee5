package serve

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"terrier/tiles/layer"
)

// longestQuery is the most bytes of a query: enough for every filter there is, several times over.
const longestQuery = 16 << 10

// readFilter reads the filter in the query of a tile's address. Values of a key are repeated or parted by commas; an empty one
// is a choice that was not made. What the tileset does not know is refused, so that a misspelt filter is never dropped silently.
func readFilter(set *layer.Tileset, query string) (layer.Filter, error) {
	if query == "" {
		return layer.Filter{}, nil
	}
	if len(query) > longestQuery {
		return layer.Filter{}, &Error{Status: http.StatusRequestURITooLong, code: "query-too-long",
			Message: fmt.Sprintf("The part of the address behind the question mark is longer than %d bytes.", longestQuery),
			Remedy:  "Ask for less at once."}
	}
	asked, err := url.ParseQuery(query)
	if err != nil {
		return layer.Filter{}, badRequest("bad-query", "", "The part of the address behind the question mark cannot be read.",
			"Write it as key=value&key=value, with other signs than letters and digits escaped (%20 for a space).")
	}
	values := map[string][]string{}
	for _, name := range sortedKeys(asked) { // the same request gets the same answer
		key, err := findKey(set, name)
		if err != nil {
			return layer.Filter{}, err
		}
		for _, text := range asked[name] {
			for value := range strings.SplitSeq(text, ",") {
				if value = strings.TrimSpace(value); value == "" {
					continue
				}
				if value, err = findValue(key, value); err != nil {
					return layer.Filter{}, err
				}
				values[key.Name] = append(values[key.Name], value)
			}
		}
	}
	return layer.NewFilter(values), nil
}

func sortedKeys(values url.Values) []string {
	keys := make([]string, 0, len(values))
	for key := range values {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func findKey(set *layer.Tileset, name string) (layer.FilterKey, error) {
	var known []string
	for _, key := range set.Filters {
		if name == key.Name || name == key.Alias && name != "" {
			return key, nil
		}
		known = append(known, key.Name)
	}
	if len(known) == 0 {
		return layer.FilterKey{}, badRequest("unknown-filter", shorten(name),
			fmt.Sprintf("Tiles of %s cannot be filtered.", set.Name), "Leave out what stands behind the question mark.")
	}
	return layer.FilterKey{}, badRequest("unknown-filter", shorten(name),
		fmt.Sprintf("Tiles of %s cannot be filtered by %q.", set.Name, shorten(name)), "Use any of "+strings.Join(known, ", ")+".")
}

// findValue is the value as the key spells it, whatever its case in the address.
func findValue(key layer.FilterKey, value string) (string, error) {
	if key.Values == nil {
		return value, nil
	}
	for _, known := range key.Values {
		if strings.EqualFold(known, value) {
			return known, nil
		}
	}
	return "", badRequest("unknown-value", key.Name, fmt.Sprintf("%q is not a known value of %s.", shorten(value), key.Name),
		"Use any of "+strings.Join(key.Values, ", ")+".")
}

func badRequest(code, field, message, remedy string) *Error {
	return &Error{Status: http.StatusBadRequest, code: code, Field: field, Message: message, Remedy: remedy}
}

// shorten keeps what is echoed in a message to a readable length.
func shorten(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return text
}
