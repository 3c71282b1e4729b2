package csvimport

import (
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/tape"
)

func TestAnImportNamesItself(t *testing.T) {
	candles := Input{Candles: []File{sample(t, "candles_1m.csv")}}
	orders := Input{Liquidations: []File{sample(t, "force_orders.csv")}}
	titled := tape.Text{"en": "Mine"}
	for _, c := range []struct {
		name                      string
		in                        Input
		o                         Options
		id, instrument, title, en string
		ru                        string
	}{
		{"by its symbol", candles, Options{Symbol: "AAAUSDT", ID: "mine"}, "mine", "AAAUSDT", "AAAUSDT, 2026-02-06",
			"AAAUSDT went from 100 to 103 (+3.0 %) in 4 candles of 1 min.",
			"AAAUSDT: от 100 до 103 (+3,0 %) за 4 свечи по 1 мин."},
		{"by its id", candles, Options{ID: "mine"}, "mine", "mine", "mine, 2026-02-06",
			"mine went from 100 to 103 (+3.0 %) in 4 candles of 1 min.",
			"mine: от 100 до 103 (+3,0 %) за 4 свечи по 1 мин."},
		{"by neither", candles, Options{Title: titled}, "tape-2026-02-06", "tape-2026-02-06", "Mine",
			"tape-2026-02-06 went from 100 to 103 (+3.0 %) in 4 candles of 1 min.",
			"tape-2026-02-06: от 100 до 103 (+3,0 %) за 4 свечи по 1 мин."},
		{"by its day", candles, Options{}, "tape-2026-02-06", "tape-2026-02-06", "Candles, 2026-02-06",
			"tape-2026-02-06 went from 100 to 103 (+3.0 %) in 4 candles of 1 min.",
			"tape-2026-02-06: от 100 до 103 (+3,0 %) за 4 свечи по 1 мин."},
		{"by the symbol of most prints", orders, Options{}, "aaa-2026-02-06", "AAA", "AAA, 2026-02-06",
			"AAA went from 102 to 100 (−2.0 %) in 2 candles of 1 min, with 4 liquidations on record.",
			"AAA: от 102 до 100 (−2,0 %) за 2 свечи по 1 мин, в записи 4 ликвидации."},
		{"by what the window shows", candles, Options{Symbol: "AAAUSDT", From: t0 + 4*data.Minute}, "aaausdt-2026-02-06", "AAAUSDT", "AAAUSDT, 2026-02-06",
			"AAAUSDT went from 102.5 to 103 (+0.5 %) in 1 candle of 1 min.",
			"AAAUSDT: от 102,5 до 103 (+0,5 %) за 1 свечу по 1 мин."},
	} {
		v, _ := mustImport(t, c.in, c.o)
		plain := func(s string) string { return strings.ReplaceAll(s, gap, " ") }
		if v.ID != c.id || v.Instrument != c.instrument || v.Title["en"] != c.title {
			t.Errorf("%s: got id %q, instrument %q, title %q", c.name, v.ID, v.Instrument, v.Title)
		}
		if got := plain(v.Summary["en"]); got != c.en {
			t.Errorf("%s: got %q, want %q", c.name, got, c.en)
		}
		if got := plain(v.Summary["ru"]); got != c.ru {
			t.Errorf("%s: got %q, want %q", c.name, got, c.ru)
		}
	}
}

func TestNumbersOfASummary(t *testing.T) {
	for _, c := range []struct{ name, got, want string }{
		{"a large price has no decimals", price(73138.4, ",", "."), "73,138"},
		{"a middling one has some", price(1234.56, gap, ","), "1" + gap + "234,6"},
		{"a small one keeps five digits", price(0.000012345678, ",", "."), "0.000012346"},
		{"zeros at the end are left out", price(2.5, ",", "."), "2.5"},
		{"no change has no sign", change(100, 100.01, "."), "0.0" + gap + "%"},
		{"eleven are many", russian(11, "свечу", "свечи", "свечей"), "11" + gap + "свечей"},
		{"21 are one", russian(1021, "свечу", "свечи", "свечей"), "1" + gap + "021" + gap + "свечу"},
		{"hours", lasting(4*data.Hour, ".", unitsEnglish), "4" + gap + "h"},
		{"half a second", lasting(500, ",", unitsRussian), "0,5" + gap + "с"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, c.got, c.want)
		}
	}
}
