package market

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/level"
	"unwind/data/market/markettest"
	"unwind/data/tape"
)

// venued is the synthetic event with its rows dealt out to venues in turn.
func venued(n int, venues ...string) *tape.Tape {
	t := markettest.Tape(n)
	l := t.Liquidations
	l.Provenance = data.Recorded
	for i := range l.T {
		l.Venue = append(l.Venue, venues[i%len(venues)])
	}
	return t
}

// sumOf adds up the rows of a venue in [from, to) one by one.
func sumOf(t *tape.Tape, venue string, from, to data.UnixMs) cascade.Dollars {
	var d cascade.Dollars
	l := t.Liquidations
	for i := range l.T {
		if l.Venue[i] == venue && l.T[i] >= from && l.T[i] < to {
			d.Add(l.Side[i], l.Notional[i])
		}
	}
	return d
}

func near(a, b cascade.Dollars) bool {
	d := a.Minus(b)
	return max(d.Long, -d.Long, d.Short, -d.Short, d.Unknown, -d.Unknown) <= 1e-6*(1+b.Total())
}

func TestLanesHoldTheRowsOfTheirVenues(t *testing.T) {
	tp := venued(1440, "okx", "binance", "bybit")
	tp.Liquidations.Side[3] = data.UnknownSide
	m := indexed(t, tp)
	if len(m.Lanes()) != 3 {
		t.Fatalf("got %d lanes, want 3", len(m.Lanes()))
	}
	rnd := rand.New(rand.NewPCG(4, 2026))
	step, last := m.Candles(0).Step, data.USD(-1)
	for i, lane := range m.Lanes() {
		whole := m.LaneSum(i, tp.From, tp.To)
		if last >= 0 && whole.Total() > last {
			t.Errorf("lane %d is larger than the one before", i)
		}
		last = whole.Total()
		for range 300 {
			from := tp.From + step*data.UnixMs(rnd.IntN(1440))
			to := from + data.UnixMs(rnd.Int64N(int64(3*data.Hour)))
			if got, want := m.LaneSum(i, from, to), sumOf(tp, lane.Venue, from, to); !near(got, want) {
				t.Fatalf("%s from %d to %d: got %+v, want %+v", lane.Venue, from-tp.From, to-tp.From, got, want)
			}
		}
	}
	for k := range m.CandleLevels() {
		most, step := data.USD(0), m.Candles(k).Step
		for i := range m.Lanes() {
			for at := tp.From / step * step; at < tp.To; at += step {
				most = max(most, m.LaneSum(i, at, at+step).Total())
			}
		}
		if d := m.LaneMost(k) - most; max(d, -d) > 1e-6*most {
			t.Errorf("level %d: the largest is %v, want %v", k, m.LaneMost(k), most)
		}
	}
}

func TestManyVenuesShareTheLastLane(t *testing.T) {
	var venues []string
	for i := range 20 {
		venues = append(venues, "venue"+strconv.Itoa(i))
	}
	m := indexed(t, venued(1440, venues...))
	lanes := m.Lanes()
	if len(lanes) != MaxLanes || lanes[0].Venues != 1 || lanes[MaxLanes-1].Venues != 20-MaxLanes+1 {
		t.Fatalf("got %d lanes, the last of %d venues", len(lanes), lanes[len(lanes)-1].Venues)
	}
	var sum, want data.USD
	for i := range lanes {
		sum += m.LaneSum(i, m.Tape.From, m.Tape.To).Total()
	}
	for _, usd := range m.Tape.Liquidations.Notional {
		want += usd
	}
	if d := sum - want; max(d, -d) > 1e-6*want {
		t.Errorf("lanes hold %v, want %v", sum, want)
	}
}

func TestWithoutVenuesThereIsOneLane(t *testing.T) {
	modelled := markettest.Tape(1440)
	totals := markettest.Tape(1440)
	totals.Liquidations = nil
	none := markettest.Tape(1440)
	none.Liquidations, none.Totals = nil, nil
	for _, c := range []struct {
		name string
		tape *tape.Tape
		n    int
	}{{"rows that name none", modelled, 1}, {"totals alone", totals, 1}, {"nothing", none, 0}} {
		m := indexed(t, c.tape)
		if len(m.Lanes()) != c.n {
			t.Fatalf("%s: %d lanes, want %d", c.name, len(m.Lanes()), c.n)
		}
		if c.n == 0 {
			continue
		}
		if l := m.Lanes()[0]; l.Venue != "" || l.Venues != 0 || !(m.LaneMost(0) > 0) {
			t.Errorf("%s: got a lane of %q, %d venues", c.name, l.Venue, l.Venues)
		}
		for i := range m.Waves() {
			if _, reason := m.WaveLanes(i); reason != cascade.NoVenues {
				t.Errorf("%s: wave %d is split: %v", c.name, i+1, reason)
			}
		}
	}
	m := indexed(t, totals)
	long, short := m.Rolling(totals.To, totals.To-totals.From)
	if got := m.LaneSum(0, totals.From, totals.To); got.Long != long || got.Short != short || got.Unknown != 0 {
		t.Errorf("the lane of totals holds %+v, want %v and %v", got, long, short)
	}
}

// The tape has totals too, which name no venue: the rows do.
func TestWavesOfTotalsAreSplitByTheRows(t *testing.T) {
	tp := venued(1440, "bybit", "binance")
	m := indexed(t, tp)
	if len(m.Waves()) == 0 {
		t.Fatal("no wave")
	}
	w := m.Waves()[0]
	lanes, reason := m.WaveLanes(0)
	if reason != cascade.Known || len(lanes) != 2 {
		t.Fatalf("got %+v (%v), want two lanes", lanes, reason)
	}
	for _, l := range lanes {
		if want := sumOf(tp, l.Venue, w.Start, w.To); !near(l.Dollars, want) || l.First < w.Start || l.Last >= w.To {
			t.Errorf("%s: got %+v, want %+v", l.Venue, l, want)
		}
	}
	tp = venued(1440, "bybit")
	l := tp.Liquidations
	l.T, l.Side, l.Price, l.Notional, l.Venue = l.T[:1], l.Side[:1], l.Price[:1], l.Notional[:1], l.Venue[:1]
	if _, reason := indexed(t, tp).WaveLanes(0); reason != cascade.NoEvents {
		t.Errorf("a wave without rows: %v", reason)
	}
}

func TestAFilterOfVenuesLeavesTheirLanes(t *testing.T) {
	m := indexed(t, venued(1440, "bybit", "binance", "okx"))
	few, err := Chosen(m, level.Choice{Filter: level.Filter{Venues: "bybit,okx", Side: data.Short}})
	if err != nil {
		t.Fatal(err)
	}
	if len(few.Lanes()) != 2 {
		t.Fatalf("got %+v, want two lanes", few.Lanes())
	}
	for i, l := range few.Lanes() {
		want := sumOf(m.Tape, l.Venue, m.Tape.From, m.Tape.To)
		if got := few.LaneSum(i, m.Tape.From, m.Tape.To); l.Venue == "binance" || got.Long != 0 || !near(got, cascade.Dollars{Short: want.Short}) {
			t.Errorf("%s: got %+v, want the shorts of %+v", l.Venue, got, want)
		}
	}
	if len(m.Lanes()) != 3 {
		t.Errorf("the market without a choice has %d lanes now", len(m.Lanes()))
	}
	again, err := Chosen(few, level.Choice{Filter: level.Filter{Venues: "bybit,okx", Side: data.Short, LowLeverage: 20}})
	if err != nil || len(again.Lanes()) != 2 || again.LaneMost(0) != few.LaneMost(0) {
		t.Errorf("another leverage changes the lanes: %d (%v)", len(again.Lanes()), err)
	}
}
