package csvimport

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"unwind/data"
)

// bar is one row of a file of candles.
type bar struct {
	t                              data.UnixMs
	open, high, low, close, volume float64
	takerBuy                       float64 // the part of volume that takers bought
	takers                         bool    // whether takerBuy is known
	line                           int
}

func (b bar) samePrices(o bar) bool {
	return b.open == o.open && b.high == o.high && b.low == o.low && b.close == o.close
}

// series is the candles of one file, ascending.
type series struct {
	name string
	step data.UnixMs // the shortest distance of two rows
	bars []bar
}

// readBars reads a file of candles. Volume may be missing where the caller has
// no use for it.
func readBars(f File, k *kind) (series, error) {
	r, err := newRows(f, k)
	if err != nil {
		return series{}, err
	}
	at := r.place(k, "time", "open", "high", "low", "close", "volume")
	s := series{name: f.Name}
	for r.next() && r.room(len(s.bars)) {
		s.bars = append(s.bars, r.bar(at))
	}
	return s, r.failure()
}

// bar reads a row of the columns at.
func (r *rows) bar(at map[string]int) bar {
	b := bar{t: r.moment(at["time"]), line: r.line,
		open: r.positive(at["open"]), high: r.positive(at["high"]), low: r.positive(at["low"]), close: r.positive(at["close"])}
	if volume, there := at["volume"]; there {
		b.volume = r.zeroOrMore(volume)
	}
	if takers, there := at["taker"]; there && takers >= 0 {
		b.takers, b.takerBuy = true, r.zeroOrMore(takers)
	}
	if b.high < max(b.open, b.close) || b.low > min(b.open, b.close) {
		r.fail("high and low must enclose open and close")
	}
	if b.takerBuy > b.volume {
		r.fail("takers cannot have bought more than the volume")
	}
	return b
}

// series returns the bars as rows.
func (b Bars) series() series {
	s := series{name: b.Name, step: b.Step}
	for i, t := range b.T {
		row := bar{t: t, open: float64(b.Open[i]), high: float64(b.High[i]), low: float64(b.Low[i]), close: float64(b.Close[i]), volume: b.Volume[i]}
		if row.takers = b.TakerBuy != nil; row.takers {
			row.takerBuy = b.TakerBuy[i]
		}
		s.bars = append(s.bars, row)
	}
	return s
}

// arrange sorts the rows, drops those that stand twice, and finds the step.
func (s *series) arrange(dropStray bool, report *Report) error {
	if len(s.bars) == 0 {
		return &Error{s.name, 0, "has no rows"}
	}
	about := FileReport{Name: s.name, Rows: len(s.bars)}
	slices.SortStableFunc(s.bars, func(a, b bar) int { return cmp.Compare(a.t, b.t) })
	if dropStray {
		about.Stray = s.dropStray()
	}
	kept := s.bars[:1]
	for _, b := range s.bars[1:] {
		last := &kept[len(kept)-1]
		switch {
		case b.t > last.t:
			kept = append(kept, b)
		case b.samePrices(*last) && b.volume == last.volume && b.takerBuy == last.takerBuy:
			about.Copies++
		case dropStray:
			*last = b
			about.Stray++
		default:
			return &Error{s.name, b.line, fmt.Sprintf("differs from line %d, which has the same time", last.line)}
		}
	}
	s.bars = kept
	about.First, about.Last = kept[0].t, kept[len(kept)-1].t
	report.file(about)
	return s.findStep()
}

// dropStray leaves out the rows beside the grid of most, which must be sorted,
// and returns their number.
func (s *series) dropStray() int {
	times := make([]data.UnixMs, len(s.bars))
	for i, b := range s.bars {
		times[i] = b.t
	}
	step := usualDistance(times)
	if step == 0 {
		return 0
	}
	phases := map[data.UnixMs]int{}
	phase := data.UnixMs(0)
	for _, t := range times {
		if p := t % step; p == phase || phases[p] >= phases[phase] {
			phase = p
		}
		phases[t%step]++
	}
	before := len(s.bars)
	s.bars = slices.DeleteFunc(s.bars, func(b bar) bool { return b.t%step != phase })
	return before - len(s.bars)
}

func (s *series) findStep() error {
	for i := 1; i < len(s.bars); i++ {
		if d := s.bars[i].t - s.bars[i-1].t; s.step == 0 || d < s.step {
			s.step = d
		}
	}
	if s.step == 0 {
		return &Error{s.name, 0, "has one row, from which the length of a candle cannot be told"}
	}
	for i := 1; i < len(s.bars); i++ {
		if (s.bars[i].t-s.bars[0].t)%s.step != 0 {
			return &Error{s.name, s.bars[i].line, fmt.Sprintf("the time is no whole number of candles of %s after the first", length(s.step))}
		}
	}
	return nil
}

// aggregate returns the series in candles of step, of which its own step must
// be a divisor. Candles start at phase modulo step; those that lack a bar are
// left out.
func (s series) aggregate(step, phase data.UnixMs) series {
	out := series{name: s.name, step: step}
	n := 0
	for _, b := range s.bars {
		start := b.t - (b.t-phase)%step
		if k := len(out.bars); k == 0 || out.bars[k-1].t != start {
			out.bars = dropShort(out.bars, n, step/s.step)
			b.t, n = start, 1
			out.bars = append(out.bars, b)
			continue
		}
		last := &out.bars[len(out.bars)-1]
		last.high, last.low = max(last.high, b.high), min(last.low, b.low)
		last.close = b.close
		last.volume += b.volume
		last.takerBuy += b.takerBuy
		n++
	}
	out.bars = dropShort(out.bars, n, step/s.step)
	return out
}

// dropShort removes the last candle when it was made of fewer bars than whole.
func dropShort(bars []bar, n int, whole data.UnixMs) []bar {
	if len(bars) > 0 && n < int(whole) {
		return bars[:len(bars)-1]
	}
	return bars
}

// errNoneFits says that no file has whole candles of the step.
var errNoneFits = errors.New("no file has whole candles")

// merge joins series to one of one step: the longest step of all, unless the
// caller asks for another. Finer series are aggregated, since candles of
// different lengths cannot stand in one layer; coarser ones are left out,
// since to split a candle would be to invent. Where two series have a candle,
// that of the series which was not aggregated is kept.
func merge(all []series, step data.UnixMs, report *Report) (series, error) {
	if step == 0 {
		for _, s := range all {
			step = max(step, s.step)
		}
	}
	phase := all[0].bars[0].t % step
	for _, s := range all {
		if s.step == step {
			phase = s.bars[0].t % step
		}
	}
	fitted, err := fit(all, step, phase, report)
	if err != nil {
		return series{}, err
	}
	out := series{step: step}
	place := map[data.UnixMs]owner{}
	for _, s := range fitted {
		if err := out.add(s, place, report); err != nil {
			return series{}, err
		}
	}
	if len(out.bars) == 0 {
		return series{}, fmt.Errorf("%w of %s", errNoneFits, length(step))
	}
	slices.SortFunc(out.bars, func(a, b bar) int { return cmp.Compare(a.t, b.t) })
	return out, nil
}

// fitted is a series in the step of the layer.
type fitted struct {
	series
	aggregated bool
}

// fit brings every series to step, those that have it first.
func fit(all []series, step, phase data.UnixMs, report *Report) ([]fitted, error) {
	var exact, coarse []fitted
	for _, s := range all {
		switch {
		case s.step == step && s.bars[0].t%step == phase:
			exact = append(exact, fitted{s, false})
		case s.step > step:
			report.note("%s: left out, its candles of %s are longer than those of the tape, %s", s.name, length(s.step), length(step))
		case s.step == step || step%s.step != 0 || (s.bars[0].t-phase)%s.step != 0:
			return nil, &Error{s.name, 0, fmt.Sprintf("candles of %s do not add up to candles of %s", length(s.step), length(step))}
		default:
			coarse = append(coarse, fitted{s.aggregate(step, phase), true})
			report.note("%s: candles of %s aggregated to %s", s.name, length(s.step), length(step))
		}
	}
	return append(exact, coarse...), nil
}

// owner is where the candle of a time came from.
type owner struct {
	bar  bar
	file string
}

// add takes the candles of s whose times are still free.
func (s *series) add(f fitted, place map[data.UnixMs]owner, report *Report) error {
	differing := 0
	for _, b := range f.bars {
		had, taken := place[b.t]
		switch {
		case !taken:
			place[b.t] = owner{b, f.name}
			s.bars = append(s.bars, b)
		case had.bar.samePrices(b):
		case f.aggregated:
			differing++
		default:
			return &Error{f.name, b.line, fmt.Sprintf("differs from line %d of %s, which has the same time", had.bar.line, had.file)}
		}
	}
	if differing > 0 {
		report.note("%s: %d candles differ from those of a file with longer candles, which were kept", f.name, differing)
	}
	return nil
}

// candles returns the series as columns.
func (s series) candles() data.Candles {
	c := data.Candles{Step: s.step}
	for _, b := range s.bars {
		c.T = append(c.T, b.t)
		c.Open = append(c.Open, data.Price(b.open))
		c.High = append(c.High, data.Price(b.high))
		c.Low = append(c.Low, data.Price(b.low))
		c.Close = append(c.Close, data.Price(b.close))
		c.Volume = append(c.Volume, b.volume)
		if b.takers {
			c.TakerBuy = append(c.TakerBuy, b.takerBuy)
		}
	}
	if len(c.TakerBuy) < len(c.T) { // a part of the column would say nothing true
		c.TakerBuy = nil
	}
	return c
}

// withTakers returns how many candles say what takers bought.
func (s series) withTakers() int {
	n := 0
	for _, b := range s.bars {
		if b.takers {
			n++
		}
	}
	return n
}

// onTimesOf returns mark bars on the times of c. Where the series has no bar,
// the candle stands in; missing is how often.
func (s series) onTimesOf(c *data.Candles) (m data.MarkBars, missing int) {
	at := map[data.UnixMs]bar{}
	for _, b := range s.bars {
		at[b.t] = b
	}
	m.T = c.T
	for i, t := range c.T {
		b, ok := at[t]
		if !ok {
			missing++
			b = bar{high: float64(c.High[i]), low: float64(c.Low[i]), close: float64(c.Close[i])}
		}
		m.High = append(m.High, data.Price(b.high))
		m.Low = append(m.Low, data.Price(b.low))
		m.Close = append(m.Close, data.Price(b.close))
	}
	return m, missing
}
