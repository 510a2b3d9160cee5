package kml

import (
	"strings"

	"golang.org/x/net/html"
)

// readHTML takes a description apart: its text without tags, and the rows of two cells of its tables.
func readHTML(text string) (plain string, pairs [][2]string) {
	if !strings.ContainsAny(text, "<&") {
		return tidy(text), nil
	}
	var words, cell strings.Builder
	var cells []string
	inCell := false
	endCell := func() {
		if inCell {
			cells, inCell = append(cells, tidy(cell.String())), false
		}
	}
	endRow := func() {
		endCell()
		if len(cells) == 2 && cells[0] != "" && len(cells[0]) <= 100 {
			if strings.EqualFold(cells[1], "<null>") {
				cells[1] = ""
			}
			pairs = append(pairs, [2]string{cells[0], cells[1]})
		}
		cells = nil
	}
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		name, _ := z.TagName()
		switch tag := string(name); kind {
		case html.TextToken:
			said := string(z.Text())
			words.WriteString(said)
			cell.WriteString(said)
		case html.StartTagToken, html.SelfClosingTagToken:
			words.WriteByte(' ')
			switch tag {
			case "tr":
				endRow()
			case "td", "th":
				endCell()
				cell.Reset()
				inCell = true
			case "style", "script":
				z.Next() // what is in it is no text
			default:
				cell.WriteByte(' ')
			}
		case html.EndTagToken:
			words.WriteByte(' ')
			switch tag {
			case "td", "th":
				endCell()
			case "tr", "table":
				endRow()
			}
		}
	}
	endRow()
	return tidy(html.UnescapeString(words.String())), pairs
}

func tidy(text string) string { return strings.Join(strings.Fields(text), " ") }
