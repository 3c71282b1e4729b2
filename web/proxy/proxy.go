// Package proxy answers with market data of venues, in one shape for all of
// them, whoever asks from the public internet only through the list of what
// venues serve: a reader names a venue, a symbol and a kind, never an address.
//
// Equal asks are one request, whoever waits. An answer is good for a while that
// depends on its kind; after that it is sent at once, with its age, while a
// newer one is fetched, and when none is to be had it stands in for up to a
// day, with its age and the reason.
package proxy

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"time"

	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"

	"unwind/data"
	"unwind/data/feed"
	"unwind/web/kept"
	"unwind/web/upstream"
)

// Options is what a proxy needs.
type Options struct {
	Venues []feed.Venue // all that may be asked
	Client *upstream.Client
	Now    func() time.Time
	Log    *slog.Logger
}

const (
	keptBytes  = 64 << 20    // of answers
	maxFlights = 32          // requests at a time
	patience   = time.Second // for a newer answer than one that is old
)

// Proxy answers. It is safe for concurrent use.
type Proxy struct {
	Options
	venues   []*venue
	kept     *kept.Cache[entry]
	flight   singleflight.Group
	lists    singleflight.Group // of instruments, by venue
	turns    *semaphore.Weighted
	patience time.Duration
	ctx      context.Context
	stop     context.CancelFunc
}

type venue struct {
	*feed.Venue
	series []*series
}

// New returns a proxy of venues. [Proxy.Close] ends its requests.
func New(o Options) *Proxy {
	p := &Proxy{
		Options: o, kept: kept.New[entry](keptBytes), turns: semaphore.NewWeighted(maxFlights), patience: patience,
	}
	p.ctx, p.stop = context.WithCancel(context.Background())
	for i := range o.Venues {
		v := &o.Venues[i]
		p.venues = append(p.venues, &venue{v, allSeries(v)})
	}
	return p
}

// Close ends the requests in progress.
func (p *Proxy) Close() { p.stop() }

func (p *Proxy) venue(id string) *venue {
	i := slices.IndexFunc(p.venues, func(v *venue) bool { return v.ID == id })
	if i < 0 {
		return nil
	}
	return p.venues[i]
}

// Get returns the answer to an ask. It fails with a [*Mistake], with the fault
// of the venue where there is nothing to answer with ([*feed.Refusal],
// [*feed.Malformed]), with [ErrBusy], or with the error of ctx.
func (p *Proxy) Get(ctx context.Context, a Ask) (*Answer, error) {
	w, err := p.find(a, p.ms())
	if err != nil {
		return nil, err
	}
	e, _ := p.kept.Get(w.key())
	if now := p.ms(); e.stale(now) && !e.failing(now) {
		if e, err = p.renew(ctx, w, e); err != nil {
			return nil, err
		}
	}
	if now := p.ms(); e.usable(now) {
		return p.answer(w, &e, now), nil
	}
	return nil, e.fault
}

// renew begins to fetch a newer answer than the one that is kept, and returns
// it, or the one that is kept if waiting takes too long.
func (p *Proxy) renew(ctx context.Context, w *wish, old entry) (entry, error) {
	done := p.flight.DoChan(w.key(), func() (any, error) { return p.fetch(w) })
	now := p.ms()
	if old.behind(now) {
		return old, nil
	}
	var late <-chan time.Time
	if old.usable(now) {
		timer := time.NewTimer(p.patience)
		defer timer.Stop()
		late = timer.C
	}
	select {
	case <-ctx.Done():
		return old, ctx.Err()
	case <-late:
		return old, nil
	case result := <-done:
		if result.Err != nil && old.usable(now) {
			return old, nil
		}
		e, _ := result.Val.(entry)
		return e, result.Err
	}
}

// Answer is the answer to an ask, in the one shape.
type Answer struct {
	Venue      string      `json:"venue"`
	Name       string      `json:"name"` // of the venue
	Symbol     string      `json:"symbol"`
	Kind       string      `json:"kind"`
	Provenance string      `json:"provenance"`
	Step       data.UnixMs `json:"step"` // 0: rows have no fixed distance
	From       data.UnixMs `json:"from"` // what was asked for, on the grid of the step
	To         data.UnixMs `json:"to"`   // exclusive
	Fetched    data.UnixMs `json:"fetched"`
	Age        data.UnixMs `json:"age"`
	Fresh      data.UnixMs `json:"fresh"` // up to this age it is as good as a new one
	Stale      bool        `json:"stale"` // older than that
	// SidesDisputed says that the venue's documents contradict each other about
	// whose positions were closed.
	SidesDisputed bool            `json:"sidesDisputed,omitempty"`
	Refusal       *Refusal        `json:"refusal"` // why there is no newer answer; null: there is no reason
	Data          json.RawMessage `json:"data"`
	// Keyed says that it was got with the operator's key, so it is not public.
	Keyed bool `json:"-"`
}

func (p *Proxy) answer(w *wish, e *entry, now data.UnixMs) *Answer {
	return &Answer{
		Venue: w.series.venue.ID, Name: w.series.venue.Name, Symbol: w.symbol, Kind: w.series.kind,
		Provenance: w.series.origin.String(), SidesDisputed: w.series.sided && w.series.venue.SidesDisputed,
		Step: w.step, From: e.query.From, To: e.query.To,
		Fetched: e.fetched, Age: e.age(now), Fresh: e.fresh, Stale: e.stale(now),
		Refusal: RefusalOf(e.fault), Data: e.body, Keyed: collects(w.series.venue),
	}
}

func (p *Proxy) ms() data.UnixMs { return data.UnixMs(p.Now().UnixMilli()) }
