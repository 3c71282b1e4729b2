package view

import (
	"math"
	"slices"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/market/markettest"
	"unwind/data/wire"
	"unwind/render"
)

func minute(m float64) data.UnixMs { return markettest.Start + data.UnixMs(m*float64(data.Minute)) }

func TestTheLiveWindow(t *testing.T) {
	tests := []struct {
		name          string
		to, t         float64 // minutes after the start of what is known
		a, until, end float64
	}{
		{"at the edge four hours and 12 % of them", 400.5, 400.5, 401 - 240, 401, 401 + 28.8},
		{"the same all through a minute", 400.99, 400.99, 401 - 240, 401, 401 + 28.8},
		{"the same behind it", 900, 400.5, 401 - 240, 401, 401 + 28.8},
		{"the start at the left, with prices of all that it shows", 400, 0, 0, 240, 268.8},
		{"and still when some of it was played", 400, 238, 0, 240, 268.8},
		{"two hours where less than two are known", 99.5, 99.5, 0, 100, 134.4},
		{"at their start too, with prices as far as they were", 99.5, 10.5, 0, 11, 134.4},
		{"two hours that are known", 119.5, 10.5, 0, 120, 134.4},
		{"half an hour at least", 4, 4, 0, 5, 33.6},
	}
	for _, tt := range tests {
		a, until, b := liveTimes(minute(0), minute(tt.to), minute(tt.t))
		if a != minute(tt.a) || until != minute(tt.until) || b != minute(tt.end) {
			in := func(t data.UnixMs) float64 { return float64(t-minute(0)) / float64(data.Minute) }
			t.Errorf("%s: got %v, %v and %v, want %v, %v and %v", tt.name, in(a), in(until), in(b), tt.a, tt.until, tt.end)
		}
	}
}

func TestLivePricesHaveRoomAndAreRounded(t *testing.T) {
	f := frame(nil)
	low, high := livePrices(f.Market, minute(0), minute(100))
	least, most, _ := rangeOf(f.Market.Candles(0), minute(0), minute(100))
	if room := math.Log(float64(least / low)); room < livePad || room > 0.03 {
		t.Errorf("%.4f free below", room)
	}
	if room := math.Log(float64(high / most)); room < livePad || room > 0.03 {
		t.Errorf("%.4f free above", room)
	}
	for _, p := range []data.Price{low, high} {
		if steps := math.Log(float64(p)) / priceStep; math.Abs(steps-math.Round(steps)) > 1e-6 {
			t.Errorf("%v is no multiple of the step", p)
		}
	}
}

func TestTheLiveEdgeIsLabelled(t *testing.T) {
	edge := minute(400) + 56*data.Second
	tests := []struct {
		name, lang string
		live       Live
		want       string
	}{
		{"at the edge the second", "en", Live{To: edge, Edge: true}, "live 06:40:56 UTC"},
		{"in Russian", "ru", Live{To: edge, Edge: true}, "прямой эфир 06:40:56 UTC"},
		{"when it stands since when", "en", Live{To: edge, Edge: true, Silent: edge - 6000}, "no data since 06:40:50 UTC"},
		{"behind it the replay time, as of any event", "en", Live{To: edge}, "5 Feb 00:00"},
	}
	for _, tt := range tests {
		f := frame(nil)
		f.Style.Lang, f.Live = tt.lang, tt.live
		f.Stage.Clock = wire.Clock{At: minute(0)}
		got := saidIn(built(f), render.LayerAxes)
		for i := range got {
			got[i] = strings.ReplaceAll(got[i], "\u00a0", " ")
		}
		if !slices.Contains(got, tt.want) {
			t.Errorf("%s: got %q, want %q among it", tt.name, got, tt.want)
		}
	}
}

func TestTheReplayTimeEndsAtTheLiveEdge(t *testing.T) {
	f := frame(nil)
	f.Stage.Clock = wire.Clock{At: minute(500)}
	f.Live = Live{To: minute(400)}
	if got := f.Time(); got != minute(400) {
		t.Errorf("beyond the edge: got minute %v", (got-minute(0))/data.Minute)
	}
	f.Stage.Clock.At, f.Live.Edge = minute(100), true
	if got := f.Time(); got != minute(400) {
		t.Errorf("at the edge: got minute %v", (got-minute(0))/data.Minute)
	}
	if tempo := TempoOf(f); tempo.Factor(minute(400)) != 1 {
		t.Errorf("the edge goes at %v", tempo.Factor(minute(400)))
	}
}

func TestWhatMovesAtTheEdge(t *testing.T) {
	f := frame(nil)
	l := f.Market.Tape.Liquidations
	last := l.T[l.Len()/2]
	f.Live = Live{To: last + 300, Edge: true}
	if !Moves(f) {
		t.Error("a liquidation of 300 ms ago does not open")
	}
	f.Style.ReducedMotion = true
	if Moves(f) {
		t.Error("something opens with reduced motion")
	}
	f.Style.ReducedMotion, f.Live.To = false, last+800
	if Moves(f) {
		t.Error("it still opens after 800 ms")
	}
}
