package reconstruct

import (
	"fmt"

	"unwind/data"
)

// maxMinutes bounds an event: thirty days.
const maxMinutes = 30 * 24 * 60

// check says what makes the figures unusable, with the place of the fault.
func (f *figures) check() error {
	checks := []func() error{f.checkTimes, f.checkBars, f.checkVolumes, f.checkSources, f.checkTotals}
	for _, c := range checks {
		if err := c(); err != nil {
			return err
		}
	}
	return nil
}

// checkTimes wants the window in order and every figure inside it.
func (f *figures) checkTimes() error {
	if !(f.WarmUp <= f.From && f.From < f.To && f.minutes() <= maxMinutes) {
		return fmt.Errorf("window is empty, reversed or longer than %d minutes", maxMinutes)
	}
	if !(f.TicksPerUSD >= 1 && f.TicksPerUSD <= 1000) {
		return fmt.Errorf("ticks_per_usd is %v, want 1 to 1000", f.TicksPerUSD)
	}
	for i, q := range f.TurningPoints.Rows {
		if q.t < f.WarmUp || q.t >= f.To {
			return fmt.Errorf("turning_points[%d]: outside the window", i)
		}
	}
	for i, q := range f.FirstTouches.Rows {
		if q.t < f.FirstTouches.Since || q.t >= f.To {
			return fmt.Errorf("first_touches[%d]: outside the window", i)
		}
	}
	return nil
}

// checkBars wants the longest bars to tile the window, and each bar to be a
// candle of positive price.
func (f *figures) checkBars() error {
	if len(f.Bars) == 0 || len(f.Bars[0].Rows) == 0 {
		return fmt.Errorf("bars: none")
	}
	next := f.WarmUp
	for i, b := range f.Bars[0].Rows {
		if b.t != next {
			return fmt.Errorf("bars[0][%d]: a gap or an overlap", i)
		}
		next += stamp(f.Bars[0].LengthMin) * stamp(data.Minute)
	}
	if next != f.To {
		return fmt.Errorf("bars[0]: do not reach the end of the window")
	}
	for k, t := range f.Bars {
		for i, b := range t.Rows {
			if err := f.checkBar(b, t.LengthMin); err != nil {
				return fmt.Errorf("bars[%d][%d]: %w", k, i, err)
			}
		}
	}
	return nil
}

// checkBar wants one consistent candle inside the window.
func (f *figures) checkBar(b bar, minutes int) error {
	switch {
	case minutes <= 0 || b.t < f.WarmUp || f.minute(b.t)+minutes > f.minutes():
		return fmt.Errorf("outside the window")
	case !(b.low > 0 && b.low <= min(b.open, b.close) && b.high >= max(b.open, b.close)):
		return fmt.Errorf("low ≤ open, close ≤ high does not hold")
	case !(b.high*f.TicksPerUSD < 1<<30 && b.volume > 0 && b.volume < 1e9):
		return fmt.Errorf("price or volume out of range")
	}
	return nil
}

// checkVolumes wants each stretch of known volume inside the window.
func (f *figures) checkVolumes() error {
	for i, v := range f.Volumes.Rows {
		if v.minutes <= 0 || v.t < f.WarmUp || f.minute(v.t)+v.minutes > f.minutes() || !(v.base > 0 && v.base < 1e9) {
			return fmt.Errorf("volumes[%d]: out of range", i)
		}
	}
	return nil
}

// checkSources wants every figure to name a source that the file describes.
func (f *figures) checkSources() error {
	for _, name := range f.named() {
		if _, ok := f.Sources[name]; !ok {
			return fmt.Errorf("source %q is not described", name)
		}
	}
	return nil
}

// named lists the sources that the figures name, in the order of the file.
func (f *figures) named() []string {
	var names []string
	for _, t := range f.Bars {
		names = append(names, t.Source)
	}
	for _, t := range f.Extremes {
		names = append(names, t.Source)
	}
	for _, r := range f.OpenInterest.Rows {
		names = append(names, r.source)
	}
	for _, x := range f.Facts {
		names = append(names, x.Source)
	}
	return append(names, f.Volumes.Source, f.Swings.Source, f.TurningPoints.Source,
		f.FirstTouches.Source, f.MarkLows.Source, f.Spot.Daily.Source,
		f.Spot.HourlyVolume.Source, f.Spot.Low.Source, f.Funding.Source,
		f.Liquidations.Source, f.Liquidations.CoinSource, f.Liquidations.LargestSource, f.Prints.Source)
}

// checkTotals wants the final total positive and its day inside the window.
func (f *figures) checkTotals() error {
	l := f.Liquidations
	if !(l.Long > 0 && l.Short > 0 && l.Coin > 0 && l.Coin <= l.total() && l.Largest > 0) {
		return fmt.Errorf("liquidations_24h: not positive, or the coin exceeds the total")
	}
	if f.minute(l.At) < 24*60 || l.At > f.To {
		return fmt.Errorf("liquidations_24h: outside the window")
	}
	return nil
}
