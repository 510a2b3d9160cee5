package web

import (
	"context"
	"net/http"
	"net/url"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
	"terrier/plans/asset"
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
	found, filter, err := a.find(r.Context(), q)
	if err != nil {
		return err
	}
	if filter.Reference != "" {
		return redirectToOne(w, r, "assets", as, filter.Reference, refsOf(found, func(a asset.Asset) string { return a.Ref }))
	}
	if as == asPage {
		question, err := a.questionAboutAssets(r.Context(), q)
		if err != nil {
			return err
		}
		return a.listPage(w, r, found, filter, a.figureOfAssets(question, found))
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

func (a assets) find(ctx context.Context, q query) (found []asset.Asset, filter asset.Filter, err error) {
	if filter.Kind, err = q.code("kind", asset.Kinds); err != nil {
		return nil, filter, err
	}
	if filter.Reference, filter.Organisation, err = referenceIn(q); err != nil {
		return nil, filter, err
	}
	if filter.Area, err = q.one("area"); err != nil {
		return nil, filter, err
	}
	if filter.Area != "" {
		if _, err = checkRef(filter.Area, "plan area"); err != nil {
			return nil, filter, err
		}
	}
	b, hasBox, err := readBox(q)
	if err != nil {
		return nil, filter, err
	}
	if hasBox {
		filter.Box, filter.HasBox = b.onGrid.Bound(), true
	}
	if found, err = a.Assets.Assets(ctx, filter); err != nil || !hasBox {
		return found, filter, err
	}
	touching := found[:0]
	for _, one := range found {
		shape, err := lonLat(one.LonLat, one.Shape)
		if err != nil {
			return nil, filter, err
		}
		if b.touches(shape.Bound(), one.Shape.Bound()) {
			touching = append(touching, one)
		}
	}
	return touching, filter, nil
}

func (a assets) one(w http.ResponseWriter, r *http.Request) error {
	name, as, err := split(pathPart(r, "ref"), asPage, asGeoJSON, asCSV)
	if err == nil && as == "" {
		as, err = choose(w, r, asPage, asGeoJSON, asCSV)
	}
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
