// Package stream reads what a server sends to its screens, docs/http.md, and
// keeps what a screen was told: how venues do, and for each coin a collection
// that tapes are made of. It trusts nothing: a message is taken whole or not
// at all.
package stream

import (
	"unwind/data"
	"unwind/data/collect"
	"unwind/data/feed"
)

// Kind is what a message is.
type Kind string

// Kinds of messages.
const (
	Snapshot Kind = "snapshot" // everything so far, in place of what was told before
	Batch    Kind = "batch"    // what is new
	Resync   Kind = "resync"   // batches are left out, and a snapshot follows that has what was in them
)

// Message is one message. Its strings hold on to no bytes of it.
type Message struct {
	Kind     Kind
	Seq      uint64      // of the batch, or of the last one that is in the snapshot
	From, To uint64      // of a resync: the first batch that is left out, and the last that is in the snapshot
	At       data.UnixMs // when it was made, by the server's clock
	// Since is from when on liquidations are complete with it: of a snapshot,
	// and of a batch that brings what was before; else 0.
	Since data.UnixMs

	Liquidations  []Liquidation
	Candles, Spot []Candle
	Marks         []Mark
	Interest      []Interest
	Funding       []Funding
	Gaps          []data.Gap
	Venues        []Status
}

// Liquidation is a liquidation and when it arrived at the server. Its time is
// never 0. Equal ones are two.
type Liquidation struct {
	feed.Liquidation
	Received data.UnixMs
}

// Candle is what is known of a candle.
type Candle struct {
	Venue string
	Way   feed.Way // how it came
	feed.Candle
}

// Mark is a mark price and its extremes since the one before.
type Mark struct {
	Venue string
	Way   feed.Way // how it came
	collect.Marks
}

// Interest is open interest.
type Interest struct {
	Venue string
	Way   feed.Way // how it came
	feed.Interest
}

// Funding is a funding rate; its time is that at which it was told.
type Funding struct {
	Venue string
	Way   feed.Way // how it came
	feed.Funding
	Due data.UnixMs // when it is paid; 0 where it is not told
}

// State is how a venue does.
type State string

// States of a venue; docs/http.md says what they mean.
const (
	Unknown      State = "unknown"
	Live         State = "live"
	Behind       State = "behind"
	Connecting   State = "connecting"
	Disconnected State = "disconnected"
	Silent       State = "silent"
	Blocked      State = "blocked"
)

var states = []State{Unknown, Live, Behind, Connecting, Disconnected, Silent, Blocked}

// Status is how a venue does at a moment.
type Status struct {
	Venue   string
	Name    string // as people call it; may be empty
	Symbols []string
	State   State
	Since   data.UnixMs // of the state; 0 where it is not told
	Last    data.UnixMs // when market data came last; 0: never
	LagMs   int64       // how far data lies behind the venue's own time

	Reason string      // why it is blocked, in words, or what it refused last; may be empty
	Until  data.UnixMs // when it is asked again; 0 where it is not left alone
	Text   string      // the venue's own words; may be empty

	Liquidations, Gaps uint64
	Sampled            bool   // sums of its liquidations are "at least"
	NoLiquidations     string // why it sends none; may be empty

	// JSON is the status as it was sent, which has been checked.
	JSON string
}
