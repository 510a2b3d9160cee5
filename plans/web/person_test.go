package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/data/jobs"
	"terrier/data/postgis"
	"terrier/plans/access"
	"terrier/plans/home"
	"terrier/plans/web"
)

// doors are ways in to a town, over its database: sessions are followed as a server follows them, and mail is kept.
type doors struct {
	*town
	writer *postgis.Writer
	roster *access.Roster
	feed   *postgis.Feed
	trail  *postgis.Audit
	makes  web.ReleaseMaker
	http.Handler

	mu      sync.Mutex
	letters []letter
	silent  error // what sending mail fails with
}

type letter struct{ to, subject, text string }

func withDoors(t testing.TB, w *town, change func(*web.Config)) *doors {
	t.Helper()
	pool := w.db.Pool(t, postgis.RoleWrite)
	d := &doors{town: w, writer: postgis.NewWriter(pool), roster: access.NewRoster(), feed: postgis.NewAccessFeed(pool), trail: postgis.NewAudit(pool),
		makes: jobs.NewReleases(context.WithoutCancel(t.Context()), postgis.NewReleases(w.db.Pool(t, postgis.RoleLoad), home.ProtectedScheme), func() time.Time { return w.clock })}
	must(t, d.catchUp(t.Context()))
	ctx, stop := context.WithCancel(context.Background())
	var followed sync.WaitGroup
	followed.Go(func() { d.feed.Follow(ctx, time.Second, d.apply, func(postgis.Progress) {}) })
	t.Cleanup(func() { stop(); followed.Wait() })
	config := w.config(nil)
	config.Doors, config.Entitled = d.doors(), w.entitled(t)
	config.Stock = w.bring(t)
	config.Drafts, config.MapKeeper = d.drafts(), d.writer
	if change != nil {
		change(&config)
	}
	d.Handler = web.New(config)
	return d
}

func (d *doors) apply(ctx context.Context, tx pgx.Tx, b postgis.Batch) error {
	return postgis.FeedRoster(ctx, tx, b, d.roster)
}

func (d *doors) catchUp(ctx context.Context) error {
	_, err := d.feed.Step(ctx, d.apply)
	return err
}

func (d *doors) doors() *web.Doors {
	return &web.Doors{Roster: d.roster, CatchUp: d.catchUp, SignIns: d.writer, People: d.writer, Roles: d.writer, Agreements: d.writer, Tokens: d.writer,
		Ceremonies: d.writer, Passkeys: d.writer, Identities: d.writer, Trail: d.trail, Releases: d.makes, Mail: d}
}

func (d *doors) drafts() *web.Drafts {
	return &web.Drafts{Keeper: d.writer, Versions: d.writer, Ground: d.reader, Rules: d.reader, Files: areaFiles{d.loader}}
}

// Send keeps what is sent.
func (d *doors) Send(_ context.Context, to, subject, text string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.silent == nil {
		d.letters = append(d.letters, letter{to, subject, text})
	}
	return d.silent
}

func (d *doors) sent() []letter {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]letter(nil), d.letters...)
}

// person is a browser: it keeps cookies and says where its forms come from.
type person struct {
	t       testing.TB
	site    http.Handler
	from    string // its address and port
	cookies map[string]*http.Cookie
}

func newPerson(t testing.TB, site http.Handler) *person {
	return &person{t, site, "192.0.2.1:1234", map[string]*http.Cookie{}}
}

func (p *person) ask(method, path, body string, headers ...string) asked {
	p.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.RemoteAddr = p.from
	r.Header.Set("Accept", browser)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for _, c := range p.cookies {
		r.AddCookie(c)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	a := asked{httptest.NewRecorder(), p.t, method + " " + path}
	p.site.ServeHTTP(a, r)
	for _, c := range a.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(p.cookies, c.Name)
		} else {
			p.cookies[c.Name] = c
		}
	}
	return a
}

// keep takes a session's token, as after signing in.
func (p *person) keep(token access.Secret) {
	p.cookies["__Host-terrier"] = &http.Cookie{Name: "__Host-terrier", Value: token.Reveal()}
}

func (p *person) get(path string) asked { p.t.Helper(); return p.ask(http.MethodGet, path, "") }

func (p *person) post(path string, fields ...string) asked {
	p.t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return p.ask(http.MethodPost, path, form.Encode())
}

// to is where an answer sends on to.
func (a asked) to(want string) asked {
	a.t.Helper()
	a.status(http.StatusSeeOther)
	if got := a.Header().Get("Location"); got != want {
		a.t.Errorf("%s sends on to %q, want %q", a.name, got, want)
	}
	return a
}

func (a asked) says(words string) asked {
	a.t.Helper()
	if !strings.Contains(a.Body.String(), words) {
		a.t.Errorf("%s does not say %q\n%s", a.name, words, firstBytes(a.Body.String()))
	}
	return a
}

var linkIn = regexp.MustCompile(regexp.QuoteMeta(publicURL) + `(/sign-in/\S+)`)

// linkTo is the last link that was sent to somebody.
func (d *doors) linkTo(t testing.TB, to string) string {
	t.Helper()
	all := d.sent()
	for i := len(all) - 1; i >= 0; i-- {
		if found := linkIn.FindStringSubmatch(all[i].text); found != nil && all[i].to == to {
			return found[1]
		}
	}
	t.Fatalf("no link was sent to %s: %v", to, all)
	return ""
}

// signedIn is a person who has signed in by a link.
func (d *doors) signedIn(t testing.TB, email string) *person {
	t.Helper()
	p := newPerson(t, d)
	p.post("/sign-in", "email", email).to("/sign-in/sent")
	p.post(d.linkTo(t, email)).to("/account")
	return p
}
