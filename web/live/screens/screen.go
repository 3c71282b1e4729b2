package screens

import (
	"context"
	"time"

	"github.com/gorilla/websocket"
)

// screen is one that watches. One goroutine writes to it, another notices when
// it is gone.
type screen struct {
	socket *websocket.Conn
	cancel context.CancelFunc
	wake   chan struct{} // holds a value when there may be something to send
	begun  bool          // a snapshot was sent
	sent   uint64        // number of the last message; both are of the goroutine that writes
}

// nudge says that there is something to send.
func (s *screen) nudge() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// feed sends until ctx ends or the screen takes nothing.
func (s *Screens) feed(ctx context.Context, one *screen) error {
	if err := s.begin(one); err != nil {
		return err
	}
	ping := time.NewTicker(pinged)
	defer ping.Stop()
	for {
		switch m, kept := s.next(one); {
		case !kept:
			if err := s.begin(one); err != nil {
				return err
			}
			continue
		case m != nil:
			if err := one.send(m); err != nil {
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
	if !s.enter(one) {
		return websocket.ErrCloseSent
	}
	snapshot := s.snapshotFor(one)
	if one.begun {
		missed := prepare(0, resync{Type: "resync", From: one.sent + 1, To: snapshot.seq})
		if err := one.send(missed); err != nil {
			return err
		}
	}
	one.begun, one.sent = true, snapshot.seq
	return one.send(snapshot)
}

func (s *screen) send(m *numbered) error {
	if err := s.socket.SetWriteDeadline(time.Now().Add(m.within())); err != nil {
		return err
	}
	s.socket.EnableWriteCompression(len(m.raw) >= packFrom)
	return s.socket.WritePreparedMessage(m.prepared)
}

// watch reads until the screen is gone. Screens have nothing to say: one that
// does is closed, and what it says is not read, so that nothing is unpacked.
func (s *screen) watch() {
	s.socket.SetReadLimit(512)
	alive := func(string) error { return s.socket.SetReadDeadline(time.Now().Add(vanished)) }
	s.socket.SetPongHandler(alive)
	if alive("") == nil {
		_, _, _ = s.socket.NextReader() // whatever comes is the end
	}
	s.cancel()
}
