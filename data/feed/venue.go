package feed

// Venue is everything about one venue: what it serves, what it allows, how it
// refuses. A nil endpoint is one that the venue does not have.
type Venue struct {
	ID   string // lower case: "binance"
	Name string // as people call it
	Spot bool   // a spot market: the reference price, no liquidations

	Candles      *Endpoint[Candle] // last price
	Mark         *Endpoint[Candle] // mark price
	Interest     *Endpoint[Interest]
	InterestNow  *Endpoint[Interest] // of the present
	Funding      *Endpoint[Funding]
	Trades       *Endpoint[Trade]
	Liquidations *Endpoint[Liquidation]
	Totals       *Endpoint[Totals] // liquidations by interval

	// PollsInterest says that no stream tells open interest: who follows the
	// venue asks InterestNow again and again.
	PollsInterest bool

	// Streams returns the connections that follow symbols; it is nil where
	// there are none. It refuses symbols that are none of the venue's.
	Streams func(symbols []string) ([]Stream, error)
	// NoLiquidations says why there is no stream of liquidations, or "".
	NoLiquidations string
	// SidesDisputed says that the venue's documents contradict each other about
	// sides: show none before [CheckSides] has agreed.
	SidesDisputed bool

	// Contracts knows what contracts are worth where the venue has to be asked
	// for that; nil elsewhere.
	Contracts *Contracts

	Budgets []Budget
	// Refused returns why an answer is none, or nil. It looks at the status and
	// at codes in the body, which some venues send with status 200.
	Refused func(Answer) *Refusal
}

// Contract is what one contract of an instrument is worth.
type Contract struct {
	Symbol  string
	Inverse bool    // size in US dollars, margined in coin
	Face    float64 // one contract: coin of a linear one, US dollars of an inverse one
}

// Of returns what a number of contracts is at a price: base coin and dollars.
func (c Contract) Of(contracts, price float64) (qty, notional float64) {
	if c.Inverse {
		notional = contracts * c.Face
		return notional / price, notional
	}
	qty = contracts * c.Face
	return qty, qty * price
}
