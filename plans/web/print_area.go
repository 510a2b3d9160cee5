package web

import (
	"context"
	"net/http"

	"terrier/plans/area"
)

// printedArea is an area of the register as it is printed, in its newest version.
func (p prints) printedArea(ctx context.Context, ref string) (of printed, err error) {
	one, err := p.Areas.Area(ctx, ref)
	if err != nil {
		return of, err
	}
	versions, err := p.Areas.AreaVersions(ctx, ref)
	if err != nil {
		return of, err
	}
	stage, _ := area.Stages.Find(one.Stage)
	of = printed{Title: area.Title(one.Name), TitleCy: one.NameCy, Authority: one.OrganisationName, Body: one.RelevantBody, Status: stage.Name, Hectares: one.Hectares,
		Source: one.Source, ref: one.Ref, shape: one.Shape, Day: one.AsAt}
	if day := newest(one); !day.IsZero() {
		of.Status += ", " + longDate(day)
	}
	if len(versions) > 0 {
		newest := versions[0]
		of.Version, of.Day, of.SHA256 = newest.Number, newest.CreatedAt, newest.SHA256
	}
	if of.ground, err = p.groundAround(ctx, of.shape, ""); err != nil {
		return of, err
	}
	of.words, err = p.boundaryInWords(ctx, of.shape, of.ref)
	return of, err
}

// areaPage is the map of an area as a page.
func (p prints) areaPage(w http.ResponseWriter, r *http.Request) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	ref, err := refIn(r, "plan area")
	if err != nil {
		return err
	}
	of, err := p.printedArea(r.Context(), ref)
	if err != nil {
		return err
	}
	page, _ := p.frame(r.Context(), "areas", "Map of "+of.Title, "/areas/"+ref+"/map")
	view, err := p.view(r.Context(), page, of, "/pictures/areas/"+ref+".pdf")
	if err != nil {
		return err
	}
	view.Crumbs = []crumb{{"/areas", "Areas"}, {"/areas/" + ref, of.Title}}
	view.Versions, view.GeoJSON = "/areas/"+ref+"/versions", "/areas/"+ref+".geojson"
	return p.show(w, r, "area/map.html", view)
}
