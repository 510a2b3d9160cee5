package web

import (
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

	"terrier/geo/bng"
	"terrier/plans"
	"terrier/plans/home"
	"terrier/plans/organisation"
	"terrier/tiles/serve"
)

// associations answers about housing associations: the registered providers.
type associations struct{ *site }

func (a associations) routes(r chi.Router) {
	r.Get("/associations", a.handle(a.list))
	r.Get("/associations.{suffix}", a.handle(a.list))
	r.Get("/associations/{ref}", a.handle(a.one))
}

// list shows those that publish homes here; with all=yes the whole register.
func (a associations) list(w http.ResponseWriter, r *http.Request) error {
	as, err := a.format(w, r, asPage, asJSON, asCSV)
	if err != nil {
		return err
	}
	q, err := readQuery(r, "all", "bom")
	if err != nil {
		return err
	}
	said, err := q.code("all", yesOrNo)
	if err != nil {
		return err
	}
	found, err := a.Associations.Associations(r.Context(), said == "yes")
	if err != nil {
		return err
	}
	switch as {
	case asCSV:
		rows := [][]string{names(a.facts(organisation.Holding{}))}
		for _, h := range found {
			rows = append(rows, texts(a.facts(h)))
		}
		sendCSV(w, r, "associations", rows)
		return nil
	case asJSON:
		body := []byte(`{"associations":[`)
		for i, h := range found {
			if i > 0 {
				body = append(body, ",\n"...)
			}
			body = appendMembers(body, a.facts(h))
		}
		serve.Send(w, r, serve.Answer{Type: "application/json", Cache: serve.Fresh, Body: append(body, "]}\n"...)})
		return nil
	}
	return a.listPage(w, r, found, said == "yes")
}

var yesOrNo = plans.CodeList{{Slug: "yes", Name: "Yes"}, {Slug: "no", Name: "No"}}

func (a associations) one(w http.ResponseWriter, r *http.Request) error {
	name, as, err := split(pathPart(r, "ref"), asPage, asJSON, asCSV)
	if err == nil && as == "" {
		as, err = choose(w, r, asPage, asJSON, asCSV)
	}
	if err != nil {
		return err
	}
	if _, err := readQuery(r, "bom"); err != nil {
		return err
	}
	ref, err := checkRef(name, "housing association")
	if err != nil {
		return err
	}
	found, err := a.Associations.Association(r.Context(), ref)
	if err != nil {
		return err
	}
	if as == asCSV {
		sendCSV(w, r, ref, [][]string{names(a.facts(found)), texts(a.facts(found))})
		return nil
	}
	question := home.Question{By: groupingsButOwner(), Where: map[string][]string{"owner": {ref}}}
	counted := home.Summary{}
	if found.Homes > 0 {
		if counted, err = a.Homes.CountHomes(r.Context(), question); err != nil {
			return err
		}
	}
	answer := summary{Summary: counted, question: question, link: a.PublicURL + "/homes/summary?owner=" + ref}
	if as == asPage {
		return a.page(w, r, found, answer)
	}
	body := append([]byte(`{"association":`), appendMembers(nil, a.facts(found))...)
	body = append(append(body, `,"homes":`...), answer.json()...)
	serve.Send(w, r, serve.Answer{Type: "application/json", Cache: serve.Fresh, Body: append(body, "}\n"...)})
	return nil
}

func groupingsButOwner() []string {
	var keys []string
	for _, g := range home.Groupings {
		if g.Codes != nil {
			keys = append(keys, g.Key)
		}
	}
	return keys
}

// facts say nothing of homes where an association publishes none: none and not shown are the same to the public.
func (a associations) facts(h organisation.Holding) []fact {
	published := ""
	if h.Homes > 0 {
		published = strconv.Itoa(h.Homes)
	}
	return facts(h.Ref, h.Values(),
		fact{"published-homes", published, true},
		fact{name: "publisher", text: h.Publisher},
		fact{name: "attribution", text: h.Attribution},
		fact{name: "as-at", text: plans.FormatDate(h.AsAt)},
		fact{name: "link", text: a.PublicURL + "/associations/" + h.Ref},
	)
}

func names(facts []fact) []string {
	list := make([]string, len(facts))
	for i, f := range facts {
		list[i] = f.name
	}
	return list
}

func texts(facts []fact) []string {
	list := make([]string, len(facts))
	for i, f := range facts {
		list[i] = f.text
	}
	return list
}

type associationsView struct {
	Page
	Rows   []associationRow
	All    bool
	Homes  int // that all of them publish
	Bounds string
}

// associationRow is an association in a list. Homes is 0 where it publishes none here.
type associationRow struct {
	Ref, Name string
	Homes     int
	Code      string // the Regulator's
	Size      string
}

func rowsOfAssociations(found []organisation.Holding) []associationRow {
	rows := make([]associationRow, len(found))
	for i, h := range found {
		rows[i] = associationRow{h.Ref, h.Name, h.Homes, h.RPCode, organisation.SizeBands.Name(h.SizeBand)}
	}
	return rows
}

func (a associations) listPage(w http.ResponseWriter, r *http.Request, found []organisation.Holding, all bool) error {
	page, about := a.frame(r.Context(), "associations", "Housing associations", "/associations")
	view := associationsView{Page: page, Rows: rowsOfAssociations(found), All: all}
	for _, h := range found {
		view.Homes += h.Homes
	}
	if about.hasView {
		view.Bounds = bounds(about.view)
	}
	return a.show(w, r, "organisation/list.html", view)
}

type associationView struct {
	Page
	Association organisation.Holding
	Designation string
	Form        string
	Size        string
	Origin      string
	Summary     summaryView
	Bounds      string // of the homes that it publishes
}

func (a associations) page(w http.ResponseWriter, r *http.Request, h organisation.Holding, answer summary) error {
	page, _ := a.frame(r.Context(), "associations", h.Name, "/associations/"+h.Ref)
	view := associationView{Page: page, Association: h, Designation: organisation.Designations.Name(h.RPDesignation),
		Form: organisation.CorporateForms.Name(h.CorporateForm), Size: organisation.SizeBands.Name(h.SizeBand),
		Origin: organisation.Origins.Name(h.Origin), Summary: answer.view("/homes")}
	if h.Homes > 0 {
		extent, err := bng.TransformWGS84(h.Extent.ToPolygon())
		if err != nil {
			return err
		}
		view.Bounds = bounds(roomAround(extent.Bound()))
	}
	return a.show(w, r, "organisation/page.html", view)
}
