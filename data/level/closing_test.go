package level

import (
	"testing"

	"unwind/data"
)

// 10,000 contracts are open, half of them levered at 10x. In the second minute
// the price touches all 5,000 levered longs, whose counterparties close too:
// half of the 10,000 shorts, levered or not. That leaves 5,000 contracts.
func TestLiquidationClosesTheOtherSideToo(t *testing.T) {
	for _, c := range []struct {
		name          string
		left          float64 // open interest after the touch, dollars
		short, others float64 // levered shorts and unlevered longs, units
	}{
		{"open interest does not fall", 1e9, 2500, 5000},
		{"open interest falls by what the touch explains", 0.5e9, 2500, 5000},
		{"open interest falls beyond it: a fifth closes by will", 0.4e9, 2000, 4000},
		{"everything is closed", 0, 0, 0},
	} {
		p := tenTimes()
		p.StockSpread = 0
		in := Input{Candles: candlesOf(flat(0), bar{100e3, 90e3, 100e3, 0}, flat(0)), From: 0, To: 3 * data.Minute,
			OpenInterest: &data.Points{T: []data.UnixMs{0, data.Minute, 2 * data.Minute}, V: []float64{1e9, 1e9, c.left}}}
		e, f := mustEstimate(t, in, p)
		long, short := e.Account(data.Long), e.Account(data.Short)
		wantUnits(t, c.name+": touched", long.Touched, 5000)
		wantUnits(t, c.name+": long waits", long.Active, 0)
		wantUnits(t, c.name+": unlevered longs", long.Unlevered, c.others)
		wantUnits(t, c.name+": short waits", short.Active, c.short)
		wantUnits(t, c.name+": short closed", short.Closed, 5000-c.short)
		wantUSD(t, c.name+": shown before", f.Total(1).Short, worth(f, shortLevel, 5000))
		wantUSD(t, c.name+": shown after", f.Total(2).Short, worth(f, shortLevel, c.short))
		checkAccounts(t, e)
	}
}

func TestClosingByWillTakesBothSidesAlike(t *testing.T) {
	in, p := busyTenDays()
	e, _ := mustEstimate(t, in, p)
	long, short := e.Account(data.Long), e.Account(data.Short)
	if long.Closed == 0 || short.Closed == 0 {
		t.Fatal("nothing was closed: the test says nothing")
	}
	// Of one side all that is closed by will or by a counterparty, levered or
	// not, and all that is touched, is what the other side closed.
	for _, a := range []Account{long, short} {
		gone := a.Gross - a.Active - a.Unlevered
		wantUnits(t, "contracts that are gone", gone, long.Gross-long.Active-long.Unlevered)
		if gone < a.Touched+a.Closed {
			t.Errorf("%v contracts are gone, fewer than were touched and closed: %+v", gone, a)
		}
	}
}
