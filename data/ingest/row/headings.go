package row

import (
	"fmt"
	"slices"
	"strings"
)

// Headings gives every column a name of its own: single spaces, a number for one without a name, "name (2)" for a repeated one.
func Headings(first []string) []string {
	names := make([]string, 0, len(first))
	for i, name := range first {
		name = strings.Join(strings.Fields(name), " ")
		if name == "" {
			name = fmt.Sprintf("column %d", i+1)
		}
		for n := 2; slices.Contains(names, name); n++ {
			name = fmt.Sprintf("%s (%d)", strings.TrimSuffix(name, fmt.Sprintf(" (%d)", n-1)), n)
		}
		names = append(names, name)
	}
	return names
}

// IsBlank is true of a row without any value.
func IsBlank(values []string) bool {
	for _, v := range values {
		if strings.TrimSpace(v) != "" {
			return false
		}
	}
	return true
}
