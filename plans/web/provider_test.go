package web_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"terrier/plans/access"
	"terrier/plans/web"
)

// provider is a real OpenID provider (npm oidc-provider) that an organisation runs, behind a proxy that can tamper with what goes through.
type provider struct {
	t      testing.TB
	proxy  *httptest.Server
	port   int
	tamper atomic.Pointer[func(http.ResponseWriter, *http.Request) (answered bool)]
	tell   io.Writer
	said   *bufio.Scanner
}

// tokensLast is how many seconds its tokens are good for.
const tokensLast = 60

// newProvider is one that is away; start makes it be there.
func newProvider(t testing.TB) *provider {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	p := &provider{t: t, port: free.Addr().(*net.TCPAddr).Port}
	must(t, free.Close())
	target := &url.URL{Scheme: "http", Host: "127.0.0.1:" + strconv.Itoa(p.port)}
	through := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host
	}, ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) }}
	p.proxy = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if tamper := p.tamper.Load(); tamper == nil || !(*tamper)(w, r) {
			through.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(p.proxy.Close)
	return p
}

func (p *provider) start() {
	p.t.Helper()
	node := exec.Command("node", "../../static/e2e/identity-provider.mjs", strconv.Itoa(p.port), p.proxy.URL, publicURL+"/sign-in/organisation/hollindale/back", strconv.Itoa(tokensLast))
	node.Stderr = os.Stderr
	tell, err := node.StdinPipe()
	must(p.t, err)
	said, err := node.StdoutPipe()
	must(p.t, err)
	must(p.t, node.Start())
	p.t.Cleanup(func() { // it ends with its input
		_ = tell.Close()
		_ = node.Wait()
	})
	p.tell, p.said = tell, bufio.NewScanner(said)
	p.hear("ready")
}

func (p *provider) hear(words string) {
	p.t.Helper()
	for p.said.Scan() {
		if p.said.Text() == words {
			return
		}
	}
	p.t.Fatalf("the provider did not say %q: is node there, and was npm ci run in static?", words)
}

// rotate makes it sign with a new key, and know the old one no more.
func (p *provider) rotate() {
	p.t.Helper()
	_, err := fmt.Fprintln(p.tell, "rotate")
	must(p.t, err)
	p.hear("done rotate")
}

// tampered lets something happen to requests until the test ends.
func (p *provider) tampered(t testing.TB, tamper func(http.ResponseWriter, *http.Request) bool) {
	p.tamper.Store(&tamper)
	t.Cleanup(func() { p.tamper.Store(nil) })
}

// keys are those that it publishes.
func (p *provider) keys() []byte {
	p.t.Helper()
	answer, err := http.Get(p.proxy.URL + "/jwks")
	must(p.t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	must(p.t, err)
	return body
}

func (p *provider) configured(c *web.Config) {
	c.Doors.Providers = []web.IdentityProvider{{Client: "terrier", Secret: "the secret of terrier",
		Voucher: access.Voucher{Organisation: "hollindale", Name: "Hollindale <Council>", Issuer: p.proxy.URL, Domains: []string{"hollindale.example"}}}}
}

// as goes from our button through the provider, where the person is who they say, and gives the address at which the browser comes back.
func (p *provider) as(q *person, name, to string) string {
	p.t.Helper()
	there := q.get("/sign-in/organisation/hollindale?to=" + url.QueryEscape(to)).status(http.StatusSeeOther).Header().Get("Location")
	if !strings.HasPrefix(there, p.proxy.URL+"/auth?") {
		p.t.Fatalf("the button leads to %s", there)
	}
	jar, _ := cookiejar.New(nil)
	browser := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for range 10 {
		if strings.Contains(there, "/interaction/") {
			there += "?name=" + url.QueryEscape(name)
		}
		answer, err := browser.Get(there)
		must(p.t, err)
		body, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		next, err := answer.Location()
		if err != nil {
			p.t.Fatalf("%s: %d %s", there, answer.StatusCode, body)
		}
		if there = next.String(); strings.HasPrefix(there, publicURL) {
			return next.RequestURI()
		}
	}
	p.t.Fatal("the provider goes round in circles")
	return ""
}
