package web

import (
	"fmt"
	"net/http"
	"strconv"

	"terrier/plans/area"
)

// crumb is one step of the way to a page.
type crumb struct{ Href, Name string }

type keptView struct {
	Page
	Token, Name string
	Base        string // address of what it is a version of
	Crumbs      []crumb
	Own         bool
	Judged      bool // the rules were asked
	Version     string
	Rows        []keptRow
	Ready       bool
	Picture     pictureView
	Hectares    string
	Reason, Day string
	Fingerprint string
	Statements  []statementView
	Homes       summaryView
	Course      course
}

type keptRow struct {
	Number, Day, Author, Reason, Name, Hectares, Fingerprint, Before string
	Ready                                                            bool
}

func (d drafts) versionsPage(w http.ResponseWriter, r *http.Request, draft area.Draft, kept []area.DraftVersion, own bool) error {
	page, _ := d.frame(r.Context(), "areas", "Versions of "+draftName(draft.Name), "")
	view := keptView{Page: page, Token: draft.Token, Name: draftName(draft.Name), Own: own, Ready: draft.Ready > 0}
	for i, v := range kept {
		row := keptRow{Number: strconv.Itoa(v.Number), Day: longDate(v.CreatedAt), Author: d.authorOf(v.Author, own), Reason: v.Reason, Name: draftName(v.Name), Hectares: hectares(v.Hectares),
			Fingerprint: v.SHA256[:16], Ready: v.Ready}
		if i+1 < len(kept) {
			row.Before = strconv.Itoa(kept[i+1].Number)
		}
		view.Rows = append(view.Rows, row)
	}
	return d.showPrivate(w, r, http.StatusOK, "draft/versions.html", view)
}

func (d drafts) versionPage(w http.ResponseWriter, r *http.Request, v visitor, draft area.Draft, kept area.DraftVersion, own bool) error {
	page, _ := d.frame(r.Context(), "areas", fmt.Sprintf("Version %d of %s", kept.Number, draftName(kept.Name)), "")
	view := keptView{Page: page, Token: draft.Token, Name: draftName(draft.Name), Base: "/drafts/" + draft.Token, Crumbs: draftCrumbs(draft, true), Own: own, Judged: true, Version: strconv.Itoa(kept.Number), Ready: kept.Ready,
		Picture: picture(drawnLayer{"drawn", kept.Shape}), Hectares: hectares(kept.Hectares), Reason: kept.Reason, Day: longDate(kept.CreatedAt), Fingerprint: kept.SHA256}
	side, err := d.side(r.Context(), v, draft, "number", view.Version)
	if err != nil {
		return err
	}
	verdict, err := d.judge(r.Context(), side.drawing)
	if err != nil {
		return err
	}
	if view.Statements, err = d.statementViews(r.Context(), verdict.Statements, v); err != nil {
		return err
	}
	if err := d.countSide(r.Context(), &side); err != nil {
		return err
	}
	view.Homes = side.homes.view("")
	if view.Course, err = d.edgesInWords(r.Context(), kept.Shape, draft.Revises); err != nil {
		return err
	}
	return d.showPrivate(w, r, http.StatusOK, "draft/version.html", view)
}

// draftCrumbs are the way to a page about a draft.
func draftCrumbs(draft area.Draft, versions bool) []crumb {
	way := []crumb{{"/drafts", "Drafts"}, {"/drafts/" + draft.Token, draftName(draft.Name)}}
	if versions {
		way = append(way, crumb{"/drafts/" + draft.Token + "/versions", "Versions"})
	}
	return way
}
