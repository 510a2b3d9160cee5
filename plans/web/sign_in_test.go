package web_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/web"
)

const clerk = "clerk@example.org"

func TestSignInByLink(t *testing.T) {
	d := withDoors(t, newTown(t), nil)
	p := newPerson(t, d)
	p.get("/account").to("/sign-in?to=%2Faccount")
	p.get("/account/export").to("/sign-in?to=%2Faccount%2Fexport")
	p.get("/sign-in?to=/account/erase").status(200).says(`value="/account/erase"`)
	p.post("/sign-in", "email", " Clerk@Example.org ", "to", "/account/erase").to("/sign-in/sent")
	p.get("/sign-in/sent").status(200).says("on its way")
	there := d.linkTo(t, "Clerk@example.org")
	if !strings.HasSuffix(there, "?to=%2Faccount%2Ferase") {
		t.Errorf("the link is %s", there)
	}
	for range 3 { // what looks into mail opens links, too
		newPerson(t, d).get(there).status(200).says("Press the button")
	}
	p.post(there).to("/account/erase")
	p.get("/account").status(200).says("Clerk@example.org")
	page := p.get("/sign-in")
	page.to("/account")
	for _, c := range p.cookies {
		if c.Name != "__Host-terrier" || !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("the cookie is %v", c)
		}
	}
	again := newPerson(t, d)
	again.post(there).status(http.StatusGone).says("link-unusable")
	again.get("/account").to("/sign-in?to=%2Faccount")
	if log := d.logged(); strings.Contains(log, strings.TrimPrefix(strings.Split(there, "?")[0], "/sign-in/")) || strings.Contains(strings.ToLower(log), clerk) {
		t.Error("the log has a link's secret or an address in it")
	}
}

// TestSignInSaysTheSame holds that nobody learns from the server whether somebody has an account.
func TestSignInSaysTheSame(t *testing.T) {
	d := withDoors(t, newTown(t), nil)
	d.signedIn(t, clerk)
	known, unknown := newPerson(t, d).post("/sign-in", "email", clerk), newPerson(t, d).post("/sign-in", "email", "nobody@example.org")
	a, b := known.Header().Clone(), unknown.Header().Clone()
	a.Del("X-Request-Id")
	b.Del("X-Request-Id")
	if known.Code != unknown.Code || known.Body.String() != unknown.Body.String() || len(a) != len(b) || a.Get("Location") != b.Get("Location") {
		t.Errorf("%d %v and %d %v", known.Code, a, unknown.Code, b)
	}
	last := d.sent()
	if x, y := last[len(last)-2], last[len(last)-1]; x.subject != y.subject || len(x.text) != len(y.text) {
		t.Errorf("%q and %q", x, y)
	}
}

func TestSignInRefuses(t *testing.T) {
	d := withDoors(t, newTown(t), nil)
	p := newPerson(t, d)
	for _, email := range []string{"", "nobody", "a@b", "a b@example.org", "a@example.org\r\nBcc: b@example.org", strings.Repeat("a", 300) + "@example.org", "<b@example.org>"} {
		p.post("/sign-in", "email", email).status(400).says("This is no e-mail address.")
		p.ask("POST", "/sign-in", "email="+email, "Accept", "application/json").status(400).says("bad-email")
	}
	p.ask("POST", "/sign-in", "email=%zz").status(400).says("bad-form")
	p.ask("POST", "/sign-in", "email="+strings.Repeat("a", 1<<20)).status(413).says("body-too-large")
	for _, token := range []string{"x", strings.Repeat("A", 43), strings.Repeat("A", 44), "%00", "..%2f", strings.Repeat("a", 5000)} {
		p.post("/sign-in/" + token).status(http.StatusGone)
	}
	for _, to := range []string{"https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/evil.example", "evil", "/sign-out"} {
		p.ask("GET", "/sign-in?to="+strings.NewReplacer("\\", "%5C", "\t", "%09", ":", "%3A").Replace(to), "").status(200).says(`name="to" value="/account"`)
	}
	if len(d.sent()) != 0 {
		t.Errorf("letters were sent: %v", d.sent())
	}
	d.silent = &plans.Error{Kind: plans.Unavailable, Code: "mail-not-sent", Message: "The e-mail could not be sent."}
	p.post("/sign-in", "email", clerk).status(503).says("mail-not-sent")
}

// TestForeignPages holds that pages of other sites can do nothing here.
func TestForeignPages(t *testing.T) {
	d := withDoors(t, newTown(t), nil)
	p := d.signedIn(t, clerk)
	for _, h := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Site", "", "Origin", "https://evil.example"}, {"Sec-Fetch-Site", "", "Origin", "null"}} {
		for _, path := range []string{"/sign-out", "/account/erase", "/account/sign-out", "/sign-in", "/sign-in/demo/1"} {
			p.ask("POST", path, "email="+clerk, h...).status(403).says("cross-origin")
		}
	}
	p.ask("POST", "/account/sign-out", "", "Sec-Fetch-Site", "", "Origin", publicURL).to("/account")
	for _, path := range []string{"/account", "/sign-in", "/account/export"} {
		a := p.get(path)
		h := a.Header()
		if h.Get("Access-Control-Allow-Origin") != "" || h.Get("Cache-Control") != "private, no-store" && h.Get("Cache-Control") != "no-store" || !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
			t.Errorf("%s: %v", path, h)
		}
	}
}

func TestTooManyAttempts(t *testing.T) {
	d := withDoors(t, newTown(t), nil)
	for i := range 20 {
		p := newPerson(t, d)
		p.from = "192.0.2." + string(rune('1'+i%9)) + ":99" // one mailbox, from many places
		a := p.ask("POST", "/sign-in", "email="+clerk, "X-Forwarded-For", "203.0.113."+string(rune('1'+i%9)))
		if want := map[bool]int{true: 303, false: 429}[i < access.PerAddress.Burst]; a.Code != want || want == 429 && a.Header().Get("Retry-After") == "" {
			t.Fatalf("attempt %d: %d, %v", i+1, a.Code, a.Header())
		}
	}
	refused := 0
	for i := range 60 { // many mailboxes, from one place that says that it is many
		p := newPerson(t, d)
		p.from = "198.51.100.1:99"
		a := p.ask("POST", "/sign-in", "email=a"+string(rune('a'+i%26))+string(rune('a'+i/26))+"@example.org", "X-Forwarded-For", "203.0.113.7", "X-Real-IP", "203.0.113.8", "Forwarded", "for=203.0.113.9")
		if a.Code == 429 {
			refused++
		}
	}
	if refused != 60-access.PerClient.Burst {
		t.Errorf("%d of 60 were refused", refused)
	}
}

// Behind a proxy that is trusted each client has a limit of its own, whatever it writes into the header itself; an IPv6 customer is one.
func TestClientsBehindAProxy(t *testing.T) {
	d := withDoors(t, newTown(t), func(c *web.Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} })
	tried := 0
	attempts := func(from string, forwarded func(i int) string) (refused int) {
		for i := range access.PerClient.Burst + 10 {
			p := newPerson(t, d)
			p.from = from
			if tried++; p.ask("POST", "/sign-in", fmt.Sprintf("email=a%d@example.org", tried), "X-Forwarded-For", forwarded(i)).Code == 429 {
				refused++
			}
		}
		return refused
	}
	for name, c := range map[string]struct {
		from      string
		forwarded func(i int) string
		refused   int
	}{
		"one client":                    {"10.0.0.1:80", func(int) string { return "198.51.100.1" }, 10},
		"many clients":                  {"10.0.0.1:80", func(i int) string { return fmt.Sprintf("198.51.101.%d", i) }, 0},
		"one that says it is many":      {"10.0.0.1:80", func(i int) string { return fmt.Sprintf("203.0.113.%d, 198.51.100.2", i) }, 10},
		"who is no proxy":               {"192.0.2.1:80", func(i int) string { return fmt.Sprintf("198.51.102.%d", i) }, 10},
		"one customer's IPv6 addresses": {"10.0.0.1:80", func(i int) string { return fmt.Sprintf("2001:db8:0:7::%x", i) }, 10},
		"many customers' IPv6":          {"10.0.0.1:80", func(i int) string { return fmt.Sprintf("2001:db8:1:%x::1", i) }, 0},
	} {
		if got := attempts(c.from, c.forwarded); got != c.refused {
			t.Errorf("%s: %d refused, want %d", name, got, c.refused)
		}
	}
}

func TestLinkUsedTwiceAtOnce(t *testing.T) {
	d := withDoors(t, newTown(t), nil)
	newPerson(t, d).post("/sign-in", "email", clerk)
	there := d.linkTo(t, clerk)
	codes := make([]int, 8)
	var all sync.WaitGroup
	for i := range codes {
		all.Go(func() { codes[i] = newPerson(t, d).post(there).Code })
	}
	all.Wait()
	won := 0
	for _, code := range codes {
		if code == 303 {
			won++
		} else if code != http.StatusGone {
			t.Errorf("%v", codes)
		}
	}
	if won != 1 {
		t.Errorf("%d of %d used it", won, len(codes))
	}
}

func TestSessionsEnd(t *testing.T) {
	w := newTown(t)
	d := withDoors(t, w, nil)
	p := d.signedIn(t, clerk)
	stolen := newPerson(t, d)
	for name, c := range p.cookies {
		stolen.cookies[name] = c
	}
	// A session that was there before the person signed in is not theirs afterwards.
	fixed := newPerson(t, d)
	fixed.cookies["__Host-terrier"] = &http.Cookie{Name: "__Host-terrier", Value: strings.Repeat("A", 43)}
	fixed.post("/sign-in", "email", "other@example.org")
	fixed.post(d.linkTo(t, "other@example.org")).to("/account")
	if fixed.cookies["__Host-terrier"].Value == strings.Repeat("A", 43) {
		t.Error("the session was fixed from outside")
	}
	p.get("/account").status(200)
	w.wait(25 * time.Hour) // a new token is due
	p.get("/account").status(200)
	if p.cookies["__Host-terrier"].Value == stolen.cookies["__Host-terrier"].Value {
		t.Error("the token is the old one")
	}
	stolen.get("/account").status(200) // requests under way still bring it
	w.wait(2 * access.RotationGrace)
	stolen.get("/account").to("/sign-in?to=%2Faccount")
	eventually(t, func() bool { return p.get("/account").Code == 303 }) // one of the two was stolen: both are out
	p = d.signedIn(t, clerk)
	elsewhere := d.signedIn(t, clerk)
	p.post("/account/sign-out").to("/account")
	eventually(t, func() bool { return elsewhere.get("/account").Code == 303 })
	p.get("/account").status(200)
	p.post("/sign-out").to("/")
	if len(p.cookies) != 0 {
		t.Errorf("cookies %v", p.cookies)
	}
	p = d.signedIn(t, clerk)
	w.wait(access.SessionIdle)
	p.get("/account").to("/sign-in?to=%2Faccount")
}

func TestAccountExportAndErase(t *testing.T) {
	d := withDoors(t, newTown(t), nil)
	p := d.signedIn(t, clerk)
	a := p.get("/account/export").status(200)
	if a.json()["email"] != clerk || !strings.HasPrefix(a.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("%v %s", a.Header(), a.Body)
	}
	if did, ok := a.json()["audit-trail"].([]any); !ok || len(did) != 1 || did[0].(map[string]any)["action"] != "sign-in" {
		t.Errorf("what they did: %v", a.json()["audit-trail"])
	}
	p.get("/account/erase").status(200)
	p.post("/account/erase", "email", "other@example.org").status(400).says("Nothing was erased.")
	p.get("/account").status(200)
	p.post("/account/erase", "email", " CLERK@example.org").to("/")
	if len(p.cookies) != 0 {
		t.Errorf("cookies %v", p.cookies)
	}
	if _, err := d.writer.AccountOf(t.Context(), access.Address{Text: clerk, Key: clerk}); !errors.Is(err, access.ErrGone) {
		t.Error(err)
	}
}

func TestDemoPeople(t *testing.T) {
	w := newTown(t)
	d := withDoors(t, w, nil)
	p := d.signedIn(t, "planner@demo.example")
	account, err := d.writer.AccountOf(t.Context(), access.Address{Text: "planner@demo.example", Key: "planner@demo.example"})
	must(t, err)
	p.post("/sign-in/demo/" + "1").status(404) // none is offered
	offering := withDoors(t, w, func(c *web.Config) {
		c.Doors.Demo = []web.DemoAccount{{Account: account.ID, Name: "Planning officer"}}
		c.Doors.Mail = nil
	})
	q := newPerson(t, offering)
	q.get("/sign-in").status(200).says("Planning officer").says("sends no e-mail")
	q.post("/sign-in", "email", clerk).status(503).says("no-mail")
	q.post("/sign-in/demo/999").status(404)
	q.post("/sign-in/demo/1", "to", "/account").to("/account")
	q.get("/account").status(200).says("planner@demo.example").says("In the demonstration")
}

// eventually holds within the second in which what is revoked must be out.
func eventually(t testing.TB, holds func() bool) {
	t.Helper()
	for until := time.Now().Add(time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal("not within a second")
		}
	}
}
