package cascade

import (
	"math"
	"slices"
	"testing"

	"unwind/data"
	"unwind/data/random"
)

const noon data.UnixMs = 1760097600000 // 10 October 2025 12:00 UTC

// row is one liquidation of a test.
type row struct {
	second   float64 // after noon
	side     data.Side
	price    data.Price
	notional data.USD
}

func liquidations(rows ...row) *data.Liquidations {
	l := &data.Liquidations{}
	for _, r := range rows {
		l.T = append(l.T, noon+data.UnixMs(r.second*1000))
		l.Side, l.Price, l.Notional = append(l.Side, r.side), append(l.Price, r.price), append(l.Notional, r.notional)
	}
	return l
}

// burst is n longs of 100,000 each, a second apart from a second on, at prices
// that fall by one.
func burst(from float64, n int, price data.Price) []row {
	var rows []row
	for i := range n {
		rows = append(rows, row{from + float64(i), data.Long, price - data.Price(i), 100e3})
	}
	return rows
}

var recorded = Feed{Provenance: data.Recorded}

// checkWave holds a wave to what is true of every wave.
func checkWave(t *testing.T, e *Events, w *Wave, r Rules) {
	t.Helper()
	var d Dollars
	n := 0
	for i := range e.Len() {
		if at := e.at(i); at >= w.Start && at <= w.End {
			d.Add(e.l.Side[e.row(i)], e.usd(i))
			n++
		}
	}
	if n != w.Events || math.Abs(float64(d.Total()-w.Total())) > 1e-6*float64(d.Total()) {
		t.Errorf("wave of %d: %d events, %.2f USD; between its ends lie %d, %.2f", w.Start, w.Events, w.Total(), n, d.Total())
	}
	if w.Peak < w.Start || w.Peak > w.End || w.Events < r.Events || w.Total() < r.Floor {
		t.Errorf("wave breaks its rules: %+v", w)
	}
	if !(w.ShareOfDay > 0 && w.ShareOfDay <= 1) || w.Busy < 1 || w.Busy > w.Seconds {
		t.Errorf("wave of %d: %v of the day, %d of %d seconds", w.Start, w.ShareOfDay, w.Busy, w.Seconds)
	}
	for _, v := range []float64{float64(w.From), float64(w.Extreme), float64(w.To), float64(w.Total())} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Errorf("wave of %d holds %v", w.Start, v)
		}
	}
}

func TestAWaveHasItsFigures(t *testing.T) {
	rows := burst(0, 10, 1000)
	rows[4].notional = 900e3
	rows = append(rows, row{9, data.Short, 990, 200e3}, row{3600, data.Long, 980, 2e6}) // one more, alone
	l := liquidations(rows...)
	waves, reason := Find(Input{Events: NewEvents(l), Feed: recorded}, RulesFor(recorded))
	if reason != Known || len(waves) != 1 {
		t.Fatalf("got %d waves (%v), want one", len(waves), reason)
	}
	w := waves[0]
	if w.Start != noon || w.End != noon+9*data.Second || w.Peak != noon+4*data.Second || w.Events != 11 {
		t.Errorf("got %d to %d, peak %d, %d events", w.Start-noon, w.End-noon, w.Peak-noon, w.Events)
	}
	if w.Long != 1.8e6 || w.Short != 200e3 || w.Side != data.Long || w.Completeness != Complete {
		t.Errorf("got %+v", w)
	}
	if w.ShareOfDay != 0.5 { // 2 of 4 million
		t.Errorf("share of the day %v, want 0.5", w.ShareOfDay)
	}
	if move, _ := w.Move(); math.Abs(move+0.01) > 1e-12 { // 1000 to 990
		t.Errorf("move %v, want −1 %%", move)
	}
	if per, _ := w.PerPercent(); math.Abs(float64(per)-2e6) > 1e-3 {
		t.Errorf("%v a percent, want 2 million", per)
	}
}

func TestAMoveBelowTheLeastHasNoDollarsPerPercent(t *testing.T) {
	for _, c := range []struct {
		name    string
		extreme data.Price
		want    Reason
	}{
		{"0.04 %", 99_960, SmallMove}, {"none", 100_000, SmallMove}, {"0.06 %", 99_940, Known}, {"0.06 % up", 100_060, Known},
	} {
		w := Wave{From: 100_000, Extreme: c.extreme, Dollars: Dollars{Long: 226e3}}
		if usd, reason := w.PerPercent(); reason != c.want || (usd > 0) != (reason == Known) {
			t.Errorf("%s: got %v (%v), want %v", c.name, usd, reason, c.want)
		}
	}
}

func TestWhatMakesAWave(t *testing.T) {
	for _, c := range []struct {
		name string
		rows []row
		want []int // events of each wave
	}{
		{"a gap within a second joins", burst(0, 6, 1000), []int{6}},
		{"four events are too few", burst(0, 4, 1000), nil},
		{"a lull below 20 s with the price where it was joins", slices.Concat(burst(0, 6, 1000), burst(24, 6, 995)), []int{12}},
		{"a lull below 20 s with half of the move taken back parts; the larger one of the day is left", slices.Concat(burst(0, 6, 1000), burst(24, 7, 998)), []int{7}},
		{"a lull of 20 s parts", slices.Concat(burst(0, 6, 1000), burst(25, 7, 995)), []int{7}},
		{"a wave of a day is not weighed against another day's", slices.Concat(burst(0, 6, 1000), burst(86400, 9, 900)), []int{6, 9}},
		{"both sides alike are none", slices.Concat(burst(0, 6, 1000), []row{{5, data.Short, 995, 600e3}}), nil},
		{"small change is none", []row{{0, data.Long, 10, 5}, {1, data.Long, 10, 5}, {2, data.Long, 10, 5}, {3, data.Long, 10, 5}, {4, data.Long, 10, 5}}, nil},
	} {
		l := liquidations(c.rows...)
		waves, reason := Find(Input{Events: NewEvents(l), Feed: recorded}, RulesFor(recorded))
		var got []int
		for i := range waves {
			checkWave(t, NewEvents(l), &waves[i], RulesFor(recorded))
			got = append(got, waves[i].Events)
		}
		if !slices.Equal(got, c.want) || reason != Known && reason != TooFewEvents {
			t.Errorf("%s: got %v (%v), want %v", c.name, got, reason, c.want)
		}
	}
}

// Events 2 s apart for a while, then 5 s: with a median of 2 s a gap of up to
// 6 s joins.
func TestTheGapAdapts(t *testing.T) {
	var rows []row
	for i := range 60 {
		rows = append(rows, row{2 * float64(i), data.Long, 1000, 100e3})
	}
	rows = append(rows, row{118 + 6, data.Long, 1000, 100e3}, row{118 + 6 + 6.001 + 20, data.Long, 1000, 100e3})
	waves, _ := Find(Input{Events: NewEvents(liquidations(rows...)), Feed: recorded}, RulesFor(recorded))
	if len(waves) != 1 || waves[0].Events != 61 {
		t.Errorf("got %+v, want one wave of 61", waves)
	}
}

func TestAWaveOverMidnightIsOfTheDayOfItsMiddle(t *testing.T) {
	rows := slices.Concat(burst(12*3600-3, 10, 1000), []row{{15 * 3600, data.Long, 990, 700e3}})
	waves, _ := Find(Input{Events: NewEvents(liquidations(rows...)), Feed: recorded}, RulesFor(recorded))
	if len(waves) != 1 || waves[0].ShareOfDay != 0.5 { // 7 of its 10 after midnight, 7 more later
		t.Errorf("got %+v, want a share of 0.5", waves)
	}
}

func TestTheOrderOfRowsDoesNotMatter(t *testing.T) {
	l := shuffled(5000)
	want, _ := Find(Input{Events: NewEvents(sorted(l)), Feed: recorded}, RulesFor(recorded))
	got, _ := Find(Input{Events: NewEvents(l), Feed: recorded}, RulesFor(recorded))
	if len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("got %d waves, want the %d of the sorted feed", len(got), len(want))
	}
}

// shuffled is n events of distinct times that come in bursts, in random order.
func shuffled(n int) *data.Liquidations {
	rnd := random.New("shuffled")
	rows := make([]row, n)
	second := 0.0
	for i := range rows {
		step := 0.1 + rnd.Uniform()
		if i%100 == 0 {
			step = 300
		}
		second += step
		rows[i] = row{second, data.Long, data.Price(1000 - i/100), data.USD(1e3 + 50e3*rnd.Uniform())}
	}
	for i := range rows {
		k := int(rnd.Next() % uint64(n))
		rows[i], rows[k] = rows[k], rows[i]
	}
	return liquidations(rows...)
}

func sorted(l *data.Liquidations) *data.Liquidations {
	var out data.Liquidations
	e := NewEvents(l)
	for i := range e.Len() {
		r := e.row(i)
		out.T, out.Side = append(out.T, l.T[r]), append(out.Side, l.Side[r])
		out.Price, out.Notional = append(out.Price, l.Price[r]), append(out.Notional, l.Notional[r])
	}
	return &out
}

func TestStepsFindWhatOneGoFinds(t *testing.T) {
	in := Input{Events: NewEvents(shuffled(5000)), Feed: recorded}
	want, _ := Find(in, RulesFor(recorded))
	f := NewFinder(in, RulesFor(recorded))
	steps := 0
	for !f.Step(7) {
		steps++
	}
	if steps < 500 || !slices.Equal(f.Waves(), want) {
		t.Errorf("after %d steps %d waves, want %d", steps, len(f.Waves()), len(want))
	}
}

// A day of quiet minutes with 30 loud ones, one quiet one among them: the
// minutes between are of the wave, those around it are not.
func TestWavesOfAFlow(t *testing.T) {
	f := &data.Flow{Step: data.Minute}
	for i := range 1440 {
		long := data.USD(100e3)
		if i >= 700 && i < 730 && i != 710 {
			long = 10e6
		}
		f.T = append(f.T, noon-data.Day/2+data.UnixMs(i)*data.Minute)
		f.Long, f.Short = append(f.Long, long), append(f.Short, 10e3)
	}
	feed := Feed{Provenance: data.Modelled}
	in := FlowInput(f, feed, nil)
	waves, reason := Find(in, RulesFor(feed))
	if reason != Known || len(waves) != 1 {
		t.Fatalf("%d waves (%v), want one", len(waves), reason)
	}
	w := waves[0]
	want := Dollars{Long: 29*10e6 + 100e3, Short: 30 * 10e3}
	if w.Start != f.T[700] || w.End != f.T[729] || w.Dollars != want || w.Peak != f.T[700] {
		t.Errorf("got %+v, want minutes 700 to 729 with %+v", w, want)
	}
	whole := 29*10e6 + 1411*100e3 + 1440*10e3
	if !near(w.ShareOfDay, float64(want.Total())/whole, 1e-9) {
		t.Errorf("share of the day %v, want %v", w.ShareOfDay, float64(want.Total())/whole)
	}
	checkWave(t, in.Events, &w, RulesFor(feed))
	f.Long[3], f.Short[4], f.Short[5] = data.USD(math.NaN()), data.USD(math.Inf(1)), -1e9
	if again, _ := Find(FlowInput(f, feed, nil), RulesFor(feed)); len(again) != 1 || again[0].Dollars != want {
		t.Errorf("with amounts that are none: got %+v", again)
	}
	if _, got := Find(FlowInput(&data.Flow{}, feed, nil), RulesFor(feed)); got != NoEvents {
		t.Errorf("an empty flow: %q", got)
	}
	f.Long, f.Short = make([]data.USD, 1440), make([]data.USD, 1440)
	if _, got := Find(FlowInput(f, feed, nil), RulesFor(feed)); got != NoEvents {
		t.Errorf("a flow of nothing: %q", got)
	}
}

func TestBadFeedsGiveAReason(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name string
		l    *data.Liquidations
		want Reason
	}{
		{"no events", &data.Liquidations{}, NoEvents},
		{"one event", liquidations(row{0, data.Long, 10, 1e9}), TooFewEvents},
		{"nothing but rows without notional", liquidations(row{0, data.Long, 10, 0}, row{1, data.Long, 10, -5}, row{2, data.Long, 10, data.USD(nan)}, row{3, data.Long, 10, data.USD(math.Inf(1))}), NoEvents},
		{"ties alone", liquidations(burstOfTies(100)...), Known},
		{"prices that are none", liquidations(row{0, data.Long, data.Price(nan), 1e6}, row{0, data.Long, -1, 1e6}, row{1, data.Long, data.Price(math.Inf(1)), 1e6}, row{1, data.Long, 0, 1e6}, row{1, data.Long, 0, 1e6}), Known},
		{"times at both ends of the clock", liquidations(slices.Concat(burst(-1e15, 6, 1000), burst(1e15, 6, 1000))...), Known},
	} {
		e := NewEvents(c.l)
		waves, got := Find(Input{Events: e, Feed: recorded}, RulesFor(recorded))
		if got != c.want || got == Known && len(waves) == 0 {
			t.Errorf("%s: %d waves, reason %q, want %q", c.name, len(waves), got, c.want)
		}
		for i := range waves {
			checkWave(t, e, &waves[i], RulesFor(recorded))
		}
	}
	if _, got := Find(Input{}, RulesFor(recorded)); got != NoEvents {
		t.Errorf("without events: %q", got)
	}
}

// burstOfTies is n events of one time.
func burstOfTies(n int) []row {
	return slices.Repeat([]row{{0, data.Long, 1000, 10e3}}, n)
}

func TestRulesOutOfBoundsAreRefused(t *testing.T) {
	nan := math.NaN()
	for name, change := range map[string]func(*Rules){
		"no memory":            func(r *Rules) { r.GapMemory = 0 },
		"a factor of NaN":      func(r *Rules) { r.GapTimes = nan },
		"gaps the wrong way":   func(r *Rules) { r.MaxGap = r.MinGap - 1 },
		"a lull below nothing": func(r *Rules) { r.Lull = -1 },
		"a floor of NaN":       func(r *Rules) { r.Floor = data.USD(nan) },
		"a share above all":    func(r *Rules) { r.DayShare = 1.1 },
		"no events":            func(r *Rules) { r.Events = 0 },
	} {
		r := RulesFor(recorded)
		change(&r)
		if _, got := Find(Input{Events: NewEvents(shuffled(100)), Feed: recorded}, r); got != BadSettings {
			t.Errorf("%s: got %q", name, got)
		}
	}
	for _, feed := range []Feed{recorded, {Provenance: data.Modelled}} {
		if got := RulesFor(feed).Check(); got != Known {
			t.Errorf("the rules of %+v: %q", feed, got)
		}
	}
}

// Ten million events in reversed order, most of them ties.
func TestTenMillionEventsEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const n = 10_000_000
	l := &data.Liquidations{T: make([]data.UnixMs, n), Side: make([]data.Side, n), Price: make([]data.Price, n), Notional: make([]data.USD, n)}
	for i := range n {
		l.T[i] = noon - data.UnixMs(i/8)
		l.Side[i], l.Price[i], l.Notional[i] = data.Long, 1000, 100
	}
	e := NewEvents(l)
	waves, reason := Find(Input{Events: e, Feed: recorded}, RulesFor(recorded))
	if reason != Known || len(waves) != 1 || waves[0].Events != n || waves[0].Total() != 100*n {
		t.Errorf("got %d waves (%v), want one of all events", len(waves), reason)
	}
}

func BenchmarkFind(b *testing.B) {
	e := NewEvents(sorted(shuffled(100_000)))
	b.ReportAllocs()
	for b.Loop() {
		Find(Input{Events: e, Feed: recorded}, RulesFor(recorded))
	}
}
