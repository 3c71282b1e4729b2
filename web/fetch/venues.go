package fetch

import (
	"context"
	"errors"
	"fmt"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/binance"
	"unwind/data/feed/bybit"
	"unwind/data/feed/deribit"
	"unwind/data/history"
	"unwind/data/tape/csvimport"
)

// Terms of interfaces, in a manifest.
const (
	binanceTerms = "Binance terms of use: public market data for personal use"
	bybitTerms   = "Bybit API terms: public market data for own use, no repackaging or resale"
	deribitTerms = "Deribit terms: market data for personal use, no aggregation or republishing"
)

// series is one kind of rows that is asked for.
type series struct {
	venue *feed.Venue
	what  history.Kind
	terms string
	query feed.Query
}

func (s *series) name() string { return s.venue.Name + ", " + s.what.String() }

// noteAnswers enters answers of an interface into the manifest.
func (b *builder) noteAnswers(s *series, what string, got []Got) {
	bytes := int64(0)
	for _, g := range got {
		bytes += g.Bytes
		b.out.Manifest.Parts = append(b.out.Manifest.Parts, history.Part{
			URL: g.URL, What: what, From: history.UTC(s.query.From), To: history.UTC(s.query.To),
			SHA256: g.SHA256, Bytes: g.Bytes, Fetched: g.At.UTC(), Terms: s.terms,
		})
	}
	b.progress(s.venue.Name+", "+what, bytes, bytes, fmt.Sprintf("%d answers", len(got)))
}

// venue asks a venue's interface for what its archive does not have: all of
// Bybit, and of Binance the funding of a month that is not over.
func (b *builder) venue(ctx context.Context) error {
	if b.request.Venue == history.Binance {
		return b.recentFunding(ctx)
	}
	v := bybit.New()
	whole := feed.Query{Symbol: b.request.Symbol, Step: data.Minute, From: b.request.Begin(), To: b.request.To}
	for _, step := range []func(context.Context, *feed.Venue, feed.Query) error{b.bybitBars, b.bybitInterest, b.bybitFunding} {
		b.done++
		if err := step(ctx, &v, whole); err != nil {
			return err
		}
	}
	return nil
}

// bybitBars adds candles and mark price.
func (b *builder) bybitBars(ctx context.Context, v *feed.Venue, q feed.Query) error {
	for _, x := range []struct {
		what history.Kind
		e    *feed.Endpoint[feed.Candle]
		to   *[]csvimport.Bars
	}{{history.Candles, v.Candles, &b.parts.In.CandleBars}, {history.Mark, v.Mark, &b.parts.In.MarkBars}} {
		s := &series{v, x.what, bybitTerms, q}
		all, got, err := rows(ctx, b.client, v, x.e, q)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name(), err)
		}
		if len(all) == 0 {
			b.none(s)
			continue
		}
		b.noteAnswers(s, x.what.String(), got)
		*x.to = append(*x.to, csvimport.Bars{Name: s.name(), Candles: candlesOf(all, q.Step)})
	}
	return nil
}

// candlesOf returns candles as columns.
func candlesOf(all []feed.Candle, step data.UnixMs) data.Candles {
	c := data.Candles{Step: step}
	for i := range all {
		x := &all[i]
		c.T, c.Volume = append(c.T, x.T), append(c.Volume, x.Volume)
		c.Open, c.High = append(c.Open, x.Open), append(c.High, x.High)
		c.Low, c.Close = append(c.Low, x.Low), append(c.Close, x.Close)
	}
	return c
}

// bybitInterest adds open interest, which Bybit counts in coins.
func (b *builder) bybitInterest(ctx context.Context, v *feed.Venue, q feed.Query) error {
	q.Step = 5 * data.Minute
	s := &series{v, history.Metrics, bybitTerms, q}
	all, got, err := rows(ctx, b.client, v, v.Interest, q)
	if err != nil {
		return fmt.Errorf("%s: %w", s.name(), err)
	}
	if len(all) == 0 {
		b.none(s)
		return nil
	}
	p := csvimport.Points{Name: s.name(), Qty: true}
	for _, x := range all {
		p.T, p.V = append(p.T, x.At), append(p.V, x.Qty)
	}
	b.noteAnswers(s, s.what.String(), got)
	b.parts.In.OpenInterestPoints = append(b.parts.In.OpenInterestPoints, p)
	return nil
}

func (b *builder) bybitFunding(ctx context.Context, v *feed.Venue, q feed.Query) error {
	q.Step = 0
	return b.funding(ctx, &series{v, history.Funding, bybitTerms, q})
}

// funding adds the rates of a venue.
func (b *builder) funding(ctx context.Context, s *series) error {
	all, got, err := rows(ctx, b.client, s.venue, s.venue.Funding, s.query)
	if err != nil {
		return fmt.Errorf("%s: %w", s.name(), err)
	}
	p := csvimport.Points{Name: s.name()}
	for _, x := range all {
		if !x.Predicted {
			p.T, p.V = append(p.T, x.At), append(p.V, x.Rate)
		}
	}
	if len(p.T) == 0 {
		b.none(s)
		return nil
	}
	b.noteAnswers(s, s.what.String(), got)
	b.parts.In.FundingPoints = append(b.parts.In.FundingPoints, p)
	return nil
}

// none notes that a venue has no rows.
func (b *builder) none(s *series) {
	b.out.Warnings = append(b.out.Warnings, s.name()+": there are no rows")
	b.parts.Missing = append(b.parts.Missing, history.Missing{Kind: s.what, From: s.query.From, To: s.query.To})
}

// recentFunding fills months of which the archive has no file yet. That it
// cannot be asked does not end the build: the archive can be reached from where
// the interface cannot.
func (b *builder) recentFunding(ctx context.Context) error {
	v := binance.New()
	var left []history.Missing
	missing := b.parts.Missing
	b.parts.Missing = nil
	for _, m := range missing {
		if m.Kind != history.Funding {
			left = append(left, m)
			continue
		}
		s := &series{&v, history.Funding, binanceTerms, feed.Query{Symbol: b.request.Symbol, From: max(m.From, b.request.Begin()), To: min(m.To, b.request.To)}}
		if err := b.funding(ctx, s); err != nil {
			b.out.Warnings = append(b.out.Warnings, err.Error())
			left = append(left, m)
		}
	}
	b.parts.Missing = append(b.parts.Missing, left...)
	return ctx.Err()
}

// liquidations adds those that Deribit flagged among its trades. That they
// cannot be had does not end the build.
func (b *builder) liquidations(ctx context.Context) error {
	instrument, ok := b.request.DeribitInstrument()
	if !ok {
		b.out.Warnings = append(b.out.Warnings, "liquidations: Deribit has no perpetual of "+b.request.Base())
		return nil
	}
	v := deribit.New()
	s := &series{venue: &v, terms: deribitTerms, query: feed.Query{Symbol: instrument, From: b.request.From, To: b.request.To}}
	b.done++
	all, got, err := b.flagged(ctx, s)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		b.out.Warnings = append(b.out.Warnings, fmt.Sprintf("liquidations of %s: %v", v.Name, err))
		return nil
	}
	b.noteAnswers(s, "liquidations", got)
	b.parts.Observed, b.parts.Instrument = all, instrument
	return nil
}

// flagged reads all pages of trades and keeps the liquidations, each once.
func (b *builder) flagged(ctx context.Context, s *series) (all []feed.Liquidation, got []Got, err error) {
	all = []feed.Liquidation{}
	seen, bytes := map[string]bool{}, int64(0)
	q, more := s.query, true
	for more {
		if len(got) == maxAnswers {
			return nil, got, fmt.Errorf("more than %d pages of trades", maxAnswers)
		}
		page, g, err := b.trades(ctx, s.venue, q)
		if err != nil {
			return nil, got, err
		}
		got = append(got, g)
		for _, l := range page.Liquidations {
			if id := l.Identity(); !seen[id] {
				seen[id] = true
				all = append(all, l)
			}
		}
		bytes += g.Bytes
		b.progress(s.venue.Name+", liquidations", bytes, 0, "")
		q, more = page.Next(q)
	}
	return all, got, nil
}

// trades returns one page.
func (b *builder) trades(ctx context.Context, v *feed.Venue, q feed.Query) (deribit.Page, Got, error) {
	r, err := deribit.History(q)
	if err != nil {
		return deribit.Page{}, Got{}, err
	}
	body, g, err := b.client.answer(ctx, v, &r)
	if err != nil {
		return deribit.Page{}, g, err
	}
	page, err := deribit.ParseHistory(q, body)
	return page, g, errors.Join(err, g.spoilt(err))
}
