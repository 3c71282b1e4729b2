package market

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"unwind/data"
	"unwind/data/level"
	"unwind/data/market/markettest"
	"unwind/data/tape"
)

// event is five minutes of a falling price with one flow a minute.
func event() *tape.Tape {
	c := data.Candles{
		Step:   data.Minute,
		T:      []data.UnixMs{0, 60_000, 120_000, 180_000, 240_000},
		Open:   []data.Price{100, 99, 98, 97, 96},
		High:   []data.Price{101, 99, 98.5, 97, 98},
		Low:    []data.Price{98, 97, 96, 95, 95.5},
		Close:  []data.Price{99, 98, 97, 96, 97},
		Volume: []float64{1, 2, 3, 4, 5},
	}
	flow := data.Flow{Step: data.Minute, T: c.T, Long: []data.USD{10, 20, 30, 40, 0}, Short: []data.USD{0, 0, 4, 0, 8}}
	return &tape.Tape{ID: "test", From: 0, To: 300_000,
		Candles: &tape.CandleLayer{Candles: c},
		Totals:  &tape.FlowLayer{Flow: flow},
	}
}

func indexed(t *testing.T, tp *tape.Tape) *Market {
	t.Helper()
	m, err := New(tp)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestCandlesAggregateToOpenHighLowCloseAndVolume(t *testing.T) {
	m := indexed(t, event())
	level := m.CandleLevel(5 * data.Minute)
	c := m.Candles(level)
	if c.Step != 5*data.Minute || c.Len() != 1 {
		t.Fatalf("got %d candles of %d ms, want 1 of five minutes", c.Len(), c.Step)
	}
	if c.Open[0] != 100 || c.High[0] != 101 || c.Low[0] != 95 || c.Close[0] != 97 || c.Volume[0] != 15 {
		t.Errorf("got %v %v %v %v %v, want 100 101 95 97 15", c.Open[0], c.High[0], c.Low[0], c.Close[0], c.Volume[0])
	}
}

func TestAFallingCandleIsDrawnOpenHighLowClose(t *testing.T) {
	m := indexed(t, event())
	for _, tc := range []struct {
		at                data.UnixMs
		price, high, low_ data.Price
	}{
		{0, 100, 100, 100},
		{10_000, 100.5, 100.5, 100}, // half way up the first third
		{20_000, 101, 101, 100},
		{40_000, 98, 101, 98},
		{50_000, 98.5, 101, 98},
		{60_000, 99, 99, 99}, // the next one opens
	} {
		k, ok := m.Forming(0, tc.at)
		if !ok || math.Abs(float64(k.Close-tc.price)) > 1e-9 || k.High != tc.high || k.Low != tc.low_ {
			t.Errorf("at %d: got %+v %v, want close %v high %v low %v", tc.at, k, ok, tc.price, tc.high, tc.low_)
		}
	}
}

func TestAnAggregatedCandleFormsFromWhatIsKnown(t *testing.T) {
	m := indexed(t, event())
	level := m.CandleLevel(5 * data.Minute)
	k, ok := m.Forming(level, 150_000) // half of the third minute
	if !ok || k.Open != 100 || k.High != 101 || k.Low != 97 || k.Volume != 1+2+1.5 {
		t.Errorf("got %+v, want open 100, high 101, low 97 (96 is still ahead), volume 4.5", k)
	}
}

func TestPriceAfterTheLastCandleIsItsClose(t *testing.T) {
	m := indexed(t, event())
	if p, ok := m.PriceAt(1e9); !ok || p != 97 {
		t.Errorf("got %v %v, want 97", p, ok)
	}
	if _, ok := m.PriceAt(-1); ok {
		t.Error("got a price before the first candle, want none")
	}
}

func TestRollingTotalsAreTheDifferenceOfTwoTimes(t *testing.T) {
	m := indexed(t, event())
	for _, tc := range []struct {
		at, span    data.UnixMs
		long, short data.USD
	}{
		{300_000, data.Day, 100, 12},
		{180_000, 60_000, 30, 4},
		{90_000, data.Day, 20, 0}, // half of the second minute
		{0, data.Day, 0, 0},
	} {
		long, short := m.Rolling(tc.at, tc.span)
		if math.Abs(float64(long-tc.long)) > 1e-9 || math.Abs(float64(short-tc.short)) > 1e-9 {
			t.Errorf("at %d over %d: got %v and %v, want %v and %v", tc.at, tc.span, long, short, tc.long, tc.short)
		}
	}
}

func TestDensityAddsUpToTheWindow(t *testing.T) {
	m := indexed(t, event())
	long, short := m.Density(7)
	var sum data.USD
	for i := range long {
		sum += long[i] + short[i]
	}
	if math.Abs(float64(sum-112)) > 1e-9 {
		t.Errorf("got %v, want 112", sum)
	}
}

func TestWithoutTotalsTheCounterUsesTheTapesOwnLiquidations(t *testing.T) {
	tp := event()
	tp.Totals = nil
	tp.Liquidations = &tape.LiquidationLayer{AtLeast: true, Liquidations: data.Liquidations{
		T: []data.UnixMs{60_000, 60_000, 120_000}, Side: []data.Side{data.Long, data.Short, data.Long},
		Price: []data.Price{99, 99, 98}, Notional: []data.USD{5, 7, 11},
	}}
	m := indexed(t, tp)
	if long, short := m.Rolling(60_000, data.Day); long != 5 || short != 7 {
		t.Errorf("got %v and %v at the time of two events, want 5 and 7", long, short)
	}
	if !m.AtLeast() {
		t.Error("a sampled feed must say at least")
	}
	if got := m.LargestLiquidation(); got != 11 {
		t.Errorf("largest: got %v, want 11", got)
	}
}

func TestWavesAreFoundAndJumpedBetween(t *testing.T) {
	tp := event()
	n := 24 * 60
	f := data.Flow{Step: data.Minute}
	for i := range n {
		usd := data.USD(1)
		if i >= 600 && i < 615 || i >= 1200 && i < 1210 {
			usd = 50e3
		}
		f.T, f.Long, f.Short = append(f.T, data.UnixMs(i)*data.Minute), append(f.Long, usd), append(f.Short, 0)
	}
	tp.To, tp.Totals = data.Day, &tape.FlowLayer{Origin: tape.Origin{Provenance: data.Modelled}, Flow: f}
	m := indexed(t, tp)
	// The two clusters of a day are weighed against each other; the larger is
	// the wave.
	if got := len(m.Waves()); got != 1 {
		t.Fatalf("got %d waves, want 1: %+v", got, m.Waves())
	}
	if w := m.Waves()[0]; w.Start != 600*data.Minute || w.To != 615*data.Minute || w.Long != 750e3 || w.Side != data.Long {
		t.Errorf("got %+v, want minutes 600 to 615 with 750,000 of longs", w)
	}
	for _, c := range []struct {
		name                        string
		minute, previous, at, after int
	}{
		{"before the first", 599, 0, 0, 1},
		{"at its start", 600, 0, 1, 2},
		{"inside it", 614, 1, 1, 2},
		{"at its end, which is exclusive", 615, 1, 0, 2},
	} {
		at := data.UnixMs(c.minute) * data.Minute
		if p, w, n := m.PreviousWave(at), m.WaveAt(at), m.NextWave(at); p != c.previous || w != c.at || n != c.after {
			t.Errorf("%s: got %d, %d, %d; want %d, %d, %d", c.name, p, w, n, c.previous, c.at, c.after)
		}
	}
}

// Dominoes fall inside their wave; with other levels the chain is another.
func TestChainsBelongToTheirWaves(t *testing.T) {
	m := indexed(t, markettest.Tape(1440))
	if len(m.Waves()) == 0 || len(m.Chains()) != len(m.Waves()) {
		t.Fatalf("%d chains of %d waves, want one each", len(m.Chains()), len(m.Waves()))
	}
	dominoes := 0
	for i, c := range m.Chains() {
		for _, d := range c.Dominoes {
			dominoes++
			if w := m.Waves()[i]; d.At < w.Start || d.At >= w.To || d.Side != w.Side || d.USD <= 0 {
				t.Errorf("wave %d: domino %+v", i+1, d)
			}
		}
	}
	if dominoes == 0 {
		t.Error("no wave ran into anything")
	}
	few, err := Chosen(m, level.Choice{Filter: level.Filter{Side: data.Short}})
	if err != nil {
		t.Fatal(err)
	}
	if len(few.Waves()) != len(m.Waves()) || len(few.Chains()) != len(m.Chains()) {
		t.Fatalf("%d waves and %d chains with a filter, want %d each", len(few.Waves()), len(few.Chains()), len(m.Waves()))
	}
	for i, c := range few.Chains() {
		if m.Waves()[i].Side == data.Long && len(c.Dominoes) > 0 {
			t.Errorf("wave %d of longs ran into %d clusters of shorts", i+1, len(c.Dominoes))
		}
	}
}

func TestWithoutTotalsWavesAreThoseOfTheTapesOwnLiquidations(t *testing.T) {
	tp := event()
	tp.Totals = nil
	l := &tape.LiquidationLayer{Origin: tape.Origin{Provenance: data.Recorded}}
	for i := range 6 {
		l.T, l.Side = append(l.T, data.UnixMs(60_000+1000*i)), append(l.Side, data.Long)
		l.Price, l.Notional = append(l.Price, 99), append(l.Notional, 100e3)
	}
	tp.Liquidations = l
	m := indexed(t, tp)
	events, feed := m.WaveEvents()
	if len(m.Waves()) != 1 || m.Waves()[0].Events != 6 || m.Waves()[0].To != 65_001 || events.Len() != 6 || feed.Provenance != data.Recorded {
		t.Errorf("got %+v of %d events, want one of 6", m.Waves(), events.Len())
	}
	tp.Liquidations = nil
	if m := indexed(t, tp); len(m.Waves()) != 0 || m.NextWave(0) != 1 || m.PreviousWave(tp.To) != 0 || m.WaveAt(60_000) != 0 {
		t.Errorf("got waves %+v of nothing", m.Waves())
	}
}

func TestBubblesJoinTheLiquidationsOfACandleBySide(t *testing.T) {
	tp := event()
	tp.Liquidations = &tape.LiquidationLayer{Liquidations: data.Liquidations{
		T:     []data.UnixMs{10_000, 20_000, 30_000, 61_000},
		Side:  []data.Side{data.Long, data.Short, data.Long, data.Long},
		Price: []data.Price{100, 101, 98, 97}, Notional: []data.USD{1, 5, 3, 7},
	}}
	m := indexed(t, tp)
	want := []Bubble{{0, data.Long, 98.5, 4, false}, {0, data.Short, 101, 5, false}, {60_000, data.Long, 97, 7, false}}
	if got := m.Bubbles(0); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := m.BubblesClosed(0, 60_000); got != 2 {
		t.Errorf("at the close of the first candle: got %d closed bubbles, want 2", got)
	}
	if got := m.AppendFormingBubbles(nil, 0, 20_000); !slices.Equal(got, []Bubble{{0, data.Long, 100, 1, false}, {0, data.Short, 101, 5, false}}) {
		t.Errorf("forming: got %v, want what had happened by then", got)
	}
	var sum data.USD
	for _, b := range m.Bubbles(m.CandleLevels() - 1) {
		sum += b.Notional
	}
	if sum != 16 {
		t.Errorf("the longest candles hold %v, want all 16", sum)
	}
}

// A step of the joiners takes what it was told, whatever the length of the
// candles, and pieces give what the whole gives.
func TestJoiningInPiecesGivesTheSame(t *testing.T) {
	tp := markettest.Tape(700)
	m := indexed(t, tp)
	for _, step := range []data.UnixMs{data.Minute, 7 * data.Minute, data.Hour, data.Day} {
		whole, pieces := newCandleJoiner(&tp.Candles.Candles, step), newCandleJoiner(&tp.Candles.Candles, step)
		whole.step(700)
		steps := 1
		for ; !pieces.step(99); steps++ {
		}
		if steps != 8 || !reflect.DeepEqual(pieces.out, whole.out) {
			t.Errorf("candles of %d ms: %d steps, want 8, or other candles", step, steps)
		}
		all, some := newBubbleJoiner(m, step), newBubbleJoiner(m, step)
		all.join(tp.Liquidations.Len())
		for steps = 1; !some.join(10); steps++ {
		}
		if want := (tp.Liquidations.Len() + 9) / 10; steps != want || !slices.Equal(some.out, all.out) || len(all.out) == 0 {
			t.Errorf("bubbles of %d ms: %d steps, want %d, or other bubbles", step, steps, want)
		}
	}
}
