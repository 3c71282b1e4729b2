package stream

import (
	"strings"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
)

// source visits whose rows they are.
func (t *table) source(venue, symbol func(int, string)) {
	t.short("venue", venue)
	t.short("symbol", symbol)
}

// ways visits how rows came; without that column all were streamed.
func (t *table) ways(take func(int, feed.Way)) {
	if !t.columns["way"].Exists() {
		return
	}
	t.visit("way", func(i int, v gjson.Result) {
		way, ok := feed.ParseWay(v.Str)
		if !ok {
			t.at(t.place("way", i), "must be streamed, polled or fetched, is "+spelled(v))
		}
		take(i, way)
	})
}

// rows returns so many rows of zeros, none after a fault.
func rows[T any](t *table) []T {
	if t.err != nil || t.n == 0 {
		t.n = 0
		return nil
	}
	return make([]T, t.n)
}

func (t *table) liquidations() []Liquidation {
	all := rows[Liquidation](t)
	t.source(func(i int, s string) { all[i].Venue = s }, func(i int, s string) { all[i].Symbol = s })
	t.times("times", func(i int, at data.UnixMs) { all[i].At = at })
	t.times("received", func(i int, at data.UnixMs) { all[i].Received = at })
	t.visit("side", func(i int, v gjson.Result) { all[i].Side = t.side("side", i, v) })
	t.prices("price", func(i int, p data.Price) { all[i].Price = p })
	t.visit("priceKind", func(i int, v gjson.Result) { all[i].Kind = t.priceKind("priceKind", i, v) })
	t.numbers("qty", 0, func(i int, x float64) { all[i].Qty = x })
	t.numbers("notional", 0, func(i int, x float64) { all[i].Notional = data.USD(x) })
	t.visit("ordinal", func(i int, v gjson.Result) { all[i].Ordinal = t.count("ordinal", i, v) })
	t.visit("id", func(i int, v gjson.Result) { all[i].ID = strings.Clone(t.text("id", i, v)) })
	return all
}

func (t *table) side(name string, i int, v gjson.Result) data.Side {
	side, ok := data.ParseSide(v.Str)
	if !ok {
		t.at(t.place(name, i), "must be long, short or unknown, is "+spelled(v))
	}
	return side
}

func (t *table) priceKind(name string, i int, v gjson.Result) feed.PriceKind {
	kind, ok := feed.ParsePriceKind(v.Str)
	if !ok {
		t.at(t.place(name, i), "must be fill, bankruptcy, order or unknown, is "+spelled(v))
	}
	return kind
}

func (t *table) candles() []Candle {
	all := rows[Candle](t)
	t.source(func(i int, s string) { all[i].Venue = s }, func(i int, s string) { all[i].Symbol = s })
	t.ways(func(i int, w feed.Way) { all[i].Way = w })
	t.times("times", func(i int, at data.UnixMs) { all[i].T = at })
	t.lengths("step", data.Second, func(i int, d data.UnixMs) { all[i].Step = d })
	t.prices("open", func(i int, p data.Price) { all[i].Open = p })
	t.prices("high", func(i int, p data.Price) { all[i].High = p })
	t.prices("low", func(i int, p data.Price) { all[i].Low = p })
	t.prices("close", func(i int, p data.Price) { all[i].Close = p })
	t.numbers("volume", 0, func(i int, x float64) { all[i].Volume = x })
	t.flags("final", func(i int, yes bool) { all[i].Final = yes })
	t.visit("takerBuy", func(i int, v gjson.Result) {
		if all[i].Takers = v.Type != gjson.Null; all[i].Takers {
			all[i].TakerBuy = t.number("takerBuy", i, v, 0)
		}
	})
	for i := range all {
		if k := &all[i]; k.High < max(k.Open, k.Close) || k.Low > min(k.Open, k.Close) {
			t.at(t.place("high", i), "high and low must enclose open and close")
		}
	}
	return all
}

func (t *table) marks() []Mark {
	all := rows[Mark](t)
	t.source(func(i int, s string) { all[i].Venue = s }, func(i int, s string) { all[i].Symbol = s })
	t.ways(func(i int, w feed.Way) { all[i].Way = w })
	t.times("times", func(i int, at data.UnixMs) { all[i].At = at })
	t.prices("price", func(i int, p data.Price) { all[i].Price = p })
	t.numbers("index", 0, func(i int, x float64) { all[i].Index = data.Price(x) })
	t.prices("high", func(i int, p data.Price) { all[i].High = p })
	t.prices("low", func(i int, p data.Price) { all[i].Low = p })
	for i := range all {
		if m := &all[i]; m.High < m.Price || m.Low > m.Price {
			t.at(t.place("high", i), "high and low must enclose the price")
		}
	}
	return all
}

func (t *table) interest() []Interest {
	all := rows[Interest](t)
	t.source(func(i int, s string) { all[i].Venue = s }, func(i int, s string) { all[i].Symbol = s })
	t.ways(func(i int, w feed.Way) { all[i].Way = w })
	t.times("times", func(i int, at data.UnixMs) { all[i].At = at })
	t.numbers("qty", 0, func(i int, x float64) { all[i].Qty = x })
	t.numbers("notional", 0, func(i int, x float64) { all[i].Notional = data.USD(x) })
	return all
}

func (t *table) funding() []Funding {
	all := rows[Funding](t)
	t.source(func(i int, s string) { all[i].Venue = s }, func(i int, s string) { all[i].Symbol = s })
	t.ways(func(i int, w feed.Way) { all[i].Way = w })
	t.times("times", func(i int, at data.UnixMs) { all[i].At = at })
	t.numbers("rate", -largest, func(i int, x float64) { all[i].Rate = x })
	t.lengths("interval", 0, func(i int, d data.UnixMs) { all[i].Interval = d })
	t.timesOrNone("due", func(i int, at data.UnixMs) { all[i].Due = at })
	return all
}
