package screens_test

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"
	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
	"unwind/web/live"
	"unwind/web/live/livetest"
	"unwind/web/live/screens"
	"unwind/web/record"
)

// hall is a server of screens, in a bubble.
type hall struct {
	*screens.Screens
	at   *livetest.Listener
	stop context.CancelFunc
}

func open(t *testing.T, most int) *hall {
	t.Helper()
	s := screens.New(screens.Options{
		Status: func() []live.Status { return []live.Status{{Venue: "binance", State: live.Flowing, Sampled: true}} },
		Host:   "unwind.example", Most: most, Log: slog.New(slog.DiscardHandler),
		Refuse: func(w http.ResponseWriter, _ *http.Request, status int, code, _ string) { http.Error(w, code, status) },
	})
	ctx, stop := context.WithCancel(t.Context())
	h := &hall{Screens: s, at: livetest.Serve(t, s), stop: stop}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.Run(ctx)
	}()
	t.Cleanup(func() { stop(); <-ended })
	return h
}

func (h *hall) dial(header http.Header) (*websocket.Conn, int, error) {
	d := websocket.Dialer{NetDialContext: h.at.Dial}
	c, res, err := d.Dial("ws://here/api/live/stream", header)
	if res == nil {
		return c, 0, err
	}
	return c, res.StatusCode, err
}

// viewer is a screen that keeps what it was sent.
type viewer struct {
	conn      *websocket.Conn
	seq       uint64
	prices    map[string]int // of liquidations, how often
	snapshots int
	missed    [][2]uint64
	faults    []string
}

func (h *hall) watch(t *testing.T) *viewer {
	t.Helper()
	c, _, err := h.dial(nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return &viewer{conn: c, prices: map[string]int{}}
}

// read takes messages until none came for a while, or forever.
func (v *viewer) read(t *testing.T, d time.Duration) {
	t.Helper()
	v.conn.SetReadDeadline(time.Now().Add(d))
	for {
		_, raw, err := v.conn.ReadMessage()
		if err != nil {
			return
		}
		v.take(gjson.ParseBytes(raw))
	}
}

func (v *viewer) take(m gjson.Result) {
	seq := m.Get("seq").Uint()
	switch m.Get("type").Str {
	case "snapshot":
		v.snapshots++
		v.prices = map[string]int{}
	case "resync":
		v.missed = append(v.missed, [2]uint64{m.Get("from").Uint(), m.Get("to").Uint()})
		if m.Get("from").Uint() != v.seq+1 {
			v.faults = append(v.faults, "a resync does not begin after the last batch")
		}
		return
	default:
		if seq != v.seq+1 {
			v.faults = append(v.faults, "batch "+strconv.FormatUint(seq, 10)+" follows "+strconv.FormatUint(v.seq, 10))
		}
	}
	v.seq = seq
	for _, p := range m.Get("liquidations.price").Array() {
		v.prices[p.Raw]++
	}
}

func (v *viewer) check(t *testing.T, want int) {
	t.Helper()
	if len(v.prices) != want {
		t.Errorf("the screen has %d liquidations, want %d", len(v.prices), want)
	}
	for p, n := range v.prices {
		if n != 1 {
			t.Errorf("the liquidation at %s is there %d times", p, n)
		}
	}
	for _, f := range v.faults {
		t.Error(f)
	}
}

func ms() data.UnixMs { return data.UnixMs(time.Now().UnixMilli()) }

// print gives the screens one liquidation.
func (h *hall) print(price int) {
	h.Frame(record.Frame{Venue: "binance", Received: ms(), Batch: &feed.Batch{Liquidations: []feed.Liquidation{{
		Venue: "binance", Symbol: "BTCUSDT", At: ms() - 900, Side: data.Long, Price: data.Price(price), Kind: feed.Fill, Qty: 1, Notional: data.USD(price),
	}}}})
}

func TestAScreenHasASnapshotAndThenEveryBatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, 0)
		for i := range 50 {
			h.print(1 + i)
			time.Sleep(10 * time.Millisecond)
		}
		v := h.watch(t)
		go func() {
			for i := range 1000 {
				h.print(1000 + i)
				time.Sleep(2 * time.Millisecond)
			}
		}()
		v.read(t, 3*time.Second)
		v.check(t, 1050)
		if v.snapshots != 1 || len(v.missed) != 0 || v.seq > 30 {
			t.Errorf("%d snapshots, missed %v, %d batches; want 1, none, one a tenth of a second", v.snapshots, v.missed, v.seq)
		}
	})
}

// One screen takes a message a second, the other one everything.
func TestAScreenThatFallsBehindIsToldSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, 0)
		slow, quick := h.watch(t), h.watch(t)
		read := make(chan struct{})
		go func() {
			defer close(read)
			quick.read(t, 43*time.Second)
		}()
		go func() {
			for i := range 4000 {
				h.print(1 + i)
				time.Sleep(10 * time.Millisecond)
			}
		}()
		for range 40 {
			time.Sleep(time.Second)
			if _, raw, err := slow.conn.ReadMessage(); err == nil {
				slow.take(gjson.ParseBytes(raw))
			}
		}
		slow.read(t, 2*time.Second)
		<-read
		quick.check(t, 4000)
		slow.check(t, 4000)
		if len(quick.missed) != 0 || quick.snapshots != 1 {
			t.Errorf("the quick one missed %v in %d snapshots", quick.missed, quick.snapshots)
		}
		if len(slow.missed) != 1 || slow.snapshots != 2 {
			t.Errorf("the slow one missed %v in %d snapshots, want one resync", slow.missed, slow.snapshots)
		}
		if n := h.Resyncs(); n != 1 {
			t.Errorf("%d resyncs are counted, want 1", n)
		}
	})
}

func TestAScreenThatTakesNothingIsLeft(t *testing.T) {
	for name, c := range map[string]struct {
		after time.Duration
		do    func(*websocket.Conn)
	}{
		"it does not read":         {25 * time.Second, func(*websocket.Conn) {}},
		"it reads and never pongs": {80 * time.Second, func(c *websocket.Conn) { c.SetPingHandler(func(string) error { return nil }); drain(c) }},
		"it speaks":                {time.Second, func(c *websocket.Conn) { go drain(c); c.WriteMessage(websocket.TextMessage, []byte("hello")) }},
		"it sends too much":        {time.Second, func(c *websocket.Conn) { go drain(c); c.WriteMessage(websocket.TextMessage, make([]byte, 4096)) }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := open(t, 0)
				v := h.watch(t)
				done := make(chan struct{})
				go func() {
					defer close(done)
					c.do(v.conn)
				}()
				for begun := time.Now(); time.Since(begun) < c.after; time.Sleep(100 * time.Millisecond) {
					h.print(1)
				}
				synctest.Wait()
				if n := h.Count(); n != 0 {
					t.Errorf("%d screens watch, want 0", n)
				}
				<-done
			})
		})
	}
}

func drain(c *websocket.Conn) {
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			return
		}
	}
}

func TestAScreenThatAnswersPingsStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, 0)
		v := h.watch(t)
		v.read(t, 10*time.Minute)
		if v.seq < 118 || v.seq > 122 {
			t.Errorf("%d batches in ten quiet minutes, want one in 5 s", v.seq)
		}
		v.check(t, 0)
	})
}

func TestWhoMayWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, 4)
		for name, c := range map[string]struct {
			origin string
			want   int
		}{
			"a program":                 {"", 101},
			"a page of this server":     {"http://here", 101},
			"a page by its other name":  {"https://unwind.example", 101},
			"a page of another site":    {"https://elsewhere.example", 403},
			"a frame without an origin": {"null", 403},
			"another port":              {"http://here:81", 403},
		} {
			header := http.Header{}
			if c.origin != "" {
				header.Set("Origin", c.origin)
			}
			conn, got, _ := h.dial(header)
			if got != c.want {
				t.Errorf("%s: status %d, want %d", name, got, c.want)
			}
			if conn != nil {
				defer conn.Close()
			}
		}
		last := h.watch(t)
		if _, got, _ := h.dial(nil); got != 503 {
			t.Errorf("the fifth of four screens: status %d, want 503", got)
		}
		go drain(last.conn)
		last.conn.Close()
		synctest.Wait()
		again := h.watch(t)
		go drain(again.conn)
		res, err := (&http.Client{Transport: &http.Transport{DialContext: h.at.Dial, DisableKeepAlives: true}}).Get("http://here/")
		if err != nil || res.StatusCode != http.StatusUpgradeRequired {
			t.Fatalf("without an upgrade: %v, %v", res, err)
		}
		res.Body.Close()
	})
}

func TestStreamsEndWithTheServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, 0)
		v := h.watch(t)
		go func() { time.Sleep(time.Second); h.stop() }()
		var err error
		for err == nil {
			_, _, err = v.conn.ReadMessage()
		}
		if !websocket.IsCloseError(err, websocket.CloseGoingAway) {
			t.Errorf("the stream ended with %v, want going away", err)
		}
	})
}

// What the messages of the document say.
func TestMessagesHaveWhatVenuesSend(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, 0)
		v := h.watch(t)
		v.conn.ReadMessage()
		at := ms()
		for _, price := range []data.Price{3, 4} { // of prices the last of a batch counts
			h.Frame(record.Frame{Venue: "bybit", Received: at, Batch: &feed.Batch{
				Candles:  []feed.Candle{{Symbol: "BTCUSDT", T: at, Step: data.Minute, Open: 1, High: 4, Low: 1, Close: price, Volume: 2, Final: true}},
				Marks:    []feed.Mark{{Symbol: "BTCUSDT", At: at - 1, Price: price, Index: 5}},
				Interest: []feed.Interest{{Symbol: "BTCUSDT", Qty: 6, Notional: 7}},
				Funding:  []feed.Funding{{Symbol: "BTCUSDT", At: at + 9, Rate: -0.01, Predicted: true}},
			}})
		}
		h.Frame(record.Frame{Venue: "coinbase", Spot: true, Received: at, Batch: &feed.Batch{
			Candles: []feed.Candle{{Symbol: "BTC-USD", T: at, Step: data.Minute, Open: 1, High: 4, Low: 1, Close: 2}},
		}})
		h.Gap(record.Gap{Venue: "bybit", From: at - 5, To: at, Why: record.Silent})
		h.Changed(live.Status{Venue: "bybit", State: live.Blocked, Why: &live.Refused{Reason: "unavailable from here"}})
		_, raw, err := v.conn.ReadMessage()
		if err != nil {
			t.Fatal(err)
		}
		m := gjson.ParseBytes(raw)
		a := strconv.FormatInt(int64(at), 10)
		for path, want := range map[string]string{
			"type": `"batch"`, "seq": "1", "since": "", "liquidations": "",
			"candles.close": "[4]", "candles.times": "[" + a + "]", "candles.step": "[60000]", "candles.final": "[true]",
			"spot.symbol": `["BTC-USD"]`, "spot.venue": `["coinbase"]`,
			"candles.takerBuy": "[null]", "marks.high": "[4]", "marks.low": "[3]",
			"marks.price": "[4]", "marks.index": "[5]", "marks.times": "[" + strconv.FormatInt(int64(at-1), 10) + "]",
			"interest.qty": "[6]", "interest.notional": "[7]", "interest.times": "[" + a + "]",
			"funding.rate": "[-0.01]", "funding.due": "[" + strconv.FormatInt(int64(at+9), 10) + "]", "funding.times": "[" + a + "]",
			"gaps.0.why": `"silent"`, "gaps.0.venue": `"bybit"`,
			"venues.0.state": `"blocked"`, "venues.0.why.reason": `"unavailable from here"`,
		} {
			if got := m.Get(path).Raw; got != want {
				t.Errorf("%s is %s, want %s", path, got, want)
			}
		}
	})
}

// The document shows every column that a batch has, and no other.
func TestTheDocumentOfTheStreamIsTrue(t *testing.T) {
	raw, err := os.ReadFile("../../../docs/http.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(raw), "\n## `/api/live/stream`\n")
	_, text, _ = strings.Cut(text, "```json\n")
	text, _, _ = strings.Cut(text, "```")
	synctest.Test(t, func(t *testing.T) {
		h := open(t, 0)
		v := h.watch(t)
		v.conn.ReadMessage()
		h.print(1)
		h.Frame(record.Frame{Venue: "bybit", Received: ms(), Batch: &feed.Batch{
			Candles: make([]feed.Candle, 1), Marks: make([]feed.Mark, 1), Interest: make([]feed.Interest, 1), Funding: make([]feed.Funding, 1),
		}})
		h.Gap(record.Gap{Venue: "bybit", From: 1, To: 2, Why: record.Silent})
		h.Changed(live.Status{Venue: "bybit"})
		_, sent, err := v.conn.ReadMessage()
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"@this", "liquidations", "candles", "marks", "interest", "funding", "gaps.0"} {
			got, want := membersOf(string(sent), path), membersOf(text, path)
			if got != want || got == "" {
				t.Errorf("%s has %s, the document says %s", path, got, want)
			}
		}
	})
}

// membersOf returns the names in an object, in alphabetical order.
func membersOf(raw, path string) string {
	var names []string
	gjson.Get(raw, path).ForEach(func(key, _ gjson.Result) bool {
		names = append(names, key.Str)
		return true
	})
	slices.Sort(names)
	return strings.Join(names, " ")
}

// snapshot returns the first message of a screen.
func (h *hall) snapshot(t *testing.T) gjson.Result {
	t.Helper()
	v := h.watch(t)
	defer v.conn.Close()
	_, raw, err := v.conn.ReadMessage()
	if err != nil {
		t.Fatal(err)
	}
	return gjson.ParseBytes(raw)
}

// A snapshot has the last day, and says from when on it has everything.
func TestASnapshotForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, 0)
		begun := ms()
		h.print(1)
		time.Sleep(16 * time.Hour)
		h.print(2)
		time.Sleep(time.Second)
		if m := h.snapshot(t); m.Get("liquidations.price").Raw != "[1,2]" || m.Get("since").Int() != int64(begun) || m.Get("venues.0.sampled").Raw != "true" {
			t.Errorf("the snapshot is %s", m.Raw)
		}
		time.Sleep(16 * time.Hour)
		h.print(3)
		time.Sleep(time.Second)
		if m := h.snapshot(t); m.Get("liquidations.price").Raw != "[2,3]" || m.Get("since").Int() <= int64(begun) {
			t.Errorf("the snapshot is %s", m.Raw)
		}
	})
}
