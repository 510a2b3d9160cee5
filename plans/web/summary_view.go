package web

import (
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"terrier/plans/disclosure"
	"terrier/plans/home"
	"terrier/plans/provenance"
)

// summaryView is a summary as pages show it: bars and tables, or the one sentence.
type summaryView struct {
	Total    provenance.Number
	Sentence string // the public sentence, where there is no figure
	Told     *toldView
	Nothing  string // what is said of places of which nothing can be told
	Untold   string // why homes that are not published are left out
	Tables   []tableView
	AsAt     string // "31 March 2026"
	Rule     string
	Sources  []string
	CSV      string // addresses of the same answer
	JSON     string
	Opens    string // where the figure opens; "" where nothing was counted
	Kept     string // the same once it is kept, short enough for paper
}

// toldView is what each of the public's sources says: published homes exactly, and all others from cells.
type toldView struct {
	Published provenance.Number
	Others    provenance.Number // from cells
	Shown     bool              // there is something to tell of others
	Sentence  string            // or else the public's
	Cells     int
	Release   string
	Hectares  float64 // in those cells; 0 where it is not known
	Within    float64 // hectares inside the boundary; 0 for everywhere
}

func toldBy(f *provenance.Figure) *toldView {
	if f == nil || f.Release == "" {
		return nil
	}
	t := &toldView{Published: f.Total().Counted(), Others: f.Total().Protected(), Shown: f.Cells() > 0, Cells: f.Cells(), Release: f.Release, Within: f.Question.Within.Hectares}
	if !t.Shown {
		t.Sentence = publicSentence
	}
	return t
}

// tableView is one grouping: a bar over all of it where values have colours of their own, and a row for each value.
type tableView struct {
	Key, Name string
	Stacked   bool // one bar over the table; otherwise one in each row
	Mixed     bool // some of it was added up from protected figures
	Rows      []rowView
}

type rowView struct {
	Value, Name string
	Count       provenance.Number
	Percent     string            // "46%", "" where the base is too small
	Symbol      string            // tenure group
	Class       string            // of the bar's colour
	X, Width    template.HTMLAttr // in a bar 100 wide: what was counted one by one
	AboutX      template.HTMLAttr // and behind it what was not; "" for none
	About       template.HTMLAttr
	TooFew      bool   // protected figures have too few to say
	Link        string // the same question for these homes only
}

func (s summary) view(page string) summaryView {
	v := summaryView{Total: totalOf(s.figure), AsAt: longDate(s.AsAt), Rule: s.rule(), Sentence: s.sentence(), Sources: provenance.Lines(s.Sources)}
	v.Untold, v.Nothing = s.untold, publicSentence
	if s.Total > 0 {
		if v.Told = toldBy(s.figure); v.Told != nil && v.Told.Shown {
			v.Told.Hectares = s.Told.Hectares
		}
	}
	if s.figure != nil {
		v.Opens, v.Kept = figureAddress(s.figure, ""), figurePath(s.figure, "")
	}
	asked := s.address()
	asked.Set("by", strings.Join(s.question.By, ","))
	v.CSV = "/homes/summary.csv?" + readableQuery(asked)
	v.JSON = "/homes/summary.json?" + readableQuery(asked)
	for _, key := range s.question.By {
		var link func(string) string
		if page != "" {
			link = func(value string) string { return s.narrowed(page, key, value) }
		}
		if len(s.By[key]) > 0 {
			v.Tables = append(v.Tables, tableOf(s.figure, key, link))
		}
	}
	return v
}

// link is the address of the page that the table stands on, narrowed to a value; nil where values are no links.
func tableOf(f *provenance.Figure, key string, link func(value string) string) tableView {
	g, _ := home.FindPastGrouping(key)
	t := tableView{Key: key, Name: g.Name, Stacked: key == "tenure" || key == "epc", Mixed: f.Cells() > 0}
	counts, total := f.Answer.By[key], f.Answer.Total
	largest := 0
	for _, c := range counts {
		largest = max(largest, c.Count)
	}
	at := 0
	for _, c := range counts {
		row := rowView{Value: c.Value, Name: c.Name, Count: f.Part(key, c.Value), Percent: percent(c.Count, total), Class: barClass(key, c.Value), TooFew: c.TooFew}
		if c.TooFew { // a share of both, of one that is not known
			row.Percent = ""
		}
		if key == "tenure" {
			row.Symbol = tenureGroup(c.Value)
		}
		from, whole := at, total
		if !t.Stacked {
			from, whole = 0, largest
		}
		row.X, row.Width = length("x", from, whole), length("width", c.Count-c.Protected, whole)
		if c.Protected > 0 {
			row.AboutX, row.About = length("x", from+c.Count-c.Protected, whole), length("width", c.Protected, whole)
		}
		at += c.Count
		if link != nil && c.Value != disclosure.Rest {
			row.Link = link(c.Value)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// narrowed is the address of a page with the same question about the homes that have a value.
func (s summary) narrowed(page, key, value string) string {
	to := s.filters()
	if page == "/homes" || page == exactPath {
		to = s.address()
	}
	to.Set(key, value)
	return page + "?" + readableQuery(to)
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
