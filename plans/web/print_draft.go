package web

import (
	"fmt"
	"net/http"
	"strconv"

	"terrier/plans/area"
	"terrier/plans/provenance"
)

// printedDraft is a version of a draft as it is printed, for whoever may see the draft.
func (p prints) printedDraft(r *http.Request, v visitor) (draft area.Draft, kept area.DraftVersion, of printed, err error) {
	d := drafts{p.site}
	if draft, _, err = d.seen(r.Context(), v, pathPart(r, "token")); err != nil {
		return draft, kept, of, err
	}
	if kept, err = d.keptIn(r, draft, pathPart(r, "number")); err != nil {
		return draft, kept, of, err
	}
	if len(kept.Shape) == 0 {
		return draft, kept, of, errNothingDrawn
	}
	of = printed{Title: area.Title(draftName(kept.Name)), Status: "Draft, kept on " + longDate(kept.CreatedAt), Version: kept.Number, Day: kept.CreatedAt, SHA256: kept.SHA256,
		Hectares: kept.Hectares, Approximate: len(kept.Approximate), shape: kept.Shape, Source: provenance.Source{Publisher: "The outline was drawn by whoever keeps this draft; it is in no register."}}
	if kept.Ready {
		of.Status = "Draft, ready to submit"
	}
	if of.ground, err = p.groundAround(r.Context(), kept.Shape, kept.Revises); err != nil {
		return draft, kept, of, err
	}
	if land, ok := landOf(of.ground, kept.Shape); ok {
		of.Authority = land.Name
	}
	of.Body = bodyOf(kept, of.ground)
	of.words, err = p.boundaryInWords(r.Context(), kept.Shape, draft.Revises)
	return draft, kept, of, err
}

// bodyOf is who would apply for a draft: the council of its parish by its name, where that is known.
func bodyOf(kept area.DraftVersion, ground area.Ground) string {
	for _, parish := range ground.Parishes {
		if kept.Parish != "" && parish.Code == kept.Parish {
			if parish.RelevantBody != "" {
				return parish.RelevantBody
			}
			return "The council of the parish " + parish.Name
		}
	}
	return area.RelevantBodyTypes.Name(kept.BodyType)
}

// draftPage is the map of a version as a page.
func (p prints) draftPage(w http.ResponseWriter, r *http.Request, v visitor) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	draft, kept, of, err := p.printedDraft(r, v)
	if err != nil {
		return err
	}
	page, _ := p.frame(r.Context(), "areas", fmt.Sprintf("Map of %s, version %d", of.Title, kept.Number), "")
	at := "/drafts/" + draft.Token + "/versions/" + strconv.Itoa(kept.Number)
	view, err := p.view(r.Context(), page, of, at+"/map.pdf")
	if err != nil {
		return err
	}
	view.Crumbs = append(draftCrumbs(draft, true), crumb{at, "Version " + strconv.Itoa(kept.Number)})
	view.Versions, view.GeoJSON = "/drafts/"+draft.Token+"/versions", at+".geojson"
	return p.showPrivate(w, r, http.StatusOK, "area/map.html", view)
}
