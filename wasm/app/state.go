package app

import (
	"unwind/data"
	"unwind/data/wire"
	"unwind/render/summary"
	"unwind/render/view"
)

// Query returns the query string of what is shown at now, without '?'. A model
// made from it shows the same scene, paused.
func (m *Model) Query(now float64) string { return string(m.appendQuery(nil, now)) }

func (m *Model) appendQuery(dst []byte, now float64) []byte {
	q := m.query
	q.Problems = nil
	if m.market != nil {
		w := m.restWindow(now)
		s := &q.Stage
		s.From, s.To, s.Low, s.High = w.From, w.To, w.Low, w.High
		s.Clock.At = m.time(now)
		q.HasTime = !m.fresh
	}
	return q.AppendTo(dst)
}

// AppendState appends window.unwind.state() as JSON to dst.
func (m *Model) AppendState(dst []byte, now float64) []byte {
	m.link = m.appendQuery(m.link[:0], now)
	s := wire.State{
		Stage: m.query.Stage, Style: m.query.Style, Playing: m.playing(),
		Query: string(m.link), Problems: m.query.Problems,
	}
	if m.market != nil {
		m.describe(&s, now)
	}
	return wire.AppendState(dst, &s)
}

// describe fills in what the market says.
func (m *Model) describe(s *wire.State, now float64) {
	s.Ready = true
	rest := m.restWindow(now)
	s.Stage.From, s.Stage.To, s.Stage.Low, s.Stage.High = rest.From, rest.To, rest.Low, rest.High
	m.aim(rest)
	w := view.WindowOf(&m.frame)
	s.From, s.To, s.Low, s.High = w.From, w.To, w.Low, w.High

	tape := m.market.Tape
	s.T, s.Start, s.End = m.time(now), tape.From, tape.To
	s.PlayFrom, s.Candle = m.playFrom(), m.candleStep(now)
	tempo := m.tempo()
	s.Factor, s.Elapsed = tempo.Factor(s.T), tempo.Elapsed(s.T)
	s.Price, _ = m.market.PriceAt(s.T)
	s.LongUSD, s.ShortUSD = m.market.Rolling(s.T, data.Day)
	s.AllCoins = tape.Totals != nil
	s.Filtered, s.Computing = view.Filtered(m.market, m.query.Style.Lang), m.Computing()
	s.WhatIf = m.whatIfInfo(s.T)
	s.Live = m.liveInfo(now)
	if n := m.market.WaveAt(s.T); n > 0 {
		s.Wave = m.waveInfo(n)
	}
}

// waveInfo describes the wave of number n.
func (m *Model) waveInfo(n int) wire.WaveInfo {
	w := &m.market.Waves()[n-1]
	return wire.WaveInfo{
		N: n, From: w.Start, To: w.To, Peak: w.Peak, Side: w.Side,
		Long: w.Long, Short: w.Short, Unknown: w.Unknown,
	}
}

// AppendWave appends the wave that the replay time at now lies in as JSON to
// dst, as in window.unwind.state(); null outside of any, and before a market is
// loaded.
func (m *Model) AppendWave(dst []byte, now float64) []byte {
	if m.market == nil {
		return append(dst, "null"...)
	}
	n := m.market.WaveAt(m.time(now))
	if n == 0 {
		return append(dst, "null"...)
	}
	w := m.waveInfo(n)
	return wire.AppendWave(dst, &w)
}

// Summary returns what the chart shows at now in a few sentences, in the
// language of the style; "" before a market is loaded.
func (m *Model) Summary(now float64) string {
	if m.market == nil {
		return ""
	}
	return m.summary(now, 0).Text(m.query.Style.Lang)
}

// AppendTable appends window.unwind.table() as JSON to dst: the largest levels
// near the price at now, at most rows of them and [market.MaxLevels]. Before a
// market is loaded it appends null.
func (m *Model) AppendTable(dst []byte, rows int, now float64) []byte {
	if m.market == nil {
		return append(dst, "null"...)
	}
	return wire.AppendTable(dst, m.summary(now, rows).Info(m.query.Style.Lang))
}

// AppendLegend appends window.unwind.legend() as JSON to dst. Where there is
// no estimate, or before a market is loaded, it appends null.
func (m *Model) AppendLegend(dst []byte, now float64) []byte {
	if !m.drawable() {
		return append(dst, "null"...)
	}
	m.aim(m.window(now))
	m.setNow(now)
	f := m.frame
	l := view.LegendOf(&f)
	if l == nil {
		return append(dst, "null"...)
	}
	return wire.AppendLegend(dst, l)
}

// AppendFuel appends window.unwind.fuel() as JSON to dst: what waits at now
// against the depth of the book. Before a market is loaded it appends null.
func (m *Model) AppendFuel(dst []byte, now float64) []byte {
	if m.market == nil {
		return append(dst, "null"...)
	}
	m.frameAt(now)
	return wire.AppendFuel(dst, summary.FuelOf(&m.frame, m.query.Style.Lang))
}

// summary describes the chart where the camera comes to rest, as a link does.
func (m *Model) summary(now float64, rows int) *summary.Summary {
	m.aim(m.restWindow(now))
	m.setNow(now)
	f := m.frame
	return summary.Of(&f, rows)
}

// AppendEvent appends window.unwind.event() as JSON to dst: what does not
// change while the event is shown, with the liquidations summed up in so many
// equal parts of it, 1 to [wire.MaxParts]. Before a market is loaded it
// appends null.
func (m *Model) AppendEvent(dst []byte, parts int) []byte {
	if m.market == nil {
		return append(dst, "null"...)
	}
	tape, lang := m.market.Tape, m.query.Style.Lang
	e := wire.EventInfo{
		ID: tape.ID, Title: tape.Title.In(lang), Summary: tape.Summary.In(lang), Instrument: tape.Instrument,
		Start: tape.From, End: tape.To, Cover: tape.Cover, PlayFrom: m.eventPlayFrom(), Candle: m.tapeStep(),
	}
	e.Long, e.Short = m.market.Density(min(max(parts, 1), wire.MaxParts))
	for i := range m.market.Waves() {
		e.Waves = append(e.Waves, m.waveInfo(i+1))
	}
	for _, c := range tape.Chapters {
		e.Chapters = append(e.Chapters, wire.ChapterInfo{T: c.T, Title: c.Title.In(lang)})
	}
	return wire.AppendEvent(dst, &e)
}

// AppendCell appends window.unwind.cell() as JSON to dst: the read-out of the
// pinned cell, or of the one under the crosshair. Without one, and before a
// market is loaded, it appends null.
func (m *Model) AppendCell(dst []byte, crosshair bool, now float64) []byte {
	if m.market == nil {
		return append(dst, "null"...)
	}
	pin := m.query.Stage.Pin
	if crosshair {
		pin = wire.Pin{}
		if p := m.frame.Pointer; p != nil {
			pin, _ = m.cellAt(p.X, p.Y, now)
		}
	}
	if !pin.IsSet() {
		return append(dst, "null"...)
	}
	m.frameAt(now)
	return wire.AppendCell(dst, summary.CellOf(&m.frame, pin, m.query.Style.Lang))
}
