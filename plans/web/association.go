package web

import (
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

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
