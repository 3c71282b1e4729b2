package csvimport

import (
	"cmp"
	"time"

	"unwind/data"
	"unwind/data/tape"
)

func (m *maker) identity(Input) error {
	t, o, c := m.tape, m.options, m.tape.Candles
	t.Symbol, t.Base = m.symbol, canonical(m.symbol)
	t.From, t.To = o.From, o.To
	if t.From == 0 {
		t.From = c.T[0]
	}
	if t.To == 0 {
		t.To = c.T[c.Len()-1] + c.Step
	}
	t.PlayFrom, t.Cover = t.From, o.Cover
	if t.Cover == 0 {
		t.Cover = t.To
	}
	t.ID = o.ID
	if t.ID == "" {
		t.ID = defaultID(m.symbol, t.From)
	}
	t.Instrument = cmp.Or(o.Instrument, m.symbol, t.ID)
	t.Title = o.Title
	if t.Title == nil {
		t.Title = defaultTitle(cmp.Or(m.symbol, o.ID), t.From, t.To-1)
	}
	t.Summary = Summary(t)
	return nil
}

func day(t data.UnixMs) string { return time.UnixMilli(int64(t)).UTC().Format(time.DateOnly) }

// defaultID makes an id such as "btcusdt-2026-02-05".
func defaultID(symbol string, from data.UnixMs) string {
	id := make([]byte, 0, len(symbol)+len(time.DateOnly)+1)
	for i := range len(symbol) {
		b := symbol[i] | 0x20
		if b >= 'a' && b <= 'z' || b >= '0' && b <= '9' {
			id = append(id, b)
		}
	}
	if len(id) == 0 {
		id = append(id, "tape"...)
	}
	id = append(id[:min(len(id), 32)], '-')
	return string(append(id, day(from)...))
}

// defaultTitle makes a title such as "BTCUSDT, 2026-02-05 – 2026-02-06".
func defaultTitle(name string, from, last data.UnixMs) tape.Text {
	days := day(from)
	if end := day(last); end != days {
		days += " – " + end
	}
	if name == "" {
		return tape.Text{"en": "Candles, " + days, "ru": "Свечи, " + days}
	}
	return tape.Text{"en": name + ", " + days}
}
