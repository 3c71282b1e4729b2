package live_test

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/venues"
	"unwind/web/live"
	"unwind/web/live/livetest"
	"unwind/web/record"
	"unwind/web/upstream"
)

// ears are a sink that remembers.
type ears struct {
	mu     sync.Mutex
	total  map[string]int // by identity
	usd    float64
	marks  int
	frames int
	gaps   []record.Gap
}

func (e *ears) Frame(f record.Frame) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.frames++
	e.marks += len(f.Batch.Marks)
	for i := range f.Batch.Liquidations {
		e.total[f.Batch.Liquidations[i].Identity()]++
		e.usd += float64(f.Batch.Liquidations[i].Notional)
	}
}

func (e *ears) Gap(g record.Gap) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.gaps = append(e.gaps, g)
}

// whole returns the gaps with their pieces put together.
func (e *ears) whole() (all []record.Gap) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, g := range e.gaps {
		if n := len(all); n > 0 && all[n-1].Why == g.Why && all[n-1].To == g.From {
			all[n-1].To = g.To
			continue
		}
		all = append(all, g)
	}
	return all
}

// once fails where something was heard twice.
func (e *ears) once(t *testing.T) {
	t.Helper()
	for id, n := range e.total {
		if n != 1 {
			t.Errorf("%s came %d times", id, n)
		}
	}
}

// scene is one venue that is followed, in a bubble.
type scene struct {
	t     *testing.T
	venue *livetest.Venue
	live  *live.Live
	ears  *ears
	stop  context.CancelFunc
	ended chan struct{}
}

// bubble runs a test in a time of its own, which begins on 5 February 2026.
func bubble(t *testing.T, f func(*testing.T)) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.UnixMilli(1770292800000)))
		f(t)
	})
}

// follow begins to follow a symbol of a venue. Jitter is always half.
func follow(t *testing.T, id, symbol string, v *livetest.Venue) *scene {
	t.Helper()
	e := &ears{total: map[string]int{}}
	s := followInto(t, id, symbol, v, e)
	s.ears = e
	return s
}

// followInto follows with sinks of one's own.
func followInto(t *testing.T, id, symbol string, v *livetest.Venue, sinks ...live.Sink) *scene {
	t.Helper()
	return followWith(t, id, symbol, v, live.Options{Sinks: sinks})
}

// followWith follows with the sinks and the recorder of options.
func followWith(t *testing.T, id, symbol string, v *livetest.Venue, to live.Options) *scene {
	t.Helper()
	s := &scene{t: t, venue: v.Start(t), ended: make(chan struct{})}
	of, ok := venues.Of(id)
	if !ok {
		t.Fatalf("no venue %q", id)
	}
	var err error
	s.live, err = live.New(live.Options{
		Venues: []live.Venue{{Venue: of, Symbols: []string{symbol}}},
		Sinks:  to.Sinks, Recorder: to.Recorder, Dial: v.Dial, Random: func() float64 { return 0.5 },
		Hosts: upstream.OpenHosts("", time.Now, slog.New(slog.DiscardHandler)), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	s.stop = stop
	go func() {
		defer close(s.ended)
		s.live.Run(ctx)
	}()
	return s
}

// end stops following; what was heard can be looked at then.
func (s *scene) end() {
	s.stop()
	<-s.ended
}

func (s *scene) status() live.Status {
	synctest.Wait()
	return s.live.Status()[0]
}

func (s *scene) wantState(want live.State) live.Status {
	s.t.Helper()
	got := s.status()
	if got.State != want {
		s.t.Errorf("at %s the state is %v, want %v", time.Now().UTC().Format(time.TimeOnly), got.State, want)
	}
	return got
}

func unixMs() int64 { return time.Now().UnixMilli() }

// Frames as Binance writes them.
func binanceMark() string {
	return fmt.Sprintf(`{"e":"markPriceUpdate","E":%d,"s":"BTCUSDT","p":"70000.0","i":"70001.0","P":"70000","r":"0.0001","T":%d}`, unixMs(), unixMs()+3600_000)
}

func binanceOrder(at int64, price string) string {
	return fmt.Sprintf(`{"e":"forceOrder","E":%d,"o":{"s":"BTCUSDT","S":"SELL","o":"LIMIT","f":"IOC","q":"0.5","p":"%s","ap":"%s","X":"FILLED","l":"0.1","z":"0.5","T":%d,"ps":"BTCUSDT","st":1}}`, at+1000, price, price, at)
}

const binanceAck = `{"result":null,"id":1}`

func TestAnAcknowledgementProvesNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := &livetest.Venue{}
		v.Said = func(s *livetest.Socket, text string) {
			if strings.Contains(text, "SUBSCRIBE") {
				s.Say(binanceAck)
				if s.N == 3 {
					s.Say(binanceMark())
				}
			}
		}
		begun := time.Now()
		s := follow(t, "binance", "BTCUSDT", v)
		time.Sleep(time.Millisecond)
		s.wantState(live.Connecting)
		time.Sleep(16 * time.Second) // the address that acknowledges and stays silent
		s.wantState(live.Silent)
		time.Sleep(17 * time.Second)
		if got := s.wantState(live.Flowing); !got.Sampled {
			t.Error("Binance's liquidations are sampled, and the status does not say so")
		}
		s.end()
		// 15 s of silence, half of 1 s, 15 s, half of 2 s.
		want := []time.Duration{0, 15500 * time.Millisecond, 31500 * time.Millisecond}
		if got := since(begun, v.Asked()); !slices.Equal(got, want) {
			t.Errorf("asked after %v, want %v", got, want)
		}
		if v.Asked()[0].To != "fstream.binance.com/market/ws" {
			t.Errorf("asked %s", v.Asked()[0].To)
		}
		from := data.UnixMs(begun.UnixMilli())
		if got, want := s.ears.whole(), (record.Gap{Venue: "binance", From: from, To: from + 31_500, Why: record.Silent}); len(got) != 1 || got[0] != want {
			t.Errorf("gaps are %+v, want one of 31.5 s of silence", got)
		}
	})
}

func since(begun time.Time, times []livetest.Handshake) []time.Duration {
	var all []time.Duration
	for _, at := range times {
		all = append(all, at.At.Sub(begun))
	}
	return all
}

// The venue cuts every connection at 24 h. Whatever it reports it reports on
// all that are open.
func TestBeforeTheCutAnotherConnectionTakesOver(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := &livetest.Venue{}
		v.Said = func(s *livetest.Socket, text string) {
			s.Say(binanceAck)
			time.AfterFunc(24*time.Hour, func() { s.Close(1000) })
		}
		s := follow(t, "binance", "BTCUSDT", v)
		sent, doubled := 0, 0
		for range 49 * 3600 / 11 {
			time.Sleep(11 * time.Second)
			v.Broadcast(binanceMark())
			for range 3 {
				v.Broadcast(binanceOrder(unixMs()-500, fmt.Sprint(60000+sent)))
				sent++
				doubled += len(v.Open()) - 1
			}
		}
		got := s.wantState(live.Flowing)
		s.end()
		if len(s.ears.total) != sent {
			t.Errorf("heard %d liquidations, want %d", len(s.ears.total), sent)
		}
		s.ears.once(t)
		// 23 h and 46 h: two connections beside each other, never more.
		if got.Connections != 3 || v.Most() != 2 {
			t.Errorf("%d connections, %d at a time; want 3, 2", got.Connections, v.Most())
		}
		if doubled == 0 || got.Duplicates != uint64(doubled) {
			t.Errorf("%d duplicates, want %d", got.Duplicates, doubled)
		}
		if gaps := s.ears.whole(); got.Gaps != 1 || len(gaps) != 1 || gaps[0].To-gaps[0].From != 11000 {
			t.Errorf("gaps are %+v, want only the 11 s before the first data", gaps)
		}
	})
}

// What comes on the old connection alone, after another has taken over, still
// counts; its prices do not. A venue that says that it will close is left for
// another connection at once.
func TestTheOldConnectionIsStillHeard(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := &livetest.Venue{}
		s := follow(t, "binance", "BTCUSDT", v)
		time.Sleep(time.Second)
		v.Broadcast(binanceMark())
		v.Broadcast(`{"e":"serverShutdown","E":1770292800000}`)
		time.Sleep(time.Second)
		if len(v.Open()) != 2 {
			t.Fatalf("%d connections are open, want 2", len(v.Open()))
		}
		old, young := v.Open()[0], v.Open()[1]
		young.Say(binanceMark())
		s.status()
		old.Say(binanceMark())
		old.Say(binanceOrder(unixMs(), "60001"))
		young.Say(binanceOrder(unixMs(), "60002"))
		time.Sleep(11 * time.Second)
		got := s.wantState(live.Flowing)
		if len(v.Open()) != 1 || v.Open()[0] != young {
			t.Error("the old connection is still open")
		}
		s.end()
		if len(s.ears.total) != 2 || s.ears.marks != 2 || got.Gaps != 1 {
			t.Errorf("heard %d liquidations, %d mark prices, %d gaps; want 2, 2, 1", len(s.ears.total), s.ears.marks, got.Gaps)
		}
	})
}

// When the new connection breaks within the overlap, the old one serves on and
// nothing is missing.
func TestTheOldConnectionServesWhenTheNewOneBreaks(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := &livetest.Venue{}
		v.Said = func(s *livetest.Socket, _ string) {
			if s.N > 2 {
				s.Say(binanceMark())
			}
		}
		s := follow(t, "binance", "BTCUSDT", v)
		time.Sleep(time.Second)
		v.Broadcast(binanceMark())
		v.Broadcast(`{"e":"serverShutdown","E":1770292800000}`)
		time.Sleep(time.Second)
		old, young := v.Open()[0], v.Open()[1]
		young.Say(binanceMark())
		s.status()
		time.Sleep(5 * time.Second)
		old.Say(binanceMark())
		s.status()
		young.Raw().Close()
		s.wantState(live.Flowing)
		old.Say(binanceMark()) // counts again
		old.Say(binanceOrder(unixMs(), "60001"))
		time.Sleep(time.Second) // half of it is the pause before another one
		got := s.wantState(live.Flowing)
		s.end()
		if len(s.ears.total) != 1 || s.ears.marks != 4 || got.Gaps != 1 || got.Connections != 3 {
			t.Errorf("heard %d liquidations, %d mark prices, %d gaps on %d connections; want 1, 4, 1, 3",
				len(s.ears.total), s.ears.marks, got.Gaps, got.Connections)
		}
	})
}

// What a venue says with status 200 in place of a handshake is read, too.
func TestARefusalMayComeWithStatus200(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := &livetest.Venue{Refuse: func(int, http.Header) (int, string) {
			return 200, `{"retCode":10009,"retMsg":"The IP is located in a country that is not served"}`
		}}
		s := follow(t, "bybit", "BTCUSDT", v)
		time.Sleep(30 * time.Minute)
		got := s.wantState(live.Blocked)
		s.end()
		if len(v.Asked()) != 1 || got.Why == nil || got.Why.Reason != "unavailable from here" {
			t.Errorf("asked %d times; why is %+v", len(v.Asked()), got.Why)
		}
	})
}

func TestAfterABreakItConnectsAgainAndSaysWhatIsMissing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := &livetest.Venue{}
		v.Said = func(s *livetest.Socket, _ string) { s.Say(binanceMark()) }
		s := follow(t, "binance", "BTCUSDT", v)
		for i := range 120 {
			time.Sleep(time.Second)
			v.Broadcast(binanceMark())
			v.Broadcast(binanceOrder(unixMs(), fmt.Sprint(50000+i)))
		}
		synctest.Wait()
		last := unixMs()
		time.Sleep(200 * time.Millisecond)
		v.CloseAll()
		s.wantState(live.Disconnected)
		time.Sleep(time.Second)
		got := s.wantState(live.Flowing)
		v.Broadcast(binanceOrder(last, "50119")) // once more after the break
		v.Broadcast(binanceOrder(unixMs(), "49000"))
		synctest.Wait()
		s.end()
		s.ears.once(t)
		if len(s.ears.total) != 121 {
			t.Errorf("heard %d liquidations, want 121", len(s.ears.total))
		}
		// The last data came 0.2 s before the break, the pause is half of 1 s.
		gap := s.ears.gaps[len(s.ears.gaps)-1]
		want := record.Gap{Venue: "binance", From: gap.From, To: gap.From + 700, Why: record.Disconnected}
		if gap != want || int64(gap.From) != last || got.Gaps != 1 || len(s.ears.gaps) != 1 {
			t.Errorf("the gap is %+v, want %+v from %d on", gap, want, last)
		}
	})
}

func TestPausesGrowWithFullJitter(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := &livetest.Venue{}
		v.Said = func(s *livetest.Socket, _ string) { s.Close(1001) }
		begun := time.Now()
		s := follow(t, "bybit", "BTCUSDT", v)
		time.Sleep(2 * time.Minute)
		s.wantState(live.Disconnected)
		s.end()
		// Half of 1, 2, 4, 8 s; after five failures the host is left alone for
		// 15 s, and then until half a second more.
		want := []time.Duration{0, 500, 1500, 3500, 7500}
		got := since(begun, v.Asked())
		for i := range want {
			if i >= len(got) || got[i] != want[i]*time.Millisecond {
				t.Fatalf("asked after %v, want %v ms first", got, want)
			}
		}
		for i := len(want); i < len(got); i++ {
			if got[i]-got[i-1] < 8*time.Second {
				t.Errorf("asked %v after the time before", got[i]-got[i-1])
			}
		}
		if gaps := s.ears.whole(); len(s.ears.gaps) != 24 || len(gaps) != 1 || gaps[0].To-gaps[0].From != 120_000 {
			t.Errorf("gaps are %+v, want a piece every five seconds, one after the other", s.ears.gaps)
		}
	})
}

// A venue that does not serve the country of the server, or has banned it, is
// left alone.
func TestARefusalIsHeeded(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		header string
		reason string
		again  time.Duration // when it is asked again
	}{
		"the country is not served": {451, `{"code":0,"msg":"Service unavailable from a restricted location"}`, "", "unavailable from here", time.Hour},
		"a ban with a time":         {418, `{"code":-1003,"msg":"banned"}`, "7200", "banned", 2 * time.Hour},
		"too many requests":         {429, `{}`, "90", "rate limited", 90 * time.Second},
		"a firewall":                {403, `<html>`, "", "banned", 10 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := &livetest.Venue{}
				v.Refuse = func(n int, h http.Header) (int, string) {
					if n > 1 {
						return 0, ""
					}
					if c.header != "" {
						h.Set("Retry-After", c.header)
					}
					return c.status, c.body
				}
				v.Said = func(s *livetest.Socket, _ string) { s.Say(binanceMark()) }
				begun := time.Now()
				s := follow(t, "binance", "BTCUSDT", v)
				time.Sleep(c.again - time.Second)
				got := s.wantState(live.Blocked)
				if got.Why == nil || got.Why.Reason != c.reason || int64(got.Why.Until) < begun.Add(c.again).UnixMilli() {
					t.Errorf("why is %+v, want %s until %s", got.Why, c.reason, c.again)
				}
				if len(v.Asked()) != 1 {
					t.Errorf("asked %d times, want 1", len(v.Asked()))
				}
				time.Sleep(10 * time.Second)
				s.wantState(live.Flowing)
				s.end()
				if len(v.Asked()) != 2 {
					t.Errorf("asked %d times, want 2", len(v.Asked()))
				}
				if gaps := s.ears.whole(); len(gaps) != 1 || gaps[0].Why != record.Blocked || int64(gaps[0].From) != begun.UnixMilli() {
					t.Errorf("gaps are %+v, want one from the start on, blocked", gaps)
				}
			})
		})
	}
}

func bybitFrame(rows ...string) string {
	return fmt.Sprintf(`{"topic":"allLiquidation.BTCUSDT","type":"snapshot","ts":%d,"data":[%s]}`, unixMs(), strings.Join(rows, ","))
}

func bybitRow(at int64, price, qty int) string {
	return fmt.Sprintf(`{"T":%d,"s":"BTCUSDT","S":"Buy","v":"%d","p":"%d"}`, at, qty, price)
}

// The second half of a burst comes before the first.
func TestABurstIsHeardWhole(t *testing.T) {
	const events, each = 50_000, 500
	bubble(t, func(t *testing.T) {
		v := &livetest.Venue{}
		v.Said = func(s *livetest.Socket, _ string) { s.Say(`{"success":true,"ret_msg":"","op":"subscribe"}`) }
		s := follow(t, "bybit", "BTCUSDT", v)
		time.Sleep(time.Second)
		at := unixMs()
		var rows []string
		for i := range events {
			rows = append(rows, bybitRow(at-int64(i%7), 60000+i/3, 1+i%3))
		}
		for _, i := range []int{1, 0} { // the second half first
			half := rows[i*events/2 : (i+1)*events/2]
			for frame := range slices.Chunk(half, each) {
				v.Broadcast(bybitFrame(frame...))
			}
		}
		got := s.wantState(live.Flowing)
		s.end()
		if len(s.ears.total) != events || got.Liquidations != events {
			t.Errorf("heard %d, counted %d, want %d", len(s.ears.total), got.Liquidations, events)
		}
		s.ears.once(t)
	})
}

func TestEqualPrintsOfOneFrameStayTwo(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := &livetest.Venue{}
		s := follow(t, "bybit", "BTCUSDT", v)
		time.Sleep(time.Second)
		row := bybitRow(unixMs(), 70000, 2)
		v.Broadcast(bybitFrame(row, bybitRow(unixMs(), 1, 1), row))
		v.Broadcast(bybitFrame(row, row)) // cut otherwise, as another connection does
		got := s.status()
		s.end()
		// 2 × 2 × 70,000 and 1.
		if len(s.ears.total) != 3 || s.ears.usd != 280001 || got.Duplicates != 2 {
			t.Errorf("heard %v worth %.0f with %d duplicates", slices.Sorted(maps.Keys(s.ears.total)), s.ears.usd, got.Duplicates)
		}
	})
}

// OKX may begin with the last liquidation from before, which is neither new
// nor a sign of life.
func TestAStaleFirstFrameIsDropped(t *testing.T) {
	bubble(t, func(t *testing.T) {
		order := func(at int64) string {
			return fmt.Sprintf(`{"arg":{"channel":"liquidation-orders","instType":"SWAP"},"data":[{"details":[{"bkLoss":"0","bkPx":"70000","ccy":"","posSide":"long","side":"sell","sz":"10","ts":"%d"}],"instFamily":"BTC-USDT","instId":"BTC-USDT-SWAP","instType":"SWAP","uly":"BTC-USDT"}]}`, at)
		}
		v := &livetest.Venue{}
		s := follow(t, "okx", "BTC-USDT-SWAP", v)
		time.Sleep(time.Second)
		public := v.Open()[slices.IndexFunc(v.Asked(), func(h livetest.Handshake) bool { return strings.HasSuffix(h.To, "/public") })]
		public.Say(order(unixMs() - 3600_000))
		s.wantState(live.Connecting)
		public.Say(order(unixMs()))
		got := s.status()
		s.end()
		if got.Stale != 1 || got.Liquidations != 1 || s.ears.usd != 7000 { // 10 × 0.01 × 70,000
			t.Errorf("stale %d, heard %d worth %.0f; want 1, 1 worth 7000", got.Stale, got.Liquidations, s.ears.usd)
		}
	})
}

// What a venue must be told in time.
func TestConnectionsAreKeptAsVenuesWant(t *testing.T) {
	for name, c := range map[string]struct {
		venue, symbol string
		says          string // of the venue, at once
		want          string
		within        time.Duration
		count         int
	}{
		"Bybit wants a ping every 20 s":           {"bybit", "BTCUSDT", bybitAlive, `{"op":"ping"}`, 65 * time.Second, 3},
		"OKX wants one where nothing came":        {"okx", "BTC-USDT-SWAP", "", "ping", 14 * time.Second, 0},
		"Deribit wants its tests answered":        {"deribit", "BTC-PERPETUAL", `{"jsonrpc":"2.0","method":"heartbeat","params":{"type":"test_request"}}`, "public/test", time.Second, 1},
		"BitMEX wants one where nothing came":     {"bitmex", "XBTUSD", "", "ping", 15 * time.Second, 3},
		"Hyperliquid wants one every 30 s":        {"hyperliquid", "BTC", hyperliquidAlive, `{"method":"ping"}`, 65 * time.Second, 2},
		"Binance pings itself, and wants nothing": {"binance", "BTCUSDT", "", "ping", 10 * time.Second, 0},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := &livetest.Venue{}
				s := follow(t, c.venue, c.symbol, v)
				time.Sleep(time.Millisecond)
				first := v.Open()[0]
				for begun := time.Now(); time.Since(begun) < c.within; time.Sleep(5 * time.Second) {
					if c.says != "" {
						first.Say(c.says)
					}
				}
				synctest.Wait()
				s.end()
				count := 0
				for _, h := range first.Heard() {
					if h == c.want || strings.HasPrefix(h, "{\"jsonrpc") && strings.Contains(h, c.want) {
						count++
					}
				}
				if count != c.count {
					t.Errorf("heard %q %d times of %q, want %d", c.want, count, first.Heard(), c.count)
				}
			})
		})
	}
}

const (
	bybitAlive       = `{"topic":"kline.1.BTCUSDT","type":"snapshot","ts":1770292800000,"data":[]}`
	hyperliquidAlive = `{"channel":"candle","data":{"t":1770292800000,"T":1770292859999,"s":"BTC","i":"1m","o":"1","c":"1","h":"1","l":"1","v":"1","n":1}}`
)

// A venue is behind when its freshest data is late.
func TestAVenueThatLagsIsBehind(t *testing.T) {
	bubble(t, func(t *testing.T) {
		mark := func(late int64) string {
			return fmt.Sprintf(`{"e":"markPriceUpdate","E":%d,"s":"BTCUSDT","p":"70000.0"}`, unixMs()-late)
		}
		v := &livetest.Venue{}
		s := follow(t, "binance", "BTCUSDT", v)
		for _, c := range []struct {
			late int64
			want live.State
		}{{100, live.Flowing}, {8000, live.Behind}, {100, live.Flowing}} {
			for range 12 {
				time.Sleep(time.Second)
				v.Broadcast(mark(c.late))
			}
			s.wantState(c.want)
		}
		s.end()
	})
}

// What is cut, too long, or drips in is no data.
func TestBrokenFramesAreNoData(t *testing.T) {
	for name, c := range map[string]struct {
		do    func(*livetest.Socket)
		state live.State
	}{
		"a frame that is cut": {func(s *livetest.Socket) { s.Say(binanceMark()[:40]) }, live.Connecting},
		"a frame that is too long": {func(s *livetest.Socket) {
			s.Say(`{"e":"markPriceUpdate","x":"` + strings.Repeat("x", 1<<20) + `"}`)
		}, live.Disconnected},
		"a frame that drips in": {func(s *livetest.Socket) {
			go func() {
				s.Raw().Write([]byte{0x81, 120})
				for _, err := s.Raw().Write([]byte{'{'}); err == nil; _, err = s.Raw().Write([]byte{'{'}) {
					time.Sleep(time.Second)
				}
			}()
			time.Sleep(15 * time.Second)
		}, live.Silent},
		"a connection that ends within a frame": {func(s *livetest.Socket) {
			s.Raw().Write([]byte{0x81, 120, '{'})
			s.Raw().Close()
		}, live.Disconnected},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := &livetest.Venue{}
				s := follow(t, "binance", "BTCUSDT", v)
				time.Sleep(time.Millisecond)
				c.do(v.Open()[0])
				s.wantState(c.state)
				time.Sleep(time.Second)
				for range 3 {
					v.Broadcast(binanceMark()) // it goes on, on this connection or the next
				}
				s.wantState(live.Flowing)
				s.end()
			})
		})
	}
}

// A recorder whose store takes nothing holds nobody up.
func TestARecorderThatStoresNothingDelaysNobody(t *testing.T) {
	store, err := record.Open(t.Context(), record.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	recorder, err := record.NewRecorder(store)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	const frames, each = 40, 50
	v := &livetest.Venue{}
	v.Said = func(s *livetest.Socket, _ string) {
		for i := range frames {
			var rows []string
			for j := range each {
				rows = append(rows, bybitRow(1770292800000, 50000+i*each+j, 1))
			}
			s.Say(bybitFrame(rows...))
		}
	}
	screen := &ears{total: map[string]int{}}
	s := followInto(t, "bybit", "BTCUSDT", v, screen, recorder)
	for s.live.Status()[0].Liquidations < frames*each {
		time.Sleep(time.Millisecond)
	}
	s.end()
	if stats := recorder.Stats(); stats.Stored != 0 || stats.Backlog < frames*each {
		t.Errorf("the recorder has stored %d, and %d wait; want none and all", stats.Stored, stats.Backlog)
	}
	if len(screen.total) != frames*each {
		t.Errorf("the screen has %d liquidations, want %d", len(screen.total), frames*each)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_ = recorder.Close(ctx) // says what was not stored
}

func TestSymbolsThatAreNoneAreRefused(t *testing.T) {
	of, _ := venues.Of("binance")
	_, err := live.New(live.Options{Venues: []live.Venue{{Venue: of, Symbols: []string{"../x"}}}})
	var refusal *feed.Refusal
	if refusal, _ = err.(*feed.Refusal); refusal == nil || refusal.Reason != feed.BadSymbol {
		t.Errorf("got %v, want a refusal of the symbol", err)
	}
}
