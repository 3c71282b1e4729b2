package level

import (
	"encoding/binary"
	"math"
	"testing"

	"unwind/data"
	"unwind/data/heat"
)

func TestDegenerateInput(t *testing.T) {
	gap := candlesOf(flat(1), flat(1), flat(1))
	gap.T[2] = data.Day
	for _, c := range []struct {
		name  string
		in    Input
		empty bool
	}{
		{"one candle", Input{Candles: candlesOf(flat(1)), To: data.Minute}, true},
		{"one candle and a column after it", Input{Candles: candlesOf(flat(1)), To: 2 * data.Minute}, false},
		{"all prices equal", Input{Candles: candlesOf(flat(1), flat(1), flat(1)), To: data.Hour}, false},
		{"no volume", Input{Candles: candlesOf(flat(0), flat(0)), To: data.Hour}, true},
		{"a gap of a day", Input{Candles: gap, To: 2 * data.Day}, false},
		{"candles only before the window", Input{Candles: candlesOf(flat(1)), From: data.Hour, To: 2 * data.Hour}, false},
		{"candles only after the window", Input{Candles: candlesOf(flat(1)), From: -data.Hour, To: 0}, true},
		{"candles far from the window", Input{Candles: candlesOf(flat(1)), From: farFuture / 2, To: farFuture}, false},
		{"volume beyond reason", Input{Candles: candlesOf(flat(1e300), flat(1e300)), To: data.Hour}, false},
		{"prices beyond reason", Input{Candles: candlesOf(bar{1e100, 1e-100, 1, 1}, flatAt(1)), To: data.Hour}, false},
		{"no open interest at all", Input{Candles: candlesOf(flat(1), flat(1)), To: data.Hour,
			OpenInterest: &data.Points{T: []data.UnixMs{0}, V: []float64{0}}}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, f := mustEstimate(t, c.in, tenTimes())
			if got := len(f.Runs) == 0; got != c.empty {
				t.Errorf("empty %v, want %v", got, c.empty)
			}
			heat.BuildPyramid(f, heat.QuantizerOf(f))
		})
	}
}

func TestExtremeParameters(t *testing.T) {
	in := tenDaysInput()
	in.Candles = candlesOf(bar{101e3, 99e3, 100e3, 10}, bar{100e3, 80e3, 90e3, 10}, bar{120e3, 90e3, 110e3, 10})
	in.From, in.To = data.Minute, data.Hour
	in.Candles.TakerBuy = []float64{10, 0, 5}
	in.Funding = &data.Points{T: []data.UnixMs{0, data.Minute}, V: []float64{-math.MaxFloat64, math.MaxFloat64}}
	for _, spoil := range []func(*Params){
		func(p *Params) {
			p.Mix = []Share{{Leverage: minLeverage, Weight: 1, High: 1e12, HalfLife: 1}, {Leverage: maxLeverage, Weight: 1e-300, High: 1e12}}
		},
		func(p *Params) { p.LogStep, p.Margin = minLogStep, maxMargin },
		func(p *Params) { p.LogStep, p.Margin = maxLogStep, 0 },
		func(p *Params) { p.TakerTilt, p.FundingTilt = maxTakerTilt, maxFundingTilt },
		func(p *Params) { p.StockSpread = 1 },
		func(p *Params) { p.StockSpread = 0 },
		func(p *Params) { p.PositionUSD = maxPositionUSD },
		func(p *Params) { p.PositionUSD = minPositionUSD },
		func(p *Params) { p.LeveredShare, p.VolumeShare = 1, 1 },
		func(p *Params) { p.LeveredShare, p.VolumeShare = 0, 0 },
		func(p *Params) { p.BirthInterval = maxInterval },
	} {
		p := Defaults()
		spoil(&p)
		mustEstimate(t, in, p)
	}
}

// FuzzEstimate asserts that no input makes the estimate panic, or give a field
// that is not valid, or let a total exceed its bound.
func FuzzEstimate(f *testing.F) {
	f.Add([]byte{}, int64(0), int64(3_600_000), 0.05, 0.5)
	f.Add([]byte("unwind unwind unwind unwind unwind unwind unwind"), int64(60_000), int64(600_000), 1.0, 1.0)
	f.Add([]byte("\xff\xff\xff\xff\x00\x00\x00\x00\x7f\xff\x80\x00\x01\x02\x03\x04"), int64(-5), int64(1), 0.0, 1.0)
	f.Add([]byte("0\xff\xff00000"), int64(69), int64(3_600_017), 153.05, 16.5) // a price of 10^51
	f.Fuzz(func(t *testing.T, raw []byte, from, to int64, volumeShare, leveredShare float64) {
		in := Input{Candles: fuzzCandles(raw), From: data.UnixMs(from), To: data.UnixMs(to)}
		if len(raw)%2 == 0 {
			in.OpenInterest = &data.Points{T: []data.UnixMs{0, 5 * data.Minute}, V: []float64{1e9, float64(len(raw)) * 1e6}}
		}
		p := only(Share{Leverage: 10, Weight: 1, HalfLife: 30 * data.Second}, Share{Leverage: 50, Weight: 2, Low: 1, High: 4})
		p.VolumeShare, p.LeveredShare = volumeShare, leveredShare
		p.LogStep, p.Margin = 0.01, 0.2
		p, _ = p.Clamped()
		e, err := New(in, p)
		if err != nil {
			return
		}
		for !e.Step(3) {
		}
		checkFuzzed(t, e)
	})
}

// fuzzCandles reads eight bytes a candle: a gap, three prices, a volume.
func fuzzCandles(raw []byte) *data.Candles {
	c := &data.Candles{Step: data.Minute}
	var at data.UnixMs
	for ; len(raw) >= 8 && c.Len() < 64; raw = raw[8:] {
		at += data.UnixMs(raw[0]%4+1)*30*data.Second + data.UnixMs(raw[0]>>7)*data.Minute // some overlap, some lie off the columns
		a, b := fuzzPrice(raw[1:]), fuzzPrice(raw[3:])
		c.T = append(c.T, at)
		c.Open = append(c.Open, a)
		c.Close = append(c.Close, b)
		c.High = append(c.High, max(a, b))
		c.Low = append(c.Low, min(a, b))
		c.Volume = append(c.Volume, float64(raw[5])*math.Exp(float64(raw[6])))
		c.TakerBuy = append(c.TakerBuy, c.Volume[c.Len()-1]*float64(raw[7])/255)
	}
	return c
}

// fuzzPrice is near 100 for most bytes and far away for some.
func fuzzPrice(raw []byte) data.Price {
	v := float64(binary.LittleEndian.Uint16(raw))
	if raw[0] == 0xff {
		return data.Price(math.Exp(v/300 - 100))
	}
	return data.Price(100 * math.Exp((v-32768)/65536))
}

func checkFuzzed(t *testing.T, e *Estimator) {
	f := e.Field()
	if err := f.Check(); err != nil {
		t.Fatal(err)
	}
	if f.Columns.N <= 1000 && e.interest != nil {
		bound := newInterest(&e.in)
		for col := range f.Columns.N {
			most := bound.value(f.Columns.Start(col))
			for _, units := range unitsAt(f, col) {
				if units > most*(1+1e-4)+1e-4 {
					t.Fatalf("column %d: %v units wait, open interest is %v", col, units, most)
				}
			}
		}
	}
	checkAccounts(t, e)
	for _, touch := range e.Touched() {
		if !(touch.USD > 0) || math.IsInf(float64(touch.USD), 0) {
			t.Fatalf("touch %+v", touch)
		}
	}
}
