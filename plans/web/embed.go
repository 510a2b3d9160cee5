package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/provenance"
	"terrier/tiles/serve"
)

// embeds are small pages for frames on other sites: a picture, words and a table, which a script may make a live map. No cookie is looked at,
// and nothing comes from elsewhere.
type embeds struct{ *site }

func (e embeds) routes(r chi.Router) { r.Get("/embed/{kind}/{ref}", e.handle(e.one)) }

func (e embeds) one(w http.ResponseWriter, r *http.Request) error {
	x, o, err := e.asked(w, r)
	if err != nil {
		return err
	}
	name, view, err := e.view(r, x, o)
	if err != nil {
		return err
	}
	body, err := e.render(name, "embed", view)
	if err != nil {
		return err
	}
	serve.Send(w, r, serve.Answer{Type: "text/html; charset=utf-8", Cache: serve.Fresh, Body: body})
	return nil
}

// asked is what an embed shows, and how. A header says who may frame it, whatever comes of the rest.
func (e embeds) asked(w http.ResponseWriter, r *http.Request) (x exhibit, o *embedOptions, err error) {
	kind, ref := pathPart(r, "kind"), pathPart(r, "ref")
	if kind == "maps" && ref == newMap {
		framedBy(w.Header(), []string{"'self'"})
		return e.preview(r)
	}
	if x, err = e.exhibit(r.Context(), kind, ref); err != nil {
		return x, nil, err
	}
	framedBy(w.Header(), x.allowed)
	o, err = readEmbedOptions(r, x)
	return x, o, err
}

// view is the template of a kind with what it shows.
func (e embeds) view(r *http.Request, x exhibit, o *embedOptions) (name string, view any, err error) {
	frame, around, err := e.embedded(r, x, o)
	if err != nil {
		return "", nil, err
	}
	sources := around.sources
	switch x.Kind {
	case "areas":
		v := areaEmbedView{embedView: frame, Area: x.area, Hectares: hectares(x.area.Hectares), PerimeterKm: perimeterKm(x.area.PerimeterKm)}
		stage, _ := area.Stages.Find(x.area.Stage)
		v.StageName, v.Status = stage.Name, stage.Group
		counted, err := e.countIn(r.Context(), x.Ref, "tenure")
		if err != nil {
			return "", nil, err
		}
		inside, assetsInside, err := e.assetsInArea(r.Context(), x.Ref)
		if err != nil {
			return "", nil, err
		}
		v.Summary, v.Assets, v.AssetsCount = counted.view(""), rowsOfAssets(inside), assetsInside.Total()
		v.sourced(append(append(sources, x.area.Source), append(counted.Sources, assetsInside.Sources...)...))
		return "embed/area.html", v, nil
	case "assets":
		v := assetEmbedView{embedView: frame, KindName: asset.Kinds.Name(x.asset.Kind), Record: x.asset, OwnerKind: asset.OwnerKinds.Name(x.asset.OwnerKind), GridRef: gridRefOf(x.asset), Inexact: x.asset.Position == "postcode"}
		if v.Areas, err = assets(e).areasAt(r, x.asset.Point); err != nil {
			return "", nil, err
		}
		v.sourced(append(sources, x.asset.Source))
		return "embed/asset.html", v, nil
	case "associations":
		answer, _, err := associations(e).homesOf(r.Context(), x.association)
		if err != nil {
			return "", nil, err
		}
		v := associationEmbedView{embedView: frame, Summary: answer.view(""), Sent: x.association.Sent}
		v.sourced(append(append(sources, x.association.Source), answer.Sources...))
		return "embed/association.html", v, nil
	case "maps":
		v, err := e.mapView(r, x, frame, sources)
		return "embed/map.html", v, err
	default:
		shown, err := e.figureView(r, figureAnswer{figure: x.figure})
		if err != nil {
			return "", nil, err
		}
		v := figureEmbedView{embedView: frame, Figure: shown}
		v.sourced(append(sources, x.figure.Sources...))
		return "embed/figure.html", v, nil
	}
}

type areaEmbedView struct {
	embedView
	StageName, Status     string
	Area                  area.Area
	Hectares, PerimeterKm string
	Summary               summaryView
	Assets                []assetRow
	AssetsCount           provenance.Number
}

type assetEmbedView struct {
	embedView
	Record    asset.Asset
	KindName  string
	OwnerKind string
	GridRef   string
	Inexact   bool // placed by its postcode
	Areas     []areaRow
}

type associationEmbedView struct {
	embedView
	Summary summaryView
	Sent    bool // it waits for the next public release
}

type figureEmbedView struct {
	embedView
	Figure figureView
}

// goneAway answers for all that is not there for everybody, always with the same bytes: nobody learns whether it ever was.
func (s *site) goneAway(w http.ResponseWriter, r *http.Request) error {
	page, _ := s.frame(r.Context(), "", "This map is not here", "")
	body, err := s.render("embed/gone.html", "embed", goneView{page, "This map is not here", noExhibit.Message, noExhibit.Remedy, s.PublicURL + "/"})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", serve.Never)
	send(w, r, http.StatusNotFound, "text/html; charset=utf-8", body)
	return nil
}

// goneView is what stands in a frame in which there is nothing to show.
type goneView struct {
	Page
	Heading, Says, Remedy string
	Home                  string // of this server
}
