package screens_test

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/venues"
	"unwind/web/live"
	"unwind/web/live/livetest"
	"unwind/web/live/screens"
	"unwind/web/record"
	"unwind/web/upstream"
)

// way is a venue, this server's part and a screen, over loopback.
type way struct {
	venue  *livetest.Venue
	ready  chan struct{} // the venue was subscribed to
	screen *websocket.Conn
}

func newWay(b *testing.B) *way {
	b.Helper()
	w := &way{venue: &livetest.Venue{}, ready: make(chan struct{}, 1)}
	w.venue.Said = func(*livetest.Socket, string) {
		select {
		case w.ready <- struct{}{}:
		default:
		}
	}
	outside := httptest.NewServer(w.venue)
	bybit, _ := venues.Of("bybit")
	var followed *live.Live
	shown := screens.New(screens.Options{Status: func() []live.Status { return followed.Status() }, Log: slog.New(slog.DiscardHandler)})
	followed, err := live.New(live.Options{
		Venues: []live.Venue{{Venue: bybit, Symbols: []string{"BTCUSDT"}}}, Sinks: []live.Sink{shown},
		Hosts: upstream.OpenHosts("", time.Now, slog.New(slog.DiscardHandler)), Log: slog.New(slog.DiscardHandler),
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, outside.Listener.Addr().String())
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(b.Context())
	go followed.Run(ctx)
	go shown.Run(ctx)
	inside := httptest.NewServer(http.Handler(shown))
	b.Cleanup(func() { stop(); w.venue.CloseAll(); outside.Close(); inside.Close() })
	<-w.ready
	w.screen, _, err = websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(inside.URL, "http"), nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { w.screen.Close() })
	return w
}

// watch notes when each liquidation of n is at the screen; its quantity is its
// number.
func (w *way) watch(b *testing.B, n int) <-chan []time.Time {
	done := make(chan []time.Time, 1)
	go func() {
		at, left := make([]time.Time, n), n
		for left > 0 {
			_, raw, err := w.screen.ReadMessage()
			if err != nil {
				b.Error(err)
				break
			}
			now := time.Now()
			if gjson.GetBytes(raw, "type").Str == "resync" {
				b.Error("the screen did not keep up")
			}
			for _, q := range gjson.GetBytes(raw, "liquidations.qty").Array() {
				at[q.Int()-1] = now
				left--
			}
		}
		done <- at
	}()
	return done
}

func frame(first, n int) string {
	var rows []string
	at := time.Now().UnixMilli()
	for i := range n {
		rows = append(rows, fmt.Sprintf(`{"T":%d,"s":"BTCUSDT","S":"Buy","v":"%d","p":"70000"}`, at, first+i))
	}
	return fmt.Sprintf(`{"topic":"allLiquidation.BTCUSDT","type":"snapshot","ts":%d,"data":[%s]}`, at, strings.Join(rows, ","))
}

// How long a liquidation takes from the venue's write to the screen's read, at
// a steady rate, each in a frame of its own. Run it with -benchtime=10000x.
func BenchmarkEventToScreen(b *testing.B) {
	for _, rate := range []int{500, 2000} {
		b.Run(fmt.Sprintf("%d a second", rate), func(b *testing.B) {
			w := newWay(b)
			seen := w.watch(b, b.N)
			sent := make([]time.Time, b.N)
			b.ResetTimer()
			begun := time.Now()
			for i := range sent {
				time.Sleep(time.Until(begun.Add(time.Duration(i) * time.Second / time.Duration(rate))))
				sent[i] = time.Now()
				w.venue.Broadcast(frame(1+i, 1))
			}
			report(b, sent, <-seen)
			b.ReportMetric(float64(b.N)/time.Since(begun).Seconds(), "events/s")
		})
	}
}

// How long a burst of 50,000 liquidations takes until all of it is on the
// screen; the venue writes frames of 500 as fast as it can.
func BenchmarkBurstToScreen(b *testing.B) {
	const events, each = 50_000, 500
	for range b.N {
		w := newWay(b)
		seen := w.watch(b, events)
		begun := time.Now()
		for i := 0; i < events; i += each {
			w.venue.Broadcast(frame(1+i, each))
		}
		last := slices.MaxFunc(<-seen, time.Time.Compare)
		b.ReportMetric(float64(last.Sub(begun).Milliseconds()), "ms-until-shown")
	}
}

// How long a snapshot of a day takes, of nine series of a coin with prices of
// every second and 20,000 liquidations, and how large it is as it is sent.
func BenchmarkSnapshot(b *testing.B) {
	s := screens.New(screens.Options{Status: func() []live.Status { return nil }, Log: slog.New(slog.DiscardHandler)})
	ctx, stop := context.WithCancel(b.Context())
	defer stop()
	go s.Run(ctx)
	if err := s.Learn(ctx, day()); err != nil {
		b.Fatal(err)
	}
	inside := httptest.NewServer(http.Handler(s))
	defer inside.Close()
	for _, packs := range []bool{false, true} {
		b.Run(fmt.Sprintf("compressed %v", packs), func(b *testing.B) {
			for range b.N {
				time.Sleep(3200 * time.Millisecond) // or it is the one before
				var wire atomic.Int64
				d := websocket.Dialer{EnableCompression: packs, NetDialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
					c, err := new(net.Dialer).DialContext(ctx, network, address)
					return metered{c, &wire}, err
				}}
				begun := time.Now()
				c, _, err := d.Dial("ws"+strings.TrimPrefix(inside.URL, "http"), nil)
				if err != nil {
					b.Fatal(err)
				}
				_, raw, err := c.ReadMessage()
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(time.Since(begun).Milliseconds()), "ms-until-read")
				b.ReportMetric(float64(len(raw))/1e3, "kB")
				b.ReportMetric(float64(wire.Load())/1e3, "kB-sent")
				c.Close()
			}
		})
	}
}

type metered struct {
	net.Conn
	n *atomic.Int64
}

func (m metered) Read(b []byte) (int, error) {
	n, err := m.Conn.Read(b)
	m.n.Add(int64(n))
	return n, err
}

// day is a day of a coin on nine venues.
func day() *screens.History {
	h, random := new(screens.History), rand.New(rand.NewPCG(1, 2))
	end := data.UnixMs(time.Now().UnixMilli())
	end -= end % data.Minute
	price := 70000.0
	walk := func() data.Price { price += random.NormFloat64() * 5; return data.Price(math.Round(price*10) / 10) }
	for t := end - data.Day; t < end; t += data.Minute {
		for i := range 9 {
			add := func(e record.Event) {
				e.Venue, e.Received = fmt.Sprintf("venue%d", i), t+data.UnixMs(random.IntN(60_000))
				h.Event(&e)
			}
			c := feed.Candle{Symbol: "BTCUSDT", T: t, Step: data.Minute, Open: walk(), Close: walk(), Volume: math.Round(random.ExpFloat64()*1e5) / 1e3, Final: true}
			c.High, c.Low = max(c.Open, c.Close)+1.5, min(c.Open, c.Close)-1.5
			add(record.Event{Kind: record.Candle, Candle: c})
			m := feed.Mark{Symbol: c.Symbol, Price: walk(), Index: walk()}
			add(record.Event{Kind: record.Mark, Mark: record.Marks{Mark: m, High: m.Price + 1, Low: m.Price - 1}})
			add(record.Event{Kind: record.Interest, Interest: feed.Interest{Symbol: c.Symbol, Qty: 80_000 + math.Round(price*1e3)/1e3}})
			add(record.Event{Kind: record.Funding, Funding: feed.Funding{Symbol: c.Symbol, At: t, Rate: math.Round(random.NormFloat64()*1e4) / 1e8, Predicted: true}})
			for side := data.Long; side <= data.Short && i < 7; side++ {
				add(record.Event{Kind: record.Liquidation, Liquidation: feed.Liquidation{Symbol: c.Symbol, At: t, Side: side, Price: walk(), Qty: 0.1, Notional: data.USD(price / 10)}})
			}
		}
	}
	return h
}

func report(b *testing.B, sent, seen []time.Time) {
	took := make([]time.Duration, len(sent))
	for i := range sent {
		took[i] = seen[i].Sub(sent[i])
	}
	slices.Sort(took)
	for _, p := range []struct {
		name string
		part float64
	}{{"ms-p50", 0.5}, {"ms-p99", 0.99}, {"ms-most", 1}} {
		at := took[max(int(p.part*float64(len(took)))-1, 0)]
		b.ReportMetric(float64(at.Microseconds())/1000, p.name)
	}
}
