package access

import (
	"net/netip"
	"slices"
	"strings"
)

// ClientBehind is who asks, behind proxies that are trusted: the right-most address that is none of theirs. peer is who the connection
// is with, forwarded the values of X-Forwarded-For, to which each proxy adds whom it has its request from. What stands left of the
// first address that is not trusted anybody can have written, and where peer is not trusted that is all of it. An entry that is no address
// ends the walk: all who come by that proxy count as one then.
func ClientBehind(peer netip.Addr, forwarded []string, trusted []netip.Prefix) netip.Addr {
	peer = peer.Unmap().WithZone("")
	hops := strings.Split(strings.Join(forwarded, ","), ",")
	for i := len(hops) - 1; i >= 0 && isOneOf(peer, trusted); i-- {
		hop, ok := hopAddress(strings.TrimSpace(hops[i]))
		if !ok {
			break
		}
		peer = hop
	}
	return peer
}

func isOneOf(a netip.Addr, trusted []netip.Prefix) bool {
	return slices.ContainsFunc(trusted, func(p netip.Prefix) bool { return p.Contains(a) })
}

// hopAddress reads an address as proxies write it: alone, or with a port.
func hopAddress(text string) (netip.Addr, bool) {
	a, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(text, "["), "]"))
	if err != nil {
		with, err := netip.ParseAddrPort(text)
		if err != nil {
			return netip.Addr{}, false
		}
		a = with.Addr()
	}
	return a.Unmap().WithZone(""), true
}

// Client is what a limit takes as one client: an address, of IPv6 its /64, which is the least that one customer is given (RFC 6177).
func Client(a netip.Addr) string {
	if a = a.Unmap().WithZone(""); a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}
