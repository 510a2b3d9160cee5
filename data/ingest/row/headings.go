package row

import (
	"fmt"
	"strings"
)

// Headings gives every column a name of its own: single spaces, a number for one without a name, "name (2)" for a repeated one.
func Headings(first []string) []string {
	names := make([]string, 0, len(first))
	taken, next := map[string]bool{}, map[string]int{}
	for i, name := range first {
		name = strings.Join(strings.Fields(name), " ")
		if name == "" {
			name = fmt.Sprintf("column %d", i+1)
		}
		base := name
		for n := max(2, next[base]); taken[name]; n++ {
			name, next[base] = fmt.Sprintf("%s (%d)", base, n), n+1
		}
		taken[name] = true
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
