package proxy

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"

	"unwind/data/feed"
)

// ErrBusy is what an ask fails with while too many others are being answered.
var ErrBusy = errors.New("too many requests to venues are in progress; try again")

var errOwn = errors.New("the answer could not be made; the log of the server says why")

// fetch asks the venue and keeps what comes back, or why nothing did. It goes
// on when everybody who waits has left.
func (p *Proxy) fetch(w *wish) (entry, error) {
	if !p.turns.TryAcquire(1) {
		return entry{}, ErrBusy
	}
	defer p.turns.Release(1)
	old, _ := p.kept.Get(w.key())
	now := p.ms()
	if !old.stale(now) || old.failing(now) { // another flight ended a moment ago
		return old, nil
	}
	e := entry{query: w.query(now), fetched: now, fresh: w.series.fresh}
	if w.settled(now) {
		e.fresh = settledFresh
	}
	body, err := p.columns(w, e.query)
	if p.ctx.Err() != nil {
		return entry{}, p.ctx.Err()
	}
	if err != nil {
		e = old
		e.fault, e.again = err, p.ms()+pause(err, w.series.fresh)
		p.report(w, err)
	} else {
		e.body = body
	}
	p.kept.Put(w.key(), e, e.size())
	return e, nil
}

// columns returns the columns of the answer to a query. A panic of ours must
// not end the server for one answer.
func (p *Proxy) columns(w *wish, q feed.Query) (body json.RawMessage, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			p.Log.Error("answer of a venue", "wish", w.key(), "panic", fmt.Sprint(fault), "stack", string(debug.Stack()))
			err = errOwn
		}
	}()
	request, err := w.series.request(q)
	if err != nil {
		return nil, own(w, err)
	}
	if err := p.learn(w); err != nil {
		return nil, own(w, err)
	}
	raw, err := p.Client.Do(p.ctx, w.series.venue, request)
	if err != nil {
		return nil, err
	}
	body, err = w.series.read(q, raw)
	return body, own(w, err)
}

// learn asks what a contract is worth, where rows count contracts and nobody
// has said it yet.
func (p *Proxy) learn(w *wish) error {
	known := w.series.venue.Contracts
	if known == nil || w.series.kind != "liquidations" {
		return nil
	}
	if _, ok := known.Of(w.symbol); ok {
		return nil
	}
	_, err, _ := p.lists.Do(w.series.venue.ID, func() (any, error) { return nil, p.list(w.series.venue) })
	if err != nil {
		return err
	}
	if _, ok := known.Of(w.symbol); !ok {
		return &feed.Refusal{Venue: w.series.venue.ID, Reason: feed.BadSymbol, Text: feed.Clip(w.symbol)}
	}
	return nil
}

// list asks a venue for its list of instruments, unless it did so a moment ago:
// readers who name what is not in it cost no request each.
func (p *Proxy) list(v *feed.Venue) error {
	key := "instruments " + v.ID
	if e, ok := p.kept.Get(key); ok && e.age(p.ms()) < e.fresh {
		return nil
	}
	if err := p.Client.Learn(p.ctx, v); err != nil {
		return err
	}
	e := entry{fetched: p.ms(), fresh: v.Contracts.Request.Fresh}
	p.kept.Put(key, e, e.size())
	return nil
}

// own names the venue in a refusal that was found in an answer.
func own(w *wish, err error) error {
	var r *feed.Refusal
	if !errors.As(err, &r) || r.Venue != "" {
		return err
	}
	named := *r
	named.Venue = w.series.venue.ID
	return &named
}

// report logs what an operator may want to know: answers that cannot be read.
// The client has logged hosts that refuse.
func (p *Proxy) report(w *wish, err error) {
	var r *feed.Refusal
	if errors.As(err, &r) {
		return
	}
	p.Log.Warn("answer of a venue", "wish", w.key(), "err", err)
}
