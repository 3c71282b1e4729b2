package panel

import (
	"log/slog"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/days"
	"unwind/data/market"
	"unwind/data/tape"
	"unwind/web/asset"
	"unwind/web/library"
)

// ownStart is where the tapes of these tests start: 5 February 2026, UTC.
const ownStart data.UnixMs = 1770249600000

// row is a liquidation at a second of a tape of these tests.
type row struct {
	second        int
	venue, symbol string
	side          data.Side
	usd           data.USD
}

// burst is ten rows in ten seconds.
func burst(second int, venue string, symbols ...string) (rows []row) {
	for i := range 10 {
		rows = append(rows, row{second + i, venue, symbols[i%len(symbols)], data.Long, 1e6})
	}
	return rows
}

// ownTape is an hour of a recorded feed without totals. Its price falls by the
// part fall at the start of each of the first thirty minutes.
func ownTape(rows []row, fall float64) *tape.Tape {
	o := tape.Origin{Provenance: data.Recorded, Why: tape.Text{"en": "made up for tests"}, Sources: []tape.Source{{Name: "test", URL: "https://example.org"}}}
	l, c := &tape.LiquidationLayer{Origin: o}, &tape.CandleLayer{Origin: o}
	for _, r := range rows {
		l.T, l.Side = append(l.T, ownStart+data.UnixMs(r.second)*data.Second), append(l.Side, r.side)
		l.Price, l.Notional = append(l.Price, 60_000), append(l.Notional, r.usd)
		l.Symbol = append(l.Symbol, r.symbol)
		if r.venue != "" {
			l.Venue = append(l.Venue, r.venue)
		}
	}
	c.Step = data.Minute
	for i := range 60 {
		p := data.Price(60_000 * (1 - fall*float64(min(i, 30))))
		next := data.Price(60_000 * (1 - fall*float64(min(i+1, 30))))
		c.T, c.Volume = append(c.T, ownStart+data.UnixMs(i)*data.Minute), append(c.Volume, 1)
		c.Open, c.High, c.Low, c.Close = append(c.Open, p), append(c.High, p), append(c.Low, next), append(c.Close, next)
	}
	return &tape.Tape{
		ID: "own", Title: tape.Text{"en": "Own"}, Summary: tape.Text{"en": "Own."}, Instrument: "BTCUSDT", Symbol: "BTCUSDT", Base: "BTC",
		From: ownStart, To: ownStart + data.Hour, Cover: ownStart + data.Hour, PlayFrom: ownStart, Candles: c, Liquidations: l,
	}
}

// panelsOf returns the panels of tapes; the built-in events stand beside them.
func panelsOf(t *testing.T, tapes ...*tape.Tape) *Panels {
	t.Helper()
	blobs, err := library.MakeBuiltins()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range tapes {
		raw, err := tape.Write(x)
		if err != nil {
			t.Fatal(err)
		}
		blobs = append(blobs, asset.NewBlob(library.ContentType, raw))
	}
	events, err := library.New(blobs, "", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(events, func(name string) string { return name })
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// has fails unless a panel holds all of want and nothing of not.
func has(t *testing.T, p *Panels, name, event, lang string, want, not []string) {
	t.Helper()
	html := strings.ReplaceAll(write(t, p, name, event, lang), "\u00a0", " ")
	for _, s := range want {
		if !strings.Contains(html, s) {
			t.Errorf("no %q in %s", s, html)
		}
	}
	for _, s := range not {
		if strings.Contains(html, s) {
			t.Errorf("%q in %s", s, html)
		}
	}
}

func TestATapeOfSeveralSymbolsSaysSo(t *testing.T) {
	p := panelsOf(t, ownTape(burst(600, "binance", "BTCUSDT", "ETHUSDT", "XRPUSDT"), 0.001))
	has(t, p, "waves", "own", "en", []string{
		"at least $10.0 M of 3 symbols were force-closed",
		"<dt>Liquidated per 1 %</dt><dd>not computable: dollars of several symbols, the price of one</dd>",
	}, []string{"of this contract’s feed"})
	has(t, p, "waves", "own", "ru", []string{"по разным инструментам (3)", "не посчитать: доллары разных инструментов, а цена одного"}, []string{"по ленте этого контракта"})
	has(t, p, "days", "own", "en", []string{
		"Liquidated since then, of what each tape counts", "Own: at least $10.0 M of 3 symbols in 14 h",
	}, []string{"Liquidated since then, all coins"})
}

func TestATapeOfOneSymbolIsOfItsContract(t *testing.T) {
	p := panelsOf(t, ownTape(burst(600, "binance", "BTCUSDT"), 0.001))
	has(t, p, "waves", "own", "en", []string{"of this contract’s feed"}, []string{"several symbols"})
	has(t, p, "days", "btc-2026-02-05", "en", []string{"Liquidated since then, all coins"}, []string{"of what each tape counts"})
}

// 10 of longs and 2 of shorts are 83.3 %. The tape holds no day before.
func TestLongsShareOfATapeWithoutTotals(t *testing.T) {
	rows := append(burst(600, "binance", "BTCUSDT"), row{609, "binance", "BTCUSDT", data.Short, 2e6})
	has(t, panelsOf(t, ownTape(rows, 0.001)), "flush", "own", "en", []string{
		"<td>83.3 %</td>", "The numbers confirm what is said to happen: it was mostly longs.", `<span class="kind">recorded</span>`,
		"5 Feb 00:10:00 to 5 Feb 00:10:09 UTC, from the start of the tape’s largest wave",
		`<td colspan="4" class="missing">no open interest</td>`, "no funding rate", "no spot market", "not known far enough before or after",
	}, []string{"not available here"})
}

// Ten rows from 00:10:00 to 00:10:09.
func TestAShortWaveHasSeconds(t *testing.T) {
	p := panelsOf(t, ownTape(burst(600, "binance", "BTCUSDT"), 0.001))
	has(t, p, "waves", "own", "en", []string{
		"5 Feb, 00:10:00 to 00:10:09: at least", "<dt>Start</dt><dd>5 Feb 00:10:00</dd>", "<dt>End</dt><dd>5 Feb 00:10:09</dd>",
	}, []string{"fired first"}) // one venue alone is neither first nor last
	has(t, p, "waves", "own", "ru", []string{"с 00:10:00 до 00:10:09"}, nil)
	has(t, p, "flush", "own", "en", []string{"5 Feb 00:10:00 to 5 Feb 00:10:09 UTC"}, nil)
	has(t, p, "whatif", "own", "en", []string{"default $250 M, since no depth is known: February’s $5 M × 50."}, []string{"the depth in force at the start"})
	has(t, p, "whatif", "own", "ru", []string{"глубина неизвестна, взяты февральские 5 млн $ × 50"}, nil)
}

func TestRowsWithoutAVenueAreNotOfAllVenues(t *testing.T) {
	p := panelsOf(t, ownTape(burst(600, "", "BTCUSDT"), 0.001))
	has(t, p, "waves", "own", "en", []string{"<span>Venue not named, "}, []string{"All venues"})
	has(t, p, "waves", "own", "ru", []string{"<span>Биржа не названа, "}, []string{"Все биржи"})
}

// Several clusters of October's third wave were reached in one minute, for which
// the totals have one sum.
func TestAMinuteThatTotalsHaveOneSumOfIsNoZero(t *testing.T) {
	has(t, panelsOf(t), "waves", "btc-2025-10-10", "en", []string{"<td>same minute</td>"}, []string{"<td>$0</td>"})
}

func TestWithoutAPriceAtTheStartNoneIsSaid(t *testing.T) {
	m, err := market.New(ownTape(burst(600, "binance", "BTCUSDT"), 0.001))
	if err != nil {
		t.Fatal(err)
	}
	w := newWords(panelsOf(t).texts["en"], "en")
	for _, c := range []struct {
		low  float64
		want string
	}{
		{0, "X: at least $3.00 M of this contract’s feed in 14 h; no price is known at the start."},
		{0.9, "X: at least $3.00 M of this contract’s feed in 14 h, the price down to 90.0."},
	} {
		got := w.overSays("X", &days.Since{USD: []data.USD{0, 3e6}, Low: []float64{0, c.low}}, m)
		if got = strings.ReplaceAll(got, "\u00a0", " "); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
