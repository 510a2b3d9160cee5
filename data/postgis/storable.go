package postgis

import (
	"bytes"
	"encoding/json"
	"strings"
)

// PostgreSQL keeps no U+0000, neither in text nor in jsonb, and files have it in places where nobody looks. It is kept as U+FFFD.

// storable is a text as it can be kept.
func storable(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
}

func allStorable(texts []string) []string {
	kept := make([]string, len(texts))
	for i, text := range texts {
		kept[i] = storable(text)
	}
	return kept
}

// asJSON writes a value for a column of type jsonb.
func asJSON(value any) ([]byte, error) {
	b, err := json.Marshal(value)
	return bytes.ReplaceAll(b, []byte(`\u0000`), []byte(`\ufffd`)), err
}
