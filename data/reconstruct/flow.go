package reconstruct

import (
	"math"

	"unwind/data"
)

// dayMinutes is the length of the rolling total.
const dayMinutes = 24 * 60

// Columns of a flow.
const (
	longs = iota
	shorts
	sides
)

// crossing is estimated notional that a minute's mark price ran into.
type crossing struct {
	minute int
	side   data.Side
	price  data.Price
	usd    float64
}

// flow is liquidated notional of all coins by side and minute, in whole USD.
type flow [sides][]float64

// newFlow models the liquidations of all coins: they arise where the mark
// crosses estimated levels, and are fitted to the published totals.
func newFlow(f *figures, b *minuteBars, crossings []crossing) flow {
	columns := shape(f, b, crossings)
	l := f.Liquidations
	end := f.minute(l.At)
	for c, want := range []data.USD{l.Long, l.Short} {
		day := sum{[]int{c}, end - dayMinutes, end, float64(want)}
		calibrate(columns[c], day)
	}
	rake(columns[:], f.sums(), f.shares(), sides)
	var out flow
	for c, want := range []data.USD{l.Long, l.Short} {
		out[c] = whole(columns[c])
		settle(out[c][end-dayMinutes:end], float64(want))
	}
	return out
}

// unknownShare is the part of the flow that follows the levels of the event's
// coin where no split by coin was published.
const unknownShare = 0.5

// shape returns the flow by side up to a factor. The part of the event's coin
// follows the levels that its mark crossed. The levels of the other coins are
// not estimated; their part follows volume × the minute's move against the
// side.
func shape(f *figures, b *minuteBars, crossings []crossing) flow {
	touched, moved := newEmptyFlow(len(b.low)), newEmptyFlow(len(b.low))
	for _, x := range crossings {
		touched[columnOf(x.side)][x.minute] += x.usd
	}
	for m := range b.low {
		usd := float64(b.volume[m]) / volumeUnit * float64(f.price(b.close[m]))
		moved[longs][m] = usd * math.Log(float64(b.open[m])/float64(b.low[m]))
		moved[shorts][m] = usd * math.Log(float64(b.high[m])/float64(b.open[m]))
	}
	for c := range touched {
		blend(touched[c], moved[c], 1-f.Liquidations.levelShare())
	}
	return touched
}

func newEmptyFlow(minutes int) flow {
	return flow{make([]float64, minutes), make([]float64, minutes)}
}

func columnOf(s data.Side) int {
	if s == data.Short {
		return shorts
	}
	return longs
}

// blend adds to touched the moves, scaled to the given share of the whole.
func blend(touched, moved []float64, share float64) {
	a, b := add(touched), add(moved)
	scale := 1.0
	if a > 0 {
		scale = a / b * share / (1 - share)
	}
	for m := range touched {
		touched[m] += moved[m] * scale
	}
}

func add(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}

// calibrate scales a whole column so that one sum holds.
func calibrate(column []float64, s sum) {
	factor := s.want / add(column[s.m0:s.m1])
	for m := range column {
		column[m] *= factor
	}
}

// sums lists what the flow is fitted to: the prints marked so, then the final
// total by side, which is met exactly.
func (f *figures) sums() []sum {
	const million = 1e6
	var out []sum
	window := func(end, minutes int, want float64, columns ...int) {
		if want > 0 {
			out = append(out, sum{columns, end - minutes, end, want})
		}
	}
	for _, p := range f.Prints.Rows {
		if !p.fit {
			continue
		}
		end := f.minute(p.t)
		window(end, dayMinutes, p.long*million, longs)
		window(end, dayMinutes, p.short*million, shorts)
		window(end, dayMinutes, p.total*million, longs, shorts)
		window(end, 240, p.hour4*million, longs, shorts)
		window(end, 60, p.hour*million, longs, shorts)
	}
	end := f.minute(f.Liquidations.At)
	window(end, dayMinutes, float64(f.Liquidations.Long), longs)
	window(end, dayMinutes, float64(f.Liquidations.Short), shorts)
	return out
}

// shares lists the parts that the flow is fitted to.
func (f *figures) shares() []share {
	window := func(p phase) sum {
		return sum{[]int{longs, shorts}, f.minute(p.from), f.minute(p.to), 0}
	}
	var out []share
	for _, p := range f.Phases.Rows {
		out = append(out, share{window(p), window(f.Phases.Whole), p.usd / f.Phases.Whole.usd})
	}
	return out
}

// settle makes whole values add up to want by moving the largest one; fitting
// leaves a difference of a few dollars.
func settle(values []float64, want float64) {
	top := 0
	for m, v := range values {
		if v > values[top] {
			top = m
		}
	}
	values[top] += want - add(values)
}

// rolling returns the notional of a column over the minutes [end−minutes, end).
func rolling(column []float64, end, minutes int) float64 {
	return add(column[max(0, end-minutes):end])
}
