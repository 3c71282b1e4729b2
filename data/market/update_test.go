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
	"unwind/data/random"
	"unwind/data/tape"
)

// feeds is a synthetic event whose liquidations two venues recorded, one of them
// by a throttled feed.
func feeds(n int) *tape.Tape {
	t := markettest.Throttled(n)
	for i := range t.Liquidations.Venue {
		if i%3 == 0 {
			t.Liquidations.Venue[i] = "bybit"
		}
	}
	c := &t.Candles.Candles
	for i, v := range c.Volume {
		c.TakerBuy = append(c.TakerBuy, v*(0.5+0.4*math.Sin(float64(i))))
	}
	return t
}

func updated(t *testing.T, prev *Market, tp *tape.Tape) *Market {
	t.Helper()
	m, err := Updated(prev, tp)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// mustEqual holds a market that was updated to one that was made of the same
// tape at once. Sums may differ in their last digits.
func mustEqual(t *testing.T, got, want *Market) {
	t.Helper()
	same := func(what string, ok bool) {
		t.Helper()
		if !ok {
			t.Errorf("other %s", what)
		}
	}
	same("candles", reflect.DeepEqual(got.candles, want.candles))
	same("spot candles", reflect.DeepEqual(got.spot, want.spot))
	same("levels", reflect.DeepEqual(got.Field, want.Field))
	same("touches", slices.Equal(got.touches, want.touches))
	same("touches of the last candle", slices.Equal(got.open.touches, want.open.touches) && slices.Equal(got.open.burnt, want.open.burnt))
	same("waves", slices.Equal(got.waves, want.waves))
	same("waves by venue", reflect.DeepEqual(got.waveLanes, want.waveLanes))
	same("chains", reflect.DeepEqual(got.chains, want.chains))
	same("depth", slices.Equal(got.flows, want.flows))
	same("counting", got.counting == want.counting && slices.Equal(got.venues, want.venues) && got.broken == want.broken)
	same("pace", reflect.DeepEqual(got.Pace(90), want.Pace(90)))
	same("provenance", reflect.DeepEqual(got.Origins(), want.Origins()) && got.choice == want.choice)
	same("largest", got.largest == want.largest && alike(got.largestBubble, want.largestBubble))
	mustHaveEqualRows(t, got, want)
	mustHaveEqualCells(t, got, want)
}

func alike[T ~float64](a, b T) bool { return math.Abs(float64(a-b)) <= 1e-9*math.Abs(float64(b)) }

func mustHaveEqualRows(t *testing.T, got, want *Market) {
	t.Helper()
	for k := range want.bubbles {
		a, b := got.Bubbles(k), want.Bubbles(k)
		if !slices.EqualFunc(a, b, func(a, b Bubble) bool {
			return a.T == b.T && a.Side == b.Side && alike(a.Price, b.Price) && alike(a.Notional, b.Notional) && a.Saturated == b.Saturated
		}) {
			t.Errorf("level %d: %d bubbles, want %d, or others", k, len(a), len(b))
		}
	}
	tp := want.Tape
	for at := tp.From - data.Minute; at <= tp.To+data.Minute; at += (tp.To-tp.From)/97 + 1 {
		for _, span := range []data.UnixMs{data.Minute, data.Hour, data.Day} {
			long, short := got.Rolling(at, span)
			l, s := want.Rolling(at, span)
			if math.Abs(float64(long-l))+math.Abs(float64(short-s)) > 1e-6*float64(1+l+s) {
				t.Fatalf("at %d over %d: %v and %v, want %v and %v", at-tp.From, span, long, short, l, s)
			}
		}
		for i := range want.Lanes() {
			if d := got.LaneSum(i, at-7*data.Minute, at).Minus(want.LaneSum(i, at-7*data.Minute, at)); math.Abs(float64(d.Long))+math.Abs(float64(d.Short)) > 1e-3 {
				t.Fatalf("lane %d at %d: %+v more", i, at-tp.From, d)
			}
		}
		for i, f := range want.Feeds() {
			if a, b := got.Feeds()[i].At(at), f.At(at); a.Full != b.Full || a.Orders != b.Orders || !alike(a.USD, b.USD) {
				t.Fatalf("feed %d at %d: %+v, want %+v", i, at-tp.From, a, b)
			}
		}
	}
	for i := range want.Lanes() {
		a, b := got.Lanes()[i], want.Lanes()[i]
		if a.Venue != b.Venue || a.Venues != b.Venues {
			t.Errorf("lane %d is of %q (%d), want %q (%d)", i, a.Venue, a.Venues, b.Venue, b.Venues)
		}
	}
	for k := range want.laneMost {
		if !alike(got.LaneMost(k), want.LaneMost(k)) {
			t.Errorf("level %d: most of a lane %v, want %v", k, got.LaneMost(k), want.LaneMost(k))
		}
	}
	if len(got.Lanes()) != len(want.Lanes()) || len(got.Feeds()) != len(want.Feeds()) {
		t.Errorf("%d lanes and %d feeds, want %d and %d", len(got.Lanes()), len(got.Feeds()), len(want.Lanes()), len(want.Feeds()))
	}
}

// mustHaveEqualCells compares pictures, that of want drawn with the scale of got,
// and the liquidation maps.
func mustHaveEqualCells(t *testing.T, got, want *Market) {
	t.Helper()
	if got.Pyramid == nil || want.Pyramid == nil {
		if got.Pyramid != want.Pyramid {
			t.Error("an estimate is there, or not")
		}
		return
	}
	p := want.Pyramid
	if p.Quant != got.Pyramid.Quant {
		p = heat.BuildPyramid(want.Field, got.Pyramid.Quant)
	}
	for time := range p.TimeLevels() {
		for price := range p.PriceLevels() {
			if !slices.Equal(got.Pyramid.Image(time, price).Pix, p.Image(time, price).Pix) {
				t.Fatalf("other cells at level %d, %d", time, price)
			}
		}
	}
	n := want.Field.Bins.N
	long, short, wantLong, wantShort := make([]data.USD, n), make([]data.USD, n), make([]data.USD, n), make([]data.USD, n)
	for at := want.Tape.From; at < want.Tape.To; at += (want.Tape.To-want.Tape.From)/9 + 1 {
		got.ProfileAt(at, long, short)
		want.ProfileAt(at, wantLong, wantShort)
		if !slices.Equal(long, wantLong) || !slices.Equal(short, wantShort) {
			t.Fatalf("another liquidation map at %d", at-want.Tape.From)
		}
	}
}

// looks is when a tape of an event is looked at while it goes on: every few
// seconds around the end of a minute, else now and then.
func looks(minutes int) []data.UnixMs {
	var all []data.UnixMs
	for m := range minutes {
		for _, ms := range []data.UnixMs{40, 20_000, 59_900} {
			all = append(all, markettest.Start+data.UnixMs(m)*data.Minute+ms)
		}
	}
	return all
}

func TestAnUpdateIsWhatAFreshMarketShows(t *testing.T) {
	whole := feeds(300)
	var m *Market
	kept, rescaled := 0, 0
	for i, now := range looks(300) {
		tp := markettest.Live(whole, now)
		if now > markettest.Start+200*data.Minute { // the beginning is forgotten
			tp = markettest.Forget(tp, now-200*data.Minute)
		}
		next := updated(t, m, tp)
		if i%50 < 4 || i > 880 {
			mustEqual(t, next, indexed(t, tp))
		}
		if m != nil && m.Pyramid != nil {
			if m.Pyramid == next.Pyramid {
				kept++
			}
			if m.Pyramid.Quant != next.Pyramid.Quant {
				rescaled++
			}
		}
		m = next
		if t.Failed() {
			t.Fatalf("at %d s", (now-markettest.Start)/data.Second)
		}
	}
	if kept != 2*299 {
		t.Errorf("the picture was kept %d times, want twice in each minute with one", kept)
	}
	if rescaled > 20 {
		t.Errorf("the colour scale changed %d times in five hours, want seldom", rescaled)
	}
}

func TestAnUpdateLeavesTheMarketBeforeItAsItWas(t *testing.T) {
	whole := feeds(300)
	prev := indexed(t, markettest.Live(whole, markettest.Start+190*data.Minute))
	again := indexed(t, prev.Tape)
	for _, later := range []data.UnixMs{10 * data.Second, data.Minute, 40 * data.Minute} {
		for range 2 { // two updates of one market
			tp := markettest.Live(whole, prev.Tape.Edge+later)
			mustEqual(t, updated(t, prev, tp), indexed(t, tp))
		}
		mustEqual(t, prev, again)
	}
}

func TestAnUpdateKeepsWhatIsChosen(t *testing.T) {
	whole := feeds(300)
	tuning, _ := level.Tuning{Prior: level.PriorHigh}.Set(level.KnobLevered, 0.3)
	for name, c := range map[string]level.Choice{
		"a side":           {Filter: level.Filter{Side: data.Short}},
		"a venue":          {Filter: level.Filter{Venues: "bybit"}},
		"sizes":            {Filter: level.Filter{LowUSD: 1000, HighUSD: 50_000, HighLeverage: 50}},
		"parameters":       {Tuning: tuning},
		"a filter of them": {Filter: level.Filter{LowLeverage: 10}, Tuning: tuning},
		"lower bins":       {Tuning: tuned(level.KnobBin, 0.03)},
	} {
		first := indexed(t, markettest.Live(whole, markettest.Start+190*data.Minute))
		m, err := Chosen(first, c)
		if err != nil {
			t.Fatal(err)
		}
		for _, now := range []data.UnixMs{190*data.Minute + 100, 190*data.Minute + 30_000, 191 * data.Minute, 230 * data.Minute} {
			tp := markettest.Live(whole, markettest.Start+now)
			next := updated(t, m, tp)
			fresh, err := Chosen(indexed(t, tp), c)
			if err != nil {
				t.Fatal(err)
			}
			if now < 191*data.Minute && (next.Pyramid != m.Pyramid || next.base.Pyramid != m.base.Pyramid) {
				t.Errorf("%s: another picture although no minute has closed", name)
			}
			mustEqual(t, next, fresh)
			mustEqual(t, next.base, fresh.base)
			if back := updated(t, next, tp); back.choice != c {
				t.Errorf("%s: %+v is left of the choice", name, back.choice)
			}
			if t.Failed() {
				t.Fatalf("%s, at %d s", name, now/data.Second)
			}
			m = next
		}
	}
}

func TestAnUpdateOfAnotherEventKeepsNothing(t *testing.T) {
	prev := indexed(t, markettest.Live(markettest.Tape(200), markettest.Start+150*data.Minute))
	other := markettest.Live(markettest.Tape(200), markettest.Start+150*data.Minute)
	other.ID = "another"
	if m := updated(t, prev, other); m.Pyramid == prev.Pyramid {
		t.Error("it has the picture of the event before")
	}
	mustEqual(t, updated(t, nil, other), indexed(t, other))
}

func TestAColourScaleIsKeptWhileItFits(t *testing.T) {
	before := heat.Quantizer{Unit: 100, Peak: 3000}
	for _, c := range []struct {
		name       string
		unit, peak float64
		keep       bool
	}{
		{"the same", 100, 3000, true},
		{"half as much again", 150, 4500, true},
		{"two thirds", 66.7, 2001, true},
		{"a peak of more", 100, 4501, false},
		{"a peak of less", 100, 1999, false},
		{"a unit of more", 151, 3000, false},
		{"a unit of less", 66, 3000, false},
	} {
		own := heat.Quantizer{Unit: c.unit, Peak: c.peak}
		want := own
		if c.keep {
			want = before
		}
		if got := steady(before, own); got != want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, want)
		}
	}
}

// What is known late changes the estimate at once, not with the next candle.
func TestWhatIsKnownLateIsEstimatedAnew(t *testing.T) {
	whole := feeds(300)
	tp := markettest.Live(whole, markettest.Start+150*data.Minute+20_000)
	prev := indexed(t, tp)
	for name, change := range map[string]func(*tape.Tape){
		"open interest": func(t *tape.Tape) {
			t.OpenInterest = &tape.PointLayer{Points: data.Points{T: []data.UnixMs{t.From + data.Hour}, V: []float64{1e9}}}
		},
		"funding": func(t *tape.Tape) {
			t.Funding = &tape.PointLayer{Points: data.Points{T: []data.UnixMs{t.From}, V: []float64{0.01}}}
		},
		"the last word on a candle": func(t *tape.Tape) {
			c := *t.Candles
			c.Volume = slices.Clone(c.Volume)
			c.Volume[149] *= 2
			t.Candles = &c
		},
	} {
		later := *tp
		change(&later)
		m := updated(t, prev, &later)
		if m.Pyramid == prev.Pyramid {
			t.Errorf("%s: the levels are those of before", name)
		}
		mustEqual(t, m, indexed(t, &later))
		if rescaled := m.Pyramid.Quant != prev.Pyramid.Quant; rescaled != (name == "open interest") { // a fiftieth of it
			t.Errorf("%s: the colours are of other dollars: %t", name, rescaled)
		}
	}
}

// stream is what a stream brings of a synthetic event: liquidations in bursts,
// each up to three seconds late, and of a candle the last word 800 ms after its
// end.
type stream struct {
	whole *tape.Tape
	told  []data.UnixMs // of each row of whole
}

func newStream(minutes int) *stream {
	s := &stream{whole: feeds(minutes)}
	rnd := random.New("stream")
	var l data.Liquidations
	at := s.whole.From + data.UnixMs(minutes-12)*data.Minute
	for at < s.whole.To {
		k := int((at - s.whole.From) / data.Minute)
		l.T, l.Price = append(l.T, at), append(l.Price, s.whole.Candles.Close[k])
		l.Side = append(l.Side, [...]data.Side{data.Long, data.Long, data.Long, data.Short}[rnd.Next()%4])
		l.Notional = append(l.Notional, data.USD(math.Round(100+90_000*rnd.Uniform())))
		l.Venue = append(l.Venue, [...]string{"binance", "okx", "bybit", "deribit"}[rnd.Next()%4])
		s.told = append(s.told, at+data.UnixMs(3000*rnd.Uniform()*rnd.Uniform()))
		at += data.UnixMs(400 * rnd.Uniform()) // equal times too
		if rnd.Next()%500 == 0 {
			at += data.UnixMs(100_000 * rnd.Uniform())
		}
	}
	s.whole.Liquidations.Liquidations = l
	return s
}

// at returns the tape at a time, with at most the given rows.
func (s *stream) at(now data.UnixMs, most int) *tape.Tape {
	t := markettest.Live(s.whole, now)
	early := markettest.Live(s.whole, now-800)
	if n := early.Candles.Len(); n > 0 && n < t.Candles.Len() {
		t.Candles.Volume[n-1] = early.Candles.Volume[n-1]
		t.Candles.TakerBuy[n-1] = early.Candles.TakerBuy[n-1]
	}
	all, l := &s.whole.Liquidations.Liquidations, data.Liquidations{}
	for i := range all.T {
		if s.told[i] <= now {
			l.T, l.Side, l.Price = append(l.T, all.T[i]), append(l.Side, all.Side[i]), append(l.Price, all.Price[i])
			l.Notional, l.Venue = append(l.Notional, all.Notional[i]), append(l.Venue, all.Venue[i])
		}
	}
	layer := *t.Liquidations
	layer.Liquidations = l
	t.Liquidations = &layer
	if n := l.Len(); n > most {
		t = markettest.Forget(t, t.From)
		cut := &t.Liquidations.Liquidations
		cut.T, cut.Side, cut.Price = cut.T[n-most:], cut.Side[n-most:], cut.Price[n-most:]
		cut.Notional, cut.Venue = cut.Notional[n-most:], cut.Venue[n-most:]
	}
	return t
}

func TestUpdatesOfAStream(t *testing.T) {
	for _, most := range []int{1 << 20, 700} {
		s := newStream(240)
		var m, chosen *Market
		i := 0
		for now := s.whole.To - 12*data.Minute; now < s.whole.To; now += 1300 {
			tp := s.at(now, most)
			m = updated(t, m, tp)
			if i++; i%29 == 0 {
				mustEqual(t, m, indexed(t, tp))
				if chosen == nil {
					chosen, _ = Chosen(m, level.Choice{Filter: level.Filter{Side: data.Long, Venues: "bybit,okx"}})
				}
				chosen = updated(t, chosen, tp)
				fresh, err := Chosen(indexed(t, tp), chosen.choice)
				if err != nil {
					t.Fatal(err)
				}
				mustEqual(t, chosen, fresh)
			}
			if t.Failed() {
				t.Fatalf("with %d rows, %d ms before the end", tp.Liquidations.Len(), s.whole.To-now)
			}
		}
		if len(m.waves) == 0 || !m.meters.AnySaturated() || len(m.lanes) != 4 {
			t.Errorf("%d waves, saturated: %t, %d lanes: the stream says too little", len(m.waves), m.meters.AnySaturated(), len(m.lanes))
		}
	}
}

func TestHowLiquidationsGrow(t *testing.T) {
	s := newStream(240)
	all := &s.whole.Liquidations.Liquidations
	cut := func(from, to int) *data.Liquidations {
		return &data.Liquidations{T: all.T[from:to], Side: all.Side[from:to], Price: all.Price[from:to], Notional: all.Notional[from:to], Venue: all.Venue[from:to]}
	}
	other := cut(0, 500)
	other.Notional = slices.Clone(other.Notional)
	other.Notional[333]++
	copied := cut(0, 500)
	copied.T, copied.Venue = slices.Clone(copied.T), slices.Clone(copied.Venue)
	unnamed := cut(0, 500)
	unnamed.Venue = nil
	for _, c := range []struct {
		name        string
		before, now *data.Liquidations
		want        growth
	}{
		{"nothing new", cut(0, 500), cut(0, 500), growth{0, 500}},
		{"new rows", cut(0, 500), cut(0, 550), growth{0, 500}},
		{"rows are forgotten", cut(0, 500), cut(40, 550), growth{40, 460}},
		{"all are forgotten", cut(0, 500), cut(500, 550), growth{}},
		{"some at the end are gone", cut(0, 500), cut(10, 400), growth{10, 390}},
		{"one is another", cut(0, 500), other, growth{0, 333}},
		{"in other memory", cut(0, 500), copied, growth{0, 500}},
		{"without venues", cut(0, 500), unnamed, growth{}},
		{"from none", cut(0, 0), cut(0, 5), growth{}},
		{"to none", cut(0, 5), cut(0, 0), growth{}},
		{"earlier ones come", cut(10, 500), cut(0, 500), growth{}},
	} {
		if got := growthOf(c.before, c.now); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}
