package panel

import (
	"log/slog"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/days"
	"unwind/data/tape"
	"unwind/web/asset"
	"unwind/web/library"
)

// The figures of the climax are those of docs/embedding.md, "The state":
// 376,642,645 of longs and 160,560,927 of shorts, 70 % longs.
func TestWaveCards(t *testing.T) {
	p := panels(t)
	for _, c := range []struct {
		name, event, lang string
		want              []string
	}{
		{"February", "btc-2026-02-05", "en", []string{
			"Wave 8: ", "Wave 6: longs", `data-at="1770336000000" aria-label="Go there: Wave 6: longs"`,
			"6 Feb, 00:00 to 00:45: $537 M of all coins were force-closed, 70 % of it longs, while the price fell by 4.7 %, from 62,868 to 59,911.",
			"<dt>Open interest</dt><dd>not computable: its points are further apart than the wave</dd>",
			"<dt>Estimated levels run into</dt><dd>15, $", "not computable: modelled events", "All venues, modelled",
			"<tr><td>trigger</td><td>6 Feb 00:00</td><td>62,868</td><td>–</td>", `data-at="1770338700000" data-from="1770334650000" data-to="1770340050000"`, "No split by venue is known, so none is shown.",
		}},
		{"February in Russian", "btc-2026-02-05", "ru", []string{
			"Волна 6: лонги", "принудительно закрыто 537 млн $ по всем монетам, 70 % из них — лонги; цена за это время упала на 4,7 %", "Все биржи, модель",
		}},
		{"October has venues for the day alone", "btc-2025-10-10", "en", []string{
			"10 Oct 2025, as published, of $19.2 B in all", "Hyperliquid", "$10.2 B", "$4.60 B", "$2.40 B",
			"Auto-deleveraging took $2.10 B of the $5.51 B liquidated on Hyperliquid from 21:15 to 21:27, 38 %.", "$3.41 B was left",
			"<dt>Taken by ADL</dt><dd>38 % on Hyperliquid, 21:15 to 21:27, published</dd>",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			html := strings.ReplaceAll(write(t, p, "waves", c.event, c.lang), "\u00a0", " ")
			for _, want := range c.want {
				if !strings.Contains(html, want) {
					t.Errorf("no %q in %s", want, html)
				}
			}
			if strings.Contains(html, "7.61") {
				t.Error("auto-deleveraging is added to what was liquidated")
			}
		})
	}
}

// OKX fires a second after Binance, which two clocks of a second cannot tell
// from none; Bybit ten seconds after it.
func TestVenueLanesSayWhatTheClocksAllow(t *testing.T) {
	const start = data.UnixMs(1770249600000)
	o := tape.Origin{Provenance: data.Recorded, Why: tape.Text{"en": "made up for tests"}, Sources: []tape.Source{{Name: "test", URL: "https://example.org"}}}
	l := &tape.LiquidationLayer{Origin: o}
	add := func(second int, venue string, usd data.USD) {
		l.T, l.Side = append(l.T, start+data.UnixMs(second)*data.Second), append(l.Side, data.Long)
		l.Price, l.Notional = append(l.Price, 60_000), append(l.Notional, usd)
		l.Venue = append(l.Venue, venue)
	}
	add(100, "binance", 1e6)
	add(101, "okx", 1e6)
	for s := 102; s < 110; s++ {
		add(s, "binance", 1e6)
	}
	add(110, "bybit", 1e6)
	c := &tape.CandleLayer{Origin: o}
	c.Step = data.Hour
	c.T, c.Volume = []data.UnixMs{start}, []float64{1}
	c.Open, c.High, c.Low, c.Close = []data.Price{60_000}, []data.Price{60_001}, []data.Price{59_999}, []data.Price{60_000}
	raw, err := tape.Write(&tape.Tape{
		ID: "lanes", Title: tape.Text{"en": "Lanes"}, Summary: tape.Text{"en": "Lanes."}, Instrument: "BTCUSDT", Symbol: "BTCUSDT", Base: "BTC",
		From: start, To: start + data.Hour, Cover: start, PlayFrom: start, Candles: c, Liquidations: l,
		ADL: &tape.ADLLayer{Origin: o, Venue: "hyperliquid", Fills: true, Step: data.Minute,
			T: []data.UnixMs{start, start + data.Minute, start + 2*data.Minute}, ADL: []float64{7, 3, 9}, Liquidated: []float64{8, 12, 9}},
		OpenInterest: &tape.PointLayer{Origin: o, Points: data.Points{T: []data.UnixMs{start, start + 5*data.Minute}, V: []float64{10e9, 9.9e9}}},
		Gaps: &tape.GapLayer{Origin: o, Gaps: []data.Gap{
			{Venue: "coinbase", From: start, To: start + data.Hour, Why: data.Silent}, // which sends no liquidations
			{Venue: "deribit", From: start + 99*data.Second, To: start + 101*data.Second, Why: data.Silent},
			{Venue: "bybit", From: start + 103*data.Second, To: start + 105*data.Second, Why: data.Silent},
			{Venue: "bybit", From: start + 106*data.Second, To: start + 107*data.Second, Why: data.Silent},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	events, err := library.New([]*asset.Blob{asset.NewBlob(library.ContentType, raw)}, "", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(events, func(name string) string { return name })
	if err != nil {
		t.Fatal(err)
	}
	html := strings.ReplaceAll(write(t, p, "waves", "lanes", "en"), "\u00a0", " ")
	for _, want := range []string{
		"<span>Binance</span>", "$9.00 M · fired first",
		"1.0 s after the first, within the clocks’ ±2.0 s: cannot be told apart", "10.0 s after the first (clocks ±1.5 s)",
		"at least $11.0 M of this contract’s feed", "not computable: sampled feed",
		"<dd>sampled, with gaps (Bybit, Deribit), at least</dd>",
		"<dd>−$100 M (−1.0 %), 00:00 to 00:05</dd>",
		// −ln(1 − 9/11) · 11 = 18.75 orders of $1 M, of which 9 are 48 %
		"Feed Binance BTCUSDT: full 9 of 11 s (82 %): at least 19 orders came, of which at most 48 % are shown; worth about $18.8 M, at the mean size of each second’s latest",
		"Feed OKX BTCUSDT: full 1 of 11 s (9 %)", "since nobody says which of a second is sent",
		// the first row came 100 s into the hour
		"Counted from 5 Feb 00:01 to 5 Feb 01:00 UTC, as long as they were followed",
		"<strong>Binance BTCUSDT</strong>: full 9 of 3,500 s (0.26 %), at least $9.00 M; in its fullest minute, to 5 Feb 00:01: full 9 of 60 s (15 %)",
		"<dt>Taken by ADL</dt><dd>25 % of the fills on Hyperliquid, recorded</dd>", // 3 of the 12 of the second minute
	} {
		if !strings.Contains(html, want) {
			t.Errorf("no %q in %s", want, html)
		}
	}
}

func TestDaysHoldTheVenuesOfOctober(t *testing.T) {
	list, err := days.List()
	if err != nil {
		t.Fatal(err)
	}
	d := list[0]
	if len(d.Venues) != 3 || d.Venues[0] != (days.VenueTotal{Name: "Hyperliquid", USD: 10.2e9}) || d.ADL == nil || d.ADL.Total() != 5.51e9 {
		t.Errorf("got %+v, %+v", d.Venues, d.ADL)
	}
}
