package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
)

// Detail is a JSON object in the one form that DetailOf writes. What is hashed are these very bytes, as they are kept: how they are
// written may change one day, and no seal breaks by it.
type Detail string

// DetailOf writes a value that is a JSON object in one form: members sorted, no white space, no escapes that JSON does not need, numbers
// as they come. nil is {}.
func DetailOf(value any) (Detail, error) {
	if value == nil {
		return "{}", nil
	}
	plain, err := json.Marshal(value)
	if err != nil {
		return "", fmt.Errorf("write the detail of an audit entry: %w", err)
	}
	read := json.NewDecoder(bytes.NewReader(plain))
	read.UseNumber() // an id above 2^53 stays what it is
	var members map[string]any
	if err := read.Decode(&members); err != nil {
		return "", fmt.Errorf("the detail of an audit entry is no JSON object: %w", err)
	}
	if members == nil { // a nil map
		return "{}", nil
	}
	var out strings.Builder
	write := json.NewEncoder(&out)
	write.SetEscapeHTML(false)
	if err := write.Encode(members); err != nil { // maps are written in the order of their keys
		return "", fmt.Errorf("write the detail of an audit entry: %w", err)
	}
	return Detail(strings.TrimSuffix(out.String(), "\n")), nil
}

// DetailWithShapes writes what was asked and the shapes that it was asked about, GeoJSON by name. Where those are too long to keep, their
// SHA-256 stand for them (NAME-sha256): no question goes unnoted because of its shape.
func DetailWithShapes(asked map[string]any, shapes map[string]json.RawMessage) (Detail, error) {
	whole, hashed := maps.Clone(asked), maps.Clone(asked)
	for name, shape := range shapes {
		whole[name], hashed[name+"-sha256"] = shape, Hash(sha256.Sum256(shape)).String()
	}
	if d, err := DetailOf(whole); err != nil || len(d) <= MostDetail {
		return d, err
	}
	return DetailOf(hashed)
}

// MarshalJSON shows the object as it is.
func (d Detail) MarshalJSON() ([]byte, error) {
	if d == "" {
		return []byte("{}"), nil
	}
	return []byte(d), nil
}
