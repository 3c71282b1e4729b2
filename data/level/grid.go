package level

import (
	"errors"
	"fmt"
	"math"

	"unwind/data"
	"unwind/data/heat"
)

// niceMultiples are the lengths of a column in candles, up to a day of
// minutes; longer columns double.
var niceMultiples = []data.UnixMs{1, 2, 3, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440}

// columnsOf divides [from, to) into columns of the smallest nice multiple of
// step that gives at most [heat.MaxColumns].
func columnsOf(from, to, step data.UnixMs) heat.Columns {
	multiple := data.UnixMs(0)
	for i := 0; ; i++ {
		if i < len(niceMultiples) {
			multiple = niceMultiples[i]
		} else {
			multiple *= 2
		}
		n := (to - from + multiple*step - 1) / (multiple * step)
		if n <= heat.MaxColumns {
			return heat.Columns{From: from, Step: multiple * step, N: int(n)}
		}
	}
}

// priceRange is a range of log prices.
type priceRange struct{ lo, hi float64 }

// rangeOf returns the range of last and mark prices of the candles that open
// in [from, to), or of all when none does.
func rangeOf(in *Input, from, to data.UnixMs) priceRange {
	r := priceRange{math.Inf(1), math.Inf(-1)}
	for i, t := range in.Candles.T {
		if t < from || t >= to {
			continue
		}
		r.add(in.Candles.Low[i], in.Candles.High[i])
		if in.Mark != nil {
			r.add(in.Mark.Low[i], in.Mark.High[i])
		}
	}
	if r.lo > r.hi {
		return rangeOf(in, math.MinInt64, math.MaxInt64)
	}
	return priceRange{math.Log(r.lo), math.Log(r.hi)}
}

func (r *priceRange) add(low, high data.Price) {
	if float64(low) < r.lo { // built-in min and max of floats are calls in WebAssembly
		r.lo = float64(low)
	}
	if float64(high) > r.hi {
		r.hi = float64(high)
	}
}

// binsOf returns the bins of the field: the shown prices and a margin, in bins
// of p.LogStep, or wider ones when that is more than [heat.MaxBins].
func binsOf(in *Input, p *Params) heat.Bins {
	r := rangeOf(in, in.From, in.To)
	span := r.hi - r.lo + 2*p.Margin
	step := max(p.LogStep, span/(heat.MaxBins-1))
	n := max(1, int(math.Ceil(span/step)))
	low := r.lo - p.Margin - (float64(n)*step-span)/2
	return heat.Bins{Low: data.Price(math.Exp(low)), LogStep: step, N: n}
}

// maxWorking bounds the bins of the working grid.
const maxWorking = 4 * heat.MaxBins

// widen returns bins that also cover every price of the warm-up and the
// liquidation prices that lie up to reach beyond in log price, as far as
// maxWorking allows, and how many of them lie below bin 0 of shown.
func widen(shown heat.Bins, in *Input, reach float64) (heat.Bins, int) {
	all := rangeOf(in, math.MinInt64, in.To)
	low := math.Log(float64(shown.Low))
	below := binsIn(low-(all.lo-reach), shown.LogStep)
	above := binsIn(all.hi+reach-low-float64(shown.N)*shown.LogStep, shown.LogStep)
	room := (maxWorking - shown.N) / 2
	below, above = min(below, room), min(above, room)
	return heat.Bins{Low: shown.Edge(-below), LogStep: shown.LogStep, N: below + shown.N + above}, below
}

// binsIn returns how many bins cover a distance, zero when it is negative.
func binsIn(distance, step float64) int {
	return int(math.Ceil(min(max(distance/step, 0), maxWorking)))
}

// check returns the first fault of in with its place.
func (in *Input) check() error {
	c := in.Candles
	switch {
	case c == nil || c.Len() == 0:
		return errors.New("level: no candles")
	case c.Step <= 0 || c.Step > 366*data.Day:
		return fmt.Errorf("level: candle step %d ms is out of range", c.Step)
	case in.To <= in.From || in.From < -farFuture || in.To > farFuture || in.To-in.From > farFuture/2:
		return fmt.Errorf("level: window from %d to %d is empty or out of range", in.From, in.To)
	}
	if err := checkCandles(c); err != nil {
		return fmt.Errorf("level: %w", err)
	}
	if err := checkMark(in.Mark, c.T); err != nil {
		return fmt.Errorf("level: %w", err)
	}
	if err := checkPoints(in.OpenInterest, 0); err != nil {
		return fmt.Errorf("level: open interest: %w", err)
	}
	if err := checkPoints(in.Funding, math.Inf(-1)); err != nil {
		return fmt.Errorf("level: funding: %w", err)
	}
	return nil
}

// farFuture is far beyond every date, and a small part of what fits.
const farFuture data.UnixMs = 1 << 50

func checkCandles(c *data.Candles) error {
	n := c.Len()
	if len(c.Open) != n || len(c.High) != n || len(c.Low) != n || len(c.Close) != n || len(c.Volume) != n {
		return errors.New("candle slices differ in length")
	}
	for i := range n {
		if i > 0 && c.T[i] <= c.T[i-1] || c.T[i] < -farFuture || c.T[i] > farFuture {
			return fmt.Errorf("candle %d: time %d does not ascend or is out of range", i, c.T[i])
		}
		if i > 0 && c.T[i]-c.T[i-1] < c.Step { // open interest is asked for in ascending order
			return fmt.Errorf("candle %d: opens at %d, before the one before it closes", i, c.T[i])
		}
		if !saneBar(c.High[i], c.Low[i], c.Close[i]) || !(c.Open[i] >= minPrice && c.Open[i] <= maxPrice) {
			return fmt.Errorf("candle %d: open %v, high %v, low %v, close %v", i, c.Open[i], c.High[i], c.Low[i], c.Close[i])
		}
		if !(c.Volume[i] >= 0) || math.IsInf(c.Volume[i], 0) {
			return fmt.Errorf("candle %d: volume %v", i, c.Volume[i])
		}
	}
	return checkTakers(c)
}

func checkTakers(c *data.Candles) error {
	if c.TakerBuy == nil {
		return nil
	}
	if len(c.TakerBuy) != c.Len() {
		return errors.New("candle slices differ in length")
	}
	for i, v := range c.TakerBuy {
		if !(v >= 0 && v <= c.Volume[i]) {
			return fmt.Errorf("candle %d: takers bought %v of %v", i, v, c.Volume[i])
		}
	}
	return nil
}

func checkMark(m *data.MarkBars, times []data.UnixMs) error {
	if m == nil {
		return nil
	}
	n := len(times)
	if len(m.T) != n || len(m.High) != n || len(m.Low) != n || len(m.Close) != n {
		return errors.New("mark bars differ from candles in length")
	}
	for i, t := range times {
		if m.T[i] != t {
			return fmt.Errorf("mark bar %d: time %d, the candle has %d", i, m.T[i], t)
		}
		if !saneBar(m.High[i], m.Low[i], m.Close[i]) {
			return fmt.Errorf("mark bar %d: high %v, low %v, close %v", i, m.High[i], m.Low[i], m.Close[i])
		}
	}
	return nil
}

// Prices beyond these are no prices; inside, nothing overflows.
const (
	minPrice = 1e-100
	maxPrice = 1e100
)

func saneBar(high, low, closing data.Price) bool {
	return low >= minPrice && low <= closing && closing <= high && high <= maxPrice
}

// checkPoints wants finite values that are not below least, at ascending times.
func checkPoints(p *data.Points, least float64) error {
	if p == nil {
		return nil
	}
	if len(p.T) != len(p.V) {
		return errors.New("slices differ in length")
	}
	for i, v := range p.V {
		if i > 0 && p.T[i] <= p.T[i-1] {
			return fmt.Errorf("point %d: time %d does not ascend", i, p.T[i])
		}
		if !(v >= least) || math.IsInf(v, 0) {
			return fmt.Errorf("point %d: %v", i, v)
		}
	}
	return nil
}
