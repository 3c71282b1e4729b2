// Package live follows venues over their WebSockets: it subscribes, answers,
// tells whether data flows, connects again, takes over before a venue cuts,
// drops what comes twice, and says what is missing. What it hears goes to
// sinks, such as the screens of web/live/screens and a recorder.
//
// The rules of each venue are data of data/feed; docs/feeds.md lists them.
package live

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"sync"
	"time"

	"unwind/data/feed"
	"unwind/web/record"
	"unwind/web/upstream"
)

// Sink takes what is heard. Its methods are called from one goroutine a venue,
// in the order of arrival, and must not wait; the bytes and the batch of a
// frame are used again afterwards. [record.Recorder] is one.
type Sink interface {
	Frame(record.Frame)
	Gap(record.Gap)
}

// Venue is a venue to follow and the symbols that are wanted of it.
type Venue struct {
	feed.Venue
	Symbols []string // the venue's own
}

// Options is what following needs.
type Options struct {
	Venues []Venue
	// Sinks get everything, in this order: first those that people wait for.
	Sinks []Sink
	// Recorder gets the same after them, but of a gap that lasts only a piece a
	// minute; nil: nothing is recorded.
	Recorder Sink
	// Changed is told of every change of a venue's state, as a sink is; nil:
	// nobody is.
	Changed func(Status)
	Hosts   *upstream.Hosts
	// Dial opens a connection to a venue as if by TLS; nil is TLS under guard,
	// which every server has. Tests reach their own venues by it.
	Dial   func(ctx context.Context, network, address string) (net.Conn, error)
	Random func() float64 // in [0, 1): the jitter of pauses; nil: any
	Log    *slog.Logger
}

// Live follows venues. It is safe for concurrent use.
type Live struct {
	venues []*venue
}

// New returns a follower of venues. It refuses symbols that are none of a
// venue's, and venues that have no streams.
func New(o Options) (*Live, error) {
	if o.Random == nil {
		o.Random = rand.Float64
	}
	l := &Live{}
	for _, v := range o.Venues {
		if v.Streams == nil {
			return nil, fmt.Errorf("%s has no streams", v.ID)
		}
		streams, err := v.Streams(v.Symbols)
		if err != nil {
			return nil, err
		}
		l.venues = append(l.venues, newVenue(v, streams, &o))
	}
	return l, nil
}

// Run follows until ctx ends, and says then what was missing at the end.
func (l *Live) Run(ctx context.Context) {
	var all sync.WaitGroup
	for _, v := range l.venues {
		all.Go(func() { v.run(ctx) })
	}
	all.Wait()
}

// Status returns how each venue does, in the order of the options.
func (l *Live) Status() []Status {
	all := make([]Status, len(l.venues))
	for i, v := range l.venues {
		all[i] = v.status()
	}
	return all
}

// Times of a connection that hold for every venue.
const (
	// overlap is how long the old connection is still listened to after a new
	// one has taken over.
	overlap = 10 * time.Second
	// handshake bounds connecting, all of it.
	handshake = 10 * time.Second
	// write bounds one message to a venue.
	write = 5 * time.Second
	// steady is how long data must have flowed for a connection that breaks to
	// count as the first that did.
	steady = time.Minute
	// piece is how often a gap that lasts is told, so that a chart says so before
	// it is over.
	piece = 5 * time.Second
	// keptPiece is how often it is recorded, beside when it begins, ends or has
	// another reason, and when somebody asks ([Live.TellMissing]): a recording
	// need not have what it is asked for first.
	keptPiece = time.Minute
)

// Pauses before a venue is asked again grow from the first to the last.
const (
	firstPause = time.Second
	lastPause  = time.Minute
)

// pause returns how long to wait before connecting again after a number of
// failures in a row: anything up to a bound that doubles ("full jitter"), so
// that the clients of a venue that was away do not all come back at once.
func pause(failures int, random float64) time.Duration {
	bound := lastPause
	if failures < 16 {
		bound = min(lastPause, firstPause<<failures)
	}
	return time.Duration(random * float64(bound))
}

// deadText is what a refusal says about a stream that was accepted and sent
// nothing.
const deadText = "subscribed, but no data came"

func down(venue, text string) *feed.Refusal {
	return &feed.Refusal{Venue: venue, Reason: feed.Down, Text: cmp.Or(text, "the connection broke off")}
}
