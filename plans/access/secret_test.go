package access_test

import (
	"fmt"
	"log/slog"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"terrier/plans/access"
)

func TestSecret(t *testing.T) {
	a, b := access.NewSecret(), access.NewSecret()
	if a == b || a.Digest() == b.Digest() || len(a.Reveal()) != 43 {
		t.Fatal("not random")
	}
	again, ok := access.ParseSecret(a.Reveal())
	if !ok || again.Digest() != a.Digest() {
		t.Error("does not come back")
	}
	token, ok := access.ParseToken(a.Token())
	if !ok || token.Digest() != a.Digest() || !strings.HasPrefix(a.Token(), "terrier_") {
		t.Error("does not come back as a token")
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("signed in", "token", a)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("signed in", "token", a)
	for _, shown := range []string{log.String(), fmt.Sprint(a), fmt.Sprintf("%v %+v %#v %s %q", a, a, a, a, a), fmt.Sprintf("%v %+v", access.SignedIn{Token: a}, &access.SignedIn{Token: a})} {
		if strings.Contains(shown, a.Reveal()) {
			t.Errorf("is shown: %s", shown)
		}
	}
	for _, bad := range []string{"", "x", a.Reveal() + "A", a.Reveal()[1:], strings.Repeat("!", 43), a.Reveal()[:42] + "B", "ｘ" + a.Reveal()[3:], a.Reveal()[:42] + "\x00", a.Token()} {
		if _, ok := access.ParseSecret(bad); ok {
			t.Errorf("takes %q", bad)
		}
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, s := range []string{"a@b.example", "A.B+c@Bücher.Example", "a@b@c.example", "@", "a@[127.0.0.1]", "Name <a@b.example>", "a\r\nBcc: x@y.example", `"a b"@c.example`, "\u202ea@b.example"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := access.ParseAddress(text)
		if err != nil {
			return
		}
		if again, err := access.ParseAddress(a.Text); err != nil || again != a {
			t.Fatalf("%q became %q, and then %q, %v", text, a, again, err)
		}
		if strings.ContainsAny(a.Text, "\r\n\x00 <>,;\"") || len(a.Text) > 254 || strings.ToLower(a.Key) != a.Key {
			t.Fatalf("%q became %q", text, a)
		}
	})
}

func TestParseAddress(t *testing.T) {
	for text, want := range map[string]string{
		"clerk@hollin.example":                 "clerk@hollin.example",
		"  Clerk@Hollin.Example ":              "Clerk@hollin.example",
		"a.b+tag@x.example":                    "a.b+tag@x.example",
		"rŵth@tŷ.example":                      "rŵth@xn--t-foa.example",
		"a@BÜCHER.example":                     "a@xn--bcher-kva.example",
		"a@hollin.example.":                    "a@hollin.example",
		"o'neill@x.example":                    "o'neill@x.example",
		"":                                     "",
		"clerk":                                "",
		"clerk@":                               "",
		"@x.example":                           "",
		"a@b@c.example":                        "",
		"a@localhost":                          "",
		"a@[127.0.0.1]":                        "",
		"Clerk <a@x.example>":                  "",
		`"a b"@x.example`:                      "",
		"a@x.example\r\nBcc: b@x.com":          "",
		"a\u200b@x.example":                    "",
		"a@x..example":                         "",
		".a@x.example":                         "",
		"a@-x.example":                         "",
		strings.Repeat("a", 65) + "@x.example": "",
		"a@" + strings.Repeat("a.", 130) + "x.example": "",
	} {
		a, err := access.ParseAddress(text)
		if a.Text != want || (err == nil) != (want != "") || a.Key != strings.ToLower(want) {
			t.Errorf("%q: %q, %v", text, a, err)
		}
	}
}

func TestStanding(t *testing.T) {
	began := at("2026-03-28 12:00:00 +0000") // summer time begins the night after: what counts are hours
	s, token := access.NewSession(7, "link", began)
	if s.Key != token.Digest() || s.Account != 7 {
		t.Fatalf("%+v", s)
	}
	old, day := access.SessionIdle, 24*time.Hour
	replaced := s
	replaced.Replaced = began.Add(day)
	ended := replaced
	ended.Ended = began.Add(day)
	late, _ := s.Next(began.Add(89 * day))
	for _, c := range []struct {
		sentence string
		session  access.Session
		after    time.Duration
		want     access.Standing
	}{
		{"at once", s, 0, access.Good},
		{"just before a day", s, day - 1, access.Good},
		{"after a day", s, day, access.Due},
		{"just before it is idle for too long", s, old - 1, access.Due},
		{"idle for too long", s, old, access.Over},
		{"replaced a moment ago", replaced, day + 59*time.Second, access.Passing},
		{"replaced a minute ago", replaced, day + time.Minute, access.Replayed},
		{"replaced long ago", replaced, 20 * day, access.Replayed},
		{"replaced, and the family is too old", replaced, 90 * day, access.Over},
		{"ended", ended, day, access.Over},
		{"in use on the last day", late, 90*day - 1, access.Good},
		{"and too old then", late, 90 * day, access.Over},
		{"none at all", access.Session{}, 0, access.Unknown},
		{"by a clock that is behind", s, -time.Minute, access.Good},
	} {
		got := c.session.Standing(began.Add(c.after))
		if got != c.want || got.SignedIn() != (got == access.Good || got == access.Due || got == access.Passing) {
			t.Errorf("%s: %v, want %v", c.sentence, got, c.want)
		}
	}
}

func TestLink(t *testing.T) {
	to, _ := access.ParseAddress("a@x.example")
	l, s := access.NewLink(to, noon)
	i, _ := access.NewInvitation(to, 3, []access.Grant{{Role: access.ForumMember}}, noon)
	if l.Key != s.Digest() || l.Expires.Sub(noon) != 15*time.Minute || i.Expires.Sub(noon) != 7*24*time.Hour || i.By != 3 || len(i.Grants) != 1 {
		t.Errorf("%+v %+v", l, i)
	}
}

func TestToken(t *testing.T) {
	tok, s, err := access.NewToken(7, "  my \n script ", []string{"stock", "homes", "stock"}, time.Hour, noon)
	if err != nil || tok.Name != "my script" || len(tok.Scopes) != 2 || !strings.HasPrefix(s.Token(), tok.Prefix) || len(tok.Prefix) != 12 {
		t.Fatal(tok, err)
	}
	revoked := tok
	revoked.Revoked = noon
	if !tok.Works(noon) || tok.Works(noon.Add(time.Hour)) || revoked.Works(noon) || (access.Token{Expires: noon.Add(1)}).Works(noon) {
		t.Error("works when it should not, or the other way")
	}
	for code, try := range map[string]func() error{
		"bad-name":      func() error { _, _, err := access.NewToken(7, " ", []string{"homes"}, time.Hour, noon); return err },
		"scope-needed":  func() error { _, _, err := access.NewToken(7, "a", nil, time.Hour, noon); return err },
		"unknown-value": func() error { _, _, err := access.NewToken(7, "a", []string{"all"}, time.Hour, noon); return err },
		"bad-life": func() error {
			_, _, err := access.NewToken(7, "a", []string{"homes"}, 400*24*time.Hour, noon)
			return err
		},
	} {
		if got := codeOf(t, try()); got != code {
			t.Errorf("%s, want %s", got, code)
		}
	}
}

func TestLimit(t *testing.T) {
	l := access.Limit{Burst: 3, Every: time.Minute}
	var spent time.Time
	for i, c := range []struct {
		after time.Duration
		wait  time.Duration
	}{{0, 0}, {0, 0}, {0, 0}, {0, time.Minute}, {59 * time.Second, time.Second}, {time.Minute, 0}, {time.Minute, time.Minute}, {time.Hour, 0}, {time.Hour, 0}, {time.Hour, 0}, {time.Hour, time.Minute}} {
		next, wait, ok := l.Take(spent, noon.Add(c.after))
		if wait != c.wait || ok != (c.wait == 0) {
			t.Errorf("attempt %d: wait %s, want %s", i, wait, c.wait)
		}
		spent = next
	}
}

func TestAttempts(t *testing.T) {
	a := access.NewAttempts(access.Limit{Burst: 2, Every: time.Minute}, 100, "There were too many attempts.")
	for i, want := range []string{"yes", "yes", "too-many-attempts"} {
		if _, err := a.Take("x", noon); codeOf(t, err) != want {
			t.Error(i, err)
		}
	}
	if _, err := a.Take("y", noon); err != nil {
		t.Error("another waits, too", err)
	}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 1000 {
				_, _ = a.Take(fmt.Sprint(i, j), noon.Add(time.Duration(j)*time.Second))
			}
		})
	}
	all.Wait()
	if n := a.Len(); n > 100 {
		t.Errorf("remembers %d", n)
	}
}

func TestClient(t *testing.T) {
	for from, want := range map[string]string{"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7", "2001:db8:1:2:3::4": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64"} {
		if got := access.Client(netip.MustParseAddr(from)); got != want {
			t.Errorf("%s: %s, want %s", from, got, want)
		}
	}
}
