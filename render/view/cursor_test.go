package view

import (
	"slices"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/market"
	"unwind/data/tape"
	"unwind/data/wire"
	"unwind/render"
)

// handMarket has ten hours at 100 and one level of two leverages between 98.01
// and 98.99: 60 of 10x and 40 of 50x, from the first hour on.
func handMarket(t *testing.T) *market.Market {
	t.Helper()
	modelled := tape.Origin{Provenance: data.Modelled}
	c := &tape.CandleLayer{Origin: modelled, Candles: data.Candles{Step: data.Hour}}
	flat := make([]float32, 10)
	for i := range flat {
		flat[i] = 1
		c.T, c.Volume = append(c.T, data.UnixMs(i)*data.Hour), append(c.Volume, 1)
		c.Open, c.High, c.Low, c.Close = append(c.Open, 100), append(c.High, 100), append(c.Low, 100), append(c.Close, 100)
	}
	return marketOf(t, &tape.Tape{
		ID: "hand", From: 0, To: 10 * data.Hour, Cover: 5 * data.Hour, Candles: c,
		Levels: &tape.LevelLayer{Origin: modelled, Field: heat.Field{
			Bins:    heat.Bins{Low: 97.0446, LogStep: 0.01, N: 6},
			Columns: heat.Columns{From: 0, Step: data.Hour, N: 10},
			Groups: []heat.Group{
				{Side: data.Long, Leverage: 10, Low: 0.5, High: 1.5}, {Side: data.Long, Leverage: 50, Low: 0.25, High: 2},
			},
			Scales: [][]float32{flat},
			Runs:   []heat.Run{{Group: 0, Bin: 1, Start: 1, Len: 9, USD: 60e6}, {Group: 1, Bin: 1, Start: 4, Len: 6, USD: 40e6}},
		}},
	})
}

// cursorLines returns what the cursor says, without no-break spaces.
func cursorLines(s *render.Scene) string {
	var all []string
	for _, p := range textsOf(s, render.LayerCursor) {
		all = append(all, strings.ReplaceAll(p.chars, "\u00a0", " "))
	}
	return strings.Join(all, "|")
}

// pointAt returns a frame whose pointer is at a time and price.
func pointAt(m *market.Market, at data.UnixMs, price data.Price) *Frame {
	f := &Frame{
		Market: m, Stage: wire.Stage{Speed: 600, Layers: wire.LayerHeat | wire.LayerCandles, Low: 96, High: 104},
		Width: 800, Height: 500, Scale: 1,
	}
	f.Stage.Clock.At = 8 * data.Hour
	c := chartOf(f)
	f.Pointer = &Pointer{float32(c.time.XFromTime(at)), float32(c.price.YFromPrice(price))}
	return f
}

func TestTheReadOutOfACellByHand(t *testing.T) {
	m := handMarket(t)
	for _, c := range []struct {
		name string
		at   data.UnixMs
		want string
	}{
		{"one leverage", 2*data.Hour + data.Minute, "98.020–99.005|est. longs|$60.0 M|est. shorts|$0|band|$30–90 M|mostly|10× 100 %"},
		{"two leverages", 6*data.Hour + data.Minute, "98.020–99.005|est. longs|$100 M|est. shorts|$0|band|$40–170 M|mostly|10× 60 %"},
		{"after the replay time: what waits now", 9*data.Hour + data.Minute, "98.020–99.005|est. longs|$100 M|est. shorts|$0|band|$40–170 M|mostly|10× 60 %"},
		{"before it is opened", data.Minute, "98.020–99.005|est. longs|$0|est. shorts|$0"},
	} {
		if got := cursorLines(built(pointAt(m, c.at, 98.5))); !strings.HasSuffix(got, c.want) {
			t.Errorf("%s: got %q, want it to end with %q", c.name, got, c.want)
		}
	}
	if got := cursorLines(built(pointAt(m, 6*data.Hour, 96.5))); strings.Contains(got, "est.") {
		t.Errorf("below the estimate: got %q", got)
	}
}

// A cell is what is drawn as one: a bin, or as many as the pyramid pools; a
// press pins it by its prices, so it is the same at every zoom.
func TestTheCellAtAPoint(t *testing.T) {
	m := handMarket(t)
	f := pointAt(m, 6*data.Hour+data.Minute, 98.5)
	got, ok := CellAt(f, f.Pointer.X, f.Pointer.Y)
	if want := (wire.Pin{T: 6 * data.Hour, Low: 98.511241, High: 98.511241}); !ok || got != want {
		t.Errorf("got %+v, %v, want %+v", got, ok, want)
	}
	f.Height = 58 + 24 + 3 // a plot of 3 pixels shows 8 % of price: bins of 1 % are drawn four by four
	c := chartOf(f)
	got, ok = CellAt(f, f.Pointer.X, float32(c.price.YFromPrice(98.5)))
	if want := (wire.Pin{T: 6 * data.Hour, Low: 97.0446, High: 101.00507}); !ok || got != want {
		t.Errorf("pooled: got %+v, %v, want %+v", got, ok, want)
	}
	for name, p := range map[string]Pointer{"the counter": {100, 10}, "the price axis": {790, 200}, "prices without an estimate": {100, 75}} {
		if got, ok := CellAt(pointAt(m, 0, 98), p.X, p.Y); ok {
			t.Errorf("on %s: got %+v", name, got)
		}
	}
}

func TestAPinIsFramedOnEveryPicture(t *testing.T) {
	m := handMarket(t)
	f := pointAt(m, 6*data.Hour, 98.5)
	f.Pointer = nil
	bare := built(f)
	f.Stage.Pin = wire.Pin{T: 6 * data.Hour, Low: 98.5, High: 98.5}
	pinned := built(f)
	b := newBuilder(f)
	added := pinned.Layers[render.LayerCursor].Rects[:8]
	x := int32(b.chart.time.XFromTime(6 * data.Hour))
	y := int32(b.chart.price.YFromPrice(98.511))
	for _, r := range added {
		if r.X0 > x+9 || r.X1 < x-9 || r.Y0 > y+40 || r.Y1 < y-40 {
			t.Errorf("%+v is not around the place, %d, %d", r, x, y)
		}
	}
	if n := len(bare.Layers[render.LayerCursor].Rects); n != len(pinned.Layers[render.LayerCursor].Rects)-8 {
		t.Errorf("without a pin %d rectangles", n)
	}
	for name, pin := range map[string]wire.Pin{
		"outside the window": {T: 100 * data.Hour, Low: 98.5, High: 98.5}, "without an estimate": {T: data.Hour, Low: 50, High: 50},
	} {
		f.Stage.Pin = pin
		if got := built(f).Layers[render.LayerCursor].Rects; !slices.Equal(got, bare.Layers[render.LayerCursor].Rects) {
			t.Errorf("%s: %d rectangles", name, len(got))
		}
	}
}
