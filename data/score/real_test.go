package score

import (
	"os"
	"testing"

	"unwind/data"
	"unwind/data/tape/csvimport"
)

const quarters = "../../../shared/data/candles/binance_um_BTCUSDT_15m_2026-01-20_2026-02-11.csv"

// What comes out on real candles is published in docs/scorecard.md; here it
// only has to hang together.
func TestRealCandlesScore(t *testing.T) {
	raw, err := os.ReadFile(quarters)
	if os.IsNotExist(err) {
		t.Skip("the real candles are not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	v, _, err := csvimport.Import(csvimport.Input{Candles: []csvimport.File{{Name: quarters, Raw: raw}}}, csvimport.Options{})
	if err != nil {
		t.Fatal(err)
	}
	card := mustMake(t, v, Sets(false)[:1], Defaults())
	set := card.Sets[0]
	if card.Candles != data.Recorded || card.Interest != data.UnknownProvenance || set.Dollars.Missing != NoFeed {
		t.Errorf("got candles %v, open interest %v, dollars %v", card.Candles, card.Interest, set.Dollars.Missing)
	}
	for i, r := range set.Rows {
		if want := []int{504, 501, 481}[i]; r.Times != want { // 22 days less warm-up and horizon, hourly
			t.Errorf("row %d: got %d moments, want %d", i, r.Times, want)
		}
		if !r.HasIntervals() || r.Compared > r.Bright || 10*r.Compared < 9*r.Bright {
			t.Errorf("row %d: %d of %d cells compared in %d blocks", i, r.Compared, r.Bright, r.Blocks)
		}
		for _, e := range []Estimate{r.Touched, r.Matched, r.Distance} {
			if !(e.Low >= 0 && e.Low <= e.Value && e.Value <= e.High && e.High <= 1 && e.Value > 0) {
				t.Errorf("row %d: rate %v", i, e)
			}
		}
		if i > 0 && r.Touched.Value <= set.Rows[i-1].Touched.Value {
			t.Errorf("row %d: fewer touches in a longer time", i)
		}
	}
}
