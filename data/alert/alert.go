package alert

import "unwind/data"

// Kind is which rule an alert is of.
type Kind uint8

// Kinds of alerts.
const (
	Wave Kind = iota // a wave has grown to the dollars of the rule
	Fall             // open interest has fallen as fast as the rule says
	Near             // the price has come as near to a bright level as the rule says
)

var kindNames = [...]string{"wave", "fall", "near"}

// String returns "wave", "fall" or "near".
func (k Kind) String() string { return kindNames[k] }

// Alert is something that began. What a kind has not is zero.
type Alert struct {
	Kind       Kind
	T          data.UnixMs // when it was noticed
	Price      data.Price  // at T, 0: not known
	Provenance data.Provenance

	// Side is the one with more of a wave's dollars, or whose level it is.
	Side data.Side
	// USD was liquidated in the wave by T, or waits at the level.
	USD data.USD
	// AtLeast says that USD of a wave is a lower bound, as some of its feeds are
	// sampled or were interrupted.
	AtLeast bool

	// From is when the wave began. From and To are the two times between which
	// open interest fell.
	From, To data.UnixMs
	// Before and After are open interest at From and To, in dollars.
	Before, After data.USD
	// Share of open interest was closed between them, counted in coins, 0.02 is
	// 2 %; or it is how far the middle of the level is from the price, as a share
	// of the price, negative below it.
	Share float64

	Low, High data.Price // edges of the level
}
