package cascade

import (
	"math"
	"math/rand/v2"
	"testing"

	"unwind/data"
)

// full51 is the minute of the examples: 51 of 60 seconds full, an order of
// $10,000 in each.
func full51(sends Sends) *Saturation {
	return &Saturation{Full: 51, Seconds: 60, Orders: 51, USD: 510e3, Sends: sends}
}

// By hand: −ln(1 − 51/60) = 1.89712 a second, 113.827 in the minute, of which
// 51 are 44.80 %; at $10,000 each they are $1,138,272.
func TestWhatAFullFeedImplies(t *testing.T) {
	s := full51(LatestOfSecond)
	rate, _ := s.Rate()
	arrived, _ := s.Arrived()
	shown, _ := s.Shown()
	usd, reason := s.Implied()
	if math.Abs(rate-1.89712) > 1e-5 || math.Abs(arrived-113.827) > 1e-3 || math.Abs(shown-0.44805) > 1e-5 || math.Abs(float64(usd)-1138272) > 1 || reason != Known {
		t.Errorf("got %v a second, %v orders, %v shown, %v USD (%v)", rate, arrived, shown, usd, reason)
	}
	if s.Share() != 0.85 || !s.Saturated() {
		t.Errorf("got share %v, saturated %v", s.Share(), s.Saturated())
	}
}

// The shares of busy seconds that throttled flows of 2 and 4 a second were
// measured to have read as 2.01 and 3.99; 1 − e^−2.01 = 0.8660.
func TestTheRateOfTheMeasuredShares(t *testing.T) {
	for _, c := range []struct {
		full int
		want float64
	}{{8660, 2.01}, {9815, 3.99}} {
		s := Saturation{Full: c.full, Seconds: 10_000, Orders: c.full}
		if got, reason := s.Rate(); reason != Known || math.Abs(got-c.want) > 0.005 {
			t.Errorf("%d of 10000: got %v (%v), want %v", c.full, got, reason, c.want)
		}
	}
}

func TestDollarsAreSaidOnlyWhereTheRuleAllows(t *testing.T) {
	for _, c := range []struct {
		name string
		s    Saturation
		want Reason
		usd  data.USD
	}{
		{"the largest of each second says nothing of the others", *full51(LargestOfSecond), LargestOnly, 0},
		{"an unknown one says nothing either", *full51(OneOfSecond), UnknownChoice, 0},
		{"all seconds full may hide anything", Saturation{60, 60, 60, 600e3, LatestOfSecond}, FullFeed, 0},
		{"no seconds are no stretch", Saturation{}, Known, 0},
		{"nothing came", Saturation{Seconds: 60, Sends: LatestOfSecond}, Known, 0},
		{"a jittering feed sent more orders than seconds", Saturation{1, 60, 2, 20e3, LatestOfSecond}, Known, 20e3},
	} {
		got, reason := c.s.Implied()
		if got != c.usd || reason != c.want {
			t.Errorf("%s: got %v (%v), want %v (%v)", c.name, got, reason, c.usd, c.want)
		}
	}
	if _, reason := new(Saturation).Rate(); reason != TooShort {
		t.Errorf("a rate of no seconds: %v", reason)
	}
}

func TestTheRuleIsThatOfTheDate(t *testing.T) {
	change := at("2026-04-10T00:00:00Z")
	for _, c := range []struct {
		name, venue string
		from, to    data.UnixMs
		seconds     int
		want        Sends
	}{
		{"Binance before April 2021 sent all", "binance", at("2020-03-12T00:00:00Z"), at("2020-03-13T00:00:00Z"), 0, EveryOrder},
		{"then the latest", "binance", change - data.Minute, change, 60, LatestOfSecond},
		{"then the largest", "binance", change, change + data.Minute, 60, LargestOfSecond},
		{"across the change the stricter rule holds", "binance", change - data.Minute, change + data.Minute, 120, LargestOfSecond},
		{"Bybit is throttled up to 20 February 2025", "bybit", at("2025-02-19T23:59:00Z"), at("2025-02-20T01:00:00Z"), 60, OneOfSecond},
		{"and not after it", "bybit", at("2025-10-10T21:00:00Z"), at("2025-10-10T22:00:00Z"), 0, EveryOrder},
		{"Deribit never", "deribit", change, change + data.Minute, 0, EveryOrder},
	} {
		m := Meter{Venue: c.venue, l: new(data.Liquidations)}
		if got := m.Between(c.from, c.to); got.Seconds != c.seconds || got.Sends != c.want {
			t.Errorf("%s: got %+v, want %d seconds of rule %d", c.name, got, c.seconds, c.want)
		}
	}
}

// metered reads liquidations of a recorded feed, a few rows a step.
func metered(l *data.Liquidations) *Meters {
	m := NewMeters(l, Feed{Provenance: data.Recorded}, "BTCUSDT")
	for !m.Step(7) {
	}
	return m
}

// feedRows are orders of $10,000 at the given milliseconds after noon.
func feedRows(venue string, ms ...data.UnixMs) *data.Liquidations {
	l := new(data.Liquidations)
	for _, t := range ms {
		l.T, l.Side, l.Price = append(l.T, noon+t), append(l.Side, data.Long), append(l.Price, 100)
		l.Notional, l.Venue = append(l.Notional, 10e3), append(l.Venue, venue)
	}
	return l
}

func TestAFeedIsSaturatedFromHalfAMinuteOn(t *testing.T) {
	var ms []data.UnixMs
	for s := range data.UnixMs(40) { // seconds 0 to 39 are full
		ms = append(ms, s*data.Second+300)
	}
	ms = append(ms, 69_500, 70_500) // 10 to 39 and 69 are 31 of the minute, 11 to 39, 69 and 70 are 31
	m := metered(feedRows("binance", ms...))
	for row, want := range map[int]bool{0: false, 28: false, 29: true, 39: true, 40: true, 41: true} {
		if m.Saturated(row) != want {
			t.Errorf("row %d: got %v, want %v", row, !want, want)
		}
	}
	f := m.Feeds()
	if len(f) != 1 || f[0].Venue != "binance" || f[0].Symbol != "BTCUSDT" || f[0].Total() != 420e3 {
		t.Fatalf("got %+v", f)
	}
	if got := f[0].At(noon + 29_299); got.Full != 29 || got.Seconds != 60 || got.Saturated() {
		t.Errorf("just before the thirtieth order: got %+v", got)
	}
	if got := f[0].At(noon + 29_300); got.Full != 30 || got.Orders != 30 || got.USD != 300e3 || !got.Saturated() {
		t.Errorf("at the thirtieth order: got %+v", got)
	}
	if got, end := f[0].Fullest(); got.Full != 40 || end != noon+39_300 {
		t.Errorf("the fullest minute: got %+v at %d", got, end-noon)
	}
}

func TestOnlyRecordedRowsOfThrottledFeedsAreMetered(t *testing.T) {
	ms := make([]data.UnixMs, 60)
	for i := range ms {
		ms[i] = data.UnixMs(i) * data.Second
	}
	for _, c := range []struct {
		name string
		l    *data.Liquidations
		feed Feed
	}{
		{"modelled", feedRows("binance", ms...), Feed{Provenance: data.Modelled}},
		{"published", feedRows("binance", ms...), Feed{Provenance: data.Published}},
		{"of a complete feed", feedRows("deribit", ms...), Feed{Provenance: data.Recorded}},
		{"of no venue", feedRows("", ms...), Feed{Provenance: data.Recorded, AtLeast: true}},
		{"without venues", &data.Liquidations{T: ms, Notional: make([]data.USD, 60)}, Feed{Provenance: data.Recorded}},
	} {
		m := NewMeters(c.l, c.feed, "")
		for !m.Step(1000) {
		}
		if len(m.Feeds()) != 0 || m.AnySaturated() || m.Saturated(59) {
			t.Errorf("%s: got %+v", c.name, m.Feeds())
		}
	}
}

func TestEachVenueAndSymbolIsAFeedOfItsOwn(t *testing.T) {
	l := feedRows("binance", 0, 10, 20, 1000, 1010, 2000)
	l.Venue[1] = "okx"
	l.Symbol = []string{"BTCUSDT", "BTC-USDT-SWAP", "ETHUSDT", "ETHUSDT", "ETHUSDT", "ETHUSDT"}
	f := metered(l).Feeds()
	if len(f) != 3 || f[0].Symbol != "ETHUSDT" || f[2].Venue != "okx" {
		t.Fatalf("got %d feeds", len(f))
	}
	if got := f[0].Between(noon, noon+3*data.Second); got.Full != 3 || got.Orders != 4 || got.Seconds != 3 {
		t.Errorf("Ethereum: got %+v, want 4 orders in 3 of 3 seconds", got)
	}
	if got := f[0].Between(noon+1005, noon+1500); got.Full != 1 || got.Orders != 1 || got.Seconds != 1 {
		t.Errorf("a part of a second: got %+v", got)
	}
}

// Whatever the stretch, the index counts what counting row by row does, and a
// column that grew is read on.
func TestMetersCountAsOneByOne(t *testing.T) {
	rnd := rand.New(rand.NewPCG(8, 5))
	l := feedRows("binance")
	m := NewMeters(l, Feed{Provenance: data.Recorded}, "")
	at := -5 * data.Minute
	for range 2000 {
		at += data.UnixMs(rnd.Int64N(2500))
		*l = *extended(l, at)
		if rnd.IntN(50) == 0 {
			for !m.Step(3) {
			}
		}
	}
	for !m.Step(3) {
	}
	f := m.Feeds()[0]
	for range 500 {
		from := noon - 6*data.Minute + data.UnixMs(rnd.Int64N(45*60_000))
		to := from + 1 + data.UnixMs(rnd.Int64N(200_000))
		seconds, orders := map[data.UnixMs]bool{}, 0
		for _, t := range l.T {
			if t >= from && t < to {
				seconds[t/data.Second] = true
				orders++
			}
		}
		if got := f.Between(from, to); got.Full != len(seconds) || got.Orders != orders || math.Abs(float64(got.USD)-1e4*float64(orders)) > 1e-3 {
			t.Fatalf("from %d to %d: got %+v, want %d of %d orders", from, to, got, len(seconds), orders)
		}
	}
	for row := range l.T {
		if s := f.At(l.T[row]); m.Saturated(row) != (float64(fullWith(l, row)) >= 30) || s.Seconds != 60 {
			t.Fatalf("row %d: saturated %v with %d", row, m.Saturated(row), fullWith(l, row))
		}
	}
}

func extended(l *data.Liquidations, ms data.UnixMs) *data.Liquidations {
	more := feedRows("binance", ms)
	return &data.Liquidations{
		T: append(l.T, more.T...), Side: append(l.Side, more.Side...), Price: append(l.Price, more.Price...),
		Notional: append(l.Notional, more.Notional...), Venue: append(l.Venue, more.Venue...),
	}
}

// fullWith counts the seconds of the minute that ends with the one of a row.
func fullWith(l *data.Liquidations, row int) int {
	seconds := map[data.UnixMs]bool{}
	for _, t := range l.T[:row+1] {
		if t/data.Second > l.T[row]/data.Second-60 {
			seconds[t/data.Second] = true
		}
	}
	return len(seconds)
}

func TestSecondsBeforeTheEpochAreWhole(t *testing.T) {
	for ms, want := range map[data.UnixMs]data.UnixMs{-1: -1, -1000: -1, -1001: -2, 0: 0, 999: 0, 1000: 1} {
		if got := secondOf(ms); got != want {
			t.Errorf("%d ms: got second %d, want %d", ms, got, want)
		}
	}
}

// The fullest minute of the altcoin with the most orders in a row on 27 January
// 2025, and its UTC day. Computed from the file by itself:
//
//	rows = {(r["trade_time_ms"], r["side"], r["avg_price"], r["cum_filled_qty"])
//	        for r in csv.DictReader(f) if r["symbol"] == "FARTCOIN"}
//	rows = sorted((int(t), float(p) * float(q)) for t, _, p, q in rows)
//	w = [(t, u) for t, u in rows if 1737997706 < t // 1000 <= 1737997766]
//	full = len({t // 1000 for t, _ in w})           # 22, of 22 orders
//	sum(u for _, u in w)                            # 8797.4005
//	-math.log(1 - full / 60) * 60                   # 27.40550
//	27.40550 * 8797.4005 / 22                       # 10958.9635
//	# 1737936000000 <= t < 1738022400000: 48 of 48, 34943.2102, 48.01334
func TestTheMeterOfARecordedForceOrderStream(t *testing.T) {
	v := recordedTape(t, "binance_forceOrder_2025-01-26_27.csv")
	m := NewMeters(&v.Liquidations.Liquidations, Feed{Provenance: v.Liquidations.Provenance}, v.Symbol)
	for !m.Step(500) {
	}
	if len(m.Feeds()) != 221 || m.AnySaturated() {
		t.Fatalf("got %d feeds, want 221 of which none was saturated", len(m.Feeds()))
	}
	for _, f := range m.Feeds() {
		if f.Symbol != "FARTCOIN" {
			continue
		}
		s, end := f.Fullest()
		checkFullest(t, &s)
		if end != 1737997766075 {
			t.Errorf("the fullest minute ended at %d", end)
		}
		day := f.Between(at("2025-01-27T00:00:00Z"), at("2025-01-28T00:00:00Z"))
		arrived, _ := day.Arrived()
		if day.Full != 48 || day.Orders != 48 || day.Seconds != 86400 || math.Abs(float64(day.USD)-34943.2102) > 1e-3 || math.Abs(arrived-48.01334) > 1e-4 {
			t.Errorf("the day: got %+v, %v orders", day, arrived)
		}
		return
	}
	t.Error("there is no FARTCOIN")
}

func checkFullest(t *testing.T, s *Saturation) {
	t.Helper()
	arrived, _ := s.Arrived()
	usd, reason := s.Implied()
	if s.Full != 22 || s.Orders != 22 || s.Seconds != 60 || s.Sends != LatestOfSecond || math.Abs(float64(s.USD)-8797.4005) > 1e-3 {
		t.Errorf("the fullest minute: got %+v", s)
	}
	if math.Abs(arrived-27.40550) > 1e-4 || math.Abs(float64(usd)-10958.9635) > 1e-2 || reason != Known {
		t.Errorf("the fullest minute: got %v orders of %v USD (%v)", arrived, usd, reason)
	}
}
