// Package upstreamtest lets tests stand in for venues: a loopback server that
// every request reaches, and a clock that stands still.
package upstreamtest

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"unwind/web/guard"
)

// Start is where clocks begin: 2026-02-05T12:00Z.
var Start = time.UnixMilli(1770292800000)

// Clock is a clock that is moved by hand. It is safe for concurrent use.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock at [Start].
func NewClock() *Clock { return &Clock{now: Start} }

// Now returns its time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves it.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Venue serves h on loopback and returns a transport that carries every https
// request there, whatever its host, as plain HTTP: the handler sees the host
// and the path that the venue would. The transport is the server's own but for
// that, under a guard that lets loopback pass.
func Venue(t testing.TB, h http.Handler) *http.Transport {
	t.Helper()
	server := httptest.NewServer(h)
	g := guard.Guard{Loopback: true}
	transport := g.Transport()
	transport.DialTLSContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return g.Dialer().DialContext(ctx, network, server.Listener.Addr().String())
	}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		server.CloseClientConnections()
		server.Close()
	})
	return transport
}
