package web_test

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"terrier/plans/access"
	"terrier/plans/web"
)

const alice = "alice@hollindale.example"

func TestSignInByOrganisation(t *testing.T) {
	w := newTown(t)
	w.clock = time.Now()
	o := newProvider(t)
	d := withDoors(t, w, o.configured)
	account := func(email string) int64 {
		a, err := d.writer.AccountOf(t.Context(), access.Address{Text: email, Key: email})
		if err != nil && !errors.Is(err, access.ErrGone) {
			t.Fatal(err)
		}
		return a.ID
	}
	begun := func() *person { p := newPerson(t, d); p.from = ""; return p } // no limit on a socket that knows no addresses
	const button = "/sign-in/organisation/hollindale"

	t.Run("the provider is away when we start, and comes", func(t *testing.T) {
		p := begun()
		p.get("/sign-in?to=/areas").status(200).says(`href="/sign-in/organisation/hollindale?to=%2fareas"`).says("Sign in with Hollindale &lt;Council&gt;")
		a := p.get(button).status(503).says("The sign-in of Hollindale &lt;Council&gt; cannot be reached at the moment").says("Send me a link")
		if a.Header().Get("Retry-After") == "" || len(p.cookies) != 0 {
			t.Errorf("%v, cookies %v", a.Header(), p.cookies)
		}
		p.ask("GET", button, "", "Accept", "application/json").status(503).says("provider-away")
		p.post("/sign-in", "email", clerk).to("/sign-in/sent")
		o.start()
		p.get(o.as(p, "alice", "/areas?near=1")).to("/areas?near=1")
		p.get("/account").status(200).says(alice).says("By your organisation")
		p.get("/account/passkeys").status(200).says("Hollindale &lt;Council&gt;")
	})
	t.Run("the same person comes back, on a browser where somebody else was", func(t *testing.T) {
		was := account(alice)
		p := begun()
		p.cookies["__Host-terrier"] = &http.Cookie{Name: "__Host-terrier", Value: strings.Repeat("A", 43)} // fixed from outside
		p.get(o.as(p, "alice", "//evil.example")).to("/account")
		if account(alice) != was || len(p.cookies) != 1 || p.cookies["__Host-terrier"].Value == strings.Repeat("A", 43) {
			t.Errorf("account %d, cookies %v", account(alice), p.cookies)
		}
		p.get(button + "?to=/areas").to("/areas") // is signed in already
	})
	t.Run("an account that is there already is taken, with no role", func(t *testing.T) {
		d.signedIn(t, "carol@hollindale.example")
		was := account("carol@hollindale.example")
		p := begun()
		p.get(o.as(p, "carol", "/account")).to("/account")
		if account("carol@hollindale.example") != was || len(d.roster.Who(was).Roles) != 0 {
			t.Error("another account, or a role")
		}
	})
	t.Run("the address is in the user info only", func(t *testing.T) {
		p := begun()
		p.get(o.as(p, "~dora", "/account")).to("/account")
		p.get("/account").status(200).says("dora@hollindale.example")
	})
	t.Run("an address that is not verified", func(t *testing.T) {
		was := account("carol@hollindale.example")
		p := begun()
		p.get(o.as(p, "unverified:carol@hollindale.example", "/areas")).status(403).says("does not say that it has verified").says("Send me a link").says(`name="to" value="/areas"`)
		p.get("/account").to("/sign-in?to=%2Faccount")
		begun().get(o.as(p, "unverified:~carol", "/")).status(410) // in another browser
		if account("carol@hollindale.example") != was {
			t.Error("the account is another")
		}
	})
	t.Run("an address of others", func(t *testing.T) {
		d.signedIn(t, "victim@elsewhere.example")
		for _, name := range []string{"victim@elsewhere.example", "victim@sub.hollindale.example", "victim@hollindale.example.evil.example", "victim@HOLLINDALE.example@evil.example"} {
			p := begun()
			p.get(o.as(p, name, "/")).status(403)
			p.get("/account").to("/sign-in?to=%2Faccount")
		}
		p := begun()
		p.get(o.as(p, "victim@elsewhere.example", "/")).says("may not sign in addresses at elsewhere.example")
	})
	unproven := func(t *testing.T, name string) {
		t.Helper()
		p := begun()
		p.get(o.as(p, name, "/")).status(403).says("cannot be trusted")
		p.get("/account").to("/sign-in?to=%2Faccount")
	}
	t.Run("another nonce", func(t *testing.T) {
		o.tampered(t, func(_ http.ResponseWriter, r *http.Request) bool {
			if q := r.URL.Query(); r.URL.Path == "/auth" {
				q.Set("nonce", "of-an-earlier-sign-in")
				r.URL.RawQuery = q.Encode()
			}
			return false
		})
		unproven(t, "alice")
	})
	t.Run("keys are changed", func(t *testing.T) {
		o.rotate()
		p := begun()
		p.get(o.as(p, "alice", "/account")).to("/account")
	})
	t.Run("a key that is published no more", func(t *testing.T) {
		p := begun()
		p.get(o.as(p, "alice", "/account")).to("/account") // it was good until now
		before := o.keys()
		o.rotate()
		withdrawn := o.keys()
		if string(before) == string(withdrawn) {
			t.Fatal("the keys are the same")
		}
		o.tampered(t, func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/jwks" {
				w.Header().Set("Content-Type", "application/json")
				_, _ = w.Write(before)
			}
			return r.URL.Path == "/jwks"
		})
		unproven(t, "alice")
	})
	t.Run("a token that is too old", func(t *testing.T) {
		p := begun()
		back := o.as(p, "alice", "/")
		w.wait(2 * tokensLast * time.Second)
		p.get(back).status(403).says("cannot be trusted")
		w.wait(-2 * tokensLast * time.Second)
	})
	t.Run("the provider goes away in between", func(t *testing.T) {
		p := begun()
		back := o.as(p, "alice", "/")
		o.tampered(t, func(w http.ResponseWriter, r *http.Request) bool { w.WriteHeader(http.StatusBadGateway); return true })
		p.get(back).status(503).says("cannot be reached at the moment")
	})
	t.Run("a provider that knows us no more", func(t *testing.T) {
		p := newPerson(t, withDoors(t, w, func(c *web.Config) {
			o.configured(c)
			c.Doors.Providers[0].Secret = "another"
		}))
		p.get(o.as(p, "alice", "/")).status(503).says("cannot be reached at the moment")
	})
	t.Run("answers are used once, where they were asked for", func(t *testing.T) {
		p, thief := begun(), begun()
		back := o.as(p, "alice", "/account")
		thief.get(back).status(410).says("begun in another browser")
		had := maps.Clone(p.cookies)
		p.get(back).to("/account")
		again := begun()
		again.cookies = had
		again.get(back).status(410)
		// a code that was stolen on its way fits no other sign-in
		q, _ := url.Parse(o.as(p.without("__Host-terrier"), "alice", "/"))
		other, _ := url.Parse(o.as(thief, "mallory", "/"))
		mixed := other.Query()
		mixed.Set("code", q.Query().Get("code"))
		thief.get(other.Path + "?" + mixed.Encode()).status(403).says("cannot be trusted")
	})
	t.Run("bad answers", func(t *testing.T) {
		back := button + "/back"
		for _, query := range []string{"", "?code=x", "?state=x", "?state=&code=&error="} {
			begun().get(back + query).status(400).says("no answer of an organisation")
		}
		begun().get(back + "?state=x&code=y").status(410)
		for _, try := range []struct {
			name   string
			change func(url.Values)
			status int
			words  string
		}{
			{"state", func(q url.Values) { q.Set("state", strings.Repeat("A", 43)) }, 410, "begun in another browser"},
			{"issuer", func(q url.Values) { q.Set("iss", "https://evil.example") }, 403, "cannot be trusted"},
			{"code", func(q url.Values) { q.Set("code", "\x00\xff") }, 403, "cannot be trusted"},
			{"no", func(q url.Values) { q.Set("error", "access_denied"); q.Del("code") }, 403, "did not sign you in"},
			{"fault", func(q url.Values) { q.Set("error", "server_error"); q.Del("code") }, 503, "cannot be reached"},
			{"junk", func(q url.Values) { q.Set("error", "<script>") }, 403, "did not sign you in"},
		} {
			p := begun()
			to, _ := url.Parse(o.as(p, "alice", "/"))
			q := to.Query()
			try.change(q)
			p.get(to.Path + "?" + q.Encode()).status(try.status).says(try.words)
			if p.get("/account").Code == 200 {
				t.Errorf("%s: signed in", try.name)
			}
		}
		begun().get("/sign-in/organisation/elsewhere").status(404)
		begun().get("/sign-in/organisation/elsewhere/back?state=x&code=y").status(404)
		begun().post(button).status(405)
		begun().get(button + "?to=" + strings.Repeat("%2Fa", 3000)).status(303)
	})
	t.Run("too many", func(t *testing.T) {
		refused := 0
		for range access.PerClient.Burst + 5 {
			p := newPerson(t, d)
			p.from = "198.51.100.9:1"
			if p.get(button).Code == 429 {
				refused++
			}
		}
		if refused != 5 {
			t.Errorf("%d attempts were refused", refused)
		}
	})
	if log := d.logged(); strings.Contains(log, "the secret of terrier") || strings.Contains(log, alice) || !strings.Contains(log, "the nonce is another") {
		t.Error("the log has a secret or an address in it, or does not say why a sign-in failed")
	}
}

// without is the person after a cookie was dropped.
func (p *person) without(cookie string) *person {
	delete(p.cookies, cookie)
	return p
}

// Two organisations: what one sends back signs nobody in at the other.
func TestOrganisationsAreApart(t *testing.T) {
	w := newTown(t)
	w.clock = time.Now()
	o := newProvider(t)
	o.start()
	d := withDoors(t, w, func(c *web.Config) {
		o.configured(c)
		other := c.Doors.Providers[0]
		other.Organisation, other.Domains = "elsewhere", []string{"elsewhere.example"}
		c.Doors.Providers = append(c.Doors.Providers, other)
	})
	p := newPerson(t, d)
	back := o.as(p, "eve@elsewhere.example", "/")
	p.get(strings.Replace(back, "hollindale", "elsewhere", 1)).status(410)
	p.get(back).status(403).says("may not sign in addresses at elsewhere.example")
}
