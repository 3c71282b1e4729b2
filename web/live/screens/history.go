package screens

import (
	"unwind/data"
	"unwind/data/feed"
	"unwind/web/record"
)

// History is what was before the screens began, or what they did not hear: it
// comes later, from a recording or from venues. It never takes the place of
// what is known better. Not safe for concurrent use.
type History struct{ batch }

// Since says that liquidations and gaps are all there from a time on, up to
// when the screens began.
func (h *History) Since(t data.UnixMs) { h.since = t }

// Event adds what was recorded. Liquidations come in the order of their
// receipt, each once.
func (h *History) Event(e *record.Event) { h.event(e) }

// Gap adds a stretch that is missing.
func (h *History) Gap(g record.Gap) { h.gaps = append(h.gaps, g) }

// Frame adds what a venue answered about the past, but candles.
func (h *History) Frame(f record.Frame) { h.frame(&f) }

// Candles adds candles that are over, as if they had arrived at their ends: what
// was heard of one after that is better.
func (h *History) Candles(venue string, spot bool, bars []feed.Candle) {
	for _, c := range bars {
		c.Final = true
		h.candles.put(candle{source{venue, c.T + c.Step}, spot, c})
	}
}

// Marks adds candles of the mark price that are over.
func (h *History) Marks(venue string, bars []feed.Candle) {
	for i := range bars {
		c := &bars[i]
		h.marks.put(bar(source{venue, c.T + c.Step}, c))
	}
}

// Learn takes history into the past and sends it to screens that watch.
func (s *Screens) Learn(h *History) {
	s.pendingMu.Lock()
	defer s.pendingMu.Unlock()
	s.history = append(s.history, h)
}
