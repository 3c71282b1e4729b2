// Package livetest lets tests stand in for venues: connections in memory, on
// which a test says what a venue says. In a bubble of testing/synctest the
// hours between two cuts take no time.
package livetest

import (
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// Venue answers connections to any host. Its fields say how; the zero value
// accepts and stays silent.
type Venue struct {
	// Refuse answers a handshake with a status and a body instead, if the
	// status is not 0. It is asked at each.
	Refuse func(n int, h http.Header) (status int, body string)
	// Said is called with each message of a client, and the number of its
	// connection, from 1 on.
	Said func(s *Socket, text string)

	*Listener
	upgrade websocket.Upgrader

	mu    sync.Mutex
	open  []*Socket
	asked []Handshake
	most  int
}

// Handshake is one try to connect.
type Handshake struct {
	At time.Time
	To string // host and path
}

// Socket is one connection, as the venue sees it.
type Socket struct {
	N     int    // from 1 on
	To    string // host and path
	venue *Venue
	conn  *websocket.Conn
	mu    sync.Mutex // guards writing

	heardMu sync.Mutex
	heard   []string
}

// Start begins to serve and ends with the test.
func (v *Venue) Start(t testing.TB) *Venue {
	t.Helper()
	v.Listener = Serve(t, v)
	t.Cleanup(v.CloseAll)
	return v
}

// ServeHTTP shakes hands and listens.
func (v *Venue) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v.mu.Lock()
	v.asked = append(v.asked, Handshake{time.Now(), r.Host + r.URL.Path})
	n := len(v.asked)
	v.mu.Unlock()
	if v.Refuse != nil {
		if status, body := v.Refuse(n, w.Header()); status != 0 {
			w.WriteHeader(status)
			w.Write([]byte(body))
			return
		}
	}
	conn, err := v.upgrade.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	s := &Socket{N: n, To: r.Host + r.URL.Path, venue: v, conn: conn}
	v.enter(s)
	defer v.leave(s)
	for {
		_, raw, err := conn.ReadMessage()
		if err != nil {
			return
		}
		s.heardMu.Lock()
		s.heard = append(s.heard, string(raw))
		s.heardMu.Unlock()
		if v.Said != nil {
			v.Said(s, string(raw))
		}
	}
}

func (v *Venue) enter(s *Socket) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.open = append(v.open, s)
	v.most = max(v.most, len(v.open))
}

func (v *Venue) leave(s *Socket) {
	s.conn.Close()
	v.mu.Lock()
	defer v.mu.Unlock()
	for i := range v.open {
		if v.open[i] == s {
			v.open = append(v.open[:i:i], v.open[i+1:]...)
			return
		}
	}
}

// Open returns the connections that there are now.
func (v *Venue) Open() []*Socket {
	v.mu.Lock()
	defer v.mu.Unlock()
	return append([]*Socket(nil), v.open...)
}

// Asked returns the tries to connect.
func (v *Venue) Asked() []Handshake {
	v.mu.Lock()
	defer v.mu.Unlock()
	return append([]Handshake(nil), v.asked...)
}

// Most returns how many connections there were at a time.
func (v *Venue) Most() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.most
}

// Broadcast says something on every connection.
func (v *Venue) Broadcast(text string) {
	for _, s := range v.Open() {
		s.Say(text)
	}
}

// CloseAll ends every connection without a word.
func (v *Venue) CloseAll() {
	for _, s := range v.Open() {
		s.conn.NetConn().Close()
	}
}

// Say sends a message; what cannot be sent is lost.
func (s *Socket) Say(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.conn.WriteMessage(websocket.TextMessage, []byte(text)) // the client may be gone
}

// Close ends the connection with a code of WebSocket.
func (s *Socket) Close(code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
	s.conn.Close()
}

// Raw returns the connection below the frames.
func (s *Socket) Raw() net.Conn { return s.conn.NetConn() }

// Heard returns the messages of the client.
func (s *Socket) Heard() []string {
	s.heardMu.Lock()
	defer s.heardMu.Unlock()
	return append([]string(nil), s.heard...)
}
