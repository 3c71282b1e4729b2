package live

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/gorilla/websocket"

	"unwind/data/feed"
	"unwind/web/guard"
	"unwind/web/upstream"
)

// maxFrame bounds a frame, in bytes; parsers take no longer ones.
const maxFrame = 1 << 20

// conn is one connection of a line. Its own goroutines read and write;
// everything else about it belongs to the goroutine of its venue.
type conn struct {
	line   *line
	parser feed.Parser
	pass   *upstream.Pass // until it is known how it went
	out    chan string    // to the venue
	cancel context.CancelFunc

	opened time.Time // zero while it connects
	heard  time.Time // when anything came last
	alive  time.Time // when market data came last; zero: never
	pinged time.Time
	leaves bool // the venue is about to close it
}

// message is what a connection tells its venue's goroutine: that it is open
// (raw and refusal nil), a frame, or its end.
type message struct {
	from    *conn
	at      time.Time
	raw     []byte
	refusal *feed.Refusal
}

// mostWaiting bounds the messages to a venue that wait; a venue that takes none
// is gone.
const mostWaiting = 64

// carry connects, subscribes and reads until ctx ends or the connection does.
func (c *conn) carry(ctx context.Context, d *websocket.Dialer, inbox chan<- message) {
	refusal := c.listen(ctx, d, inbox)
	tell(ctx, inbox, message{from: c, at: time.Now(), refusal: refusal})
}

func (c *conn) listen(ctx context.Context, d *websocket.Dialer, inbox chan<- message) *feed.Refusal {
	socket, refusal := c.connect(ctx, d)
	if refusal != nil {
		return refusal
	}
	defer socket.Close()
	closing := context.AfterFunc(ctx, func() { hangUp(socket) })
	defer closing()
	if !tell(ctx, inbox, message{from: c, at: time.Now()}) {
		return nil
	}
	broken := make(chan error, 1)
	ended, stop := context.WithCancel(ctx)
	defer stop()
	go func() { broken <- c.write(ended, socket) }()
	err := c.read(ctx, socket, inbox)
	stop()
	socket.Close()
	err = errors.Join(<-broken, err)
	c.log().Debug("a connection broke", "err", err)
	return down(c.line.venue.ID, why(err))
}

// connect shakes hands. What a venue answers instead is read as its answers
// over HTTP are.
func (c *conn) connect(ctx context.Context, d *websocket.Dialer) (*websocket.Conn, *feed.Refusal) {
	v := &c.line.venue.Venue
	socket, res, err := d.DialContext(ctx, c.line.stream.URL(), http.Header{"User-Agent": {"unwind"}})
	if err == nil {
		return socket, nil
	}
	c.log().Debug("a handshake failed", "err", err)
	if res == nil || res.StatusCode == http.StatusSwitchingProtocols {
		return nil, down(v.ID, "could not be reached")
	}
	body, _ := io.ReadAll(res.Body) // a kilobyte at most, held by the dialer
	if r := v.Refused(feed.Answer{Status: res.StatusCode, Header: upstream.Header(res.Header, time.Now()), Body: body}); r != nil {
		return nil, r
	}
	return nil, down(v.ID, "answered with a page")
}

func (c *conn) log() *slog.Logger {
	return c.line.venue.options.Log.With("venue", c.line.venue.ID, "stream", c.line.stream.Name)
}

// read passes on frames. Whatever drips in is cut off by the deadline, which
// only a whole frame moves.
func (c *conn) read(ctx context.Context, socket *websocket.Conn, inbox chan<- message) error {
	socket.SetReadLimit(maxFrame)
	for {
		if err := socket.SetReadDeadline(time.Now().Add(2 * duration(c.line.stream.Silent))); err != nil {
			return err
		}
		_, raw, err := socket.ReadMessage()
		if err != nil {
			return err
		}
		if !tell(ctx, inbox, message{from: c, at: time.Now(), raw: raw}) {
			return nil
		}
	}
}

// write sends the messages that subscribe, and then what it is given. When it
// fails it closes the connection, which ends read.
func (c *conn) write(ctx context.Context, socket *websocket.Conn) error {
	for _, text := range c.line.stream.Send {
		if err := c.send(ctx, socket, text); err != nil {
			return err
		}
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case text := <-c.out:
			if err := c.send(ctx, socket, text); err != nil {
				return err
			}
		}
	}
}

// send writes one message, and waits as long as the venue wants between two.
func (c *conn) send(ctx context.Context, socket *websocket.Conn, text string) error {
	err := socket.SetWriteDeadline(time.Now().Add(write))
	if err == nil {
		err = socket.WriteMessage(websocket.TextMessage, []byte(text))
	}
	if err != nil {
		socket.Close()
		return err
	}
	if gap := duration(c.line.stream.SendGap); gap > 0 {
		select {
		case <-ctx.Done():
		case <-time.After(gap):
		}
	}
	return nil
}

// say queues a message to the venue, and reports whether there was room.
func (c *conn) say(text string) bool {
	select {
	case c.out <- text:
		return true
	default:
		return false
	}
}

// settle says how asking went; nil is that data came. Only the first counts.
func (c *conn) settle(r *feed.Refusal) {
	if c.pass != nil {
		c.pass.Return(r)
		c.pass = nil
	}
}

// drop ends a connection that is not wanted any more.
func (c *conn) drop() {
	if c.pass != nil {
		c.pass.Abandon()
		c.pass = nil
	}
	c.cancel()
}

// tell passes a message on, and reports whether ctx goes on.
func tell(ctx context.Context, inbox chan<- message, m message) bool {
	select {
	case inbox <- m:
		return true
	case <-ctx.Done():
		return false
	}
}

// hangUp takes leave of a venue and closes the connection.
func hangUp(socket *websocket.Conn) {
	bye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	_ = socket.WriteControl(websocket.CloseMessage, bye, time.Now().Add(time.Second)) // it is closed either way
	socket.Close()
}

// why says for people how a connection ended; the log has the error.
func why(err error) string {
	var closed *websocket.CloseError
	switch {
	case errors.Is(err, websocket.ErrReadLimit):
		return "a frame of more than 1 MiB"
	case errors.As(err, &closed):
		return feed.Clip(closed.Error())
	}
	return ""
}

// dialer returns what connects to venues: without a proxy, which would resolve
// names where the guard does not see them, and without compression, under
// which a limit of bytes does not count what comes out.
func (o *Options) dialer() *websocket.Dialer {
	d := &websocket.Dialer{
		HandshakeTimeout: handshake, ReadBufferSize: 16 << 10, WriteBufferSize: 4 << 10,
		NetDialContext: guard.Guard{}.Dialer().DialContext,
	}
	if o.Dial != nil {
		d.NetDialTLSContext = o.Dial
	}
	return d
}
