package access_test

import (
	"net/netip"
	"testing"

	"terrier/plans/access"
)

func TestClientBehind(t *testing.T) {
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128"), netip.MustParsePrefix("fd00::/16")}
	for _, c := range []struct {
		name, peer string
		forwarded  []string
		want       string
	}{
		{"nobody between", "203.0.113.9", nil, "203.0.113.9"},
		{"forged by who is no proxy", "203.0.113.9", []string{"198.51.100.1"}, "203.0.113.9"},
		{"forged from this machine, which is not trusted by itself", "127.0.0.1", []string{"198.51.100.1"}, "127.0.0.1"},
		{"a proxy", "10.0.0.1", []string{"198.51.100.1"}, "198.51.100.1"},
		{"a proxy that says nothing", "10.0.0.1", nil, "10.0.0.1"},
		{"what the client wrote itself", "10.0.0.1", []string{"192.0.2.66, 198.51.100.1"}, "198.51.100.1"},
		{"that it came by a proxy of ours, too", "10.0.0.1", []string{"10.9.9.9, 198.51.100.1"}, "198.51.100.1"},
		{"two proxies", "10.0.0.1", []string{"192.0.2.66", "198.51.100.1,10.0.0.2"}, "198.51.100.1"},
		{"somebody within", "10.0.0.1", []string{"10.0.0.7, 10.0.0.2"}, "10.0.0.7"},
		{"no address", "10.0.0.1", []string{"198.51.100.1, unknown"}, "10.0.0.1"},
		{"empty", "10.0.0.1", []string{"198.51.100.1,"}, "10.0.0.1"},
		{"with a port", "10.0.0.1", []string{"198.51.100.1:4711"}, "198.51.100.1"},
		{"IPv6", "::1", []string{"2001:db8::7"}, "2001:db8::7"},
		{"IPv6 in brackets", "::1", []string{"[2001:db8::7]"}, "2001:db8::7"},
		{"IPv6 with a port", "::1", []string{"[2001:db8::7]:4711"}, "2001:db8::7"},
		{"IPv4 as IPv6", "::ffff:10.0.0.1", []string{"::ffff:198.51.100.1"}, "198.51.100.1"},
		{"with a zone", "fd00::1%eth0", []string{"fe80::1%eth0"}, "fe80::1"},
	} {
		if got := access.ClientBehind(netip.MustParseAddr(c.peer), c.forwarded, trusted); got.String() != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
