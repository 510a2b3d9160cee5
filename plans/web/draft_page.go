package web

import (
	"context"
	"net/http"
	"strings"

	"terrier/geo/shape"
	"terrier/plans/area"
	"terrier/plans/intake"
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

// drawKeys are what the page on which an area is drawn reads in its address: map or list, a way to set the area, and what to copy.
var drawKeys = []string{"view", "way", "of"}

// newPage offers the ways to set an area, to everybody.
func (d drafts) newPage(w http.ResponseWriter, r *http.Request, v visitor) error {
	if _, err := readQuery(r, drawKeys...); err != nil {
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
