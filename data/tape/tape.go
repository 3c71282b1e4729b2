// Package tape is the replay file: one event with everything needed to show
// it. It reads, writes and checks the format documented in docs/tape.md; the
// codec in this package is the only place that knows the JSON names.
package tape

import (
	"unwind/data"
	"unwind/data/heat"
)

// Format is the value of the "format" member of a tape.
const Format = "unwind-tape/1"

// Tape is one event in memory. Layers that a tape lacks are nil. A Tape that
// [Read] returned is valid and must not be changed.
type Tape struct {
	ID         string // lower case letters, digits and '-', at most 64 bytes
	Title      Text
	Summary    Text   // one sentence made from the numbers, shown above the chart
	Instrument string // "BTCUSDT perpetual (Binance USD-M)"
	Symbol     string // the venue's own symbol: "BTCUSDT"; may be empty when a tape mixes symbols
	Base       string // base asset: "BTC"; may be empty
	Venue      string // whose market the candles are of, lower case: "binance"; empty where it is that of the liquidations, or not known

	From, To data.UnixMs // window to show, To exclusive
	Cover    data.UnixMs // replay time of the cover picture and of a link without t
	PlayFrom data.UnixMs // where the first play starts
	// Edge is until when the last candle, and the last one of the spot market,
	// are known: those of an event that goes on, or that was cut inside a candle,
	// hold what came until then. At and after Edge such a candle shows as it is
	// known, and nothing that is made of whole candles is made of it. 0 says that
	// all candles are whole.
	Edge data.UnixMs

	Candles      *CandleLayer
	Mark         *MarkLayer
	Spot         *CandleLayer
	OpenInterest *PointLayer // USD, all venues
	Funding      *PointLayer // fraction per interval
	Depth        *DepthLayer
	Liquidations *LiquidationLayer
	Totals       *FlowLayer // liquidations of all coins, for the headline counter
	ADL          *ADLLayer  // a share of liquidations; no counter adds it
	Gaps         *GapLayer  // what is missing of the others
	Levels       *LevelLayer
	Chapters     []Chapter
	Facts        []Fact
}

// GoesOn reports whether the event was going on when the tape was made: it is
// known until a time inside its window, and not until its end.
func (t *Tape) GoesOn() bool { return t.Edge != 0 && t.Edge < t.To }

// Own reports whether row i of the liquidations is of the tape's instrument.
// The others are counted, but their prices do not belong on its axis.
func (t *Tape) Own(i int) bool {
	l := t.Liquidations
	return l.Symbol == nil || t.Symbol == "" || l.Symbol[i] == t.Symbol
}

// Text is one text by language code: "en", "ru".
type Text map[string]string

// In returns the text in language lang, or in English, or "".
func (t Text) In(lang string) string {
	if s, ok := t[lang]; ok {
		return s
	}
	return t["en"]
}

// Origin says where a layer comes from.
type Origin struct {
	Provenance data.Provenance
	Why        Text // one sentence: what was measured, published or assumed
	Sources    []Source
	// Fetched is the share of the rows, 0 to 1, that were fetched from the
	// venue's history afterwards instead of recorded as they came; 0 where the
	// layer is not [data.Recorded].
	Fetched float64
}

// Came says how what is recorded came to be there.
func (o *Origin) Came() Came {
	switch {
	case o.Fetched >= 1:
		return CameLater
	case o.Fetched > 0:
		return CameBoth
	}
	return CameLive
}

// Came is how the rows of a recorded layer came to be there.
type Came uint8

// How rows came.
const (
	CameLive  Came = iota // recorded as they came
	CameBoth              // a part of them was fetched afterwards
	CameLater             // all of them were
)

// Source is a published source of a figure.
type Source struct {
	Name string
	URL  string // may be empty
}

// CandleLayer is price and volume.
type CandleLayer struct {
	Origin
	data.Candles
	// FromPrints says that the candles are drawn from the prices of
	// liquidations. Nothing is then known of what was traded: volumes are zero,
	// and no levels can be estimated from them.
	FromPrints bool
}

// MarkLayer is the mark price.
type MarkLayer struct {
	Origin
	data.MarkBars
}

// PointLayer is a series of single values.
type PointLayer struct {
	Origin
	data.Points
}

// DepthLayer is figures of how much rests in the book, on one side, within 1 %
// of the price, USD.
type DepthLayer struct {
	PointLayer
	Of DepthOf
}

// DepthOf says which books a figure of depth is of.
type DepthOf uint8

// Figures that are published: the book of the largest venue, or an average over
// venues.
const (
	DepthOfBook DepthOf = iota
	DepthOfAverage
)

var depthOfNames = []string{"book", "average"}

// String returns "book" or "average".
func (d DepthOf) String() string { return depthOfNames[d] }

// LiquidationLayer is forced closures, drawn as bubbles. Feeds that are
// sampled set AtLeast: their totals are lower bounds.
type LiquidationLayer struct {
	Origin
	data.Liquidations
	AtLeast bool
	// Since is from when on they are there, as far as their feeds and gaps let:
	// a total that begins earlier counts from then. 0: from the first row on.
	Since data.UnixMs
}

// FlowLayer is liquidated notional by side over time.
type FlowLayer struct {
	Origin
	data.Flow
	AtLeast bool
}

// ADLLayer is how much of what was liquidated auto-deleveraging took, in
// intervals of length Step that start at T. Its fills are the other side of
// liquidations, so ADL is a part of Liquidated and is never added to it or to
// another layer.
type ADLLayer struct {
	Origin
	Venue           string // lower case; may be empty
	Fills           bool   // counts of fills; else US dollars
	Step            data.UnixMs
	T               []data.UnixMs
	ADL, Liquidated []float64 // of one venue and one unit
}

// GapLayer is when something is missing of what was recorded, in ascending (not
// necessarily distinct) starts. Gaps may overlap, and may reach beyond the
// window.
type GapLayer struct {
	Origin
	Gaps []data.Gap
}

// LevelLayer is the level estimate.
type LevelLayer struct {
	Origin
	heat.Field
}

// Chapter is a named moment.
type Chapter struct {
	T     data.UnixMs
	Title Text
}

// Fact is a published figure about the event with its source.
type Fact struct {
	T      data.UnixMs // zero when the figure belongs to no moment
	Text   Text
	Value  float64 // in the unit that the text names; zero when it is no number
	Source Source
}
