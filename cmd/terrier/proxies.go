package main

import (
	"fmt"
	"net/netip"
	"strings"
)

// trustedProxies reads the networks whose word about the address of a client is taken: CIDRs, or single addresses.
func trustedProxies(texts []string) (networks []netip.Prefix, err error) {
	for _, text := range texts {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		network, err := netip.ParsePrefix(text)
		if a, alone := netip.ParseAddr(text); alone == nil && a.Zone() == "" {
			network, err = netip.PrefixFrom(a, a.BitLen()), nil
		}
		switch {
		case err != nil || network.Addr().Is4In6():
			return nil, &exitError{exitMisuse, fmt.Sprintf("%q is no network of proxies.\nWrite TERRIER_TRUSTED_PROXIES as addresses or CIDRs with commas: 127.0.0.1,::1,10.0.3.0/24.", text)}
		case network.Bits() == 0:
			return nil, &exitError{exitMisuse, fmt.Sprintf("%q is the whole internet, which would let anybody write any address.\nName the proxies in TERRIER_TRUSTED_PROXIES.", text)}
		}
		networks = append(networks, network.Masked())
	}
	return networks, nil
}
