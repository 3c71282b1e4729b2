package record

import (
	"bytes"
	"strconv"

	"unwind/data"
)

// Prices and open interest come several times a second, and a tape needs them
// by the minute. Of each series the last of every stretch as long as this is
// stored; what a venue says is final is stored at once.
var every = [...]data.UnixMs{
	Candle: 5 * data.Second, Spot: 5 * data.Second, Mark: data.Second,
	Interest: 5 * data.Second, Funding: data.Minute,
}

// series names what is thinned by itself.
type series struct {
	kind   Kind
	venue  string
	symbol string
	step   data.UnixMs // of candles
}

// sampler thins series out. What it holds back is stored as soon as something
// of the next stretch comes.
type sampler struct {
	held map[series]sample
}

// sample is the last event of a stretch.
type sample struct {
	event   Event
	stretch stretch
}

// stretch is what one stored event stands for.
type stretch struct {
	n    data.UnixMs // number of the stretch
	open data.UnixMs // of the candle: one that opens begins another
}

// Bounds of what is held back: series, of which each venue has at most 64
// symbols, and bytes of a frame, which has a few hundred for one event.
const (
	maxSeries = 8192
	maxHeld   = 16 << 10
)

// add takes an event and passes on what is to be stored now, each with its id.
// The event's bytes may be used again afterwards.
func (s *sampler) add(e *Event, store func(*Event, string)) {
	key := series{kind: e.Kind, venue: e.Venue, symbol: e.Symbol, step: e.Candle.Step}
	at := stretch{n: e.moment() / every[e.Kind], open: e.Candle.T}
	held, ok := s.held[key]
	switch {
	case ok && held.stretch != at:
		store(&held.event, key.id(held.stretch, false))
	case ok && e.Kind == Mark:
		e.Mark.High, e.Mark.Low = max(e.Mark.High, held.event.Mark.High), min(e.Mark.Low, held.event.Mark.Low)
	}
	if e.Candle.Final || !ok && len(s.held) >= maxSeries {
		delete(s.held, key)
		store(e, key.id(at, e.Candle.Final))
		return
	}
	kept := *e
	kept.Raw, kept.RawLength = bytes.Clone(e.Raw[:min(len(e.Raw), maxHeld)]), len(e.Raw)
	s.held[key] = sample{kept, at}
}

// moment is the time that stretches are counted by: that of the venue for
// what is of a moment, so that two recorders agree.
func (e *Event) moment() data.UnixMs {
	if e.Kind == Candle || e.Kind == Spot {
		return e.Received
	}
	return e.Time()
}

// flush passes on everything that is held back, and goes on holding it: its
// stretch is not over, so what is stored now has an id of its own.
func (s *sampler) flush(store func(*Event, string)) {
	for key, held := range s.held {
		store(&held.event, key.id(held.stretch, false)+"|until "+strconv.FormatInt(int64(held.event.Received), 10))
	}
}

// id names what is stored of a stretch, the same for each recorder.
func (k series) id(at stretch, final bool) string {
	b := append([]byte(k.kind.String()), '|')
	b = append(b, k.venue...)
	b = append(b, '|')
	b = append(b, k.symbol...)
	for _, n := range []data.UnixMs{k.step, at.open, at.n} {
		b = append(b, '|')
		b = strconv.AppendInt(b, int64(n), 10)
	}
	if final {
		b = append(b, "|final"...)
	}
	return string(b)
}
