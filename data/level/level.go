// Package level estimates where liquidations wait: positions are born from
// volume and open interest with a stated leverage mix, and die when the mark
// price touches their liquidation price. Every formula and constant is in
// docs/model.md.
package level

import (
	"unwind/data"
	"unwind/data/margin"
)

// Input is what the estimate is made from. Candles are required; without Mark
// the candles stand in for it, without OpenInterest births come from volume
// alone and no total bounds them. Without taker volume in the candles and
// without Funding, longs and shorts are levered alike. T of Mark must equal T
// of Candles. Without Tiers those of Binance's BTCUSDT stand in, see
// [margin.BinanceBTCUSDT].
type Input struct {
	Candles      *data.Candles
	Mark         *data.MarkBars
	OpenInterest *data.Points // USD, all venues; in units linear between points, constant outside
	Funding      *data.Points // fraction per interval; holds from its time on
	Tiers        *margin.Table
	From, To     data.UnixMs // columns to keep; earlier candles only warm the estimate up
}

// Touch is estimated notional that one bar of the mark price reached. Unlike
// [heat.Touch] it has the time of the bar, also covers the warm-up and the
// prices outside the field, and includes positions that died before a column
// could show them.
type Touch struct {
	T     data.UnixMs // open time of the bar
	Side  data.Side
	Price data.Price // middle of the price bin
	USD   data.USD   // > 0
}

// Account is what became of the contracts of one side, in base asset units.
// At any time
//
//	Opened = Touched + Aged + Closed + Active
//
// and Gross and Active + Unlevered, the contracts that are held, are equal on
// both sides; the latter never exceeds open interest.
type Account struct {
	Gross     float64 // everything that was opened, levered or not, the stock at the start included
	Opened    float64 // the part of it that was placed at a liquidation price
	Touched   float64 // reached by the mark price
	Aged      float64 // still held, but no more known to wait
	Closed    float64 // closed by will, or as the counterparty of a liquidated position
	Active    float64 // waiting now
	Unlevered float64 // held now, but waiting at no known price
}
