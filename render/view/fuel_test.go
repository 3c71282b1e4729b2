package view

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/heat"
	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render"
)

// fuelFrame is the cover with the fuel strip alone, all bins in the window and a
// depth at which some of it feeds itself.
func fuelFrame(change func(*Frame)) *Frame {
	return frame(func(f *Frame) {
		everything(f)
		f.Stage.Layers = wire.LayerFuel
		f.Stage.Depth = market.DepthChoice{Quote: 1e6, Conversion: 10}
		if change != nil {
			change(f)
		}
	})
}

// wantFuel is the fuel of a frame, made by the model.
func wantFuel(t *testing.T, f *Frame) cascade.Fuel {
	t.Helper()
	var long, short [heat.MaxBins]data.USD
	p, _ := f.Market.ProfileAt(f.Time(), long[:], short[:])
	price, _ := f.Market.PriceAt(f.Time())
	want, reason := cascade.NewFuel(cascade.FuelInput{Profile: p, Price: price, Depth: cascade.DepthPerPercent(10e6), Window: cascade.FuelWindow})
	if reason != cascade.Known || len(want.Feeding) == 0 {
		t.Fatalf("nothing feeds itself: %v", reason)
	}
	return want
}

// A bar of R ends at R/(1+R) of the strip.
func TestTheStripShowsTheFuelOfTheModel(t *testing.T) {
	f := fuelFrame(nil)
	want, b, l := wantFuel(t, f), newBuilder(f), &built(f).Layers[render.LayerProfile]
	rows := b.profileRows()
	x0, x1 := b.chart.x1+1, b.chart.axis-b.chart.px(fuelEnd)
	bars := 0
	for i := rows.first; i < rows.last; i++ {
		first, last := rows.edges(i)
		r := 0.0
		for bin := first; bin < last; bin++ {
			r = max(r, want.Down[bin], want.Up[bin])
		}
		end := x0
		for _, c := range l.Rects {
			if c.Y0 == rows.y(last) && c.Y1 == rows.y(first) && c.X1 <= x1 {
				end = max(end, c.X1)
			}
		}
		if place := float64(x1-x0) * r / (1 + r); math.Abs(float64(end-x0)-place) > 1 {
			t.Errorf("bar %d of R = %v ends at %d, want %v", i, r, end-x0, place)
		}
		if r > 0 {
			bars++
		}
	}
	if bars < 20 {
		t.Errorf("only %d bars", bars)
	}
}

// R = 1 is in the middle, whatever waits and whatever the depth is.
func TestTheLineOfOneIsInTheMiddle(t *testing.T) {
	for _, depth := range []market.DepthChoice{{Quote: 1e6, Conversion: 10}, {Quote: 1e10, Conversion: 1000}, {Quote: 1e3, Conversion: 0.1}} {
		f := fuelFrame(func(f *Frame) { f.Stage.Depth = depth })
		b, found := newBuilder(f), false
		x0, x1 := b.chart.x1+1, b.chart.axis-b.chart.px(fuelEnd)
		for _, r := range built(f).Layers[render.LayerProfile].Rects {
			found = found || r.Color == b.theme.Text && r.Y0 == b.chart.y0 && r.Y1 == b.chart.y1 && math.Abs(float64(r.X0)-float64(x0+x1)/2) <= 1
		}
		if !found {
			t.Errorf("%+v: no line from %d to %d in the middle of %d and %d", depth, b.chart.y0, b.chart.y1, x0, x1)
		}
	}
}

// Beside the strip each stretch is marked from its lower to its upper end.
func TestStretchesThatFeedThemselvesAreMarked(t *testing.T) {
	f := fuelFrame(nil)
	want, b := wantFuel(t, f), newBuilder(f)
	rows := b.profileRows()
	end := b.chart.axis - b.chart.px(2)
	var marks []render.Rect
	for _, r := range built(f).Layers[render.LayerProfile].Rects {
		if r.X1 == end {
			marks = append(marks, r)
		}
	}
	if len(marks) != len(want.Feeding) {
		t.Fatalf("%d marks, want %d", len(marks), len(want.Feeding))
	}
	for i, s := range want.Feeding {
		top := rows.y(int(math.Round(rows.bins.Position(s.High))))
		bottom := rows.y(int(math.Round(rows.bins.Position(s.Low))))
		if marks[i].Y0 != top || marks[i].Y1 != max(bottom, top+1) {
			t.Errorf("stretch %d is marked from %d to %d, want %d to %d", i, marks[i].Y0, marks[i].Y1, top, bottom)
		}
	}
}

func saidAbove(f *Frame) string {
	var said []string
	for _, p := range textsOf(built(f), render.LayerProfile) {
		said = append(said, p.chars)
	}
	return strings.ReplaceAll(strings.Join(said, "|"), "\u00a0", " ")
}

func TestTheStripSaysWhatItRestsOn(t *testing.T) {
	bare, empty := fullTape(1440), fullTape(1440)
	bare.Depth = nil
	empty.Depth.V = []float64{0, 0, 0}
	late := fullTape(1440)
	late.Depth.T = []data.UnixMs{late.To - 3, late.To - 2, late.To - 1}
	own := market.DepthChoice{Quote: 5e6, Conversion: 20}
	for _, c := range []struct {
		name   string
		market *market.Market
		depth  market.DepthChoice
		lang   string
		want   string
	}{
		{"a figure of the tape", synthetic, market.DepthChoice{}, "en", "Fuel against depth: from R = 1 on a move feeds itself · depth $812 M for 1 %: $203 M book 14:00 × 4 (1.6 to 9)"},
		{"in Russian", synthetic, market.DepthChoice{}, "ru", "глубина 812 млн $ на 1 %: 203 млн $ в стакане 14:00 × 4 (1,6–9)"},
		{"a conversion of one's own", synthetic, market.DepthChoice{Conversion: 1.5}, "en", "depth $305 M for 1 %: $203 M book 14:00 × 1.5 (1.6 to 9)"},
		{"a depth of one's own", synthetic, own, "en", "depth $100 M for 1 %: $5 M own figure × 20 (1.6 to 9)"},
		{"no figure", marketOf(t, bare), market.DepthChoice{}, "en", "no depth known: no figure and no taker volume on the tape"},
		{"no figure but one's own", marketOf(t, bare), own, "en", "depth $100 M for 1 %: $5 M own figure × 20 (20 to 120)"},
		{"an empty book", marketOf(t, empty), market.DepthChoice{}, "en", "no depth known: the book is empty"},
		{"before the first figure", marketOf(t, late), market.DepthChoice{}, "ru", "глубина неизвестна: так рано данных нет"},
	} {
		f := fuelFrame(func(f *Frame) {
			f.Market, f.Stage.Depth, f.Style.Lang, f.Stage.Clock.At = c.market, c.depth, c.lang, synthetic.Tape.From+15*data.Hour
		})
		if got := saidAbove(f); !strings.Contains(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTheReadoutSaysTheFuel(t *testing.T) {
	f := fuelFrame(nil)
	want, b := wantFuel(t, f), newBuilder(f)
	for _, s := range []cascade.Stretch{want.Feeding[0], want.Feeding[len(want.Feeding)-1]} {
		price := data.Price(math.Sqrt(float64(s.Low * s.High)))
		y := float32(b.chart.price.YFromPrice(price)) / f.Scale
		f.Pointer = &Pointer{(b.chart.fuel.X0 + b.chart.fuel.X1) / 2, y}
		l := &built(f).Layers[render.LayerCursor]
		if said := string(l.Bytes); !strings.Contains(said, "a move feeds itself") || !strings.Contains(said, "R ") || !strings.Contains(said, "est. ") {
			t.Errorf("at %v the read-out says %q", price, said)
		}
	}
}

// The strip costs nothing where it is not chosen, and stands beside the map or
// in its place.
func TestWhereTheStripStands(t *testing.T) {
	for _, c := range []struct {
		layers       wire.Layers
		width        float32
		map_, strip_ bool
	}{
		{wire.DefaultLayers, 1240, true, false},
		{wire.DefaultLayers | wire.LayerFuel, 1240, true, true},
		{wire.LayerFuel, 1240, false, true},
		{wire.DefaultLayers | wire.LayerFuel, 390, false, true},
	} {
		f := frame(func(f *Frame) { f.Width, f.Stage.Layers = c.width, c.layers })
		l := layoutOf(f)
		if (l.profile.Width() > 0) != c.map_ || (l.fuel.Width() > 0) != c.strip_ {
			t.Errorf("%v at %v: map %v, strip %v", c.layers, c.width, l.profile, l.fuel)
		}
		if l.profile.X0 != l.plot.X1 || l.fuel.X0 != l.profile.X1 || l.fuel.X1 != l.prices.X0 {
			t.Errorf("%v at %v: %v, %v, %v and %v do not meet", c.layers, c.width, l.plot, l.profile, l.fuel, l.prices)
		}
		if !c.strip_ && l.plot.Y0 != l.strip.Y1 {
			t.Errorf("%v: the chart begins at %v, below %v", c.layers, l.plot.Y0, l.strip.Y1)
		}
	}
}

func TestLabelsOfTheStripAtEverySize(t *testing.T) {
	bare := fullTape(1440)
	bare.Depth = nil
	without := marketOf(t, bare)
	for i, size := range labelSizes {
		for _, lang := range []string{"en", "ru"} {
			for _, layers := range []wire.Layers{wire.LayerFuel, wire.DefaultLayers | wire.LayerFuel | wire.LayerDepth} {
				for _, m := range []*market.Market{synthetic, without} {
					f := frame(func(f *Frame) {
						f.Market, f.Stage.Layers, f.Style.Lang = m, layers, lang
						f.Width, f.Height, f.Scale = size[0], size[1], []float32{1, 1.5, 2, 3}[i%4]
					})
					apart(t, fmt.Sprintf("%v, %s, layers %v, depth %t", size, lang, layers, m.HasDepth()), built(f))
				}
			}
		}
	}
}

// The panel of the depth stands on nothing, so that what went shows.
func TestTheDepthPanelStandsOnNothing(t *testing.T) {
	f := frame(func(f *Frame) { f.Stage.Layers = wire.LayerDepth })
	b := newBuilder(f)
	p, ok := b.panelBox(panelDepth, b.chart.candleLevel(f.Market))
	if !ok || p.low != 0 || math.Abs(p.high-1.1*415e6) > 1 {
		t.Errorf("from %v to %v, want 0 to a tenth more than 415 M", p.low, p.high)
	}
	if r := b.reading(panelDepth, b.chart.candleLevel(f.Market), 0); !r.known || r.value != 415e6 || r.depth != market.DepthOfBook {
		t.Errorf("the first candle has %+v", r)
	}
}

// A low chart has one line above the strip, and the lowest no strip: what is left
// is the chart's.
func TestALowChartKeepsItsHeightBesideTheStrip(t *testing.T) {
	for _, c := range []struct {
		width, height float32
		lines         float32 // −1: no strip
	}{
		{360, 460, 2}, {360, 320, 2}, {360, 300, 1}, {320, 240, 1}, {360, 220, -1}, {253, 210, -1}, {960, 440, 1}, {960, 150, -1},
	} {
		for _, lang := range []string{"en", "ru"} {
			f := fuelFrame(func(f *Frame) { f.Width, f.Height, f.Style.Lang = c.width, c.height, lang })
			l := layoutOf(f)
			if got, want := l.plot.Y0-l.strip.Y1, max(c.lines, 0)*fuelHead; got != want || (l.fuel.Width() > 0) != (c.lines > 0) {
				t.Errorf("%v × %v: %v above a strip of %v, want %v", c.width, c.height, got, l.fuel.Width(), want)
			}
			if l.plot.Height() < 60 {
				t.Errorf("%v × %v: the chart is %v high", c.width, c.height, l.plot.Height())
			}
			if said := saidAbove(f); c.lines == 1 && !strings.Contains(said, "1 %") {
				t.Errorf("%v × %v: above the strip stands %q", c.width, c.height, said)
			}
			apart(t, fmt.Sprintf("%v × %v, %s", c.width, c.height, lang), built(f))
		}
	}
}
