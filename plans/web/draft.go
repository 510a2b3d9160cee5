package web

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"github.com/paulmach/orb"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/area"
	"terrier/plans/timetable"
)

// DraftKeeper keeps drafts of plan areas.
type DraftKeeper interface {
	MakeDraft(ctx context.Context, d area.Draft, edit string, now time.Time) (area.Draft, error)
	Draft(ctx context.Context, token string) (area.Draft, error)
	DraftsOf(ctx context.Context, account int64) ([]area.Draft, error)
	SaveDraft(ctx context.Context, s area.Saved, now time.Time) (area.Draft, error)
	DeleteDraft(ctx context.Context, token string) error
	NeighbourDrafts(ctx context.Context, box orb.Bound, account int64, besides string) ([]area.Neighbour, error)
}

// VersionKeeper keeps their versions.
type VersionKeeper interface {
	KeepVersion(ctx context.Context, token string, had, author int64, reason string, parent int, now time.Time) (area.DraftVersion, error)
	DraftVersions(ctx context.Context, token string) ([]area.DraftVersion, error)
	DraftVersion(ctx context.Context, token string, number int) (area.DraftVersion, error)
	RestoreVersion(ctx context.Context, token string, number int, had, author int64, now time.Time) (area.Draft, area.DraftVersion, error)
	MarkReady(ctx context.Context, token string, number int, revising bool, by int64, now time.Time) error
	TakeBack(ctx context.Context, token string, by int64) error
}

// Surveyor knows the ground that areas are drawn on.
type Surveyor interface {
	Ground(ctx context.Context, box orb.Bound, revises string) (area.Ground, error)
	Land(ctx context.Context, refs []string) ([]area.Land, error)                                                                                 // "parish:E04000001", with shapes
	LandNamed(ctx context.Context, query string, kinds []string, limit int) ([]area.Land, error)                                                  // without shapes
	Edges(ctx context.Context, box orb.Bound, kinds []string) ([]area.Edge, error)                                                                // that reach into the box
	PostcodeParts(ctx context.Context, postcodes []string) (parts orb.MultiPolygon, approximate orb.MultiLineString, unknown []string, err error) // the land of some postcodes
}

// RuleBook has the rules that a verdict names.
type RuleBook interface {
	Rules(ctx context.Context) ([]timetable.Rule, error)
}

// ShapeFiles read areas from files.
type ShapeFiles interface {
	Shapes(ctx context.Context, name string, body []byte) ([]area.Feature, error)
}

// Drafts is what it takes to draw plan areas. Without it nobody does.
type Drafts struct {
	Keeper   DraftKeeper
	Versions VersionKeeper
	Ground   Surveyor
	Rules    RuleBook
	Files    ShapeFiles
}

// drafts are plan areas that somebody draws.
type drafts struct{ *site }

func (d drafts) routes(g guarded) {
	g.on("GET", "/drafts", d.list)
	g.on("POST", "/drafts", d.make)
	g.on("GET", "/drafts/new", d.newPage)
	g.on("GET", "/drafts/land", d.land)
	g.on("POST", "/drafts/shape", d.shape)
	g.on("POST", "/drafts/verdict", d.verdict)
	g.on("POST", "/drafts/repair", d.repair)
	g.on("GET", "/drafts/{token}", d.one)
	g.on("PUT", "/drafts/{token}", d.save)
	g.on("DELETE", "/drafts/{token}", d.remove)
	g.on("POST", "/drafts/{token}/delete", d.remove)
	g.on("GET", "/drafts/{token}/versions", d.versions)
	g.on("POST", "/drafts/{token}/versions", d.keep)
	g.on("GET", "/drafts/{token}/versions/{number}", d.version)
	g.on("POST", "/drafts/{token}/versions/{number}/restore", d.restore)
	g.on("POST", "/drafts/{token}/versions/{number}/ready", d.ready)
	g.on("POST", "/drafts/{token}/take-back", d.takeBack)
	g.on("GET", "/drafts/{token}/compare", d.compare)
	g.on("GET", "/snap", d.snap)
	g.on("GET", "/snap/follow", d.follow)
}

// fileRoutes take files, and lists of corners that are longer than other forms.
func (d drafts) fileRoutes(g guarded) {
	g = g.forms(mostOfList)
	g.on("POST", "/drafts/new", d.newForm)
	g.on("POST", "/drafts/file", d.file)
}

var draftToken = regexp.MustCompile(`^[a-z2-7]{26}$`)

// noDraft is said of a draft that is not there and of one that is not the reader's: which it is, is not told.
var noDraft = &plans.Error{Kind: plans.NotFound, Code: "not-found", Message: "There is no draft at this address that you may see.",
	Remedy: "If it is yours, sign in. If somebody sent you the link, ask them to share the draft."}

// seen is a draft that somebody may see, and whether it is theirs.
func (d drafts) seen(ctx context.Context, v visitor, token string) (found area.Draft, own bool, err error) {
	if !draftToken.MatchString(token) {
		return found, false, noDraft
	}
	found, err = d.Drafts.Keeper.Draft(ctx, token)
	var known *plans.Error
	if errors.As(err, &known) && known.Kind == plans.NotFound {
		return found, false, noDraft
	}
	if err != nil {
		return found, false, err
	}
	own = access.May(v.Who, access.DrawDraft, access.Subject{Account: found.Owner}, v.now) == nil
	if !own && !found.Shared() {
		return area.Draft{}, false, noDraft
	}
	return found, own, nil
}

// own is a draft that somebody may do something to.
func (d drafts) own(ctx context.Context, v visitor, token string, action access.Action) (area.Draft, error) {
	found, own, err := d.seen(ctx, v, token)
	if err != nil {
		return found, err
	}
	if !own {
		return area.Draft{}, access.May(v.Who, action, access.Subject{Account: found.Owner}, v.now)
	}
	return found, nil
}

// etag of a draft is its version.
func etag(d area.Draft) string { return `"` + strconv.FormatInt(d.Version, 10) + `"` }

// had is the version that a change was made from, as If-Match has it.
func had(r *http.Request) (int64, error) {
	given := r.Header.Get("If-Match")
	if given == "" {
		return 0, refuse(http.StatusPreconditionRequired, "if-match-needed", "If-Match", "It is not said which version of the draft was changed.",
			"Send the ETag of the draft as If-Match, so that nobody's change is overwritten.")
	}
	if len(given) > 2 && given[0] == '"' && given[len(given)-1] == '"' {
		if version, err := strconv.ParseInt(given[1:len(given)-1], 10, 64); err == nil && version > 0 {
			return version, nil
		}
	}
	return 0, plans.Refuse("bad-if-match", "If-Match", "If-Match is not the ETag of a draft.", `Send it as the draft had it: "7".`)
}

// make keeps a draft from a document.
func (d drafts) make(w http.ResponseWriter, r *http.Request, v visitor) error {
	doc, err := d.readDraft(r)
	if err != nil {
		return err
	}
	made, err := d.Drafts.Keeper.MakeDraft(r.Context(), doc.draft(v.Account), doc.Edit, v.now)
	if err != nil {
		return err
	}
	w.Header().Set("Location", "/drafts/"+made.Token)
	return d.send(w, r, http.StatusCreated, made)
}

// save changes a draft.
func (d drafts) save(w http.ResponseWriter, r *http.Request, v visitor) error {
	found, err := d.own(r.Context(), v, pathPart(r, "token"), access.DrawDraft)
	if err != nil {
		return err
	}
	from, err := had(r)
	if err != nil {
		return err
	}
	doc, err := d.readDraft(r)
	if err != nil {
		return err
	}
	change := area.Saved{Draft: doc.draft(v.Account), Had: from, Edit: doc.Edit}
	change.Token = found.Token
	saved, err := d.Drafts.Keeper.SaveDraft(r.Context(), change, v.now)
	var overtaken *area.Overtaken
	if errors.As(err, &overtaken) {
		return d.sendOvertaken(w, r, overtaken.Stands)
	}
	if err != nil {
		return err
	}
	return d.send(w, r, http.StatusOK, saved)
}

// remove deletes a draft with its versions.
func (d drafts) remove(w http.ResponseWriter, r *http.Request, v visitor) error {
	found, err := d.own(r.Context(), v, pathPart(r, "token"), access.DrawDraft)
	if err != nil {
		return err
	}
	if err := d.Drafts.Keeper.DeleteDraft(r.Context(), found.Token); err != nil {
		return err
	}
	if r.Method == http.MethodDelete {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	http.Redirect(w, r, "/drafts", http.StatusSeeOther)
	return nil
}

// one is a draft as a page, or as data.
func (d drafts) one(w http.ResponseWriter, r *http.Request, v visitor) error {
	token, as, err := suffixed(w, r, "token", asPage, asJSON, asGeoJSON)
	if err != nil {
		return err
	}
	if _, err := readQuery(r, drawKeys...); err != nil {
		return err
	}
	found, own, err := d.seen(r.Context(), v, token)
	switch {
	case err != nil:
		return err
	case as == asPage:
		return d.page(w, r, v, found, own)
	case as == asGeoJSON:
		return d.sendAsFeature(w, r, found)
	}
	return d.send(w, r, http.StatusOK, found)
}
