package main

import (
	"net"
	"sync"
)

// limitListener bounds the connections that inner has at a time, in all and
// from one address. Above the first bound new connections wait to be accepted;
// above the second they are closed. Loopback is exempt from the second, so a
// proxy on this machine is not taken for one greedy reader.
func limitListener(inner net.Listener, most, perIP int) net.Listener {
	return &limited{
		Listener: inner, perIP: perIP,
		turns: make(chan struct{}, most), closed: make(chan struct{}), open: map[string]int{},
	}
}

type limited struct {
	net.Listener
	perIP  int
	turns  chan struct{}
	closed chan struct{}
	once   sync.Once

	mu   sync.Mutex
	open map[string]int // connections by address
}

// Accept waits for a turn, then for a connection.
func (l *limited) Accept() (net.Conn, error) {
	select {
	case l.turns <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			<-l.turns
			return nil, err
		}
		if ip := ipOf(conn); l.enter(ip) {
			return &counted{Conn: conn, leave: func() { l.leave(ip) }}, nil
		}
		conn.Close()
	}
}

// Close also ends an Accept that waits for a turn.
func (l *limited) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

func (l *limited) enter(ip string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open[ip] >= l.perIP && !net.ParseIP(ip).IsLoopback() {
		return false
	}
	l.open[ip]++
	return true
}

func (l *limited) leave(ip string) {
	l.mu.Lock()
	if l.open[ip]--; l.open[ip] <= 0 {
		delete(l.open, ip)
	}
	l.mu.Unlock()
	<-l.turns
}

// counted is a connection that gives its place back when it is closed.
type counted struct {
	net.Conn
	once  sync.Once
	leave func()
}

func (c *counted) Close() error {
	defer c.once.Do(c.leave)
	return c.Conn.Close()
}

func ipOf(c net.Conn) string {
	host, _, err := net.SplitHostPort(c.RemoteAddr().String())
	if err != nil {
		return ""
	}
	return host
}
