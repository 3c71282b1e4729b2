package feed

import "unwind/data"

// Verdict is what [CheckSides] finds.
type Verdict uint8

// Verdicts.
const (
	NoFall  Verdict = iota // no fall of more than 1 %: nothing can be said
	NoneFit                // no liquidation during the fall: nothing can be said
	Agrees                 // longs dominate, as they must
	Swapped                // shorts dominate: the sides are read the wrong way round
)

var verdicts = [...]string{"no fall", "no liquidations", "agrees", "swapped"}

// String returns the verdict in words.
func (v Verdict) String() string {
	if int(v) < len(verdicts) {
		return verdicts[v]
	}
	return "unknown"
}

// SideCheck is a verdict and what it rests on.
type SideCheck struct {
	Verdict     Verdict
	From, To    data.UnixMs // the deepest fall, To exclusive
	Fall        float64     // fraction of the price
	Long, Short data.USD    // liquidated during it
}

// clearFall is the smallest fall that says something about sides.
const clearFall = 0.01

// CheckSides tells whether liquidations carry the right sides: who holds a
// long loses in a fall, so over the deepest fall of more than 1 % longs must
// have more dollars than shorts, on every venue. Half of the public readers of
// one venue's feed have its sides the wrong way round. Candles are in ascending
// times, of any one venue; liquidations without a time are not looked at.
func CheckSides(candles []Candle, liquidations []Liquidation) SideCheck {
	c := deepestFall(candles)
	if c.Fall <= clearFall {
		return c
	}
	for i := range liquidations {
		l := &liquidations[i]
		if l.At < c.From || l.At >= c.To {
			continue
		}
		switch l.Side {
		case data.Long:
			c.Long += l.Notional
		case data.Short:
			c.Short += l.Notional
		}
	}
	switch {
	case c.Long == 0 && c.Short == 0:
		c.Verdict = NoneFit
	case c.Long > c.Short:
		c.Verdict = Agrees
	default:
		c.Verdict = Swapped
	}
	return c
}

// deepestFall finds the largest fall along the path of opens and closes, whose
// times are known, which those of highs and lows are not.
func deepestFall(candles []Candle) SideCheck {
	var found SideCheck
	var top data.Price
	var since data.UnixMs
	visit := func(t data.UnixMs, p data.Price) {
		if p > top {
			top, since = p, t
		}
		if fall := float64((top - p) / top); fall > found.Fall {
			found = SideCheck{From: since, To: t, Fall: fall}
		}
	}
	for i := range candles {
		visit(candles[i].T, candles[i].Open)
		visit(candles[i].T+candles[i].Step, candles[i].Close)
	}
	return found
}
