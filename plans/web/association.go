package web

import (
	"context"
	"net/http"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
	"terrier/plans/home"
	"terrier/plans/organisation"
	"terrier/plans/provenance"
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
	found, err := a.listedAssociations(r.Context(), said == "yes")
	if err != nil {
		return err
	}
	stock, err := a.byOwner(r.Context())
	if err != nil {
		return err
	}
	if as == asPage {
		return a.listPage(w, r, found, said == "yes", stock)
	}
	rows := make([][]fact, len(found))
	for i, h := range found {
		rows[i] = a.facts(h, stock.Part("owner", h.Ref))
	}
	if as == asJSON {
		serve.Send(w, r, serve.Answer{Type: "application/json", Cache: serve.Fresh, Body: listDocument("associations", rows)})
		return nil
	}
	if err := a.spend(w, r, a.figured); err != nil {
		return err
	}
	a.keepExported(r.Context(), figures(a), stock)
	sendCSV(w, r, "associations", factTable(a.facts(organisation.Holding{}, provenance.Number{}), rows))
	return nil
}

var yesOrNo = plans.CodeList{{Slug: "yes", Name: "Yes"}, {Slug: "no", Name: "No"}}

func (a associations) one(w http.ResponseWriter, r *http.Request) error {
	name, as, err := suffixed(w, r, "ref", asPage, asJSON, asCSV)
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
	answer, published, err := a.homesOf(r.Context(), found)
	if err != nil {
		return err
	}
	answer.link = a.PublicURL + "/homes/summary?owner=" + ref
	all := a.facts(found, totalOf(answer.figure))
	switch as {
	case asPage:
		return a.page(w, r, found, answer, published)
	case asCSV:
		if err := a.spend(w, r, a.figured); err != nil {
			return err
		}
		a.keepExported(r.Context(), figures(a), answer.figure)
		sendCSV(w, r, ref, [][]string{names(all), texts(all)})
		return nil
	}
	body := append([]byte(`{"association":`), appendMembers(nil, all)...)
	body = append(append(body, `,"homes":`...), a.document(answer)...)
	if published.figure != nil && published.figure != answer.figure {
		body = append(append(body, `,"published":`...), a.document(published)...)
	}
	serve.Send(w, r, serve.Answer{Type: "application/json", Cache: serve.Fresh, Body: append(body, "}\n"...)})
	return nil
}

// homesOf counts what the public is told of the homes of an association, and those that it publishes by everything that is known of them.
// Where there is no release both are the same.
func (a associations) homesOf(ctx context.Context, h organisation.Holding) (all, published summary, err error) {
	by, where := groupingsButOwner(), map[string][]string{"owner": {h.Ref}}
	nothing := summary{boundary: everywhere, question: home.Question{By: by, Where: where}}
	table := a.table()
	if table == nil {
		if h.Homes == 0 {
			return nothing, nothing, nil
		}
		all, err = a.countHomes(ctx, everywhere, by, where)
		return all, all, err
	}
	if all, err = a.countHomes(ctx, everywhere, table.Scheme.Told(where, by), where); err != nil || h.Homes == 0 {
		return all, nothing, err
	}
	published, err = a.countHomes(ctx, everywhere, by, map[string][]string{"owner": {h.Ref}, home.PublishedOnly: {provenance.Published}})
	return all, published, err
}

// byOwner counts all homes by whose they are.
func (s *site) byOwner(ctx context.Context) (*provenance.Figure, error) {
	counted, err := s.countHomes(ctx, everywhere, []string{"owner"}, nil)
	return counted.figure, err
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

// facts say nothing of homes where nothing can be told: none and not shown are the same to the public.
func (a associations) facts(h organisation.Holding, homes provenance.Number) []fact {
	id, address := "", ""
	if homes.Some() {
		id, address = homes.Figure().ID(), a.figureURL(homes.Figure())
	}
	sent := ""
	if h.Sent {
		sent = "yes"
	}
	return facts(h.Ref, h.Values(), append(homesFacts(homes),
		fact{name: "sent-homes", text: sent},
		fact{name: "figure", text: id},
		fact{name: "figure-url", text: address},
		fact{name: "publisher", text: h.Publisher},
		fact{name: "attribution", text: h.Attribution},
		fact{name: "as-at", text: plans.FormatDate(h.AsAt)},
		fact{name: "link", text: a.PublicURL + "/associations/" + h.Ref})...)
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
