package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"terrier/geo/shape"
	"terrier/plans"
	"terrier/plans/area"
	"terrier/plans/intake"
	"terrier/plans/provenance"
)

type draftsView struct {
	Page
	Rows []draftRow
}

// draftRow is a draft in a list.
type draftRow struct {
	Token, Name, Changed, Hectares string
	Ready, Shared                  bool
}

// list are the drafts of whoever asks.
func (d drafts) list(w http.ResponseWriter, r *http.Request, v visitor) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	found, err := d.Drafts.Keeper.DraftsOf(r.Context(), v.Account)
	if err != nil {
		return err
	}
	if !wantsPage(r) {
		return d.sendList(w, r, found)
	}
	page, _ := d.frame(r.Context(), "areas", "Your drafts", "")
	view := draftsView{Page: page}
	for _, one := range found {
		view.Rows = append(view.Rows, draftRow{one.Token, draftName(one.Name), longDate(one.ChangedAt), hectares(one.Hectares), one.Ready > 0, one.Shared()})
	}
	return d.showPrivate(w, r, http.StatusOK, "draft/list.html", view)
}

func (d drafts) sendList(w http.ResponseWriter, r *http.Request, found []area.Draft) error {
	documents := []draftDocument{}
	for _, one := range found {
		doc, err := document(one)
		if err != nil {
			return err
		}
		doc.Board, doc.Approximate, doc.Geometry = nil, nil, nil
		documents = append(documents, doc)
	}
	send(w, r, http.StatusOK, "application/json", asJSONText(map[string]any{"drafts": documents}))
	return nil
}

// draftName is what a draft is called where its owner has not said.
func draftName(name string) string {
	if name == "" {
		return "Area without a name"
	}
	return name
}

// drawView is the page on which an area is drawn; without scripts it says the same in words.
type drawView struct {
	Page
	Token                 string // empty for a drawing that is kept in the browser only
	Name                  string
	SignedIn, MayWrite    bool
	View                  string // map or list
	Bounds                string // of the shape, or of all that is registered
	ChangedAt             string
	Hectares, PerimeterKm string // empty where nothing is drawn
	Homes                 string // inside, in words
	Statements            []statementView
	BodyType, Parish, Why string
	Way, Text             string // of a form that gave no area: shown again
	Problems              []intake.LineProblem
	Error                 string
}

type statementView struct {
	Level, Title, Text string
	Law                *lawView
}

// lawView is the provision behind a statement.
type lawView struct {
	Text, URL string
	Verified  bool
}

// page is a draft that its owner draws, and that others see.
func (d drafts) page(w http.ResponseWriter, r *http.Request, v visitor, draft area.Draft, own bool) error {
	view, err := d.drawView(r, v, draft, own)
	if err != nil {
		return err
	}
	return d.showPrivate(w, r, http.StatusOK, "draft/draw.html", view)
}

// newPage offers the ways to set an area, to everybody.
func (d drafts) newPage(w http.ResponseWriter, r *http.Request, v visitor) error {
	if _, err := readQuery(r, "view", "way", "of"); err != nil {
		return err
	}
	view, err := d.drawView(r, v, area.Draft{}, true)
	if err != nil {
		return err
	}
	return d.showPrivate(w, r, http.StatusOK, "draft/draw.html", view)
}

func (d drafts) drawView(r *http.Request, v visitor, draft area.Draft, own bool) (drawView, error) {
	ctx := r.Context()
	title := "New plan area"
	if draft.Token != "" {
		title = draftName(draft.Name)
	}
	page, about := d.frame(ctx, "areas", title, "")
	view := drawView{Page: page, Token: draft.Token, Name: title, SignedIn: v.Account != 0, MayWrite: own, View: "map", Why: draft.Why, BodyType: area.RelevantBodyTypes.Name(draft.BodyType)}
	if r.URL.Query().Get("view") == "list" {
		view.View = "list"
	}
	if about.hasView {
		view.Bounds = bounds(about.view)
	}
	if draft.Token != "" {
		view.ChangedAt = longDate(draft.ChangedAt)
	}
	if draft.Parish != "" {
		view.Parish = d.parishName(ctx, draft.Parish)
	}
	if len(draft.Shape) == 0 {
		return view, nil
	}
	lonlat, err := lonLat(nil, draft.Shape)
	if err != nil {
		return view, err
	}
	view.Bounds, view.Hectares, view.PerimeterKm = bounds(lonlat.Bound()), hectares(shape.Area(draft.Shape)/10_000), perimeterKm(shape.Perimeter(draft.Shape)/1000)
	side, err := d.side(ctx, v, draft, "", "now")
	if err != nil {
		return view, err
	}
	verdict, err := d.judge(ctx, side.drawing)
	if err != nil {
		return view, err
	}
	if view.Statements, err = d.statementViews(ctx, verdict.Statements, v); err != nil || !verdict.Valid {
		return view, err
	}
	err = d.countSide(ctx, &side)
	view.Homes = homesInside(side.homes)
	return view, err
}

// parishName is what a parish is called; its code where it is not registered.
func (d drafts) parishName(ctx context.Context, code string) string {
	if found, err := d.Drafts.Ground.Land(ctx, []string{"parish:" + code}); err == nil && len(found) == 1 {
		return found[0].Name
	}
	return code
}

// homesInside is the sentence about the homes on some land.
func homesInside(s summary) string {
	if said := s.sentence(); said != "" {
		return said
	}
	words := homesInWords(s)
	return strings.ToUpper(words[:1]) + words[1:] + " inside."
}

func (d drafts) statementViews(ctx context.Context, statements []area.Statement, v visitor) (views []statementView, err error) {
	if len(statements) == 0 {
		return nil, nil
	}
	rules, err := d.rules.get(ctx)
	for _, s := range statements {
		view := statementView{Level: s.Level.String(), Title: s.Title, Text: s.Text}
		if law := lawOf(s.Rule, rules, v.now); law != nil {
			view.Law = &lawView{law.Instrument + ", " + law.Provision, law.URL, law.Verified}
		}
		views = append(views, view)
	}
	return views, err
}

// newForm makes a draft by one of the ways that need no scripts.
func (d drafts) newForm(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := d.spend(w, r, d.drawn); err != nil {
		return err
	}
	asked := wayAsked{Way: r.PostFormValue("way"), Text: r.PostFormValue("text"), Of: r.PostFormValue("text")}
	set, err := d.formSet(r, v, asked)
	var known *plans.Error
	if err != nil && !(asError(err, &known) && wantsPage(r)) {
		return err
	}
	if err != nil || len(set.problems) > 0 {
		view, errOfView := d.drawView(r, v, area.Draft{}, true)
		if errOfView != nil {
			return errOfView
		}
		view.Problems, view.Text, view.Way = set.problems, cmp.Or(asked.Text, r.PostFormValue("refs")), asked.Way
		status := http.StatusUnprocessableEntity
		if err != nil {
			view.Error, status = known.Message+" "+known.Remedy, problemOf(err).Status
		}
		return d.showPrivate(w, r, status, "draft/draw.html", view)
	}
	made, err := d.Drafts.Keeper.MakeDraft(r.Context(), area.Draft{Owner: v.Account, Name: set.name, Viewers: "private", Shape: set.shape, Approximate: set.approximate}, requestID(r), v.now)
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/drafts/"+made.Token, http.StatusSeeOther)
	return nil
}

// formSet is the shape that a form asks for.
func (d drafts) formSet(r *http.Request, v visitor, asked wayAsked) (setShape, error) {
	if r.MultipartForm == nil && isMediaType(r, "multipart/form-data") {
		found, err := d.readFile(r)
		if err != nil {
			return setShape{}, err
		}
		for _, f := range found {
			if f.Problem == nil {
				return setShape{shape: f.Shape, name: f.Name}, nil
			}
		}
		return setShape{}, plans.Refuse("no-area", "file", "There is no area in the file that can be used.", "Choose a file with a polygon in it.")
	}
	if asked.Way == "boundaries" {
		var err error
		if asked.Refs, err = d.refsTyped(r.Context(), r.PostFormValue("refs")); err != nil {
			return setShape{}, err
		}
	}
	return d.set(r.Context(), v, asked)
}

// refsTyped are the parishes and wards that are typed, one a line, by name or by code.
func (d drafts) refsTyped(ctx context.Context, text string) (refs []string, err error) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if len(refs) == mostRefs {
			return nil, plans.Refuse("boundaries", "refs", fmt.Sprintf("More than %d parishes and wards are named.", mostRefs), "Name fewer, or import a file.")
		}
		found, err := d.Drafts.Ground.LandNamed(ctx, shorten(line), []string{"parish", "ward"}, 1)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, plans.Missing("parish or ward", shorten(line))
		}
		refs = append(refs, found[0].Kind+":"+found[0].Code)
	}
	return refs, nil
}

// crumb is one step of the way to a page.
type crumb struct{ Href, Name string }

type keptView struct {
	Page
	Token, Name string
	Base        string // address of what it is a version of
	Crumbs      []crumb
	Own         bool
	Judged      bool // the rules were asked
	Version     string
	Rows        []keptRow
	Ready       bool
	Picture     pictureView
	Hectares    string
	Reason, Day string
	Fingerprint string
	Statements  []statementView
	Homes       summaryView
}

type keptRow struct {
	Number, Day, Author, Reason, Name, Hectares, Fingerprint, Before string
	Ready                                                            bool
}

func (d drafts) versionsPage(w http.ResponseWriter, r *http.Request, draft area.Draft, kept []area.DraftVersion, own bool) error {
	page, _ := d.frame(r.Context(), "areas", "Versions of "+draftName(draft.Name), "")
	view := keptView{Page: page, Token: draft.Token, Name: draftName(draft.Name), Own: own, Ready: draft.Ready > 0}
	for i, v := range kept {
		row := keptRow{Number: strconv.Itoa(v.Number), Day: longDate(v.CreatedAt), Author: d.authorOf(v.Author, own), Reason: v.Reason, Name: draftName(v.Name), Hectares: hectares(v.Hectares),
			Fingerprint: v.SHA256[:16], Ready: v.Ready}
		if i+1 < len(kept) {
			row.Before = strconv.Itoa(kept[i+1].Number)
		}
		view.Rows = append(view.Rows, row)
	}
	return d.showPrivate(w, r, http.StatusOK, "draft/versions.html", view)
}

func (d drafts) versionPage(w http.ResponseWriter, r *http.Request, v visitor, draft area.Draft, kept area.DraftVersion, own bool) error {
	page, _ := d.frame(r.Context(), "areas", fmt.Sprintf("Version %d of %s", kept.Number, draftName(kept.Name)), "")
	view := keptView{Page: page, Token: draft.Token, Name: draftName(draft.Name), Base: "/drafts/" + draft.Token, Crumbs: draftCrumbs(draft, true), Own: own, Judged: true, Version: strconv.Itoa(kept.Number), Ready: kept.Ready,
		Picture: picture(drawnLayer{"drawn", kept.Shape}), Hectares: hectares(kept.Hectares), Reason: kept.Reason, Day: longDate(kept.CreatedAt), Fingerprint: kept.SHA256}
	side, err := d.side(r.Context(), v, draft, "number", view.Version)
	if err != nil {
		return err
	}
	verdict, err := d.judge(r.Context(), side.drawing)
	if err != nil {
		return err
	}
	if view.Statements, err = d.statementViews(r.Context(), verdict.Statements, v); err != nil {
		return err
	}
	if err := d.countSide(r.Context(), &side); err != nil {
		return err
	}
	view.Homes = side.homes.view("")
	return d.showPrivate(w, r, http.StatusOK, "draft/version.html", view)
}

// draftCrumbs are the way to a page about a draft.
func draftCrumbs(draft area.Draft, versions bool) []crumb {
	way := []crumb{{"/drafts", "Drafts"}, {"/drafts/" + draft.Token, draftName(draft.Name)}}
	if versions {
		way = append(way, crumb{"/drafts/" + draft.Token + "/versions", "Versions"})
	}
	return way
}

type compareView struct {
	Page
	Base, Back       string
	Crumbs           []crumb
	Judged           bool // the rules were asked
	Before, After    sideView
	Sides            []optionView // that can be chosen as the earlier
	Laters           []optionView // and as the later
	Sentence         string
	Gained, Lost     string // in words; empty: none
	Picture          pictureView
	Came, Went, Same []statementView
	JSON             string
}

type sideView struct {
	Name, Hectares, PerimeterKm, Level string
	Corners, Parts, Holes              int
	Homes                              provenance.Number
	HomesSentence                      string
	Assets                             provenance.Number
}

var levelSays = map[area.Level]string{area.OK: "Nothing in the way", area.Note: "Nothing in the way", area.Look: "Something to look at", area.Stop: "Cannot be designated"}

func sideViewOf(side comparedSide, level area.Level, m area.Measures) sideView {
	view := sideView{Name: side.name, Hectares: hectares(m.Hectares), PerimeterKm: perimeterKm(m.PerimeterKm), Level: levelSays[level], Corners: m.Corners, Parts: m.Parts, Holes: m.Holes,
		Homes: side.homes.figure.Total(), Assets: side.assets.Total()}
	if side.homes.Total == 0 {
		view.HomesSentence = publicSentence
	}
	return view
}

func (d drafts) comparePage(w http.ResponseWriter, r *http.Request, draft area.Draft, kept []area.DraftVersion, c comparison) error {
	var choices []optionView
	for _, v := range kept {
		choices = append(choices, optionView{Value: strconv.Itoa(v.Number), Name: fmt.Sprintf("Version %d: %s", v.Number, v.Reason)})
	}
	view, err := d.compareView(r, c, choices)
	if err != nil {
		return err
	}
	view.Base, view.Back, view.Crumbs = "/drafts/"+draft.Token, "Back to the drawing", draftCrumbs(draft, true)
	view.Laters = append([]optionView{{"now", "The draft now", c.after.key == "now"}}, view.Laters...)
	view.JSON = view.Base + "/compare?" + c.query()
	return d.showPrivate(w, r, http.StatusOK, "draft/compare.html", view)
}

// query names both sides of a comparison.
func (c comparison) query() string {
	return url.Values{"from": {c.before.key}, "to": {c.after.key}}.Encode()
}

// compareView is a comparison as a page shows it, save where it stands. choices are the versions there are.
func (d drafts) compareView(r *http.Request, c comparison, choices []optionView) (compareView, error) {
	page, _ := d.frame(r.Context(), "areas", fmt.Sprintf("%s beside %s", c.after.name, strings.ToLower(c.before.name[:1])+c.before.name[1:]), "")
	view := compareView{Page: page, Before: sideViewOf(c.before, c.LevelBefore, c.Before), After: sideViewOf(c.after, c.LevelAfter, c.After), Sentence: c.Sentence(), Judged: c.judged,
		Picture: picture(drawnLayer{"before", c.before.shape}, drawnLayer{"lost", c.Lost}, drawnLayer{"gained", c.Gained}, drawnLayer{"drawn", c.after.shape})}
	if c.GainedArea > 0 {
		view.Gained = area.InWords(c.GainedArea)
	}
	if c.LostArea > 0 {
		view.Lost = area.InWords(c.LostArea)
	}
	for _, choice := range choices {
		view.Sides = append(view.Sides, optionView{choice.Value, choice.Name, choice.Value == c.before.key})
		view.Laters = append(view.Laters, optionView{choice.Value, choice.Name, choice.Value == c.after.key})
	}
	for _, part := range []struct {
		into *[]statementView
		from []area.Statement
	}{{&view.Came, c.Came}, {&view.Went, c.Went}, {&view.Same, c.Stayed}} {
		var err error
		if *part.into, err = d.statementViews(r.Context(), part.from, visitor{now: d.Clock()}); err != nil {
			return view, err
		}
	}
	return view, nil
}
