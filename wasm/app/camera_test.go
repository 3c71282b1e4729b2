package app

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/wire"
	"unwind/render/view"
)

func ms(t data.UnixMs) string { return strconv.FormatInt(int64(t), 10) }

// hour is a link that shows an hour, 02:00 to 03:00, and paused at 02:30.
const hour = "t=2026-02-05T02:30&from=2026-02-05T02:00&to=2026-02-05T03:00"

// plotWide is the width of the plot of the models that open makes, in logical
// pixels: 960 less the price axis and the liquidation map.
const plotWide = 960 - 62 - 184

// under returns the time and the log price under a place of the canvas.
func under(m *Model, now float64, x, y float32) (float64, float64) {
	w := shown(m, now)
	plot := view.PlotOf(&m.frame)
	u := float64((x - plot.X0) / plot.Width())
	v := float64((plot.Y1 - y) / plot.Height())
	low, high := math.Log(float64(w.Low)), math.Log(float64(w.High))
	return float64(w.From) + u*float64(w.To-w.From), low + v*(high-low)
}

func TestZoomKeepsThePointUnderThePointer(t *testing.T) {
	for _, factor := range []float32{1.1, 3, 0.9, 0.5} {
		m := open(t, hour)
		const x, y = 300, 250
		t0, p0 := under(m, 0, x, y)
		update(t, m, 0, ZoomedAt{Factor: factor, X: x, Y: y})
		t1, p1 := under(m, 0, x, y)
		w := shown(m, 0)
		perPx := float64(w.To-w.From) / plotWide
		if !within(t1, t0, perPx/2) || !within(p1, p0, 1e-5) {
			t.Errorf("by %v the point moved by %v px and %v in log price", factor, (t1-t0)/perPx, p1-p0)
		}
	}
}

func TestThePointStaysWhenLayersChangeThePlot(t *testing.T) {
	m := open(t, hour)
	wide := view.PlotOf(&m.frame)
	for _, layers := range []string{`"none"`, `["heat","profile"]`, `["heat","profile","oi","volume","liquidations"]`} {
		m.View(0)
		say(t, m, 0, `{"type":"layers","layers":`+layers+`}`)
		const x, y = 310, 190
		update(t, m, 0, ZoomedAt{Factor: 1, X: 1, Y: 1}) // takes up the new plot
		t0, p0 := under(m, 0, x, y)
		update(t, m, 0, ZoomedAt{Factor: 1.7, X: x, Y: y})
		t1, p1 := under(m, 0, x, y)
		if !within(t1, t0, 3000) || !within(p1, p0, 1e-5) {
			t.Errorf("with layers %s the point moved by %v ms and %v in log price", layers, t1-t0, p1-p0)
		}
		if now := view.PlotOf(&m.frame); now == wide {
			t.Errorf("with layers %s the plot is still %v", layers, now)
		}
		wide = view.PlotOf(&m.frame)
	}
}

func TestManySmallZoomsDoNotDrift(t *testing.T) {
	m := open(t, hour)
	before := shown(m, 0)
	for range 100 {
		update(t, m, 0, ZoomedAt{Factor: 1.01, X: 500, Y: 300})
	}
	for range 100 {
		update(t, m, 0, ZoomedAt{Factor: 1 / 1.01, X: 500, Y: 300})
	}
	after := shown(m, 0)
	if !within(float64(after.From), float64(before.From), 2000) || !within(float64(after.Low/before.Low), 1, 1e-5) {
		t.Errorf("the window went from %+v to %+v", before, after)
	}
}

func TestZoomAlongTheTimeLeavesThePriceFitted(t *testing.T) {
	m := open(t, hour)
	update(t, m, 0, ZoomedAt{Factor: 2, X: 500, Y: 300, Axis: wire.AxisTime})
	if s := m.query.Stage; s.Low != 0 || s.To-s.From != data.Hour/2 {
		t.Errorf("stage %+v, want half an hour and no price", s)
	}
}

func TestZoomAlongThePriceLeavesTheTimeFitted(t *testing.T) {
	m := open(t, "")
	before := shown(m, 0)
	update(t, m, 0, ZoomedAt{Factor: 2, X: 500, Y: 300, Axis: wire.AxisPrice})
	after := shown(m, 0)
	if m.query.Stage.From != 0 || after.From != before.From {
		t.Error("the time was chosen")
	}
	if !within(math.Log(float64(after.High/after.Low)), math.Log(float64(before.High/before.Low))/2, 1e-6) {
		t.Errorf("prices %v to %v, want half of the range %v to %v", after.Low, after.High, before.Low, before.High)
	}
}

func TestZoomEndsAtTheSmallestWindow(t *testing.T) {
	m := open(t, hour)
	for range 30 {
		update(t, m, 0, ZoomedAt{Factor: 3, X: 200, Y: 200})
	}
	w := shown(m, 0)
	if got := w.To - w.From; got != 10*data.Minute {
		t.Errorf("the smallest window is %v ms long, want 10 candles", got)
	}
	if got := float64(w.High/w.Low) - 1; !within(got, 0.002, 1e-6) {
		t.Errorf("the smallest price window is %v, want 0.2 %%", got)
	}
}

func TestZoomEndsAtTheEventAndItsMargins(t *testing.T) {
	m := open(t, hour)
	for range 30 {
		update(t, m, 0, ZoomedAt{Factor: 0.3, X: 200, Y: 200})
	}
	w := shown(m, 0)
	if w.From != at(-30) || w.To != at(630) { // 5 % of 600 minutes
		t.Errorf("the largest window is %v to %v minutes, want -30 to 630", minutesIn(w.From), minutesIn(w.To))
	}
	bins := event().Field.Bins
	if !(w.Low <= bins.Edge(0) && w.High >= bins.Edge(bins.N) && w.High/w.Low < 3*bins.Edge(bins.N)/bins.Edge(0)) {
		t.Errorf("the largest prices are %v to %v, want the bins %v to %v with a margin", w.Low, w.High, bins.Edge(0), bins.Edge(bins.N))
	}
}

func TestTheChartGoesWithTheDrag(t *testing.T) {
	m := open(t, hour)
	t0, p0 := under(m, 0, 400, 300)
	update(t, m, 0, Panned{DX: 90, DY: -40})
	t1, p1 := under(m, 0, 490, 260)
	if !within(t1, t0, 3000) || !within(p1, p0, 1e-5) {
		t.Errorf("what was under the pointer is off by %v ms and %v in log price", t1-t0, p1-p0)
	}
}

func TestADragAlongTheTimeLeavesThePriceFitted(t *testing.T) {
	m := open(t, hour)
	update(t, m, 0, Panned{DX: 90})
	if m.query.Stage.Low != 0 {
		t.Error("the price was chosen")
	}
}

func TestADragStopsAtTheMargins(t *testing.T) {
	m := open(t, hour)
	update(t, m, 0, Panned{DX: 1e6, DY: 1e6})
	w := shown(m, 0)
	if w.From != at(-30) || w.To != at(30) {
		t.Errorf("window %v to %v minutes, want the first hour with its margin", minutesIn(w.From), minutesIn(w.To))
	}
}

func TestAThrownChartCoastsAndStops(t *testing.T) {
	m := open(t, hour)
	start := shown(m, 0).From
	update(t, m, 0, Flung{VX: -1})
	if got := shown(m, 0).From; got != start {
		t.Errorf("it jumped by %d ms", got-start)
	}
	early, late := shown(m, 100).From, shown(m, 5000).From
	if !(early > start && late > early) || !m.Animating(100) {
		t.Errorf("it went from %v by %v to %v minutes", minutesIn(start), minutesIn(early), minutesIn(late))
	}
	// 1 px/ms × 325 ms = 325 px; the plot shows an hour.
	if got := minutesIn(late) - minutesIn(start); !within(got, 325.0/plotWide*60, 0.1) {
		t.Errorf("it coasted over %v minutes", got)
	}
	m.View(5000)
	if m.Animating(5000) {
		t.Error("it never stops")
	}
}

func TestACoastingChartIsStoppedByATouch(t *testing.T) {
	m := open(t, hour)
	update(t, m, 0, Flung{VX: -1})
	w := shown(m, 100)
	update(t, m, 100, Panned{})
	if got := shown(m, 100); got.From != w.From {
		t.Errorf("the touch moved it by %d ms", got.From-w.From)
	}
	if got := shown(m, 5000); got.From != w.From {
		t.Errorf("it went on by %d ms", got.From-w.From)
	}
}

func TestAChartThrownAgainstItsEdgeIsAtRest(t *testing.T) {
	m := open(t, hour)
	update(t, m, 0, Panned{DX: 1e6})
	m.View(0)
	update(t, m, 0, Flung{VX: 2})
	if m.Animating(0) {
		t.Error("it wants frames")
	}
}

func TestDoubleTapGlidesBackToTheEvent(t *testing.T) {
	m := open(t, hour+"&low=65000&high=72000")
	update(t, m, 0, DoubleTapped{})
	if w := shown(m, 0); w.From != at(120) || w.Low != 65000 {
		t.Errorf("it jumped to %+v", w)
	}
	if w := shown(m, 150); !(w.From < at(120) && w.From > at(0)) {
		t.Errorf("it is not under way: %v minutes", minutesIn(w.From))
	}
	if w := shown(m, 400); w.From != at(0) || w.To != at(600) || m.glide.on {
		t.Errorf("it did not arrive: %v to %v minutes", minutesIn(w.From), minutesIn(w.To))
	}
	if s := m.query.Stage; s.From != 0 || s.Low != 0 {
		t.Error("the window is still chosen")
	}
}

func TestReducedMotionJumps(t *testing.T) {
	m := open(t, hour)
	update(t, m, 0, ReducedMotion{true}, Flung{VX: 3})
	if got := shown(m, 0).From; got != at(120) {
		t.Errorf("it was thrown to %v minutes", minutesIn(got))
	}
	update(t, m, 0, DoubleTapped{})
	if got := shown(m, 0).From; got != at(0) {
		t.Errorf("it is at %v minutes, want 0 at once", minutesIn(got))
	}
}

func TestViewMessages(t *testing.T) {
	tests := []struct {
		name, message string
		from, to      float64 // minutes
	}{
		{"a window is shown", `{"type":"view","from":"2026-02-05T01:00","to":"2026-02-05T04:00"}`, 60, 240},
		{"one that sticks out is moved inside", `{"type":"view","from":"2026-02-04T23:00","to":"2026-02-05T01:00"}`, -30, 90},
		{"one that is too small is widened", `{"type":"view","from":"2026-02-05T01:00:00","to":"2026-02-05T01:00:01"}`, 55 + 1.0/120, 65 + 1.0/120},
		{"nothing fits the event", `{"type":"view"}`, 0, 600},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := open(t, hour)
			say(t, m, 0, tt.message)
			w := shown(m, 1000)
			if !within(minutesIn(w.From), tt.from, 1e-4) || !within(minutesIn(w.To), tt.to, 1e-4) {
				t.Errorf("window %v to %v minutes, want %v to %v", minutesIn(w.From), minutesIn(w.To), tt.from, tt.to)
			}
		})
	}
}

func TestAViewOutsideTheEventIsRefused(t *testing.T) {
	m := open(t, hour)
	before := m.query
	err := m.Update(Command{wire.ViewMsg{From: at(-500), To: at(-400)}}, 0)
	if err == nil || !strings.Contains(err.Error(), "view") || m.query.Stage != before.Stage {
		t.Errorf("error %v, stage %+v", err, m.query.Stage)
	}
}

func TestZoomAndPanMessages(t *testing.T) {
	m := open(t, hour)
	say(t, m, 0, `{"type":"zoom","factor":2,"x":0,"axis":"time"}`)
	if w := shown(m, 1000); w.From != at(120) || w.To != at(150) {
		t.Errorf("zoomed to %v to %v minutes, want 120 to 150", minutesIn(w.From), minutesIn(w.To))
	}
	say(t, m, 1000, `{"type":"pan","x":0.5}`)
	if w := shown(m, 2000); w.From != at(135) || w.To != at(165) {
		t.Errorf("panned to %v to %v minutes, want 135 to 165", minutesIn(w.From), minutesIn(w.To))
	}
	low := shown(m, 2000).Low
	say(t, m, 2000, `{"type":"pan","y":0.25}`)
	if got := shown(m, 3000).Low; got <= low {
		t.Errorf("panned up from %v to %v", low, got)
	}
	say(t, m, 3000, `{"type":"zoom","factor":2,"y":0,"axis":"price"}`)
	before, after := shown(m, 3000), shown(m, 4000)
	if !within(float64(after.High/before.High), 1, 1e-6) || after.Low <= before.Low {
		t.Errorf("zoomed around the top from %+v to %+v", before, after)
	}
}

func TestTheWindowFollowsAReplayThatLeavesIt(t *testing.T) {
	m := open(t, hour+"&speed=60")
	say(t, m, 0, play)
	if w := shown(m, 10_000); w.From != at(120) { // 02:40 is inside
		t.Errorf("it moved early, to %v minutes", minutesIn(w.From))
	}
	w := shown(m, 60_000) // 03:30
	if head := (minutesIn(m.time(60_000)) - minutesIn(w.From)) / 60; !within(head, 0.85, 1e-6) {
		t.Errorf("the head is at %v of the window, want 0.85", head)
	}
	for now := 0.0; now < 390_000; now += 1000 {
		w := shown(m, now)
		if got := m.time(now); got < w.From || got > w.To {
			t.Fatalf("at %v minutes the head is outside %+v", minutesIn(got), w)
		}
	}
}

func TestTheWindowFollowsThePriceThatLeavesIt(t *testing.T) {
	m := open(t, hour+"&speed=600")
	w := shown(m, 0)
	say(t, m, 0, play, `{"type":"view","from":`+ms(w.From)+`,"to":`+ms(w.To)+`,"low":69000,"high":71000}`)
	for now := 1000.0; now < 40_000; now += 250 {
		w := shown(m, now)
		p, _ := m.market.PriceAt(m.time(now))
		if p < w.Low || p > w.High {
			t.Fatalf("at %v minutes the price %v is outside %v to %v", minutesIn(m.time(now)), p, w.Low, w.High)
		}
	}
}

func TestAViewerMayLookElsewhereWhilePlaying(t *testing.T) {
	m := open(t, hour+"&speed=60")
	say(t, m, 0, play)
	update(t, m, 1000, Panned{DX: -3000})
	w := shown(m, 1000)
	if later := shown(m, 5000); later != w {
		t.Errorf("the window went from %+v to %+v", w, later)
	}
	say(t, m, 5000, pause, play)
	if w := shown(m, 6000); m.time(6000) < w.From || m.time(6000) > w.To {
		t.Errorf("play does not lead back to the head: %+v", w)
	}
}

func TestAHeadLeftNearTheEdgeStaysThere(t *testing.T) {
	m := open(t, hour+"&speed=60")
	update(t, m, 0, Panned{DX: plotWide * 0.45}) // from the middle to 95 %
	say(t, m, 0, play)
	w := shown(m, 30_000)
	if head := (minutesIn(m.time(30_000)) - minutesIn(w.From)) / 60; !within(head, 0.95, 0.001) {
		t.Errorf("the head is at %v of the window, want 0.95", head)
	}
}

func TestASeekOutOfTheWindowTakesItAlong(t *testing.T) {
	m := open(t, hour)
	for _, minutes := range []float64{300, 20, 590} {
		say(t, m, 0, `{"type":"seek","t":`+ms(at(minutes))+`}`)
		if w := shown(m, 0); w.From > at(minutes) || w.To < at(minutes) {
			t.Errorf("minute %v is outside %v to %v", minutes, minutesIn(w.From), minutesIn(w.To))
		}
	}
}

func TestPausedTheViewerMayPanAway(t *testing.T) {
	m := open(t, hour)
	say(t, m, 0, `{"type":"seek","t":"2026-02-05T02:40"}`)
	update(t, m, 0, Panned{DX: -2000})
	if w := shown(m, 1000); w.From < at(200) {
		t.Errorf("the window is held back at %v minutes", minutesIn(w.From))
	}
}

func TestPricesAreRoundedToEightDigits(t *testing.T) {
	tests := []struct{ in, want float64 }{
		{63605.123456789, 63605.123},
		{0.000012345678912, 0.000012345679},
		{123456789012, 123456790000},
		{1, 1},
	}
	for _, tt := range tests {
		if got := float64(roundPrice(tt.in)); got != tt.want {
			t.Errorf("roundPrice(%v) = %v, want %v", tt.in, got, tt.want)
		}
	}
}
