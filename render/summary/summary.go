// Package summary says in words and figures what a frame shows: the text that
// stands for the chart where it cannot be seen, and the rows of the table
// behind it. Like the picture, both are made from the frame alone.
package summary

import (
	"unwind/data"
	"unwind/data/market"
	"unwind/data/whatif"
	"unwind/data/wire"
	"unwind/render/view"
)

// Rows is how many levels the page and its CSV list.
const Rows = 20

// Summary is what can be said of one frame, in any language.
type Summary struct {
	market *market.Market
	window view.Window
	// Low and High are the prices of the table: those shown that are within
	// [Reach] of the price, or all that are shown where none of them is.
	Low, High data.Price
	Table     market.LevelTable
	answer    *whatif.Answer // to the what-if; nil without one
	fuel      *market.Fuel   // nil where its layer is off
	layers    wire.Layers
	live      view.Live
}

// Reach is how far from the price, as a share of it, levels are listed. Others
// are larger, but nothing moves there soon.
const Reach = 0.1

// Of returns the summary of f with a table of at most rows levels.
func Of(f *view.Frame, rows int) *Summary {
	w := view.WindowOf(f)
	s := &Summary{market: f.Market, window: w, Low: w.Low, High: w.High, answer: f.WhatIf, layers: f.Stage.Layers, live: f.Live}
	if price, ok := f.Market.PriceAt(f.Time()); ok {
		low, high := max(w.Low, price*(1-Reach)), min(w.High, price*(1+Reach))
		if low < high {
			s.Low, s.High = low, high
		}
	}
	s.Table = f.Market.Levels(f.Time(), s.Low, s.High, rows)
	if f.Stage.Layers&wire.LayerFuel != 0 {
		fuel := f.Market.FuelAt(f.Stage.Depth, f.Time())
		s.fuel = &fuel
	}
	return s
}

// FrameOf returns the frame of m that a link shows before anything plays, with
// the answer to its what-if, nil without one. It has no size.
func FrameOf(m *market.Market, q *wire.Query, answer *whatif.Answer) *view.Frame {
	f := &view.Frame{Market: m, Stage: q.Stage, Style: q.Style, WhatIf: answer}
	if !q.HasTime {
		f.Stage.Clock.At = m.Tape.Cover
	}
	f.Live = view.LiveOf(m, q)
	f.Stage.Clock.Rate = 0
	return f
}
