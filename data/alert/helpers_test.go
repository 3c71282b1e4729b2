package alert

import (
	"testing"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/market"
	"unwind/data/tape"
)

// noon is when the events of these tests begin; nothing of theirs crosses a day.
const noon = data.UnixMs(20_000)*data.Day + 12*data.Hour

// at is a minute of the event.
func at(minute float64) data.UnixMs { return noon + data.UnixMs(minute*float64(data.Minute)) }

// flat is an hour of minutes at a price, from noon on.
func flat(price data.Price) *tape.Tape {
	c := data.Candles{Step: data.Minute}
	for i := range 60 {
		c.T = append(c.T, at(float64(i)))
		c.Open, c.High, c.Low, c.Close = append(c.Open, price), append(c.High, price), append(c.Low, price), append(c.Close, price)
		c.Volume = append(c.Volume, 1)
	}
	return &tape.Tape{ID: "flat", From: noon, To: at(60), Candles: &tape.CandleLayer{Candles: c}}
}

// move sets the price from a minute of the event on.
func move(tp *tape.Tape, minute int, price data.Price) {
	c := &tp.Candles.Candles
	for i := minute; i < c.Len(); i++ {
		c.Open[i], c.High[i], c.Low[i], c.Close[i] = price, price, price, price
	}
}

func marketOf(t *testing.T, tp *tape.Tape) *market.Market {
	t.Helper()
	m, err := market.New(tp)
	if err != nil {
		t.Fatal(err)
	}
	if m.Pyramid != nil {
		// log1p(usd) / log(1024): from 181 dollars on a cell is bright.
		m.Pyramid.Quant = heat.Quantizer{Unit: 1, Peak: 1023}
	}
	return m
}

func watch(t *testing.T, r Rules) *Watch {
	t.Helper()
	w, err := NewWatch(r)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// look wants so many alerts at a minute and returns them.
func look(t *testing.T, w *Watch, m *market.Market, minute float64, want int) []Alert {
	t.Helper()
	got := w.Look(m, at(minute))
	if len(got) != want {
		t.Fatalf("minute %v: got %d alerts, want %d: %+v", minute, len(got), want, got)
	}
	return got
}
