package collect_test

import (
	"math/rand"
	"reflect"
	"slices"
	"testing"

	"unwind/data"
	"unwind/data/collect"
	"unwind/data/feed"
	"unwind/data/market"
	"unwind/data/tape"
)

// noon is 2026-09-21T12:00:00Z.
const noon data.UnixMs = 1789992000000

// binance and okx are sampled, bybit sends all.
var bybit = collect.Source{Venue: "bybit"}

func liquidated(venue string, at data.UnixMs, price data.Price) *feed.Liquidation {
	return &feed.Liquidation{Venue: venue, Symbol: "BTCUSDT", At: at, Side: data.Long, Price: price, Qty: 1, Notional: data.USD(price)}
}

func candle(symbol string, t data.UnixMs, closing data.Price) *feed.Candle {
	return &feed.Candle{
		Symbol: symbol, T: t, Step: data.Minute, Open: 100, High: max(100, closing), Low: min(100, closing), Close: closing,
		Volume: 2, TakerBuy: 1, Takers: true,
	}
}

// made returns a tape that can be shown.
func made(t testing.TB, c *collect.Collection, now data.UnixMs) *tape.Tape {
	t.Helper()
	tp := c.Tape(now)
	if tp == nil {
		t.Fatal("there is nothing to show")
	}
	if err := tape.Check(tp); err != nil {
		t.Fatal(err)
	}
	return tp
}

func TestNothingToShowIsNoTape(t *testing.T) {
	c := collect.New("BTCUSDT")
	c.Mark(bybit, &collect.Marks{Mark: feed.Mark{Symbol: "BTCUSDT", At: noon, Price: 100}, High: 100, Low: 100})
	c.Interest(bybit, &feed.Interest{Symbol: "BTCUSDT", At: noon, Qty: 5})
	c.Gap(data.Gap{Venue: "okx", From: noon - 1000, To: noon, Why: data.Disconnected})
	c.Liquidation(bybit, &feed.Liquidation{Symbol: "ETHUSDT", At: noon, Price: 1, Notional: 1})
	if got := c.Tape(noon); got != nil {
		t.Errorf("got %+v", got)
	}
}

// Before the first candle the prices of liquidations stand in.
func TestTheFirstMomentsShowWhatIsThere(t *testing.T) {
	c := collect.New("BTCUSDT")
	c.Since(noon)
	c.Liquidation(collect.Source{Venue: "bitmex", Received: noon + 50}, liquidated("bitmex", 0, 101))
	tp := made(t, c, noon+100)
	if !tp.Candles.FromPrints || tp.Candles.Provenance != data.Modelled || tp.Liquidations.T[0] != noon+50 {
		t.Errorf("got %+v", tp.Candles)
	}
	c.Candle(bybit, candle("BTCUSDT", noon, 99))
	tp = made(t, c, noon+200)
	if tp.Candles.FromPrints || tp.Instrument != "BTCUSDT (Bybit)" || tp.Venue != "bybit" || tp.From != noon || tp.To != noon+data.Minute || tp.Cover != noon+200 || tp.Edge != noon+200 {
		t.Errorf("got %+v", tp)
	}
}

func TestALiveTapeSaysWhatItIs(t *testing.T) {
	c := collect.New("BTC-USDT-SWAP")
	c.Since(noon + 90*data.Second)
	c.Candle(bybit, candle("BTCUSDT", noon, 99))
	tp := made(t, c, noon+2*data.Minute)
	if want := (tape.Text{"en": "BTCUSDT, live", "ru": "BTCUSDT в реальном времени"}); tp.ID != "live-btc-usdt-swap" || tp.Base != "BTC" || tp.Symbol != "BTCUSDT" || !reflect.DeepEqual(tp.Title, want) {
		t.Errorf("got id %q, base %q, symbol %q, title %v", tp.ID, tp.Base, tp.Symbol, tp.Title)
	}
	if l := tp.Liquidations; l.Len() != 0 || l.AtLeast || l.Why["en"] != "No liquidation was recorded in this window. Counted since 2026-09-21 12:01 UTC." {
		t.Errorf("got %d liquidations, %q", l.Len(), l.Why["en"])
	}
	c.Liquidation(bybit, liquidated("bybit", noon+95*data.Second, 100))
	if l := made(t, c, noon+2*data.Minute).Liquidations; l.AtLeast || l.Why["en"] != "Liquidations of Bybit, recorded as they came. Counted since 2026-09-21 12:01 UTC." {
		t.Errorf("got at least %v, %q", l.AtLeast, l.Why["en"])
	}
	c.Liquidation(collect.Source{}, liquidated("binance", noon+96*data.Second, 100))
	c.Gap(data.Gap{Venue: "okx", From: noon, To: noon + 1000, Why: data.Silent})
	l := made(t, c, noon+2*data.Minute).Liquidations
	en := "Liquidations of Binance USD-M and Bybit, recorded as they came. Counted since 2026-09-21 12:01 UTC. Sampled by the venue: Binance USD-M; sums are lower bounds. Gaps in the recording: 1; sums are lower bounds."
	ru := "Ликвидации: Binance USD-M и Bybit, записаны как пришли. Считаются с 2026-09-21 12:01 UTC. Прорежены биржей: Binance USD-M; суммы — нижние оценки. Пропусков в записи: 1; суммы — нижние оценки."
	if !l.AtLeast || l.Why["en"] != en || l.Why["ru"] != ru {
		t.Errorf("got at least %v, %q, %q", l.AtLeast, l.Why["en"], l.Why["ru"])
	}
	c.Candle(bybit, candle("BTCUSDT", noon+data.Minute, 99))
	c.Forget(noon + 97*data.Second)
	if l := made(t, c, noon+2*data.Minute).Liquidations; l.AtLeast || l.Len() != 0 {
		t.Errorf("nothing is left of the sampled venue and the gap, got at least %v, %d", l.AtLeast, l.Len())
	}
}

// The last candle is what was told last of it, and one that has just ended is
// not whole before its venue has said so, or had time to.
func TestTheLastCandleIsWhatWasToldLast(t *testing.T) {
	c := collect.New("BTCUSDT")
	c.Candle(bybit, candle("BTCUSDT", noon, 98))
	c.Candle(bybit, candle("BTCUSDT", noon, 97))
	if k := made(t, c, noon+20_000).Candles; k.Close[0] != 97 {
		t.Errorf("got a close of %v, want 97", k.Close[0])
	}
	for _, x := range []struct {
		name      string
		now, want data.UnixMs
	}{
		{"while it is open", noon + 59_999, noon + 59_999},
		{"when its end has just passed", noon + 60_000, noon + 59_999},
		{"a little later", noon + 61_999, noon + 59_999},
		{"when nothing came for long", noon + 62_000, noon + 62_000},
	} {
		if got := made(t, c, x.now).Edge; got != x.want {
			t.Errorf("%s: got %d, want %d", x.name, got-noon, x.want-noon)
		}
	}
	final := candle("BTCUSDT", noon, 96)
	final.Final = true
	c.Candle(bybit, final)
	c.Candle(bybit, candle("BTCUSDT", noon, 50))
	if tp := made(t, c, noon+60_100); tp.Candles.Close[0] != 96 || tp.Edge != noon+60_100 {
		t.Errorf("got a close of %v and the edge %d, want the final 96 and now", tp.Candles.Close[0], tp.Edge-noon)
	}
}

// The candles' lows are 98, lower than the mark ever was: while a minute goes on of
// which no mark was told yet, that says nothing.
func TestTheMarkOfAMinuteThatGoesOn(t *testing.T) {
	for _, x := range []struct {
		name      string
		marks     []data.UnixMs // seconds after noon
		now       data.UnixMs
		low, high data.Price // of the second minute
	}{
		{"its own", []data.UnixMs{59, 61}, 70, 100.61, 100.61},
		{"before it has one the last one stands", []data.UnixMs{10, 59}, 70, 100.59, 100.59},
		{"one of two minutes ago does not, and it is the candle", []data.UnixMs{-5}, 70, 98, 100},
		{"nor where the minute is over", []data.UnixMs{59}, 130, 98, 100},
	} {
		c := collect.New("BTCUSDT")
		for minute := range data.UnixMs(2) {
			k := candle("BTCUSDT", noon+minute*data.Minute, 98)
			k.Final = x.now > 120
			c.Candle(bybit, k)
		}
		for _, s := range x.marks {
			p := data.Price(100 + float64(s)/100)
			c.Mark(bybit, &collect.Marks{Mark: feed.Mark{Symbol: "BTCUSDT", At: noon + s*data.Second, Price: p}, High: p, Low: p})
		}
		m := made(t, c, noon+x.now*data.Second).Mark
		if m == nil && x.low == 98 { // the candle stands in for all
			continue
		}
		if m == nil || m.Low[1] != x.low || m.High[1] != x.high {
			t.Errorf("%s: got %+v, want %v to %v", x.name, m, x.low, x.high)
		}
	}
}

// A choice of candles stands until its venue has had none for three minutes
// while another has.
func TestTheChoiceOfCandlesStands(t *testing.T) {
	okx, binance := collect.Source{Venue: "okx"}, collect.Source{Venue: "binance"}
	c := collect.New("BTCUSDT")
	chosen := func(minute data.UnixMs) string { return made(t, c, noon+minute*data.Minute).Venue }
	c.Candle(okx, candle("BTC-USDT-SWAP", noon, 100))
	if got := chosen(0); got != "okx" {
		t.Errorf("the only one is okx's, got %q", got)
	}
	c.Candle(binance, candle("BTCUSDT", noon, 100))
	c.Candle(bybit, candle("BTCUSDT", noon, 100))
	if got := chosen(0); got != "binance" {
		t.Errorf("the first minute is not too late for the symbol that was asked for, got %q", got)
	}
	for i := range data.UnixMs(10) {
		c.Candle(bybit, candle("BTCUSDT", noon+i*data.Minute, 100))
		if i < 2 {
			c.Candle(binance, candle("BTCUSDT", noon+i*data.Minute, 100))
		}
		want := "binance" // its last candle is of the first minute
		if i > 3 {
			want = "bybit"
		}
		if got := chosen(i); got != want {
			t.Errorf("at minute %d: got %q, want %q", i, got, want)
		}
	}
	for i := range data.UnixMs(20) {
		c.Candle(binance, candle("BTCUSDT", noon+i*data.Minute, 100))
	}
	c.Candle(bybit, candle("BTCUSDT", noon+17*data.Minute, 100))
	if got := chosen(20); got != "bybit" {
		t.Errorf("the one before is back, and yet: got %q, want bybit", got)
	}
	next := collect.New("BTCUSDT")
	next.Follow(c)
	for i := range data.UnixMs(3) {
		next.Candle(bybit, candle("BTCUSDT", noon+i*data.Minute, 100))
		next.Candle(binance, candle("BTCUSDT", noon+i*data.Minute, 100))
	}
	if got := made(t, next, noon+3*data.Minute).Venue; got != "bybit" {
		t.Errorf("one that follows it: got %q, want bybit", got)
	}
}

// A tape stays as it is however much comes after it, late or not.
func TestATapeThatWasMadeStaysAsItIs(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	c := collect.New("BTCUSDT")
	c.Candle(bybit, candle("BTCUSDT", noon, 100))
	var all, copies []*tape.Tape
	for i := range data.UnixMs(200) {
		for range 20 {
			at := noon + i*1000 - data.UnixMs(r.Intn(3))*data.UnixMs(r.Intn(5000))
			c.Liquidation(bybit, liquidated("bybit", at, data.Price(1+r.Intn(1000))))
		}
		if i == 100 {
			c.Forget(noon + 20*1000)
		}
		tp := made(t, c, noon+i*1000)
		kept := *tp
		l := *tp.Liquidations
		l.T, l.Price, l.Notional, l.Side, l.Venue = slices.Clone(l.T), slices.Clone(l.Price), slices.Clone(l.Notional), slices.Clone(l.Side), slices.Clone(l.Venue)
		kept.Liquidations = &l
		all, copies = append(all, tp), append(copies, &kept)
	}
	for i := range all {
		if !reflect.DeepEqual(all[i], copies[i]) {
			t.Fatalf("tape %d has changed", i)
		}
	}
	if last := all[len(all)-1].Liquidations; last.T[0] < noon+20*1000 || !slices.IsSorted(last.T) {
		t.Errorf("the last begins at %d, or is in no order", last.T[0]-noon)
	}
}

// However rows come and whenever a tape is asked for, the rows are those of all
// at once.
func TestTapesOnTheWayChangeNothing(t *testing.T) {
	r := rand.New(rand.NewSource(4))
	grown, once := collect.New("BTCUSDT"), collect.New("BTCUSDT")
	for i := range data.UnixMs(3000) {
		at := noon + i*100 - data.UnixMs(r.Intn(2))*data.UnixMs(r.Intn(4000))
		venue := []string{"binance", "bybit", "okx"}[r.Intn(3)]
		for _, c := range []*collect.Collection{grown, once} {
			c.Liquidation(collect.Source{}, liquidated(venue, at-at%1000, data.Price(1+i)))
			c.Candle(collect.Source{Venue: venue}, candle("BTCUSDT", at-at%data.Minute, data.Price(100+i%7)))
			c.Mark(collect.Source{Venue: venue}, &collect.Marks{Mark: feed.Mark{Symbol: "BTCUSDT", At: at, Price: 100}, High: data.Price(101 + i%5), Low: 99})
		}
		if r.Intn(5) == 0 {
			made(t, grown, noon+i*100)
		}
	}
	a, b := made(t, grown, noon+300_000), made(t, once, noon+300_000)
	if !reflect.DeepEqual(a.Liquidations, b.Liquidations) || a.Liquidations.Len() != 3000 {
		t.Error("the liquidations differ")
	}
	if a.Venue == b.Venue && (!reflect.DeepEqual(a.Candles, b.Candles) || !reflect.DeepEqual(a.Mark, b.Mark)) {
		t.Error("the candles differ")
	}
}

// Of more liquidations than are kept the oldest go, and the tape says since when
// they are all there.
func TestLiquidationsAreBounded(t *testing.T) {
	c := collect.New("BTCUSDT")
	c.Since(noon)
	c.Candle(bybit, candle("BTCUSDT", noon, 100))
	for i := range data.UnixMs(collect.MaxLiquidations + 100) {
		c.Liquidation(bybit, liquidated("bybit", noon+i*10, 100))
	}
	tp := made(t, c, noon+data.Hour)
	if l := tp.Liquidations; l.Len() != collect.MaxLiquidations || l.T[0] != noon+1000 || l.Since != noon+991 {
		t.Errorf("got %d from %d, all since %d; want %d from 1000, all since 991", l.Len(), l.T[0]-noon, l.Since-noon, collect.MaxLiquidations)
	}
	c.Since(noon - data.Hour) // history comes, without what was left out
	if l := made(t, c, noon+data.Hour).Liquidations; l.Since != noon+991 {
		t.Errorf("all since %d, want 991", l.Since-noon)
	}
}

// A total over a day says since when it counts, however early the first
// liquidation was: what is complete is known, not guessed from the rows.
func TestTheCounterSaysSinceWhenItCounts(t *testing.T) {
	for _, x := range []struct {
		name        string
		since, want data.UnixMs
	}{
		{"for twenty minutes", noon - 20*data.Minute, noon - 20*data.Minute},
		{"for longer than the chart", noon - 30*data.Hour, noon - 30*data.Hour},
	} {
		c := collect.New("BTCUSDT")
		c.Since(x.since)
		for i := range data.UnixMs(24 * 60) {
			c.Candle(bybit, candle("BTCUSDT", noon-data.Day+i*data.Minute, 100))
		}
		for _, rows := range []string{"without any", "with one"} {
			m, err := market.New(made(t, c, noon))
			if err != nil {
				t.Fatal(err)
			}
			if got := m.Counted().Since; got != x.want {
				t.Errorf("%s, %s: counts since %d, want %d", x.name, rows, got-noon, x.want-noon)
			}
			c.Liquidation(bybit, liquidated("bybit", noon-data.Minute, 100))
		}
	}
}

// Open interest that is old has a point a minute, and the last of each.
func TestOldOpenInterestIsThinned(t *testing.T) {
	c := collect.New("BTCUSDT")
	for i := range data.UnixMs(2 * 3600) {
		at := noon + i*1000
		c.Candle(bybit, candle("BTCUSDT", at-at%data.Minute, 100))
		c.Interest(bybit, &feed.Interest{Symbol: "BTCUSDT", At: at, Notional: data.USD(1e9 + float64(i))})
		if i%100 == 0 {
			c.Tape(at)
		}
	}
	now := noon + 2*data.Hour
	p := made(t, c, now).OpenInterest
	// an hour of minutes, and one of stretches of 5 s
	if len(p.T) != 60+720 || p.T[0] != noon+59_000 || p.V[0] != 1e9+59 || p.T[len(p.T)-1] != now-1000 {
		t.Errorf("got %d points from %d to %d", len(p.T), p.T[0]-noon, p.T[len(p.T)-1]-noon)
	}
	c.Forget(noon + data.Hour + 30_000)
	if p := made(t, c, now).OpenInterest; p.T[0] != noon+data.Hour+30_000 || p.V[0] != 1e9+3600+29 {
		t.Errorf("got %v at %d, want what was known at the start", p.V[0], p.T[0]-noon)
	}
}
