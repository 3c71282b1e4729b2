package view

import (
	"slices"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/level"
	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/raster/rastertest"
)

func chosen(t *testing.T, c level.Choice) *market.Market {
	t.Helper()
	m, err := market.Chosen(synthetic, c)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestWhatIsChosenIsSaidInWords(t *testing.T) {
	levered, _ := level.Tuning{Prior: level.PriorHigh}.Set(level.KnobLevered, 0.75)
	for _, c := range []struct {
		name, en, ru string
		choice       level.Choice
	}{
		{"nothing", "", "", level.Choice{}},
		{"a side", "Filtered: longs", "Отобрано: лонги", level.Choice{Filter: level.Filter{Side: data.Long}}},
		{"bands", "Filtered: shorts, 25–100×, positions $10 K – $1 M", "Отобрано: шорты, 25–100×, позиции 10 тыс. $ – 1 млн $",
			level.Choice{Filter: level.Filter{Side: data.Short, LowLeverage: 25, HighLeverage: 100, LowUSD: 1e4, HighUSD: 1e6}}},
		{"open bands", "Filtered: from 50×, positions up to $100 K", "Отобрано: от 50×, позиции до 100 тыс. $",
			level.Choice{Filter: level.Filter{LowLeverage: 50, HighUSD: 1e5}}},
		{"one leverage and parameters", "Filtered: 10× · Own parameters: high-leverage prior, levered share 0.75",
			"Отобрано: 10× · Свои параметры: больше высоких плеч, доля с плечом 0,75",
			level.Choice{Filter: level.Filter{LowLeverage: 10, HighLeverage: 10}, Tuning: levered}},
	} {
		m := chosen(t, c.choice)
		for lang, want := range map[string]string{"en": c.en, "ru": c.ru} {
			if got := strings.ReplaceAll(Filtered(m, lang), "\u00a0", " "); got != want {
				t.Errorf("%s in %s: got %q, want %q", c.name, lang, got, want)
			}
		}
	}
}

func TestVenuesThatAreChosenHaveTheirProperNames(t *testing.T) {
	m, err := market.Chosen(venued(t), level.Choice{Filter: level.Filter{Venues: "binance,okx"}})
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{"en": "Filtered: liquidations of Binance, OKX", "ru": "Отобрано: ликвидации Binance, OKX"} {
		if got := strings.ReplaceAll(Filtered(m, lang), "\u00a0", " "); got != want {
			t.Errorf("in %s: got %q, want %q", lang, got, want)
		}
	}
	f := frame(func(f *Frame) { f.Market = m })
	if got := saidIn(built(f), render.LayerHUD); !slices.Contains(got, "Filtered: liquidations of Binance, OKX") {
		t.Errorf("the picture says %q", got)
	}
	scene := built(f)
	if n := testing.AllocsPerRun(20, func() { Build(scene, f, DirtyTime) }); n > 0 {
		t.Errorf("a warm rebuild allocates %v times, want 0", n)
	}
}

func TestASideThatIsFilteredOutIsADashNotAZero(t *testing.T) {
	for side, want := range map[data.Side]string{data.Long: "shorts above –", data.Short: "longs below –"} {
		m := chosen(t, level.Choice{Filter: level.Filter{Side: side}})
		f := frame(func(f *Frame) { f.Market, f.Stage.Layers = m, wire.DefaultLayers })
		profile, dashes := &built(f).Layers[render.LayerProfile], 0
		for _, p := range textsOf(built(f), render.LayerProfile) {
			if strings.HasPrefix(p.chars, "$0") {
				t.Errorf("only side %v: %q shows", side, p.chars)
			}
			if p.chars == "–" {
				dashes++
			}
		}
		if !strings.Contains(string(profile.Bytes), want) {
			t.Errorf("only side %v: got %q, want %q in it", side, profile.Bytes, want)
		}
		if want := len(distances) + 1; dashes != want { // a column, and the ratio
			t.Errorf("only side %v: got %d dashes in the table, want %d", side, dashes, want)
		}
		other := newBuilder(f).theme.Short
		if side == data.Short {
			other = newBuilder(f).theme.Long
		}
		for _, r := range profile.Rects {
			if r.Color == other {
				t.Errorf("only side %v: the curve of the other one has %v", side, r)
			}
		}
	}
}

func TestAFilteredPictureSaysSo(t *testing.T) {
	m := chosen(t, level.Choice{Filter: level.Filter{Side: data.Long, LowLeverage: 25, HighLeverage: 100}})
	for _, size := range [][2]float32{{320, 300}, {720, 360}, {3840, 1000}} {
		s := built(frame(func(f *Frame) { f.Market, f.Width, f.Height = m, size[0], size[1] }))
		hud := &s.Layers[render.LayerHUD]
		if !strings.Contains(string(hud.Bytes), "Filtered: longs, 25–100×") {
			t.Errorf("%v wide: the picture does not say that it is filtered: %q", size[0], hud.Bytes)
		}
		for _, a := range textsOf(s, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) {
			if a.x0 < 0 || a.x1 > int32(s.Width) {
				t.Errorf("%v wide: %q leaves the frame", size[0], a.chars)
			}
		}
	}
	f := frame(func(f *Frame) { f.Market = m })
	scene := built(f)
	if n := testing.AllocsPerRun(20, func() { Build(scene, f, DirtyTime) }); n > 0 {
		t.Errorf("a warm rebuild allocates %v times, want 0", n)
	}
	rastertest.Golden(t, "filtered-1x", built(frame(func(f *Frame) {
		f.Market, f.Width, f.Height, f.Scale = m, 720, 360, 1
		f.Stage.Layers &^= wire.LayerChain | wire.LayerFuel | wire.LayerDepth | wire.LayerLanes
	})))
}
