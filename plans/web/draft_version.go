package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/area"
)

// keptDocument is a version of a draft as JSON.
type keptDocument struct {
	Number    int             `json:"number"`
	CreatedAt string          `json:"created-at"`
	Author    string          `json:"author"`
	Reason    string          `json:"reason"`
	Parent    int             `json:"parent,omitempty"`
	Name      string          `json:"name"`
	Hectares  float64         `json:"hectares"`
	SHA256    string          `json:"sha256"`
	Ready     bool            `json:"ready"`
	Geometry  json.RawMessage `json:"geometry,omitempty"`
	Link      string          `json:"link"`
}

func (d drafts) keptDocument(token string, v area.DraftVersion, own bool) keptDocument {
	return keptDocument{Number: v.Number, CreatedAt: moment(v.CreatedAt), Author: d.authorOf(v.Author, own), Reason: v.Reason, Parent: v.Parent, Name: v.Name,
		Hectares: plans.Round(v.Hectares, 4), SHA256: v.SHA256, Ready: v.Ready, Link: fmt.Sprintf("%s/drafts/%s/versions/%d", d.PublicURL, token, v.Number)}
}

// authorOf is who kept a version: their e-mail address to themselves, and nobody's to others.
func (d drafts) authorOf(account int64, own bool) string {
	if found, ok := d.Doors.Roster.Account(account); ok && own {
		return found.Email.Text
	}
	return "the owner of the draft"
}

// versions are those that were kept of a draft.
func (d drafts) versions(w http.ResponseWriter, r *http.Request, v visitor) error {
	as, err := d.format(w, r, asPage, asJSON)
	if err != nil {
		return err
	}
	if _, err := readQuery(r); err != nil {
		return err
	}
	draft, own, err := d.seen(r.Context(), v, pathPart(r, "token"))
	if err != nil {
		return err
	}
	kept, err := d.Drafts.Versions.DraftVersions(r.Context(), draft.Token)
	if err != nil {
		return err
	}
	if as == asPage {
		return d.versionsPage(w, r, draft, kept, own)
	}
	documents := []keptDocument{}
	for _, one := range kept {
		documents = append(documents, d.keptDocument(draft.Token, one, own))
	}
	send(w, r, http.StatusOK, "application/json", asJSONText(map[string]any{"draft": draft.Token, "versions": documents}))
	return nil
}

// keep keeps the draft as it stands as a version. Slips of the hand are cleaned away before, and said.
func (d drafts) keep(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := d.spend(w, r, d.drawn); err != nil {
		return err
	}
	draft, err := d.own(r.Context(), v, pathPart(r, "token"), access.DrawDraft)
	if err != nil {
		return err
	}
	from, reason, err := keepingOf(r, draft)
	if err != nil {
		return err
	}
	draft, cleaned, err := d.cleaned(r, v, draft, from)
	if err != nil {
		return d.overtaken(w, r, err)
	}
	kept, err := d.Drafts.Versions.KeepVersion(r.Context(), draft.Token, draft.Version, v.Account, reason, 0, v.now)
	if err != nil {
		return d.overtaken(w, r, err)
	}
	if wantsPage(r) {
		http.Redirect(w, r, "/drafts/"+draft.Token+"/versions", http.StatusSeeOther)
		return nil
	}
	notes := []noteJSON{}
	if cleaned != "" {
		notes = append(notes, noteJSON{"Slips were taken away", cleaned})
	}
	doc, err := document(draft)
	if err != nil {
		return err
	}
	w.Header().Set("Location", fmt.Sprintf("/drafts/%s/versions/%d", draft.Token, kept.Number))
	w.Header().Set("ETag", etag(draft))
	send(w, r, http.StatusCreated, "application/json", asJSONText(map[string]any{"version": d.keptDocument(draft.Token, kept, true), "draft": doc, "notes": notes}))
	return nil
}

// keepingOf reads which state of the draft is kept and why, from a document or from a form.
func keepingOf(r *http.Request, draft area.Draft) (from int64, reason string, err error) {
	if r.PostForm != nil && r.Header.Get("If-Match") == "" && isForm(r) {
		from, reason = draft.Version, r.PostFormValue("reason")
	} else {
		if from, err = had(r); err != nil {
			return 0, "", err
		}
		var asked struct {
			Reason string `json:"reason"`
		}
		if err = readJSON(r, &asked); err != nil {
			return 0, "", err
		}
		reason = asked.Reason
	}
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return 0, "", plans.Refuse("reason-needed", "reason", "It is not said why this version is kept.", "Write a few words, as \"After the meeting of 3 June\".")
	}
	return from, reason, area.CheckReason(reason)
}

func isForm(r *http.Request) bool { return isMediaType(r, "application/x-www-form-urlencoded") }

func isMediaType(r *http.Request, name string) bool {
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return media == name
}

// cleaned takes slips of the hand away from a draft before it is kept. said is empty where there were none. Where the draft was cleaned before, from
// the same version, and the answer was lost, it is not overtaken by that.
func (d drafts) cleaned(r *http.Request, v visitor, draft area.Draft, from int64) (_ area.Draft, said string, err error) {
	edit := fmt.Sprintf("clean-%d", from)
	if from != draft.Version {
		stands, err := d.Drafts.Keeper.SaveDraft(r.Context(), area.Saved{Draft: draft, Had: from, Edit: edit}, v.now) // it is done already, or refused
		return stands, "", err
	}
	revised, err := d.revisable(r.Context(), v.Who, draft.Revises, v.now)
	if err != nil {
		return draft, "", err
	}
	ground, err := d.groundOf(r.Context(), draft.Shape, revised, draft.Token, v)
	if err != nil {
		return draft, "", err
	}
	question := area.Question{Shape: draft.Shape, BodyType: draft.BodyType, Parish: draft.Parish}
	if len(draft.Shape) == 0 {
		return draft, "", plans.Refuse("nothing-drawn", "geometry", "Nothing is drawn yet.", "Draw the area first.")
	}
	tidy := draft
	var change area.Comparison
	err = d.work(r.Context(), func() (err error) {
		if tidy.Shape, err = area.Mend(question, ground, area.Repair{Kind: "snap"}); err == nil && !tidy.Shape.Equal(draft.Shape) {
			change, err = area.Compare(draft.Shape, tidy.Shape)
		}
		return err
	})
	if err != nil || tidy.Shape.Equal(draft.Shape) {
		return draft, "", err
	}
	saved, err := d.Drafts.Keeper.SaveDraft(r.Context(), area.Saved{Draft: tidy, Had: from, Edit: edit}, v.now)
	return saved, "The line now lies on the edges that it ran along. " + change.Sentence(), err
}

// overtaken answers an error; where a draft was changed meanwhile with the draft as it stands.
func (d drafts) overtaken(w http.ResponseWriter, r *http.Request, err error) error {
	var overtaken *area.Overtaken
	if errors.As(err, &overtaken) {
		if !wantsPage(r) {
			return d.sendOvertaken(w, r, overtaken.Stands)
		}
		return refuse(http.StatusConflict, "draft-overtaken", "", "The draft was changed in another browser meanwhile. Nothing was done.", "Look at the draft again.")
	}
	return err
}

// version is one of them, with its shape.
func (d drafts) version(w http.ResponseWriter, r *http.Request, v visitor) error {
	name, as, err := suffixed(w, r, "number", asPage, asJSON, asGeoJSON)
	if err != nil {
		return err
	}
	if _, err := readQuery(r); err != nil {
		return err
	}
	draft, own, err := d.seen(r.Context(), v, pathPart(r, "token"))
	if err != nil {
		return err
	}
	kept, err := d.keptIn(r, draft, name)
	if err != nil {
		return err
	}
	switch as {
	case asPage:
		return d.versionPage(w, r, v, draft, kept, own)
	case asGeoJSON:
		feature, err := d.feature(draft.Token+"-"+strconv.Itoa(kept.Number), kept.Name, kept.Shape, map[string]any{"version": kept.Number, "reason": kept.Reason,
			"created-at": moment(kept.CreatedAt), "sha256": kept.SHA256, "hectares": plans.Round(kept.Hectares, 4)})
		if err != nil {
			return err
		}
		w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="draft-version-%d.geojson"`, kept.Number))
		send(w, r, http.StatusOK, mediaTypes[asGeoJSON][0], feature)
		return nil
	}
	doc := d.keptDocument(draft.Token, kept, own)
	if doc.Geometry, err = asDegrees(kept.Shape); err != nil {
		return err
	}
	send(w, r, http.StatusOK, "application/json", asJSONText(doc))
	return nil
}

func (d drafts) keptIn(r *http.Request, draft area.Draft, name string) (area.DraftVersion, error) {
	number, err := numberIn(name)
	if err != nil {
		return area.DraftVersion{}, err
	}
	return d.Drafts.Versions.DraftVersion(r.Context(), draft.Token, number)
}

// restore brings the shape and the words of a version back, as a new version.
func (d drafts) restore(w http.ResponseWriter, r *http.Request, v visitor) error {
	draft, number, err := d.ownVersion(r, v, access.DrawDraft)
	if err != nil {
		return err
	}
	from := draft.Version
	if r.Header.Get("If-Match") != "" || !isForm(r) {
		if from, err = had(r); err != nil {
			return err
		}
	}
	restored, _, err := d.Drafts.Versions.RestoreVersion(r.Context(), draft.Token, number, from, v.Account, v.now)
	if err != nil {
		return d.overtaken(w, r, err)
	}
	if wantsPage(r) {
		http.Redirect(w, r, "/drafts/"+draft.Token, http.StatusSeeOther)
		return nil
	}
	return d.send(w, r, http.StatusOK, restored)
}

func (d drafts) ownVersion(r *http.Request, v visitor, action access.Action) (draft area.Draft, number int, err error) {
	if draft, err = d.own(r.Context(), v, pathPart(r, "token"), action); err != nil {
		return draft, 0, err
	}
	number, err = numberIn(pathPart(r, "number"))
	return draft, number, err
}

// ready marks a version as ready to submit, where it shares land with nobody.
func (d drafts) ready(w http.ResponseWriter, r *http.Request, v visitor) error {
	draft, number, err := d.ownVersion(r, v, access.MarkReady)
	if err != nil {
		return err
	}
	kept, err := d.Drafts.Versions.DraftVersion(r.Context(), draft.Token, number)
	if err != nil {
		return err
	}
	revised, err := d.revisable(r.Context(), v.Who, kept.Revises, v.now)
	if err != nil {
		return err
	}
	err = d.Drafts.Versions.MarkReady(r.Context(), draft.Token, number, revised != "", v.Account, v.now)
	var inTheWay *area.InTheWay
	if errors.As(err, &inTheWay) {
		return refuse(http.StatusConflict, "overlaps", "geometry", sharedWith(inTheWay.Others), "Trim the area to their edge, keep that as a version, and mark it ready.")
	}
	if err != nil {
		return err
	}
	return d.changed(w, r, draft.Token)
}

// sharedWith names those that an area overlaps.
func sharedWith(others []area.Neighbour) string {
	var names []string
	for _, other := range others {
		names = append(names, other.Name)
	}
	return "This version shares land with " + area.Listed(names) + ", and two neighbourhood areas cannot overlap. It was not marked as ready."
}

// takeBack takes the mark away.
func (d drafts) takeBack(w http.ResponseWriter, r *http.Request, v visitor) error {
	draft, err := d.own(r.Context(), v, pathPart(r, "token"), access.MarkReady)
	if err != nil {
		return err
	}
	if err := d.Drafts.Versions.TakeBack(r.Context(), draft.Token, v.Account); err != nil {
		return err
	}
	return d.changed(w, r, draft.Token)
}

// changed answers with the draft as it is now, or brings a browser to its versions.
func (d drafts) changed(w http.ResponseWriter, r *http.Request, token string) error {
	if wantsPage(r) {
		http.Redirect(w, r, "/drafts/"+token+"/versions", http.StatusSeeOther)
		return nil
	}
	draft, err := d.Drafts.Keeper.Draft(r.Context(), token)
	if err != nil {
		return err
	}
	return d.send(w, r, http.StatusOK, draft)
}
