package kml

import "strings"

// endTable closes the innermost table: its rows are pairs, or text of what is around it.
func (p *page) endTable() {
	t := p.top()
	p.tables = p.tables[:len(p.tables)-1]
	pairs, title, fits := t.attributes()
	if fits && p.takes(pairs) {
		p.pairs = append(p.pairs, pairs...)
		p.out().WriteString(title + "\n")
		return
	}
	out := p.out()
	for i := range t.rows {
		var texts []string
		for j := range t.rows[i] {
			if text := lines(t.rows[i][j].text.String()); text != "" {
				texts = append(texts, text)
			}
		}
		between := " | "
		if len(texts) == 2 {
			between = ": "
		}
		out.WriteString(strings.Join(texts, between) + "\n")
	}
}

// attributes reads a table as names and values. It fits if every row has two cells, save those of one cell, which make its title,
// and one of two headings above the others; no name may come twice.
func (t *table) attributes() (pairs []pair, title string, fits bool) {
	var titles []string
	seen := map[string]bool{}
	for i, row := range t.rows {
		switch len(row) {
		case 0:
		case 1:
			if text := lines(row[0].text.String()); text != "" {
				titles = append(titles, text)
			}
		case 2:
			if i == 0 && headings(row) && len(t.rows) > 1 && !headings(t.rows[1]) {
				continue // "Attribute", "Value"
			}
			name, value := strings.TrimSpace(strings.TrimSuffix(lines(row[0].text.String()), ":")), lines(row[1].text.String())
			if seen[name] {
				return nil, "", false
			}
			seen[name] = true
			if strings.EqualFold(value, "<null>") {
				value = ""
			}
			pairs = append(pairs, pair{name, value})
		default:
			return nil, "", false
		}
	}
	return pairs, strings.Join(titles, "\n"), true
}

func headings(row []*cell) bool { return len(row) == 2 && row[0].heading && row[1].heading }

// endLink puts the address of the open link behind its text, which is often "More" only.
func (p *page) endLink() {
	if p.link == "" {
		return
	}
	out := p.out()
	switch text := strings.TrimSpace(out.String()[min(p.linked, out.Len()):]); text {
	case p.link:
	case "":
		out.WriteString(" " + p.link + " ")
	default:
		out.WriteString(" (" + p.link + ") ")
	}
	p.link = ""
}

// lines is text with single spaces, and without empty lines.
func lines(text string) string {
	var kept []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}
