package web_test

import (
	"errors"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"terrier/plans/access"
	"terrier/plans/web"
)

func TestSignInByPasskey(t *testing.T) {
	d := withDoors(t, newTown(t), nil)
	p := d.signedIn(t, clerk)
	a := newAuthenticator(t)
	p.get("/account/passkeys").status(200).says("You have none yet.").says("always lets you in")
	options := p.options("/account/passkeys/challenge")
	chosen := options["authenticatorSelection"].(map[string]any)
	if options["rp"].(map[string]any)["id"] != "terrier.example" || chosen["residentKey"] != "required" || chosen["userVerification"] != "required" || options["attestation"] != "none" {
		t.Errorf("%v", options)
	}
	p.addPasskey(a, " my <b>telephone ").to("/account/passkeys")
	p.get("/account/passkeys").status(200).says("my &lt;b&gt;telephone").says("never")
	if excluded := p.options("/account/passkeys/challenge")["excludeCredentials"].([]any); len(excluded) != 1 || excluded[0].(map[string]any)["id"] != b64(a.id) {
		t.Errorf("%v", excluded)
	}
	q := newPerson(t, d)
	asked := q.options("/sign-in/passkey/challenge")
	if asked["userVerification"] != "required" || asked["rpId"] != "terrier.example" || asked["allowCredentials"] != nil {
		t.Errorf("%v", asked)
	}
	for name, c := range q.cookies {
		if name != "__Host-terrier-ceremony" || !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.MaxAge != 600 {
			t.Errorf("the cookie is %v", c)
		}
	}
	q.cookies["__Host-terrier"] = &http.Cookie{Name: "__Host-terrier", Value: strings.Repeat("A", 43)} // fixed from outside
	q.byPasskey(a, "to", "/areas?near=1").to("/areas?near=1")
	if len(q.cookies) != 1 || q.cookies["__Host-terrier"].Value == strings.Repeat("A", 43) {
		t.Errorf("cookies %v", q.cookies)
	}
	q.get("/account").status(200).says(clerk).says("By a passkey")
	q.get("/account/passkeys").status(200).says("23 November 2026")
	newPerson(t, d).byPasskey(a, "to", "//evil.example").to("/account")

	remove := regexp.MustCompile(`/account/passkeys/\d+/remove`).FindString(q.get("/account/passkeys").Body.String())
	d.signedIn(t, "other@example.org").post(remove).status(404).says("no-passkey")
	q.post("/account/passkeys/x/remove").status(404)
	q.post(remove).to("/account/passkeys")
	q.post(remove).status(404)
	newPerson(t, d).byPasskey(a).status(401).says("This passkey does not sign in here").says("Ask for a link by e-mail instead")
	if strings.Contains(d.logged(), clerk) {
		t.Error("the log has an address in it")
	}
}

// The person hears by e-mail that a passkey came or went. Where mail cannot be sent, or is slow, nothing waits for it and nothing fails.
func TestPasskeyNotices(t *testing.T) {
	d := withDoors(t, newTown(t), nil)
	p := d.signedIn(t, clerk)
	told := func(subject string) (letters []letter) {
		for _, l := range d.sent() {
			if l.subject == subject {
				letters = append(letters, l)
			}
		}
		return letters
	}
	p.addPasskey(newAuthenticator(t), "=my telephone").to("/account/passkeys")
	eventually(t, func() bool { return len(told("A passkey was added to your account")) == 1 })
	l := told("A passkey was added to your account")[0]
	if l.to != clerk || !strings.Contains(l.text, publicURL+"/account/passkeys") || !strings.Contains(l.text, "at 12:00 on 23 November 2026") || strings.Contains(l.text, "telephone") {
		t.Errorf("%+v", l)
	}
	p.addPasskey(newAuthenticator(t), " ").status(http.StatusBadRequest)
	remove := regexp.MustCompile(`/account/passkeys/\d+/remove`).FindString(p.get("/account/passkeys").Body.String())
	p.post(remove).to("/account/passkeys")
	p.post(remove).status(http.StatusNotFound)
	eventually(t, func() bool { return len(told("A passkey was removed from your account")) == 1 })
	if l := told("A passkey was removed from your account")[0]; l.to != clerk || !strings.Contains(l.text, publicURL+"/account\n") {
		t.Errorf("%+v", l)
	}
	d.mu.Lock() // the server that takes mail hangs
	p.addPasskey(newAuthenticator(t), "watch").to("/account/passkeys")
	d.silent = errors.New("no mail today")
	d.mu.Unlock()
	eventually(t, func() bool { return strings.Contains(d.logged(), "a notice was not sent") })
	if n := len(told("A passkey was added to your account")); n != 1 || strings.Contains(d.logged(), clerk) {
		t.Errorf("%d letters; the log says %s", n, d.logged())
	}
	d = withDoors(t, d.town, func(c *web.Config) { c.Doors.Mail = nil })
	q := newPerson(t, d)
	q.cookies = p.cookies
	q.addPasskey(newAuthenticator(t), "ring").to("/account/passkeys")
}

// TestPasskeysSayTheSame holds that nobody learns from a passkey whether there is an account.
func TestPasskeysSayTheSame(t *testing.T) {
	d := withDoors(t, newTown(t), nil)
	p := d.signedIn(t, clerk)
	known := newAuthenticator(t)
	p.addPasskey(known, "telephone").to("/account/passkeys")
	stranger := newAuthenticator(t)
	stranger.handle = make([]byte, 64)
	of := *stranger // another passkey, for an account that there is
	of.handle = known.handle
	wrong := *known // the right one, with another key
	wrong.key = stranger.key
	words := regexp.MustCompile(`(?s)<div class="alert".*?</div>`)
	var said []string
	for _, a := range []*authenticator{stranger, &of, &wrong} {
		said = append(said, words.FindString(newPerson(t, d).byPasskey(a).status(401).Body.String()))
	}
	if slices.Sort(said); said[0] != said[2] || said[0] == "" {
		t.Errorf("%q", said)
	}
}

func TestPasskeysRefuse(t *testing.T) {
	w := newTown(t)
	d := withDoors(t, w, nil)
	p := d.signedIn(t, clerk)
	good := newAuthenticator(t)
	p.addPasskey(good, "telephone").to("/account/passkeys")
	p.addPasskey(good, "telephone").status(409).says("known already")
	changed := func(change func(*authenticator)) *authenticator {
		a := *good
		change(&a)
		return &a
	}
	for name, a := range map[string]*authenticator{
		"another site's page":    changed(func(a *authenticator) { a.origin = "https://evil.example" }),
		"another host's passkey": changed(func(a *authenticator) { a.host = "evil.example" }),
		"without its person":     changed(func(a *authenticator) { a.flags = present }),
		"without a touch":        changed(func(a *authenticator) { a.flags = verified }),
		"of nobody":              changed(func(a *authenticator) { a.handle = nil }),
	} {
		if got := newPerson(t, d).byPasskey(a); got.Code != 401 || !strings.Contains(got.Body.String(), "does not sign in here") {
			t.Errorf("%s: %d", name, got.Code)
		}
		fresh := *a
		fresh.id, fresh.key = newAuthenticator(t).id, newAuthenticator(t).key
		if name == "of nobody" {
			continue
		}
		if got := p.addPasskey(&fresh, "no"); got.Code != 400 || !strings.Contains(got.Body.String(), "was not kept") {
			t.Errorf("%s is added: %d", name, got.Code)
		}
	}

	// A challenge is answered once, soon, and in the browser that it was given to.
	q := newPerson(t, d)
	answer := good.sign(t, q.options("/sign-in/passkey/challenge"))
	newPerson(t, d).post("/sign-in/passkey/answer", "credential", answer).status(410).says("begun in another browser")
	had := maps.Clone(q.cookies)
	q.post("/sign-in/passkey/answer", "credential", answer).to("/account")
	again := newPerson(t, d)
	again.cookies = had
	again.post("/sign-in/passkey/answer", "credential", answer).status(410)
	late := newPerson(t, d)
	answer = good.sign(t, late.options("/sign-in/passkey/challenge"))
	w.wait(access.CeremonyLife)
	late.post("/sign-in/passkey/answer", "credential", answer).status(410)
	mixed := newPerson(t, d) // the challenge of another browser
	mixed.options("/sign-in/passkey/challenge")
	mixed.post("/sign-in/passkey/answer", "credential", good.sign(t, newPerson(t, d).options("/sign-in/passkey/challenge"))).status(401)
	other := d.signedIn(t, "other@example.org") // one begun for somebody else
	made := newAuthenticator(t).make(t, p.options("/account/passkeys/challenge"))
	other.cookies["__Host-terrier-ceremony"] = p.cookies["__Host-terrier-ceremony"]
	other.post("/account/passkeys", "name", "theirs", "credential", made).status(410)

	for _, junk := range []string{"", "null", "{}", "[]", "x", `{"id":1}`, strings.Repeat("[", 10_000), `{"id":"AA","rawId":"AA","type":"public-key","response":{}}`,
		`{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA","attestationObject":"oA"}}`, "\x00\xff"} {
		q := newPerson(t, d)
		q.from = "" // no limit
		q.options("/sign-in/passkey/challenge")
		q.post("/sign-in/passkey/answer", "credential", junk).status(400).says("no answer of a passkey")
		q.ask("POST", "/sign-in/passkey/answer", "", "Accept", "application/json").status(400).says("bad-passkey-answer")
		p.options("/account/passkeys/challenge")
		p.post("/account/passkeys", "name", "junk", "credential", junk).status(400).says("no answer of a passkey")
	}
	p.post("/account/passkeys", "name", " ", "credential", newAuthenticator(t).make(t, p.options("/account/passkeys/challenge"))).status(400).says("1 to 100 characters")
	p.ask("POST", "/account/passkeys", "name=a&credential="+strings.Repeat("a", 1<<20)).status(413)
	newPerson(t, d).ask("POST", "/account/passkeys/challenge", "", "Accept", "application/json").status(401)
	newPerson(t, d).ask("POST", "/sign-in/passkey/answer", "", "Sec-Fetch-Site", "cross-site").status(403)
	newPerson(t, d).get("/sign-in/passkey/answer").status(405)

	refused := 0
	for range access.PerClient.Burst + 5 {
		q := newPerson(t, d)
		q.from = "198.51.100.7:1"
		if q.ask("POST", "/sign-in/passkey/challenge", "", "Accept", "application/json").Code == 429 {
			refused++
		}
	}
	if refused != 5 {
		t.Errorf("%d attempts were refused", refused)
	}
}

// A copy of a passkey signs in once at most: then neither does, and the person is told.
func TestCopiedPasskey(t *testing.T) {
	d := withDoors(t, newTown(t), nil)
	p := d.signedIn(t, clerk)
	a := newAuthenticator(t)
	a.count = 5
	p.addPasskey(a, "security key").to("/account/passkeys")
	stolen := *a
	a.count = 6
	newPerson(t, d).byPasskey(a).to("/account")
	stolen.count = 6
	newPerson(t, d).byPasskey(&stolen).status(401).says("may have a copy")
	a.count = 7
	newPerson(t, d).byPasskey(a).status(401).says("remove this passkey")
	p.get("/account/passkeys").status(200).says("may have been copied")
}

// Where there can be no passkeys, pages say why and nothing else is lost.
func TestNoPasskeys(t *testing.T) {
	w := newTown(t)
	for address, why := range map[string]string{"http://127.0.0.1:8080": "by an IP address", "https://[2001:db8::1]": "by an IP address", "http://map.example.org": "without https"} {
		d := withDoors(t, w, func(c *web.Config) { c.PublicURL = address })
		p := newPerson(t, d)
		page := p.get("/sign-in").status(200).says(why).says("Send me a link")
		if strings.Contains(page.Body.String(), "data-passkey") {
			t.Errorf("%s offers a passkey", address)
		}
		p.ask("POST", "/sign-in/passkey/challenge", "", "Accept", "application/json").status(409).says("no-passkeys-here")
		p.post("/sign-in/passkey/answer", "credential", "{}").status(409).says(why)
	}
	d := withDoors(t, w, func(c *web.Config) { c.PublicURL = "http://localhost:8080" })
	newPerson(t, d).get("/sign-in").status(200).says(`data-at="http://localhost:8080"`)
}
