package live

import (
	"errors"
	"net"
	"testing"
	"time"

	"unwind/web/guard"
)

func TestVenuesAreOnThePublicInternet(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	d := (&Options{}).dialer()
	_, _, err = d.Dial("wss://"+l.Addr().String()+"/ws", nil)
	if !errors.Is(err, guard.ErrAddress) {
		t.Errorf("a loopback address: got %v, want %v", err, guard.ErrAddress)
	}
	if d.EnableCompression || d.Proxy != nil {
		t.Error("connections are compressed, or go through a proxy")
	}
}

func TestPausesAreBounded(t *testing.T) {
	for _, c := range []struct {
		failures int
		random   float64
		want     time.Duration
	}{{0, 0, 0}, {0, 0.5, 500 * time.Millisecond}, {3, 0.25, 2 * time.Second}, {5, 0.5, 16 * time.Second}, {6, 0.5, 30 * time.Second}, {1 << 40, 0.5, 30 * time.Second}} {
		if got := pause(c.failures, c.random); got != c.want {
			t.Errorf("after %d failures, at %v: got %v, want %v", c.failures, c.random, got, c.want)
		}
	}
}
