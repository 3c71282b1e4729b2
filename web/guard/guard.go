// Package guard keeps the requests that the server makes by itself on the
// public internet: whatever a name resolves to, and wherever a redirect leads,
// no connection is made to the machine, its network or the metadata services
// of a cloud.
package guard

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

// ErrAddress is what an address that is refused fails with.
var ErrAddress = errors.New("the address is not on the public internet")

// Guard decides to which addresses connections are made. The zero value is the
// strict one.
type Guard struct {
	// Loopback lets connections to 127.0.0.0/8 and ::1 pass as well. It is for
	// tests, whose servers listen there; no flag sets it.
	Loopback bool
}

// refused are the ranges that no venue is in, beside those that [netip.Addr]
// knows by name (RFC 6890 and its registries), and what reaches a metadata
// service by an address of a public range.
var refused = prefixes(
	"0.0.0.0/8",        // this network
	"100.64.0.0/10",    // carrier-grade NAT; 100.100.100.200 is Alibaba's metadata
	"192.0.0.0/24",     // protocol assignments; 192.0.0.192 is Oracle's metadata
	"192.0.2.0/24",     // documentation
	"192.88.99.0/24",   // relays of 6to4
	"198.18.0.0/15",    // benchmarks
	"198.51.100.0/24",  // documentation
	"203.0.113.0/24",   // documentation
	"240.0.0.0/4",      // reserved, broadcast
	"168.63.129.16/32", // Azure's host
	"2001::/23",        // protocol assignments; Teredo wraps an IPv4 address
	"2001:db8::/32",    // documentation
	"2002::/16",        // 6to4 wraps an IPv4 address
	"3fff::/20",        // documentation
)

// public is all that is assigned of IPv6. What lies outside is local, mapped,
// translated (64:ff9b::/96 wraps an IPv4 address) or multicast.
var public = netip.MustParsePrefix("2000::/3")

func prefixes(texts ...string) []netip.Prefix {
	var out []netip.Prefix
	for _, s := range texts {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

// Allows reports whether a connection to an address may be made.
func (g Guard) Allows(a netip.Addr) bool {
	a = a.Unmap()
	if a.IsLoopback() {
		return g.Loopback
	}
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.Is6() && !public.Contains(a.WithZone("")) || a.Zone() != "" {
		return false
	}
	return !slices.ContainsFunc(refused, func(p netip.Prefix) bool { return p.Contains(a) })
}

// Control is the hook of a [net.Dialer], called with the address that a name
// was resolved to, before a connection is made.
func (g Guard) Control(network, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || !g.Allows(to.Addr()) {
		return fmt.Errorf("%s %s: %w", network, address, ErrAddress)
	}
	return nil
}

// Dialer returns a dialer under guard, for HTTP and for sockets.
func (g Guard) Dialer() *net.Dialer {
	return &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second, Control: g.Control}
}

// Transport returns a transport under guard. It uses no proxy, since a proxy
// would resolve names where the guard does not see them, and asks for no
// compression, so that a limit of bytes counts what was sent.
func (g Guard) Transport() *http.Transport {
	return &http.Transport{
		DialContext:            g.Dialer().DialContext,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true,
		MaxIdleConns:           16,
		MaxConnsPerHost:        4,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    10 * time.Second,
		ResponseHeaderTimeout:  20 * time.Second,
		ExpectContinueTimeout:  time.Second,
		MaxResponseHeaderBytes: 64 << 10,
	}
}

// Redirects returns a policy for [http.Client] that follows at most three
// redirects, from https to https or from http to either, to the hosts that are
// named, with their port if it is not the usual one.
func Redirects(hosts ...string) func(*http.Request, []*http.Request) error {
	return func(to *http.Request, via []*http.Request) error {
		switch from := via[len(via)-1]; {
		case len(via) > 3:
			return errors.New("too many redirects")
		case to.URL.Scheme != "https" && (to.URL.Scheme != "http" || from.URL.Scheme == "https"):
			return fmt.Errorf("redirect to %q: only https is followed", to.URL.Scheme)
		case !slices.Contains(hosts, to.URL.Host) || to.URL.User != nil:
			return fmt.Errorf("redirect to %q, which is no host of this source", to.URL.Host)
		}
		return nil
	}
}
