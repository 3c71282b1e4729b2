package level

import (
	"math"
	"testing"

	"unwind/data"
)

// Shares of log odds, from a table of the logistic function: 1/(1+e^−0.5) =
// 0.622459, 1/(1+e^−1) = 0.731059; of a fifth, odds of 0.25·e^±0.5 = 0.412180 and 0.151633.
func TestCrowdedSideIsLeveredMore(t *testing.T) {
	for _, c := range []struct {
		name        string
		levered     float64
		buys        []float64 // of 4 units
		rate        float64
		long, short float64
	}{
		{"neither is known", 0.5, nil, 0, 0.5, 0.5},
		{"takers buy as much as they sell", 0.5, []float64{2}, 0, 0.5, 0.5},
		{"takers buy three quarters", 0.5, []float64{3}, 0, 0.622459, 0.377541},
		{"takers sell three quarters", 0.5, []float64{1}, 0, 0.377541, 0.622459},
		{"longs pay 0.1 %", 0.5, nil, 0.001, 0.622459, 0.377541},
		{"both at once", 0.5, []float64{3}, 0.001, 0.731059, 0.268941},
		{"a fifth is levered", 0.2, []float64{3}, 0, 0.291875, 0.131667},
		{"all is levered", 1, []float64{4}, 0.1, 1, 1},
		{"nothing is levered", 0, []float64{0}, 0.1, 0, 0},
		{"a rate beyond reason", 0.5, nil, 1e300, 1, 0},
	} {
		p := tenTimes()
		p.LeveredShare, p.TakerTilt, p.FundingTilt = c.levered, 1, 500
		in := Input{Candles: candlesOf(flat(4)), From: 0, To: data.Minute}
		in.Candles.TakerBuy = c.buys
		in.Funding = &data.Points{T: []data.UnixMs{0}, V: []float64{c.rate}}
		e, _ := mustEstimate(t, in, p)
		for side, want := range map[data.Side]float64{data.Long: c.long, data.Short: c.short} {
			if got := e.Account(side).Opened / (0.05 * 4); math.Abs(got-want) > 1e-6 {
				t.Errorf("%s: %v levered %v, want %v", c.name, side, got, want)
			}
		}
		checkAccounts(t, e)
	}
}

func TestFundingHoldsFromItsTimeOn(t *testing.T) {
	e := &Estimator{in: Input{Funding: &data.Points{T: []data.UnixMs{10, 20}, V: []float64{1, -2}}}}
	for at, want := range map[data.UnixMs]float64{0: 0, 9: 0, 10: 1, 19: 1, 20: -2, 99: -2} {
		if got := e.fundingAt(at); got != want {
			t.Errorf("at %d: got %v, want %v", at, got, want)
		}
	}
}

func TestBarWithoutVolumeHasNoTakers(t *testing.T) {
	c := candlesOf(flat(0))
	c.TakerBuy = []float64{0}
	if got := (&Estimator{in: Input{Candles: c}}).takerShare(0); got != 0.5 {
		t.Errorf("got %v, want one half", got)
	}
}
