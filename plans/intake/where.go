package intake

import (
	"fmt"
	"regexp"
	"strings"

	"terrier/plans"
)

// Condition keeps a row whose column has, or has not, a value.
type Condition struct {
	Column string
	Value  string
	Not    bool
}

// Holds reports whether a value satisfies the condition: the same text, surrounding space aside.
func (c Condition) Holds(value string) bool { return (strings.TrimSpace(value) == c.Value) != c.Not }

var (
	comparison = regexp.MustCompile(`^\s*(?:"([^"]+)"|'([^']+)'|([^=!"']+?))\s*(!=|=)\s*(?:"([^"]*)"|'([^']*)'|(.*?))\s*$`)
	conjoined  = regexp.MustCompile(`(?i)\s+and\s+`)
)

// ParseWhere reads which rows of a file to take: "column=value" or "column!=value", several joined by "and", of which all must
// hold. Names and values may stand in quotation marks, and must where they contain " and ". A column that is not in the
// file is refused with those that are.
func ParseWhere(text string, columns []Column) ([]Condition, error) {
	var conditions []Condition
	for _, part := range split(text) {
		m := comparison.FindStringSubmatch(part)
		if m == nil {
			return nil, plans.Refuse("bad-condition", "where", fmt.Sprintf("%q is not a condition.", strings.TrimSpace(part)),
				`Write column=value or column!=value, several joined by "and".`)
		}
		i, err := findColumn(columns, "the condition", m[1]+m[2]+m[3])
		if err != nil {
			return nil, err
		}
		conditions = append(conditions, Condition{Column: columns[i].Name, Value: m[5] + m[6] + m[7], Not: m[4] == "!="})
	}
	return conditions, nil
}

// split cuts at every "and" that does not stand within quotation marks.
func split(text string) []string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	var parts []string
	from := 0
	for _, at := range conjoined.FindAllStringIndex(text, -1) {
		before := text[from:at[0]]
		if strings.Count(before, `"`)%2 == 0 && strings.Count(before, `'`)%2 == 0 {
			parts = append(parts, before)
			from = at[1]
		}
	}
	return append(parts, text[from:])
}
