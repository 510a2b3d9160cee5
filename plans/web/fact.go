package web

import (
	"encoding/json"

	"terrier/plans"
)

// fact is one named value of a row: a cell of CSV, a member of JSON. Names are kebab-case, as planning.data.gov.uk has them.
type fact struct {
	name string
	text string // "" where it is not said
	bare bool   // a number, or true or false
}

// facts puts the address of the thing before what its noun says of itself, and after it what was derived and where it is from.
func facts(ref string, values []plans.FieldValue, more ...fact) []fact {
	all := []fact{{name: "ref", text: ref}}
	for _, v := range values {
		all = append(all, fact{v.Name, v.Text, v.Bare})
	}
	return append(all, more...)
}

// appendMembers writes facts as members of a JSON object, without what is not said.
func appendMembers(b []byte, facts []fact) []byte {
	b = append(b, '{')
	first := true
	for _, f := range facts {
		if f.text == "" {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(appendText(b, f.name), ':')
		if f.bare {
			b = append(b, f.text...)
		} else {
			b = appendText(b, f.text)
		}
	}
	return append(b, '}')
}

// listDocument is a list of things as JSON, under a name.
func listDocument(name string, things [][]fact) []byte {
	body := append(appendText([]byte("{"), name), ":["...)
	for i, facts := range things {
		if i > 0 {
			body = append(body, ",\n"...)
		}
		body = appendMembers(body, facts)
	}
	return append(body, "]}\n"...)
}

// factTable is a list of things as a table, under the names of what is known of each.
func factTable(heading []fact, things [][]fact) [][]string {
	rows := [][]string{names(heading)}
	for _, facts := range things {
		rows = append(rows, texts(facts))
	}
	return rows
}

func appendText(b []byte, text string) []byte {
	quoted, _ := json.Marshal(text) // a string can always be written
	return append(b, quoted...)
}
