package web

import (
	"net/http"
	"slices"
	"strings"

	"terrier/geo/bng"
	"terrier/plans/organisation"
)

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
	Successions []organisation.Succession // with the kind as it is shown
	Summary     summaryView
	Bounds      string // of the homes that it publishes
}

func (a associations) page(w http.ResponseWriter, r *http.Request, h organisation.Holding, answer summary) error {
	page, _ := a.frame(r.Context(), "associations", h.Name, "/associations/"+h.Ref)
	view := associationView{Page: page, Association: h, Designation: organisation.Designations.Name(h.RPDesignation),
		Form: organisation.CorporateForms.Name(h.CorporateForm), Size: organisation.SizeBands.Name(h.SizeBand),
		Origin: organisation.Origins.Name(h.Origin), Successions: successionsOf(h), Summary: answer.view("/homes")}
	if h.Homes > 0 {
		extent, err := bng.TransformWGS84(h.Extent.ToPolygon())
		if err != nil {
			return err
		}
		view.Bounds = bounds(roomAround(extent.Bound()))
	}
	return a.show(w, r, "organisation/page.html", view)
}

func successionsOf(h organisation.Holding) []organisation.Succession {
	list := slices.Clone(h.Successions)
	for i := range list {
		list[i].Kind = strings.ToLower(organisation.SuccessionKinds.Name(list[i].Kind))
	}
	return list
}
