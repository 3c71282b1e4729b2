package summary

import (
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/market/markettest"
	"unwind/data/wire"
	"unwind/render/view"
)

// followed is the synthetic fall of ten hours as of 10 past 7, of which
// liquidations are known since 04:00.
func followed(t *testing.T, q *wire.Query) *view.Frame {
	t.Helper()
	tape := markettest.Tape(600)
	const edge = markettest.Start + 430*data.Minute
	tape.Totals, tape.To = nil, markettest.Start+431*data.Minute
	tape.Edge = edge
	c := &tape.Candles.Candles
	c.T, c.Open, c.High, c.Low, c.Close, c.Volume = c.T[:431], c.Open[:431], c.High[:431], c.Low[:431], c.Close[:431], c.Volume[:431]
	tape.Liquidations.Since = markettest.Start + 4*data.Hour
	tape.Cover = edge
	tape.OpenInterest = nil
	m, err := market.New(tape)
	if err != nil {
		t.Fatal(err)
	}
	return FrameOf(m, q, nil)
}

func TestTheTextOfAMarketThatGoesOn(t *testing.T) {
	silent := func(f *view.Frame) { f.Live.Silent = markettest.Start + 429*data.Minute }
	tests := []struct {
		name, query, lang string
		change            func(*view.Frame)
		want              []string
	}{
		{"at the edge, which is what a link without a time shows", "", "en", nil,
			[]string{"Live: the chart goes on with the market.", "On 5 Feb 2026 07:10:00 UTC the price is", "Liquidated since 5 Feb 04:00 UTC: "}},
		{"in Russian", "", "ru", nil,
			[]string{"Прямой эфир: график идёт вместе с рынком.", "С 5 февр. 04:00 UTC ликвидировано: "}},
		{"behind the edge, before liquidations are known", "t=2026-02-05T03:00:00Z", "en", nil,
			[]string{"The market goes on; it is known until 5 Feb 2026 07:10:00 UTC.", "Liquidations are known from 5 Feb 04:00 UTC on."}},
		{"in a wave, which may change", "t=2026-02-05T05:01:00Z", "en", nil,
			[]string{"(longs), which began at 03:27. While the market goes on, waves are provisional."}},
		{"the same in Russian", "t=2026-02-05T05:01:00Z", "ru", nil,
			[]string{"Пока рынок продолжается, волны предварительны."}},
		{"when nothing comes", "t=2026-02-06T00:00:00Z", "en", silent,
			[]string{"The market is followed, but nothing has come since 5 Feb 2026 07:09:00 UTC."}},
	}
	for _, tt := range tests {
		q := wire.ParseQuery(tt.query)
		f := followed(t, &q)
		if tt.change != nil {
			tt.change(f)
		}
		got := plain(Of(f, Rows).Text(tt.lang))
		for _, want := range tt.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: got %q, want %q in it", tt.name, got, want)
			}
		}
	}
}

// A cut of what was recorded is over: nothing of it goes on.
func TestTheTextOfAnEventSaysFromWhenOnItCounts(t *testing.T) {
	const ten = "t=2026-02-05T10:00:00"
	for _, c := range []struct {
		name  string
		since data.UnixMs // after the start
		query string
		want  string
	}{
		{"a recording of two hours is no day", 8 * data.Hour, ten, "Liquidated since 5 Feb 08:00 UTC: "},
		{"a whole day is one", 10*data.Hour - data.Day, ten, "Liquidated in 24 h: "},
		{"before the recording nothing is known", 8 * data.Hour, "t=2026-02-05T07:59:59", "Liquidations are known from 5 Feb 08:00 UTC on."},
	} {
		tp := markettest.Tape(720)
		tp.Totals, tp.Liquidations.Since = nil, markettest.Start+c.since
		if got := plain(of(t, tp, c.query).Text("en")); !strings.Contains(got, c.want) {
			t.Errorf("%s: no %q in\n%s", c.name, c.want, got)
		}
	}
}
