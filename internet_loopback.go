//go:build loopback

package main

import (
	"context"
	"fmt"
	"net"
	"net/netip"
)

// loopbackVariable names where the venues of an end-to-end test are: HOST:PORT
// with an address of loopback.
const loopbackVariable = "UNWIND_LOOPBACK"

// loopback is an internet on which every host is one program on this machine,
// which speaks without TLS and finds in the request which host was meant.
type loopback struct{ at string }

// internetOf returns the venues that the environment names, or nil.
func internetOf(lookup func(string) (string, bool)) (internet, error) {
	at, ok := lookup(loopbackVariable)
	if !ok || at == "" {
		return nil, nil
	}
	address, err := netip.ParseAddrPort(at)
	if err != nil || !address.Addr().IsLoopback() {
		return nil, fmt.Errorf("%s is %q: want HOST:PORT with an address of loopback", loopbackVariable, at)
	}
	return loopback{address.String()}, nil
}

// Dial connects to the program, whatever was to be reached.
func (l loopback) Dial(ctx context.Context, network, _ string) (net.Conn, error) {
	return new(net.Dialer).DialContext(ctx, network, l.at)
}
