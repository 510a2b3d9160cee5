package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/home"
	"terrier/plans/intake"
)

type stockView struct {
	Page
	ID, FileName, Said string
	State              string
	Busy               bool
	Doing              string // what is being done, and how far it is
	Percent            string // "" before it is known
	Failure            *intake.Failure
	Readable           bool // it was checked, and can be read
	Applied, Undone    bool
	MayApply           bool
	Agree              []optionView // what has to be agreed to before it is applied

	Figures      []stockFigure
	Sums         []string // sentences in which all rows and homes add up
	After        []stockFigure
	Kinds        []stockProblem
	Problems     []stockProblem
	Shown        string // how many of them
	Unit         string
	Withheld     string
	WithheldThen string
	Marks        []stockMark
	Rows         string // that are marked
	Choices      []stockValues
	Bounds       string
	Drawn        string
	Placed       []string
	Changes      []stockChange
	MoreMoves    bool
	Columns      []stockColumn
	Notes        []string
	ReadAs       string
	Sets         []stockSet
	Encodings    []optionView
	Layer        string
	AsAt         string
	Today        string
	Whole        bool
	Release      bool
	Seen         string // the check that is shown
}

type stockFigure struct{ Name, Number string }

type stockProblem struct{ Line, Outcome, Field, Value, Reason, Remedy, Rows string }

type stockMark struct{ Both, Column, Value string }

type stockValues struct {
	Column string
	Values []optionView
}

type stockChange struct{ What, Reference, Line, Facts string }

type stockColumn struct {
	Index, Name, Example, Chosen string
	Fields                       []optionView
}

type stockSet struct {
	Field, Name, Empty string
	Values             []optionView
}

func (s stocks) page(w http.ResponseWriter, r *http.Request, v visitor) error {
	up, err := s.may(r, v, access.UploadStock)
	if err != nil {
		return err
	}
	if up.Checked != nil {
		if err := s.read(r, v, up, "page"); err != nil {
			return err
		}
	}
	if !wantsPage(r) {
		return s.sendStatus(w, r, http.StatusOK, up)
	}
	page, _ := s.frame(r.Context(), "account", up.FileName, "")
	view := stockView{Page: page, ID: up.ID, FileName: up.FileName, State: stateOf(up), Failure: up.Failure, Busy: up.Task != "", Applied: up.Stage == intake.Applied, Undone: up.Stage == intake.TakenBack,
		Layer: up.Choices.Layer, AsAt: up.Choices.AsAt, Today: plans.FormatDate(access.Today(v.now)), Whole: up.Choices.Whole, Release: up.Choices.Release,
		Seen: strconv.Itoa(up.Attempt), Encodings: encodings(up.Choices.Encoding)}
	view.Said = fmt.Sprintf("Uploaded by %s at %s, %s, homes as at %s.", whoDid(up.By, v), clockTime(up.At), bytesOf(up.Bytes), longDateOf(up.Choices.AsAt))
	view.Doing, view.Percent = doing(up)
	view.Sets = sets(up.Choices)
	if up.Checked != nil {
		view.Columns = columnsOf(up)
		view.tell(up)
	}
	return s.showPrivate(w, r, http.StatusOK, "stock/page.html", view)
}

// tell fills in what came of checking or applying.
func (view *stockView) tell(up intake.Upload) {
	c := up.Checked
	view.tellMarks(up)
	if up.Stage == intake.Unfit {
		return
	}
	view.Readable = true
	view.MayApply = up.Stage == intake.IsChecked && up.Ask(intake.Apply) == nil
	view.Unit = c.Proposal.Unit
	if view.Unit == "" {
		view.Unit = "row"
	}
	view.ReadAs = strings.TrimSpace("Read as " + c.Proposal.Format + layerOf(c.Proposal.Layer) + ". " + c.Proposal.Coordinates)
	view.Notes = slices.Concat(c.Proposal.Before, c.Notes)
	view.Figures, view.Sums, view.After = figuresOf(c), sumsOf(c, view.Applied), afterOf(c)
	for _, code := range up.Confirm() {
		n := c.Changes.Opened + c.Back
		if code == "lose-most" {
			n = c.Changes.Lost
		}
		view.Agree = append(view.Agree, optionView{Value: code, Name: confirmations[code].says + " (" + plural(n, "home", "homes") + ")"})
	}
	for _, k := range c.Kinds {
		p := problemRow(k.First)
		p.Rows = thousands(k.Rows)
		view.Kinds = append(view.Kinds, p)
	}
	for _, p := range c.Problems {
		view.Problems = append(view.Problems, problemRow(p))
	}
	if all := len(c.Problems) + c.MoreProblems; all > len(c.Problems) || c.Refused+c.Noted+c.Repaired > len(c.Problems) {
		view.Shown = plural(len(c.Problems), "problem", "problems")
	}
	view.tellWithheld(up)
	view.tellPlaces(c)
	view.tellChanges(c)
}

func (view *stockView) tellWithheld(up intake.Upload) {
	view.Withheld = plural(up.Checked.Withheld, "row is", "rows are")
	view.WithheldThen = plural(up.Checked.Sensitivity[home.Withheld], "is", "are")
	for _, c := range up.Checked.Columns {
		of := stockValues{Column: c.Column}
		for _, value := range c.Values {
			of.Values = append(of.Values, optionView{Value: c.Column + "\x1f" + value.Value, Name: fmt.Sprintf("%s (%s)", shorten(value.Value), plural(value.Rows, view.Unit, view.Unit+"s"))})
		}
		view.Choices = append(view.Choices, of)
	}
}

// tellMarks lists what is withheld because somebody said so.
func (view *stockView) tellMarks(up intake.Upload) {
	for _, m := range up.Choices.Withhold.Values {
		view.Marks = append(view.Marks, stockMark{m.Column + "\x1f" + m.Value, m.Column, m.Value})
	}
	view.Rows = intake.FormatRows(up.Choices.Withhold.Rows)
}

func (view *stockView) tellPlaces(c *intake.Checked) {
	if len(c.Bounds) == 4 {
		view.Bounds = fmt.Sprintf("%.5f,%.5f,%.5f,%.5f", c.Bounds[0], c.Bounds[1], c.Bounds[2], c.Bounds[3])
	}
	if c.Drawn < c.Points {
		view.Drawn = fmt.Sprintf("%s of %s are drawn, evenly chosen.", plural(c.Drawn, "home", "homes"), thousands(c.Points))
	}
	for _, p := range c.Placed {
		view.Placed = append(view.Placed, fmt.Sprintf("%s: placed by %s", plural(p.Rows, view.Unit, view.Unit+"s"), p.How))
	}
	if c.ByPostcode > 0 {
		view.Placed = append(view.Placed, plural(c.ByPostcode, "home lies", "homes lie")+" at the centre of a postcode, for want of a position: in a small area that may be outside where it is inside, or the other way round")
	}
	if c.Blocks.Homes > 0 {
		view.Placed = append(view.Placed, fmt.Sprintf("%s share %s, as the flats of a block do; the largest has %s", plural(c.Blocks.Homes, "home", "homes"), plural(c.Blocks.Positions, "position", "positions"), plural(c.Blocks.Largest, "home", "homes")))
	}
}

func (view *stockView) tellChanges(c *intake.Checked) {
	if c.Changes == nil {
		return
	}
	for _, ch := range c.First {
		row := stockChange{What: string(ch.What), Reference: ch.Reference}
		if ch.Line > 0 {
			row.Line = strconv.Itoa(ch.Line)
		}
		var facts []string
		if ch.Metres > 0 {
			facts = append(facts, fmt.Sprintf("moved %s m", thousands(int(ch.Metres+0.5))))
		}
		for _, f := range ch.Fields {
			facts = append(facts, fmt.Sprintf("%s: %s → %s", fieldName(f.Field), orSaid(f.Before), orSaid(f.After)))
		}
		row.Facts = strings.Join(facts, "; ")
		view.Changes = append(view.Changes, row)
	}
	view.MoreMoves = c.Changes.Gained+c.Changes.Lost+c.Changes.Moved+c.Changes.Changed > len(c.First)
}

func orSaid(value string) string {
	if value == "" {
		return "not said"
	}
	return value
}

func layerOf(layer string) string {
	if layer == "" {
		return ""
	}
	return ", " + layer
}

func problemRow(p intake.Problem) stockProblem {
	return stockProblem{Line: strconv.Itoa(p.Line), Outcome: string(p.Outcome), Field: p.Field, Value: p.Value, Reason: p.Reason, Remedy: p.Remedy}
}

func figuresOf(c *intake.Checked) []stockFigure {
	figures := []stockFigure{{"Rows in the file", thousands(c.Rows)}, {"Can come in", thousands(c.Accepted)}, {"Cannot", thousands(c.Refused)}}
	if m := c.Changes; m != nil {
		figures = append(figures, stockFigure{"Homes gained", thousands(m.Gained)}, stockFigure{"Lost", thousands(m.Lost)}, stockFigure{"Moved", thousands(m.Moved)},
			stockFigure{"Changed", thousands(m.Changed)}, stockFigure{"As before", thousands(m.Unchanged)})
	}
	return figures
}

const doesNotAddUp = ": this does not add up, so do not rely on it, and tell whoever runs this server"

// sumsOf are sentences in which everything adds up to the file's rows and to the association's homes, or say that it does not.
func sumsOf(c *intake.Checked, applied bool) []string {
	rows := fmt.Sprintf("%s in the file = %s that can come in + %s that cannot", plural(c.Rows, "row", "rows"), thousands(c.Accepted), thousands(c.Refused))
	if c.LeftOut > 0 {
		rows += fmt.Sprintf(" + %s left out", thousands(c.LeftOut))
	}
	if c.Rows != c.Accepted+c.Refused+c.LeftOut {
		rows += doesNotAddUp
	}
	sums := []string{rows + "."}
	if m := c.Changes; m != nil {
		will := map[bool]string{false: "will be", true: "were then"}[applied]
		homes := fmt.Sprintf("%s in the register before + %s gained − %s lost = %s that %s there", plural(c.Before, "home", "homes"), thousands(m.Gained), thousands(m.Lost), thousands(c.After), will)
		if c.After != c.Before+m.Gained-m.Lost {
			homes += doesNotAddUp
		}
		sums = append(sums, homes+".")
		if m.Stay > 0 {
			sums = append(sums, plural(m.Stay, "home is", "homes are")+" withheld in the register and stay so, though the file says otherwise.")
		}
	}
	return sums
}

// afterOf are the association's homes by who may know of them.
func afterOf(c *intake.Checked) (figures []stockFigure) {
	for _, code := range home.Sensitivities {
		figures = append(figures, stockFigure{code.Name, thousands(c.Sensitivity[code.Slug])})
	}
	return figures
}

// columnsOf are the file's columns with the fields that they may be.
func columnsOf(up intake.Upload) (columns []stockColumn) {
	c := up.Checked
	means, examples := map[string]string{}, map[string]string{}
	for field, column := range meant(up) {
		means[column] = field
	}
	for _, ch := range c.Proposal.Mapping.Choices {
		examples[ch.Column] = ch.Example
	}
	for _, u := range c.Proposal.Mapping.Unused {
		examples[u.Name] = u.Example
	}
	for _, of := range c.Columns {
		if examples[of.Column] == "" {
			examples[of.Column] = of.Values[0].Value
		}
	}
	seen := map[string]bool{}
	for i, name := range c.Header {
		if seen[name] {
			continue // a file's second column of a name cannot be told from the first
		}
		seen[name] = true
		column := stockColumn{Index: strconv.Itoa(i), Name: name, Example: shorten(examples[name]), Chosen: means[name]}
		for _, field := range allFields() {
			column.Fields = append(column.Fields, optionView{field, fieldName(field), field == means[name]})
		}
		columns = append(columns, column)
	}
	return columns
}

// sets are what may be said for all rows that say nothing.
func sets(c intake.Choices) []stockSet {
	of := func(field, name, empty string, codes plans.CodeList) stockSet {
		set := stockSet{Field: field, Name: name, Empty: empty}
		for _, code := range codes {
			set.Values = append(set.Values, optionView{code.Slug, code.Name, c.Set[field] == code.Slug})
		}
		return set
	}
	return []stockSet{
		of("sensitivity", "Homes that do not say who may know of them", "As they stand; new ones in protected totals only", home.Sensitivities),
		of("tenure", "Homes that do not say their tenure", "Cannot come in", home.Tenures),
	}
}

func encodings(chosen string) (options []optionView) {
	for _, e := range [][2]string{{"", "Find out"}, {"utf-8", "UTF-8"}, {"windows-1252", "Windows-1252 (what spreadsheets write)"}, {"utf-16", "UTF-16"}, {"macroman", "Mac Roman"}, {"cp850", "DOS (CP850)"}} {
		options = append(options, optionView{e[0], e[1], e[0] == chosen})
	}
	return options
}

// doing says what is being done, and how far it is.
func doing(up intake.Upload) (says, percent string) {
	if up.Task == "" {
		return "", ""
	}
	verb := map[intake.Task]string{intake.Check: "Checking the file", intake.Apply: "Bringing the homes in", intake.Undo: "Taking the file back"}[up.Task]
	switch {
	case !up.UnderWay && up.Tries > 0:
		return verb + " was cut off. It begins again by itself in a moment.", ""
	case !up.UnderWay:
		return verb + ": waiting for its turn.", ""
	case up.Rows == 0:
		return verb + ".", ""
	}
	says = verb + ": " + plural(int(up.Rows), "row", "rows") + " read"
	if up.Total > 0 && up.Read >= up.Total {
		return says + ", which is all of it. They are compared with the homes that stand there.", ""
	}
	if up.Total > 0 {
		percent = strconv.Itoa(int(min(99, 100*up.Read/up.Total)))
		says += ", " + percent + "%"
	}
	return says + ".", percent
}

func bytesOf(n int64) string {
	switch {
	case n < 10_000:
		return plural(int(n), "byte", "bytes")
	case n < 10_000_000:
		return thousands(int(n/1000)) + " kB"
	}
	return thousands(int(n/1_000_000)) + " MB"
}

func longDateOf(day string) string {
	t, ok := plans.ParseDate(day)
	if !ok {
		return day
	}
	return longDate(t)
}

// uploadStatusDocument is an upload as programs get it.
type uploadStatusDocument struct {
	ID       string               `json:"id"`
	File     string               `json:"file"`
	Stage    intake.Stage         `json:"stage"`
	Task     intake.Task          `json:"task,omitempty"`
	Says     string               `json:"says,omitempty"`
	Percent  string               `json:"percent,omitempty"`
	Seen     int                  `json:"seen"`  // to be sent with apply: what is brought in is what was looked at
	Agree    []string             `json:"agree"` // what has to be sent with apply
	Failure  *intake.Failure      `json:"failure,omitempty"`
	Rows     int                  `json:"rows"`
	Accepted int                  `json:"accepted"`
	Refused  int                  `json:"refused"`
	Changes  *intake.Changes      `json:"changes,omitempty"`
	Kinds    []intake.ProblemKind `json:"problem-kinds,omitempty"`
}

func (s stocks) sendStatus(w http.ResponseWriter, r *http.Request, status int, up intake.Upload) error {
	says, percent := doing(up)
	d := uploadStatusDocument{ID: up.ID, File: up.FileName, Stage: up.Stage, Task: up.Task, Says: says, Percent: percent, Seen: up.Attempt, Failure: up.Failure, Agree: append([]string{}, up.Confirm()...)}
	if c := up.Checked; c != nil && up.Stage != intake.Unfit {
		d.Rows, d.Accepted, d.Refused, d.Changes, d.Kinds = c.Rows, c.Accepted, c.Refused, c.Changes, c.Kinds
	}
	send(w, r, status, "application/json", asJSONText(d))
	return nil
}

// progress is how far a task is, for the page that waits for it.
func (s stocks) progress(w http.ResponseWriter, r *http.Request, v visitor) error {
	up, err := s.found(r, v, access.UploadStock, s.Stock.Uploads.UploadState)
	if err != nil {
		return err
	}
	says, percent := doing(up)
	send(w, r, http.StatusOK, "application/json", asJSONText(map[string]any{"busy": up.Task != "", "says": says, "percent": percent}))
	return nil
}
