package collect_test

import (
	"math/rand"
	"testing"
	"time"

	"unwind/data"
	"unwind/data/collect"
	"unwind/data/feed"
)

// venues of the benchmark tell everything.
var venues = []string{"binance", "bybit", "okx", "bitmex", "deribit"}

// day fills a collection with a day: 65,536 liquidations, 1,440 candles and mark
// prices of each venue, open interest and funding twice a minute.
func day(c *collect.Collection) {
	r := rand.New(rand.NewSource(1))
	begin := noon - data.Day
	c.Since(begin)
	for i := range data.UnixMs(1440) {
		for _, venue := range venues {
			minute(c, venue, begin+i*data.Minute, r)
		}
	}
	for i := range collect.MaxLiquidations {
		c.Liquidation(collect.Source{}, event(venues[i%5], begin+data.Day*data.UnixMs(i)/collect.MaxLiquidations, r))
	}
}

func event(venue string, t data.UnixMs, r *rand.Rand) *feed.Liquidation {
	return &feed.Liquidation{Venue: venue, Symbol: "BTCUSDT", At: t, Side: data.Side(1 + r.Intn(2)), Price: data.Price(70_000 + r.Intn(1000)), Qty: 1, Notional: 70_000}
}

func minute(c *collect.Collection, venue string, t data.UnixMs, r *rand.Rand) {
	from := collect.Source{Venue: venue}
	k := candle("BTCUSDT", t, data.Price(90+r.Intn(20)))
	k.Final = true
	c.Candle(from, k)
	for _, at := range []data.UnixMs{t, t + 30_000} {
		c.Mark(from, &collect.Marks{Mark: feed.Mark{Symbol: "BTCUSDT", At: at, Price: 100}, High: 101, Low: 99})
		c.Interest(from, &feed.Interest{Symbol: "BTCUSDT", At: at, Qty: 1e5 + r.Float64()})
		c.Funding(from, &feed.Funding{Symbol: "BTCUSDT", At: at, Rate: r.Float64() / 1e4})
	}
}

// news is what comes in a tenth of a second: 50 liquidations, and the open
// candle, a mark price and open interest of each venue. A part of the
// liquidations is up to a second late.
func news(c *collect.Collection, now data.UnixMs, late int, r *rand.Rand) {
	for i := range 50 {
		t := now + data.UnixMs(i)
		if i < late {
			t -= data.UnixMs(r.Intn(1000))
		}
		c.Liquidation(collect.Source{}, event(venues[i%5], t, r))
	}
	for _, venue := range venues {
		from := collect.Source{Venue: venue}
		c.Candle(from, candle("BTCUSDT", now-now%data.Minute, data.Price(90+r.Intn(20))))
		c.Mark(from, &collect.Marks{Mark: feed.Mark{Symbol: "BTCUSDT", At: now, Price: 100}, High: 101, Low: 99})
		c.Interest(from, &feed.Interest{Symbol: "BTCUSDT", At: now, Qty: 1e5 + r.Float64()})
	}
}

// BenchmarkTape says how long the next tape of a day takes when 50 rows have
// come, in order or some of them late, and which part that is of making it of
// all rows anew.
func BenchmarkTape(b *testing.B) {
	scratch := fromScratch()
	for _, x := range []struct {
		name string
		late int
	}{{"in order", 0}, {"ten of fifty late", 10}} {
		b.Run(x.name, func(b *testing.B) {
			r := rand.New(rand.NewSource(2))
			c := collect.New("BTCUSDT")
			day(c)
			now := noon
			c.Tape(now)
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				now += 100
				news(c, now, x.late, r)
				b.StartTimer()
				if c.Tape(now) == nil {
					b.Fatal("nothing to show")
				}
			}
			each := b.Elapsed() / time.Duration(b.N)
			b.ReportMetric(float64(each.Microseconds())/1000, "ms/tape")
			b.ReportMetric(float64(each)/float64(scratch), "of-scratch")
		})
	}
}

// fromScratch returns how long it takes to collect a day and to make a tape of
// it, the shortest of some times.
func fromScratch() time.Duration {
	shortest := time.Hour
	for range 5 {
		begin := time.Now()
		c := collect.New("BTCUSDT")
		day(c)
		c.Tape(noon)
		shortest = min(shortest, time.Since(begin))
	}
	return shortest
}
