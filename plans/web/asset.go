package web

import (
	"context"
	"net/http"
	"net/url"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
	"terrier/plans/asset"
	"terrier/plans/provenance"
)

// assets answers about community assets.
type assets struct{ *site }

func (a assets) routes(r chi.Router) {
	r.Get("/assets", a.handle(a.list))
	r.Get("/assets.{suffix}", a.handle(a.list))
	r.Get("/assets/{ref}", a.handle(a.one))
}

func (a assets) list(w http.ResponseWriter, r *http.Request) error {
	as, err := a.format(w, r, asPage, asGeoJSON, asCSV)
	if err != nil {
		return err
	}
	q, err := readQuery(r, "kind", "area", "bbox", "crs", "reference", "organisation", "bom")
	if err != nil {
		return err
	}
	asked, err := a.askedOfAssets(r.Context(), q)
	if err != nil {
		return err
	}
	found, err := a.find(r.Context(), asked)
	if err != nil {
		return err
	}
	if filter := asked.filter; filter.Reference != "" {
		return redirectToOne(w, r, "assets", as, filter.Reference, refsOf(found, func(a asset.Asset) string { return a.Ref }))
	}
	if as == asPage {
		return a.listPage(w, r, found, asked, a.figureOfAssets(asked.question, found))
	}
	features, err := a.features(found)
	if err != nil {
		return err
	}
	if as == asCSV {
		sendCSV(w, r, "assets", table(a.facts(asset.Asset{CostPence: -1}), features))
		return nil
	}
	about, err := a.about.get(r.Context())
	if err != nil {
		return err
	}
	sendFeatures(w, r, features, about.attributions)
	return nil
}

// assetsAsked is a question about community assets: what the register is asked, and what their figure is asked.
type assetsAsked struct {
	filter   asset.Filter
	box      box
	question provenance.Question
}

// askedOfAssets may be about a box within an area: the box is then a filter. An area has the outline that its figure names.
func (s *site) askedOfAssets(ctx context.Context, q query) (asked assetsAsked, err error) {
	filter := &asked.filter
	if filter.Kind, err = q.code("kind", asset.Kinds); err != nil {
		return asked, err
	}
	if filter.Reference, filter.Organisation, err = referenceIn(q); err != nil {
		return asked, err
	}
	ref, err := q.one("area")
	if err != nil {
		return asked, err
	}
	if asked.box, filter.HasBox, err = readBox(q); err != nil {
		return asked, err
	}
	asked.question = provenance.Question{Of: "assets", Where: map[string][]string{"kind": filled(filter.Kind)}}
	if filter.HasBox {
		filter.Box = asked.box.onGrid.Bound()
	}
	switch {
	case ref != "":
		if filter.HasBox {
			asked.question.Where["bbox"], asked.question.Where["crs"] = []string{boundText(asked.box.given)}, []string{string(asked.box.system)}
		}
		asked.question.Within, filter.Within, err = s.outline(ctx, ref)
	case filter.HasBox:
		asked.question.Within = asked.box.boundary()
	}
	return asked, err
}

func (a assets) find(ctx context.Context, asked assetsAsked) ([]asset.Asset, error) {
	found, err := a.Assets.Assets(ctx, asked.filter)
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

// assetsInArea are those that a stored area reaches, with the figure of how many.
func (s *site) assetsInArea(ctx context.Context, ref string) ([]asset.Asset, *provenance.Figure, error) {
	within, shape, err := s.outline(ctx, ref)
	if err != nil {
		return nil, nil, err
	}
	found, err := s.Assets.Assets(ctx, asset.Filter{Within: shape})
	return found, s.figureOfAssets(provenance.Question{Of: "assets", Within: within}, found), err
}

func (a assets) one(w http.ResponseWriter, r *http.Request) error {
	name, as, err := suffixed(w, r, "ref", asPage, asGeoJSON, asCSV)
	if err != nil {
		return err
	}
	if _, err := readQuery(r, "bom"); err != nil {
		return err
	}
	ref, err := checkRef(name, "community asset")
	if err != nil {
		return err
	}
	found, err := a.Assets.Asset(r.Context(), ref)
	if err != nil {
		return err
	}
	if as == asPage {
		return a.page(w, r, found)
	}
	features, err := a.features([]asset.Asset{found})
	if err != nil {
		return err
	}
	if as == asCSV {
		sendCSV(w, r, ref, table(a.facts(asset.Asset{CostPence: -1}), features))
		return nil
	}
	sendFeature(w, r, features[0])
	return nil
}

func (a assets) features(found []asset.Asset) ([]feature, error) {
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

func (a assets) facts(one asset.Asset) []fact {
	return facts(one.Ref, withoutPerson(one).Values(),
		fact{name: "organisation-name", text: one.OrganisationName},
		fact{name: "publisher", text: one.Publisher},
		fact{name: "attribution", text: one.Attribution},
		fact{name: "as-at", text: plans.FormatDate(one.AsAt)},
		fact{name: "link", text: a.PublicURL + "/assets/" + url.PathEscape(one.Ref)},
	)
}

// withoutPerson leaves out the name of an owner who is a person (UK GDPR): the register keeps it, the public is not told.
func withoutPerson(one asset.Asset) asset.Asset {
	if one.OwnerKind == "individual" {
		one.Owner = ""
	}
	return one
}
