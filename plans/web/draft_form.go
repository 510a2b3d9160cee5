package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strings"

	"terrier/plans"
	"terrier/plans/area"
)

// newForm makes a draft by one of the ways that need no scripts.
func (d drafts) newForm(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := d.spend(w, r, d.drawn); err != nil {
		return err
	}
	asked := wayAsked{Way: r.PostFormValue("way"), Text: r.PostFormValue("text"), Of: r.PostFormValue("text")}
	set, err := d.formSet(r, v, asked)
	var known *plans.Error
	if err != nil && !(asError(err, &known) && wantsPage(r)) {
		return err
	}
	if err != nil || len(set.problems) > 0 {
		view, errOfView := d.drawView(r, v, area.Draft{}, true)
		if errOfView != nil {
			return errOfView
		}
		view.Problems, view.Text, view.Way = set.problems, cmp.Or(asked.Text, r.PostFormValue("refs")), asked.Way
		status := http.StatusUnprocessableEntity
		if err != nil {
			view.Error, status = known.Message+" "+known.Remedy, problemOf(err).Status
		}
		return d.showPrivate(w, r, status, "draft/draw.html", view)
	}
	made, err := d.Drafts.Keeper.MakeDraft(r.Context(), area.Draft{Owner: v.Account, Name: set.name, Viewers: "private", Shape: set.shape, Approximate: set.approximate}, requestID(r), v.now)
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/drafts/"+made.Token, http.StatusSeeOther)
	return nil
}

// formSet is the shape that a form asks for.
func (d drafts) formSet(r *http.Request, v visitor, asked wayAsked) (setShape, error) {
	if r.MultipartForm == nil && isMediaType(r, "multipart/form-data") {
		found, err := d.readFile(r)
		if err != nil {
			return setShape{}, err
		}
		for _, f := range found {
			if f.Problem == nil {
				return setShape{shape: f.Shape, name: f.Name}, nil
			}
		}
		return setShape{}, plans.Refuse("no-area", "file", "There is no area in the file that can be used.", "Choose a file with a polygon in it.")
	}
	if asked.Way == "boundaries" {
		var err error
		if asked.Refs, err = d.refsTyped(r.Context(), r.PostFormValue("refs")); err != nil {
			return setShape{}, err
		}
	}
	return d.set(r.Context(), v, asked)
}

// refsTyped are the parishes and wards that are typed, one a line, by name or by code.
func (d drafts) refsTyped(ctx context.Context, text string) (refs []string, err error) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if len(refs) == mostRefs {
			return nil, plans.Refuse("boundaries", "refs", fmt.Sprintf("More than %d parishes and wards are named.", mostRefs), "Name fewer, or import a file.")
		}
		found, err := d.Drafts.Ground.LandNamed(ctx, shorten(line), []string{"parish", "ward"}, 1)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, plans.Missing("parish or ward", shorten(line))
		}
		refs = append(refs, found[0].Kind+":"+found[0].Code)
	}
	return refs, nil
}
