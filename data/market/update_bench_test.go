package market

import (
	"slices"
	"testing"
	"time"

	"unwind/data"
	"unwind/data/market/markettest"
	"unwind/data/tape"
)

// crowd is a day of minutes with n liquidations of four venues, 500 a second in
// so many bursts, the last of which goes on.
func crowd(n, bursts int) *tape.Tape {
	t := markettest.Tape(1440)
	t.Totals = nil
	c := &t.Candles.Candles
	var l data.Liquidations
	venues := [...]string{"binance", "bybit", "okx", "deribit"}
	last, pause := t.To-data.Minute/2, (t.To-t.From)/data.UnixMs(bursts+1)
	for i := range n {
		left := n - 1 - i
		at := last - data.UnixMs(2*left) - data.UnixMs(left*bursts/n)*pause
		k := int((at - t.From) / c.Step)
		side := data.Long
		if i%9 == 0 {
			side = data.Short
		}
		l.T, l.Side, l.Price = append(l.T, at), append(l.Side, side), append(l.Price, (c.High[k]+c.Low[k])/2)
		l.Notional, l.Venue = append(l.Notional, data.USD(500+i*7919%90_000)), append(l.Venue, venues[i*i%7%len(venues)])
	}
	t.Liquidations.Provenance, t.Liquidations.Liquidations = data.Recorded, l
	return t
}

// latest returns the tape with its last rows, in memory of its own.
func latest(t *tape.Tape, rows int) *tape.Tape {
	cut := *t
	l := *t.Liquidations
	n := l.Len() - rows
	l.T, l.Side, l.Price = slices.Clone(l.T[n:]), slices.Clone(l.Side[n:]), slices.Clone(l.Price[n:])
	l.Notional, l.Venue = slices.Clone(l.Notional[n:]), slices.Clone(l.Venue[n:])
	cut.Liquidations = &l
	return &cut
}

// BenchmarkUpdate is an update by what came in 100 ms, 50 liquidations, beside a
// market made anew of the same tape.
func BenchmarkUpdate(b *testing.B) {
	for _, c := range []struct {
		name         string
		rows, bursts int
		late, forget bool
		minute       bool // a candle has closed
	}{
		{"2000 rows", 2000, 8, false, false, false},
		{"2000 rows and a minute is over", 2000, 8, false, false, true},
		{"65536 rows", 65_536, 16, false, false, false},
		{"65536 rows, one came late", 65_536, 16, true, false, false},
		{"65536 rows, as many are forgotten", 65_536, 16, true, true, false},
		{"65536 rows of two minutes", 65_536, 1, true, false, false},
		{"65536 rows of two minutes, as many are forgotten", 65_536, 1, true, true, false},
	} {
		b.Run(c.name, func(b *testing.B) {
			whole := crowd(c.rows+50, c.bursts)
			l := whole.Liquidations
			now := l.T[l.Len()-1]
			before, after := markettest.Live(whole, now-100), markettest.Live(whole, now)
			if c.minute {
				before = markettest.Live(whole, now-data.Minute)
			}
			if c.late {
				before, after = latest(before, c.rows), latest(after, c.rows+50)
			}
			if c.forget {
				after = latest(after, c.rows)
			}
			prev, err := New(before)
			if err != nil {
				b.Fatal(err)
			}
			anew := bestOf(b, func() (*Market, error) { return New(after) })
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Updated(prev, after); err != nil {
					b.Fatal(err)
				}
			}
			best := bestOf(b, func() (*Market, error) { return Updated(prev, after) })
			b.ReportMetric(float64(best)/1e6, "ms-best")
			b.ReportMetric(float64(anew)/1e6, "ms-anew-best")
			b.ReportMetric(float64(best)/float64(anew), "of-anew")
		})
	}
}

// bestOf returns the least time of some runs: machines have other work too.
func bestOf(b *testing.B, run func() (*Market, error)) time.Duration {
	best := time.Hour
	for range 15 {
		start := time.Now()
		if _, err := run(); err != nil {
			b.Fatal(err)
		}
		best = min(best, time.Since(start))
	}
	return best
}
