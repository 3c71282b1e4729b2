package alert

import (
	"unwind/data"
	"unwind/data/market"
)

// News is how long after its last event a wave is still told: what is older is
// history, also to a screen that was away.
const News = 15 * data.Minute

// waves returns the waves that are news at t and have grown to usd by then.
func waves(m *market.Market, t data.UnixMs, usd data.USD) []Alert {
	var large []Alert
	for i := range m.Waves() {
		w := &m.Waves()[i]
		if w.Start > t || t-w.End > News {
			continue
		}
		if sum := grown(m, w, t); sum >= usd {
			large = append(large, waveAlert(m, w, t, sum))
		}
	}
	return large
}

// grown returns what was liquidated in a wave by t. Dollars of no known side
// count when it is over.
func grown(m *market.Market, w *market.Wave, t data.UnixMs) data.USD {
	if t >= w.End {
		return w.Total()
	}
	long, short := m.Rolling(t, t-w.Start+1)
	return long + short
}

func waveAlert(m *market.Market, w *market.Wave, t data.UnixMs, usd data.USD) Alert {
	_, feed := m.WaveEvents()
	return Alert{
		Kind: Wave, Provenance: feed.Provenance, Side: w.Side, USD: usd,
		AtLeast: feed.AtLeast || w.AtLeast(),
		From:    w.Start, To: min(w.To, t),
	}
}

// stretch is a time that a wave was told of, both ends inclusive.
type stretch struct{ from, to data.UnixMs }

// maxKept bounds the waves and the places that are remembered.
const maxKept = 64

// newWaves returns those of the waves that were not told yet, and remembers
// all. A wave that has grown, or that others were joined to, is the same as
// long as it shares a moment with what it was.
func (w *Watch) newWaves(all []Alert) []Alert {
	var told []Alert
	for _, a := range all {
		known := false
		for i := range w.waves {
			if s := &w.waves[i]; a.From <= s.to && a.To >= s.from {
				s.from, s.to, known = min(s.from, a.From), max(s.to, a.To), true
			}
		}
		if !known {
			w.waves = newest(append(w.waves, stretch{a.From, a.To}))
			told = append(told, a)
		}
	}
	return told
}

// newest returns the last of all that are kept.
func newest[T any](all []T) []T { return all[max(len(all)-maxKept, 0):] }
