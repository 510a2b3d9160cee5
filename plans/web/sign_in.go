package web

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
	"terrier/plans/access"
)

// signIns let people in: by a link that is sent to them, and in the demonstration by a button.
type signIns struct {
	*site
	perAddress, perClient *access.Attempts
}

// mostAttempts are remembered at once, of each kind: some ten megabytes.
const mostAttempts = 100_000

func newSignIns(s *site) signIns {
	return signIns{s, access.NewAttempts(access.PerAddress, mostAttempts), access.NewAttempts(access.PerClient, mostAttempts)}
}

func (s signIns) routes(g guarded) {
	g.on("GET", "/sign-in", s.page)
	g.on("POST", "/sign-in", s.ask)
	g.on("GET", "/sign-in/sent", s.sent)
	g.on("GET", "/sign-in/{token}", s.confirm)
	g.on("POST", "/sign-in/{token}", s.use)
	g.on("POST", "/sign-in/demo/{account}", s.demo)
	g.on("POST", "/sign-out", s.out)
}

type signInView struct {
	Page
	To      string // where to go on to
	Email   string // as it was typed
	Error   string
	NoMail  bool
	People  []personView
	Minutes int
}

// personView is one of the people of the demonstration.
type personView struct{ Account, Name string }

func (s signIns) view(r *http.Request, title string) signInView {
	page, _ := s.frame(r.Context(), "account", title, "")
	view := signInView{Page: page, To: onward(r.FormValue("to")), NoMail: s.Doors.Mail == nil, Minutes: int(access.LinkLife / time.Minute)}
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
	view.Email = r.PostFormValue("email")
	address, err := access.ParseAddress(view.Email)
	var known *plans.Error
	if errors.As(err, &known) && wantsPage(r) {
		view.Error = known.Message + " " + known.Remedy
		return s.showPrivate(w, r, http.StatusBadRequest, "account/sign-in.html", view)
	}
	if err != nil {
		return err
	}
	if err := s.spend(w, r, v.now); err != nil {
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

// linkFailed is access.ErrLink as an answer: 410, for to sign in is what was tried.
func linkFailed() error {
	var known *plans.Error
	errors.As(access.ErrLink, &known)
	return &refusal{http.StatusGone, known}
}

func (s signIns) use(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := s.spend(w, r, v.now); err != nil {
		return err
	}
	secret, ok := access.ParseSecret(chi.URLParam(r, "token"))
	if !ok {
		return linkFailed()
	}
	had, _ := s.token(r)
	in, err := s.Doors.SignIns.UseLink(r.Context(), secret, had, v.now)
	if errors.Is(err, access.ErrLink) {
		return linkFailed()
	}
	return s.begin(w, r, in, err)
}

// demo signs in as one of the invented people.
func (s signIns) demo(w http.ResponseWriter, r *http.Request, v visitor) error {
	for _, person := range s.Doors.Demo {
		if strconv.FormatInt(person.Account, 10) == chi.URLParam(r, "account") {
			had, _ := s.token(r)
			in, err := s.Doors.SignIns.StartSession(r.Context(), person.Account, "demo", had, v.now)
			return s.begin(w, r, in, err)
		}
	}
	return nothingHere(w, r)
}

// begin gives the browser its session and goes on.
func (s signIns) begin(w http.ResponseWriter, r *http.Request, in access.SignedIn, err error) error {
	if err != nil {
		return err
	}
	s.setCookie(w, in.Token)
	s.heard(r.Context(), in.Token)
	http.Redirect(w, r, onward(r.FormValue("to")), http.StatusSeeOther)
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

// spend counts an attempt of a client. What it says of itself in X-Forwarded-For is not looked at: anybody can write it.
func (s signIns) spend(w http.ResponseWriter, r *http.Request, now time.Time) error {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return nil // it came through a socket that knows no addresses
	}
	if wait, err := s.perClient.Take(access.Client(from.Addr()), now); err != nil {
		return tooMany(w, wait, err)
	}
	return nil
}

func tooMany(w http.ResponseWriter, wait time.Duration, err error) error {
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	var known *plans.Error
	if errors.As(err, &known) {
		return &refusal{http.StatusTooManyRequests, known}
	}
	return err
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
