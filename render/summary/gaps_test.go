package summary

import (
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/market/markettest"
	"unwind/data/tape"
)

// torn is the synthetic event with gaps, in minutes from its start.
func torn(gaps ...data.Gap) *tape.Tape {
	t := markettest.Tape(1440)
	for i := range gaps {
		gaps[i].From, gaps[i].To = markettest.Start+gaps[i].From*data.Minute, markettest.Start+gaps[i].To*data.Minute
	}
	t.Gaps = &tape.GapLayer{Origin: t.Candles.Origin, Gaps: gaps}
	return t
}

func TestTheTextNamesTheLongestGapsInView(t *testing.T) {
	for _, c := range []struct {
		name, query, lang, want string
	}{
		{"three of five", "t=2026-02-05T05:00", "en", " No data in view: all venues from 01:00:00 to 01:30:00; Bybit from 02:00:00 to 03:00:00 (disconnected); OKX since 04:30:00, still open at 05:00:00 (silent) and 1 more. "},
		{"in Russian", "t=2026-02-05T05:00", "ru", " В окне нет данных: все биржи с 01:00:00 до 01:30:00; Bybit с 02:00:00 до 03:00:00 (нет связи); OKX с 04:30:00, в 05:00:00 данных всё ещё нет (молчит) и ещё 1. "},
		{"a window and what it meets", "t=2026-02-05T05:00&from=2026-02-05T02:30&to=2026-02-05T03:10", "en", " No data in view: Bybit from 02:00:00 to 03:00:00 (disconnected). "},
		{"before any", "t=2026-02-05T00:30", "en", ""},
		{"without the layer", "t=2026-02-05T05:00&layers=heat,candles", "en", ""},
	} {
		tp := torn(data.Gap{From: 60, To: 90, Why: data.NoReason}, data.Gap{Venue: "bybit", From: 120, To: 180, Why: data.Disconnected},
			data.Gap{Venue: "deribit", From: 200, To: 201, Why: data.Stopped}, data.Gap{Venue: "okx", From: 270, To: 330, Why: data.Silent}, data.Gap{From: 400, To: 800, Why: data.Stopped})
		got := plain(of(t, tp, c.query).Text(c.lang))
		if !strings.Contains(got, c.want) || c.want == "" && (strings.Contains(got, "No data") || strings.Contains(got, "нет данных")) {
			t.Errorf("%s: got\n%s\nwant %q in it", c.name, got, c.want)
		}
	}
}

// What reaches beyond the end of a tape ends with it, unless the market goes on.
func TestAGapThatIsNotOver(t *testing.T) {
	for _, c := range []struct{ name, query, lang, want string }{
		{"at the end", "t=2026-02-06", "en", "OKX from 23:30:00 to the end of the tape (the venue refused)."},
		{"at the end, in Russian", "t=2026-02-06", "ru", "OKX с 23:30:00 до конца записи (биржа отказала)."},
		{"before the end", "t=2026-02-05T23:45", "en", "OKX since 23:30:00, still open at 23:45:00 (the venue refused)."},
		{"before the end, in Russian", "t=2026-02-05T23:45", "ru", "OKX с 23:30:00, в 23:45:00 данных всё ещё нет (биржа отказала)."},
	} {
		got := plain(of(t, torn(data.Gap{Venue: "okx", From: 1410, To: 1500, Why: data.Blocked}), c.query).Text(c.lang))
		if !strings.Contains(got, c.want) {
			t.Errorf("%s: got\n%s\nwant %q in it", c.name, got, c.want)
		}
	}
	live := torn(data.Gap{Venue: "okx", From: 1410, To: 1500, Why: data.Blocked})
	live.Edge = live.To - data.Second
	got := plain(of(t, live, "event=live-btcusdt&t=2026-02-05T23:59:59").Text("en"))
	if want := "OKX since 5 Feb 23:30:00, still open at 5 Feb 23:59:59"; !strings.Contains(got, want) {
		t.Errorf("of a market that goes on: got\n%s\nwant %q in it", got, want)
	}
}

// The event ends at midnight, so its window is of one day; a gap of the day
// before says which.
func TestAGapOfAnotherDayIsDated(t *testing.T) {
	got := plain(of(t, torn(data.Gap{Venue: "okx", From: -60, To: 60, Why: data.Behind}), "").Text("en"))
	if want := "OKX from 4 Feb 23:00:00 to 01:00:00 (the recorder fell behind)."; !strings.Contains(got, want) {
		t.Errorf("got\n%s\nwant %q in it", got, want)
	}
}

func TestTheTextSaysWhatWasFetched(t *testing.T) {
	tp := markettest.Tape(240)
	tp.Candles.Provenance, tp.Candles.Fetched = data.Recorded, 1
	tp.Liquidations.Provenance = data.Recorded
	for lang, want := range map[string]string{"en": "price fetched later, liquidations recorded,", "ru": "цена — история биржи, ликвидации — запись,"} {
		if got := plain(of(t, tp, "").Text(lang)); !strings.Contains(got, want) {
			t.Errorf("got\n%s\nwant %q in it", got, want)
		}
	}
}
