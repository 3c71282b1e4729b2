// Package level estimates where liquidations wait: positions are born from
// volume and open interest with a stated leverage mix, and die when the mark
// price touches their liquidation price. Every formula and constant is in
// docs/model.md.
package level

import "unwind/data"

// Input is what the estimate is made from. Candles are required; without Mark
// the candles stand in for it, without OpenInterest births come from volume
// alone and no total bounds them. T of Mark must equal T of Candles.
type Input struct {
	Candles      *data.Candles
	Mark         *data.MarkBars
	OpenInterest *data.Points // USD, all venues; linear between points, constant outside
	From, To     data.UnixMs  // columns to keep; earlier candles only warm the estimate up
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

// Account is what became of the levered notional of one side. Opened is equal
// on both sides at any time, and Opened = Touched + Closed + Active.
type Account struct {
	Opened  data.USD // all births, the stock at the start included
	Touched data.USD // reached by the mark price
	Closed  data.USD // closed by will, or liquidated before the start
	Active  data.USD // still waiting; never above the levered open interest
}
