// Package poll asks venues for what no stream of theirs has, while they are
// followed: open interest, which it gives to the sinks of web/live, and what
// contracts are worth.
package poll

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"unwind/data"
	"unwind/data/feed"
	"unwind/web/live"
	"unwind/web/record"
	"unwind/web/upstream"
)

// Every is how often each symbol is asked for.
const Every = 15 * time.Second

// Options is what asking needs.
type Options struct {
	Venues []live.Venue // those that stream their open interest are left alone
	Sinks  []live.Sink  // which must be safe for concurrent use
	Client *upstream.Client
	Log    *slog.Logger
}

// Run asks until ctx ends: each venue by itself, its symbols one after another.
func Run(ctx context.Context, o Options) {
	var all sync.WaitGroup
	for _, v := range o.Venues {
		if v.PollsInterest {
			all.Go(func() { o.follow(ctx, &v) })
		}
		if v.Contracts != nil {
			all.Go(func() { o.learn(ctx, &v) })
		}
	}
	all.Wait()
}

// follow asks one venue, at once and then at every tick. A round that takes
// longer than a tick skips those that it missed.
func (o *Options) follow(ctx context.Context, v *live.Venue) {
	tick := time.NewTicker(Every)
	defer tick.Stop()
	failing := map[string]bool{}
	for ctx.Err() == nil {
		for _, symbol := range v.Symbols {
			err := o.ask(ctx, &v.Venue, symbol)
			if err != nil && !failing[symbol] && ctx.Err() == nil {
				o.Log.Warn("a venue does not tell its open interest", "venue", v.ID, "symbol", symbol, "err", err)
			}
			failing[symbol] = err != nil
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
}

// ask asks for the open interest of a symbol and passes on what comes. While
// the venue refuses nothing is asked: the client sees to that.
func (o *Options) ask(ctx context.Context, v *feed.Venue, symbol string) error {
	q := feed.Query{Symbol: symbol}
	r, err := v.InterestNow.Request(q)
	if err != nil {
		return err
	}
	body, err := o.Client.Do(ctx, v, r)
	if err != nil {
		return err
	}
	received := time.Now()
	points, err := v.InterestNow.Parse(q, body)
	if err != nil {
		return err
	}
	if len(points) == 0 {
		return errors.New("an answer without open interest")
	}
	f := record.Frame{Venue: v.ID, Way: feed.Polled, Received: data.UnixMs(received.UnixMilli()), Raw: body, Batch: &feed.Batch{Interest: points}}
	for _, s := range o.Sinks {
		s.Frame(f)
	}
	return nil
}
