package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"terrier/plans"
)

// Column is one column of a file, with a value from one of its first rows.
type Column struct {
	Name    string `json:"name"`
	Example string `json:"example"`
}

// Choice says which column a field is read from.
type Choice struct {
	Field   string `json:"field"`
	Column  string `json:"column"` // "" for a value that is the same in every row
	Example string `json:"example"`
	Given   bool   `json:"given"` // by the person importing; otherwise proposed
}

// Mapping says which column means which field.
type Mapping struct {
	Choices []Choice `json:"choices"` // in the order of the fields
	Unused  []Column `json:"unused"`  // columns that no field is read from, in file order
}

// Column returns the column that a field is read from, "" where there is none.
func (m Mapping) Column(field string) string {
	for _, c := range m.Choices {
		if c.Field == field {
			return c.Column
		}
	}
	return ""
}

// Columns maps each field to its column, for the record of the import.
func (m Mapping) Columns() map[string]string {
	columns := make(map[string]string, len(m.Choices))
	for _, c := range m.Choices {
		if c.Column != "" {
			columns[c.Field] = c.Column
		}
	}
	return columns
}

// Propose chooses a column for each field: the one given, else the one of that very name, else the first of the field's other
// headings that a column bears, whatever the case, spaces and punctuation. No column is proposed for two fields. A given field
// or column that does not exist is refused with what exists; a field given "" is read from no column.
func Propose(fields []plans.Field, columns []Column, given map[string]string) (Mapping, error) {
	p := proposal{columns: columns, used: make([]bool, len(columns)), chosen: map[string]int{}}
	isGiven := map[string]bool{}
	for _, said := range sortedKeys(given) {
		field, err := findField(fields, said)
		if err != nil {
			return Mapping{}, err
		}
		isGiven[field] = true
		if given[said] == "" {
			continue
		}
		i, err := findColumn(columns, field, given[said])
		if err != nil {
			return Mapping{}, err
		}
		p.chosen[field], p.used[i] = i, true
	}
	open := slices.DeleteFunc(slices.Clone(fields), func(f plans.Field) bool { return isGiven[f.Name] })
	for _, f := range open {
		p.take(f.Name, f.Name)
	}
	for _, f := range open {
		for _, heading := range f.Also {
			p.take(f.Name, heading)
		}
	}
	return p.mapping(fields, isGiven), nil
}

type proposal struct {
	columns []Column
	used    []bool
	chosen  map[string]int // field → index of its column
}

// take chooses the first column under this heading that is free, one with an example before one without.
func (p *proposal) take(field, heading string) {
	if _, done := p.chosen[field]; done {
		return
	}
	best := -1
	for i, c := range p.columns {
		if !p.used[i] && SameHeading(heading, c.Name) && (best < 0 || p.columns[best].Example == "" && c.Example != "") {
			best = i
		}
	}
	if best >= 0 {
		p.chosen[field], p.used[best] = best, true
	}
}

func (p *proposal) mapping(fields []plans.Field, given map[string]bool) Mapping {
	m := Mapping{Choices: []Choice{}, Unused: []Column{}}
	for _, f := range fields {
		if i, ok := p.chosen[f.Name]; ok {
			m.Choices = append(m.Choices, Choice{f.Name, p.columns[i].Name, p.columns[i].Example, given[f.Name]})
		}
	}
	for i, c := range p.columns {
		if !p.used[i] {
			m.Unused = append(m.Unused, c)
		}
	}
	return m
}

// numbered is the number that a form gives a heading: "(d) Location".
var numbered = regexp.MustCompile(`^\s*\(\w{1,3}\)\s*`)

// SameHeading reports whether a column's name is a heading, by Fold; # in the heading stands for any digit. A number before the name,
// as in "(d) Location", is passed over.
func SameHeading(heading, column string) bool {
	name := plans.Fold(numbered.ReplaceAllString(column, ""))
	if name == "" {
		return false
	}
	pattern := strings.Map(func(c rune) rune {
		if c == '#' || plans.Fold(string(c)) != "" {
			return c
		}
		return -1
	}, strings.ToLower(heading))
	if len(pattern) != len(name) {
		return false
	}
	for i := range len(name) {
		if digit := name[i] >= '0' && name[i] <= '9'; pattern[i] != name[i] && !(pattern[i] == '#' && digit) {
			return false
		}
	}
	return true
}

func findField(fields []plans.Field, said string) (string, error) {
	names := make([]string, len(fields))
	for i, f := range fields {
		if names[i] = f.Name; plans.Fold(f.Name) == plans.Fold(said) {
			return f.Name, nil
		}
	}
	return "", plans.Refuse("unknown-field", "map", fmt.Sprintf("There is no field called %q.", said), "The fields are "+strings.Join(names, ", ")+".")
}

func findColumn(columns []Column, field, said string) (int, error) {
	names := make([]string, len(columns))
	for i, c := range columns {
		if names[i] = c.Name; c.Name == said {
			return i, nil
		}
	}
	folded := func(c Column) bool { return plans.Fold(c.Name) == plans.Fold(said) && plans.Fold(said) != "" }
	if i := slices.IndexFunc(columns, folded); i >= 0 {
		return i, nil
	}
	return 0, plans.Refuse("unknown-column", "map", fmt.Sprintf("The file has no column %q for %s.", said, field), "Its columns are "+strings.Join(names, ", ")+".")
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
