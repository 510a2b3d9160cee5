package kml

import (
	"strings"

	"golang.org/x/net/html"
)

// pair is a row of a table of attributes.
type pair struct{ name, value string }

// deepestTable that may lie within other tables; what is deeper is read as text of the one around it.
const deepestTable = 10

// mostCells, and rows, of the tables in one description; what follows is read as text of the last one. Each is held at many times
// its length in the file.
const mostCells = 10_000

// table is one that is being read.
type table struct {
	rows [][]*cell
	open bool // the last cell is not closed
}

type cell struct {
	text    strings.Builder
	heading bool
}

// page takes a description apart.
type page struct {
	text   strings.Builder // outside of tables
	tables []*table        // that are open, from the outside in
	cells  int             // and rows, begun so far
	pairs  []pair
	takes  func([]pair) bool
	link   string // address of the link that is open
	linked int    // where its text begins
}

// readHTML gives a description without tags, and as pairs the tables that takes says yes to.
func readHTML(text string, takes func([]pair) bool) (plain string, pairs []pair) {
	p := &page{takes: takes}
	z := html.NewTokenizer(strings.NewReader(text))
	silent := "" // style or script
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			p.endLink()
			for len(p.tables) > 0 {
				p.endTable()
			}
			return lines(p.text.String()), p.pairs
		}
		if kind == html.TextToken {
			if silent == "" {
				p.out().WriteString(breaks.Replace(string(z.Text())))
			}
			continue
		}
		if kind == html.CommentToken || kind == html.DoctypeToken {
			continue
		}
		raw, more := z.TagName()
		name := string(raw)
		switch {
		case kind == html.EndTagToken:
			if name == silent {
				silent = ""
			}
			p.end(name)
		case name == "style" || name == "script":
			if kind == html.StartTagToken {
				silent = name
			}
		default:
			p.begin(name, address(z, more))
		}
	}
}

var breaks = strings.NewReplacer("\n", " ", "\r", " ")

// address is where a link or picture points to, if it is on the web.
func address(z *html.Tokenizer, more bool) (found string) {
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if k := string(key); (k == "href" || k == "src") && strings.HasPrefix(strings.ToLower(string(value[:min(len(value), 4)])), "http") {
			found = string(value)
		}
	}
	return found
}

// out is where text goes: the open cell, or what is around the table.
func (p *page) out() *strings.Builder {
	for i := len(p.tables) - 1; i >= 0; i-- {
		if c := p.tables[i].cell(); c != nil {
			return &c.text
		}
	}
	return &p.text
}

func (t *table) cell() *cell {
	if !t.open {
		return nil
	}
	last := t.rows[len(t.rows)-1]
	return last[len(last)-1]
}

// ofLine are elements within a line; all others begin another.
var ofLine = map[string]bool{"a": true, "b": true, "i": true, "u": true, "em": true, "strong": true, "font": true, "span": true, "small": true, "big": true, "sub": true,
	"sup": true, "img": true, "tt": true, "code": true, "abbr": true, "s": true, "label": true, "tbody": true, "thead": true, "tfoot": true, "tr": true, "td": true, "th": true, "table": true}

func (p *page) begin(name, address string) {
	switch name {
	case "table":
		p.endLink()
		if p.out().WriteString("\n"); len(p.tables) < deepestTable {
			p.tables = append(p.tables, &table{})
		}
	case "tr":
		p.row(true)
	case "td", "th":
		p.column(name == "th")
	case "a":
		p.endLink()
		p.link, p.linked = address, p.out().Len()
	case "img":
		p.out().WriteString(" " + address + " ")
	}
	if !ofLine[name] {
		p.out().WriteString("\n")
	}
}

func (p *page) end(name string) {
	switch name {
	case "table":
		p.endLink()
		if len(p.tables) > 0 {
			p.endTable()
		} else {
			p.out().WriteString("\n")
		}
	case "tr":
		p.row(false)
	case "td", "th":
		p.endLink()
		if t := p.top(); t != nil {
			t.open = t.open && p.cells >= mostCells // what follows goes to the last cell
		} else {
			p.out().WriteString(" ")
		}
	case "a":
		p.endLink()
	}
	if !ofLine[name] {
		p.out().WriteString("\n")
	}
}

func (p *page) top() *table {
	if len(p.tables) == 0 {
		return nil
	}
	return p.tables[len(p.tables)-1]
}

// row ends a table's row, and may begin another.
func (p *page) row(another bool) {
	p.endLink()
	t := p.top()
	if t == nil {
		p.out().WriteString("\n")
		return
	}
	if p.cells >= mostCells {
		p.out().WriteString("\n")
		return
	}
	if t.open = false; another {
		t.rows = append(t.rows, nil)
		p.cells++
	}
}

func (p *page) column(heading bool) {
	p.endLink()
	t := p.top()
	if t == nil {
		p.out().WriteString(" ")
		return
	}
	if len(t.rows) == 0 {
		t.rows = append(t.rows, nil)
	}
	if p.cells >= mostCells {
		p.out().WriteString(" ")
		return
	}
	p.cells++
	last := len(t.rows) - 1
	t.rows[last] = append(t.rows[last], &cell{heading: heading})
	t.open = true
}
