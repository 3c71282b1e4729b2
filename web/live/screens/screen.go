package screens

import (
	"context"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// mailbox bounds the batches that wait for a screen: six seconds of them.
const mailbox = 64

// screen is one that watches. One goroutine writes to it, another notices when
// it is gone.
type screen struct {
	socket *websocket.Conn
	cancel context.CancelFunc
	wake   chan struct{} // holds a value when there may be something to send
	begun  bool          // a snapshot was sent
	sent   uint64        // number of the last message; both are of the goroutine that writes

	mu    sync.Mutex
	queue []numbered
	lost  bool // the queue was full: what was in it is gone, too
}

// offer queues a batch. When there is no room everything that waits goes, and
// the screen begins again with a snapshot.
func (s *screen) offer(m numbered) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.lost:
		return
	case len(s.queue) >= mailbox:
		s.queue, s.lost = nil, true
	default:
		s.queue = append(s.queue, m)
	}
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// clear empties the mailbox of a screen that begins.
func (s *screen) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue, s.lost = nil, false
}

// next returns the batch to send, if there is one, and whether some were lost.
func (s *screen) next() (m numbered, ok, lost bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lost || len(s.queue) == 0 {
		return m, false, s.lost
	}
	m = s.queue[0]
	s.queue = s.queue[1:]
	return m, true, false
}

// feed sends until ctx ends or the screen takes nothing.
func (s *Screens) feed(ctx context.Context, one *screen) error {
	if err := s.begin(one); err != nil {
		return err
	}
	ping := time.NewTicker(pinged)
	defer ping.Stop()
	for {
		m, ok, lost := one.next()
		switch {
		case lost:
			if err := s.begin(one); err != nil {
				return err
			}
			continue
		case ok:
			if err := one.send(m.PreparedMessage); err != nil {
				return err
			}
			one.sent = m.seq
			continue
		}
		select {
		case <-ctx.Done():
			bye := websocket.FormatCloseMessage(websocket.CloseGoingAway, "")
			return one.socket.WriteControl(websocket.CloseMessage, bye, time.Now().Add(time.Second))
		case <-ping.C:
			if err := one.socket.WriteControl(websocket.PingMessage, nil, time.Now().Add(patience)); err != nil {
				return err
			}
		case <-one.wake:
		}
	}
}

// begin sends a snapshot, and before it what is not sent, if something is not.
func (s *Screens) begin(one *screen) error {
	snapshot, open := s.enter(one)
	if !open {
		return websocket.ErrCloseSent
	}
	if one.begun {
		missed := prepare(resync{Type: "resync", From: one.sent + 1, To: snapshot.seq})
		if err := one.send(missed); err != nil {
			return err
		}
	}
	one.begun, one.sent = true, snapshot.seq
	return one.send(snapshot.PreparedMessage)
}

func (s *screen) send(m *websocket.PreparedMessage) error {
	if err := s.socket.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	return s.socket.WritePreparedMessage(m)
}

// watch reads until the screen is gone. Screens have nothing to say: one that
// does is closed.
func (s *screen) watch() {
	s.socket.SetReadLimit(512)
	alive := func(string) error { return s.socket.SetReadDeadline(time.Now().Add(vanished)) }
	s.socket.SetPongHandler(alive)
	if alive("") == nil {
		_, _, _ = s.socket.ReadMessage() // whatever comes is the end
	}
	s.cancel()
}
