package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"terrier/plans/area"
	"terrier/plans/provenance"
	"terrier/tiles/serve"
)

// embeds are small pages for frames on other sites: no script, no cookie, nothing from elsewhere.
type embeds struct{ *site }

func (e embeds) routes(r chi.Router) { r.Get("/embed/areas/{ref}", e.handle(e.area)) }

type areaEmbedView struct {
	Page
	Heading     string
	StageName   string
	Status      string
	Area        area.Area
	Hectares    string
	PerimeterKm string
	Summary     summaryView
	AssetsCount provenance.Number
	PageAddress string
}

func (e embeds) area(w http.ResponseWriter, r *http.Request) error {
	ref, err := refIn(r, "plan area")
	if err != nil {
		return err
	}
	one, err := e.Areas.Area(r.Context(), ref)
	if err != nil {
		return err
	}
	counted, err := e.countIn(r.Context(), ref, "tenure")
	if err != nil {
		return err
	}
	_, assetsInside, err := e.assetsInArea(r.Context(), ref)
	if err != nil {
		return err
	}
	stage, _ := area.Stages.Find(one.Stage)
	page, _ := e.frame(r.Context(), "", areaTitle(one.Name), "/areas/"+ref)
	body, err := e.render("embed/area.html", "embed", areaEmbedView{
		Page: page, Heading: areaTitle(one.Name), StageName: stage.Name, Status: stage.Group, Area: one,
		Hectares: hectares(one.Hectares), PerimeterKm: perimeterKm(one.PerimeterKm),
		Summary: counted.view(""), AssetsCount: assetsInside.Total(),
		PageAddress: e.PublicURL + "/areas/" + ref,
	})
	if err != nil {
		return err
	}
	serve.Send(w, r, serve.Answer{Type: "text/html; charset=utf-8", Cache: serve.Fresh, Body: body})
	return nil
}
