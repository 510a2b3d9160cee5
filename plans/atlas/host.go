package atlas

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/idna"

	"terrier/plans"
)

// Who may frame a map is said by a header that a browser reads (Content-Security-Policy: frame-ancestors). Each host is therefore written
// anew from its parts, and nothing that its owner typed gets there as it was: a space or a semicolon would be a rule of their own.

// ParseHosts reads hosts that may frame a map, one a line or parted by commas or spaces, each as it is kept: "https://village.example",
// "https://*.parish.example:8443". None means that every site may.
func ParseHosts(text string) ([]string, error) {
	hosts := []string{}
	for _, typed := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '\n' || r == '\r' || r == ' ' || r == '\t' }) {
		host, err := ParseHost(typed)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(hosts, host) {
			hosts = append(hosts, host)
		}
		if len(hosts) > MostHosts {
			return nil, tooManyHosts(len(hosts))
		}
	}
	return hosts, nil
}

var hostForm = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// ParseHost reads one: a name, or the address of a page on it. https goes without saying; http is taken for this machine alone. A star may
// stand for the first part of a name of three parts or more.
func ParseHost(typed string) (string, error) {
	text := strings.TrimSpace(typed)
	if !strings.Contains(text, "://") {
		scheme := "https://"
		if name, _, _ := strings.Cut(text, ":"); isLoopback(strings.ToLower(name)) {
			scheme = "http://"
		}
		text = scheme + text
	}
	star := false
	if scheme, rest, _ := strings.Cut(text, "://"); strings.HasPrefix(rest, "*.") {
		star, text = true, scheme+"://"+rest[2:]
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || u.Opaque != "" {
		return "", badHost(typed, "it cannot be read")
	}
	if strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return "", badHost(typed, "only the name of the site counts, and all pages of it may show the map")
	}
	scheme, name := strings.ToLower(u.Scheme), strings.ToLower(u.Hostname())
	port := ""
	if p := u.Port(); p != "" {
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil || n == 0 {
			return "", badHost(typed, "its port is no port")
		}
		port = ":" + strconv.FormatUint(n, 10)
	}
	if isLoopback(name) {
		if star || scheme != "http" && scheme != "https" {
			return "", badHost(typed, "it cannot be read")
		}
		if strings.Contains(name, ":") {
			name = "[" + netip.MustParseAddr(name).String() + "]"
		}
		return scheme + "://" + name + port, nil
	}
	if scheme != "https" {
		return "", badHost(typed, "it does not begin with https://, so what is shown there could be changed on the way")
	}
	if name, err = idna.Lookup.ToASCII(strings.TrimSuffix(name, ".")); err != nil || len(name) > 253 || !hostForm.MatchString(name) {
		return "", badHost(typed, "it is not the name of a site")
	}
	if _, err := netip.ParseAddr(name); err == nil {
		return "", badHost(typed, "it is a number; a site has a name")
	}
	if star {
		if strings.Count(name, ".") < 1 {
			return "", badHost(typed, "the star would stand for every site under it")
		}
		name = "*." + name
	}
	return "https://" + name + port, nil
}

func isLoopback(name string) bool {
	address, err := netip.ParseAddr(name)
	return name == "localhost" || err == nil && address.IsLoopback() && address.Zone() == ""
}

func badHost(typed, why string) error {
	return plans.Refuse("bad-host", "hosts", fmt.Sprintf("%q cannot be a site that shows the map: %s.", head(typed), why), "Write it as village.example or https://*.parish.example, one a line.")
}

func tooManyHosts(n int) error {
	return plans.Refuse("too-many", "hosts", fmt.Sprintf("%d sites are named; at most %d can be.", n, MostHosts), "Name fewer, or none: then every site may show the map.")
}
