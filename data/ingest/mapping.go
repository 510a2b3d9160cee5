package ingest

import (
	"fmt"
	"slices"

	"terrier/plans"
	"terrier/plans/intake"
)

// placeFields are those for what is wanted. Rows that have a shape of their own may have a position beside it: it checks a point, and
// stands in where the shape is missing.
func placeFields(want wanted, shaped bool) []plans.Field {
	switch {
	case want == noPlace:
		return nil
	case want == anArea && shaped:
		return nil
	case want == anArea:
		return []plans.Field{intake.PlaceFields[0], intake.PlaceFields[len(intake.PlaceFields)-1]}
	case shaped:
		return intake.PlaceFields[1:]
	}
	return intake.PlaceFields
}

// knows reports whether a text is a heading that some field of the kind goes by.
func (k kind) knows(text string) bool {
	for _, fields := range [][]plans.Field{k.fields, intake.PlaceFields} {
		for _, f := range fields {
			if intake.SameHeading(f.Name, text) || slices.ContainsFunc(f.Also, func(also string) bool { return intake.SameHeading(also, text) }) {
				return true
			}
		}
	}
	return false
}

// dropHalfPairs takes back a proposed column for one half of a position whose other half has none; a given one is refused.
func dropHalfPairs(m *intake.Mapping, columns []intake.Column) error {
	for _, p := range ways {
		if p.y == "" {
			continue
		}
		for _, half := range [][2]string{{p.x, p.y}, {p.y, p.x}} {
			if m.Column(half[0]) == "" || m.Column(half[1]) != "" {
				continue
			}
			if !dropProposed(m, half[0], columns) {
				return plans.Refuse("half-a-position", "map", fmt.Sprintf("A column is given for %s, but there is none for %s.", half[0], half[1]), "Give both: --map "+p.x+"=COLUMN --map "+p.y+"=COLUMN.")
			}
		}
	}
	return nil
}

// dropProposed takes back the column proposed for a field. It is false for one that was given, which stays.
func dropProposed(m *intake.Mapping, field string, columns []intake.Column) bool {
	i := slices.IndexFunc(m.Choices, func(c intake.Choice) bool { return c.Field == field && !c.Given })
	if i < 0 {
		return false
	}
	m.Unused = append(m.Unused, columns[columnIndex(columns, m.Choices[i].Column)])
	m.Choices = slices.Delete(m.Choices, i, i+1)
	return true
}

func hasPlace(m intake.Mapping) bool {
	for _, field := range []string{"geometry", "point", "easting", "longitude", "x", "coordinates", "grid-reference"} {
		if m.Column(field) != "" {
			return true
		}
	}
	return false
}
