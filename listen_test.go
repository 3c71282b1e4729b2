package main

import (
	"errors"
	"net"
	"testing"
	"testing/synctest"
)

// scripted is a listener that hands out connections from the given addresses.
type scripted struct {
	net.Listener
	conns  chan net.Conn
	closed chan struct{}
}

func script(addresses ...string) *scripted {
	s := &scripted{conns: make(chan net.Conn, len(addresses)), closed: make(chan struct{})}
	for _, a := range addresses {
		s.conns <- &fakeConn{from: &net.TCPAddr{IP: net.ParseIP(a), Port: 1}}
	}
	return s
}

func (s *scripted) Accept() (net.Conn, error) {
	select {
	case c := <-s.conns:
		return c, nil
	case <-s.closed:
		return nil, net.ErrClosed
	}
}

func (s *scripted) Close() error {
	close(s.closed)
	return nil
}

// fakeConn is a connection from an address; it counts its closing.
type fakeConn struct {
	net.Conn
	from   net.Addr
	closed int
}

func (c *fakeConn) RemoteAddr() net.Addr { return c.from }

func (c *fakeConn) Close() error {
	c.closed++
	return nil
}

func accept(t *testing.T, l net.Listener) net.Conn {
	t.Helper()
	c, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestOneAddressCannotTakeEveryConnection(t *testing.T) {
	greedy, other := "192.0.2.1", "192.0.2.2"
	l := limitListener(script(greedy, greedy, greedy, other, greedy), 10, 2)
	first := accept(t, l)
	accept(t, l)
	if c := accept(t, l); ipOf(c) != other {
		t.Errorf("got a third connection from %s, want the other address", ipOf(c))
	}
	first.Close()
	if c := accept(t, l); ipOf(c) != greedy {
		t.Errorf("got %s, want the first address again after it let go", ipOf(c))
	}
}

func TestLoopbackIsOneProxyNotOneReader(t *testing.T) {
	l := limitListener(script("127.0.0.1", "127.0.0.1", "::1", "::1"), 10, 1)
	for range 4 {
		accept(t, l)
	}
}

func TestConnectionsAboveTheBoundWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := limitListener(script("192.0.2.1", "192.0.2.2"), 1, 1)
		first := accept(t, l)
		var second net.Conn
		go func() { second = accept(t, l) }()
		synctest.Wait()
		if second != nil {
			t.Fatal("a second connection was accepted at a bound of one")
		}
		first.Close()
		first.Close() // closing twice gives one place back
		synctest.Wait()
		if second == nil {
			t.Fatal("the second connection still waits after the first closed")
		}
	})
}

func TestClosingEndsAWaitingAccept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := limitListener(script("192.0.2.1", "192.0.2.2"), 1, 1)
		accept(t, l)
		var err error
		go func() { _, err = l.Accept() }()
		synctest.Wait()
		l.Close()
		synctest.Wait()
		if !errors.Is(err, net.ErrClosed) {
			t.Errorf("got %v, want net.ErrClosed", err)
		}
	})
}
