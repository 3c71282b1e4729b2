package reconstruct

import (
	"fmt"

	"unwind/data"
	"unwind/data/tape"
)

// maxMinutes bounds an event: thirty days.
const maxMinutes = 30 * 24 * 60

// check says what makes the figures unusable, with the place of the fault.
func (f *figures) check() error {
	checks := []func() error{f.checkTimes, f.checkBars, f.checkVolumes, f.checkSources, f.checkTotals, f.checkPhases, f.checkDepth}
	for _, c := range checks {
		if err := c(); err != nil {
			return err
		}
	}
	return nil
}

// checkTimes wants the window in order.
func (f *figures) checkTimes() error {
	if !(f.WarmUp <= f.From && f.From < f.To && f.minutes() <= maxMinutes) {
		return fmt.Errorf("window is empty, reversed or longer than %d minutes", maxMinutes)
	}
	if !(f.TicksPerUSD >= 1 && f.TicksPerUSD <= 1000) {
		return fmt.Errorf("ticks_per_usd is %v, want 1 to 1000", f.TicksPerUSD)
	}
	return f.checkMoments()
}

// checkMoments wants every figure that shapes the path inside the window.
func (f *figures) checkMoments() error {
	for i, q := range f.TurningPoints.Rows {
		if !f.covers(q.t, 1) || !f.usable(q.v) {
			return fmt.Errorf("turning_points[%d]: out of range", i)
		}
	}
	for i, q := range f.FirstTouches.Rows {
		if q.t < f.FirstTouches.Since || f.FirstTouches.Since < f.WarmUp || !f.covers(q.t, quarterMinutes) || !f.usable(q.v) {
			return fmt.Errorf("first_touches[%d]: out of range", i)
		}
	}
	for i, s := range f.Swings.Rows {
		if !f.covers(s.t, 1) || !f.usable(s.from) || !f.usable(s.to) {
			return fmt.Errorf("swings[%d]: out of range", i)
		}
	}
	for i, q := range f.MarkLows.Rows {
		if !f.covers(q.t, f.MarkLows.LengthMin) || !f.usable(q.v) {
			return fmt.Errorf("mark_lows[%d]: out of range", i)
		}
	}
	for i, p := range f.Prints.Rows {
		if p.fit && (!f.covers(p.t, 1) || f.minute(p.t) < dayMinutes) {
			return fmt.Errorf("prints[%d]: its day is outside the window", i)
		}
	}
	return nil
}

// covers says whether the given number of minutes from t are reconstructed.
func (f *figures) covers(t stamp, minutes int) bool {
	return minutes > 0 && minutes <= maxMinutes && t >= f.WarmUp && t < f.To && f.minute(t)+minutes <= f.minutes()
}

// usable says whether p is a positive price that fits into ticks.
func (f *figures) usable(p float64) bool { return p > 0 && p*f.TicksPerUSD < 1<<30 }

// checkBars wants the longest bars to tile the window, and each bar to be a
// candle of positive price.
func (f *figures) checkBars() error {
	if len(f.Bars) == 0 || f.Bars[0].LengthMin <= 0 || f.Bars[0].LengthMin > maxMinutes {
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
	case !f.covers(b.t, minutes):
		return fmt.Errorf("outside the window")
	case !(b.low > 0 && b.low <= min(b.open, b.close) && b.high >= max(b.open, b.close)):
		return fmt.Errorf("low ≤ open, close ≤ high does not hold")
	case !f.usable(b.high) || !(b.volume > 0 && b.volume < 1e9):
		return fmt.Errorf("price or volume out of range")
	}
	return nil
}

// checkVolumes wants each stretch of known volume inside the window.
func (f *figures) checkVolumes() error {
	for i, v := range f.Volumes.Rows {
		if !f.covers(v.t, v.minutes) || !(v.base > 0 && v.base < 1e9) {
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
	names = append(names, f.Volumes.Source, f.Swings.Source, f.TurningPoints.Source,
		f.FirstTouches.Source, f.MarkLows.Source, f.Spot.Daily.Source,
		f.Spot.HourlyVolume.Source, f.Spot.Low.Source, f.Funding.Source, f.Liquidations.Source)
	return append(names, f.optional()...)
}

// optional lists the sources of what not every event has.
func (f *figures) optional() []string {
	var names []string
	if f.Liquidations.Coin > 0 {
		names = append(names, f.Liquidations.CoinSource, f.Liquidations.LargestSource)
	}
	if f.Liquidations.SplitSource != "" {
		names = append(names, f.Liquidations.SplitSource)
	}
	if len(f.Prints.Rows) > 0 {
		names = append(names, f.Prints.Source)
	}
	if len(f.Phases.Rows) > 0 {
		names = append(names, f.Phases.Source)
	}
	if len(f.Depth.Rows) > 0 {
		names = append(names, f.Depth.Source)
	}
	return names
}

// checkTotals wants the final total positive and its day inside the window.
func (f *figures) checkTotals() error {
	l := f.Liquidations
	if !(l.Long > 0 && l.Short > 0 && l.Coin >= 0 && l.Coin <= l.total() && (l.Coin > 0) == (l.Largest > 0)) {
		return fmt.Errorf("liquidations_24h: not positive, the coin exceeds the total, or it comes without its largest order")
	}
	if l.At < f.WarmUp || l.At > f.To || f.minute(l.At) < dayMinutes {
		return fmt.Errorf("liquidations_24h: outside the window")
	}
	return nil
}

// checkPhases wants each phase inside their whole, and a part of it.
func (f *figures) checkPhases() error {
	w := f.Phases.Whole
	for i, p := range f.Phases.Rows {
		inside := w.from >= f.WarmUp && w.to <= f.To && w.from <= p.from && p.from < p.to && p.to <= w.to
		if !inside || !(p.usd > 0 && p.usd < w.usd) {
			return fmt.Errorf("phases[%d]: not a part of their whole", i)
		}
	}
	return nil
}

// checkDepth wants figures of known books inside the window, in order.
func (f *figures) checkDepth() error {
	d := f.Depth
	if len(d.Rows) > 0 && d.Of != tape.DepthOfBook.String() && d.Of != tape.DepthOfAverage.String() {
		return fmt.Errorf("depth: of %q, want book or average", d.Of)
	}
	for i, q := range d.Rows {
		if q.t < f.WarmUp || q.t >= f.To || i > 0 && q.t <= d.Rows[i-1].t || !(q.v >= 0 && q.v < 1e12) {
			return fmt.Errorf("depth[%d]: out of range", i)
		}
	}
	return nil
}
