package venues_test

import (
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/feed"
	"unwind/data/feed/deribit"
	"unwind/data/feed/feedtest"
	"unwind/data/feed/okx"
	"unwind/data/feed/venues"
	"unwind/data/margin"
)

// sample is a symbol of each venue.
var sample = map[string]string{
	"binance": "BTCUSDT", "bybit": "BTCUSDT", "okx": "BTC-USDT-SWAP", "deribit": "BTC-PERPETUAL", "hyperliquid": "BTC", "bitmex": "XBTUSD",
	"binance-spot": "BTCUSDT", "coinbase": "BTC-USD", "coinglass": "BTC",
}

func document(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile("../../../docs/feeds.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestVenuesAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, v := range venues.All() {
		if seen[v.ID] || v.ID == "" || v.ID != strings.ToLower(v.ID) || v.Name == "" || len(v.Budgets) == 0 || v.Refused == nil || v.Streams == nil {
			t.Errorf("%q lacks something: %+v", v.ID, v)
		}
		if v.PollsInterest && v.InterestNow == nil {
			t.Errorf("%s has nothing to be asked for open interest", v.ID)
		}
		seen[v.ID] = true
		if got, ok := venues.Of(v.ID); !ok || got.ID != v.ID {
			t.Errorf("%s is not found", v.ID)
		}
		if sample[v.ID] == "" {
			t.Errorf("%s has no sample", v.ID)
		}
	}
	if _, ok := venues.Of("ftx"); ok {
		t.Error("a venue that is none is found")
	}
}

// Adding a venue is filling the same files.
func TestVenuesHaveTheSameFiles(t *testing.T) {
	for _, v := range venues.All() {
		for _, name := range []string{"venue.go", "symbol.go", "rest.go", "stream.go", "limits.go"} {
			if _, err := os.Stat("../" + strings.ReplaceAll(v.ID, "-", "") + "/" + name); err != nil {
				t.Error(err)
			}
		}
	}
}

// What a feed shows at best is said in one place, for all dates.
func TestCompletenessOfEveryFeedIsKnown(t *testing.T) {
	for _, v := range venues.All() {
		if v.Spot {
			continue
		}
		limit, ok := cascade.LimitOf(v.ID, feedtest.Start)
		if !ok || limit.Completeness == cascade.UnknownCompleteness {
			t.Errorf("%s: nothing is known of its feed", v.ID)
		}
	}
	for id, want := range map[string]cascade.Completeness{"binance": cascade.AtLeast, "bybit": cascade.Complete, "okx": cascade.AtLeast, "deribit": cascade.Complete} {
		if limit, _ := cascade.LimitOf(id, feedtest.Start); limit.Completeness != want {
			t.Errorf("%s: got %v, want %v", id, limit.Completeness, want)
		}
	}
}

func TestVenuesWithMarginTablesCanBeRead(t *testing.T) {
	for _, id := range margin.Venues() {
		if id == "binance-coin" {
			continue // its contracts are left out of the streams on purpose
		}
		symbol, _ := margin.Symbol(id, "BTC")
		v, ok := venues.Of(id)
		if !ok {
			t.Errorf("%s has tables and no feed", id)
			continue
		}
		if _, err := v.Streams([]string{symbol}); err != nil {
			t.Errorf("%s: %v", symbol, err)
		}
	}
}

// everyRequest returns one request of each endpoint of a venue.
func everyRequest(t *testing.T, v feed.Venue) []feed.Request {
	t.Helper()
	var all []feed.Request
	all = add(t, all, v, v.Candles)
	all = add(t, all, v, v.Mark)
	all = add(t, all, v, v.Interest)
	all = add(t, all, v, v.InterestNow)
	all = add(t, all, v, v.Funding)
	all = add(t, all, v, v.Trades)
	all = add(t, all, v, v.Totals)
	if v.Liquidations != nil && v.ID == "coinglass" {
		r, err := v.Liquidations.Request(feed.Query{Symbol: "Binance:BTC", From: feedtest.Start, To: feedtest.Start + data.Minute})
		if err != nil {
			t.Fatal(err)
		}
		return append(all, r)
	}
	return add(t, all, v, v.Liquidations)
}

func add[T any](t *testing.T, all []feed.Request, v feed.Venue, e *feed.Endpoint[T]) []feed.Request {
	t.Helper()
	if e == nil {
		return all
	}
	q := feed.Query{Symbol: sample[v.ID], From: feedtest.Start, To: feedtest.Start + data.Minute}
	if len(e.Steps) > 0 {
		q.Step = e.Steps[0].Length
		q.To = q.From + q.Step
	}
	r, err := e.Request(q)
	if err != nil {
		t.Fatalf("%s: %v", v.ID, err)
	}
	if r.Fresh <= 0 || r.Weight <= 0 || r.Host == "" || e.Rows <= 0 {
		t.Errorf("%s: %+v lacks something", v.ID, r)
	}
	if strings.ContainsAny(r.URL(), " \"<>|") || !strings.HasPrefix(r.Path, "/") {
		t.Errorf("%s: %q is no address", v.ID, r.URL())
	}
	return append(all, r)
}

// The document names the host and the last part of the path of every request.
func TestTheDocumentNamesEveryRoute(t *testing.T) {
	doc := document(t)
	for _, v := range venues.All() {
		requests := everyRequest(t, v)
		switch v.ID {
		case "okx":
			requests = append(requests, okx.Instruments())
		case "deribit":
			r, err := deribit.History(feed.Query{Symbol: "BTC-PERPETUAL", From: feedtest.Start, To: feedtest.Start + 1})
			if err != nil {
				t.Fatal(err)
			}
			requests = append(requests, r)
		}
		for _, r := range requests {
			_, section, _ := strings.Cut(doc, "\n## "+heading(v)+"\n")
			section, _, _ = strings.Cut(section, "\n## ")
			last := r.Path[strings.LastIndexByte(r.Path, '/')+1:]
			if !strings.Contains(section, r.Host) || !strings.Contains(section, last) {
				t.Errorf("docs/feeds.md, %q, lacks %s or %s", heading(v), r.Host, last)
			}
		}
	}
}

// heading returns the section of a venue.
func heading(v feed.Venue) string {
	if v.Spot {
		return "Spot: Binance and Coinbase"
	}
	return v.Name
}

// The table of connections is that of the code.
func TestTheDocumentedConnectionsAreTheCodes(t *testing.T) {
	doc := document(t)
	for _, v := range venues.All() {
		streams, err := v.Streams([]string{sample[v.ID]})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range streams {
			want := "| " + v.ID + " | `" + s.URL() + "` | " + ping(s.Ping) + " | `" + s.Proof + "` | " + length(s.Silent) + " | " + length(s.Rotate) + " |"
			if !strings.Contains(doc, want) {
				t.Errorf("docs/feeds.md lacks\n%s", want)
			}
			if s.Silent <= 0 || s.Rotate < 0 || s.Rotate >= data.Day || len(s.Send) == 0 || s.NewParser() == nil {
				t.Errorf("%s %s: %+v", v.ID, s.Name, s)
			}
		}
	}
}

func ping(p feed.Ping) string {
	switch {
	case p.Text == "":
		return "the server's"
	case p.Idle:
		return "`" + p.Text + "` after " + length(p.Every) + " of silence"
	}
	return "`" + p.Text + "` every " + length(p.Every)
}

func length(d data.UnixMs) string {
	switch {
	case d == 0:
		return "–"
	case d%data.Hour == 0:
		return strconv.Itoa(int(d/data.Hour)) + " h"
	case d%data.Minute == 0:
		return strconv.Itoa(int(d/data.Minute)) + " min"
	}
	return strconv.Itoa(int(d/data.Second)) + " s"
}

// The eighteen rows that somebody recorded on 3 April 2026, written back into
// each venue's own bytes: the sides are those that the recorder found, and the
// dollars agree within the half percent by which prices of different kinds do.
func TestRecordedSidesOfThreeVenues(t *testing.T) {
	raw := feedtest.Optional(t, "../../../../shared/data/liquidations/multi_venue_ETHUSDT_2026-04-03.csv")
	frames := map[string]string{
		"binance": `{"e":"forceOrder","o":{"s":"ETHUSDT","S":"SIDE","q":"QTY","p":"PRICE","ap":"PRICE","X":"FILLED","l":"QTY","z":"QTY","T":TIME}}`,
		"bybit":   `{"topic":"allLiquidation.ETHUSDT","data":[{"T":TIME,"s":"ETHUSDT","S":"SIDE","v":"QTY","p":"PRICE"}]}`,
		"okx":     `{"arg":{"channel":"liquidation-orders"},"data":[{"instId":"ETH-USDT-SWAP","details":[{"bkPx":"PRICE","posSide":"long","side":"sell","sz":"QTY","ts":"TIME"}]}]}`,
	}
	symbols := map[string]string{"binance": "ETHUSDT", "bybit": "ETHUSDT", "okx": "ETH-USDT-SWAP"}
	rows := strings.Split(strings.TrimSpace(string(raw)), "\n")[1:]
	for _, row := range rows {
		// id, exchange, symbol, side, raw side, quantity, price, mark price, dollars, time, time of insertion
		c := strings.Split(row, ",")
		v, _ := venues.Of(c[1])
		streams, err := v.Streams([]string{symbols[c[1]]})
		if err != nil {
			t.Fatal(err)
		}
		var b feed.Batch
		frame := strings.NewReplacer("SIDE", c[4], "QTY", c[5], "PRICE", c[6], "TIME", c[9]).Replace(frames[c[1]])
		if err := streams[0].NewParser().ParseFrame([]byte(frame), &b); err != nil || len(b.Liquidations) != 1 {
			t.Fatalf("%s: %v, %+v", row, err, b)
		}
		want, _ := strconv.ParseFloat(c[8], 64)
		if l := b.Liquidations[0]; l.Side.String() != c[3] || math.Abs(float64(l.Notional)/want-1) > 0.005 {
			t.Errorf("%s: got %v, %v", row, l.Side, l.Notional)
		}
	}
	if len(rows) != 18 {
		t.Errorf("got %d rows", len(rows))
	}
}

// Every budget that the document states is the code's.
func TestTheDocumentedBudgetsAreTheCodes(t *testing.T) {
	doc := document(t)
	for _, v := range venues.All() {
		for _, b := range v.Budgets {
			want := "| " + v.ID + " | " + b.Name + " | `" + b.Host + "` | " + strconv.Itoa(b.Units) + " | " + length(b.Per) + " |"
			if !strings.Contains(doc, want) {
				t.Errorf("docs/feeds.md lacks\n%s", want)
			}
		}
	}
}
