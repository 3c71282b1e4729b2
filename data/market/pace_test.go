package market

import (
	"math"
	"testing"

	"unwind/data"
	"unwind/data/level"
	"unwind/data/market/markettest"
	"unwind/data/tape"
)

// The dollars of [event] fall into minutes, the pace into parts of 150 ms.
// Away from the edges of a minute (two parts are averaged over) each minute
// runs at a speed of its own, in proportion 1/10 : 1/20 : 1/34 : 1/40 : 1/8.
func TestThePaceFollowsTheCounter(t *testing.T) {
	p := indexed(t, event()).Pace(60)
	if p.Seconds() != 60 || p.At(60) != 300_000 || p.At(0) != 0 {
		t.Errorf("the whole lasts %v s and ends at %d", p.Seconds(), p.At(60))
	}
	first := p.Speed(30_000)
	for i, usd := range []float64{10, 20, 34, 40, 8} {
		if got, want := p.Speed(data.UnixMs(30_000+60_000*i)), first*10/usd; math.Abs(got/want-1) > 1e-6 {
			t.Errorf("minute %d: speed %v, want %v", i, got, want)
		}
	}
}

func TestAPaceWithoutTotalsFollowsTheTapesOwn(t *testing.T) {
	tp := markettest.Tape(600)
	m := indexed(t, tp)
	with := m.Pace(90)
	own := markettest.Tape(600)
	own.Totals = nil
	without := indexed(t, own).Pace(90)
	fall, calm := tp.From+330*data.Minute, tp.From+60*data.Minute // the price falls from minute 300 to 372
	for name, p := range map[string]interface{ Speed(data.UnixMs) float64 }{"totals": &with, "own": &without} {
		if !(p.Speed(fall) < 400/1.5 && p.Speed(calm) > 400*4) { // the mean is 36,000 s in 90
			t.Errorf("%s: the fall runs at %v, the calm at %v", name, p.Speed(fall), p.Speed(calm))
		}
	}
}

func TestAChoiceKeepsThePace(t *testing.T) {
	m := indexed(t, markettest.Tape(300))
	chosen, err := Chosen(m, level.Choice{Filter: level.Filter{Side: data.Short}})
	if err != nil {
		t.Fatal(err)
	}
	want, got := m.Pace(90), chosen.Pace(90)
	for wall := range 90 {
		if got.At(float64(wall)) != want.At(float64(wall)) {
			t.Fatalf("after %d s the replay is elsewhere", wall)
		}
	}
}

func TestEveryTapeHasAPace(t *testing.T) {
	for name, change := range map[string]func(*tape.Tape){
		"nothing is liquidated":       func(tp *tape.Tape) { tp.Totals = nil },
		"shorter than its parts":      func(tp *tape.Tape) { tp.To = 7 },
		"dollars beyond any sum":      func(tp *tape.Tape) { tp.Totals.Long[1], tp.Totals.Long[3] = math.MaxFloat64, math.MaxFloat64 },
		"the totals begin afterwards": func(tp *tape.Tape) { tp.Totals.T = []data.UnixMs{1e9, 2e9, 3e9, 4e9, 5e9} },
	} {
		tp := event()
		change(tp)
		p := indexed(t, tp).Pace(90)
		if p.At(90) != tp.To || !(p.Speed(3) > 0) || math.IsInf(p.Speed(3), 0) {
			t.Errorf("%s: it ends at %d, speed %v", name, p.At(90), p.Speed(3))
		}
	}
}
