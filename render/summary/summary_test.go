package summary

import (
	"math"
	"slices"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/level"
	"unwind/data/market"
	"unwind/data/market/markettest"
	"unwind/data/tape"
	"unwind/data/wire"
)

const start data.UnixMs = 1770249600000 // 2026-02-05T00:00Z

// small is two days of hours at 50,000 and then, from the second day on, at
// 40,000, with one level on each side and a third far away.
func small() *tape.Tape {
	modelled := tape.Origin{Provenance: data.Modelled}
	c := &tape.CandleLayer{Origin: modelled, Candles: data.Candles{Step: data.Hour}}
	for i := range 48 {
		p := data.Price(50_000)
		if i >= 24 {
			p = 40_000
		}
		c.T, c.Volume = append(c.T, start+data.UnixMs(i)*data.Hour), append(c.Volume, 1)
		c.Open, c.High, c.Low, c.Close = append(c.Open, p), append(c.High, p), append(c.Low, p), append(c.Close, p)
	}
	flat := make([]float32, 48)
	for i := range flat {
		flat[i] = 1
	}
	return &tape.Tape{
		ID: "small", Title: tape.Text{"en": "A <step> & a half", "ru": "Ступень"}, Instrument: "BTCUSDT perpetual",
		From: start, To: start + 2*data.Day, Cover: start + 36*data.Hour, Candles: c,
		Totals: &tape.FlowLayer{
			Origin: tape.Origin{Provenance: data.Published}, AtLeast: true,
			Flow: data.Flow{Step: data.Hour, T: []data.UnixMs{start + 24*data.Hour}, Long: []data.USD{2.14e9}, Short: []data.USD{0.46e9}},
		},
		Levels: &tape.LevelLayer{Origin: tape.Origin{Provenance: data.Estimated}, Field: heat.Field{
			Bins:    heat.Bins{Low: 38_000, LogStep: 0.0025, N: 120},
			Columns: heat.Columns{From: start, Step: data.Hour, N: 48},
			Groups:  []heat.Group{{Side: data.Long, Leverage: 10}, {Side: data.Long, Leverage: 25}, {Side: data.Short, Leverage: 50}},
			Scales:  [][]float32{flat},
			Runs: []heat.Run{
				{Group: 0, Bin: 8, Start: 3, Len: 45, USD: 30e6}, // 38,768 to 38,865
				{Group: 1, Bin: 8, Start: 20, Len: 28, USD: 10e6},
				{Group: 2, Bin: 40, Start: 30, Len: 18, USD: 123.4e6},  // 41,996 to 42,102
				{Group: 2, Bin: 110, Start: 30, Len: 18, USD: 999.0e6}, // 50,028: more than a tenth away
			},
		}},
	}
}

func of(t *testing.T, tp *tape.Tape, query string) *Summary {
	t.Helper()
	m, err := market.New(tp)
	if err != nil {
		t.Fatal(err)
	}
	q := wire.ParseQuery(query)
	return Of(FrameOf(m, &q, nil), Rows)
}

// plain has ordinary spaces where a text must not break.
func plain(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

func TestTheSideThatIsFilteredOutHasNoFinding(t *testing.T) {
	whole, err := market.New(small())
	if err != nil {
		t.Fatal(err)
	}
	for side, want := range map[data.Side]string{data.Long: "above the price –; below it", data.Short: "; below it –."} {
		m, err := market.Chosen(whole, level.Choice{Filter: level.Filter{Side: side}})
		if err != nil {
			t.Fatal(err)
		}
		q := wire.ParseQuery("low=38000&high=44000&t=2026-02-06T12:00")
		if got := plain(Of(FrameOf(m, &q, nil), Rows).Text("en")); !strings.Contains(got, want) {
			t.Errorf("only %v: got\n%s, want %q in it", side, got, want)
		}
	}
}

func TestTheTextByHand(t *testing.T) {
	for _, c := range []struct{ name, query, lang, want string }{
		{"English", "", "en", "A <step> & a half. Liquidation heat map of BTCUSDT perpetual, 5 Feb 2026 – 6 Feb 2026 UTC. " +
			"On 6 Feb 2026 12:00:00 UTC the price is 40,000, −20.0 % in 24 h. " +
			"Liquidated since 6 Feb 00:00 UTC, all coins: at least $2.6 B, of it longs $2.14 B (82 %) and shorts $460 M. " +
			"Largest estimated levels from 39,380 to 44,000: above the price $123 M of shorts at 41,996–42,102 (+5.1 %); below it none. " +
			"How it is known: price modelled, 24 h counter published, levels estimated."},
		{"Russian", "", "ru", "Ступень. Тепловая карта ликвидаций BTCUSDT perpetual, 5 февр. 2026 – 6 февр. 2026 UTC. " +
			"6 февр. 2026 12:00:00 UTC: цена 40 000, за 24 ч −20,0 %. " +
			"С 6 февр. 00:00 UTC ликвидировано по всем монетам: не менее 2,6 млрд $, из них лонги 2,14 млрд $ (82 %), шорты 460 млн $. " +
			"Крупнейшие уровни от 39 380 до 44 000 (оценка): выше цены шорты на 123 млн $ у 41 996–42 102 (+5,1 %); ниже нет. " +
			"Откуда это известно: цена — модель, счётчик за 24 ч — опубликовано, уровни — оценка."},
		{"a window of hours that was chosen", "t=2026-02-06T12:00&from=2026-02-06T10:00&to=2026-02-06T14:00&low=38000&high=41000", "en",
			"A <step> & a half. Liquidation heat map of BTCUSDT perpetual, 6 Feb 2026, 10:00–14:00 UTC. " +
				"On 6 Feb 2026 12:00:00 UTC the price is 40,000, −20.0 % in 24 h. " +
				"Liquidated since 6 Feb 00:00 UTC, all coins: at least $2.6 B, of it longs $2.14 B (82 %) and shorts $460 M. " +
				"Largest estimated levels from 38,000 to 41,000: above the price none; below it $40.0 M of longs at 38,768–38,865 (−3.0 %). " +
				"How it is known: price modelled, 24 h counter published, levels estimated."},
		{"before anything happened", "t=2026-02-05T01:00", "en", "A <step> & a half. Liquidation heat map of BTCUSDT perpetual, 5 Feb 2026 – 6 Feb 2026 UTC. " +
			"On 5 Feb 2026 01:00:00 UTC the price is 50,000. Liquidations are known from 6 Feb 00:00 UTC on, all coins. " +
			"No estimated level waits from 45,000 to 50,787. " +
			"How it is known: price modelled, 24 h counter published, levels estimated."},
	} {
		if got := plain(of(t, small(), c.query).Text(c.lang)); got != c.want {
			t.Errorf("%s: got\n%s, want\n%s", c.name, got, c.want)
		}
	}
}

func TestCellsByHand(t *testing.T) {
	s := of(t, small(), "t=2026-02-06T12:00&low=38000&high=41000")
	if len(s.Table.Levels) != 1 {
		t.Fatalf("got %d levels, want 1", len(s.Table.Levels))
	}
	for lang, want := range map[string][]string{
		"en": {"38,768–38,865", "longs", "$40.0 M", "$40–40 M", "−3.0 %", "10× 75 % · 25× 25 %", "5 Feb 03:00"},
		"ru": {"38 768–38 865", "лонги", "40,0 млн $", "40–40 млн $", "−3,0 %", "10× 75 % · 25× 25 %", "5 февр. 03:00"},
	} {
		got := s.Cells(&s.Table.Levels[0], lang)
		for i := range got {
			got[i] = plain(got[i])
		}
		if !slices.Equal(got, want) || len(got) != len(Columns)-1 {
			t.Errorf("%s: got %q, want %q", lang, got, want)
		}
	}
	if got, want := plain(s.Caption("en")), "Largest levels from 38,000 to 41,000 on 6 Feb 2026 12:00:00 UTC, price 40,000: estimated."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := plain(s.Caption("ru")), "Крупнейшие уровни от 38 000 до 41 000, 6 февр. 2026 12:00:00 UTC, цена 40 000: оценка."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLevelsAreThoseWithinReachOrInView(t *testing.T) {
	for _, c := range []struct {
		name, query string
		low, high   data.Price
	}{
		{"the whole event is shown", "", 39_380, 44_000},
		{"a part within reach is shown", "low=39500&high=40500", 39_500, 40_500},
		{"a part out of reach is shown", "low=48000&high=52000", 48_000, 52_000},
	} {
		s := of(t, small(), c.query)
		if math.Abs(float64(s.Low-c.low)) > 1 || math.Abs(float64(s.High-c.high)) > 1e-6 {
			t.Errorf("%s: levels from %v to %v, want %v to %v", c.name, s.Low, s.High, c.low, c.high)
		}
	}
	if got := of(t, small(), "low=48000&high=52000").Table.Levels; len(got) != 1 || got[0].USD != 999e6 {
		t.Errorf("out of reach: got %+v, want the level there", got)
	}
}

func TestEventsWithLittleInThemAreDescribed(t *testing.T) {
	bare := &tape.Tape{ID: "bare", From: start, To: start + data.Hour, Cover: start}
	unpriced := small()
	unpriced.Candles = nil
	for _, c := range []struct {
		name         string
		tape         *tape.Tape
		want, wantRU string
	}{
		{"nothing but a window", bare,
			"Liquidation heat map of bare, 5 Feb 2026, 00:00–01:00 UTC. On 5 Feb 2026 00:00:00 UTC there is no price yet. There is no estimate of levels.",
			"Тепловая карта ликвидаций bare, 5 февр. 2026, 00:00–01:00 UTC. 5 февр. 2026 00:00:00 UTC: цены ещё нет. Оценки уровней нет."},
		{"no candles", unpriced,
			"A <step> & a half. Liquidation heat map of BTCUSDT perpetual, 5 Feb 2026 – 6 Feb 2026 UTC. On 6 Feb 2026 12:00:00 UTC there is no price yet. " +
				"Liquidated since 6 Feb 00:00 UTC, all coins: at least $2.6 B, of it longs $2.14 B (82 %) and shorts $460 M. " +
				"Largest estimated level from 38,000 to 51,295: $999 M of shorts at 50,028–50,153. How it is known: 24 h counter published, levels estimated.",
			"Ступень. Тепловая карта ликвидаций BTCUSDT perpetual, 5 февр. 2026 – 6 февр. 2026 UTC. 6 февр. 2026 12:00:00 UTC: цены ещё нет. " +
				"С 6 февр. 00:00 UTC ликвидировано по всем монетам: не менее 2,6 млрд $, из них лонги 2,14 млрд $ (82 %), шорты 460 млн $. " +
				"Крупнейший уровень от 38 000 до 51 295 (оценка): шорты на 999 млн $ у 50 028–50 153. Откуда это известно: счётчик за 24 ч — опубликовано, уровни — оценка."},
	} {
		s := of(t, c.tape, "")
		if got := plain(s.Text("en")); got != c.want {
			t.Errorf("%s: got\n%s, want\n%s", c.name, got, c.want)
		}
		if got := plain(s.Text("ru")); got != c.wantRU {
			t.Errorf("%s: got\n%s, want\n%s", c.name, got, c.wantRU)
		}
	}
}

// The rows are the model's: their dollars are those of the cells between their
// prices, and no other level within reach is larger than the last of them.
func TestRowsAreTheModelsLargestLevels(t *testing.T) {
	m, err := market.New(markettest.Tape(600))
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"", "t=2026-02-05T05:30", "t=2026-02-05T09:59:59.9"} {
		q := wire.ParseQuery(query)
		s := Of(FrameOf(m, &q, nil), Rows)
		if len(s.Table.Levels) != Rows {
			t.Fatalf("%q: got %d rows, want %d", query, len(s.Table.Levels), Rows)
		}
		column := m.Field.Columns.Index(s.Table.T)
		for _, l := range s.Table.Levels {
			want := cellsBetween(m.Field, column, l.Low, l.High, l.Side)
			if math.Abs(float64(l.USD-want)) > 1e-9*float64(want) {
				t.Errorf("%q: %v to %v holds %v, its cells %v", query, l.Low, l.High, l.USD, want)
			}
		}
		wantLargest(t, m.Field, column, s)
	}
}

func cellsBetween(f *heat.Field, column int, low, high data.Price, side data.Side) data.USD {
	var sum data.USD
	for bin := range f.Bins.N {
		if mid := f.Bins.Mid(bin); mid > low && mid < high {
			if cell := f.At(column, bin); side == data.Long {
				sum += cell.Long
			} else {
				sum += cell.Short
			}
		}
	}
	return sum
}

// wantLargest slides a range as high as a row over its own grid and looks for
// one that holds more than the last row and is not listed.
func wantLargest(t *testing.T, f *heat.Field, column int, s *Summary) {
	t.Helper()
	rows := s.Table.Levels
	high := int(math.Round(math.Log(float64(rows[0].High/rows[0].Low)) / f.Bins.LogStep))
	last := rows[len(rows)-1].USD
	for k := 0; (k+1)*high <= f.Bins.N; k++ {
		from, to := f.Bins.Edge(k*high), f.Bins.Edge((k+1)*high)
		if mid := data.Price(math.Sqrt(float64(from * to))); mid < s.Low || mid >= s.High {
			continue
		}
		for _, side := range []data.Side{data.Long, data.Short} {
			usd := cellsBetween(f, column, from, to, side)
			listed := slices.ContainsFunc(rows, func(l market.Level) bool {
				return l.Side == side && math.Abs(float64(l.Low/from-1)) < 1e-9
			})
			if usd > last*(1+1e-9) && !listed {
				t.Errorf("%v of %v wait at %v, more than the last row's %v", usd, side, from, last)
			}
		}
	}
}

func TestTextsAreWholeInBothLanguages(t *testing.T) {
	for _, query := range []string{"", "low=1&high=2", "t=2026-02-05T00:00"} {
		s := of(t, markettest.Tape(120), query)
		for _, lang := range []string{"en", "ru"} {
			for _, said := range []string{s.Text(lang), s.Caption(lang)} {
				if strings.ContainsAny(said, "{}") || strings.Contains(said, "  ") || said == "" {
					t.Errorf("%q in %s: %q has a hole", query, lang, said)
				}
			}
		}
	}
}
