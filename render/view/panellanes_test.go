package view

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/market/markettest"
	"unwind/data/wire"
	"unwind/render"
)

// venued is the synthetic event as recorded of three venues in turn, Bybit
// first in its wave.
func venued(t *testing.T) *market.Market {
	t.Helper()
	tp := markettest.Tape(1440)
	l := tp.Liquidations
	l.Provenance = data.Recorded
	for i := range l.T {
		l.Venue = append(l.Venue, []string{"bybit", "okx", "binance"}[i%3])
	}
	return marketOf(t, tp)
}

// laned is a frame of lanes alone around the first wave of m.
func laned(m *market.Market, width, height float32) *Frame {
	return frame(func(f *Frame) {
		f.Market, f.Width, f.Height = m, width, height
		w := m.Waves()[0]
		f.Stage.From, f.Stage.To, f.Stage.Clock.At = w.Start-data.Hour, w.To+data.Hour, w.To
		f.Stage.Layers = wire.LayerCandles | wire.LayerLanes
	})
}

// saidIn returns the texts of some layers.
func saidIn(s *render.Scene, layers ...render.Layer) []string {
	var all []string
	for _, p := range textsOf(s, layers...) {
		all = append(all, strings.ReplaceAll(string(p.chars), "\u00a0", " "))
	}
	return all
}

func startsOne(list []string, with string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return strings.HasPrefix(s, with) })
}

func TestLanesNameTheirVenuesAndWhoFiredFirst(t *testing.T) {
	m := venued(t)
	f := laned(m, 1280, 620)
	got := saidIn(built(f), render.LayerAxes)
	lanes, _ := m.WaveLanes(0)
	for _, want := range []string{"Bybit $", "OKX $", "Binance $", "first"} {
		if !startsOne(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
	lag := "+" + strconv.FormatFloat(float64(lanes[1].Lag)/1000, 'f', 1, 64) + " ± "
	if !startsOne(got, lag) {
		t.Errorf("no lag %q in %q", lag, got)
	}
	f.Stage.Clock.At = lanes[0].First - 1
	if got := saidIn(built(f), render.LayerAxes); startsOne(got, "first") || startsOne(got, "+") {
		t.Errorf("before anything fired it says %q", got)
	}
	f.Stage.Clock.At = lanes[0].First
	if got := saidIn(built(f), render.LayerAxes); !startsOne(got, "first") || startsOne(got, "+") {
		t.Errorf("when the first has fired it says %q", got)
	}
}

func TestWithoutVenuesTheLaneSaysSo(t *testing.T) {
	for lang, want := range map[string]string{"en": "all venues, modelled $", "ru": "все биржи, модель "} {
		f := laned(synthetic, 960, 520)
		f.Style.Lang = lang
		if got := saidIn(built(f), render.LayerAxes); !startsOne(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
	own := markettest.Tape(1440) // nobody says that the rows are of all venues
	own.Totals = nil
	if got := saidIn(built(laned(marketOf(t, own), 960, 520)), render.LayerAxes); !startsOne(got, "venue not named, modelled $") || startsOne(got, "all venues") {
		t.Errorf("without totals it says %q", got)
	}
	totals := markettest.Tape(1440)
	totals.Liquidations = nil
	got := saidIn(built(laned(marketOf(t, totals), 960, 520)), render.LayerCursor)
	if !startsOne(got, "Liquidations by venue, all coins") {
		t.Errorf("got %q, want lanes of totals to say so", got)
	}
}

func TestOfOneVenueNobodyIsFirst(t *testing.T) {
	tp := markettest.Tape(1440)
	for range tp.Liquidations.T {
		tp.Liquidations.Venue = append(tp.Liquidations.Venue, "okx")
	}
	if got := saidIn(built(laned(marketOf(t, tp), 1280, 620)), render.LayerAxes); startsOne(got, "first") || !startsOne(got, "OKX") {
		t.Errorf("it says %q", got)
	}
}

func TestLanesShowNothingOfTheFuture(t *testing.T) {
	m := venued(t)
	f := laned(m, 1280, 620)
	w := m.Waves()[0]
	at := w.Start + (w.To-w.Start)/2
	f.Stage.Clock.At = at
	c := chartOf(f)
	end := int32(c.time.XFromTime(at)) + int32(c.time.PxPerMs()*float64(CandleStep(f))) + 1
	s := built(f)
	for _, i := range []render.Layer{render.LayerCandles, render.LayerLive} {
		for _, r := range s.Layers[i].Rects {
			if r.Y0 >= c.y1 && r.X1 > end {
				t.Errorf("layer %d: %+v lies beyond the present at %d", i, r, end)
			}
		}
	}
}

func TestLanesAreApartAtEverySize(t *testing.T) {
	many := markettest.Tape(1440)
	for i := range many.Liquidations.T {
		many.Liquidations.Venue = append(many.Liquidations.Venue, "a venue of a long name "+strconv.Itoa(i%12))
	}
	for name, m := range map[string]*market.Market{"three": venued(t), "many": marketOf(t, many)} {
		for _, size := range labelSizes {
			for _, lang := range []string{"en", "ru"} {
				f := laned(m, size[0], size[1])
				f.Style.Lang = lang
				apart(t, name+" "+lang+" "+strconv.Itoa(int(size[0])), built(f))
				f.Stage.Layers = wire.AllLayers
				apart(t, name+" with all layers "+lang+" "+strconv.Itoa(int(size[0])), built(f))
			}
		}
	}
}

func TestLanesAllocateNothing(t *testing.T) {
	f := laned(venued(t), 1280, 620)
	s := built(f)
	draw := func() { Build(s, f, DirtyAll) }
	for range 3 {
		draw()
	}
	if n := testing.AllocsPerRun(20, draw); n != 0 {
		t.Errorf("%v allocations a frame", n)
	}
}
