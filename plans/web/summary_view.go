package web

import (
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"terrier/plans/home"
	"terrier/plans/provenance"
)

// summaryView is a summary as pages show it: bars and tables, or the one sentence.
type summaryView struct {
	Total    provenance.Number
	Sentence string // the public sentence, where there is no figure
	Tables   []tableView
	AsAt     string // "31 March 2026"
	Rule     string
	Sources  []string
	CSV      string // addresses of the same answer
	JSON     string
	Opens    string // where the figure opens; "" where nothing was counted
	FigureID string
}

// tableView is one grouping: a bar over all of it where values have colours of their own, and a row for each value.
type tableView struct {
	Key, Name string
	Stacked   bool // one bar over the table; otherwise one in each row
	Rows      []rowView
}

type rowView struct {
	Value, Name string
	Count       provenance.Number
	Percent     string            // "46%", "" where the base is too small
	Symbol      string            // tenure group
	Class       string            // of the bar's colour
	X, Width    template.HTMLAttr // in a bar 100 wide
	Link        string            // the same question for these homes only
}

func (s summary) view(page string) summaryView {
	v := summaryView{Total: totalOf(s.figure), AsAt: longDate(s.AsAt), Rule: s.rule(), Sentence: s.sentence(), Sources: provenance.Lines(s.Sources)}
	if s.figure != nil && !s.entitled {
		v.Opens, v.FigureID = figureAddress(s.figure, ""), s.figure.ID()
	}
	asked := s.address()
	asked.Set("by", strings.Join(s.question.By, ","))
	v.CSV = "/homes/summary.csv?" + readableQuery(asked)
	v.JSON = "/homes/summary.json?" + readableQuery(asked)
	for _, key := range s.question.By {
		if rows := s.By[key]; len(rows) > 0 {
			v.Tables = append(v.Tables, s.tableView(key, rows, page))
		}
	}
	return v
}

func (s summary) tableView(key string, counts []home.Count, page string) tableView {
	g, _ := home.FindPastGrouping(key)
	t := tableView{Key: key, Name: g.Name, Stacked: key == "tenure" || key == "epc"}
	largest := 0
	for _, c := range counts {
		largest = max(largest, c.Count)
	}
	at := 0
	for _, c := range counts {
		row := rowView{Value: c.Value, Name: c.Name, Count: s.figure.Part(key, c.Value), Percent: percent(c.Count, s.Total), Class: barClass(key, c.Value)}
		if key == "tenure" {
			row.Symbol = tenureGroup(c.Value)
		}
		if t.Stacked {
			row.X, row.Width = length("x", at, s.Total), length("width", c.Count, s.Total)
			at += c.Count
		} else {
			row.X, row.Width = length("x", 0, 1), length("width", c.Count, largest)
		}
		if page != "" {
			narrowed := s.filters()
			if page == "/homes" || page == exactPath {
				narrowed = s.address()
			}
			narrowed.Set(key, c.Value)
			row.Link = page + "?" + readableQuery(narrowed)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// length is an attribute of a bar's piece: part of whole, in hundredths.
func length(name string, part, whole int) template.HTMLAttr {
	if whole == 0 {
		whole = 1
	}
	return template.HTMLAttr(fmt.Sprintf(`%s="%s"`, name, strconv.FormatFloat(100*float64(part)/float64(whole), 'f', 2, 64)))
}

func tenureGroup(tenure string) string {
	c, _ := home.Tenures.Find(tenure)
	return c.Group
}

// barClass is the colour of a value in bars: tenures by their group, energy certificates by their letter.
func barClass(key, value string) string {
	switch {
	case value == home.Unknown || value == "none":
		return "t-unknown"
	case key == "tenure":
		return "t-" + tenureGroup(value)
	case key == "epc":
		return "t-epc-" + strings.ToLower(value)
	}
	return "t-plain"
}

// readableQuery is a query with its keys in order and its commas as they are.
func readableQuery(values url.Values) string {
	return strings.ReplaceAll(values.Encode(), "%2C", ",")
}
