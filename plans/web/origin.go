package web

import (
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
)

var hostForm = regexp.MustCompile(`^[A-Za-z0-9.-]+(:[0-9]+)?$|^\[[0-9a-fA-F:.]+\](:[0-9]+)?$`)

// originFor is the scheme and host that addresses in the answer to a request begin with: the public ones. Where no more is
// known of them than this machine itself, the host that was asked is the better one: a map opened at 127.0.0.1, or from the next
// room, would look for its tiles at localhost, which its page's policy forbids.
func (s *site) originFor(r *http.Request) string {
	public, err := url.Parse(s.PublicURL)
	if err != nil || !isLoopback(public.Hostname()) || !hostForm.MatchString(r.Host) {
		return s.PublicURL
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}
