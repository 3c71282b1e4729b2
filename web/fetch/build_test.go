package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"unwind/data"
	"unwind/data/history"
	"unwind/data/tape"
)

// The window of the tests: the night of 5 to 6 February 2026, with a day
// before it.
const (
	day5 = data.UnixMs(1770249600000) // 2026-02-05T00:00:00Z
	from = day5 + 22*data.Hour
	to   = day5 + 26*data.Hour
)

func request() *history.Request {
	return &history.Request{Venue: history.Binance, Symbol: "BTCUSDT", From: from, To: to, WarmUp: data.Day, Step: data.Minute}
}

func date(day data.UnixMs) string { return history.UTC(day).Format(time.DateOnly) }

func file(set, name string, day data.UnixMs) string {
	return "/data/futures/um/daily/" + set + "/BTCUSDT-" + name + "-" + date(day) + ".zip"
}

const klineHeader = "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n"

// klines are the minutes of a day, at a price of 60,000 and a little more each
// minute; unit is 1 for milliseconds and 1000 for microseconds.
func klines(day data.UnixMs, unit int64) string {
	var b strings.Builder
	for i := range int64(1440) {
		t := int64(day) + i*60000
		fmt.Fprintf(&b, "%d,%d,%d,%d,%d,2.5,%d,150000,9,1.5,90000,0\n", t*unit, 60000+i, 60010+i, 59990+i, 60001+i, (t+59999)*unit)
	}
	return b.String()
}

// metrics are the five minutes of a day, one of them a second late, one empty,
// one twice.
func metrics(day data.UnixMs) string {
	var b strings.Builder
	b.WriteString("create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio\n")
	for i := range 288 {
		t := history.UTC(day + data.UnixMs(i)*5*data.Minute)
		switch i {
		case 7:
			t = t.Add(time.Second)
		case 9:
			fmt.Fprintf(&b, "%s,BTCUSDT,,,1\n", t.Format(time.DateTime))
			continue
		case 11:
			fmt.Fprintf(&b, "%s,BTCUSDT,%d,%d,1\n", t.Format(time.DateTime), 1000+i, 60_000_000+i)
		}
		fmt.Fprintf(&b, "%s,BTCUSDT,%d,%d,1\n", t.Format(time.DateTime), 1000+i, 60_000_000+i)
	}
	return b.String()
}

func bookDepth(day data.UnixMs) string {
	var b strings.Builder
	b.WriteString("timestamp,percentage,depth,notional\n")
	for i := range 2880 {
		t := history.UTC(day + data.UnixMs(i)*30*data.Second).Format(time.DateTime)
		fmt.Fprintf(&b, "%s,-5.00,9,9\n%s,-1.00,100,6000000.5\n%s,-0.20,1,1\n%s,0.20,1,1\n%s,1.00,100,8000000.5\n", t, t, t, t, t)
	}
	return b.String()
}

// texts are all files that a request needs, in the forms that they have had.
var texts = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for day := day5 - data.Day; day <= day5+data.Day; day += data.Day {
		rows := klines(day, 1)
		switch day {
		case day5: // written as files before 2022 are, with a row that stands twice and one that stands beside
			lines := strings.SplitAfter(rows, "\n")
			rows += lines[3] + strings.Replace(lines[4], "0000,", "1000,", 1)
		default:
			rows = klineHeader + rows
		}
		all[file("klines/BTCUSDT/1m", "1m", day)] = rows
		all[file("markPriceKlines/BTCUSDT/1m", "1m", day)] = klineHeader + klines(day, 1)
		all[file("metrics/BTCUSDT", "metrics", day)] = metrics(day)
		all[file("bookDepth/BTCUSDT", "bookDepth", day)] = bookDepth(day)
		all["/data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-"+date(day)+".zip"] = klines(day, 1000)
	}
	all["/data/futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2026-02.zip"] = fmt.Sprintf(
		"calc_time,funding_interval_hours,last_funding_rate\n%d,8,0.0001\n%d,8,-0.0002\n%d,8,0.0003\n", day5-8*data.Hour, day5+8*data.Hour+4, day5+data.Day)
	return all
})

// packed are the same, as they lie in the archive.
var packed = sync.OnceValue(func() map[string][]byte {
	all := map[string][]byte{}
	for path, text := range texts() {
		body, err := zipOf("a.csv", text)
		if err != nil {
			panic(err)
		}
		all[path] = body
	}
	return all
})

// deribitServer is one that speaks like Deribit's history: pages of trades.
type deribitServer struct {
	*httptest.Server
	begin  data.UnixMs // of the trades
	trades []string    // JSON, ascending, a second apart
	asked  int
	status int // answers with it when it is not 0
}

func newDeribit(t *testing.T, begin data.UnixMs) *deribitServer {
	t.Helper()
	d := &deribitServer{begin: begin}
	for i := range 2500 {
		flag := ""
		switch i {
		case 100:
			flag = `,"liquidation":"T"` // a taker who sold: a long of 1,000 dollars
		case 999, 2400:
			flag = `,"liquidation":"M"` // a maker whom a seller met: a short
		}
		d.trades = append(d.trades, fmt.Sprintf(`{"trade_seq":%d,"trade_id":"%d","timestamp":%d,"tick_direction":0,"price":%d,"mark_price":60000,"index_price":60000,"instrument_name":"BTC-PERPETUAL","direction":"sell","amount":1000,"contracts":100%s}`,
			i, 1000+i, int64(begin)+int64(i)*1000, 60000+i, flag))
	}
	d.Server = httptest.NewServer(d)
	t.Cleanup(d.Close)
	return d
}

func (d *deribitServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.asked++
	q := r.URL.Query()
	if d.status != 0 {
		w.WriteHeader(d.status)
		return
	}
	if r.URL.Path != "/api/v2/public/get_last_trades_by_instrument_and_time" || q.Get("instrument_name") != "BTC-PERPETUAL" || q.Get("sorting") != "asc" {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid params"}}`)
		return
	}
	start, end, count := number(q, "start_timestamp"), number(q, "end_timestamp"), number(q, "count")
	var page []string
	more := false
	for i, trade := range d.trades {
		if at := int64(d.begin) + int64(i)*1000; at < start || at > end {
			continue
		}
		if more = int64(len(page)) == count; more {
			break
		}
		page = append(page, trade)
	}
	fmt.Fprintf(w, `{"jsonrpc":"2.0","result":{"trades":[%s],"has_more":%v},"usIn":1,"usOut":2,"usDiff":1,"testnet":false}`, strings.Join(page, ","), more)
}

func number(q url.Values, name string) int64 {
	n, err := strconv.ParseInt(q.Get(name), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// world is all servers of a build.
func world(t *testing.T) (*archive, *deribitServer, *Client) {
	t.Helper()
	a, d := newArchive(t), newDeribit(t, from)
	for path, body := range packed() {
		a.files[path] = &stored{body: body}
	}
	c, _ := a.client(t)
	c.Bases["history.deribit.com"] = d.URL
	c.Bases["fapi.binance.com"] = a.URL // has no such path
	return a, d, c
}

func TestATapeIsBuiltOfAllSources(t *testing.T) {
	_, _, c := world(t)
	b, err := c.Build(t.Context(), request(), history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	v := b.Tape
	if v.ID != "btcusdt-2026-02-05" || v.Base != "BTC" || v.Venue != "binance" || v.Instrument != "BTCUSDT perpetual (Binance USD-M)" || v.From != from || v.To != to {
		t.Errorf("identity: got %q %q %q %d %d", v.ID, v.Base, v.Instrument, v.From, v.To)
	}
	const minutes = (24 + 4) * 60
	if k := v.Candles; k.Len() != minutes || k.T[0] != from-data.Day || k.Open[0] != 60000+22*60 || k.TakerBuy[0] != 1.5 || k.Provenance != data.Recorded {
		t.Errorf("candles: got %d from %d at %v", k.Len(), k.T[0], k.Open[0])
	}
	if v.Mark == nil || len(v.Mark.T) != minutes || v.Mark.Low[0] != 59990+22*60 {
		t.Errorf("mark: got %+v", v.Mark)
	}
	if v.Spot == nil || v.Spot.Len() != 26*60 || v.Spot.T[0] != day5 {
		t.Errorf("spot: got %d candles from %d", v.Spot.Len(), v.Spot.T[0])
	}
	if p := v.OpenInterest; p.T[0] != from-data.Day || len(p.T) != 28*12-2 || p.V[0] != 60_000_000+22*12 {
		t.Errorf("open interest: got %d points from %d, %v", len(p.T), p.T[0], p.V[0])
	}
	if p := v.Funding; !slices.Equal(p.T, []data.UnixMs{day5 - 8*data.Hour, day5 + 8*data.Hour, day5 + data.Day}) {
		t.Errorf("funding: got %v", p.Points)
	}
	if p := v.Depth; p.V[0] != 7000000.5 || p.Of != tape.DepthOfBook || len(p.T) != 26*60 {
		t.Errorf("depth: got %d points, %v", len(p.T), p.V[0])
	}
	checkLiquidations(t, v)
	if raw, err := tape.Write(v); err != nil {
		t.Error(err)
	} else if _, err := tape.Read(raw); err != nil {
		t.Error(err)
	}
}

// Inverse: an amount is dollars. A long was sold by a taker, two shorts were
// met as makers by a seller.
func checkLiquidations(t *testing.T, v *tape.Tape) {
	t.Helper()
	l := v.Liquidations
	if l == nil || !slices.Equal(l.T, []data.UnixMs{from + 100*data.Second, from + 999*data.Second, from + 2400*data.Second}) {
		t.Fatalf("liquidations: got %+v", l)
	}
	if !slices.Equal(l.Side, []data.Side{data.Long, data.Short, data.Short}) || l.Notional[0] != 1000 || l.Price[1] != 60999 || l.Venue[0] != "deribit" || l.Symbol != nil {
		t.Errorf("liquidations: got %+v", l.Liquidations)
	}
	if l.Provenance != data.Recorded || !l.AtLeast || v.Levels != nil || v.Totals != nil {
		t.Error("what was observed is mixed with what is modelled")
	}
}

func TestWhatWasDroppedIsCounted(t *testing.T) {
	_, _, c := world(t)
	b, err := c.Build(t.Context(), request(), history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, f := range b.Report.Files {
		switch f.Name {
		case "candles, BTCUSDT-1m-2026-02-05.zip":
			seen++
			if f.Rows != 1442 || f.Copies != 1 || f.Stray != 1 {
				t.Errorf("candles: got %+v", f)
			}
		case "open interest, BTCUSDT-metrics-2026-02-05.zip":
			seen++
			if f.Rows != 289 || f.Copies != 1 || f.Empty != 1 || f.Moved != 1 {
				t.Errorf("metrics: got %+v", f)
			}
		}
	}
	if seen != 2 {
		t.Errorf("got files %+v", b.Report.Files)
	}
	for _, g := range b.Report.Gaps {
		if g.Layer != "open interest" || g.To-g.From != 5*data.Minute {
			t.Errorf("gap: got %+v", g)
		}
	}
}

func TestTheManifestNamesEveryPart(t *testing.T) {
	_, _, c := world(t)
	b, err := c.Build(t.Context(), request(), history.Options{ID: "a-night"})
	if err != nil {
		t.Fatal(err)
	}
	m := b.Manifest
	if m.Format != history.ManifestFormat || m.Tape != "a-night" || m.From != history.UTC(from) || m.Made.IsZero() {
		t.Errorf("got %+v", m)
	}
	what := map[string]int{}
	for _, p := range m.Parts {
		what[p.What]++
		if len(p.SHA256) != 64 || p.Bytes == 0 || p.Fetched.IsZero() || p.Terms == "" || p.Missing != "" || !strings.HasPrefix(p.URL, "https://") {
			t.Errorf("part: got %+v", p)
		}
		if archived := strings.HasPrefix(p.URL, "https://data.binance.vision/"); archived != (p.Checked != "") || archived != strings.Contains(p.Terms, "CC BY-NC-SA 4.0") {
			t.Errorf("part: got %+v", p)
		}
	}
	want := map[string]int{"candles": 3, "mark": 3, "spot": 2, "open interest": 3, "funding": 1, "depth": 2, "liquidations": 3}
	for k, n := range want {
		if what[k] != n {
			t.Errorf("%s: %d parts, want %d", k, what[k], n)
		}
	}
	if raw, err := m.JSON(); err != nil || !strings.Contains(string(raw), `"from": "2026-02-05T22:00:00Z"`) {
		t.Errorf("JSON: %s, %v", raw, err)
	}
}

func TestNothingIsDownloadedTwice(t *testing.T) {
	a, d, c := world(t)
	var results []string
	first, err := c.Build(t.Context(), request(), history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	archived, pages := a.total, d.asked
	c.Progress = func(s Step) {
		if s.Result != "" {
			results = append(results, s.Result)
		}
	}
	second, err := c.Build(t.Context(), request(), history.Options{})
	if err != nil || a.total != archived || d.asked != pages {
		t.Errorf("got %v, %d and %d requests more", err, a.total-archived, d.asked-pages)
	}
	if pages != 3 {
		t.Errorf("Deribit was asked for %d pages, want 3", pages)
	}
	for _, r := range results {
		if r != "kept, verified" && r != "3 answers" {
			t.Errorf("progress: got %q", r)
		}
	}
	one, _ := tape.Write(first.Tape)
	two, _ := tape.Write(second.Tape)
	if string(one) != string(two) {
		t.Error("the same files make another tape")
	}
}

func TestAMissingDayIsSaid(t *testing.T) {
	a, _, c := world(t)
	delete(a.files, file("klines/BTCUSDT/1m", "1m", day5))
	delete(a.files, file("metrics/BTCUSDT", "metrics", day5+data.Day))
	delete(a.files, "/data/futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2026-02.zip")
	b, err := c.Build(t.Context(), request(), history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if why := b.Tape.Candles.Why; !strings.Contains(why["en"], "no file of 2026-02-05.") || !strings.Contains(why["ru"], "нет файла за 2026-02-05.") {
		t.Errorf("the tape does not say that candles are missing: %q", why)
	}
	if why := b.Tape.OpenInterest.Why["en"]; !strings.Contains(why, "no file of 2026-02-06.") {
		t.Errorf("the tape does not say that open interest is missing: %q", why)
	}
	if b.Tape.Funding != nil {
		t.Errorf("funding: got %+v", b.Tape.Funding)
	}
	if g := b.Report.Gaps[0]; g.Layer != "candles" || g.From != day5 || g.To != day5+data.Day {
		t.Errorf("gaps: got %+v", b.Report.Gaps)
	}
	missing := 0
	for _, p := range b.Manifest.Parts {
		if p.Missing != "" && p.SHA256 == "" {
			missing++
		}
	}
	if missing != 3 || !strings.Contains(strings.Join(b.Warnings, "\n"), "candles, BTCUSDT-1m-2026-02-05.zip: the archive has no such file") {
		t.Errorf("%d parts are missing in the manifest, warnings %q", missing, b.Warnings)
	}
}

func TestFundingOfTheMonthComesFromTheInterface(t *testing.T) {
	a, _, c := world(t)
	delete(a.files, "/data/futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2026-02.zip")
	fapi := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/fapi/v1/fundingRate" || r.URL.Query().Get("symbol") != "BTCUSDT" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprintf(w, `[{"symbol":"BTCUSDT","fundingTime":%d,"fundingRate":"0.00010000","markPrice":"60000"},{"symbol":"BTCUSDT","fundingTime":%d,"fundingRate":"-0.00020000","markPrice":"60000"}]`, day5+2, day5+8*data.Hour)
	}))
	defer fapi.Close()
	c.Bases["fapi.binance.com"] = fapi.URL
	b, err := c.Build(t.Context(), request(), history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if f := b.Tape.Funding; f == nil || !slices.Equal(f.V, []float64{0.0001, -0.0002}) || strings.Contains(f.Why["en"], "no file") {
		t.Errorf("got %+v", f)
	}
}

func TestWithoutDeribitThereIsATapeThatSaysSo(t *testing.T) {
	for status, want := range map[int]string{451: "the venue is unavailable from here", 403: "banned", 500: "down"} {
		_, d, c := world(t)
		d.status = status
		b, err := c.Build(t.Context(), request(), history.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if b.Tape.Liquidations != nil || !strings.Contains(strings.Join(b.Warnings, "\n"), "liquidations of Deribit: ") || !strings.Contains(strings.Join(b.Warnings, "\n"), want) {
			t.Errorf("%d: got %+v, warnings %q, want %q", status, b.Tape.Liquidations, b.Warnings, want)
		}
	}
}

func TestAFaultOfTheArchiveEndsTheBuild(t *testing.T) {
	a, _, c := world(t)
	a.files[file("klines/BTCUSDT/1m", "1m", day5)].checksum = strings.Repeat("ab", 32) + "  BTCUSDT-1m-2026-02-05.zip\n"
	if b, err := c.Build(t.Context(), request(), history.Options{}); !errors.Is(err, ErrChecksum) || b != nil {
		t.Errorf("a wrong checksum: got %v", err)
	}
	a, _, c = world(t)
	a.files[file("klines/BTCUSDT/1m", "1m", day5)].body = zipped(t, "a.csv", strings.Repeat("0", 1<<20))
	if _, err := c.Build(t.Context(), request(), history.Options{}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a zip bomb: got %v", err)
	}
	a, _, c = world(t)
	a.put(t, file("klines/BTCUSDT/1m", "1m", day5), klineHeader+"1770249600000,1,x,1,1,1,1,1,1,1,1,0\n")
	if _, err := c.Build(t.Context(), request(), history.Options{}); err == nil || !strings.Contains(err.Error(), `BTCUSDT-1m-2026-02-05.zip:2: column 3, "high": must be a finite number, is "x"`) {
		t.Errorf("a row that is none: got %v", err)
	}
}

func TestAFileThatCannotBeReadIsDownloadedAgain(t *testing.T) {
	a, _, c := world(t)
	f := a.files[file("klines/BTCUSDT/1m", "1m", day5)]
	whole := f.body
	f.body = whole[:len(whole)/2] // with a digest that belongs to it
	if _, err := c.Build(t.Context(), request(), history.Options{}); !errors.Is(err, ErrZip) {
		t.Fatalf("half of a zip: got %v", err)
	}
	f.body = whole
	if _, err := c.Build(t.Context(), request(), history.Options{}); err != nil {
		t.Errorf("the archive has put it right, and the build fails: %v", err)
	}
}

func TestABuildCanBeStoppedAndGoesOn(t *testing.T) {
	a, _, c := world(t)
	ctx, cancel := context.WithCancel(t.Context())
	c.Progress = func(s Step) {
		if s.Done == 5 && s.Result != "" {
			cancel()
		}
	}
	if _, err := c.Build(ctx, request(), history.Options{}); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	before := a.total
	c.Progress = nil
	if _, err := c.Build(t.Context(), request(), history.Options{}); err != nil {
		t.Fatal(err)
	}
	if files := 3*3 + 2*2 + 1; a.total-before != 2*(files-5) {
		t.Errorf("%d requests more, want two for each of the %d files that were left", a.total-before, files-5)
	}
}

func TestTradesMakeShorterCandles(t *testing.T) {
	a, _, c := world(t)
	var rows strings.Builder
	rows.WriteString("agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n")
	for i := range 8640 {
		fmt.Fprintf(&rows, "%d,%d,0.5,1,1,%d,%v\n", i, 60000+i%7, int64(day5)+int64(i)*10000, i%2 == 0)
	}
	a.put(t, file("aggTrades/BTCUSDT", "aggTrades", day5), rows.String())
	r := request()
	r.Trades, r.Step, r.WarmUp = true, 10*data.Second, data.Hour
	b, err := c.Build(t.Context(), r, history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	k := b.Tape.Candles
	if k.Step != 10*data.Second || k.Len() != 3*360 || k.T[0] != from-data.Hour || k.Volume[0] != 0.5 || k.TakerBuy[0]+k.TakerBuy[1] != 0.5 {
		t.Errorf("got %d candles of %d from %d", k.Len(), k.Step, k.T[0])
	}
	if !strings.Contains(k.Why["en"], "aggregate trades") || !strings.Contains(k.Why["en"], "no file of 2026-02-06") || b.Tape.Mark != nil {
		t.Errorf("got %q, mark %v", k.Why, b.Tape.Mark)
	}
}
