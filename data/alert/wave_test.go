package alert

import (
	"slices"
	"testing"

	"unwind/data"
	"unwind/data/tape"
)

// print is a liquidation: a second of the event, dollars of longs.
type print struct{ second, usd float64 }

// liquidated is an hour with liquidations of one sampled venue.
func liquidated(prints ...print) *tape.Tape {
	tp := flat(100)
	slices.SortStableFunc(prints, func(a, b print) int { return int(a.second*1000 - b.second*1000) })
	l := &tape.LiquidationLayer{Origin: tape.Origin{Provenance: data.Recorded}, AtLeast: true}
	for _, p := range prints {
		l.T, l.Side = append(l.T, noon+data.UnixMs(p.second*1000)), append(l.Side, data.Long)
		l.Price, l.Notional = append(l.Price, 100), append(l.Notional, data.USD(p.usd))
	}
	tp.Liquidations = l
	return tp
}

// run is n prints a second apart.
func run(second float64, n int, usd float64) []print {
	var all []print
	for i := range n {
		all = append(all, print{second + float64(i), usd})
	}
	return all
}

func TestAWaveIsToldOnceWhenItHasGrownToItsDollars(t *testing.T) {
	w := watch(t, Rules{Wave: 1e6})
	look(t, w, marketOf(t, liquidated()), 10, 0)
	// Six of $100,000 from 12:10:00 are a wave of 600,000.
	look(t, w, marketOf(t, liquidated(run(600, 6, 100e3)...)), 10.1, 0)
	// Ten are a million: at least means from there on.
	grown := marketOf(t, liquidated(run(600, 10, 100e3)...))
	a := look(t, w, grown, 10.2, 1)[0]
	if a.Kind != Wave || a.USD != 1e6 || a.Side != data.Long || !a.AtLeast || a.Provenance != data.Recorded ||
		a.From != at(10) || a.T != at(10.2) || a.Price != 100 {
		t.Errorf("got %+v", a)
	}
	look(t, w, grown, 10.2, 0)
	look(t, w, marketOf(t, liquidated(run(600, 14, 100e3)...)), 10.3, 0)
	look(t, w, marketOf(t, liquidated(run(600, 14, 100e3)...)), 30, 0)
}

func TestAnotherWaveIsToldAnew(t *testing.T) {
	w := watch(t, Rules{Wave: 1e6})
	look(t, w, marketOf(t, liquidated()), 9, 0)
	look(t, w, marketOf(t, liquidated(run(600, 10, 100e3)...)), 11, 1)
	// Of a day's two clusters the larger is the wave.
	both := append(run(600, 10, 100e3), run(1200, 12, 100e3)...)
	a := look(t, w, marketOf(t, liquidated(both...)), 21, 1)[0]
	if a.From != at(20) || a.USD != 1.2e6 {
		t.Errorf("got %+v, want the wave of minute 20", a)
	}
}

func TestALateEventMakesNoSecondAlert(t *testing.T) {
	w := watch(t, Rules{Wave: 1e6})
	look(t, w, marketOf(t, liquidated()), 9, 0)
	look(t, w, marketOf(t, liquidated(run(605, 10, 100e3)...)), 11, 1)
	// Two that happened before it arrive late: the wave begins earlier now.
	late := append(run(603, 2, 100e3), run(605, 10, 100e3)...)
	look(t, w, marketOf(t, liquidated(late...)), 11.1, 0)
}

func TestALateEventMayBringAWaveToItsDollars(t *testing.T) {
	w := watch(t, Rules{Wave: 1e6})
	nearly := append(run(600, 5, 100e3), run(606, 4, 100e3)...)
	look(t, w, marketOf(t, liquidated(nearly...)), 11, 0)
	whole := append(nearly, print{605, 100e3})
	if a := look(t, w, marketOf(t, liquidated(whole...)), 11.1, 1)[0]; a.USD != 1e6 || a.From != at(10) {
		t.Errorf("got %+v", a)
	}
}

func TestAnOldWaveIsHistory(t *testing.T) {
	quiet := marketOf(t, liquidated())
	m := marketOf(t, liquidated(run(600, 10, 100e3)...)) // its last event is at 12:10:09
	for _, c := range []struct {
		name   string
		minute float64
		want   int
	}{
		{"a quarter of an hour later", 25.15, 1},
		{"a second after that", 25.17, 0},
	} {
		w := watch(t, Rules{Wave: 1e6})
		look(t, w, quiet, 9, 0)
		if got := len(w.Look(m, at(c.minute))); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
}

// What a replay knows of a wave that goes on is what had come by then.
func TestAWaveOfAReplayGrowsWithIt(t *testing.T) {
	m := marketOf(t, liquidated(run(600, 12, 100e3)...))
	w := watch(t, Rules{Wave: 1e6})
	for _, c := range []struct {
		second float64
		want   int
	}{{590, 0}, {600, 0}, {608, 0}, {608.9, 0}, {609, 1}, {611, 0}, {700, 0}} {
		if got := w.Look(m, noon+data.UnixMs(c.second*1000)); len(got) != c.want || c.want == 1 && got[0].USD != 1e6 {
			t.Errorf("second %v: got %+v, want %d", c.second, got, c.want)
		}
	}
}

func TestTheFirstLookTellsNothing(t *testing.T) {
	m := marketOf(t, liquidated(run(600, 10, 100e3)...))
	w := watch(t, Rules{Wave: 1e6})
	look(t, w, m, 11, 0)
	look(t, w, m, 12, 0)
	w.Forget()
	look(t, w, m, 12, 0)
	if w.Rules() != (Rules{Wave: 1e6}) {
		t.Errorf("the rules were forgotten too: %+v", w.Rules())
	}
}

func TestWithoutLiquidationsThereIsNoWave(t *testing.T) {
	w := watch(t, Rules{Wave: 1})
	look(t, w, marketOf(t, flat(100)), 1, 0)
	look(t, w, marketOf(t, &tape.Tape{ID: "bare", From: noon, To: at(60)}), 2, 0)
}

func TestWhatIsRememberedOfWavesIsBounded(t *testing.T) {
	w := watch(t, Rules{Wave: 1})
	for i := range 3 * maxKept {
		w.newWaves([]Alert{{From: at(float64(2 * i)), To: at(float64(2*i + 1))}})
	}
	if len(w.waves) != maxKept || w.waves[maxKept-1].from != at(2*(3*maxKept-1)) {
		t.Errorf("%d waves are kept, want the newest %d", len(w.waves), maxKept)
	}
}
