package summary

import (
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/market/markettest"
)

// 51 of 60 seconds are 113.8 orders at least, of which 51 are 45 %; at $10,000
// each they are $1.138 M.
func TestHowFullAFeedWasInWords(t *testing.T) {
	minute := cascade.Saturation{Full: 51, Seconds: 60, Orders: 51, USD: 510e3}
	for _, c := range []struct {
		name  string
		sends cascade.Sends
		full  int
		lang  string
		want  string
	}{
		{"the latest of each second", cascade.LatestOfSecond, 51, "en", "full 51 of 60 s (85 %): at least 114 orders came, of which at most 45 % are shown; worth about $1.14 M, at the mean size of each second’s latest"},
		{"the largest", cascade.LargestOfSecond, 51, "en", "full 51 of 60 s (85 %): at least 114 orders came, of which at most 45 % are shown; worth at least $510 K, the plain sum, since the largest of each second is sent"},
		{"one, and nobody says which", cascade.OneOfSecond, 51, "ru", "полна 51 из 60 с (85 %): ордеров пришло не менее 114, показано из них не более 45 %; на сумму не менее 510 тыс. $ — это простая сумма: неизвестно, какой ордер секунды отдаёт лента"},
		{"every second", cascade.LatestOfSecond, 60, "en", "full 60 of 60 s (100 %): how many orders came cannot be said; worth at least $510 K, the plain sum"},
		{"none", cascade.LatestOfSecond, 0, "ru", "полна 0 из 60 с (0,00 %)"},
	} {
		s := minute
		s.Sends, s.Full = c.sends, c.full
		if got := plain(FeedFull(&s, c.lang)); got != c.want {
			t.Errorf("%s: got\n%s, want\n%s", c.name, got, c.want)
		}
	}
}

func TestTheTextSaysHowFullTheFeedWas(t *testing.T) {
	// −ln(7/60) · 60 = 128.9
	got := plain(of(t, markettest.Throttled(1440), "t=2026-02-05T12:32:20").Text("en"))
	for _, want := range []string{
		"Liquidated since 5 Feb 00:00 UTC: at least ", "The feed Binance TESTUSDT sends at most one order a second; since 5 Feb 2026 00:00:30 UTC it was full ",
		"; in the last minute full 53 of 60 s (88 %): at least 129 orders came",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if got := of(t, markettest.Throttled(1440), "t=2026-02-05T00:00:00").Text("en"); strings.Contains(got, "The feed") {
		t.Errorf("before anything came: got\n%s", got)
	}
	if got := of(t, markettest.Tape(1440), "").Text("en"); strings.Contains(got, "The feed") {
		t.Errorf("a modelled event: got\n%s", got)
	}
}

// A second before a whole day it is none; a day has 86,400 seconds.
func TestTheTextSaysSinceWhenAFeedWasFollowed(t *testing.T) {
	noon := markettest.Start + 12*data.Hour + 32*data.Minute + 20*data.Second
	for _, c := range []struct {
		name, lang  string
		from, since data.UnixMs
		want        string
	}{
		{"ten seconds", "en", markettest.Start, noon - 9*data.Second, "since 5 Feb 2026 12:32:11 UTC it was full "},
		{"of ten", "en", markettest.Start, noon - 9*data.Second, " of 10 s ("},
		{"in Russian", "ru", markettest.Start, noon - 9*data.Second, "с 5 февр. 2026 12:32:11 UTC она была полна "},
		{"a second less than a day", "en", noon - data.Day, noon + 2*data.Second - data.Day, "since 4 Feb 2026 12:32:22 UTC it was full "},
		{"a day", "en", noon - data.Day, noon + data.Second - data.Day, "in these 24 h it was full "},
		{"of 86,400 s", "en", noon - data.Day, noon - data.Day, " of 86,400 s ("},
	} {
		tp := markettest.Throttled(1440)
		tp.From, tp.Liquidations.Since = c.from, c.since
		if got := plain(of(t, tp, "t=2026-02-05T12:32:20").Text(c.lang)); !strings.Contains(got, c.want) {
			t.Errorf("%s: no %q in\n%s", c.name, c.want, got)
		}
	}
}

func TestAFeedIsNamedByVenueAndSymbol(t *testing.T) {
	for symbol, want := range map[string]string{"BTC-USDT-SWAP": "OKX BTC-USDT-SWAP", "": "OKX"} {
		if got := plain(FeedName(&cascade.Meter{Venue: "okx", Symbol: symbol})); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if data.Minute != cascade.SaturationWindow {
		t.Error("the texts say that the window is a minute")
	}
}
