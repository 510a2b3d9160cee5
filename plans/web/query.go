package web

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
)

// longestQuery is the most bytes of a query: enough for every filter there is, several times over.
const longestQuery = 16 << 10

// query is the query of an address whose keys are all known.
type query struct{ values url.Values }

// Keys that senders of newsletters and social networks add to links; they are passed over.
var tracking = regexp.MustCompile(`^(utm_[a-z]+|fbclid|gclid|msclkid|mc_[ce]id)$`)

// readQuery reads a query and refuses a key that is not among the known ones, so that a misspelt filter is never dropped
// silently.
func readQuery(r *http.Request, known ...string) (query, error) {
	if len(r.URL.RawQuery) > longestQuery {
		return query{}, refuse(http.StatusRequestURITooLong, "query-too-long", "",
			fmt.Sprintf("The part of the address behind the question mark is longer than %s bytes.", thousands(longestQuery)), "Ask for less at once.")
	}
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return query{}, plans.Refuse("bad-query", "", "The part of the address behind the question mark cannot be read.",
			"Write it as key=value&key=value, with other signs than letters and digits escaped (%20 for a space).")
	}
	keys := make([]string, 0, len(values))
	for key := range values {
		keys = append(keys, key)
	}
	slices.Sort(keys) // the same question gets the same answer
	for _, key := range keys {
		if tracking.MatchString(key) {
			continue
		}
		if !slices.Contains(known, key) {
			return query{}, unknownParameter(key, known)
		}
		for _, value := range values[key] {
			if !readable(value) {
				return query{}, plans.Refuse("bad-text", key, fmt.Sprintf("The value of %s is not text.", key), "Write it in UTF-8, without control characters.")
			}
		}
	}
	return query{values}, nil
}

func unknownParameter(key string, known []string) error {
	remedy := "Nothing can be asked for here: leave it out."
	if len(known) > 0 {
		remedy = "There are " + strings.Join(known, ", ") + "."
	}
	return plans.Refuse("unknown-parameter", shorten(key), fmt.Sprintf("Nothing here is called %q.", shorten(key)), remedy)
}

// readable is false for what the database could not hold as text.
func readable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' })
}

// one is the single value of a key, "" where there is none or an empty one.
func (q query) one(key string) (string, error) {
	values := slices.DeleteFunc(slices.Clone(q.values[key]), func(v string) bool { return strings.TrimSpace(v) == "" })
	if len(values) > 1 {
		return "", plans.Refuse("repeated-parameter", key, fmt.Sprintf("%s is there %d times.", key, len(values)), "Give it once.")
	}
	if len(values) == 0 {
		return "", nil
	}
	return strings.TrimSpace(values[0]), nil
}

// list is every value of a key, whether repeated or parted by commas, each once and in the order given. Empty ones are left
// out: that is what a form sends for a choice that was not made.
func (q query) list(key string) []string {
	var list []string
	for _, values := range q.values[key] {
		for _, value := range strings.Split(values, ",") {
			if value = strings.TrimSpace(value); value != "" && !slices.Contains(list, value) {
				list = append(list, value)
			}
		}
	}
	return list
}

// code is the value of a key that must be in a code list, "" where none is given.
func (q query) code(key string, list plans.CodeList) (string, error) {
	slug, err := q.one(key)
	if err != nil || slug == "" {
		return "", err
	}
	return slug, unknownValue(list.Check(key, slug), slug)
}

// unknownValue keeps a long value out of the message of a refused one.
func unknownValue(err error, value string) error {
	var e *plans.Error
	if err != nil && asError(err, &e) && len(value) > len(shorten(value)) {
		return plans.Refuse(e.Code, e.Field, fmt.Sprintf("%q is not a known value of %s.", shorten(value), e.Field), e.Remedy)
	}
	return err
}

var slug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// refIn is the ref in the path. What cannot be a ref is missing like any other, without asking the database.
func refIn(r *http.Request, noun string) (string, error) {
	return checkRef(pathPart(r, "ref"), noun)
}

func checkRef(ref, noun string) (string, error) {
	if !isRef(ref) {
		return "", plans.Missing(noun, shorten(ref))
	}
	return ref, nil
}

// isRef is true of what could be the ref of something.
func isRef(text string) bool { return len(text) <= 80 && slug.MatchString(text) }

// pathPart is a part of the path as its writer meant it; chi hands it over still escaped where anything was.
func pathPart(r *http.Request, name string) string {
	raw := chi.URLParam(r, name)
	if text, err := url.PathUnescape(raw); err == nil {
		return strings.ToValidUTF8(text, "\uFFFD")
	}
	return raw
}

// shorten keeps what is echoed in a message to a readable length.
func shorten(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return text
}
