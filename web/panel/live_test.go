package panel

import (
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/tape"
)

// goesOn is a market that is followed.
type goesOn struct{ tape *tape.Tape }

func (g goesOn) IDs() []string                   { return []string{g.tape.ID} }
func (g goesOn) Tape(string) (*tape.Tape, error) { return g.tape, nil }

// What a market that goes on is known until is 59 minutes and 20 seconds after
// its start. It was followed from 00:09 on, of which 13 s are a gap.
func TestPanelsOfAMarketThatGoesOnSayOfWhen(t *testing.T) {
	x := ownTape(burst(600, "binance", "BTCUSDT"), 0.001)
	x.ID, x.Edge = "live-btcusdt", ownStart+59*data.Minute+20*data.Second
	x.Cover = x.Edge
	x.Liquidations.Since = ownStart + 9*data.Minute
	x.Gaps = &tape.GapLayer{Origin: x.Candles.Origin, Gaps: []data.Gap{{Venue: "binance", From: ownStart + 30*data.Minute, To: ownStart + 30*data.Minute + 13*data.Second, Why: data.Silent}}}
	p := panelsOf(t)
	p.events.SetGrowing(goesOn{x})
	const now = "As of 00:59:20 UTC; the market goes on."
	has(t, p, "waves", "live-btcusdt", "en", []string{
		now, "data-again", "waves are provisional", "Wave 1: longs", `data-at="1770250200000"`,
		"Counted from 5 Feb 00:09 to 5 Feb 00:59 UTC", "full 10 of 3,007 s", // 50 min 20 s less 13 s
	}, nil)
	has(t, p, "waves", "live-btcusdt", "ru", []string{"По состоянию на 00:59:20 UTC", "волны предварительны", "Посчитано с 5 февр. 00:09 по 5 февр. 00:59 UTC"}, nil)
	has(t, p, "flush", "live-btcusdt", "en", []string{now}, nil)
	has(t, p, "days", "live-btcusdt", "en", []string{now, "at least $10.0 M of this contract’s feed"}, nil)
	for _, name := range following {
		has(t, p, name, "live-btcusdt", "en", []string{"data-script"}, []string{"data-again"})
	}
	for name := range p.views {
		if html := write(t, p, name, "btc-2026-02-05", "en"); strings.Contains(html, "data-again") || strings.Contains(html, "provisional") {
			t.Errorf("the panel %q of an event that is over says that it goes on", name)
		}
	}
}
