package cascade

import (
	"math"
	"sort"

	"unwind/data"
)

// Depth is the book that forced orders meet: what must be sold to move the
// price by one unit of its logarithm, in USD, of all venues and with what is
// put back into the book during a wave. 1 % of the price is a hundredth of it.
type Depth float64

// PerPercent returns a depth as dollars for each 1 % of the price.
func (d Depth) PerPercent() data.USD { return data.USD(d / 100) }

// DepthPerPercent is the inverse of [Depth.PerPercent].
func DepthPerPercent(usd data.USD) Depth { return Depth(usd * 100) }

// usable reports whether something can be divided by d.
func (d Depth) usable() bool { return d > 0 && d <= maxDollars }

// Quote is a published depth: what rests on one side within Width of the
// price, on the venues that its publisher looks at, at one moment.
type Quote struct {
	USD   data.USD
	Width float64 // a fraction of the price: 0.01 for "1 % depth"
	// Conversion turns it into the depth of all venues with refill: how many
	// times the quoted dollars a wave must sell to move the price by Width.
	Conversion float64
}

// Conversions are the defaults of [Quote.Conversion] and the range that the
// derivation in docs/cascade.md leaves, for the two kinds of figure that are
// published and for what is measured. They are assumptions, to be shown beside
// what follows from them.
var (
	// ConversionOfAverage is for the average over venues that the press quotes,
	// as "1 % depth of $5 M".
	ConversionOfAverage = Range{Low: 20, Default: 50, High: 120}
	// ConversionOfBook is for the book of the largest venue near the price.
	ConversionOfBook = Range{Low: 1.6, Default: 4, High: 9}
	// ConversionOfFlow is for a depth measured on one large venue, [Flow]: it
	// has the refill in it already.
	ConversionOfFlow = Range{Low: 1, Default: 2.5, High: 5.6}
)

// Range is a number that is not known well.
type Range struct{ Low, Default, High float64 }

// maxConversion bounds a conversion.
const maxConversion = 1e6

// Depth returns the depth that q stands for.
func (q Quote) Depth() (Depth, Reason) {
	ok := q.USD >= 0 && q.USD <= maxDollars && q.Width > 0 && q.Width < 1 && q.Conversion > 0 && q.Conversion <= maxConversion
	if !ok {
		return 0, BadSettings
	}
	d := Depth(float64(q.USD) * q.Conversion / q.Width)
	if !d.usable() {
		return 0, NoDepth
	}
	return d, Known
}

// Flow is a depth measured from candles: what takers sold and bought against
// what the price did. It has the refill in it, and the venue of the candles
// alone.
type Flow struct {
	Depth    Depth
	Fit      float64 // R²: the part of the candles' moves that the flow explains
	Candles  int
	From, To data.UnixMs
}

// leastCandles is how many candles a measured depth needs.
const leastCandles = 10

// MeasureDepth fits Kyle's law to the candles that open in [from, to): the log
// return of a candle is λ times its signed flow, (2·taker buys − volume) ×
// close, through the origin, by least squares; the depth is 1/λ. [NoData] says
// that taker volume is not known, [NoMove] that the price did not follow the
// flow.
func MeasureDepth(c *data.Candles, from, to data.UnixMs) (Flow, Reason) {
	f := Flow{From: from, To: to}
	if c == nil || c.TakerBuy == nil {
		return f, NoData
	}
	var flowFlow, flowMove, moveMove float64
	for i := sort.Search(len(c.T), func(i int) bool { return c.T[i] >= from }); i < len(c.T) && c.T[i] < to; i++ {
		flow := (2*c.TakerBuy[i] - c.Volume[i]) * float64(c.Close[i])
		move := math.Log(float64(c.Close[i]) / float64(c.Open[i]))
		flowFlow, flowMove, moveMove = flowFlow+flow*flow, flowMove+flow*move, moveMove+move*move
		f.Candles++
	}
	if f.Candles < leastCandles {
		return f, TooShort
	}
	f.Depth, f.Fit = Depth(flowFlow/flowMove), flowMove*flowMove/(flowFlow*moveMove)
	if !f.Depth.usable() || math.IsNaN(f.Fit) {
		return Flow{From: from, To: to, Candles: f.Candles}, NoMove
	}
	return f, Known
}

// DepthLine measures the depth in consecutive windows of one length that start
// in [from, to): how the book thinned out. Windows without a result are left
// out.
func DepthLine(c *data.Candles, from, to, window data.UnixMs) ([]Flow, Reason) {
	if window <= 0 || to <= from || (to-from)/window >= maxWindows {
		return nil, BadSettings
	}
	if c == nil || c.TakerBuy == nil {
		return nil, NoData
	}
	var line []Flow
	for t := from; t < to; t += window {
		if f, reason := MeasureDepth(c, t, min(t+window, to)); reason == Known {
			line = append(line, f)
		}
	}
	if len(line) == 0 {
		return nil, TooShort
	}
	return line, Known
}
