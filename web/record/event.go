package record

import (
	"unwind/data"
	"unwind/data/collect"
	"unwind/data/feed"
)

// Frame is what one message of a venue held, as its parser read it.
type Frame struct {
	Venue    string      // lower case: "binance"
	Spot     bool        // of a spot market: its candles are a reference price
	Way      feed.Way    // how it came
	Received data.UnixMs // when it arrived
	Raw      []byte      // as it arrived
	Batch    *feed.Batch // what it holds; nothing else
}

// MaxRaw is how much of a frame is kept, in bytes; parsers take frames of up to
// a megabyte, which is more than a NATS takes by default.
const MaxRaw = 256 << 10

// Event is one stored message.
type Event struct {
	Kind     Kind
	Venue    string
	Symbol   string      // the venue's own; "" of gaps and raw frames
	Received data.UnixMs // when it arrived
	Way      feed.Way    // how it came

	// Raw is the frame that it came in, cut after [MaxRaw] bytes of RawLength.
	// Of a frame with several events it is stored once, as an event of the kind
	// Raw that has the same name in Frame.
	Raw       []byte
	RawLength int
	Frame     string

	Liquidation feed.Liquidation
	Candle      feed.Candle
	Mark        Marks
	Interest    feed.Interest
	Funding     feed.Funding
	Gap         Gap
}

// Time returns when it happened: the venue's time, or that of receipt where
// the venue gives none. Of a candle it is when it opened, of a gap its start.
func (e *Event) Time() data.UnixMs {
	at := e.Received
	switch e.Kind {
	case Liquidation:
		return e.Liquidation.Time(e.Received)
	case Candle, Spot:
		return e.Candle.T
	case Mark:
		at = e.Mark.At
	case Interest:
		at = e.Interest.At
	case Funding:
		at = e.Funding.At
		if e.Funding.Predicted {
			at = 0 // At is when it will be paid
		}
	case Missing:
		return e.Gap.From
	}
	if at == 0 {
		return e.Received
	}
	return at
}

// Marks is the mark price of a moment, and its extremes since the one that was
// stored before.
type Marks = collect.Marks

// Gap is a stretch of time of which something is missing.
type Gap struct {
	Venue    string // "" for all
	From, To data.UnixMs
	Why      Why
	Events   int // that are known to be missing; 0 where nobody counted
}

// Why is the reason of a gap.
type Why = data.GapReason

// Reasons of gaps.
const (
	Disconnected = data.Disconnected
	Blocked      = data.Blocked
	Silent       = data.Silent
	Stopped      = data.Stopped
	Behind       = data.Behind
	Refused      = data.Refused
)
