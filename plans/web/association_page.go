package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"terrier/plans/asset"
	boundaries "terrier/plans/boundary"
	"terrier/plans/organisation"
	"terrier/plans/provenance"
)

type associationsView struct {
	Page
	Rows   []associationRow
	All    bool
	Count  provenance.Number // of the associations listed
	Homes  provenance.Number // of all of them
	Mixed  bool              // there is a public release
	Bounds string
}

// associationRow is an association in a list.
type associationRow struct {
	Ref, Name string
	Homes     provenance.Number // that something is told of; zero for none
	Code      string            // the Regulator's
	Size      string
	Sent      bool // it waits for the next public release
}

func rowsOfAssociations(found []organisation.Holding, stock *provenance.Figure) []associationRow {
	rows := make([]associationRow, len(found))
	for i, h := range found {
		rows[i] = associationRow{h.Ref, h.Name, stock.Part("owner", h.Ref), h.RPCode, organisation.SizeBands.Name(h.SizeBand), h.Sent}
	}
	return rows
}

func (a associations) listPage(w http.ResponseWriter, r *http.Request, found []organisation.Holding, all bool, stock *provenance.Figure) error {
	page, about := a.frame(r.Context(), "associations", "Housing associations", "/associations")
	view := associationsView{Page: page, Rows: rowsOfAssociations(found, stock), All: all, Count: a.figureOfAssociations(all, found).Total(), Homes: stock.Total(), Mixed: a.table() != nil}
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
	Published   summaryView // of the homes that it publishes, by all that is known of them
	Rows        []zoneRow   // its homes by zone
	One, Many   string      // what the zones are called
	Mixed       bool        // there is a public release
	Left        int         // zones of which nothing can be told
	Release     string
	Assets      []assetRow // that it owns
	Bounds      string     // of the homes that it publishes
}

func (a associations) page(w http.ResponseWriter, r *http.Request, h organisation.Holding, answer, published summary) error {
	page, _ := a.frame(r.Context(), "associations", h.Name, "/associations/"+h.Ref)
	page.Shared = a.sharedPicture("associations", h.Ref, h.Name, "A housing association. "+sharedFigure(answer.figure, h.Name))
	page.shares(a.site, exhibit{Heading: page.Title, Path: "/associations/" + h.Ref})
	view := associationView{Page: page, Association: h, Designation: organisation.Designations.Name(h.RPDesignation),
		Form: organisation.CorporateForms.Name(h.CorporateForm), Size: organisation.SizeBands.Name(h.SizeBand),
		Origin: organisation.Origins.Name(h.Origin), Successions: successionsOf(h), Summary: answer.view("/homes"), Published: published.view("/homes"), Mixed: a.table() != nil}
	if t := a.table(); t != nil {
		view.Release = t.Name
	}
	var extent orb.Bound
	var err error
	if answer.Total > 0 {
		if view.Rows, extent, view.Left, err = a.homesByZone(r.Context(), a.wards, map[string][]string{"owner": {h.Ref}}, func(boundaries.Zone) bool { return true }); err != nil {
			return err
		}
		view.One, view.Many = zoneNames(view.Rows)
	}
	owned, err := a.Assets.Assets(r.Context(), asset.Filter{})
	if err != nil {
		return err
	}
	view.Assets = rowsOfAssets(slices.DeleteFunc(owned, func(one asset.Asset) bool { return one.Owner != h.Name }))
	if h.Homes > 0 {
		extent = h.Extent
	}
	if h.Homes > 0 || len(view.Rows) > 0 {
		box, err := inDegrees(extent)
		if err != nil {
			return err
		}
		if h.Homes > 0 { // a ward has room around its homes
			box = roomAround(box)
		}
		view.Bounds = bounds(box)
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
