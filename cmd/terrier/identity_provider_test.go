package main

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/web"
)

func TestIdentityProviders(t *testing.T) {
	got, err := identityProviders("https://terrier:s%40%2Fcret@login.example.org/tenant/?organisation=vale-council&name=Vale+Council&domain=Vale.example.org&domain=b%C3%BCcher.example \n http://c:s@127.0.0.1:9?organisation=beck-homes&name=Beck&domain=beck.example")
	want := []web.IdentityProvider{
		{Voucher: access.Voucher{Organisation: "vale-council", Name: "Vale Council", Issuer: "https://login.example.org/tenant/", Domains: []string{"vale.example.org", "xn--bcher-kva.example"}}, Client: "terrier", Secret: "s@/cret"},
		{Voucher: access.Voucher{Organisation: "beck-homes", Name: "Beck", Issuer: "http://127.0.0.1:9", Domains: []string{"beck.example"}}, Client: "c", Secret: "s"},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	if none, err := identityProviders(" "); len(none) != 0 || err != nil {
		t.Error(none, err)
	}
	const good = "https://c:hush@x.example?organisation=o&name=N&domain=d.example"
	for text, code := range map[string]string{
		"https://x.example?organisation=o&name=N&domain=d.example":          "bad-provider",
		"https://c@x.example?organisation=o&name=N&domain=d.example":        "bad-provider",
		"https://c:hush@x.example:port?organisation=o":                      "bad-provider",
		"https://c:hush@x.example?organisation=%zz":                         "bad-provider",
		good + "&role=administrator":                                        "bad-provider",
		"http://c:hush@x.example?organisation=o&name=N&domain=d.example":    "issuer-insecure",
		"ftp://c:hush@x.example?organisation=o&name=N&domain=d.example":     "issuer-insecure",
		"https://c:hush@x.example?organisation=O!&name=N&domain=d.example":  "bad-organisation",
		"https://c:hush@x.example?organisation=o&domain=d.example":          "bad-name",
		"https://c:hush@x.example?organisation=o&name=N":                    "domain-needed",
		"https://c:hush@x.example?organisation=o&name=N&domain=example":     "bad-domain",
		"https://c:hush@x.example?organisation=o&name=N&domain=a@b.example": "bad-domain",
		"//c:hush@x.example?organisation=o&name=N&domain=d.example":         "issuer-insecure",
		"https://c:hush@?organisation=o&name=N&domain=d.example":            "bad-issuer",
		good + " " + good: "voucher-twice",
		good + " " + strings.Replace(good, "organisation=o", "organisation=p", 1): "voucher-twice",
	} {
		_, err := identityProviders(text)
		var known *plans.Error
		if !errors.As(err, &known) || known.Code != code || known.Remedy == "" || strings.Contains(err.Error()+known.Remedy, "hush") {
			t.Errorf("%s: %v", text, err)
		}
	}
}
