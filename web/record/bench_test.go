package record

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"unwind/data"
)

// raw is a frame as Bybit sends it, for the size of what is written.
const raw = `{"topic":"allLiquidation.BTCUSDT","type":"snapshot","ts":1790000000412,"data":[{"T":1790000000000,"s":"BTCUSDT","S":"Buy","v":"0.050","p":"40000.00"}]}`

// BenchmarkBurst records 50,000 events that arrive at once, and says how long
// the store takes to acknowledge them, beside a loop that writes as much to a
// file and syncs after each event, before and after: the faster one counts.
func BenchmarkBurst(b *testing.B) {
	const events = 50_000
	for b.Loop() {
		loop := fsyncLoop(b, 2_000)
		s := opened(b, b.TempDir())
		r := recording(b, s)
		begin := time.Now()
		for i := range data.UnixMs(events) {
			r.Frame(liquidated(noon+i, raw, one(noon+i)))
		}
		fed := time.Since(begin)
		flushed(b, r)
		took := time.Since(begin)
		got := r.Stats()
		if got.Stored != events || got.Lost != 0 || got.Backlog != 0 {
			b.Fatalf("got %+v, want %d stored and none lost", got, events)
		}
		loop = max(loop, fsyncLoop(b, 2_000))
		b.ReportMetric(loop, "fsync-loop/s")
		b.ReportMetric(float64(fed.Microseconds())/events, "µs/event-fed")
		b.ReportMetric(events/took.Seconds(), "stored/s")
		b.ReportMetric(events/took.Seconds()/loop, "×fsync-loop")
		b.ReportMetric(float64(got.MostBacklog), "most-waiting")
		b.ReportMetric(0, "ns/op")
	}
}

// BenchmarkSustained records 2,000 events a second for ten seconds.
func BenchmarkSustained(b *testing.B) {
	const rate, seconds = 2_000, 10
	for b.Loop() {
		s := opened(b, b.TempDir())
		r := recording(b, s)
		begin := time.Now()
		for i := range data.UnixMs(rate * seconds) {
			if due := begin.Add(time.Duration(i) * time.Second / rate); i%20 == 0 {
				time.Sleep(time.Until(due))
			}
			r.Frame(liquidated(noon+i, raw, one(noon+i)))
		}
		late := r.Stats().Backlog
		flushed(b, r)
		took := time.Since(begin)
		got := r.Stats()
		if got.Stored != rate*seconds || got.Lost != 0 {
			b.Fatalf("got %+v, want %d stored and none lost", got, rate*seconds)
		}
		b.ReportMetric(rate*seconds/took.Seconds(), "stored/s")
		b.ReportMetric(float64(late), "waiting-at-end")
		b.ReportMetric(float64(got.MostBacklog), "most-waiting")
		b.ReportMetric(fsyncLoop(b, 2_000), "fsync-loop/s")
		b.ReportMetric(0, "ns/op")
	}
}

// BenchmarkRestart opens a recording of 50,000 events.
func BenchmarkRestart(b *testing.B) {
	dir := b.TempDir()
	s := opened(b, dir)
	r := recording(b, s)
	for i := range data.UnixMs(50_000) {
		r.Frame(liquidated(noon+i, raw, one(noon+i)))
	}
	stopped(b, r)
	s.Close()
	for b.Loop() {
		begin := time.Now()
		s := opened(b, dir)
		r := recording(b, s)
		r.Frame(liquidated(noon+data.Hour, raw, one(noon+data.Hour+data.UnixMs(b.N))))
		flushed(b, r)
		b.ReportMetric(float64(time.Since(begin).Milliseconds()), "ms-to-first-stored")
		stopped(b, r)
		s.Close()
	}
}

// fsyncLoop returns how many events a second a plain file takes that is synced
// after each.
func fsyncLoop(b *testing.B, events int) float64 {
	b.Helper()
	f, err := os.Create(filepath.Join(b.TempDir(), "log"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	e := Event{Kind: Liquidation, Venue: "bybit", Symbol: "BTCUSDT", Received: noon, Raw: []byte(raw), Liquidation: one(noon)}
	body, err := encode(&e)
	if err != nil {
		b.Fatal(err)
	}
	begin := time.Now()
	for range events {
		if _, err := f.Write(body); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
	}
	return float64(events) / time.Since(begin).Seconds()
}
