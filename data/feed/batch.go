package feed

import "unwind/data"

// Batch collects what frames hold. A parser appends to it; the reader empties
// it with [Batch.Reset] and keeps its memory. Not safe for concurrent use.
type Batch struct {
	Liquidations []Liquidation
	Candles      []Candle
	Marks        []Mark
	Interest     []Interest
	Funding      []Funding
	Trades       []Trade
	Status       []Status
	Replies      []string // messages that the venue waits for: send them at once

	// Alive says that market data arrived, which proves that the stream flows.
	// Acknowledgements and pongs prove nothing.
	Alive bool
	// Ignored counts reports that were understood and left out by a rule:
	// another product, an instrument that was not asked for, an order that was
	// not filled.
	Ignored int

	names Names
	equal map[Liquidation]int // of a long frame: how many reports have a key
}

// Reset empties b and keeps its memory and its names.
func (b *Batch) Reset() {
	b.Liquidations, b.Candles, b.Marks = b.Liquidations[:0], b.Candles[:0], b.Marks[:0]
	b.Interest, b.Funding, b.Trades = b.Interest[:0], b.Funding[:0], b.Trades[:0]
	b.Status, b.Replies = b.Status[:0], b.Replies[:0]
	b.Alive, b.Ignored = false, 0
}

// Name returns a copy of s that does not hold on to the frame it came from,
// the same one each time.
func (b *Batch) Name(s string) string { return b.names.Of(s) }

// AddLiquidation appends l with its ordinal. The reports of its frame begin at
// index first of b.Liquidations.
func (b *Batch) AddLiquidation(l Liquidation, first int) {
	l.Ordinal = b.equalBefore(l.key(), b.Liquidations[first:])
	b.Liquidations = append(b.Liquidations, l)
}

// longFrame is how many reports of a frame are looked through one by one; those
// of a longer one are counted in a map, or a frame of a megabyte would take half
// a second.
const longFrame = 32

// equalBefore counts the reports of a frame so far that have the key.
func (b *Batch) equalBefore(key Liquidation, frame []Liquidation) int {
	if len(frame) >= longFrame {
		if len(frame) == longFrame {
			b.equal = map[Liquidation]int{}
			for i := range frame {
				b.equal[frame[i].key()]++
			}
		}
		n := b.equal[key]
		b.equal[key]++
		return n
	}
	n := 0
	for i := range frame {
		if frame[i].key() == key {
			n++
		}
	}
	return n
}

// StatusKind is the kind of a [Status].
type StatusKind uint8

// Kinds of status.
const (
	Welcome      StatusKind = iota // the connection is greeted
	Acknowledged                   // a subscription was accepted, which proves no delivery
	Pong
	Heartbeat
	Rejected     // a message was not accepted: see Err
	ShuttingDown // the venue is about to close the connection
)

var statusKinds = [...]string{"welcome", "acknowledged", "pong", "heartbeat", "rejected", "shutting down"}

// String returns the kind in words.
func (k StatusKind) String() string {
	if int(k) < len(statusKinds) {
		return statusKinds[k]
	}
	return "unknown"
}

// Status is what a venue says about a connection.
type Status struct {
	Kind  StatusKind
	Topic string   // what it is about, as far as it says
	Err   *Refusal // of a rejection
}

// AddStatus appends a status; its topic is copied and cut.
func (b *Batch) AddStatus(kind StatusKind, topic string) {
	b.Status = append(b.Status, Status{Kind: kind, Topic: Clip(topic)})
}

// Reject appends a rejection.
func (b *Batch) Reject(r *Refusal) {
	b.Status = append(b.Status, Status{Kind: Rejected, Err: r})
}

// MaxTime is the latest time that is taken from a venue: the year 2100.
// Earliest is that of the first block.
const (
	Earliest data.UnixMs = 1231006505000
	MaxTime  data.UnixMs = 4102444800000
)
