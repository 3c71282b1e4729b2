package view

import (
	"fmt"
	"testing"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/market/markettest"
	"unwind/data/tape"
	"unwind/data/wire"
	"unwind/render/raster/rastertest"
)

func marketOf(t *testing.T, tp *tape.Tape) *market.Market {
	t.Helper()
	m, err := market.New(tp)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestGoldens(t *testing.T) {
	mid := synthetic.Tape.From + 780*data.Minute
	for name, change := range map[string]func(*Frame){
		"cover": func(*Frame) {},
		"mid-cascade": func(f *Frame) {
			f.Stage.Clock.At = mid
			f.Stage.From, f.Stage.To = mid-2*data.Hour, mid+data.Hour
			f.Stage.Speed = 60
		},
		"smart-pace": func(f *Frame) {
			f.Stage.Clock.At, f.Stage.Smart, f.Style.Lang = mid, true, "ru"
			f.Stage.From, f.Stage.To = mid-2*data.Hour, mid+data.Hour
		},
		"light-ru": func(f *Frame) { f.Style.Theme, f.Style.Lang = wire.ThemeLight, "ru" },
		"compact":  func(f *Frame) { f.Width, f.Height = 360, 420 },
		"poster":   func(f *Frame) { f.Caption, f.Height = true, 378 },
		"pointer":  func(f *Frame) { f.Pointer = &Pointer{250, 180} },
		"stage": func(f *Frame) {
			f.Style.UI, f.Width, f.Height = wire.UIStage, 1180, 520
		},
		"no-layers": func(f *Frame) { f.Stage.Layers = 0 },
		"viridis":   func(f *Frame) { f.Style.Palette = "viridis" },
		"split": func(f *Frame) {
			f.Width, f.Height, f.Style.Palette, f.Style.Gamma = 960, 440, "split", 0.7
		},
		"own-scale": func(f *Frame) {
			f.Style.Palette, f.Style.Theme, f.Stage.Min, f.Stage.Max = "split", wire.ThemeLight, 2e6, 12e6
		},
		"wide": func(f *Frame) { f.Width, f.Height, f.Stage.Layers = 960, 440, wire.DefaultLayers },
		"panels": func(f *Frame) {
			f.Width, f.Height, f.Style.Lang, f.Style.Theme = 960, 620, "ru", wire.ThemeLight
		},
		"position": func(f *Frame) {
			f.Width, f.Height, f.Stage.Layers = 960, 440, wire.DefaultLayers
			price, _ := f.Market.PriceAt(f.Stage.Clock.At)
			f.Position = &Position{Side: data.Long, Entry: 1.012 * price, Liquidation: 0.985 * price, Since: f.Market.Tape.PlayFrom, Tier: 2}
		},
		"position-outside": func(f *Frame) {
			f.Width, f.Height, f.Style.Theme, f.Style.Lang = 360, 420, wire.ThemeLight, "ru"
			price, _ := f.Market.PriceAt(f.Stage.Clock.At)
			f.Position = &Position{Side: data.Short, Entry: price, Liquidation: 1.5 * price, Since: f.Market.Tape.PlayFrom, Tier: 1}
		},
		"chain": func(f *Frame) {
			f.Stage.Clock.At = mid
			f.Stage.From, f.Stage.To = mid-2*data.Hour, mid+data.Hour
			f.Stage.Layers = wire.LayerHeat | wire.LayerCandles | wire.LayerChain
		},
		"what-if": func(f *Frame) {
			*f = *supposed(12, func(g *Frame) { g.Scale = f.Scale })
		},
		"what-if-light-ru": func(f *Frame) {
			*f = *supposed(40, func(g *Frame) {
				g.Width, g.Height, g.Scale, g.Style.Theme, g.Style.Lang = 360, 420, f.Scale, wire.ThemeLight, "ru"
				g.Stage.Layers &^= wire.LayerFuel | wire.LayerDepth | wire.LayerLanes
			})
		},
		"fuel": func(f *Frame) {
			f.Width, f.Height, f.Stage.Layers = 960, 440, wire.DefaultLayers|wire.LayerFuel|wire.LayerDepth
			f.Stage.Depth = market.DepthChoice{Quote: 2e6, Conversion: 20}
		},
		"fuel-compact": func(f *Frame) {
			f.Width, f.Height, f.Style.Lang, f.Style.Theme = 360, 460, "ru", wire.ThemeLight
			f.Stage.Layers = wire.LayerHeat | wire.LayerCandles | wire.LayerFuel
			f.Stage.Depth = market.DepthChoice{Quote: 2e6, Conversion: 20}
		},
		"lanes": func(f *Frame) {
			f.Market = venued(t)
			w := f.Market.Waves()[0]
			f.Stage.From, f.Stage.To, f.Stage.Clock.At = w.Start-data.Hour, w.To+data.Hour, w.To
			f.Stage.Layers = wire.LayerHeat | wire.LayerCandles | wire.LayerLanes
		},
		"map-pointer": func(f *Frame) {
			f.Width, f.Stage.Layers, f.Pointer = 960, wire.DefaultLayers, &Pointer{780, 150}
		},
	} {
		for _, scale := range []float32{1, 2} {
			if scale == 2 && (name == "stage" || name == "map-pointer" || name == "fuel") {
				continue // large, and like the others
			}
			f := frame(func(f *Frame) {
				f.Width, f.Height, f.Scale = 720, 360, scale
				f.Stage.Layers &^= wire.LayerChain | wire.LayerFuel | wire.LayerDepth | wire.LayerLanes
				change(f)
			})
			t.Run(fmt.Sprintf("%s-%vx", name, scale), func(t *testing.T) {
				rastertest.Golden(t, fmt.Sprintf("%s-%vx", name, scale), built(f))
			})
		}
	}
}

// Degenerate tapes draw something sane: axes, counter, no panic, no text out
// of place.
func TestDegenerateTapesDrawSomethingSane(t *testing.T) {
	one := markettest.Tape(1)
	flat := markettest.Tape(30)
	for i := range flat.Candles.T {
		flat.Candles.Open[i], flat.Candles.High[i], flat.Candles.Low[i], flat.Candles.Close[i] = 100, 100, 100, 100
		flat.Candles.Volume[i] = 0
	}
	flat.Liquidations, flat.Totals, flat.OpenInterest = nil, nil, nil
	bare := markettest.Tape(30)
	bare.Candles, bare.Liquidations, bare.Totals = nil, nil, nil
	for name, tp := range map[string]*tape.Tape{"one candle": one, "all equal": flat, "nothing at all": bare} {
		m := marketOf(t, tp)
		f := frame(func(f *Frame) { f.Market, f.Stage.Clock.At = m, tp.To; f.Pointer = &Pointer{400, 300} })
		s := built(f)
		for _, a := range textsOf(s, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) {
			if a.x0 < 0 || a.y0 < 0 || a.x1 > int32(s.Width) || a.y1 > int32(s.Height) {
				t.Errorf("%s: %q at %+v leaves the frame", name, a.chars, a)
			}
		}
		rastertest.Draw(t, s)
	}
}
