package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
	"terrier/plans/area"
	"terrier/plans/provenance"
)

// areas answers about neighbourhood plan areas.
type areas struct{ *site }

func (a areas) routes(r chi.Router) {
	r.Get("/areas", a.handle(a.list))
	r.Get("/areas.{suffix}", a.handle(a.list))
	r.Get("/areas/{ref}", a.handle(a.one))
	r.Get("/areas/{ref}/homes", a.handle(a.homes))
	r.Get("/areas/{ref}/homes.{suffix}", a.handle(a.homes))
	r.Get("/areas/{ref}/edges.{suffix}", a.handle(a.edges))
	r.Get("/areas/{ref}/versions", a.handle(a.versions))
	r.Get("/areas/{ref}/versions.{suffix}", a.handle(a.versions))
	r.Get("/areas/{ref}/versions/{number}", a.handle(a.version))
	r.Get("/areas/{ref}/compare", a.handle(a.compare))
}

func (a areas) list(w http.ResponseWriter, r *http.Request) error {
	as, err := a.format(w, r, asPage, asGeoJSON, asCSV)
	if err != nil {
		return err
	}
	q, err := readQuery(r, "stage", "bbox", "crs", "reference", "organisation", "bom")
	if err != nil {
		return err
	}
	asked, err := askedOfAreas(q)
	if err != nil {
		return err
	}
	found, err := a.find(r.Context(), asked)
	if err != nil {
		return err
	}
	if filter := asked.filter; filter.Reference != "" {
		return redirectToOne(w, r, "areas", as, filter.Reference, refsOf(found, func(a area.Area) string { return a.Ref }))
	}
	if as == asPage {
		return a.listPage(w, r, found, asked.filter, a.figureOfAreas(asked.question, found))
	}
	features, err := a.features(found)
	if err != nil {
		return err
	}
	if as == asCSV {
		sendCSV(w, r, "areas", table(a.facts(area.Area{}), features))
		return nil
	}
	about, err := a.about.get(r.Context())
	if err != nil {
		return err
	}
	sendFeatures(w, r, features, about.attributions)
	return nil
}

// areasAsked is a question about plan areas: what the register is asked, and what their figure is asked.
type areasAsked struct {
	filter   area.Filter
	box      box
	question provenance.Question
}

func askedOfAreas(q query) (asked areasAsked, err error) {
	if asked.filter.Stage, err = q.code("stage", area.Stages); err != nil {
		return asked, err
	}
	if asked.filter.Reference, asked.filter.Organisation, err = referenceIn(q); err != nil {
		return asked, err
	}
	if asked.box, asked.filter.HasBox, err = readBox(q); err != nil {
		return asked, err
	}
	asked.question = provenance.Question{Of: "areas", Where: map[string][]string{"stage": filled(asked.filter.Stage)}}
	if asked.filter.HasBox {
		asked.filter.Box, asked.question.Within = asked.box.onGrid.Bound(), asked.box.boundary()
	}
	return asked, nil
}

func (a areas) find(ctx context.Context, asked areasAsked) ([]area.Area, error) {
	found, err := a.Areas.Areas(ctx, asked.filter)
	if err != nil || !asked.filter.HasBox {
		return found, err
	}
	touching := found[:0]
	for _, one := range found {
		shape, err := lonLat(one.LonLat, one.Shape)
		if err != nil {
			return nil, err
		}
		if asked.box.touches(shape.Bound(), one.Shape.Bound()) {
			touching = append(touching, one)
		}
	}
	return touching, nil
}

func (a areas) one(w http.ResponseWriter, r *http.Request) error {
	name, as, err := suffixed(w, r, "ref", asPage, asGeoJSON, asCSV)
	if err != nil {
		return err
	}
	if _, err := readQuery(r, "bom"); err != nil {
		return err
	}
	ref, err := checkRef(name, "plan area")
	if err != nil {
		return err
	}
	found, err := a.Areas.Area(r.Context(), ref)
	if err != nil {
		return err
	}
	if as == asPage {
		return a.page(w, r, found)
	}
	features, err := a.features([]area.Area{found})
	if err != nil {
		return err
	}
	if as == asCSV {
		sendCSV(w, r, ref, table(a.facts(area.Area{}), features))
		return nil
	}
	sendFeature(w, r, features[0])
	return nil
}

func (a areas) features(found []area.Area) ([]feature, error) {
	features := make([]feature, len(found))
	for i, one := range found {
		shape, err := lonLat(one.LonLat, one.Shape)
		if err != nil {
			return nil, err
		}
		features[i] = feature{one.Ref, shape, a.facts(one)}
	}
	return features, nil
}

func (a areas) facts(one area.Area) []fact {
	return facts(one.Ref, one.Values(),
		fact{name: "organisation-name", text: one.OrganisationName},
		fact{"hectares", strconv.FormatFloat(plans.Round(one.Hectares, 1), 'f', 1, 64), true},
		fact{"perimeter-km", strconv.FormatFloat(plans.Round(one.PerimeterKm, 2), 'f', 2, 64), true},
		fact{name: "publisher", text: one.Publisher},
		fact{name: "attribution", text: one.Attribution},
		fact{name: "as-at", text: plans.FormatDate(one.AsAt)},
		fact{name: "link", text: a.PublicURL + "/areas/" + url.PathEscape(one.Ref)},
	)
}

// homes is what lies inside the area.
func (a areas) homes(w http.ResponseWriter, r *http.Request) error {
	as, err := a.format(w, r, asPage, asJSON, asCSV)
	if err != nil {
		return err
	}
	q, err := readQuery(r, questionKeys()...)
	if err != nil {
		return err
	}
	ref, err := refIn(r, "plan area")
	if err != nil {
		return err
	}
	b, err := a.storedArea(r.Context(), ref)
	if err != nil {
		return err
	}
	answer, err := a.count(r.Context(), q, b, true)
	if err != nil {
		return err
	}
	answer.link = a.PublicURL + "/homes/summary?" + readableQuery(answer.address())
	if as == asPage {
		return a.homesPage(w, r, "/areas/"+ref+"/homes", answer)
	}
	return a.sendSummary(w, r, answer, as)
}
