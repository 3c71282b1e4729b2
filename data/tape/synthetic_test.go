package tape

import (
	"math"
	"math/rand"
	"slices"

	"unwind/data"
	"unwind/data/heat"
)

const t0 = data.UnixMs(1769644800000) // 2026-01-29T00:00:00Z

func modelled(why string) Origin {
	return Origin{Provenance: data.Modelled, Why: Text{"en": why, "ru": "Модель: «" + why + "»"}, Sources: []Source{{Name: "A <source> & more", URL: "https://example.org/?a=1&b=2"}}}
}

// synthetic returns a tape with every layer: a random walk of n minutes,
// levels of leverage births every 15 minutes that die where the walk touches
// them. The same n gives the same tape.
func synthetic(n int) *Tape {
	r := rand.New(rand.NewSource(1))
	k := walk(r, n)
	t := &Tape{
		ID: "synthetic", Title: Text{"en": "Synthetic", "ru": "Синтетика"}, Summary: Text{"en": "A \"random\" walk."},
		Instrument: "BTCUSDT perpetual", Symbol: "BTCUSDT", Base: "BTC", Venue: "binance",
		From: t0 + data.UnixMs(n/2)*data.Minute, To: t0 + data.UnixMs(n)*data.Minute,
		Candles: &CandleLayer{Origin: modelled("walk"), Candles: k},
		Mark:    &MarkLayer{modelled("as last"), data.MarkBars{T: k.T, High: k.High, Low: k.Low, Close: k.Close}},
	}
	t.Cover, t.PlayFrom, t.Edge = t.To-5*data.Minute, t.From, t.To-20*data.Second
	t.Spot = &CandleLayer{Origin: modelled("spot"), Candles: data.Candles{Step: data.Hour, T: []data.UnixMs{t0}, Open: []data.Price{1}, High: []data.Price{2}, Low: []data.Price{0.5}, Close: []data.Price{1.5}, Volume: []float64{3}, TakerBuy: []float64{2.5}}}
	t.OpenInterest = &PointLayer{modelled("points"), data.Points{T: []data.UnixMs{t0, t0 + 5}, V: []float64{2.5e10, 1.9e10}}}
	t.Funding = &PointLayer{modelled("funding"), data.Points{T: []data.UnixMs{t0, t0 + 8*data.Hour, t0 + 16*data.Hour}, V: []float64{-3.67e-06, 1e-7, 0}}}
	t.Funding.Provenance, t.Funding.Fetched = data.Recorded, 0.25
	t.Depth = &DepthLayer{PointLayer{modelled("depth"), data.Points{T: []data.UnixMs{t0, t0 + data.Hour}, V: []float64{3e8, 0}}}, DepthOfAverage}
	t.Liquidations = closures(r, k)
	t.Totals = totals(r, k.T)
	t.ADL = &ADLLayer{Origin: modelled("adl"), Venue: "hyperliquid", Fills: n%64 != 0, Step: 1000, T: []data.UnixMs{t0, t0 + 1000, t0 + 9000}, ADL: []float64{0, 11279, 3.5}, Liquidated: []float64{12, 11279, 0}}
	t.Gaps = &GapLayer{modelled("gaps"), []data.Gap{{From: t0, To: t0 + 1, Why: data.Stopped}, {Venue: "okx", From: t0 + 500, To: t0 + data.Hour, Why: data.Silent}, {Venue: "bybit", From: t0 + 500, To: t0 + 7000, Why: data.NoReason}}}
	t.Levels = &LevelLayer{modelled("levels"), births(k)}
	t.Chapters = []Chapter{{t0, Text{"en": "Start"}}, {t0 + 1500, Text{"en": "Soon"}}}
	t.Facts = []Fact{{T: t0, Text: Text{"en": "2.6 billion"}, Value: 2.6e9, Source: Source{Name: "Someone"}}, {Text: Text{"en": "No number"}, Source: Source{Name: "Someone", URL: "https://example.org"}}}
	return t
}

// fromPrints is a synthetic tape whose candles are drawn from prints.
func fromPrints(n int) *Tape {
	t := synthetic(n)
	t.Candles.FromPrints, t.Candles.Volume, t.Levels = true, make([]float64, n), nil
	return t
}

func round1(x float64) data.Price { return data.Price(math.Round(x*10) / 10) }

func walk(r *rand.Rand, n int) data.Candles {
	k := data.Candles{Step: data.Minute}
	p := 84000.0
	for i := range n {
		open, high, low := p, p, p
		for range 8 {
			p *= math.Exp(r.NormFloat64() * 0.00017)
			high, low = max(high, p), min(low, p)
		}
		k.T = append(k.T, t0+data.UnixMs(i)*data.Minute)
		k.Open = append(k.Open, round1(open))
		k.High = append(k.High, round1(high))
		k.Low = append(k.Low, round1(low))
		k.Close = append(k.Close, round1(p))
		k.Volume = append(k.Volume, math.Round(math.Exp(4+r.NormFloat64()*.8)*100)/100)
	}
	return k
}

func closures(r *rand.Rand, k data.Candles) *LiquidationLayer {
	l := &LiquidationLayer{Origin: modelled("crossings"), AtLeast: true, Since: k.T[0] + 1500}
	for i := range k.T {
		if r.Intn(3) > 0 {
			continue
		}
		l.T = append(l.T, k.T[i]+data.UnixMs(r.Intn(60))*data.Second)
		l.Side = append(l.Side, data.Side(r.Intn(3)))
		l.Price = append(l.Price, k.Close[i])
		l.Notional = append(l.Notional, data.USD(round4(math.Exp(10+2*r.NormFloat64()))))
		l.Symbol = append(l.Symbol, []string{"BTCUSDT", "ETHUSDT"}[r.Intn(2)])
		l.Venue = append(l.Venue, []string{"binance", "bybit", "okx"}[r.Intn(3)])
	}
	return l
}

func totals(r *rand.Rand, t []data.UnixMs) *FlowLayer {
	f := &FlowLayer{Origin: modelled("totals"), Flow: data.Flow{Step: data.Minute, T: t}, AtLeast: true}
	for range t {
		f.Long = append(f.Long, data.USD(round4(math.Exp(11+2*r.NormFloat64()))))
		f.Short = append(f.Short, data.USD(round4(math.Exp(10+2*r.NormFloat64()))))
	}
	return f
}

func births(k data.Candles) heat.Field {
	n := k.Len()
	f := heat.Field{Bins: heat.Bins{Low: 55000, LogStep: math.Log(115.0/55) / 600, N: 600},
		Columns: heat.Columns{From: k.T[n/2], Step: data.Minute, N: n - n/2}}
	for _, lev := range []float64{5, 10, 20, 25, 50, 75, 100} {
		for _, side := range []data.Side{data.Long, data.Short} {
			g := uint16(len(f.Groups))
			f.Groups = append(f.Groups, heat.Group{Side: side, Leverage: lev, Scale: len(f.Groups) % 2,
				Low: round4(5 / lev), High: 1 + lev/5, HalfLife: data.UnixMs(len(f.Groups)%2) * 6 * data.Hour})
			for start := 0; start+15 < n; start += 15 {
				f.Runs = append(f.Runs, born(k, &f, g, start)...)
			}
		}
	}
	slices.SortFunc(f.Runs, heat.CompareRuns)
	for k := range 2 {
		f.Scales = append(f.Scales, nil)
		for c, decay := range decayOf(&f, k) {
			f.Scales[k] = append(f.Scales[k], decayed(round4(math.Exp(-float64(k*(c/60))/100)), decay))
		}
	}
	return f
}

// born returns the runs of one group born in the quarter hour from start.
func born(k data.Candles, f *heat.Field, group uint16, start int) []heat.Run {
	g := f.Groups[group]
	usd := map[int]float64{}
	for j := start; j < start+15; j++ {
		usd[f.Bins.Index(k.Close[j]*data.Price(1-g.Side.Sign()*(1/g.Leverage-0.004)))] += k.Volume[j] * 1000 / g.Leverage
	}
	var runs []heat.Run
	for bin, u := range usd {
		if bin < 0 || bin >= f.Bins.N {
			continue
		}
		end, mid := start+15, f.Bins.Mid(bin)
		for end < k.Len() && (k.Low[end] > mid || k.High[end] < mid) {
			end++
		}
		from, to := max(start+15-k.Len()/2, 0), end-k.Len()/2
		if to > from {
			runs = append(runs, heat.Run{Group: group, Bin: uint16(bin), Start: int32(from), Len: int32(to - from), USD: float32(round4(u))})
		}
	}
	return runs
}
