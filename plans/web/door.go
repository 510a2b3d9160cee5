package web

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/tiles/serve"
)

// Doors are how people come in. Without them everybody is a reader.
type Doors struct {
	Roster     *access.Roster
	CatchUp    func(context.Context) error // brings the roster up to date with what was committed before it is called
	SignIns    SignIns
	People     People
	Roles      RoleKeeper
	Agreements AgreementKeeper
	Tokens     TokenKeeper
	Ceremonies CeremonyKeeper
	Passkeys   PasskeyKeeper
	Identities IdentityKeeper
	Trail      AuditReader
	Releases   ReleaseMaker
	Mail       Mailer // nil: this server sends no e-mail, and links are handed over by who runs it
	Providers  []IdentityProvider
	Demo       []DemoAccount // offered as buttons; whoever sets them sees that only this machine can press them
}

// SignIns keep links and sessions.
type SignIns interface {
	KeepLink(context.Context, access.Link) error
	UseLink(ctx context.Context, link, had access.Secret, now time.Time) (access.SignedIn, error)
	StartSession(ctx context.Context, account int64, means string, had access.Secret, now time.Time) (access.SignedIn, error)
	RotateSession(ctx context.Context, old access.Session, now time.Time) (next access.Session, token access.Secret, ok bool, err error)
	EndSession(ctx context.Context, family, reason string, now time.Time) error
	EndSessions(ctx context.Context, account int64, save, reason string, now time.Time) error
	Sessions(ctx context.Context, account int64, now time.Time) ([]access.Session, error)
}

// People are what is kept of a person, for that person.
type People interface {
	Export(ctx context.Context, account int64) (access.Export, error)
	Erase(ctx context.Context, account int64, now time.Time) error
}

// Mailer sends plain text.
type Mailer interface {
	Send(ctx context.Context, to, subject, text string) error
}

// DemoAccount is one of the invented people of the demonstration.
type DemoAccount struct {
	Account int64
	Name    string // the role that it is for
}

// visitor is who asks, at the moment of the request.
type visitor struct {
	access.Who
	session access.Session // of the browser, where it is signed in
	now     time.Time
}

// guarded are routes that may be somebody's: no cache keeps their answers, no script of another site reads them, and what changes
// something must come from a page of ours.
type guarded struct {
	*site
	chi.Router
	form int64 // most bytes of a form
}

// guarded adds such routes to a router. What each asks of the table of permissions stands in asks.
// Bodies are no larger than most.
func (s *site) guarded(r chi.Router, most int64, routes func(guarded)) {
	foreign := http.NewCrossOriginProtection()
	if err := foreign.AddTrustedOrigin(s.PublicURL); err != nil { // it begins with http or https and has no path
		s.Logger.Warn("pages at the public address cannot be told from others", "error", err.Error())
	}
	foreign.SetDenyHandler(s.handle(func(http.ResponseWriter, *http.Request) error {
		return refuse(http.StatusForbidden, "cross-origin", "", "This was sent by a page of another site, so nothing was done.", "Open the page here and try again.")
	}))
	r.Group(func(r chi.Router) {
		r.Use(private, foreign.Handler, limitBody(most))
		routes(guarded{s, r, mostOfForm})
	})
}

// badForm is what is said of a form that cannot be read.
func badForm(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return refuse(http.StatusRequestEntityTooLarge, "body-too-large", "", fmt.Sprintf("The form is larger than %s bytes.", thousands(int(tooLarge.Limit))), "Write less.")
	}
	return plans.Refuse("bad-form", "", "The form cannot be read.", "Send its fields as application/x-www-form-urlencoded.")
}

// mostOfForm is the most bytes of a form: its fields are short.
const mostOfForm = 64 << 10

// forms are the same routes, with forms of up to so many bytes.
func (g guarded) forms(most int64) guarded {
	g.form = most
	return g
}

func private(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", serve.Private)
		h.Set("Referrer-Policy", "same-origin") // the address of a link is a secret
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// on answers a route for whoever might do what it is for; h asks access.May of the thing itself.
func (g guarded) on(method, pattern string, h func(http.ResponseWriter, *http.Request, visitor) error) {
	action := Asks[method+" "+pattern]
	g.Method(method, pattern, g.handle(func(w http.ResponseWriter, r *http.Request) error {
		v, err := g.visitor(w, r)
		if err == nil {
			err = access.Might(v.Who, action, v.now)
		}
		if err != nil { // nothing of the body was read
			return g.toSignIn(w, r, err)
		}
		if media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); media == "application/x-www-form-urlencoded" { // held as a whole, unlike a file
			r.Body = http.MaxBytesReader(w, r.Body, g.form)
		}
		if err := r.ParseForm(); err != nil {
			return badForm(err)
		}
		return h(w, r, v)
	}))
}
