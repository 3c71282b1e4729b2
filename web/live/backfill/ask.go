package backfill

import (
	"context"
	"errors"
	"time"

	"unwind/data"
	"unwind/data/feed"
	"unwind/web/live/screens"
)

// ask asks venues for what is missing: candles, mark price and funding of the
// venue whose candles a chart shows first, or of the next one that answers; the
// spot price of the first that does; and open interest of all that have its
// history, since a chart shows the sum of them.
func (o *Options) ask(ctx context.Context) {
	to := o.Begun - o.Begun%data.Minute
	in := screens.Span{From: to - Window, To: to}
	for _, symbol := range o.Symbols {
		for _, s := range o.first(symbol, false) {
			if o.candles(ctx, s, in) {
				o.marks(ctx, s, in)
				o.funding(ctx, s, in)
				break
			}
		}
		for _, s := range o.first(symbol, true) {
			if o.candles(ctx, s, in) {
				break
			}
		}
		for _, s := range o.first(symbol, false) {
			o.interest(ctx, s, in)
		}
	}
}

// subject is a symbol of a venue.
type subject struct {
	*feed.Venue
	symbol string
}

// first returns the symbols of a coin in the order in which a chart takes their
// candles: those of the name that was asked for, then the others.
func (o *Options) first(symbol string, spot bool) []subject {
	var same, others []subject
	for i := range o.Venues {
		v := &o.Venues[i]
		if v.Spot != spot {
			continue
		}
		for _, own := range v.Symbols {
			switch {
			case own == symbol:
				same = append(same, subject{&v.Venue, own})
			case feed.Coin(own) == feed.Coin(symbol):
				others = append(others, subject{&v.Venue, own})
			}
		}
	}
	return append(same, others...)
}

// candles reports whether all candles are known that the venue has.
func (o *Options) candles(ctx context.Context, s subject, in screens.Span) bool {
	if s.Candles == nil {
		return false
	}
	lacks := o.Screens.LacksCandles(s.ID, s.symbol, s.Spot, in)
	bars, ok := rows(ctx, o, s, "candles", s.Candles, data.Minute, lacks)
	if !ok {
		return false
	}
	h := new(screens.History)
	h.Candles(s.ID, s.Spot, bars)
	o.learn(ctx, h)
	return true
}

func (o *Options) marks(ctx context.Context, s subject, in screens.Span) {
	bars, ok := rows(ctx, o, s, "mark price", s.Mark, data.Minute, o.Screens.LacksMarks(s.ID, s.symbol, in))
	if !ok {
		return
	}
	h := new(screens.History)
	h.Marks(s.ID, bars)
	o.learn(ctx, h)
}

func (o *Options) funding(ctx context.Context, s subject, in screens.Span) {
	rates, ok := rows(ctx, o, s, "funding", s.Funding, 0, in)
	if !ok {
		return
	}
	h := new(screens.History)
	for _, r := range rates {
		if !r.Predicted && r.At > 0 {
			h.Funding(s.ID, []feed.Funding{r})
		}
	}
	o.learn(ctx, h)
}

// interestStep is how far apart points of the history of open interest are.
const interestStep = 5 * data.Minute

func (o *Options) interest(ctx context.Context, s subject, in screens.Span) {
	in.From, in.To = in.From-in.From%interestStep, in.To-in.To%interestStep
	points, ok := rows(ctx, o, s, "open interest", s.Venue.Interest, interestStep, o.Screens.LacksInterest(s.ID, s.symbol, in, interestStep))
	if !ok {
		return
	}
	h := new(screens.History)
	for _, p := range points {
		if p.At > 0 {
			h.Interest(s.ID, []feed.Interest{p})
		}
	}
	o.learn(ctx, h)
}

// rows asks for all rows of a span, in as many requests as it takes, and
// reports whether they came. Nothing is asked for an empty span.
func rows[T any](ctx context.Context, o *Options, s subject, what string, e *feed.Endpoint[T], step data.UnixMs, in screens.Span) ([]T, bool) {
	if e == nil || in.Empty() {
		return nil, e != nil
	}
	var all []T
	for _, q := range feed.Windows(feed.Query{Symbol: s.symbol, Step: step, From: in.From, To: in.To}, e.Span(step)) {
		part, err := page(ctx, o, s.Venue, e, q)
		if err != nil {
			if ctx.Err() == nil {
				o.Log.Warn("a venue does not tell what was before", "venue", s.ID, "symbol", s.symbol, "what", what, "err", err)
			}
			return nil, false
		}
		all = append(all, part...)
	}
	o.Log.Info("a venue told what was before", "venue", s.ID, "symbol", s.symbol, "what", what, "rows", len(all))
	return all, true
}

// page returns the rows of one request; none is no fault.
func page[T any](ctx context.Context, o *Options, v *feed.Venue, e *feed.Endpoint[T], q feed.Query) ([]T, error) {
	r, err := e.Request(q)
	if err != nil {
		return nil, err
	}
	body, err := o.body(ctx, v, r)
	if err != nil {
		return nil, err
	}
	part, err := e.Parse(q, body)
	if errors.Is(err, &feed.Refusal{Reason: feed.Empty}) {
		return nil, nil
	}
	return part, err
}

// patient is how long is waited for leave to ask again, each time: history has
// time, what a screen waits for goes first.
const patient = 30 * data.Second

// body returns the answer to a request, waiting while this server has spent its
// share of what the venue allows.
func (o *Options) body(ctx context.Context, v *feed.Venue, r feed.Request) ([]byte, error) {
	for {
		body, err := o.Client.Do(ctx, v, r)
		var refusal *feed.Refusal
		if !errors.As(err, &refusal) || refusal.Reason != feed.RateLimited || refusal.Wait <= 0 || refusal.Wait > patient {
			return body, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Duration(refusal.Wait) * time.Millisecond):
		}
	}
}
