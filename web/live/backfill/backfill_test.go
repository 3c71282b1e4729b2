package backfill_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/venues"
	"unwind/web/live"
	"unwind/web/live/backfill"
	"unwind/web/live/screens"
	"unwind/web/record"
	"unwind/web/upstream"
	"unwind/web/upstream/upstreamtest"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// now is the last whole minute, so that begun is half a minute later.
func now() data.UnixMs {
	t := data.UnixMs(time.Now().UnixMilli())
	return t - t%data.Minute
}

// running returns screens that run until the test ends.
func running(t *testing.T) *screens.Screens {
	t.Helper()
	s := screens.New(screens.Options{Status: func() []live.Status { return nil }, Log: quiet()})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.Run(ctx)
	}()
	t.Cleanup(func() { stop(); <-ended })
	return s
}

// recording is recorded events in the order in which they were stored.
type recording struct {
	events []record.Event
	mu     sync.Mutex
	read   int // events that were ever read
}

func (r *recording) Read(_ context.Context, from, _ data.UnixMs, kinds []record.Kind, visit func(*record.Event) error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range r.events {
		for _, k := range kinds {
			if e.Kind == k && e.Received >= from-data.Minute {
				r.read++
				if err := visit(&e); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func candle(t data.UnixMs, price data.Price, final bool) feed.Candle {
	return feed.Candle{Symbol: "BTCUSDT", T: t, Step: data.Minute, Open: price, High: price, Low: price, Close: price, Volume: 1, Takers: true, TakerBuy: 0.5, Final: final}
}

// hours is a recording of two hours that ended ten minutes before a time: each
// minute a final candle, a mark price, open interest, a rate that is to come and
// two liquidations, of which one came twice.
func hours(end data.UnixMs) *recording {
	r := new(recording)
	add := func(k record.Kind, at data.UnixMs, e record.Event) {
		e.Kind, e.Venue, e.Symbol, e.Received = k, "binance", "BTCUSDT", at
		r.events = append(r.events, e)
	}
	for t := end - 130*data.Minute; t < end-10*data.Minute; t += data.Minute {
		price := data.Price((t - end + data.Day) / data.Minute)
		at := t + data.Minute + 1
		add(record.Candle, at, record.Event{Candle: candle(t, price, true)})
		add(record.Mark, at, record.Event{Mark: record.Marks{Mark: feed.Mark{Symbol: "BTCUSDT", At: t + 1, Price: price}, High: price + 1, Low: price - 1}})
		add(record.Interest, at, record.Event{Interest: feed.Interest{Symbol: "BTCUSDT", At: t, Qty: 5}})
		add(record.Funding, at, record.Event{Funding: feed.Funding{Symbol: "BTCUSDT", At: end + data.Hour, Rate: 0.0001, Predicted: true}})
		for _, ordinal := range []int{0, 1, 1} {
			add(record.Liquidation, at, record.Event{Liquidation: feed.Liquidation{Venue: "binance", Symbol: "BTCUSDT", At: t, Side: data.Long, Price: price, Qty: 1, Notional: data.USD(price), Ordinal: ordinal}})
		}
	}
	add(record.Missing, end-60*data.Minute, record.Event{Gap: record.Gap{Venue: "binance", From: end - 61*data.Minute, To: end - 60*data.Minute, Why: record.Silent}})
	add(record.Candle, end+data.Minute, record.Event{Candle: candle(end, 9, false)}) // since this server began
	return r
}

func (r *recording) span() record.Span {
	return record.Span{From: r.events[0].Received, To: r.events[len(r.events)-3].Received}
}

// tables returns the snapshot of screens without what each has of its own.
func tables(s *screens.Screens) string {
	var b strings.Builder
	gjson.ParseBytes(s.Snapshot()).ForEach(func(key, value gjson.Result) bool {
		if key.Str != "at" && key.Str != "seq" {
			fmt.Fprintln(&b, key.Str, value.Raw)
		}
		return true
	})
	return b.String()
}

// inItsOwnTime runs a test on a clock that only waiting moves, so that a slow
// machine changes nothing. It stands at a whole minute of 2026.
func inItsOwnTime(t *testing.T, test func(*testing.T)) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.UnixMilli(1770292800000)))
		test(t)
	})
}

func TestWhatWasRecordedIsShownAgain(t *testing.T) {
	inItsOwnTime(t, recordedIsShownAgain)
}

func recordedIsShownAgain(t *testing.T) {
	end := now()
	r := hours(end)
	o := backfill.Options{Screens: running(t), Recording: r, Recorded: r.span(), Begun: end, Log: quiet()}
	backfill.Run(t.Context(), o)
	m := gjson.ParseBytes(o.Screens.Snapshot())
	for name, want := range map[string]int{"candles": 120, "marks": 120, "interest": 120, "funding": 120, "liquidations": 240} {
		if got := len(m.Get(name + ".times").Array()); got != want {
			t.Errorf("%d rows of %s, want %d", got, name, want)
		}
	}
	if late := m.Get("since").Int() - int64(end-backfill.Window); late < 0 || late > int64(2*data.Minute) {
		t.Errorf("liquidations are there since %d ms after what is looked back", late)
	}
	var gaps []string
	for _, g := range m.Get("gaps").Array() {
		gaps = append(gaps, fmt.Sprintf("%s %s %d-%d", g.Get("venue").Str, g.Get("why").Str, (int64(end)-g.Get("from").Int())/60000, (int64(end)-g.Get("to").Int())/60000))
	}
	if got := strings.Join(gaps, ", "); got != " stopped 1445-128,  stopped 9-0, binance silent 61-60" {
		t.Errorf("the gaps are %q, minutes before the start", got)
	}
}

func TestWithoutARecordingTheDayIsAGap(t *testing.T) {
	end := now()
	old := hours(end - 2*data.Day)
	for name, o := range map[string]backfill.Options{
		"nothing is recorded":         {},
		"nothing was recorded so far": {Recording: new(recording)},
		"the recording is older":      {Recording: old, Recorded: old.span()},
	} {
		o.Screens, o.Begun, o.Log = running(t), end, quiet()
		backfill.Run(t.Context(), o)
		m := gjson.ParseBytes(o.Screens.Snapshot())
		if g := m.Get("gaps"); len(g.Array()) != 1 || g.Get("0.from").Int() != int64(end-backfill.Window) || g.Get("0.to").Int() != int64(end) || m.Get("candles").Exists() {
			t.Errorf("%s: the snapshot is %s", name, m.Raw)
		}
	}
}

// What was kept makes the same snapshot without reading all of the recording.
func TestWhatWasKeptStandsForTheRecording(t *testing.T) {
	inItsOwnTime(t, keptStandsForTheRecording)
}

func keptStandsForTheRecording(t *testing.T) {
	end := now()
	r := hours(end)
	file := filepath.Join(t.TempDir(), "live.json.gz")
	first := backfill.Options{Screens: running(t), Recording: r, Recorded: r.span(), Begun: end, Log: quiet()}
	backfill.Run(t.Context(), first)
	ended, stop := context.WithCancel(t.Context())
	stop()
	backfill.Keep(ended, first.Screens, file, quiet())
	want, all := tables(first.Screens), r.read

	second := first
	second.Screens, second.Kept, second.Begun = running(t), file, end+data.Minute
	r.read, second.Recorded.To = 0, second.Begun
	backfill.Run(t.Context(), second)
	got := tables(second.Screens)
	if rows := gjson.GetBytes(second.Screens.Snapshot(), "liquidations.times").Array(); len(rows) != 240 {
		t.Errorf("%d liquidations, want 240", len(rows))
	}
	for _, name := range []string{"candles", "marks", "interest", "funding", "liquidations"} {
		if line(got, name) != line(want, name) {
			t.Errorf("%s was\n%.300s\nand is\n%.300s", name, line(want, name), line(got, name))
		}
	}
	if r.read > all/100 {
		t.Errorf("%d of %d events were read again", r.read, all)
	}

	for name, bytes := range map[string][]byte{"empty": {}, "no gzip": []byte("{}"), "cut": kept(t, file)[:1000]} {
		if err := os.WriteFile(file, bytes, 0o600); err != nil {
			t.Fatal(err)
		}
		second.Screens = running(t)
		backfill.Run(t.Context(), second)
		if rows := gjson.GetBytes(second.Screens.Snapshot(), "candles.times").Array(); len(rows) != 120 && len(rows) != 121 {
			t.Errorf("a file that is %s: %d candles, want those of the recording", name, len(rows))
		}
	}
}

func kept(t *testing.T, file string) []byte {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func line(text, name string) string {
	_, rest, _ := strings.Cut("\n"+text, "\n"+name+" ")
	first, _, _ := strings.Cut(rest, "\n")
	return first
}

// outside is venues that answer about the past, each in its own bytes.
type outside struct {
	refuse map[string]int // status by host
	mu     sync.Mutex
	asked  map[string]int // by host and path
}

func (o *outside) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	if o.asked == nil {
		o.asked = map[string]int{}
	}
	o.asked[r.Host+r.URL.Path]++
	o.mu.Unlock()
	if status := o.refuse[r.Host]; status != 0 {
		w.WriteHeader(status)
		return
	}
	number := func(key string) int64 { n, _ := strconv.ParseInt(r.FormValue(key), 10, 64); return n }
	switch r.URL.Path {
	case "/fapi/v1/klines", "/fapi/v1/markPriceKlines":
		var rows []string
		for t := number("startTime"); t <= number("endTime"); t += 60_000 {
			rows = append(rows, fmt.Sprintf(`[%d,"100","102","99","101","5",%d,"500",9,"2","200","0"]`, t, t+59_999))
		}
		fmt.Fprintf(w, "[%s]", strings.Join(rows, ","))
	case "/futures/data/openInterestHist":
		fmt.Fprintf(w, `[{"symbol":"BTCUSDT","sumOpenInterest":"80000","sumOpenInterestValue":"8000000","timestamp":%d}]`, number("startTime")+3_600_000)
	case "/fapi/v1/fundingRate":
		fmt.Fprintf(w, `[{"symbol":"BTCUSDT","fundingTime":%d,"fundingRate":"0.0001","markPrice":"100"}]`, number("startTime")+3_600_003)
	case "/v5/market/kline":
		var rows []string
		for t := number("end") - number("end")%60_000; t >= number("start"); t -= 60_000 {
			rows = append(rows, fmt.Sprintf(`["%d","200","202","199","201","5","1000"]`, t))
		}
		fmt.Fprintf(w, `{"retCode":0,"result":{"symbol":"BTCUSDT","category":"linear","list":[%s]}}`, strings.Join(rows, ","))
	case "/api/v5/market/history-candles":
		var rows []string
		for t := number("after") - 60_000; t > number("before"); t -= 60_000 {
			rows = append(rows, fmt.Sprintf(`["%d","300","302","299","301","500","5","1500","1"]`, t))
		}
		fmt.Fprintf(w, `{"code":"0","data":[%s]}`, strings.Join(rows, ","))
	default:
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}

func follows(ids ...string) []live.Venue {
	var all []live.Venue
	for _, id := range ids {
		v, _ := venues.Of(id)
		all = append(all, live.Venue{Venue: v, Symbols: venues.Symbols(&v, "BTC")})
	}
	return all
}

func asking(t *testing.T, outside http.Handler) *upstream.Client {
	return upstream.New(upstream.Options{
		Hosts: upstream.OpenHosts("", time.Now, quiet()), Transport: upstreamtest.Venue(t, outside), Now: time.Now, Log: quiet(),
	})
}

// wholeDay reports whether so many minutes are all that is looked back for, or
// lack those that the clock left behind while the test ran.
func wholeDay(n int64) bool {
	asked := int64(backfill.Window / data.Minute)
	return n <= asked && n >= asked-5
}

// Of Binance a day is one request of each kind.
func TestVenuesTellTheDayBefore(t *testing.T) {
	there, end := new(outside), now()
	o := backfill.Options{
		Screens: running(t), Venues: follows("binance", "bybit"), Symbols: []string{"BTCUSDT"},
		Client: asking(t, there), Begun: end + 30*data.Second, Log: quiet(),
	}
	backfill.Run(t.Context(), o)
	m := gjson.ParseBytes(o.Screens.Snapshot())
	for path, want := range map[string]string{
		"candles.venue.0": `"binance"`, "candles.times.@reverse.0": feed.Ms(end - data.Minute), "candles.final.@reverse.0": "true", "candles.takerBuy.7": "2",
		"marks.high.0": "102", "marks.low.0": "99", "marks.price.0": "101",
		"interest.qty": "[80000]", "funding.rate": "[0.0001]", "funding.due.0": feed.Ms(end - backfill.Window + data.Hour + 3),
	} {
		if got := m.Get(path).Raw; got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	for _, name := range []string{"candles", "marks"} {
		if n := m.Get(name + ".times.#").Int(); !wholeDay(n) {
			t.Errorf("%d rows of %s, want one a minute", n, name)
		}
	}
	for path, n := range there.asked {
		if n != 1 || strings.HasSuffix(path, "kline") {
			t.Errorf("%s was asked %d times", path, n)
		}
	}
	asked := len(there.asked)
	backfill.Run(t.Context(), o) // what is known is not asked for again
	if there.asked["fapi.binance.com/fapi/v1/klines"] != 1 || there.asked["fapi.binance.com/fapi/v1/markPriceKlines"] != 1 || len(there.asked) != asked {
		t.Errorf("it was asked again: %v", there.asked)
	}
}

func TestAnotherVenueStandsInForOneThatRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		refuse map[string]int
		want   string
	}{
		{"the first does not serve this country", map[string]int{"fapi.binance.com": 451}, "bybit 201"},
		{"the third is asked in pieces within its budget", map[string]int{"fapi.binance.com": 418, "api.bybit.com": 500}, "okx 301"},
		{"nobody answers", map[string]int{"fapi.binance.com": 451, "api.bybit.com": 451, "www.okx.com": 451}, " "},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			o := backfill.Options{
				Screens: running(t), Venues: follows("binance", "bybit", "okx"), Symbols: []string{"BTCUSDT"},
				Client: asking(t, &outside{refuse: c.refuse}), Begun: now(), Log: slog.New(slog.NewTextHandler(&log, nil)),
			}
			backfill.Run(t.Context(), o)
			m := gjson.ParseBytes(o.Screens.Snapshot())
			if got := m.Get("candles.venue.0").Str + " " + m.Get("candles.close.0").Raw; got != c.want {
				t.Errorf("the candles are of %q, want %q", got, c.want)
			}
			if n := m.Get("candles.times.#").Int(); !wholeDay(n) && c.want != " " {
				t.Errorf("%d candles, want one a minute", n)
			}
			if !strings.Contains(log.String(), "a venue does not tell what was before") {
				t.Errorf("the log does not say who refuses: %s", log.String())
			}
		})
	}
}
