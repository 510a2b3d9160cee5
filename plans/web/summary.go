package web

import (
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"terrier/plans"
	"terrier/plans/home"
	"terrier/plans/provenance"
	"terrier/tiles/serve"
)

// publicSentence stands wherever the public gets no figure: "none" and "not shown" are one sentence, byte for byte
// (DOMAIN section 6.5).
const publicSentence = "No figure here: there are no association homes, or too few to show without pointing at people's homes. " +
	"The association and the planning authority can see more."

// summary is an answer to how many homes lie inside a boundary, with where it comes from.
type summary struct {
	home.Summary
	question home.Question
	boundary boundary
	asked    url.Values         // the boundary as a query: area, or bbox and crs
	link     string             // asks the same again; "" for a shape that was posted
	figure   *provenance.Figure // nil where nothing was counted
	untold   string             // why homes that are not published are left out, where somebody asked for more than the release tells
	entitled bool               // it is for somebody who sees more than the public
}

// rule says how the homes were counted.
func (s summary) rule() string {
	if s.figure == nil {
		return home.CountingRule.Sentence
	}
	return s.figure.Rule.Sentence
}

// others is the public's sentence where homes are published and nothing can be said of the rest.
func (s summary) others() string {
	if s.Told == nil || s.Told.Shown() || s.Total == 0 {
		return ""
	}
	return publicSentence
}

// sentence is the public's where there is no figure; those who are entitled are told that there is no home.
func (s summary) sentence() string {
	if s.Total > 0 || s.entitled {
		return ""
	}
	return publicSentence
}

type summaryJSON struct {
	Total    int                     `json:"total"`
	Exact    bool                    `json:"exact"` // all of it was counted home by home
	Parts    []partJSON              `json:"parts,omitempty"`
	Sentence string                  `json:"sentence,omitempty"`
	By       map[string][]home.Count `json:"by"`
	Filters  map[string][]string     `json:"filters,omitempty"`
	Boundary *boundaryJSON           `json:"boundary,omitempty"` // none where homes are counted everywhere
	Rule     string                  `json:"rule"`
	AsAt     string                  `json:"as-at,omitempty"`
	Sources  []string                `json:"sources"`
	Link     string                  `json:"link,omitempty"`
	Figure   *figureLink             `json:"figure,omitempty"`
}

// partJSON is what one of the public's sources says: a number, or the one sentence.
type partJSON struct {
	provenance.Part
	Hectares float64  `json:"hectares,omitempty"` // of the cells
	Shaded   []string `json:"shaded,omitempty"`   // their ids, as tiles have them; none where there are more than mostShaded
	Sentence string   `json:"sentence,omitempty"`
}

// mostShaded is how many cells a map is told to shade one by one.
const mostShaded = 1000

func (s summary) parts() []partJSON {
	var parts []partJSON
	for _, p := range s.Parts {
		part := partJSON{Part: p}
		if p.Source == provenance.Protected {
			part.Hectares = plans.Round(s.Told.Hectares, 1)
			if len(s.Told.Cells) <= mostShaded {
				for _, c := range s.Told.Cells {
					part.Shaded = append(part.Shaded, s.Told.Release.Cells[c].ID)
				}
			}
		}
		parts = append(parts, part)
	}
	if said := s.others(); said != "" {
		parts = append(parts, partJSON{Part: provenance.Part{Source: provenance.Protected}, Sentence: said})
	}
	return parts
}

// figureLink is where a figure opens.
type figureLink struct {
	ID  string `json:"id"`
	URL string `json:"url,omitempty"` // none where the shape is too large for an address
}

type boundaryJSON struct {
	Area        string  `json:"area,omitempty"`
	Name        string  `json:"name"`
	Hectares    float64 `json:"hectares"`
	PerimeterKm float64 `json:"perimeter-km"`
}

func (t *site) document(s summary) []byte {
	doc := summaryJSON{Total: s.Total, Exact: !s.Told.Shown(), By: map[string][]home.Count{}, Filters: s.question.Where, Rule: s.rule(), Sentence: s.sentence(),
		AsAt: plans.FormatDate(s.AsAt), Sources: provenance.Lines(s.Sources), Link: s.link}
	if s.Total > 0 {
		doc.Parts = s.parts()
	}
	for _, key := range s.question.By {
		doc.By[key] = append([]home.Count{}, s.By[key]...)
	}
	if s.figure != nil {
		doc.Figure = &figureLink{s.figure.ID(), t.figureURL(s.figure)}
	}
	if b := s.boundary; b.Kind() != provenance.Everywhere {
		doc.Boundary = &boundaryJSON{b.Area, b.Name, plans.Round(b.Hectares, 1), plans.Round(b.PerimeterKm, 2)}
	}
	return asJSONText(doc)
}

// rows are the answer in long form: each count with where it comes from. What is known beside the counts stands below them in the
// same columns, so that the file stays one table.
func (s summary) rows(from []string) [][]string {
	rows := [][]string{append([]string{"by", "value", "name", "count", "published", "protected", "error"}, figureColumns...), counted("total", "", s.totalRow(), from)}
	if said := s.sentence(); said != "" {
		rows = append(rows, []string{"sentence", "", said, ""})
	}
	for _, p := range s.Parts {
		if s.Total > 0 {
			rows = append(rows, counted("part", p.Source, provenance.Count{Name: partNames[p.Source], Count: p.Count, Protected: protectedOf(p), Error: p.Error}, from))
		}
	}
	if said := s.others(); said != "" {
		rows = append(rows, []string{"part", provenance.Protected, said, ""})
	}
	for _, key := range s.question.By {
		for _, c := range s.By[key] {
			rows = append(rows, counted(key, c.Value, c, from))
		}
	}
	if s.Told.Shown() {
		rows = append(rows, []string{"cells", s.Told.Release.Name, "Cells added up", strconv.Itoa(len(s.Told.Cells))},
			[]string{"cells-hectares", s.Told.Release.Name, "Hectares in those cells", strconv.FormatFloat(plans.Round(s.Told.Hectares, 1), 'f', 1, 64)})
	}
	for _, g := range home.PastGroupings() {
		if values := s.question.Where[g.Key]; len(values) > 0 {
			rows = append(rows, []string{"filter", g.Key, strings.Join(values, ";"), ""})
		}
	}
	if b := s.boundary; b.Kind() != provenance.Everywhere {
		rows = append(rows, []string{"boundary", b.Area, b.Name, ""},
			[]string{"hectares", strconv.FormatFloat(plans.Round(b.Hectares, 1), 'f', 1, 64), "Hectares inside", ""},
			[]string{"perimeter-km", strconv.FormatFloat(plans.Round(b.PerimeterKm, 2), 'f', 2, 64), "Kilometres around", ""})
	}
	rows = append(rows, []string{"rule", "", s.rule(), ""})
	if !s.AsAt.IsZero() {
		rows = append(rows, []string{"as-at", plans.FormatDate(s.AsAt), "The oldest return counted", ""})
	}
	for _, line := range provenance.Lines(s.Sources) {
		rows = append(rows, []string{"source", "", line, ""})
	}
	if s.link != "" {
		rows = append(rows, []string{"link", "", s.link, ""})
	}
	for i, row := range rows { // a table has as many cells in each row
		rows[i] = append(row, make([]string, len(rows[0])-len(row))...)
	}
	return rows
}

// partNames are the public's sources as people read of them.
var partNames = map[string]string{provenance.Published: "Published homes", provenance.Protected: "Other homes, about"}

// totalRow is the total as a row of a table.
func (s summary) totalRow() provenance.Count {
	row := provenance.Count{Name: "Homes", Count: s.Total}
	for _, p := range s.Parts {
		row.Protected += protectedOf(p)
		row.Error += p.Error
	}
	return row
}

func protectedOf(p provenance.Part) int {
	if p.Source == provenance.Protected {
		return p.Count
	}
	return 0
}

// counted is a row with a count in it, and where it is not exact with what of it was counted one by one, what was not, and its error.
func counted(by, value string, c provenance.Count, from []string) []string {
	published, protected, off := "", "", ""
	switch {
	case c.TooFew:
		published, protected = strconv.Itoa(c.Count), "too few to say"
	case c.Error > 0:
		published, protected, off = strconv.Itoa(c.Count-c.Protected), strconv.Itoa(c.Protected), strconv.Itoa(c.Error)
	}
	return append([]string{by, value, c.Name, strconv.Itoa(c.Count), published, protected, off}, from...)
}

func (t *site) sendSummary(w http.ResponseWriter, r *http.Request, s summary, as format) error {
	if as == asCSV {
		return t.export(w, r, s)
	}
	serve.Send(w, r, serve.Answer{Type: "application/json", Cache: serve.Fresh, Body: t.document(s)})
	return nil
}

// export sends a summary as a file. What leaves in a file is kept, so that it opens later.
func (t *site) export(w http.ResponseWriter, r *http.Request, s summary) error {
	if err := t.spend(w, r, t.figured); err != nil {
		return err
	}
	sendCSV(w, r, "homes", s.rows(t.figureCells(s.figure, t.keepExported(r.Context(), figures{t}, s.figure))))
	return nil
}

// address is the query that asks the same question at /homes and /homes/summary: the boundary and the filters.
func (s summary) address() url.Values {
	values := maps.Clone(s.asked)
	if values == nil {
		values = url.Values{}
	}
	for key, list := range s.question.Where {
		values.Set(key, strings.Join(list, ","))
	}
	return values
}

// filters is the same for a page whose path says which area it is about.
func (s summary) filters() url.Values {
	values := url.Values{}
	for key, list := range s.question.Where {
		values.Set(key, strings.Join(list, ","))
	}
	return values
}
