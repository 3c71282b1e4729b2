package panel

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/days"
	"unwind/data/market"
	"unwind/data/tape"
	"unwind/render/scale"
	"unwind/render/summary"
)

// wavesView is the panel "Waves": a card a wave, and what was published by
// venue for the whole day.
type wavesView struct {
	Event string // id
	Says  string
	Cards []waveCard
	Feeds feedMeters
	Day   *venueDay // nil where nothing was published by venue
}

// waveCard is one wave. Figures are pairs of a key of texts and a value.
type waveCard struct {
	Side       string
	Title      string
	Sentence   string
	Figures    []figure
	Start, End data.UnixMs
	Chain      []linkRow
	From, To   data.UnixMs // window that shows the chain
	Lanes      []waveLane
	Note       string   // on the lanes
	Feeds      []figure // throttled feeds that it came by, by name
}

// linkRow is one link of a wave's chain: the trigger, of which N is empty, or a
// domino, with what was sold by force until the next one fell.
type linkRow struct {
	N, At, Prices, Estimated, Sold, Next string
}

type figure struct{ Key, Value string }

// feedRow is a throttled feed: how full it was, and when most.
type feedRow struct{ Name, Full, At, Most string }

// waveLane is a venue's part of a wave. From, Half and Width are in percent of
// the wave.
type waveLane struct {
	Name, Says        string
	From, Half, Width float64
}

// venueDay is what was published by venue for the day of the event.
type venueDay struct {
	Says   string
	Rows   []venueRow
	Source tape.Source
	ADL    string // "" without one
	ADLBy  tape.Source
}

// venueRow is one venue's total; Bar is in percent of the largest.
type venueRow struct {
	Name, Total string
	Bar         float64
}

func (p *Panels) waves(r *Request, w *words) (any, error) {
	m, err := p.events.Market(r.Event)
	if err != nil {
		return nil, err
	}
	v := &wavesView{Event: r.Event.ID, Says: w.texts["waves.none"]}
	if n := len(m.Waves()); n > 0 {
		v.Says = w.texts["waves.about"]
		if m.Tape.GoesOn() {
			v.Says += " " + w.texts["waves.open"]
		}
	}
	for i := range m.Waves() {
		v.Cards = append(v.Cards, w.card(m, i))
	}
	v.Feeds = w.meters(m)
	v.Day, err = w.venueDay(r.Event.ID)
	return v, err
}

// card describes wave i.
func (w *words) card(m *market.Market, i int) waveCard {
	wave := &m.Waves()[i]
	c := waveCard{
		Side: wave.Side.String(), Sentence: w.sentence(m, wave), Start: wave.Start, End: wave.To,
		Title: w.fill("waves.title", "n", w.count(i+1), "side", w.texts["waves.of."+wave.Side.String()]),
	}
	c.Figures = append(w.times3(m, wave), w.moneyOf(m, wave)...)
	c.Figures = append(c.Figures, figure{"waves.interest", w.interest(m, wave)}, figure{"waves.adl", w.adl(m, wave)}, figure{"waves.chain", w.chain(m, i)},
		figure{"waves.feed", w.completeness(m, wave)},
		figure{"waves.excitation", w.excitation(m, wave)})
	c.Feeds = w.fullFeeds(m, wave)
	w.addChain(&c, m, i)
	w.addLanes(&c, m, i)
	return c
}

// chainRoom is how much of a wave is shown on either side of it, at least ten
// minutes.
const chainRoom = 0.5

// addChain lists the links of the chain of wave i and the window that shows
// them.
func (w *words) addChain(c *waveCard, m *market.Market, i int) {
	if i >= len(m.Chains()) || len(m.Chains()[i].Dominoes) == 0 {
		return
	}
	chain, wave := &m.Chains()[i], &m.Waves()[i]
	room := max(data.UnixMs(chainRoom*float64(wave.To-wave.Start)), 10*data.Minute)
	c.From, c.To = max(wave.Start-room, m.Tape.From), min(wave.To+room, m.Tape.To)
	brief := isBrief(m, wave)
	trigger := linkRow{
		At: w.moment(wave.Start, brief), Next: w.gap(chain.Approach),
		Sold: w.sold(m, chain.Before.Total(), chain.Dominoes[0].At-wave.Start),
	}
	if chain.From > 0 {
		trigger.Prices = w.price(chain.From)
	}
	c.Chain = []linkRow{trigger}
	for k := range chain.Dominoes {
		d := &chain.Dominoes[k]
		row := linkRow{
			N: w.count(k + 1), At: w.moment(d.At, brief), Prices: w.price(d.Low) + "–" + w.price(d.High),
			Estimated: w.money(d.USD), Sold: w.money(d.Forced.Total()),
		}
		if k+1 < len(chain.Dominoes) {
			row.Next, row.Sold = w.gap(d.ToNext), w.sold(m, d.Forced.Total(), chain.Dominoes[k+1].At-d.At)
		}
		c.Chain = append(c.Chain, row)
	}
}

// sold writes what was sold by force in a stretch. Totals hold one sum a step,
// so of a shorter stretch without one nothing is known: it is no zero.
func (w *words) sold(m *market.Market, usd data.USD, span data.UnixMs) string {
	totals := m.Tape.Totals
	switch {
	case totals == nil || usd > 0 || span >= totals.Step:
		return w.money(usd)
	case totals.Step == data.Minute:
		return w.texts["chain.same"]
	}
	return "–"
}

// gap is how far the price has to go to the next cluster.
func (w *words) gap(v float64) string {
	if v < 0.00005 {
		return w.texts["chain.adjoins"]
	}
	return string(scale.AppendShare(nil, v, 2, w.lang))
}

// sentence says a wave in words, from its figures.
func (w *words) sentence(m *market.Market, wave *market.Wave) string {
	side, part := wave.Side, 0.0
	if total := wave.Total(); total > 0 {
		part = float64(max(wave.Long, wave.Short) / total)
	}
	usd := w.least(wave.Total(), wave.AtLeast())
	pairs := []string{
		"from", w.hourIn(m, wave, wave.Start), "to", w.hourIn(m, wave, wave.To), "date", w.dayOf(wave.Start), "usd", usd,
		"part", w.part(part), "coins", w.coins(m),
	}
	key := "waves.says." + side.String()
	if move, reason := wave.Move(); reason == cascade.Known && math.Abs(move) >= cascade.LeastMove && side != data.UnknownSide {
		key = "waves.moved." + side.String()
		pairs = append(pairs, "move", strings.TrimLeft(w.change(move), "−+"), "at", w.price(wave.From), "extreme", w.price(wave.Extreme))
	}
	return w.fill(key, pairs...)
}

// coins says what the dollars are of, as the counter does.
func (w *words) coins(m *market.Market) string {
	switch c := m.Counted(); {
	case c.AllCoins:
		return w.texts["waves.coins.all"]
	case c.Symbols > 1:
		return w.fill("waves.coins.several", "n", w.count(c.Symbols))
	}
	return w.texts["waves.coins.own"]
}

// least writes dollars, as a lower bound where they are one.
func (w *words) least(usd data.USD, bound bool) string {
	if bound {
		return w.fill("waves.least", "usd", w.money(usd))
	}
	return w.money(usd)
}

// times3 returns when a wave began, peaked and ended.
func (w *words) times3(m *market.Market, wave *market.Wave) []figure {
	brief := isBrief(m, wave)
	return []figure{
		{"waves.start", w.moment(wave.Start, brief)}, {"waves.peak", w.moment(wave.Peak, brief)}, {"waves.end", w.moment(wave.To, brief)},
	}
}

// briefSpan is the length below which times are told apart by seconds.
const briefSpan = 5 * data.Minute

// isBrief says whether the times of a wave need seconds. Those found in totals
// are known by the step alone.
func isBrief(m *market.Market, wave *market.Wave) bool {
	return m.Tape.Totals == nil && wave.To-wave.Start < briefSpan
}

// moment writes a date and time, to the second or to the minute.
func (w *words) moment(t data.UnixMs, seconds bool) string {
	if seconds {
		return string(scale.AppendClockSeconds(append(scale.AppendDate(nil, t, w.lang), "\u00a0"...), t))
	}
	return w.clock(t)
}

// hourIn writes the time of day of a moment of a wave.
func (w *words) hourIn(m *market.Market, wave *market.Wave, t data.UnixMs) string {
	if isBrief(m, wave) {
		return string(scale.AppendClockSeconds(nil, t))
	}
	return w.hour(t)
}

// moneyOf returns the dollars of a wave, and what they are set against.
func (w *words) moneyOf(m *market.Market, wave *market.Wave) []figure {
	f := []figure{{"waves.long", w.money(wave.Long)}, {"waves.short", w.money(wave.Short)}}
	if wave.Unknown > 0 {
		f = append(f, figure{"waves.unknown", w.money(wave.Unknown)})
	}
	move, per := "", ""
	if v, reason := wave.Move(); reason == cascade.Known {
		move = w.change(v)
	} else {
		move = w.reason(reason)
	}
	if v, reason := m.WavePerPercent(wave); reason == cascade.Known {
		per = w.money(v)
	} else {
		per = w.reason(reason)
	}
	return append(f, figure{"waves.move", move}, figure{"waves.per", per},
		figure{"waves.day", w.part(wave.ShareOfDay)})
}

// adl returns the part of what was liquidated in a wave that auto-deleveraging
// took: as the tape records it, else as published for a stretch that the wave
// meets, or why none is known.
func (w *words) adl(m *market.Market, wave *market.Wave) string {
	if l := m.Tape.ADL; l != nil {
		share, reason := m.WaveADL(wave)
		if reason != cascade.Known {
			return w.reason(reason)
		}
		key := "waves.adl.usd"
		if l.Fills {
			key = "waves.adl.fills"
		}
		return w.fill(key, "part", w.part(share), "venue", cmp.Or(cascade.VenueName(l.Venue), w.texts["waves.adl.venue"]), "kind", w.texts["kind."+l.Provenance.String()])
	}
	d := publishedADL(m.Tape.ID)
	if d == nil || data.UnixMs(d.From.UnixMilli()) >= wave.To || data.UnixMs(d.To.UnixMilli()) <= wave.Start {
		return w.reason(cascade.NoData)
	}
	share, _ := d.Share()
	return w.fill("waves.adl.published", "part", w.part(share), "venue", d.Venue,
		"from", w.hour(data.UnixMs(d.From.UnixMilli())), "to", w.hour(data.UnixMs(d.To.UnixMilli())))
}

// publishedADL returns what was published of an event's ADL, nil for none.
func publishedADL(event string) *days.Deleveraging {
	list, err := days.List()
	if err != nil { // then the panel fails where it lists the venues of the day
		return nil
	}
	for i := range list {
		if list[i].Event == event {
			return list[i].ADL
		}
	}
	return nil
}

// chain returns how many clusters of the level estimate wave i ran into, and
// what was estimated there.
func (w *words) chain(m *market.Market, i int) string {
	if i >= len(m.Chains()) || len(m.Chains()[i].Dominoes) == 0 {
		return w.reason(cascade.NoLevels)
	}
	c := &m.Chains()[i]
	return w.fill("waves.dominoes", "n", w.count(len(c.Dominoes)), "usd", w.money(c.Estimate))
}

// interest returns how open interest changed over a wave, between which two
// points, or why that is not known.
func (w *words) interest(m *market.Market, wave *market.Wave) string {
	c, reason := m.WaveInterest(wave)
	if reason != cascade.Known {
		return w.reason(reason)
	}
	sign := "+"
	if c.Change() < 0 {
		sign = "−"
	}
	return w.fill("waves.interest.says", "usd", sign+w.money(max(c.Change(), -c.Change())), "part", w.change(c.Share()),
		"from", w.hour(c.From), "to", w.hour(c.To))
}

// excitation returns the branching ratio, or why there is none.
func (w *words) excitation(m *market.Market, wave *market.Wave) string {
	x, reason := m.WaveExcitation(wave)
	if reason != cascade.Known {
		return w.reason(reason)
	}
	return w.fill("waves.ratio", "ratio", string(scale.AppendFixed(nil, x.Ratio, 2, w.lang)))
}

// addLanes splits wave i by venue where the tape's rows name them; else there
// is one lane, and why.
func (w *words) addLanes(c *waveCard, m *market.Market, i int) {
	wave := &m.Waves()[i]
	lanes, reason := m.WaveLanes(i)
	if reason != cascade.Known {
		one := cascade.Lane{First: wave.Start, Half: wave.Peak, Last: wave.To - 1, Dollars: wave.Dollars}
		key := "lanes.unnamed"
		if m.Counted().AllCoins {
			key = "lanes.all"
		}
		name := w.fill(key, "feed", w.completeness(m, wave))
		c.Lanes = []waveLane{w.lane(name, &one, wave)}
		c.Note = w.reason(reason)
		return
	}
	for i := range lanes {
		lane := w.lane(cascade.VenueName(lanes[i].Venue), &lanes[i], wave)
		if len(lanes) > 1 { // else nobody was first
			lane.Says += " · " + w.lag(&lanes[i], i == 0)
		}
		c.Lanes = append(c.Lanes, lane)
	}
	c.Note = w.texts["lanes.clock"]
	if m.Tape.Totals != nil {
		c.Note = w.texts["lanes.rows"] + " " + c.Note
	}
}

// lane places a lane within its wave.
func (w *words) lane(name string, l *cascade.Lane, wave *market.Wave) waveLane {
	span := float64(max(wave.To-wave.Start, 1))
	at := func(t data.UnixMs) float64 { return min(max(100*float64(t-wave.Start)/span, 0), 100) }
	return waveLane{
		Name: name, Says: w.money(l.Total()),
		From: at(l.First), Half: at(l.Half), Width: max(at(l.Last+1)-at(l.First), 1),
	}
}

// lag says how long after the first venue another fired, as far as the feeds'
// clocks tell.
func (w *words) lag(l *cascade.Lane, first bool) string {
	seconds := func(t data.UnixMs) string {
		return string(scale.AppendFixed(nil, float64(t)/float64(data.Second), 1, w.lang))
	}
	switch {
	case first:
		return w.texts["lanes.first"]
	case l.After():
		return w.fill("lanes.after", "lag", seconds(l.Lag), "clock", seconds(l.Clock))
	}
	return w.fill("lanes.same", "lag", seconds(l.Lag), "clock", seconds(l.Clock))
}

// venueDay returns what was published by venue for the day of an event.
func (w *words) venueDay(event string) (*venueDay, error) {
	list, err := days.List()
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(d days.Day) bool { return d.Event == event && len(d.Venues) > 0 })
	if i < 0 {
		return nil, nil
	}
	d := list[i]
	v := &venueDay{Says: w.fill("venues.says", "date", w.date(d.Date), "usd", w.money(d.USD)), Source: d.Sides}
	for _, x := range d.Venues {
		v.Rows = append(v.Rows, venueRow{x.Name, w.money(x.USD), percent(x.USD, d.Venues[0].USD)})
	}
	if a := d.ADL; a != nil {
		share, _ := a.Share()
		v.ADL = w.fill("venues.adl", "venue", a.Venue,
			"from", w.hour(data.UnixMs(a.From.UnixMilli())), "to", w.hour(data.UnixMs(a.To.UnixMilli())), "usd", w.money(a.ADL), "of", w.money(a.Liquidated),
			"part", w.part(share), "book", w.money(a.Book()))
		v.ADLBy = a.Source
	}
	return v, nil
}

func (w *words) reason(r cascade.Reason) string { return summary.Reason(r, w.tag) }

func (w *words) part(v float64) string      { return string(scale.AppendShare(nil, v, 0, w.lang)) }
func (w *words) change(v float64) string    { return string(scale.AppendChange(nil, v, 1, w.lang)) }
func (w *words) count(n int) string         { return string(scale.AppendCount(nil, n, w.lang)) }
func (w *words) hour(t data.UnixMs) string  { return string(scale.AppendClock(nil, t)) }
func (w *words) dayOf(t data.UnixMs) string { return string(scale.AppendDate(nil, t, w.lang)) }
func (w *words) price(p data.Price) string {
	return string(scale.AppendPrice(nil, p, scale.PriceDecimals(p), w.lang))
}
