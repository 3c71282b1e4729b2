package cascade

import (
	"math"
	"testing"

	"unwind/data"
	"unwind/data/heat"
)

// near reports whether got is want to a relative eps.
func near(got, want, eps float64) bool { return math.Abs(got-want) <= eps*math.Abs(want) }

// The check values of the closed forms: normal liquidity stops a cascade within
// 0.15 %, stressed it runs 2.5 % by itself ($5 B for each 10 %).
func TestClosedForms(t *testing.T) {
	for _, c := range []struct{ y, sigma, rho, volume, want float64 }{
		{1, 0.03, 50e9, 30e9, 0.0015},
		{1, 0.10, 50e9, 20e9, 0.025},
		{0.5, 0.10, 50e9, 20e9, 0.00625},
		{1, 0, 50e9, 20e9, 0},
	} {
		if got, reason := SquareRootRun(c.y, c.sigma, c.rho, c.volume); reason != Known || math.Abs(got-c.want) > 1e-12 {
			t.Errorf("square root run of %+v: got %v (%v)", c, got, reason)
		}
	}
	for _, c := range []struct{ x0, r, want float64 }{{0.01, 0, 0.01}, {0.01, 0.5, 0.02}, {0.01, 0.9, 0.1}, {0, 0.5, 0}} {
		if got, reason := Amplified(c.x0, c.r); reason != Known || !near(got, c.want, 1e-12) {
			t.Errorf("%v at R = %v: got %v (%v), want %v", c.x0, c.r, got, reason, c.want)
		}
	}
	for _, r := range []float64{1, 1.5, math.Inf(1)} {
		if _, got := Amplified(0.01, r); got != Runaway {
			t.Errorf("R = %v: got %q", r, got)
		}
	}
	nan := math.NaN()
	if _, got := Amplified(nan, 0.5); got != BadSettings {
		t.Errorf("a shock of NaN: %q", got)
	}
	for _, v := range []float64{0, -1, nan} {
		if _, got := SquareRootRun(1, 0.03, 50e9, v); got != BadSettings {
			t.Errorf("a volume of %v: %q", v, got)
		}
	}
}

// $5 M within 1 % times 50 is $250 M for each 1 %, $25 B by log price.
func TestAQuoteIsConverted(t *testing.T) {
	d, reason := Quote{5e6, 0.01, ConversionOfAverage.Default}.Depth()
	if reason != Known || !near(float64(d), 25e9, 1e-12) || !near(float64(d.PerPercent()), 250e6, 1e-12) || DepthPerPercent(d.PerPercent()) != d {
		t.Errorf("got %v (%v)", d, reason)
	}
	for _, c := range []struct {
		q    Quote
		want Reason
	}{
		{Quote{0, 0.01, 50}, NoDepth},
		{Quote{data.USD(math.NaN()), 0.01, 50}, BadSettings},
		{Quote{5e6, 0, 50}, BadSettings},
		{Quote{5e6, 0.01, 0}, BadSettings},
		{Quote{5e6, 0.01, math.Inf(1)}, BadSettings},
	} {
		if d, got := c.q.Depth(); got != c.want || d != 0 {
			t.Errorf("%+v: got %v (%q), want %q", c.q, d, got, c.want)
		}
	}
}

// profile holds ten bins of 1 % from 100; the price is in the middle of bin 5.
func profile() heat.Profile {
	return heat.Profile{
		Bins:  heat.Bins{Low: 100, LogStep: 0.01, N: 10},
		Long:  []data.USD{0, 6e6, 30e6, 20e6, 1e6, 2e6, 0, 0, 0, 9e6},
		Short: []data.USD{9e6, 0, 0, 0, 0, 2e6, 4e6, 40e6, 8e6, 0},
	}
}

// With $10 M for each 1 %, a bin of 1 % has R = its dollars / 10 M.
func TestFuelIsDollarsOverDepth(t *testing.T) {
	p := profile()
	f, reason := NewFuel(FuelInput{Profile: p, Price: p.Bins.Mid(5), Depth: DepthPerPercent(10e6)})
	if reason != Known {
		t.Fatal(reason)
	}
	for i, want := range []float64{0, 0.6, 3, 2, 0.1, 0.2, 0, 0, 0, 0} {
		if math.Abs(f.Down[i]-want) > 1e-9 {
			t.Errorf("down in bin %d: got %v, want %v", i, f.Down[i], want)
		}
	}
	for i, want := range []float64{0, 0, 0, 0, 0, 0.2, 0.4, 4, 0.8, 0} {
		if math.Abs(f.Up[i]-want) > 1e-9 {
			t.Errorf("up in bin %d: got %v, want %v", i, f.Up[i], want)
		}
	}
	want := []Stretch{
		{data.Long, p.Bins.Edge(2), p.Bins.Edge(4), 50e6, 3},
		{data.Short, p.Bins.Edge(7), p.Bins.Edge(8), 40e6, 4},
	}
	if len(f.Feeding) != 2 {
		t.Fatalf("got %+v, want %+v", f.Feeding, want)
	}
	for i, s := range f.Feeding {
		if !near(s.Most, want[i].Most, 1e-9) || s.Side != want[i].Side || s.Low != want[i].Low || s.High != want[i].High || s.USD != want[i].USD {
			t.Errorf("stretch %d: got %+v, want %+v", i, s, want[i])
		}
	}
}

// A window of three bins: bin 2 is (6+30+20)/3 = 18.67, the price's own bin has
// no neighbour above: (1+2)/2 = 1.5.
func TestFuelIsAveragedOverItsWindow(t *testing.T) {
	p := profile()
	f, _ := NewFuel(FuelInput{Profile: p, Price: p.Bins.Mid(5), Depth: DepthPerPercent(10e6), Window: 0.03})
	if math.Abs(f.Down[2]-56.0/30) > 1e-9 || math.Abs(f.Down[5]-0.15) > 1e-9 {
		t.Errorf("got %v and %v", f.Down[2], f.Down[5])
	}
}

func TestFuelWithoutWhatItNeeds(t *testing.T) {
	p := profile()
	for name, c := range map[string]struct {
		in   FuelInput
		want Reason
	}{
		"no levels":        {FuelInput{Price: 105, Depth: 1e9}, NoLevels},
		"no price":         {FuelInput{Profile: p, Depth: 1e9}, NoPrices},
		"no depth":         {FuelInput{Profile: p, Price: 105}, NoDepth},
		"a depth of NaN":   {FuelInput{Profile: p, Price: 105, Depth: Depth(math.NaN())}, NoDepth},
		"an endless depth": {FuelInput{Profile: p, Price: 105, Depth: Depth(math.Inf(1))}, NoDepth},
		"a window of NaN":  {FuelInput{Profile: p, Price: 105, Depth: 1e9, Window: math.NaN()}, BadSettings},
	} {
		if f, got := NewFuel(c.in); got != c.want || f.Feeding != nil {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	for _, price := range []data.Price{1, 1e9} { // all above, all below
		f, got := NewFuel(FuelInput{Profile: p, Price: price, Depth: 1e9})
		if got != Known || len(f.Down) != 10 || len(f.Up) != 10 {
			t.Errorf("price %v: %q", price, got)
		}
	}
}

// Candles whose return is exactly their flow over $2 B by log price.
func TestMeasuredDepthIsThatOfTheFlow(t *testing.T) {
	c := &data.Candles{Step: data.Minute}
	price := 100.0
	for i := range 40 {
		flow := float64(i%7-3) * 1e6
		next := price * math.Exp(flow/2e9)
		c.T, c.Open, c.Close = append(c.T, data.UnixMs(i)*data.Minute), append(c.Open, data.Price(price)), append(c.Close, data.Price(next))
		volume := 1e6
		c.Volume, c.TakerBuy = append(c.Volume, volume), append(c.TakerBuy, (flow/next+volume)/2)
		price = next
	}
	f, reason := MeasureDepth(c, 0, data.Hour)
	if reason != Known || !near(float64(f.Depth), 2e9, 1e-9) || !near(f.Fit, 1, 1e-9) || f.Candles != 40 {
		t.Errorf("got %+v (%v)", f, reason)
	}
	line, reason := DepthLine(c, 0, data.Hour, 10*data.Minute)
	if reason != Known || len(line) != 4 {
		t.Errorf("got %d windows (%v), want the four with candles", len(line), reason)
	}
	if _, got := MeasureDepth(c, 0, 5*data.Minute); got != TooShort {
		t.Errorf("five candles: %q", got)
	}
	c.Close = c.Open
	if _, got := MeasureDepth(c, 0, data.Hour); got != NoMove {
		t.Errorf("candles that stand still: %q", got)
	}
	c.TakerBuy = nil
	if _, got := MeasureDepth(c, 0, data.Hour); got != NoData {
		t.Errorf("without taker volume: %q", got)
	}
	for _, window := range []data.UnixMs{0, -1} {
		if _, got := DepthLine(c, 0, data.Hour, window); got != BadSettings {
			t.Errorf("windows of %d: %q", window, got)
		}
	}
}

// The minutes of both climaxes, against the same regression done elsewhere, in
// millions for each 1 %: October 2025 thins from 350 to 38.
func TestDepthOfTheRealClimaxes(t *testing.T) {
	for _, c := range []struct {
		name string
		from string
		want map[int]float64 // by window of 20 minutes
	}{
		{"binance_um_BTCUSDT_1m_2025-10-10T2038_2247.csv", "2025-10-10T20:38:00Z", map[int]float64{0: 350.17, 1: 253.56, 2: 37.64}},
		{"binance_um_BTCUSDT_1m_2026-02-05T2338_2026-02-06T0151.csv", "2026-02-05T23:38:00Z", map[int]float64{0: 67.82, 1: 142.79, 2: 90.84}},
	} {
		candles := &data.Candles{Step: data.Minute}
		for _, r := range realRows(t, "candles/"+c.name) {
			candles.T = append(candles.T, data.UnixMs(r[0]))
			candles.Open, candles.Close = append(candles.Open, data.Price(r[1])), append(candles.Close, data.Price(r[4]))
			candles.Volume, candles.TakerBuy = append(candles.Volume, r[5]), append(candles.TakerBuy, r[7])
		}
		line, reason := DepthLine(candles, at(c.from), at(c.from)+data.Hour, 20*data.Minute)
		if reason != Known || len(line) != 3 {
			t.Fatalf("%s: %d windows (%v)", c.name, len(line), reason)
		}
		for i, want := range c.want {
			if got := float64(line[i].Depth.PerPercent()) / 1e6; !near(got, want, 1e-4) {
				t.Errorf("%s, window %d: got %.2f M for 1 %%, want %.2f", c.name, i, got, want)
			}
		}
	}
}
