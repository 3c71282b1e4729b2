package record

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Store is an open recording. It is safe for concurrent use.
type Store struct {
	options Options
	lock    *lock // nil: of a NATS of its own
	past    Past  // nil: nothing is known beside the recording

	mu     sync.RWMutex // guards the rest
	now    *session     // nil: none
	closed bool
}

// session is one connection to a stream. It does not change.
type session struct {
	server  *server.Server // nil: of a NATS of its own
	conn    *nats.Conn
	js      jetstream.JetStream
	stream  jetstream.Stream
	batches bool // the stream takes batches
}

// ErrNone says that there is no recording where one should be.
var ErrNone = errors.New("there is no recording")

var errClosed = errors.New("the recording is closed")

// patience bounds how long a NATS is waited for.
const patience = 10 * time.Second

// ackPatience bounds how long the acknowledgement of a message is waited for.
const ackPatience = 4 * time.Second

// Open opens a recording, or begins one. A folder that another process has
// open is an [*InUse].
func Open(ctx context.Context, o Options) (*Store, error) {
	o.complete()
	s := &Store{options: o}
	if o.URL == "" {
		if err := prepare(o.Dir, o.Existing); err != nil {
			return nil, err
		}
		held, err := acquire(o.Dir)
		if err != nil {
			return nil, err
		}
		s.lock = held
	}
	if err := s.start(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// start connects, with a server inside this process unless another is given,
// and finds or makes the stream.
func (s *Store) start(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errClosed
	}
	n := new(session)
	if err := n.begin(ctx, &s.options); err != nil {
		n.end()
		return err
	}
	s.now = n
	return nil
}

func (n *session) begin(ctx context.Context, o *Options) error {
	if err := n.connect(o); err != nil {
		return err
	}
	var err error
	n.js, err = jetstream.New(n.conn, jetstream.WithPublishAsyncMaxPending(2*batchSize), jetstream.WithPublishAsyncTimeout(ackPatience))
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return n.openStream(ctx, o)
}

func (n *session) connect(o *Options) error {
	name := nats.Name("unwind recorder")
	if o.URL != "" {
		conn, err := nats.Connect(o.URL, name, nats.MaxReconnects(-1), nats.Timeout(patience))
		if err != nil {
			return fmt.Errorf("connect to NATS at %s: %w", redacted(o.URL), err)
		}
		n.conn = conn
		return nil
	}
	var err error
	if n.server, err = embedded(o); err != nil {
		return err
	}
	n.conn, err = nats.Connect("", name, nats.InProcessServer(n.server))
	return err
}

// end closes the connection and stops the server.
func (n *session) end() {
	if n.conn != nil {
		n.conn.Close()
	}
	if n.server != nil {
		n.server.Shutdown()
		n.server.WaitForShutdown()
	}
}

// redacted returns an address without a password.
func redacted(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "the given address"
	}
	return u.Redacted()
}

// embedded starts a NATS that listens nowhere. Each write is synced before it
// is acknowledged.
func embedded(o *Options) (*server.Server, error) {
	n, err := server.NewServer(&server.Options{
		ServerName: "unwind", DontListen: true, NoSigs: true,
		JetStream: true, StoreDir: o.Dir, SyncAlways: true,
		JetStreamMaxMemory: 64 << 20, JetStreamMaxStore: 1 << 50, // the stream has bounds of its own
	})
	if err != nil {
		return nil, fmt.Errorf("prepare NATS: %w", err)
	}
	n.SetLoggerV2(natsLog{o.Log}, false, false, false)
	n.Start()
	if !n.ReadyForConnections(patience) || !n.JetStreamEnabled() {
		n.Shutdown()
		n.WaitForShutdown()
		return nil, fmt.Errorf("start NATS: its store cannot be opened: %q", o.Dir)
	}
	return n, nil
}

// openStream finds or makes the stream. That of another NATS is the business
// of who runs it: it is made if it is not there, and never changed.
func (n *session) openStream(ctx context.Context, o *Options) error {
	var err error
	switch {
	case o.Existing:
		n.stream, err = n.js.Stream(ctx, streamName)
	case o.URL == "":
		n.stream, err = n.js.CreateOrUpdateStream(ctx, o.stream())
	default:
		if n.stream, err = n.js.Stream(ctx, streamName); errors.Is(err, jetstream.ErrStreamNotFound) {
			n.stream, err = n.js.CreateStream(ctx, o.stream())
		}
	}
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return ErrNone
	}
	if err != nil {
		return fmt.Errorf("open stream %s: %w", streamName, err)
	}
	n.batches = n.stream.CachedInfo().Config.AllowAtomicPublish
	return nil
}

// stream is what the stream is made with.
func (o *Options) stream() jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name: streamName, Description: "Unwind: what venues sent", Subjects: subjects(),
		Retention: jetstream.LimitsPolicy, Discard: jetstream.DiscardOld, Storage: jetstream.FileStorage,
		MaxAge: o.Age, MaxBytes: o.Size, Duplicates: min(Duplicates, o.Age), AllowAtomicPublish: true,
	}
}

// restart stops and starts a server inside this process: after a fault of its
// disk a store takes nothing until it is opened anew. A connection to another
// NATS comes back by itself.
func (s *Store) restart(ctx context.Context) error {
	if s.options.URL != "" {
		return nil
	}
	s.shut()
	return s.start(ctx)
}

func (s *Store) shut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now != nil {
		s.now.end()
		s.now = nil
	}
}

// Close lets go of the recording.
func (s *Store) Close() error {
	s.shut()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	if s.lock == nil {
		return nil
	}
	return s.lock.release()
}

// Announce writes the address of the server that has the folder open into it,
// so that others find whom to ask.
func (s *Store) Announce(address string) error {
	if s.lock == nil {
		return nil
	}
	return s.lock.write(holder{PID: os.Getpid(), Address: address})
}

// open returns the present session, or nil while there is none.
func (s *Store) open() *session {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.now
}

// natsLog passes on what the server inside this process has to say.
type natsLog struct{ log *slog.Logger }

func (l natsLog) Noticef(format string, v ...any) { l.log.Debug("nats: " + fmt.Sprintf(format, v...)) }
func (l natsLog) Warnf(format string, v ...any)   { l.log.Warn("nats: " + fmt.Sprintf(format, v...)) }
func (l natsLog) Errorf(format string, v ...any)  { l.log.Error("nats: " + fmt.Sprintf(format, v...)) }
func (l natsLog) Fatalf(format string, v ...any)  { l.log.Error("nats: " + fmt.Sprintf(format, v...)) }
func (l natsLog) Debugf(string, ...any)           {}
func (l natsLog) Tracef(string, ...any)           {}
