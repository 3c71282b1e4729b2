package history

import (
	"fmt"

	"unwind/data"
	"unwind/data/tape"
)

// Wanted returns the request for what would make a reconstruction real: minutes
// of Binance for the layers that are modelled or not there. It is false where
// the tape has none such, or is of a market that Binance does not have.
func Wanted(t *tape.Tape) (*Request, bool) {
	r := &Request{Venue: Binance, Symbol: t.Symbol, From: t.From, To: t.To, WarmUp: t.From - t.Candles.T[0], Step: t.Candles.Step}
	if t.Candles.Provenance == data.Modelled {
		r.Only = append(r.Only, Candles)
	}
	if t.Mark == nil || t.Mark.Provenance == data.Modelled {
		r.Only = append(r.Only, Mark)
	}
	if t.Spot == nil || t.Spot.Provenance == data.Modelled {
		r.Only = append(r.Only, Spot)
	}
	return r, t.Candles.Provenance == data.Modelled && validSymbol(r.Symbol)
}

// Refine returns the tape with its modelled layers replaced by those of real,
// which was built for [Wanted] of it. What was published stays, and so do the
// totals of all coins, which nobody has recorded. The levels are left to be
// estimated from the real minutes. Liquidations that a venue flagged take the
// place of modelled ones and are never mixed with them; without any the
// modelled ones stay, and say so. Neither tape is changed.
//
// Real minutes with a gap in the window are refused: a hole would be worse
// than a model that says what it is.
func Refine(made, real *tape.Tape) (*tape.Tape, error) {
	if made.Symbol != real.Symbol || real.Candles == nil || real.Candles.Provenance != data.Recorded {
		return nil, fmt.Errorf("the tape %q is none of real minutes of %q", real.ID, made.Symbol)
	}
	if err := whole(&real.Candles.Candles, made.From, made.To); err != nil {
		return nil, err
	}
	t := *made
	t.Candles, t.Levels, t.Venue = real.Candles, nil, real.Venue
	// The mark price stands on the times of the candles, so a modelled one
	// cannot stay.
	t.Mark = real.Mark
	if real.Spot != nil && (made.Spot == nil || made.Spot.Provenance == data.Modelled) {
		t.Spot = real.Spot
	}
	if l := real.Liquidations; l != nil && l.Len() > 0 && (made.Liquidations == nil || made.Liquidations.Provenance == data.Modelled) {
		t.Liquidations = l
	}
	if err := tape.Check(&t); err != nil {
		return nil, err
	}
	return &t, nil
}

// whole returns an error when candles do not fill [from, to).
func whole(c *data.Candles, from, to data.UnixMs) error {
	first, last := within(c.T, from, to)
	if missing := int((to-from)/c.Step) - (last - first); missing > 0 {
		return fmt.Errorf("%d of %d candles of the window are missing", missing, (to-from)/c.Step)
	}
	return nil
}
