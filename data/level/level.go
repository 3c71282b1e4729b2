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

// Share is the part of the levered notional that is opened at one leverage.
type Share struct {
	Leverage float64 // 1 < Leverage <= 150
	Weight   float64 // zero or more; weights are normalised to a sum of 1
}

// Params are the assumptions of the estimate.
type Params struct {
	Mix           []Share
	LeveredShare  float64     // part of opened notional that can be liquidated, 0 to 1
	VolumeShare   float64     // part of traded notional that opens new positions, 0 to 1
	StockSpread   float64     // log-price spread of the entries of the stock at the start
	PositionUSD   data.USD    // size of the typical position, which chooses its tier
	BirthInterval data.UnixMs // births within it are merged into one run
	LogStep       float64     // width of a price bin in log price
	Margin        float64     // log price added below the lowest and above the highest shown price
}
