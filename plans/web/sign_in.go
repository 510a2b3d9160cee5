package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
	"terrier/plans/access"
)

// signIns let people in: by a link that is sent to them, by a passkey, by their organisation's own sign-in, and in the demonstration by
// a button.
type signIns struct {
	*site
	perAddress, perClient *access.Attempts
}

func newSignIns(s *site) signIns {
	const says = "There were too many attempts to sign in."
	return signIns{s, access.NewAttempts(access.PerAddress, mostAttempts, says), access.NewAttempts(access.PerClient, mostAttempts, says)}
}

func (s signIns) routes(g guarded) {
	g.on("GET", "/sign-in", s.page)
	g.on("POST", "/sign-in", s.ask)
	g.on("GET", "/sign-in/sent", s.sent)
	g.on("GET", "/sign-in/{token}", s.confirm)
	g.on("POST", "/sign-in/{token}", s.use)
	g.on("POST", "/sign-in/passkey/challenge", s.challengePasskey)
	g.on("POST", "/sign-in/passkey/answer", s.answerPasskey)
	g.on("GET", "/sign-in/organisation/{ref}", s.toOrganisation)
	g.on("GET", "/sign-in/organisation/{ref}/back", s.fromOrganisation)
	g.on("POST", "/sign-in/demo/{account}", s.demo)
	g.on("POST", "/sign-out", s.out)
}

type signInView struct {
	Page
	To        string // where to go on to
	Email     string // as it was typed
	Error     string
	BadEmail  bool // it is what the error is about
	NoMail    bool
	Party     passkeysView
	Providers []providerView
	People    []personView
	Minutes   int
}

// providerView is an organisation that has a sign-in of its own.
type providerView struct{ Ref, Name string }

// personView is one of the people of the demonstration.
type personView struct{ Account, Name string }

func (s signIns) view(r *http.Request, title string) signInView {
	page, _ := s.frame(r.Context(), "account", title, "")
	view := signInView{Page: page, To: onward(r.FormValue("to")), Email: r.PostFormValue("email"), NoMail: s.Doors.Mail == nil,
		Party: s.party.about(), Minutes: int(access.LinkLife / time.Minute)}
	for _, p := range s.Doors.Providers {
		view.Providers = append(view.Providers, providerView{p.Organisation, p.Name})
	}
	for _, person := range s.Doors.Demo {
		view.People = append(view.People, personView{strconv.FormatInt(person.Account, 10), person.Name})
	}
	return view
}

func (s signIns) page(w http.ResponseWriter, r *http.Request, v visitor) error {
	view := s.view(r, "Sign in")
	if v.Account != 0 {
		http.Redirect(w, r, view.To, http.StatusSeeOther)
		return nil
	}
	return s.showPrivate(w, r, http.StatusOK, "account/sign-in.html", view)
}

// ask sends a link. It says the same whether there is an account or not, and does the same: an account is made when its link is used.
func (s signIns) ask(w http.ResponseWriter, r *http.Request, v visitor) error {
	if s.Doors.Mail == nil {
		return &plans.Error{Kind: plans.Unavailable, Code: "no-mail", Message: "This server sends no e-mail.", Remedy: "Ask whoever runs it for a link."}
	}
	view := s.view(r, "Sign in")
	address, err := access.ParseAddress(view.Email)
	if err != nil {
		return s.again(w, r, view.To, err)
	}
	if err := s.spend(w, r, s.perClient); err != nil {
		return err
	}
	if wait, err := s.perAddress.Take(address.Key, v.now); err != nil {
		return tooMany(w, wait, err)
	}
	link, secret := access.NewLink(address, v.now)
	if err := s.Doors.SignIns.KeepLink(r.Context(), link); err != nil {
		return err
	}
	there := s.PublicURL + "/sign-in/" + secret.Reveal() // never the host that was asked: who asks can write any
	if view.To != onward("") {
		there += "?to=" + url.QueryEscape(view.To)
	}
	if err := s.Doors.Mail.Send(r.Context(), address.Text, "Sign in to Terrier", fmt.Sprintf(linkText, view.Minutes, there)); err != nil {
		return err
	}
	http.Redirect(w, r, "/sign-in/sent", http.StatusSeeOther)
	return nil
}

const linkText = `Somebody asked to sign in to Terrier with this e-mail address.

Open this link within %d minutes and press the button there:

%s

It works once. If it was not you who asked, do nothing: without this link nobody gets in.
`

func (s signIns) sent(w http.ResponseWriter, r *http.Request, _ visitor) error {
	return s.showPrivate(w, r, http.StatusOK, "account/sent.html", s.view(r, "Look for our e-mail"))
}

// confirm asks for a press of a button: what looks into mail for viruses opens links, too, and would use this one up.
func (s signIns) confirm(w http.ResponseWriter, r *http.Request, _ visitor) error {
	if _, ok := access.ParseSecret(chi.URLParam(r, "token")); !ok {
		return linkFailed()
	}
	return s.showPrivate(w, r, http.StatusOK, "account/link.html", s.view(r, "Sign in"))
}

func linkFailed() error { return gone(access.ErrLink) }

// gone answers what is over (access.ErrLink, access.ErrCeremony) with 410, for to sign in is what was tried. Other errors stay as they are.
func gone(err error) error {
	var known *plans.Error
	if errors.As(err, &known) && known.Kind == plans.SignedOut {
		return &refusal{http.StatusGone, known}
	}
	return err
}

// again shows the page to sign in once more, and why it did not work: the other ways in are there, and lead to what was asked for.
// Programs get the problem.
func (s signIns) again(w http.ResponseWriter, r *http.Request, to string, err error) error {
	if cause := (*away)(nil); errors.As(err, &cause) {
		s.Logger.WarnContext(r.Context(), "an organisation's sign-in cannot be used", "request", requestID(r), "provider", cause.provider, "error", cause.Error())
		w.Header().Set("Retry-After", "10")
	}
	if cause := (*untrusted)(nil); errors.As(err, &cause) {
		s.Logger.WarnContext(r.Context(), "what an organisation's sign-in sent does not hold", "request", requestID(r), "error", cause.Error())
	}
	var known *plans.Error
	if !errors.As(err, &known) || !wantsPage(r) {
		return err
	}
	view := s.view(r, "Sign in")
	view.To, view.Error, view.BadEmail = onward(to), known.Message+" "+known.Remedy, known.Field == "email"
	return s.showPrivate(w, r, problemOf(err).Status, "account/sign-in.html", view)
}

func (s signIns) use(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := s.spend(w, r, s.perClient); err != nil {
		return err
	}
	secret, ok := access.ParseSecret(chi.URLParam(r, "token"))
	if !ok {
		return linkFailed()
	}
	had, _ := s.token(r)
	in, err := s.Doors.SignIns.UseLink(r.Context(), secret, had, v.now)
	if err != nil {
		return gone(err)
	}
	return s.begin(w, r, in, r.FormValue("to"))
}

// demo signs in as one of the invented people.
func (s signIns) demo(w http.ResponseWriter, r *http.Request, v visitor) error {
	for _, person := range s.Doors.Demo {
		if strconv.FormatInt(person.Account, 10) == chi.URLParam(r, "account") {
			had, _ := s.token(r)
			in, err := s.Doors.SignIns.StartSession(r.Context(), person.Account, "demo", had, v.now)
			if err != nil {
				return err
			}
			return s.begin(w, r, in, r.FormValue("to"))
		}
	}
	return nothingHere(w, r)
}

// begin gives the browser its session and goes on.
func (s signIns) begin(w http.ResponseWriter, r *http.Request, in access.SignedIn, to string) error {
	s.setCookie(w, in.Token)
	http.Redirect(w, r, onward(to), http.StatusSeeOther)
	return nil
}

func (s signIns) out(w http.ResponseWriter, r *http.Request, v visitor) error {
	if v.session.Family != "" {
		if err := s.Doors.SignIns.EndSession(r.Context(), v.session.Family, access.EndedByPerson, v.now); err != nil {
			return err
		}
	}
	s.dropCookie(w)
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// showPrivate sends a page that no cache keeps.
func (s *site) showPrivate(w http.ResponseWriter, r *http.Request, status int, name string, view any) error {
	body, err := s.render(name, "layout", view)
	if err != nil {
		return err
	}
	send(w, r, status, "text/html; charset=utf-8", body)
	return nil
}
