package market

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/level"
	"unwind/data/market/markettest"
	"unwind/data/tape"
)

// crossing is the event of five minutes that is known until so many seconds of
// its last one, in which the mark has been between low and high and the last price
// has been everywhere. The bins are 0.1 % high, from 99 on; bin i has its middle
// at 99·e^(0.001·(i+½)): bin 1 at 99.149, 2 at 99.248, 3 at 99.347, 4 at 99.447,
// 15 at 100.547 and 17 at 100.748.
func crossing(seconds data.UnixMs, low, high data.Price) *tape.Tape {
	tp := waiting()
	tp.Totals = nil
	tp.Edge = 240_000 + seconds*data.Second
	tp.Cover = tp.Edge
	tp.Candles.Low[4], tp.Candles.High[4], tp.Candles.Close[4] = 90, 110, high
	bars := data.MarkBars{T: tp.Candles.T}
	for range 5 {
		bars.Low, bars.High, bars.Close = append(bars.Low, 100), append(bars.High, 100), append(bars.Close, 100)
	}
	bars.Low[4], bars.High[4], bars.Close[4] = low, high, high
	tp.Mark = &tape.MarkLayer{MarkBars: bars}
	tp.Levels.Runs = []heat.Run{
		{Group: 0, Bin: 1, Start: 0, Len: 5, USD: 30},
		{Group: 0, Bin: 2, Start: 0, Len: 5, USD: 70},
		{Group: 1, Bin: 2, Start: 2, Len: 3, USD: 100}, // 50 in the last column
		{Group: 0, Bin: 3, Start: 4, Len: 1, USD: 40},  // no column before the last shows it
		{Group: 0, Bin: 4, Start: 0, Len: 3, USD: 500}, // touched in minute 3
		{Group: 2, Bin: 15, Start: 1, Len: 4, USD: 90},
		{Group: 2, Bin: 17, Start: 1, Len: 4, USD: 60},
	}
	return tp
}

func TestWhatTheOpenMinuteReachesByHand(t *testing.T) {
	m := indexed(t, crossing(30, 99.2, 100.6)) // longs of the bins from 2 on, shorts up to 15
	if got, want := m.Field.Reached, (heat.Reached{Column: 4, Longs: 18, Shorts: 16}); got != want {
		t.Errorf("reached: got %+v, want %+v", got, want)
	}
	last := 4 * data.Minute
	for _, at := range []data.UnixMs{last, m.Tape.Edge, data.Day} {
		var sides []data.USD
		for _, l := range m.Levels(at, 50, 200, 10).Levels {
			sides = append(sides, l.USD)
		}
		if !slices.Equal(sides, []data.USD{60, 30}) {
			t.Errorf("at %d: levels of %v wait, want the short of 60 and the long of 30", at, sides)
		}
		long, short := make([]data.USD, 20), make([]data.USD, 20)
		p, _ := m.ProfileAt(at, long, short)
		if got := p.Total(); got != (heat.Cell{Long: 30, Short: 60}) {
			t.Errorf("at %d: %+v in the liquidation map", at, got)
		}
		if got := m.Burnt(at); !slices.Equal(got, []BinSpan{{2, 16}}) {
			t.Errorf("at %d: burnt are %v, want the bins from 2 to 15", at, got)
		}
	}
	before := last - 1
	if got := m.Field.Total(3); got != (heat.Cell{Long: 30 + 70 + 50, Short: 150}) || m.Burnt(before) != nil {
		t.Errorf("a minute before %+v waits and %v is burnt, want all and nothing", got, m.Burnt(before))
	}
	whole := crossing(30, 99.2, 100.6)
	whole.Edge = 0
	if m := indexed(t, whole); m.Field != &whole.Levels.Field || m.Burnt(last) != nil || m.open.waits != nil {
		t.Error("levels of an event whose candles are all whole are not as they are given")
	}
}

func TestTouchesOfTheOpenMinuteByHand(t *testing.T) {
	m := indexed(t, crossing(30, 99.2, 100.6))
	want := []heat.Touch{
		{Column: 3, Bin: 4, Side: data.Long, USD: 500},
		{Column: 4, Bin: 2, Side: data.Long, USD: 120},
		{Column: 4, Bin: 15, Side: data.Short, USD: 90},
	}
	if n := m.TouchesUntil(4); n != len(want) || m.TouchesUntil(3) != 1 {
		t.Fatalf("%d touches, %d in the minutes before", n, m.TouchesUntil(3))
	}
	for i := range want {
		if got := *m.Touch(i); got != want[i] {
			t.Errorf("touch %d: got %+v, want %+v", i, got, want[i])
		}
	}
}

func TestTheReadoutOfWhatTheOpenMinuteReached(t *testing.T) {
	m := indexed(t, crossing(30, 99.2, 100.6))
	bins := m.Field.Bins
	r := m.Cell(4*data.Minute, bins.Edge(2), bins.Edge(3))
	if r.Cell != (heat.Cell{}) || len(r.Births) != 0 || len(r.Parts) != 0 {
		t.Errorf("bin 2: %+v waits, of %d parts", r.Cell, len(r.Parts))
	}
	// 70 and 100 were opened, and a half of the 100 was closed in minute 3
	wantFate(t, "bin 2", r.Fates[0], Fate{Opened: 170, Touched: 120, Closed: 50, FirstTouch: 4 * data.Minute, LastTouch: 4 * data.Minute})
	wantFate(t, "bin 2 a minute before", m.Cell(3*data.Minute, bins.Edge(2), bins.Edge(3)).Fates[0], Fate{Opened: 170, Waiting: 120, Closed: 50})
	r = m.Cell(4*data.Minute, bins.Edge(3), bins.Edge(4))
	wantFate(t, "bin 3, which was never seen", r.Fates[0], Fate{})
	r = m.Cell(4*data.Minute, bins.Edge(17), bins.Edge(18))
	wantFate(t, "bin 17, which was not reached", r.Fates[1], Fate{Opened: 60, Waiting: 60})
}

// The mark at 99.5 reaches nothing, at 99.2 the bins 2 and 3, at 100.6 bin 15.
func TestLevelsBurnOutWhenTheyAreReached(t *testing.T) {
	type burn struct {
		second, usd data.UnixMs
	}
	m := indexed(t, crossing(10, 99.2, 100))
	if len(m.Burns()) != 0 {
		t.Errorf("a market that was made at once has the burns %v", m.Burns())
	}
	m = indexed(t, crossing(10, 99.5, 100))
	for _, c := range []struct {
		name      string
		seconds   data.UnixMs
		low, high data.Price
		want      []burn
	}{
		{"nothing is reached", 20, 99.5, 100, nil},
		{"two levels are, one of which is seen in no column", 30, 99.2, 100, []burn{{30, 120}, {30, 40}}},
		{"nothing more: they burn on", 31, 99.2, 100, []burn{{30, 120}, {30, 40}}},
		{"another while they do", 31, 99.2, 100.6, []burn{{30, 120}, {30, 40}, {31, 90}}},
		{"two seconds later the first are over", 32, 99.2, 100.6, []burn{{31, 90}}},
		{"then all", 33, 99.2, 100.6, nil},
		{"a mark that was said to have been nearer", 34, 99.5, 100.6, nil},
	} {
		m = updated(t, m, crossing(c.seconds, c.low, c.high))
		var got []burn
		for _, k := range m.Burns() {
			got = append(got, burn{(k.T - 240_000) / data.Second, data.UnixMs(k.USD)})
			if bin := m.Field.Bins.Index((k.Low + k.High) / 2); k.Column != 240_000 || m.Field.Bins.Edge(bin) != k.Low || m.Field.Bins.Edge(bin+1) != k.High {
				t.Errorf("%s: got %+v", c.name, k)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
	if m.Field.At(4, 2).Long != 120 {
		t.Error("what is not reached after all does not wait again")
	}
}

// falling is a synthetic event that had been at all its prices in its third
// minute, so that the bins of its estimate stay the same.
func falling() *tape.Tape {
	tp := markettest.Tape(400)
	c := &tp.Candles.Candles
	c.Low[2], c.High[2] = slices.Min(c.Low)*0.99, slices.Max(c.High)*1.01
	return tp
}

// atEnd is the tape of an event at the very end of a minute: all of its candle is
// known but that it is whole.
func atEnd(whole *tape.Tape, minute data.UnixMs) *tape.Tape {
	t := markettest.Live(whole, whole.From+minute*data.Minute)
	t.Edge, t.Cover, t.To = t.Edge-1, t.Edge-1, t.Edge
	return t
}

// place is a touch without its column, which a tape that forgets renumbers.
type place struct {
	at   data.UnixMs
	mid  data.Price
	side data.Side
}

func touchesIn(m *Market, at data.UnixMs) map[place]data.USD {
	all, column := map[place]data.USD{}, m.Field.Columns.Index(at)
	for i := m.TouchesUntil(column - 1); i < m.TouchesUntil(column); i++ {
		k := m.Touch(i)
		all[place{m.Field.Columns.Start(k.Column), m.Field.Bins.Mid(k.Bin), k.Side}] = k.USD
	}
	return all
}

// What an open minute has reached is what is touched when it has closed, at the
// same time and for the same dollars; with a part of its way gone, a part of it.
func TestAMinuteThatClosesChangesNothingThatItHasReached(t *testing.T) {
	whole := falling()
	touched := 0
	for minute := data.UnixMs(190); minute < 330; minute += 2 {
		open, closed := indexed(t, atEnd(whole, minute)), indexed(t, markettest.Live(whole, whole.From+minute*data.Minute))
		at := whole.From + (minute-1)*data.Minute
		got, want := touchesIn(open, at), touchesIn(closed, at)
		if len(got) != len(want) {
			t.Fatalf("minute %d: %d touches while it was open, %d when it had closed", minute, len(got), len(want))
		}
		for k, usd := range want {
			if math.Abs(float64(got[k]/usd-1)) > 1e-5 {
				t.Fatalf("minute %d, at %v: %v while it was open, %v when it had closed", minute, k.mid, got[k], usd)
			}
		}
		touched += len(want)
		for part := range touchesIn(indexed(t, markettest.Live(whole, at+40*data.Second)), at) {
			if _, ok := want[part]; !ok {
				t.Fatalf("minute %d: %+v after 40 s, and not when it had closed", minute, part)
			}
		}
		column := closed.Field.Columns.Index(at)
		for _, s := range open.Burnt(at) {
			if got := closed.Field.Between(column, s.From, s.To).Cell.Total(); got != 0 {
				t.Fatalf("minute %d: %v waits in %v when it has closed", minute, got, s)
			}
		}
	}
	if touched < 30 {
		t.Errorf("%d touches: the event says too little", touched)
	}
}

func TestNothingIsEstimatedOrDrawnAnewWhereAMinuteGoesOn(t *testing.T) {
	whole := falling()
	start := whole.From + 210*data.Minute
	m := indexed(t, markettest.Live(whole, start))
	chosen, err := Chosen(m, level.Choice{Filter: level.Filter{Side: data.Long, HighLeverage: 50}})
	if err != nil {
		t.Fatal(err)
	}
	reached, burns := 0, 0
	for now := start + 100; now < start+data.Minute; now += 1700 {
		before, field := m, *m.Field
		m = updated(t, m, markettest.Live(whole, now))
		if m.Pyramid != before.Pyramid || m.timeline != before.timeline || &m.touches[0] != &before.touches[0] || &m.Field.Runs[0] != &before.Field.Runs[0] {
			t.Fatalf("at %d ms something was made anew", now-start)
		}
		if !reflect.DeepEqual(*before.Field, field) {
			t.Fatalf("at %d ms the market before has changed", now-start)
		}
		chosen = updated(t, chosen, markettest.Live(whole, now))
		fresh, err := Chosen(indexed(t, m.Tape), chosen.choice)
		if err != nil {
			t.Fatal(err)
		}
		mustEqual(t, chosen, fresh)
		reached, burns = max(reached, len(m.open.touches)), max(burns, len(chosen.Burns()))
	}
	if reached == 0 || burns == 0 {
		t.Errorf("%d touches, %d burns: the minute says too little", reached, burns)
	}
}

// Of a minute that the last update did not see to its end, what was reached then
// burns at once, where the level ended; so does what the next one reaches.
func TestLevelsBurnAcrossTheEndOfAMinute(t *testing.T) {
	whole := falling()
	end := whole.From + 211*data.Minute
	before := indexed(t, markettest.Live(whole, end-35*data.Second))
	after := updated(t, before, markettest.Live(whole, end+55*data.Second))
	columns := map[data.UnixMs]int{}
	for _, k := range after.Burns() {
		columns[k.Column]++
		if k.T != end+55*data.Second || !(k.USD > 0) {
			t.Errorf("got %+v", k)
		}
		mid := data.Price(math.Sqrt(float64(k.Low)) * math.Sqrt(float64(k.High)))
		if got := after.Field.At(after.Field.Columns.N-1, after.Field.Bins.Index(mid)); got != (heat.Cell{}) {
			t.Errorf("%+v waits where it burnt out", got)
		}
	}
	if columns[end-data.Minute] == 0 || columns[end] == 0 || len(columns) != 2 {
		t.Errorf("got burns by column %v, want some of both minutes", columns)
	}
	long := updated(t, before, markettest.Live(whole, end+5*data.Minute))
	if n := len(long.Burns()); n != 0 {
		t.Errorf("%d burns after five minutes without news, want none: nobody was looking", n)
	}
}

func TestTheOpenMinuteAfterAGap(t *testing.T) {
	whole := falling()
	gap := data.Gap{From: whole.From + 205*data.Minute, To: whole.From + 212*data.Minute}
	whole.Candles.Candles = markettest.Without(&whole.Candles.Candles, gap)
	inside := indexed(t, markettest.Live(whole, gap.To-90*data.Second))
	if len(inside.open.touches) != 0 || inside.Field.Reached != (heat.Reached{}) {
		t.Errorf("without a candle %+v is reached", inside.Field.Reached)
	}
	m := updated(t, inside, markettest.Live(whole, gap.To+50*data.Second))
	mustEqual(t, m, indexed(t, m.Tape))
	if len(m.open.touches) == 0 || m.open.touches[0].Column != m.Field.Columns.Index(gap.To) {
		t.Errorf("the first minute after it reached %v", m.open.touches)
	}
	if got := m.Field.Total(m.Field.Columns.N - 2); !(got.Long > m.Field.Total(m.Field.Columns.N-1).Long) {
		t.Errorf("%+v waits at the end of the gap, want what the next minute takes too", got)
	}
	later := indexed(t, markettest.Live(whole, gap.To+data.Minute))
	if want := touchesIn(later, gap.To); len(touchesIn(m, gap.To)) == 0 || len(want) < len(touchesIn(m, gap.To)) {
		t.Errorf("%d touches when it has closed", len(want))
	}
}

// Levels given with an event that reach nowhere near its candles.
func TestAnOpenMinuteOfACandleOutsideTheLevels(t *testing.T) {
	for name, change := range map[string]func(*tape.Tape){
		"no candles":                      func(t *tape.Tape) { t.Candles, t.Mark, t.Totals = nil, nil, nil },
		"levels that end before":          func(t *tape.Tape) { t.Levels.Columns.From -= data.Hour },
		"levels that go on":               func(t *tape.Tape) { t.Levels.Columns.From += data.Hour },
		"nothing left at the last column": func(t *tape.Tape) { t.Levels.Scales = [][]float32{{1, 1, 1, 1, 0}, {1, 1, 1, 1, 0}} },
		"one column, which holds nothing": func(t *tape.Tape) { oneColumn(t, 0) },
		"one column, which holds all":     func(t *tape.Tape) { oneColumn(t, 1) },
		"an edge after the last candle":   func(t *tape.Tape) { t.Edge = data.Hour },
	} {
		tp := crossing(30, 99.2, 100.6)
		change(tp)
		m := indexed(t, tp)
		if len(m.open.touches) != 0 {
			t.Errorf("%s: %v is touched", name, m.open.touches)
		}
		m.Cell(tp.Edge, 50, 200)
		m.Levels(tp.Edge, 50, 200, 10)
		m.BrightLevels(tp.Edge, 0.1, 0)
	}
}

func oneColumn(t *tape.Tape, scale float32) {
	l := &t.Levels.Field
	l.Columns = heat.Columns{From: 4 * data.Minute, Step: data.Minute, N: 1}
	l.Scales = [][]float32{{scale}, {scale}}
	for i := range l.Runs {
		l.Runs[i].Start, l.Runs[i].Len = 0, 1
	}
}

// live is falling, with liquidations of two venues, at 50 seconds of a minute that
// has reached levels.
func live() *tape.Tape {
	whole := falling()
	l := *whole.Liquidations
	l.Venue = make([]string, l.Len())
	for i := range l.Venue {
		l.Venue[i] = []string{"binance", "bybit"}[i%2]
	}
	whole.Liquidations = &l
	return markettest.Live(whole, whole.From+210*data.Minute+50*data.Second)
}

// What waits in the last column is of the levels that are chosen, whatever was
// chosen before.
func TestWhatIsChosenHasALastColumnOfItsOwn(t *testing.T) {
	m := indexed(t, live())
	if len(m.open.touches) == 0 || len(m.open.burnt) == 0 {
		t.Fatal("the open minute reaches nothing")
	}
	before := []*Market{m, chosen(t, m, level.Choice{Filter: level.Filter{HighLeverage: 20}}), chosen(t, m, level.Choice{Tuning: tuned(level.KnobBin, 0.05)})}
	reached := map[bool]int{}
	for name, c := range map[string]level.Choice{
		"a side":                  {Filter: level.Filter{Side: data.Long}},
		"leverages":               {Filter: level.Filter{LowLeverage: 50}},
		"another prior":           {Tuning: tuned(level.KnobLevered, 0.9)},
		"lower bins":              {Tuning: tuned(level.KnobBin, 0.03)},
		"bins a little lower":     {Tuning: tuned(level.KnobBin, 0.05)},
		"higher bins":             {Tuning: tuned(level.KnobBin, 0.2)},
		"a part of higher bins":   {Filter: level.Filter{Side: data.Short}, Tuning: tuned(level.KnobBin, 0.2)},
		"the other venue":         {Filter: level.Filter{Venues: "bybit"}},
		"what was chosen already": {Filter: level.Filter{HighLeverage: 20}},
	} {
		for i, was := range before {
			got := chosen(t, was, c)
			if got.open.waits == nil {
				t.Fatalf("%s, from %d: nothing is known of the last column", name, i)
			}
			if want := newLastColumn(got.timeline, got.Field); !reflect.DeepEqual(got.open.waits, want) {
				t.Errorf("%s, from %d: the last column is of other levels", name, i)
			}
			touches, burnt := got.open.waits.settle(got.Field)
			if !slices.Equal(got.open.touches, touches) || !slices.Equal(got.open.burnt, burnt) {
				t.Errorf("%s, from %d: %d touches and %v burnt, want %d and %v", name, i, len(got.open.touches), got.open.burnt, len(touches), burnt)
			}
			reached[c.Tuning == level.Tuning{}] += len(touches)
		}
	}
	if reached[true] == 0 || reached[false] == 0 {
		t.Errorf("%v touches with the default parameters and others: the minute says too little", reached)
	}
	if other := chosen(t, m, level.Choice{Filter: level.Filter{Venues: "bybit"}}); other.open.waits != m.open.waits {
		t.Error("the levels of a venue's liquidations are those of all, and their last column is not")
	}
}

// burst gives t one large liquidation every so many milliseconds from a time on,
// in a wave of their own: what came in its first three hours is over.
func burst(t *tape.Tape, from data.UnixMs, n int, every data.UnixMs) {
	var l data.Liquidations
	add := func(at data.UnixMs, usd data.USD) {
		l.T, l.Side = append(l.T, at), append(l.Side, data.Long)
		l.Price, l.Notional = append(l.Price, t.Candles.Close[0]), append(l.Notional, usd)
	}
	for i := range data.UnixMs(60) {
		add(t.From+100+3*data.Minute*i, 1000)
	}
	for i := range n {
		add(from+every*data.UnixMs(i), 50e6)
	}
	layer := *t.Liquidations
	layer.Liquidations, layer.AtLeast, layer.Since = l, false, 0
	t.Liquidations = &layer
}

// Prints come up to two seconds before the first price of their minute.
func TestAWaveThatStartsAfterTheLastColumn(t *testing.T) {
	for minute := data.UnixMs(200); minute < 330; minute += 10 {
		tp := atEnd(falling(), minute)
		end := tp.To
		tp.To, tp.Cover = end+data.Minute, end+2*data.Second
		burst(tp, end, 200, 9)
		m := indexed(t, tp)
		k := len(m.waves) - 1
		if k < 0 || m.waves[k].Start < end || m.Field.Columns.Index(m.waves[k].Start) < m.Field.Columns.N {
			t.Fatalf("minute %d: no wave starts after the last column", minute)
		}
		if k := len(m.chains) - 1; k < 0 || len(m.chains[k].Dominoes) != 0 {
			t.Errorf("minute %d: got the chains %v, want a last one of nothing", minute, m.chains)
		}
	}
}

func TestAnEdgeInTheMiddleOfAnEvent(t *testing.T) {
	tp := falling()
	tp.Levels, tp.Totals = nil, nil
	tp.Edge = tp.From + 210*data.Minute + 50*data.Second
	burst(tp, tp.From+230*data.Minute, 400, data.Second)
	if err := tape.Check(tp); err != nil {
		t.Fatal(err)
	}
	m := indexed(t, tp)
	if len(m.open.touches) == 0 || len(m.waves) == 0 || m.waves[len(m.waves)-1].Start < tp.Edge {
		t.Fatalf("%d touches, waves %v: the event says too little", len(m.open.touches), m.waves)
	}
	for i := range m.waves {
		if all := m.touchesOf(&m.waves[i]); m.waves[i].Start > tp.Edge && !slices.Equal(all, m.open.touches) {
			t.Errorf("wave %d has %d touches, want those of the open minute at most", i, len(all))
		}
	}
}
