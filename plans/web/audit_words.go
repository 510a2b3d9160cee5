package web

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/audit"
	"terrier/plans/home"
)

// auditWords put entries of the audit trail into words, as far as the reader may know what they say.
type auditWords struct {
	site     *site
	question auditQuestion
	bodies   bodies
	areas    map[string]string // names by ref
}

// words gathers what the entries of a list name.
func (a auditTrail) words(ctx context.Context, q auditQuestion, listed []audit.Listed) (w auditWords, err error) {
	w = auditWords{site: a.site, question: q, areas: map[string]string{}}
	ids, refs := slices.Clone(q.Concerns), []string{}
	for _, l := range listed {
		told := l.Detail.Read()
		ids = append(ids, told.Of...)
		refs = append(refs, told.Authority)
	}
	if w.bodies, err = a.bodies(ctx, ids, refs); err != nil {
		return w, err
	}
	lists, err := a.lists.get(ctx)
	if err != nil {
		return w, err
	}
	for _, area := range lists.areas {
		w.areas[area.Ref] = area.Name
	}
	return w, nil
}

func (w auditWords) who(who audit.Who) string {
	switch id := who.AccountID(); {
	case id != 0:
		return w.account(id)
	case who == audit.CommandLine:
		return "Command line"
	}
	return "The public"
}

func (w auditWords) account(id int64) string {
	if account, ok := w.site.Doors.Roster.Account(id); ok {
		return account.Email.Text
	}
	return fmt.Sprintf("Erased account %d", id)
}

var sayDone = map[string]string{
	"count-homes": "Counted homes exactly", "list-homes": "Listed homes one by one", "download-homes": "Downloaded homes as a file", "open-figure": "Opened a kept figure of homes",
	"sign-in": "Signed in", "end-sign-ins": "Ended all sign-ins and API tokens of %s", "erase-account": "Erased their account", "make-api-token": "Made an API token", "revoke-api-token": "Revoked an API token",
	"make-agreement": "Let %s see homes exactly", "revoke-agreement": "Ended the agreement with %s",
	"apply-stock": "Asked for an uploaded file to be brought into the register", "undo-stock": "Asked for an uploaded file to be taken out of the register",
	"import": "Imported a file of %s", "undo-import": "Took an import of %s back",
	"mark-ready": "Marked version %d of a draft as ready to submit", "take-back-ready": "Took back that version %d of a draft is ready to submit",
	"save-map": "Kept a map", "publish-map": "Showed a map to everybody", "withdraw-map": "Took a map back from the public", "delete-map": "Deleted a map",
	"build-release": "Built the public release %s",
}

var saySignedIn = map[string]string{"link": " by a link", "passkey": " by a passkey", "oidc": " by their organisation", "demo": " in the demonstration"}

var saySignedOut = map[string]string{access.EndedByPerson: "Signed out", access.EndedBySignIn: "Signed out, by signing in anew in the same browser",
	access.EndedByReplay: "Was signed out: a copy of the session was used", access.EndedByOthers: "Was signed out"}

var registerNames = map[string]string{"homes": "homes", "assets": "community assets", "areas": "plan areas", "boundaries": "boundaries", "organisations": "organisations",
	"places": "places", "basemap": "the basemap"}

// what says what was done, in one line.
func (w auditWords) what(e audit.Entry, t audit.Told) string {
	says := sayDone[e.Action]
	role, of, ruled := roleIn(e.Action)
	switch {
	case e.Kind == "home":
		return orAction(says, e) + w.where(t) + w.homes(t)
	case e.Action == string(access.SignIn):
		return says + saySignedIn[t.Means]
	case e.Action == string(access.SignOut):
		return orAction(saySignedOut[t.Means], e)
	case e.Action == "end-sign-ins":
		id, _ := strconv.ParseInt(e.Ref, 10, 64)
		return fmt.Sprintf(says, w.account(id))
	case e.Kind == "release" && says != "":
		return fmt.Sprintf(says, e.Ref)
	case e.Kind == "draft" && says != "":
		return fmt.Sprintf(says, t.Version) + digestSays(t)
	case e.Kind == "agreement" && says != "":
		return fmt.Sprintf(says, w.bodies.ref(t.Authority)) + placeSays(t) + daysSay(t)
	case ruled:
		to := ""
		if t.Account != 0 {
			to = w.account(t.Account)
		}
		return fmt.Sprintf(of, to, role) + placeSays(t) + daysSay(t)
	case e.Kind == "import" && t.Marked != "" && t.CountsFor(w.question.counts): // to others it is an import of homes like any
		return w.marked(e, t)
	case e.Kind == "import" && says != "":
		return fmt.Sprintf(says, orElse(registerNames[t.Register], "another kind")) + w.imported(e, t)
	case e.Action == string(access.UploadStock) && t.Task == "discard":
		return "Discarded an uploaded file" + digestSays(t)
	case e.Action == string(access.UploadStock) && t.Task == "read":
		return "Read what an uploaded file says of homes" + digestSays(t)
	case e.Action == string(access.UploadStock):
		return "Uploaded a file of homes, or had it checked anew" + digestSays(t)
	case e.Kind == "upload" && says != "":
		return says + digestSays(t)
	}
	return orAction(says, e)
}

// orAction is what is said of an event that has no words of its own.
func orAction(says string, e audit.Entry) string {
	return orElse(says, strings.ToUpper(e.Action[:1])+strings.ReplaceAll(e.Action[1:], "-", " "))
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// roleIn takes an action apart that gives or ends a role; says has the account and the role.
func roleIn(action string) (role, says string, ok bool) {
	for prefix, says := range map[string]string{"invite-": "Invited somebody%s as %s", "grant-": "Gave %s the role %s", "revoke-": "Ended for %s the role %s"} {
		if slug, cut := strings.CutPrefix(action, prefix); cut {
			if name := access.Roles.Name(slug); slices.Contains(access.Roles.Slugs(), slug) {
				return strings.ToLower(name), says, true
			}
		}
	}
	return "", "", false
}

func placeSays(t audit.Told) string {
	if t.Place == "" {
		return ""
	}
	return " in " + t.Place
}

func daysSay(t audit.Told) (says string) {
	from, hasFrom := plans.ParseDate(t.From)
	until, hasUntil := plans.ParseDate(t.Until)
	if hasFrom {
		says += " from " + longDate(from)
	}
	if hasUntil {
		says += " until " + longDate(until)
	}
	return says
}

// where says what was asked about. Owners are left out: who is told of one of them is not told of the others.
func (w auditWords) where(t audit.Told) string {
	var says string
	switch {
	case t.Steps > 1:
		says = fmt.Sprintf(" in a shape while it was drawn, at %s", plural(t.Steps, "step", "steps"))
	case t.Steps == 1, t.Shape != nil, t.ShapeHash != "":
		says = " in a drawn shape"
	case t.Box != "":
		says = " in a box on the map"
	case t.Area != "":
		var names []string
		for _, ref := range strings.Split(t.Area, ",") {
			names = append(names, orElse(w.areas[ref], ref))
		}
		says = " in " + strings.Join(names, " and ")
	}
	if day, ok := plans.ParseDate(t.AsAt); ok {
		says += ", as they stood at the end of " + longDate(day)
	}
	for _, g := range home.PastGroupings() {
		if values := t.Where[g.Key]; len(values) > 0 && g.Key != "owner" {
			says += "; " + strings.ToLower(g.Name) + ": " + strings.Join(values, ", ")
		}
	}
	return says
}

// homes says how many homes an answer had, to whoever sees all of them anyway.
func (w auditWords) homes(t audit.Told) string {
	if t.Homes == nil || !t.CountsFor(w.question.counts) {
		return ""
	}
	return " (" + plural(*t.Homes, "home", "homes") + ")"
}

func (w auditWords) imported(e audit.Entry, t audit.Told) (says string) {
	if t.File != "" {
		says = " “" + t.File + "”"
	}
	says += ", import " + e.Ref
	if t.Register != "homes" || t.CountsFor(w.question.counts) {
		if t.Accepted != nil {
			says += fmt.Sprintf(": %s brought in, %s refused", plural(*t.Accepted, "row", "rows"), thousands(t.Refused))
		}
		if t.Removed != nil {
			says += fmt.Sprintf(": %s removed, %s as before, %s left", plural(*t.Removed, "row", "rows"), thousands(t.Restored), thousands(t.Refused))
		}
	}
	return says + digestSays(t)
}

// marked says what was done with homes that were marked without a file.
func (w auditWords) marked(e audit.Entry, t audit.Told) string {
	says := "Withheld homes"
	if t.Marked == home.Lifted {
		says = "Withheld homes no longer"
	}
	if t.Accepted != nil {
		says += " (" + plural(*t.Accepted-t.Unchanged, "home", "homes") + ")"
	}
	return says + ", import " + e.Ref + ". Reason: " + home.MarkReasons.Name(t.Reason)
}

// digestSays tells files apart.
func digestSays(t audit.Told) string {
	if t.SHA256 == "" {
		return ""
	}
	return fmt.Sprintf(" (SHA-256 %.12s…)", t.SHA256)
}
