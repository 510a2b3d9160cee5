package audit

import (
	"bytes"
	"encoding/json"
	"fmt"
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

// MarshalJSON shows the object as it is.
func (d Detail) MarshalJSON() ([]byte, error) {
	if d == "" {
		return []byte("{}"), nil
	}
	return []byte(d), nil
}
