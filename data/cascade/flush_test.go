package cascade

import (
	"encoding/csv"
	"math"
	"strconv"
	"strings"
	"testing"

	"unwind/data"
)

// hours are candles of an hour from noon − 24 h on, whose price and volume
// follow functions of the hour.
func hours(n int, price, volume func(int) float64) *data.Candles {
	c := &data.Candles{Step: data.Hour}
	for i := range n {
		c.T = append(c.T, noon-data.Day+data.UnixMs(i)*data.Hour)
		c.Open, c.Close = append(c.Open, data.Price(price(i))), append(c.Close, data.Price(price(i+1)))
		c.Volume = append(c.Volume, volume(i))
	}
	return c
}

// An event from noon to 14:00 with a day before and a day after.
func flushInput() FlushInput {
	phase := func(before, during, after float64) func(int) float64 {
		return func(i int) float64 {
			switch {
			case i < 24:
				return before
			case i < 26:
				return during
			}
			return after
		}
	}
	move := func(i int) float64 { // 1 % up and down in turn, 3 % in the event
		return 1000 * math.Exp([]float64{0, 0.01}[i%2]*phase(1, 3, 2)(i))
	}
	flow := &data.Flow{Step: data.Hour}
	points := func(values ...float64) *data.Points {
		p := &data.Points{}
		for i, v := range values {
			p.T, p.V = append(p.T, noon-data.Day+data.UnixMs(i)*8*data.Hour), append(p.V, v)
		}
		return p
	}
	perpetual := hours(51, move, phase(80, 500, 70))
	for _, t := range perpetual.T {
		flow.T, flow.Long, flow.Short = append(flow.T, t), append(flow.Long, 9e6), append(flow.Short, 1e6)
	}
	return FlushInput{
		Onset: noon, End: noon + 2*data.Hour - 1, Span: data.Day,
		OpenInterest: points(100, 100, 100, 60, 70, 80, 90), // 8 h apart, noon is the fourth
		Funding:      points(4e-4, 2e-4, 3e-4, -9e-4, 1e-4, -1e-4, 3e-5),
		Perpetual:    perpetual, Spot: hours(51, move, phase(20, 100, 22)),
		Liquidations: flow,
		Provenance:   [MetricCount]data.Provenance{OpenInterest: data.Published, SpotVolume: data.Recorded},
	}
}

func TestBeforeLowAndAfter(t *testing.T) {
	got := AfterTheFlush(flushInput())
	for _, c := range []struct {
		metric                   Metric
		before, low, high, after float64
		claim                    Claim
		confirmed                bool
	}{
		// After 14:00: points of 20:00, 04:00 and 12:00.
		{OpenInterest, 100, 60, 90, 80, Falls, true},
		{FundingRate, 3e-4, -9e-4, 1e-4, 1e-5, ToNeutral, true},
		{PerpetualShare, 0.8, 70.0 / 92, 500.0 / 600, 70.0 / 92, Falls, true},
		{SpotVolume, 20, 22, 100, 22, Steady, true},
		{LongLiquidation, 0.9, 0.9, 0.9, 0.9, OneSided, true},
	} {
		g := got[c.metric]
		if g.Reason != Known || !near(g.Before, c.before, 1e-9) || !near(g.Low, c.low, 1e-9) || !near(g.High, c.high, 1e-9) || !near(g.After, c.after, 1e-9) {
			t.Errorf("%v: got %v, %v to %v, %v (%v); want %+v", c.metric, g.Before, g.Low, g.High, g.After, g.Reason, c)
		}
		if g.Claim != c.claim || g.Confirmed != c.confirmed {
			t.Errorf("%v: claim %v confirmed %v, want %v %v", c.metric, g.Claim, g.Confirmed, c.claim, c.confirmed)
		}
	}
	// A return of 1 % each hour is 1 %·√24 a day, of 2 % twice that.
	v := got[Volatility]
	if !near(v.Before, 0.01*math.Sqrt(24), 0.05) || !near(v.After, 0.02*math.Sqrt(24), 0.05) || v.Claim != NoClaim || v.Confirmed {
		t.Errorf("volatility: got %+v", v)
	}
	if got[OpenInterest].Provenance != data.Published || got[SpotVolume].BeforeWindow != (Window{noon - data.Day, noon}) || got[SpotVolume].AfterWindow.To != noon+26*data.Hour {
		t.Errorf("got %+v", got[SpotVolume])
	}
	if r, reason := got[OpenInterest].Relative(); reason != Known || !near(r, -0.2, 1e-9) {
		t.Errorf("open interest changed by %v (%v)", r, reason)
	}
}

func TestWhatTheNumbersDoNotConfirm(t *testing.T) {
	in := flushInput()
	in.OpenInterest.V = []float64{100, 100, 100, 60, 99.5, 99.5, 99.5}
	in.Funding.V = []float64{4e-5, 4e-5, 4e-5, 0, -1.4e-4, -1.4e-4, -1.4e-4}
	for i := range in.Spot.Volume {
		in.Spot.Volume[i] = 20 + float64(i/26)*80
	}
	in.Liquidations.Long, in.Liquidations.Short = in.Liquidations.Short, in.Liquidations.Long
	in.Perpetual = in.Spot
	for m, c := range AfterTheFlush(in) {
		if c.Reason != Known || c.Confirmed {
			t.Errorf("%v: confirmed %v (%v) by %v to %v", Metric(m), c.Confirmed, c.Reason, c.Before, c.After)
		}
	}
}

// Of longs' share only the event itself counts, so nothing need be known of the
// days around it.
func TestLongsShareNeedsTheEventAlone(t *testing.T) {
	in := flushInput()
	in.Liquidations = &data.Flow{Step: 1, T: []data.UnixMs{noon, noon + 1}, Long: []data.USD{3e6, 0}, Short: []data.USD{0, 1e6}}
	if c := AfterTheFlush(in)[LongLiquidation]; c.Reason != Known || c.During != 0.75 || !c.Confirmed {
		t.Errorf("got %+v, want 3 of 4 million", c)
	}
	in.Liquidations.T = []data.UnixMs{noon - 2, noon - 1}
	if c := AfterTheFlush(in)[LongLiquidation]; c.Reason != ShortTape {
		t.Errorf("got %+v of an event without liquidations", c)
	}
}

func TestWithoutSourcesNothingIsAvailable(t *testing.T) {
	empty := FlushInput{Onset: noon, End: noon + data.Hour, Span: data.Day}
	none := flushInput() // sources that end before the event
	none.Onset, none.End = none.Onset+30*data.Day, none.End+30*data.Day
	hollow := flushInput()
	hollow.OpenInterest, hollow.Funding = &data.Points{}, &data.Points{}
	hollow.Perpetual, hollow.Spot, hollow.Liquidations = &data.Candles{Step: 1}, &data.Candles{Step: 1}, &data.Flow{}
	wrong := flushInput()
	for i := range wrong.OpenInterest.V {
		wrong.OpenInterest.V[i], wrong.Funding.V[i] = math.NaN(), math.Inf(1)
	}
	for i := range wrong.Spot.T {
		wrong.Spot.Volume[i], wrong.Perpetual.Close[i], wrong.Perpetual.Volume[i] = math.NaN(), 0, math.Inf(1)
	}
	wrong.Liquidations = nil
	for name, in := range map[string]FlushInput{"nothing": empty, "too early": none, "empty": hollow, "no numbers": wrong} {
		for m, c := range AfterTheFlush(in) {
			want := ShortTape
			if name == "nothing" || name == "no numbers" && Metric(m) == LongLiquidation {
				want = [MetricCount]Reason{NoInterest, NoFunding, NoSpot, NoSpot, NoPerpetual, NoEvents}[m]
			}
			if c.Reason != want || c.Before != 0 || c.Low != 0 || c.High != 0 || c.After != 0 || c.Confirmed {
				t.Errorf("%s: %v is %+v", name, Metric(m), c)
			}
			if _, reason := c.Relative(); reason != want {
				t.Errorf("%s: %v changed (%v)", name, Metric(m), reason)
			}
		}
	}
	for name, change := range map[string]func(*FlushInput){
		"the end before the onset": func(in *FlushInput) { in.End = in.Onset - 1 },
		"no span":                  func(in *FlushInput) { in.Span = 0 },
		"times off the clock":      func(in *FlushInput) { in.End = math.MaxInt64 },
	} {
		in := flushInput()
		change(&in)
		if got := AfterTheFlush(in)[SpotVolume].Reason; got != BadSettings {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// realHours reads recorded hourly bars, or rates, with ISO times.
func realHours(t testing.TB, name string) *data.Candles {
	rows, err := csv.NewReader(strings.NewReader(string(realFile(t, "candles/"+name)))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	c := &data.Candles{Step: data.Hour}
	for _, row := range rows[1:] {
		c.T = append(c.T, at(row[0]))
		var v [5]float64
		for k, cell := range row[1:] {
			if v[k], err = strconv.ParseFloat(cell, 64); err != nil {
				t.Fatal(err)
			}
		}
		c.Open, c.Close = append(c.Open, data.Price(v[0])), append(c.Close, data.Price(v[3]))
		c.Volume = append(c.Volume, v[4])
	}
	return c
}

// The recorded hours of both events, against the same sums done elsewhere. In
// both the dominance of the perpetual fell; funding went back to neutral in
// neither, and spot volume was steady in February alone.
func TestAfterTheRealFlushes(t *testing.T) {
	for _, c := range []struct {
		days, onset, end string
		before, after    [MetricCount]float64
		confirmed        [MetricCount]bool
	}{
		{
			"2026-01-15_2026-02-20", "2026-02-05T15:00:00Z", "2026-02-06T00:35:00Z",
			[MetricCount]float64{FundingRate: 4.696333e-05, PerpetualShare: 0.87267542, SpotVolume: 2753.749423, Volatility: 0.03623781},
			[MetricCount]float64{FundingRate: -1.411467e-04, PerpetualShare: 0.85863348, SpotVolume: 3190.564143 * 24 / 23, Volatility: 0.06876937},
			[MetricCount]bool{PerpetualShare: true, SpotVolume: true},
		},
		{
			"2025-09-25_2025-10-20", "2025-10-10T20:50:00Z", "2025-10-10T21:30:00Z",
			[MetricCount]float64{FundingRate: 1.892333e-05, PerpetualShare: 0.88326287, SpotVolume: 1002.208544 * 24 / 23, Volatility: 0.02180943},
			[MetricCount]float64{FundingRate: 6.822333e-05, PerpetualShare: 0.81118047, SpotVolume: 1980.236075 * 24 / 23, Volatility: 0.03509119},
			[MetricCount]bool{PerpetualShare: true},
		},
	} {
		rates := realHours(t, "binance_um_BTCUSDT_funding_8h_"+c.days+".csv")
		funding := &data.Points{T: rates.T}
		for _, v := range rates.Open {
			funding.V = append(funding.V, float64(v))
		}
		got := AfterTheFlush(FlushInput{
			Onset: at(c.onset), End: at(c.end), Span: data.Day, Funding: funding,
			Perpetual: realHours(t, "binance_um_BTCUSDT_1h_"+c.days+".csv"),
			Spot:      realHours(t, "binance_spot_BTCUSDT_1h_"+c.days+".csv"),
		})
		for _, m := range []Metric{FundingRate, PerpetualShare, SpotVolume, Volatility} {
			g := got[m]
			if g.Reason != Known || !near(g.Before, c.before[m], 1e-6) || !near(g.After, c.after[m], 1e-6) || g.Confirmed != c.confirmed[m] {
				t.Errorf("%s, %v: got %v and %v, confirmed %v (%v); want %v and %v, %v", c.onset, m, g.Before, g.After, g.Confirmed, g.Reason, c.before[m], c.after[m], c.confirmed[m])
			}
		}
		if got[OpenInterest].Reason != NoInterest || got[LongLiquidation].Reason != NoEvents {
			t.Errorf("%s: %v, %v without a source", c.onset, got[OpenInterest], got[LongLiquidation])
		}
	}
}
