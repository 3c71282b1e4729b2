package summary

import (
	"strings"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/wire"
	"unwind/render/scale"
)

// wave says which wave the replay is in, and that it may change while the market
// goes on; where their layers are on, what it has run into so far and who fired
// first.
func (c *cells) wave(lang string) string {
	m, t := c.summary.market, c.summary.Table.T
	n := m.WaveAt(t)
	if n == 0 {
		return ""
	}
	w := &m.Waves()[n-1]
	said := []string{fill(c.words.wave, "n", c.count(n), "of", c.count(len(m.Waves())), "side", c.words.sides[w.Side], "time", string(scale.AppendClock(nil, w.Start)))}
	if c.summary.live.On() {
		said = append(said, c.words.provisional)
	}
	if c.summary.layers&wire.LayerChain != 0 {
		said = append(said, c.chain(n-1, t, lang))
	}
	if c.summary.layers&wire.LayerLanes != 0 {
		said = append(said, c.lanes(n-1, t, lang))
	}
	return strings.Join(said, " ")
}

// chain says how many clusters wave i has run into by t.
func (c *cells) chain(i int, t data.UnixMs, lang string) string {
	chains := c.summary.market.Chains()
	if i >= len(chains) || len(chains[i].Dominoes) == 0 {
		return c.why(cascade.NoLevels, lang)
	}
	n, usd := 0, data.USD(0)
	for k := range chains[i].Dominoes {
		if d := &chains[i].Dominoes[k]; d.At <= t {
			n, usd = n+1, usd+d.By(t)
		}
	}
	return fill(c.words.dominoes, "n", c.count(n), "usd", c.money(usd))
}

// lanes says which venues had fired by t, in their order.
func (c *cells) lanes(i int, t data.UnixMs, lang string) string {
	lanes, reason := c.summary.market.WaveLanes(i)
	if reason != cascade.Known {
		return c.why(reason, lang)
	}
	if len(lanes) < 2 { // then nobody was first
		return ""
	}
	var names []string
	for k := range lanes {
		if lanes[k].First > t {
			break
		}
		name := cascade.VenueName(lanes[k].Venue)
		if k > 0 {
			name = fill(c.words.lag, "venue", name, "lag", c.seconds(lanes[k].Lag), "clock", c.seconds(lanes[k].Clock))
		}
		names = append(names, name)
	}
	if names == nil {
		return ""
	}
	return fill(c.words.fired, "venues", strings.Join(names, ", "))
}

// why says a reason as a sentence.
func (c *cells) why(r cascade.Reason, lang string) string {
	return strings.TrimSuffix(Reason(r, lang), ".") + "."
}

func (c *cells) count(n int) string { return string(scale.AppendCount(nil, n, c.lang)) }

func (c *cells) seconds(t data.UnixMs) string {
	return string(scale.AppendFixed(nil, float64(t)/float64(data.Second), 1, c.lang))
}
