// Package feed is the vocabulary of market data from outside: what venues
// report, what is asked of them, and how they refuse. Each venue's own bytes
// are read in its package below this one; adding a venue is filling the same
// files. Nothing here opens a connection or reads a clock.
//
// docs/feeds.md lists the routes, shapes and traps of every venue.
package feed

import (
	"unwind/data"
)

// PriceKind says what the price of a [Liquidation] means, because venues
// differ and their prices are not comparable: a bankruptcy price lies beyond
// the fill by about the maintenance rate.
type PriceKind uint8

// Kinds of price. The zero value stands for a source that does not say.
const (
	UnknownPrice PriceKind = iota
	Fill                   // what the position was closed at: Binance, Deribit
	Bankruptcy             // where the position's margin is gone: Bybit, OKX
	Order                  // limit of an order that is still open: BitMEX
)

var priceKinds = [...]string{"unknown", "fill", "bankruptcy", "order"}

// String returns "fill", "bankruptcy", "order" or "unknown".
func (k PriceKind) String() string {
	if int(k) < len(priceKinds) {
		return priceKinds[k]
	}
	return priceKinds[UnknownPrice]
}

// ParsePriceKind returns the kind of the given name and whether there is one;
// "unknown" is one.
func ParsePriceKind(name string) (PriceKind, bool) {
	for i, n := range priceKinds {
		if n == name {
			return PriceKind(i), true
		}
	}
	return UnknownPrice, false
}

// Liquidation is one forced closure of a position as a venue reported it.
type Liquidation struct {
	Venue  string // lower case: "binance"
	Symbol string // the venue's own: "BTCUSDT"
	// Exchange is whose liquidation it is where the venue collects those of
	// others (CoinGlass), lower case; else "".
	Exchange string
	At       data.UnixMs // the venue's event time; 0 where it gives none (BitMEX)
	Side     data.Side   // of the position that was closed
	Price    data.Price
	Kind     PriceKind
	// Bankruptcy is the bankruptcy price where the venue gives one beside or as
	// Price; else 0.
	Bankruptcy data.Price
	Qty        float64 // base coin, positive
	Notional   data.USD
	// Ordinal counts the equal reports before this one in its frame, so that
	// equal prints stay two. It does not count other reports, so it is the same
	// however a venue cuts its frames.
	Ordinal int
	// ID is the venue's own name of the event, where it has one; else "".
	ID string
	// Backlog says that the frame may repeat what was sent before the
	// subscription: it is old or a duplicate.
	Backlog bool
}

// Time returns when it happened, as far as is known: the venue's time, or that
// of receipt where the venue gives none.
func (l *Liquidation) Time(received data.UnixMs) data.UnixMs {
	if l.At == 0 {
		return received
	}
	return l.At
}

// Candle is one bar of a price.
type Candle struct {
	Symbol                 string
	T, Step                data.UnixMs // open time, inclusive; length
	Open, High, Low, Close data.Price
	Volume                 float64 // base coin; 0 for a mark price
	TakerBuy               float64 // the part of Volume that takers bought, if Takers
	Takers                 bool    // whether TakerBuy is known
	Final                  bool    // the venue says that it will not change
}

// Closed reports whether the candle is over at a time: because the venue says
// so, or because its end has passed. The last candle of an answer is usually
// still open.
func (c *Candle) Closed(now data.UnixMs) bool { return c.Final || c.T+c.Step <= now }

// Mark is the mark price at a time.
type Mark struct {
	Symbol string
	At     data.UnixMs // 0 where the venue gives none (Hyperliquid)
	Price  data.Price
	Index  data.Price // 0 where it is not told
}

// Interest is open interest at a time, one side.
type Interest struct {
	Symbol   string
	At       data.UnixMs // 0 where the venue gives none
	Qty      float64     // base coin; 0 where only the value is told
	Notional data.USD    // 0 where only the size is told
}

// Funding is a funding rate: positive, longs pay shorts.
type Funding struct {
	Symbol   string
	At       data.UnixMs // when it was paid, or will be; 0 where the venue does not say
	Rate     float64     // fraction, for one interval
	Interval data.UnixMs // 0: as far apart as the payments are
	// Predicted says that it was not paid yet and can still change.
	Predicted bool
}

// Trade is one trade, or several of one order at one price.
type Trade struct {
	Symbol   string
	ID       string // the venue's own; it can share memory with the frame, so copy it to keep it
	At       data.UnixMs
	Price    data.Price
	Qty      float64 // base coin
	Notional data.USD
	Taker    data.TakerSide
	Backlog  bool // happened before the subscription
}

// Totals is what was liquidated in one interval, by side.
type Totals struct {
	Symbol      string
	T, Step     data.UnixMs
	Long, Short data.USD
}
