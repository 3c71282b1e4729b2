package view

import (
	"math"
	"slices"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/market/markettest"
	"unwind/data/tape"
	"unwind/data/wire"
	"unwind/render"
)

// laneRects are the bars of lanes that are longs or shorts.
func laneRects(f *Frame) (bars []render.Rect) {
	b, s := newBuilder(f), built(f)
	p, _ := b.panelBox(panelLanes, b.chart.candleLevel(f.Market))
	for _, i := range []render.Layer{render.LayerCandles, render.LayerLive} {
		for _, r := range s.Layers[i].Rects {
			if r.Y0 >= p.y0 && (r.Color == b.theme.Long || r.Color == b.theme.Short) {
				bars = append(bars, r)
			}
		}
	}
	return bars
}

// The price has a candle every seventh minute alone; what was liquidated in the
// others has bars all the same, on the same scale.
func TestLanesHaveBarsWhereThePriceHasGaps(t *testing.T) {
	whole, gaps := markettest.Tape(1440), markettest.Tape(1440)
	c := &gaps.Candles.Candles
	var k data.Candles
	for i := 0; i < c.Len(); i += 7 {
		k.T, k.Open, k.High = append(k.T, c.T[i]), append(k.Open, c.Open[i]), append(k.High, c.High[i])
		k.Low, k.Close, k.Volume = append(k.Low, c.Low[i]), append(k.Close, c.Close[i]), append(k.Volume, c.Volume[i])
	}
	k.Step = c.Step
	*c = k
	for _, minute := range []data.UnixMs{760, 765, 790} { // within a gap, at its end, and long after
		var got [2][]render.Rect
		for i, tp := range []*tape.Tape{whole, gaps} {
			f := frame(func(f *Frame) {
				f.Market, f.Stage.Layers = marketOf(t, tp), wire.LayerCandles|wire.LayerLanes
				f.Stage.From, f.Stage.To = tp.From+740*data.Minute, tp.From+800*data.Minute
				f.Stage.Clock.At = tp.From + minute*data.Minute
			})
			got[i] = laneRects(f)
			slices.SortFunc(got[i], func(a, b render.Rect) int { return int(a.X0-b.X0)*1000 + int(a.Y0-b.Y0) })
		}
		if len(got[0]) < 10 || !slices.Equal(got[0], got[1]) {
			t.Errorf("minute %d: %d bars, want the %d of a price without gaps", minute, len(got[1]), len(got[0]))
		}
	}
}

// Where a lane is high enough the name has a line above the bars; where it is
// not, a small frame names the venue alone.
func TestTheNameOfALaneDoesNotHideIt(t *testing.T) {
	for _, size := range [][2]float32{{390, 464}, {390, 620}, {1280, 620}} {
		f := laned(synthetic, size[0], size[1])
		b := newBuilder(f)
		p, ok := b.panelBox(panelLanes, b.chart.candleLevel(f.Market))
		if !ok {
			t.Fatalf("%v: no lanes", size)
		}
		below := p.y0
		for _, r := range built(f).Layers[render.LayerAxes].Rects {
			if r.Color == b.theme.Plate && r.Y0 >= p.y0 && r.Y1 <= p.y1 {
				below = max(below, r.Y1)
			}
		}
		bars := laneRects(f)
		if below == p.y0 || len(bars) == 0 {
			t.Fatalf("%v: a plate until %d, %d bars", size, below, len(bars))
		}
		for _, r := range bars {
			if r.Y0 < below {
				t.Errorf("%v: %+v lies under the plate, which ends at %d", size, r, below)
			}
		}
	}
	if got := saidIn(built(laned(venued(t), 390, 464)), render.LayerAxes); !slices.Contains(got, "Bybit") {
		t.Errorf("three lanes of a small frame say %q", got)
	}
}

// flowing is the synthetic event whose candles know taker volume: each return is
// its flow over $2 B by log price.
func flowing(t *testing.T) *market.Market {
	tp := markettest.Tape(1440)
	tp.Candles.Provenance = data.Recorded
	c := &tp.Candles.Candles
	for i := range c.T {
		bought := 2e9 * math.Log(float64(c.Close[i]/c.Open[i])) / float64(c.Close[i])
		c.Volume[i] = max(c.Volume[i], 2*math.Abs(bought))
		c.TakerBuy = append(c.TakerBuy, (c.Volume[i]+bought)/2)
	}
	return marketOf(t, tp)
}

func TestAMeasuredDepthIsNotCalledPublished(t *testing.T) {
	m := flowing(t)
	for lang, want := range map[string][]string{
		"en": {"Dollars for a 1 % move, measured", "· estimated"},
		"ru": {"Долларов на движение в 1 %, измерено", "· оценка"},
	} {
		f := frame(func(f *Frame) { f.Market, f.Stage.Layers, f.Style.Lang = m, wire.LayerDepth, lang })
		got := saidIn(built(f), render.LayerCursor)
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("no %q in %q", w, got)
			}
		}
		if slices.Contains(got, "· recorded") || startsOne(got, "Depth") || startsOne(got, "measured") {
			t.Errorf("got %q", got)
		}
	}
}

// An hour of spot volume is not known by the minute.
func TestSpotVolumeThatIsNotKnownIsADash(t *testing.T) {
	hourly, gap := fullTape(1440), fullTape(1440)
	minutes := hourly.Spot.Candles
	hours := data.Candles{Step: data.Hour}
	for i := 0; i < minutes.Len(); i += 60 {
		hours.T, hours.Volume = append(hours.T, minutes.T[i]), append(hours.Volume, 60*minutes.Volume[i])
		hours.Open, hours.High = append(hours.Open, minutes.Open[i]), append(hours.High, minutes.High[i])
		hours.Low, hours.Close = append(hours.Low, minutes.Low[i]), append(hours.Close, minutes.Close[i])
	}
	hourly.Spot.Candles = hours
	g := &gap.Spot.Candles
	g.T, g.Open, g.High, g.Low, g.Close, g.Volume = g.T[:60], g.Open[:60], g.High[:60], g.Low[:60], g.Close[:60], g.Volume[:60]
	for name, tp := range map[string]*tape.Tape{"hourly": hourly, "of one hour": gap} {
		f := frame(func(f *Frame) {
			f.Market, f.Stage.Layers = marketOf(t, tp), wire.LayerCandles|wire.LayerSpot
			f.Stage.From, f.Stage.To = tp.From+740*data.Minute, tp.From+800*data.Minute
			f.Stage.Clock.At = tp.From + 780*data.Minute + data.Minute/2
		})
		if got := saidIn(built(f), render.LayerCursor); !slices.Contains(got, "spot –") || startsOne(got, "spot 0") {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

// Stretches that feed themselves but lie outside the window of prices have no
// mark at its edge.
func TestStretchesOutsideTheWindowAreNotMarked(t *testing.T) {
	f := fuelFrame(nil)
	want := wantFuel(t, f)
	low, high := want.Feeding[0].High, want.Feeding[len(want.Feeding)-1].High
	for _, s := range want.Feeding {
		low, high = min(low, s.Low), max(high, s.High)
	}
	for _, window := range [][2]data.Price{{high * 1.001, high * 1.05}, {low * 0.95, low * 0.999}} {
		f.Stage.Low, f.Stage.High = window[0], window[1]
		b := newBuilder(f)
		for _, r := range built(f).Layers[render.LayerProfile].Rects {
			if r.X1 == b.chart.axis-b.chart.px(2) {
				t.Errorf("from %v to %v: a mark %+v", window[0], window[1], r)
			}
		}
	}
}

func TestWithoutADepthTheStripSaysWhatTheRecordLacks(t *testing.T) {
	bare := fullTape(1440)
	bare.Depth = nil
	f := fuelFrame(func(f *Frame) { f.Market, f.Stage.Depth, f.Style.Lang = marketOf(t, bare), market.DepthChoice{}, "ru" })
	if got, want := saidAbove(f), "глубина неизвестна: в записи нет ни цифры глубины, ни объёма тейкеров"; !strings.Contains(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
