package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/home"
	"terrier/plans/provenance"
)

// figureAnswer is what is shown of a figure.
type figureAnswer struct {
	figure    *provenance.Figure
	again     *askedAgain // nil where it was not asked again
	insteadOf bool        // of another that the reader asked for, which was not kept
	inSight   []sightPart // what could be counted beside published homes; nil for the public's figures
	another   bool        // whoever counted it saw fewer homes than the reader does now
}

// forEntitled says whether a figure is one of those who see homes exactly.
func forEntitled(f *provenance.Figure) bool { return f.Policy.Slug == provenance.EntitledHomes.Slug }

type figureView struct {
	Page
	Heading   string
	Total     provenance.Number
	What      string // is counted: "Homes"
	Sentence  string
	Exact     bool   // it is for those who see homes exactly
	On        string // "31 March 2026"; "" as it stood
	InSight   []string
	Another   bool
	Tables    []tableView
	Crossed   *crossView
	Within    boundary
	Version   string // of a stored area: "Version 2"
	Hash      string // of that version
	Filters   []said
	Rule      string
	Policy    string
	Told      *toldView
	Release   string // public release that it was counted from; "" for none
	Error     string // "Exact", or how far off it may be
	AsAt      string
	Computed  string
	Until     string // "" where it is kept until further notice
	Sources   []sourceRow
	ID        string
	InsteadOf bool
	Ask       string // address that asks again
	Live      string // address of the page that answers the question as it stands
	JSON      string
	Bounds    string // of the map, where the boundary stands as it did
	Again     *againView
}

// said is a word with what is said of it.
type said struct{ Name, Text string }

type sourceRow struct{ Publisher, Licence, LicenceURL, Attribution, AsAt, Retrieved string }

// againView is what the question is answered now, beside what it was.
type againView struct {
	Gone    string // why it cannot be answered any more
	Changed bool
	Rows    []againRow
	Opens   provenance.Number // the figure as it is now
}

// againRow is one thing then and now: counts, or words.
type againRow struct {
	What              string
	Count             bool
	Then, Now         provenance.Number
	ThenText, NowText string
}

// figureBody is a figure as a page or as data, with its media type.
func (s *site) figureBody(r *http.Request, a figureAnswer, as format) (body []byte, kind string, err error) {
	if as == asJSON {
		return s.figureDocument(a), "application/json", nil
	}
	view, err := s.figureView(r, a)
	if err == nil {
		body, err = s.render("figure/page.html", "layout", view)
	}
	return body, "text/html; charset=utf-8", err
}

func (s *site) figureView(r *http.Request, a figureAnswer) (figureView, error) {
	fig, q := a.figure, a.figure.Question
	heading := figureTitle(q)
	page, _ := s.frame(r.Context(), q.Of, heading, "")
	if !forEntitled(fig) {
		page.shares(s, exhibit{Heading: heading, Path: figurePath(fig, "")})
	}
	view := figureView{Page: page, Heading: heading, Total: fig.Total(), What: provenance.Subjects.Name(q.Of), Within: q.Within, Rule: fig.Rule.Sentence, Policy: fig.Policy.Sentence, Told: toldBy(fig), Release: fig.Release,
		Error: errorSaid(fig.Answer.Margin), AsAt: longDate(fig.Answer.AsAt), Computed: clockTime(fig.ComputedAt), ID: fig.ID(),
		Until: longDate(fig.Until(fig.ComputedAt).In(london)), Filters: filtersSaid(q), Sources: sourceRows(fig.Sources), InsteadOf: a.insteadOf,
		Ask: figurePath(fig, "") + "?again=yes", JSON: figurePath(fig, ".json"), Live: liveAddress(fig), Exact: forEntitled(fig), On: longDate(q.AsAt), Another: a.another}
	if !view.Exact {
		view.Shared = s.sharedPicture("figures", fig.ID(), heading, sharedFigure(fig, ""))
	}
	if q.Of == "homes" && fig.Answer.Total == 0 && !view.Exact {
		view.Sentence = publicSentence
	}
	for _, part := range a.inSight {
		view.InSight = append(view.InSight, part.said())
	}
	if q.Crossed {
		rows, columns := q.By[0], q.By[1]
		if len(fig.Answer.By[rows]) < len(fig.Answer.By[columns]) { // long rather than wide
			rows, columns = columns, rows
		}
		table := crossOf(fig, rows, columns)
		view.Crossed = &table
	}
	for _, g := range home.PastGroupings() {
		if len(fig.Answer.By[g.Key]) > 0 {
			view.Tables = append(view.Tables, tableOf(fig, g.Key, nil))
		}
	}
	if q.Within.Kind() == provenance.Stored {
		view.Version, view.Hash = versionSaid(q.Within), q.Within.SHA256[:16]+"…"
		if now, err := s.Outlines.Outline(r.Context(), q.Within.Area); err == nil && now.SHA256 == q.Within.SHA256 {
			shape, err := lonLat(nil, now.Shape)
			if err != nil {
				return view, err
			}
			view.Bounds = bounds(shape.Bound())
		}
	}
	if a.again != nil {
		view.Again = againViewOf(fig, a.again)
	}
	return view, nil
}

func figureTitle(q provenance.Question) string {
	what := provenance.Subjects.Name(q.Of)
	switch b := q.Within; b.Kind() {
	case provenance.Stored:
		return what + " in " + b.Name
	case provenance.Everywhere:
		return what + " in the register"
	default:
		return what + " inside t" + strings.TrimPrefix(b.Name, "T")
	}
}

func errorSaid(margin int) string {
	if margin == 0 {
		return "None: all of them were counted, one by one."
	}
	return fmt.Sprintf("The true number lies within %s of it, with 99%% certainty.", thousands(margin))
}

func versionSaid(b boundary) string {
	if b.Version == 0 {
		return "A shape without a number"
	}
	return fmt.Sprintf("Version %d", b.Version)
}

// filtersSaid are the filters of a question in words.
func filtersSaid(q provenance.Question) []said {
	var all []said
	for _, g := range append(home.PastGroupings()[len(home.Groupings):], home.PublicGroupings...) {
		var names []string
		for _, value := range q.Where[g.Key] {
			if value == home.Unknown {
				value = "Not said"
			}
			names = append(names, g.Codes.Name(value))
		}
		if len(names) > 0 {
			all = append(all, said{g.Name, strings.Join(names, ", ")})
		}
	}
	if len(q.Where[home.PublishedOnly]) > 0 {
		all = append(all, said{"Those", "that are published home by home"})
	}
	for _, value := range q.Where["kind"] {
		all = append(all, said{"Kind", asset.Kinds.Name(value)})
	}
	for _, value := range q.Where["stage"] {
		all = append(all, said{"Stage", area.Stages.Name(value)})
	}
	for _, value := range q.Where["bbox"] {
		all = append(all, said{"Inside the box", value})
	}
	if len(q.Where["all"]) > 0 {
		all = append(all, said{"Those", "with and without homes here"})
	}
	return all
}

func sourceRows(sources []provenance.Source) []sourceRow {
	rows := make([]sourceRow, len(sources))
	for i, s := range sources {
		rows[i] = sourceRow{s.Publisher, s.LicenceName, s.LicenceURL, s.Attribution, longDate(s.AsAt), longDate(s.Retrieved.In(london))}
	}
	return rows
}

// liveAddress is the page that answers a figure's question as it stands; "" where there is none.
func liveAddress(f *provenance.Figure) string {
	q := f.Question
	values := questionValues(q)
	for _, key := range []string{"of", "version", "by"} {
		values.Del(key)
	}
	path := "/" + q.Of
	switch b := q.Within; {
	case b.Kind() == provenance.Drawn:
		return ""
	case forEntitled(f):
		path = exactPath
	case b.Kind() == provenance.Stored && q.Of == "homes":
		path = "/areas/" + url.PathEscape(b.Area) + "/homes"
		values.Del("area")
	}
	if len(values) > 0 {
		path += "?" + readableQuery(values)
	}
	return path
}

func againViewOf(then *provenance.Figure, again *askedAgain) *againView {
	if again.now == nil {
		return &againView{Gone: again.gone}
	}
	now := again.now
	v := &againView{Changed: now.ID() != then.ID(), Opens: now.Total(),
		Rows: []againRow{{What: provenance.Subjects.Name(then.Question.Of), Count: true, Then: then.Total(), Now: now.Total()}}}
	for _, d := range again.changes {
		if d.Key != "" {
			what := d.Name
			if g, ok := home.FindPastGrouping(d.Key); ok {
				what = g.Name + ": " + d.Name
			}
			v.Rows = append(v.Rows, againRow{What: what, Count: true, Then: d.Then, Now: d.Now})
		}
	}
	words := func(what, then, now string) {
		if then != now {
			v.Rows = append(v.Rows, againRow{What: what, ThenText: then, NowText: now})
		}
	}
	if a, b := then.Question.Within, now.Question.Within; a.SHA256 != b.SHA256 {
		v.Rows = append(v.Rows, againRow{What: "Boundary", ThenText: versionSaid(a) + ", " + hectares(a.Hectares) + " ha", NowText: versionSaid(b) + ", " + hectares(b.Hectares) + " ha"})
	}
	words("Oldest return or list", longDate(then.Answer.AsAt), longDate(now.Answer.AsAt))
	words("Rule", fmt.Sprintf("%s, version %d", then.Rule.Slug, then.Rule.Version), fmt.Sprintf("%s, version %d", now.Rule.Slug, now.Rule.Version))
	words("Policy", fmt.Sprintf("%s, version %d", then.Policy.Slug, then.Policy.Version), fmt.Sprintf("%s, version %d", now.Policy.Slug, now.Policy.Version))
	return v
}
