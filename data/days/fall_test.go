package days

import (
	"testing"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/tape"
)

// waves is a tape of thirty hours with a wave of ten rows at each of the given
// seconds, of the given dollars a row.
func waves(at []int, usd []data.USD) *tape.Tape {
	tp := &tape.Tape{ID: "waves", Symbol: "BTC", To: 30 * data.Hour, Cover: 28 * data.Hour}
	c := &tape.CandleLayer{}
	c.Step = minute
	for i := range data.UnixMs(1800) {
		c.T, c.Volume = append(c.T, i*minute), append(c.Volume, 1)
		c.Open, c.High, c.Low, c.Close = append(c.Open, 100), append(c.High, 100), append(c.Low, 100), append(c.Close, 100)
	}
	tp.Candles = c
	l := &tape.LiquidationLayer{}
	l.Provenance = data.Recorded
	for i, s := range at {
		for k := range 10 {
			l.T, l.Side = append(l.T, data.UnixMs(s+k)*data.Second), append(l.Side, data.Long)
			l.Price, l.Notional = append(l.Price, 100), append(l.Notional, usd[i])
		}
	}
	if len(at) > 0 {
		tp.Liquidations = l
	}
	return tp
}

func TestTheFallOfATape(t *testing.T) {
	const s = data.Second
	steep := waves(nil, nil) // falls by 5 % from 1:40 to 2:10, by 2 % before
	for i := range steep.Candles.Close {
		p := 100.0
		switch {
		case i >= 130:
			p = 93
		case i >= 100:
			p = 98 - 5.0/30*float64(i-100)
		case i >= 20:
			p = 98
		}
		v := data.Price(p)
		steep.Candles.Open[i], steep.Candles.Close[i], steep.Candles.Low[i], steep.Candles.High[i] = v, v, v, v
	}
	played := waves([]int{82_800, 90_000}, []data.USD{9e6, 3e6}) // of two days: of each the largest cluster is a wave
	played.PlayFrom = 86_400 * s
	after := waves([]int{82_800}, []data.USD{9e6})
	after.PlayFrom = 86_400 * s
	for _, c := range []struct {
		name string
		tape *tape.Tape
		want Fall
	}{
		{"from where the replay starts, without what was before", played, Fall{86_400 * s, 90_009 * s, ByPlay}},
		{"no wave came after the start: to the picture", after, Fall{86_400 * s, 28 * data.Hour, ByCover}},
		{"a tape that starts to play at its start: the largest wave, to the last one of a tenth", waves([]int{82_800, 90_000}, []data.USD{9e6, 1e6}), Fall{82_800 * s, 90_009 * s, ByWave}},
		{"one of less than a tenth is not of it", waves([]int{82_800, 90_000}, []data.USD{9e6, 8e5}), Fall{82_800 * s, 82_809 * s, ByWave}},
		{"what came before the largest is not of it", waves([]int{82_800, 90_000}, []data.USD{2e6, 9e6}), Fall{90_000 * s, 90_009 * s, ByWave}},
		{"without waves the steepest hour: 1:10 to 2:10", steep, Fall{71 * minute, 131 * minute, ByPrice}},
		{"nothing fell: the whole tape", waves(nil, nil), Fall{0, 30 * data.Hour, ByTape}},
	} {
		m, err := market.New(c.tape)
		if err != nil {
			t.Fatal(err)
		}
		if got := FallOf(m); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}
