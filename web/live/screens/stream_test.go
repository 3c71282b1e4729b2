package screens_test

import (
	"math/rand"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"unwind/data"
	"unwind/data/collect"
	"unwind/data/feed"
	"unwind/data/market"
	"unwind/data/stream"
	"unwind/data/tape"
	"unwind/web/live"
	"unwind/web/live/screens"
	"unwind/web/record"
)

// toOurAge waits until 21 September 2026: messages have no times of before 2009.
func toOurAge() { time.Sleep(time.Until(time.UnixMilli(1789992000000))) }

// both gives frames to screens and, side by side, to a collection that no
// message lies in between of.
type both struct {
	*hall
	direct *collect.Collection
	r      *rand.Rand
}

// moment gives a frame of each venue, as venues send them: with rows of other
// coins, times that venues do not give, equal prints, candles that end.
func (b *both) moment() {
	for _, venue := range []string{"binance", "bybit", "okx", "coinbase"} {
		f := record.Frame{Venue: venue, Spot: venue == "coinbase", Received: ms(), Batch: &feed.Batch{}}
		for _, symbol := range []string{"BTCUSDT", "ETHUSDT"} {
			b.fill(f.Batch, &f, symbol)
		}
		b.Frame(f)
		b.direct.Batch(collect.Source{Venue: venue, Spot: f.Spot, Received: f.Received}, f.Batch)
	}
}

func (b *both) fill(to *feed.Batch, f *record.Frame, symbol string) {
	at := f.Received - data.UnixMs(b.r.Intn(900))
	p := data.Price(1000 + b.r.Intn(100))
	to.Candles = append(to.Candles, feed.Candle{
		Symbol: symbol, T: at - at%data.Minute, Step: data.Minute, Open: 1050, High: max(1050, p) + 1, Low: min(1050, p) - 1, Close: p,
		Volume: b.r.Float64(), TakerBuy: b.r.Float64() / 2, Takers: true, Final: at%data.Minute > 59_000,
	})
	if f.Spot {
		return
	}
	to.Marks = append(to.Marks, feed.Mark{Symbol: symbol, At: at, Price: p})
	to.Interest = append(to.Interest, feed.Interest{Symbol: symbol, At: at, Qty: float64(p)})
	to.Funding = append(to.Funding, feed.Funding{Symbol: symbol, At: f.Received + data.Hour, Rate: float64(p) / 1e7, Predicted: true})
	for range b.r.Intn(3) {
		l := feed.Liquidation{Venue: f.Venue, Symbol: symbol, At: at, Side: data.Side(1 + b.r.Intn(2)), Price: p, Kind: feed.Bankruptcy, Qty: 0.1 + b.r.Float64()}
		l.Notional = data.USD(l.Qty * float64(p))
		if b.r.Intn(4) == 0 {
			l.At = 0
		}
		first := len(to.Liquidations)
		to.AddLiquidation(l, first)
		to.AddLiquidation(l, first) // an equal print
	}
}

// page is a screen in the page's code.
type page struct {
	*viewer
	*stream.Screen
	kinds map[stream.Kind]int
}

func (h *hall) page(t *testing.T) *page {
	t.Helper()
	return &page{h.watch(t), stream.NewScreen(0, "BTCUSDT"), map[stream.Kind]int{}}
}

// next takes one message and reports whether one came.
func (p *page) next(t *testing.T) bool {
	t.Helper()
	_, raw, err := p.conn.ReadMessage()
	if err != nil {
		return false
	}
	c, err := p.Apply(raw)
	if err != nil {
		t.Errorf("%.200s: %v", raw, err)
	}
	p.kinds[c.Kind]++
	return true
}

// told takes messages for a while.
func (p *page) told(t *testing.T, d time.Duration) {
	t.Helper()
	p.conn.SetReadDeadline(time.Now().Add(d))
	for p.next(t) {
	}
}

// What a screen is told gives the rows, the totals and the gaps that the venues
// reported, whether it watched from the beginning or came when all was over.
func TestWhatAScreenIsToldIsWhatVenuesReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		toOurAge()
		h := open(t, 0)
		b := &both{hall: h, direct: collect.New("BTCUSDT"), r: rand.New(rand.NewSource(5))}
		first, ended := h.page(t), make(chan struct{})
		go func() {
			defer close(ended)
			first.told(t, 8*time.Minute)
		}()
		time.Sleep(time.Second)
		for range 1500 {
			b.moment()
			time.Sleep(170 * time.Millisecond)
		}
		for i := range data.UnixMs(3) {
			g := record.Gap{Venue: "okx", From: ms() - (3-i)*data.Minute, To: ms() - (2-i)*data.Minute, Why: record.Silent}
			h.Gap(g)
			b.direct.Gap(data.Gap{Venue: g.Venue, From: g.From, To: g.To, Why: g.Why})
		}
		time.Sleep(time.Minute)
		last := h.page(t)
		last.told(t, 10*time.Second)
		<-ended
		want := b.direct.Tape(ms())
		for name, s := range map[string]*page{"from the beginning": first, "when all was over": last} {
			same(t, name, s.Collection("BTCUSDT").Tape(ms()), want)
		}
	})
}

func same(t *testing.T, name string, got, want *tape.Tape) {
	t.Helper()
	if got == nil || want == nil {
		t.Fatalf("%s: there is nothing to show", name)
	}
	if err := tape.Check(got); err != nil {
		t.Error(err)
	}
	if n := got.Liquidations.Len(); n < 1000 || !reflect.DeepEqual(got.Liquidations.Liquidations, want.Liquidations.Liquidations) {
		t.Errorf("%s: %d liquidations, want the same %d", name, n, want.Liquidations.Len())
	}
	for what, rows := range map[string][2]any{
		"candles": {got.Candles, want.Candles}, "spot": {got.Spot, want.Spot}, "mark": {got.Mark, want.Mark}, "gaps": {got.Gaps, want.Gaps},
	} {
		if !reflect.DeepEqual(rows[0], rows[1]) || reflect.ValueOf(rows[0]).IsNil() {
			t.Errorf("%s: %s are not what was reported", name, what)
		}
	}
	long, short := totals(t, got)
	wantLong, wantShort := totals(t, want)
	if long != wantLong || short != wantShort || long == 0 || short == 0 {
		t.Errorf("%s: %v long and %v short, want %v and %v", name, long, short, wantLong, wantShort)
	}
	if a, b := got.OpenInterest, want.OpenInterest; a == nil || a.V[len(a.V)-1] != b.V[len(b.V)-1] {
		t.Errorf("%s: open interest is not what was reported last", name)
	}
	if a, b := got.Funding, want.Funding; a == nil || a.V[len(a.V)-1] != b.V[len(b.V)-1] {
		t.Errorf("%s: funding is not what was reported last", name)
	}
	if !slices.Equal(got.Gaps.Gaps, want.Gaps.Gaps) || len(got.Gaps.Gaps) != 1 {
		t.Errorf("%s: gaps are %v, want the one of three minutes", name, got.Gaps.Gaps)
	}
}

func totals(t *testing.T, of *tape.Tape) (long, short data.USD) {
	t.Helper()
	m, err := market.New(of)
	if err != nil {
		t.Fatal(err)
	}
	return m.Rolling(of.To, data.Day)
}

// A screen that falls behind is told so, and has everything after the snapshot
// that follows.
func TestAResyncLeavesNothingOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		toOurAge()
		h := open(t, 0)
		s := h.page(t)
		go func() {
			for i := range 4000 {
				h.print(1 + i)
				time.Sleep(10 * time.Millisecond)
			}
		}()
		for range 40 { // ten times as slowly as batches come
			time.Sleep(time.Second)
			s.next(t)
		}
		s.told(t, 5*time.Second)
		made := s.Collection("BTCUSDT").Tape(s.At())
		if n := made.Liquidations.Len(); n != 4000 || s.kinds[stream.Resync] != 1 || s.kinds[stream.Snapshot] != 2 {
			t.Errorf("%d liquidations after %v, want 4000 after one resync", n, s.kinds)
		}
		if v := s.Venues(); len(v) != 1 || v[0].State != stream.Live || !v[0].Sampled {
			t.Errorf("venues are %+v, want one that is live and sampled", v)
		}
	})
}

// Every state that a venue can have, and all that is said of a refusal, is
// understood by the page.
func TestThePageUnderstandsEveryState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		toOurAge()
		h := open(t, 0)
		s := h.page(t)
		s.next(t)
		for state := live.Unknown; state <= live.Blocked; state++ {
			why := &live.Refused{Reason: "banned", Until: ms() + data.Hour, Text: "way too many requests"}
			h.Changed(live.Status{Venue: "okx", Name: "OKX", Symbols: []string{"BTC-USDT-SWAP"}, State: state, Since: ms(), Why: why, Last: ms() - 5, LagMs: -3, Gaps: 2, Sampled: true})
			s.next(t)
			got := s.Venues()[1]
			got.JSON = ""
			want := stream.Status{
				Venue: "okx", Name: "OKX", Symbols: []string{"BTC-USDT-SWAP"}, State: stream.State(state.String()), Since: got.Since,
				Last: got.Since - 5, LagMs: -3, Reason: why.Reason, Until: why.Until, Text: why.Text, Gaps: 2, Sampled: true,
			}
			if !reflect.DeepEqual(got, want) || got.Since == 0 {
				t.Errorf("%v: got %+v, want %+v", state, got, want)
			}
		}
	})
}

// What a server learns later of the past has its place in the chart, and does
// not take that of what is known better.
func TestHistoryThatComesLaterIsInTheChart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		toOurAge()
		begun := ms()
		h := open(t, 0)
		s := h.page(t)
		h.print(7)
		h.tick("BTCUSDT", 100)
		s.told(t, time.Second)
		var known screens.History
		known.Since(begun - data.Hour)
		known.Event(&record.Event{Kind: record.Liquidation, Venue: "okx", Received: begun - data.Minute, Liquidation: feed.Liquidation{Symbol: "BTC-USDT-SWAP", Price: 5, Qty: 1, Notional: 5}})
		known.Candles("bybit", false, []feed.Candle{
			{Symbol: "BTCUSDT", T: begun - data.Minute, Step: data.Minute, Open: 3, High: 3, Low: 3, Close: 3},
		})
		known.Gap(record.Gap{From: begun - data.Second, To: begun, Why: record.Stopped})
		again := h.page(t)
		if err := h.Learn(t.Context(), &known); err != nil {
			t.Fatal(err)
		}
		again.told(t, 2*time.Second)
		made := again.Collection("BTCUSDT").Tape(again.At())
		l := made.Liquidations
		if !slices.Equal(l.Price, []data.Price{5, 7}) || l.Since != begun-data.Hour || !slices.Equal(made.Candles.Close, []data.Price{3, 100}) || made.Gaps == nil {
			t.Errorf("got liquidations at %v since %d, closes %v, gaps %v", l.Price, l.Since-begun, made.Candles.Close, made.Gaps)
		}
	})
}
