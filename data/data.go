// Package data holds the market-data vocabulary that every other package
// speaks. It imports only the standard library and performs no I/O, so the
// same types compile into the server and into the WebAssembly client.
package data

// Price is a price in the instrument's quote currency, finite and positive.
type Price float64

// USD is an amount of money in US dollars: a notional value, open interest by
// value, a liquidation total.
type USD float64

// UnixMs is a time in milliseconds since the Unix epoch, UTC. It is the unit
// of every exchange feed this project reads.
type UnixMs int64

// Lengths of time in milliseconds.
const (
	Second UnixMs = 1000
	Minute        = 60 * Second
	Hour          = 60 * Minute
	Day           = 24 * Hour
)

// Side is the side of a position, never of an order. The zero value is
// [UnknownSide], so a feed that forgets to set it shows up on screen instead
// of turning into a long.
type Side uint8

// Sides of a position.
const (
	UnknownSide Side = iota
	Long
	Short
)

// String returns "long", "short" or "unknown".
func (s Side) String() string {
	switch s {
	case Long:
		return "long"
	case Short:
		return "short"
	}
	return "unknown"
}

// ParseSide returns the side of the given name and whether there is one;
// "unknown" is one.
func ParseSide(name string) (Side, bool) {
	for s := UnknownSide; s <= Short; s++ {
		if s.String() == name {
			return s, true
		}
	}
	return UnknownSide, false
}

// Sign is +1 for a long, −1 for a short and 0 for an unknown side.
func (s Side) Sign() float64 {
	switch s {
	case Long:
		return 1
	case Short:
		return -1
	}
	return 0
}

// TakerSide is the side of the aggressor of a trade.
type TakerSide uint8

// Sides of an aggressor.
const (
	UnknownTaker TakerSide = iota
	Buy
	Sell
)

// ClosedBy returns the side of the position that an order of taker side t
// closed: a liquidated long is sold, a liquidated short is bought back.
func ClosedBy(t TakerSide) Side {
	switch t {
	case Sell:
		return Long
	case Buy:
		return Short
	}
	return UnknownSide
}
