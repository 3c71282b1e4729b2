package market

import (
	"os"
	"path/filepath"
	"testing"

	"unwind/data"
	"unwind/data/market/markettest"
	"unwind/data/tape"
	"unwind/data/tape/csvimport"
)

// realTape imports a file of market data that is no part of the project.
func realTape(t *testing.T, name string, in func(csvimport.File) csvimport.Input) *tape.Tape {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("../../../shared/data", name))
	if err != nil {
		t.Skip("../shared/data is not here: ", err)
	}
	tp, _, err := csvimport.Import(in(csvimport.File{Name: filepath.Base(name), Raw: raw}), csvimport.Options{Step: data.Minute})
	if err != nil {
		t.Fatal(err)
	}
	return tp
}

// grow updates a market by so many steps of a real tape, and compares it now and
// then.
func grow(t *testing.T, whole *tape.Tape, from, to data.UnixMs, steps int) {
	t.Helper()
	var m *Market
	for i := range steps {
		now := from + (to-from)*data.UnixMs(i+1)/data.UnixMs(steps)
		tp := markettest.Live(whole, now)
		m = updated(t, m, tp)
		if i%17 == 0 || i == steps-1 {
			mustEqual(t, m, indexed(t, tp))
		}
		if t.Failed() {
			t.Fatalf("at %d of %d", i, steps)
		}
	}
}

func TestRealMinutesGrow(t *testing.T) {
	whole := realTape(t, "candles/binance_um_BTCUSDT_1m_2026-02-05T2338_2026-02-06T0151.csv",
		func(f csvimport.File) csvimport.Input { return csvimport.Input{Candles: []csvimport.File{f}} })
	grow(t, whole, whole.From, whole.To, 400)
}

// Of these the price is drawn from the prints.
func TestRealLiquidationsGrow(t *testing.T) {
	whole := realTape(t, "liquidations/binance_forceOrder_2025-01-26_27.csv",
		func(f csvimport.File) csvimport.Input { return csvimport.Input{Liquidations: []csvimport.File{f}} })
	grow(t, whole, whole.From, whole.To, 200)
}
