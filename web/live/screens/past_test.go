package screens_test

import (
	"context"
	"fmt"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"
	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
	"unwind/web/live/screens"
	"unwind/web/record"
)

// tick gives the screens a candle that is open, a mark price, open interest and
// a funding rate.
func (h *hall) tick(symbol string, price data.Price) {
	at := ms()
	h.Frame(record.Frame{Venue: "bybit", Received: at, Batch: &feed.Batch{
		Candles:  []feed.Candle{{Symbol: symbol, T: at - at%data.Minute, Step: data.Minute, Open: price, High: price, Low: price, Close: price}},
		Marks:    []feed.Mark{{Symbol: symbol, Price: price}},
		Interest: []feed.Interest{{Symbol: symbol, Qty: float64(price)}},
		Funding:  []feed.Funding{{Symbol: symbol, Rate: float64(price) / 1e6, Predicted: true, At: at + data.Hour}},
	}})
}

// The prices of a minute are 1 to 20, of the next 21 to 40, and so on.
func TestASnapshotHasOneRowAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, 0)
		for i := range 60 {
			h.tick("BTCUSDT", data.Price(i+1))
			time.Sleep(3 * time.Second)
		}
		m := h.snapshot(t)
		for path, want := range map[string]string{
			"candles.close": "[20,40,60]", "marks.price": "[20,40,60]", "marks.high": "[20,40,60]", "marks.low": "[1,21,41]",
			"interest.qty": "[20,40,60]", "funding.rate": "[0.00002,0.00004,0.00006]",
		} {
			if got := m.Get(path).Raw; got != want {
				t.Errorf("%s is %s, want %s", path, got, want)
			}
		}
	})
}

// 25 hours of minutes of 60 series are 90,000 rows.
func TestASnapshotIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, 0)
		for i := range 25 * 60 {
			for k := range 60 {
				h.tick(fmt.Sprintf("S%dUSDT", k), data.Price(i+1))
			}
			time.Sleep(time.Minute)
		}
		m := h.snapshot(t)
		for _, name := range []string{"candles", "marks", "interest", "funding"} {
			rows, of := m.Get(name+".times").Array(), map[string]int{}
			for _, symbol := range m.Get(name + ".symbol").Array() {
				of[symbol.Str]++
			}
			if n := len(rows); n > 1<<16 || n < 60_000 || len(of) != 60 || of["S59USDT"]-of["S0USDT"] > 1 {
				t.Errorf("%s has %d rows of %d series, one of %d, another of %d", name, n, len(of), of["S0USDT"], of["S59USDT"])
			}
		}
	})
}

// What the price was 24 hours ago is in a snapshot of any time: the close of
// the candle that ended then, or that of the one it fell into.
func TestASnapshotHasThePriceOfADayAgo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, 0)
		for i := range 26 * 60 {
			h.tick("BTCUSDT", data.Price(i+1))
			time.Sleep(time.Minute)
		}
		time.Sleep(59 * time.Second)
		first := data.UnixMs(h.snapshot(t).Get("candles.times.0").Int())
		if ago := ms() - data.Day; first > ago-data.Minute || first < ago-10*data.Minute {
			t.Errorf("the first candle begins %d ms before a day ago", ago-first)
		}
	})
}

func TestAGapThatLastsIsOneInASnapshot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, 0)
		begun := ms()
		for range 30 {
			at := ms()
			time.Sleep(time.Minute)
			for _, venue := range []string{"okx", "bybit"} {
				h.Gap(record.Gap{Venue: venue, From: at, To: ms(), Why: record.Disconnected})
			}
		}
		h.Gap(record.Gap{Venue: "okx", From: ms() + 1, To: ms() + 2, Why: record.Silent})
		time.Sleep(time.Second)
		m := h.snapshot(t)
		if n := len(m.Get("gaps").Array()); n != 3 {
			t.Errorf("%d gaps, want one a venue and another: %s", n, m.Get("gaps").Raw)
		}
		if g := m.Get("gaps.0"); g.Get("from").Int() != int64(begun) || g.Get("to").Int() != int64(begun+30*data.Minute) {
			t.Errorf("the gap is %s, want half an hour", g.Raw)
		}
	})
}

// What comes later from a recording and from venues never takes the place of
// what is known better.
func TestHistoryFillsWhatIsNotKnown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(24 * time.Hour)
		begun := ms()
		time.Sleep(30 * time.Second)
		h := open(t, 0)
		h.tick("BTCUSDT", 100)
		h.print(7)
		v := h.watch(t)
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			v.read(t, 10*time.Second)
		}()
		time.Sleep(time.Second)
		var known screens.History
		known.Since(begun - data.Hour)
		candle := func(t data.UnixMs, price data.Price, final bool) feed.Candle {
			return feed.Candle{Symbol: "BTCUSDT", T: t, Step: data.Minute, Open: price, High: price, Low: price, Close: price, Final: final}
		}
		known.Event(&record.Event{Kind: record.Liquidation, Venue: "okx", Received: begun - data.Minute, Liquidation: feed.Liquidation{Symbol: "BTC-USDT-SWAP", Price: 5, Qty: 1, Notional: 5}})
		for i, c := range []feed.Candle{candle(begun-2*data.Minute, 1, false), candle(begun-data.Minute, 2, true), candle(begun, 3, false)} {
			known.Event(&record.Event{Kind: record.Candle, Venue: "bybit", Received: begun + data.UnixMs(i), Candle: c})
		}
		known.Gap(record.Gap{From: begun - data.Second, To: begun, Why: record.Stopped})
		if err := h.Learn(t.Context(), &known); err != nil {
			t.Fatal(err)
		}
		day := screens.Span{From: begun - 5*data.Minute, To: begun}
		for name, c := range map[string]struct{ got, want screens.Span }{
			"candles that are not final or not there": {h.LacksCandles("bybit", "BTCUSDT", false, day), screens.Span{From: day.From, To: begun - data.Minute}},
			"candles that are all there":              {h.LacksCandles("bybit", "BTCUSDT", false, screens.Span{From: begun - data.Minute, To: begun}), screens.Span{}},
			"candles of nobody":                       {h.LacksCandles("bybit", "BTCUSDT", true, day), day},
			"marks that are there":                    {h.LacksMarks("bybit", "BTCUSDT", screens.Span{From: begun, To: begun + data.Minute}), screens.Span{}},
			"interest in a longer step":               {h.LacksInterest("bybit", "BTCUSDT", screens.Span{From: begun - data.Minute, To: begun + 9*data.Minute}, 5*data.Minute), screens.Span{From: begun + 4*data.Minute, To: begun + 9*data.Minute}},
		} {
			if c.got != c.want {
				t.Errorf("%s: lacks %v, want %v", name, c.got, c.want)
			}
		}
		var asked screens.History
		asked.Candles("bybit", false, []feed.Candle{
			candle(begun-3*data.Minute, 4, false), candle(begun-2*data.Minute, 5, false), candle(begun-data.Minute, 6, false),
		})
		asked.Marks("bybit", []feed.Candle{candle(begun-data.Minute, 6, true)})
		if err := h.Learn(t.Context(), &asked); err != nil {
			t.Fatal(err)
		}
		time.Sleep(4 * time.Second) // or the snapshot is the one before
		m := h.snapshot(t)
		for path, want := range map[string]string{
			"liquidations.price": "[5,7]", "since": feed.Ms(begun - data.Hour), "candles.close": "[4,5,2,100]",
			"marks.price": "[6,100]", "gaps.0.why": `"stopped"`,
		} {
			if got := m.Get(path).Raw; got != want {
				t.Errorf("%s is %s, want %s", path, got, want)
			}
		}
		if at := m.Get("marks.times.0").Int(); at != int64(begun)-1 {
			t.Errorf("the mark price of a minute is of %d, want its end, %d", at, begun-1)
		}
		<-ended
		v.check(t, 2)
		if v.snapshots != 1 || len(v.missed) != 0 {
			t.Errorf("a screen that watches has %d snapshots and missed %v", v.snapshots, v.missed)
		}
	})
}

// A hall comes in within a second, while liquidations go on.
func TestASnapshotIsWrittenOnceForAHall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, 0)
		h.print(1)
		time.Sleep(time.Minute)
		go func() {
			for i := range 300 {
				h.print(2 + i)
				time.Sleep(10 * time.Millisecond)
			}
		}()
		hall := make([]*viewer, 300)
		for i := range hall {
			hall[i] = h.watch(t)
			time.Sleep(3 * time.Millisecond)
		}
		written := map[uint64]int{}
		var read sync.WaitGroup
		for _, v := range hall {
			_, raw, err := v.conn.ReadMessage()
			if err != nil {
				t.Fatal(err)
			}
			v.take(gjson.ParseBytes(raw))
			written[v.seq]++
			read.Go(func() { v.read(t, 5*time.Second) })
		}
		read.Wait()
		if len(written) != 1 {
			t.Errorf("%d snapshots were written: %v", len(written), written)
		}
		for _, v := range hall {
			v.check(t, 301)
		}
	})
}

// counted counts the bytes that come in.
type counted struct {
	net.Conn
	n *int
}

func (c counted) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	*c.n += n
	return n, err
}

func (h *hall) counting(n *int) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := h.at.Dial(ctx, network, address)
		return counted{c, n}, err
	}
}

// For who offers it, what is large is compressed on the way and what is small
// is not; both are whole.
func TestWhatIsLargeIsCompressed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, 0)
		for range 60 {
			h.tick("BTCUSDT", 70000)
			time.Sleep(time.Minute)
		}
		read := map[bool]int{}
		for _, packs := range []bool{false, true} {
			wire := 0
			d := websocket.Dialer{NetDialContext: h.counting(&wire), EnableCompression: packs}
			c, _, err := d.Dial("ws://here/api/live/stream", nil)
			if err != nil {
				t.Fatal(err)
			}
			_, raw, err := c.ReadMessage()
			if n := len(gjson.GetBytes(raw, "candles.times").Array()); n != 60 || err != nil {
				t.Errorf("packed %v: %d candles, %v", packs, n, err)
			}
			read[packs] = wire
			h.print(1)
			if _, raw, err = c.ReadMessage(); err != nil || gjson.GetBytes(raw, "liquidations.price").Raw != "[1]" {
				t.Errorf("packed %v: the next batch is %s, %v", packs, raw, err)
			}
			c.Close()
		}
		if read[true]*4 > read[false] {
			t.Errorf("a snapshot is %d bytes on the way, packed %d; want less than a quarter", read[false], read[true])
		}
	})
}
