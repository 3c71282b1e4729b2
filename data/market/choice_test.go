package market

import (
	"math"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/level"
	"unwind/data/market/markettest"
	"unwind/data/tape"
)

func chosen(t *testing.T, m *Market, c level.Choice) *Market {
	t.Helper()
	out, err := Chosen(m, c)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func tuned(k level.Knob, v float64) level.Tuning {
	t, _ := level.Tuning{}.Set(k, v)
	return t
}

func total(m *Market, column int) float64 { return float64(m.Field.Total(column).Total()) }

func TestAFilterTakesAPartOfEverythingAndKeepsTheColours(t *testing.T) {
	m := indexed(t, markettest.Tape(600))
	longs := chosen(t, m, level.Choice{Filter: level.Filter{Side: data.Long}})
	if longs.Pyramid.Quant != m.Pyramid.Quant || longs.LargestBubble() != m.LargestBubble() {
		t.Error("colours or sizes of bubbles changed with a filter")
	}
	for _, touch := range longs.Touches() {
		if touch.Side != data.Long {
			t.Fatalf("a touch of a %v is shown", touch.Side)
		}
	}
	column, at := 375, markettest.Start+375*data.Minute
	if got, want := longs.Field.Total(column), m.Field.Total(column); got.Long != want.Long || got.Short != 0 || want.Short == 0 {
		t.Errorf("waiting: got %v of %v", got, want)
	}
	long, short := make([]data.USD, heat.MaxBins), make([]data.USD, heat.MaxBins)
	profile, _ := longs.ProfileAt(at, long, short)
	if got := profile.Total(); got.Short != 0 || got.Long == 0 {
		t.Errorf("the liquidation map shows %v", got)
	}
	for _, b := range append(longs.Bubbles(0), longs.AppendFormingBubbles(nil, 2, at)...) {
		if b.Side != data.Long {
			t.Fatalf("a bubble of a %v is shown", b.Side)
		}
	}
	la, sa := longs.Rolling(at, data.Day)
	lb, sb := m.Rolling(at, data.Day)
	if la != lb || sa != sb || sa == 0 {
		t.Errorf("the headline counter changed to %v and %v", la, sa)
	}
}

func TestPartsOfThePictureAddUp(t *testing.T) {
	m := indexed(t, markettest.Tape(600))
	for _, column := range []int{0, 299, 599} {
		sum := 0.0
		for _, f := range []level.Filter{
			{Side: data.Long, HighLeverage: 20}, {Side: data.Long, LowLeverage: 20, HighUSD: 1e5}, {Side: data.Long, LowLeverage: 20, LowUSD: 1e5}, {Side: data.Short},
		} {
			sum += total(chosen(t, m, level.Choice{Filter: f}), column)
		}
		if want := total(m, column); math.Abs(sum-want) > 1e-6*want {
			t.Errorf("column %d: parts add up to %v, want %v", column, sum, want)
		}
	}
}

func TestWhatAChoiceDoesNotTouchIsShared(t *testing.T) {
	m := indexed(t, markettest.Tape(300))
	tuning := tuned(level.KnobLevered, 0.7)
	retuned := chosen(t, m, level.Choice{Tuning: tuning})
	if &retuned.candles[0].T[0] != &m.candles[0].T[0] || &retuned.bubbles[0][0] != &m.bubbles[0][0] {
		t.Error("candles or bubbles were made again")
	}
	narrowed := chosen(t, retuned, level.Choice{Filter: level.Filter{Side: data.Short}, Tuning: tuning})
	if narrowed.whole != retuned.whole {
		t.Error("a filter estimated again")
	}
	if again := chosen(t, narrowed, level.Choice{Tuning: tuning}); again.whole != retuned.whole || again.Field != retuned.Field {
		t.Error("without the filter the estimate is another one")
	}
	if back := chosen(t, narrowed, level.Choice{}); back != m {
		t.Error("without a choice the market is another one")
	}
	if same := chosen(t, narrowed, narrowed.Choice()); same != narrowed {
		t.Error("the same choice made another market")
	}
	venues := level.Choice{Filter: level.Filter{Venues: "nowhere"}}
	if same := chosen(t, m, venues); same != m {
		t.Error("a venue that the tape does not name made another market")
	}
}

// The estimate is linear in the levered share where nothing bounds it, and the
// colours keep their dollars.
func TestParametersReachTheEstimate(t *testing.T) {
	tp := markettest.Tape(600)
	tp.OpenInterest = nil
	m := indexed(t, tp)
	for _, c := range []struct {
		name   string
		tuning level.Tuning
		factor float64 // of what waits
	}{
		{"half of the levered share", tuned(level.KnobLevered, 0.25), 0.5},
		{"twice the volume", tuned(level.KnobVolume, 0.5), 2},
		{"nothing is levered", tuned(level.KnobLevered, 0), 0},
		{"nothing opens", tuned(level.KnobVolume, 0), 0},
	} {
		got := chosen(t, m, level.Choice{Tuning: c.tuning})
		if a, b := total(got, 250), c.factor*total(m, 250); math.Abs(a-b) > 0.02*b {
			t.Errorf("%s: %v waits, want %v", c.name, a, b)
		}
		if got.Pyramid.Quant != m.Pyramid.Quant {
			t.Errorf("%s: the colours changed", c.name)
		}
		parts := got.Origins()
		if p := parts[len(parts)-1]; p.Layer != LayerLevels || p.Provenance != data.Estimated || !strings.Contains(p.Why["en"], c.tuning.Text("en")) {
			t.Errorf("%s: the levels come from %+v", c.name, p)
		}
	}
	slow := chosen(t, m, level.Choice{Tuning: tuned(level.KnobHalf, 10)})
	if a, b := total(slow, 250), total(m, 250); !(a > b) {
		t.Errorf("with longer half-lives %v waits, with the default %v", a, b)
	}
	wide := chosen(t, m, level.Choice{Tuning: tuned(level.KnobBin, 0.18)})
	if got, want := wide.Pyramid.Quant.Peak, 2*m.Pyramid.Quant.Peak; math.Abs(got-want) > 1e-9*want {
		t.Errorf("with bins twice as high a full colour is %v, want %v", got, want)
	}
}

func TestLevelsOfATapeAreEstimatedAgainOnlyWithOtherParameters(t *testing.T) {
	tp := markettest.Tape(300)
	estimate := indexed(t, tp).Field
	tp.Levels = &tape.LevelLayer{Origin: tape.Origin{Provenance: data.Modelled}, Field: *estimate}
	m := indexed(t, tp)
	at := markettest.Start + 200*data.Minute
	if got := chosen(t, m, level.Choice{Filter: level.Filter{Side: data.Long}}).Levels(at, 1, 1e9, 1).Provenance; got != data.Modelled {
		t.Errorf("a part of the tape's levels is %v", got)
	}
	prior := chosen(t, m, level.Choice{Tuning: level.Tuning{Prior: level.PriorHigh}})
	if got := prior.Levels(at, 1, 1e9, 1).Provenance; got != data.Estimated {
		t.Errorf("levels made anew are %v", got)
	}
	layers := 0
	for _, part := range prior.Origins() {
		if part.Layer == LayerLevels {
			layers++
		}
	}
	if layers != 1 {
		t.Errorf("levels are listed %d times", layers)
	}
}

// recorded is ten minutes with prints of two venues.
func recorded() *tape.Tape {
	tp := markettest.Tape(10)
	tp.Totals = nil
	tp.Liquidations = &tape.LiquidationLayer{Origin: tape.Origin{Provenance: data.Recorded}, Liquidations: data.Liquidations{
		T:        []data.UnixMs{markettest.Start, markettest.Start + 1, markettest.Start + 2},
		Side:     []data.Side{data.Long, data.Long, data.Short},
		Price:    []data.Price{70_000, 70_000, 70_000},
		Notional: []data.USD{1000, 50_000, 200_000},
		Venue:    []string{"okx", "bybit", "okx"},
	}}
	return tp
}

func TestRecordedLiquidationsFollowSideVenueAndSize(t *testing.T) {
	for _, c := range []struct {
		name   string
		filter level.Filter
		want   data.USD
		spoil  func(*tape.Tape)
	}{
		{"all", level.Filter{}, 251_000, nil},
		{"longs", level.Filter{Side: data.Long}, 51_000, nil},
		{"one venue", level.Filter{Venues: "okx"}, 201_000, nil},
		{"a venue that is not there", level.Filter{Venues: "bitmex"}, 251_000, nil},
		{"one that is and one that is not", level.Filter{Venues: "bitmex,bybit"}, 50_000, nil},
		{"large ones, inclusive", level.Filter{LowUSD: 50_000}, 250_000, nil},
		{"small ones, exclusive", level.Filter{HighUSD: 50_000}, 1000, nil},
		{"leverage, which no venue says", level.Filter{LowLeverage: 50}, 251_000, nil},
		{"sizes of sums", level.Filter{LowUSD: 50_000}, 251_000, func(tp *tape.Tape) { tp.Liquidations.Provenance = data.Modelled }},
		{"one venue where the tape has one", level.Filter{Venues: "okx"}, 251_000, func(tp *tape.Tape) { tp.Liquidations.Venue = []string{"okx", "okx", "okx"} }},
		{"a venue where the tape names none", level.Filter{Venues: "okx"}, 251_000, func(tp *tape.Tape) { tp.Liquidations.Venue = nil }},
	} {
		tp := recorded()
		if c.spoil != nil {
			c.spoil(tp)
		}
		m := chosen(t, indexed(t, tp), level.Choice{Filter: c.filter})
		var got, forming data.USD
		for _, b := range m.Bubbles(0) {
			got += b.Notional
		}
		for _, b := range m.AppendFormingBubbles(nil, 0, markettest.Start+10) {
			forming += b.Notional
		}
		if got != c.want || forming != c.want {
			t.Errorf("%s: bubbles of %v, forming %v, want %v", c.name, got, forming, c.want)
		}
		if _, short := m.Rolling(markettest.Start+10, data.Day); short != 200_000 {
			t.Errorf("%s: the headline counts %v of shorts", c.name, short)
		}
	}
}

func TestRulesOfEveryVenuePlaceTheLevels(t *testing.T) {
	tp := markettest.Tape(120)
	tp.Base = "BTC"
	m := indexed(t, tp)
	if len(m.Rules()) != 7 {
		t.Fatalf("rules of %v", m.Rules())
	}
	seen := map[int]string{}
	for _, id := range m.Rules() {
		got := chosen(t, m, level.Choice{Tuning: level.Tuning{Rules: id}})
		if got.Choice().Rules != id || got.Field == m.Field || len(got.Field.Runs) == 0 {
			t.Errorf("%s: got %+v", id, got.Choice())
		}
		seen[len(got.Field.Runs)] = id
	}
	if len(seen) < 5 {
		t.Errorf("most venues have the same levels: %v", seen)
	}
	tp.Base = "TEST"
	if other := chosen(t, indexed(t, tp), level.Choice{Tuning: level.Tuning{Rules: "okx"}}); other.Choice() != (level.Choice{}) {
		t.Errorf("rules of a coin that the venue does not have: %+v", other.Choice())
	}
}

func TestTapesWithLittleInThemTakeEveryChoice(t *testing.T) {
	all := level.Choice{
		Filter: level.Filter{Side: data.Short, LowLeverage: 10, HighUSD: 1e6, Venues: "okx"},
		Tuning: tuned(level.KnobHalf, 2),
	}
	for _, c := range []struct {
		name  string
		spoil func(*tape.Tape)
		tuned bool
	}{
		{"everything", func(*tape.Tape) {}, true},
		{"nothing but a window", func(tp *tape.Tape) { *tp = tape.Tape{From: tp.From, To: tp.To} }, false},
		{"no open interest", func(tp *tape.Tape) { tp.OpenInterest = nil }, true},
		{"no volume", func(tp *tape.Tape) { clear(tp.Candles.Volume) }, true},
		{"candles from prints", func(tp *tape.Tape) { tp.Candles.FromPrints = true }, false},
		{"no liquidations", func(tp *tape.Tape) { tp.Liquidations = nil }, true},
		{"one candle", func(tp *tape.Tape) { one := markettest.Tape(1); tp.Candles, tp.Liquidations = one.Candles, nil }, true},
		{"all equal", func(tp *tape.Tape) {
			for i := range tp.Candles.T {
				c := tp.Candles
				c.Open[i], c.High[i], c.Low[i], c.Close[i] = 7, 7, 7, 7
			}
		}, true},
	} {
		tp := markettest.Tape(60)
		c.spoil(tp)
		m := chosen(t, indexed(t, tp), all)
		if got := m.Choice().Tuning != (level.Tuning{}); got != c.tuned {
			t.Errorf("%s: made with parameters of one's own: %v, want %v", c.name, got, c.tuned)
		}
		if m.Field == nil {
			continue
		}
		if err := m.Field.Check(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if at := m.Field.Total(m.Field.Columns.N - 1); at.Long != 0 {
			t.Errorf("%s: shorts are chosen, and %v of longs wait", c.name, at.Long)
		}
	}
}

func BenchmarkChoose(b *testing.B) {
	tp := markettest.Tape(7200)
	m, err := New(tp)
	if err != nil {
		b.Fatal(err)
	}
	for name, c := range map[string]level.Choice{
		"filter": {Filter: level.Filter{LowLeverage: 25}}, "parameters": {Tuning: tuned(level.KnobLevered, 0.7)},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Chosen(m, c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
