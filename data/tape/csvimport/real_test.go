package csvimport

import (
	"slices"
	"testing"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/tape"
)

const (
	quarters = "candles/binance_um_BTCUSDT_15m_2026-01-20_2026-02-11.csv"
	minutes  = "candles/binance_um_BTCUSDT_1m_2026-02-05T2338_2026-02-06T0151.csv"
	hours    = "candles/binance_um_BTCUSDT_1h_2026-01-15_2026-02-20.csv"
	markBars = "candles/binance_um_BTCUSDT_mark_1h_2026-01-15_2026-02-20.csv"
	orders   = "liquidations/binance_forceOrder_2025-01-26_27.csv"
)

// replayed imports, writes, reads and indexes.
func replayed(t *testing.T, in Input, o Options) *market.Market {
	t.Helper()
	v, _ := mustImport(t, in, o)
	raw, err := tape.Write(v)
	if err != nil {
		t.Fatal(err)
	}
	read, err := tape.Read(raw)
	if err != nil {
		t.Fatal(err)
	}
	m, err := market.New(read)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestRealCandlesOfFebruary2026(t *testing.T) {
	in := Input{Candles: []File{realFile(t, quarters), realFile(t, minutes)}}
	m := replayed(t, in, Options{Symbol: "BTCUSDT"})
	c := m.Tape.Candles
	if c.Step != 15*data.Minute || c.Len() != 22*96 {
		t.Errorf("got %d candles of %d ms, want 22 days of quarter hours", c.Len(), c.Step)
	}
	low := c.Low[0]
	for _, p := range c.Low {
		low = min(low, p)
	}
	if low != 59800 {
		t.Errorf("low: got %v, want 59800", low)
	}
	m = replayed(t, in, Options{Step: data.Minute})
	c = m.Tape.Candles
	at := 41 // 23:38 + 41 min = 00:19
	if c.Len() != 134 || c.T[at] != t0+19*data.Minute || c.Low[at] != 59800 {
		t.Errorf("got %d minutes; low at 00:19 %v, want 59800", c.Len(), c.Low[at])
	}
}

// The minutes make the quarter hours, so neither disagrees nor adds.
func TestRealMinutesAgreeWithQuarterHours(t *testing.T) {
	_, report := mustImport(t, Input{Candles: []File{realFile(t, quarters), realFile(t, minutes)}}, Options{})
	if len(report.Gaps) != 0 || len(report.Notes) != 1 {
		t.Errorf("got gaps %v, notes %q", report.Gaps, report.Notes)
	}
}

func TestRealMarkOfFebruary2026(t *testing.T) {
	m := replayed(t, Input{Candles: []File{realFile(t, hours)}, Mark: []File{realFile(t, markBars)}}, Options{Symbol: "BTCUSDT"})
	if m.Tape.Mark == nil || len(m.Tape.Mark.T) != 864 || len(m.Tape.Mark.Why["en"]) == 0 {
		t.Fatal("the mark price is not there")
	}
	if m.Field == nil || len(m.Field.Runs) == 0 {
		t.Error("no levels are estimated from real candles")
	}
}

// The counts and sums are those of the data's own description.
func TestRecordedForceOrdersOfJanuary2025(t *testing.T) {
	m := replayed(t, Input{Liquidations: []File{realFile(t, orders)}}, Options{})
	l := &m.Tape.Liquidations.Liquidations
	if l.Len() != 1837 {
		t.Errorf("got %d distinct events, want 1837", l.Len())
	}
	const wantLong, wantShort = 2835648.57, 710713.62
	if long, short := sums(l); !near(long, wantLong, 0.01) || !near(short, wantShort, 0.01) {
		t.Errorf("sums: got long %.2f, short %.2f, want %.2f, %.2f", long, short, wantLong, wantShort)
	}
	end := l.T[l.Len()-1]
	if long, short := m.Rolling(end, end); !near(float64(long), wantLong, 0.01) || !near(float64(short), wantShort, 0.01) {
		t.Errorf("counter over all: got long %.2f, short %.2f, want %.2f, %.2f", long, short, wantLong, wantShort)
	}
	for _, at := range []data.UnixMs{l.T[0], m.Tape.From, m.Tape.Cover, end} {
		wantLong, wantShort := counted(l, at)
		if long, short := m.Rolling(at, data.Day); !near(float64(long), wantLong, 0.01) || !near(float64(short), wantShort, 0.01) {
			t.Errorf("counter at %d: got %.2f, %.2f, want %.2f, %.2f", at, long, short, wantLong, wantShort)
		}
	}
	if m.Tape.Candles.Provenance != data.Modelled || m.CandleLevels() == 0 {
		t.Error("no price is drawn from the prints")
	}
	if m.Field != nil || m.Pyramid != nil || len(m.Touches()) != 0 {
		t.Error("levels are estimated from what was liquidated")
	}
	if c := m.Tape.Candles; !c.FromPrints || slices.Max(c.Volume) != 0 {
		t.Errorf("liquidations are shown as traded volume: from prints %v, up to %v", c.FromPrints, slices.Max(c.Volume))
	}
	if got, want := m.Counted(), (market.Counting{Symbols: 221, Since: l.T[0]}); got != want {
		t.Errorf("counted: got %+v, want %+v", got, want)
	}
}

// counted adds the 24 hours up to t one by one.
func counted(l *data.Liquidations, t data.UnixMs) (long, short float64) {
	for i, at := range l.T {
		switch {
		case at > t || at <= t-data.Day:
		case l.Side[i] == data.Long:
			long += float64(l.Notional[i])
		default:
			short += float64(l.Notional[i])
		}
	}
	return long, short
}

func TestRealLiquidationsOfThreeVenues(t *testing.T) {
	m := replayed(t, Input{Liquidations: []File{realFile(t, "liquidations/multi_venue_ETHUSDT_2026-04-03.csv")}}, Options{})
	if long, short := sums(&m.Tape.Liquidations.Liquidations); m.Tape.Liquidations.Len() != 18 || !near(long, 4680.89, 0.01) || !near(short, 16747.71, 0.01) {
		t.Errorf("got %d, long %.2f, short %.2f", m.Tape.Liquidations.Len(), long, short)
	}
}
