package view

import (
	"math"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/market/markettest"
	"unwind/data/wire"
	"unwind/render"
)

// smartFrame is mid-cascade at smart pace.
func smartFrame(change func(*Frame)) *Frame {
	return frame(func(f *Frame) {
		f.Stage.Smart = true
		f.Stage.Clock.At = synthetic.Tape.From + 780*data.Minute
		if change != nil {
			change(f)
		}
	})
}

func TestTheTempoTurnsBothWays(t *testing.T) {
	for name, f := range map[string]*Frame{"600×": frame(nil), "smart": smartFrame(nil)} {
		o, at := TempoOf(f), synthetic.Tape.From+780*data.Minute
		for _, ms := range []float64{0, 1, 120, 700, 5000} {
			before := o.Before(at, ms)
			if got := o.AgeMs(at, before); math.Abs(got-ms) > 1000/o.Factor(before)/1000+1e-6 { // a millisecond of the market
				t.Errorf("%s: %v ms before are %v ms ago", name, ms, got)
			}
		}
		if got := o.AgeMs(at, at); got != 0 {
			t.Errorf("%s: now is %v ms ago", name, got)
		}
	}
	even, bent := TempoOf(frame(nil)), TempoOf(smartFrame(nil))
	if even.Factor(0) != 600 || even.Elapsed(synthetic.Tape.To) != 0 {
		t.Errorf("at 600×: factor %v, elapsed %v", even.Factor(0), even.Elapsed(synthetic.Tape.To))
	}
	if got := bent.Elapsed(synthetic.Tape.To); got != wire.DefaultFit {
		t.Errorf("at the end %v s have passed, want 90", got)
	}
}

// chipOf returns the text of the chip at the replay time, "" without one.
func chipOf(f *Frame) string {
	l, b := &built(f).Layers[render.LayerAxes], newBuilder(f)
	for _, k := range l.Texts {
		if chars := string(l.Bytes[k.Start:k.End]); k.Color == b.theme.OnAccent && strings.Contains(chars, ":") {
			return chars
		}
	}
	return ""
}

func TestTheChipAtThePresentHasTheSpeedAtSmartPaceAlone(t *testing.T) {
	const noon = 12 * data.Hour
	for _, tt := range []struct {
		name   string
		change func(*Frame)
		want   string
	}{
		{"at an even speed", func(f *Frame) { f.Stage.Smart = false }, "5 Feb 13:00"},
		{"at smart pace", nil, "5 Feb 13:00 · 98×"},
		{"in half the time", func(f *Frame) { f.Stage.Fit = 45 }, "5 Feb 13:00 · 200×"},
		{"in Russian", func(f *Frame) { f.Style.Lang = "ru" }, "5 февр. 13:00 · 98×"},
		{"before the window", func(f *Frame) { f.Stage.From, f.Stage.To = f.Market.Tape.From+20*data.Hour, f.Market.Tape.To }, "« 5 Feb 13:00 · 98×"},
		{"after the window", func(f *Frame) { f.Stage.From, f.Stage.To = f.Market.Tape.From, f.Market.Tape.From+noon }, "5 Feb 13:00 · 98× »"},
		{"outside at an even speed", func(f *Frame) {
			f.Stage.Smart, f.Stage.From, f.Stage.To = false, f.Market.Tape.From, f.Market.Tape.From+noon
		}, ""},
		{"paused or playing", func(f *Frame) { f.Stage.Clock.Rate = 1 }, "5 Feb 13:00 · 98×"},
		{"on a picture", func(f *Frame) { f.Caption = true }, "5 Feb 13:00 · 98×"},
	} {
		if got := strings.ReplaceAll(chipOf(smartFrame(tt.change)), "\u00a0", " "); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestTheChipStaysInTheFrame(t *testing.T) {
	for _, lang := range []string{"en", "ru"} {
		for _, at := range []data.UnixMs{synthetic.Tape.From, synthetic.Tape.To} {
			f := smartFrame(func(f *Frame) {
				f.Width, f.Height, f.Style.Lang, f.Stage.Clock.At, f.Stage.Fit = 320, 360, lang, at, 1
			})
			c := chartOf(f)
			for _, p := range textsOf(built(f), render.LayerAxes) {
				if strings.Contains(p.chars, "×") && (p.x0 < c.x0 || p.x1 > c.x1) {
					t.Errorf("%q from %d to %d leaves the plot from %d to %d", p.chars, p.x0, p.x1, c.x0, c.x1)
				}
			}
		}
	}
}

func TestWarmBuildsAtSmartPaceDoNotAllocate(t *testing.T) {
	f := smartFrame(func(f *Frame) { f.Stage.Clock.Rate = 1 })
	scene := built(f)
	Build(scene, f, DirtyAll)
	if n := testing.AllocsPerRun(20, func() { Build(scene, f, DirtyTime) }); n > 0 {
		t.Errorf("a warm rebuild allocates %v times, want 0", n)
	}
}

// These figures are in docs/cascade.md.
func TestTheDocumentedPaceOfFebruary(t *testing.T) {
	m := builtIn(t, "btc-2026-02-05")
	pace := m.Pace(90)
	slowest, fastest, at := math.Inf(1), 0.0, data.UnixMs(0)
	for k := m.Tape.From; k < m.Tape.To; k += data.Minute {
		v := pace.Speed(k)
		if v < slowest {
			slowest, at = v, k
		}
		fastest = max(fastest, v)
	}
	inWaves, hours := 0.0, 0.0
	for _, w := range m.Waves() {
		inWaves += pace.Wall(w.To) - pace.Wall(w.Start)
		hours += float64(w.To-w.Start) / float64(data.Hour)
	}
	for _, c := range []struct {
		name            string
		got, want, unit float64
	}{
		{"the slowest", slowest, 190, 5}, {"the fastest", fastest, 48_000, 1},
		{"hours of waves", hours, 5.5, 0.1}, {"seconds of waves", inWaves, 31, 0.5},
		{"minutes after midnight", float64(at-1770336000000) / float64(data.Minute), 4, 0.5},
	} {
		if math.Abs(c.got-c.want) > c.unit {
			t.Errorf("%s: %v, the document says %v", c.name, c.got, c.want)
		}
	}
}

// A calm of very many small ones that is over in a moment must not take longer
// to draw than a frame has.
func TestAtMostSoManyLiquidationsOpenAtOnce(t *testing.T) {
	tp := markettest.Tape(600)
	l := &tp.Liquidations.Liquidations
	for i := range 4 * printsMost {
		l.T = append(l.T, tp.To-data.Minute+data.UnixMs(i))
		l.Side, l.Price, l.Notional = append(l.Side, data.Long), append(l.Price, tp.Candles.Low[599]), append(l.Notional, 100)
	}
	m := marketOf(t, tp)
	f := smartFrame(func(f *Frame) {
		f.Market, f.Stage.Fit, f.Stage.Clock.At = m, 1, tp.To-1
	})
	b := newBuilder(f)
	var list render.List
	b.prints(&list)
	if n := len(list.Marks); n != printsMost {
		t.Errorf("%d marks, want the newest %d", n, printsMost)
	}
}
