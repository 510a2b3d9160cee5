package access_test

import (
	"encoding/hex"
	"errors"
	"slices"
	"testing"
	"time"

	"terrier/plans"
	"terrier/plans/access"
)

func TestPasskeySign(t *testing.T) {
	for _, try := range []struct {
		kept, count uint32
		copied, ok  bool
	}{
		{0, 0, false, true}, // it does not count
		{0, 1, false, true}, {1, 2, false, true}, {1, 4294967295, false, true},
		{1, 1, false, false}, {2, 1, false, false}, {1, 0, false, false}, {4294967295, 0, false, false},
		{1, 2, true, false}, {0, 0, true, false},
	} {
		p := access.Passkey{SignCount: try.kept, Flags: 1, CloneWarning: try.copied}
		ok := p.Sign(try.count, 5)
		if ok != try.ok || p.CloneWarning == ok || ok && (p.SignCount != try.count || p.Flags != 5) || !ok && (p.SignCount != try.kept || p.Flags != 1) {
			t.Errorf("%+v: %v, %+v", try, ok, p)
		}
	}
}

func TestPasskeyHost(t *testing.T) {
	for address, want := range map[string]string{
		"https://map.Example.org": "map.example.org", "https://map.example.org:8443": "map.example.org", "http://localhost:8080": "localhost", "http://a.localhost": "a.localhost",
		"http://map.example.org": "", "http://notlocalhost": "", "https://192.0.2.1": "", "http://127.0.0.1:8080": "", "https://[::1]:8080": "", "http://[::ffff:127.0.0.1]": "", "": "", "https://": "", "%": "",
	} {
		got, err := access.PasskeyHost(address)
		var known *plans.Error
		if got != want || (err == nil) != (want != "") || err != nil && (!errors.As(err, &known) || known.Kind != plans.Conflict || known.Code != "no-passkeys-here") {
			t.Errorf("%s: %q, %v", address, got, err)
		}
	}
}

func TestCeremony(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	c, secret := access.NewCeremony(access.ByOrganisation, 0, now)
	if c.Key != secret.Digest() || c.Expires.Sub(now) != access.CeremonyLife {
		t.Errorf("%+v", c)
	}
	_, other := access.NewCeremony(access.ByOrganisation, 0, now)
	all := []string{secret.Reveal(), secret.Verifier(), secret.Nonce(), secret.State("vale"), secret.State("beck"), hex.EncodeToString(secret.Challenge()),
		other.Reveal(), other.Verifier(), other.Nonce(), other.State("vale"), other.State("beck"), hex.EncodeToString(other.Challenge())}
	if slices.Sort(all); len(slices.Compact(all)) != 12 {
		t.Errorf("some are alike: %v", all)
	}
	if len(secret.Verifier()) != 43 || len(secret.Challenge()) != 32 {
		t.Errorf("%q", secret.Verifier())
	}
}

func TestVouch(t *testing.T) {
	v := access.Voucher{Organisation: "vale-council", Name: "Vale Council", Issuer: "https://login.example.org", Domains: []string{"VALE.example", "bücher.example"}}
	if err := v.Check(); err != nil {
		t.Fatal(err)
	}
	for _, try := range []struct {
		email    string
		verified bool
		code     string
	}{
		{"Ann@Vale.Example", true, ""}, {"ann@bücher.example", true, ""}, {"ann@xn--bcher-kva.example", true, ""},
		{"ann@vale.example", false, "email-unverified"}, {"", true, "no-email"}, {"ann", true, "bad-email"}, {"Ann <ann@vale.example>", true, "bad-email"},
		{"ann@sub.vale.example", true, "email-foreign"}, {"ann@evilvale.example", true, "email-foreign"}, {"ann@vale.example.evil.example", true, "email-foreign"},
		{"ann@vale.example@evil.example", true, "email-foreign"}, {"ann@evil.example", false, "email-unverified"},
	} {
		a, err := v.Vouch(try.email, try.verified)
		var known *plans.Error
		code := ""
		if errors.As(err, &known) {
			code = known.Code
		}
		if code == "bad-email" && try.code == "email-foreign" { // refused the one way or the other
			code = try.code
		}
		if code != try.code || (err == nil) != (a.Key != "") || known != nil && (known.Kind != plans.Forbidden || known.Remedy == "") {
			t.Errorf("%+v: %+v, %v", try, a, err)
		}
	}
}
