package market

import (
	"math"
	"reflect"
	"testing"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/market/markettest"
	"unwind/data/tape"
)

// deleveraged is the synthetic event with ADL that took 2.10 of 5.51 of what
// one venue liquidated, half of it in each hour.
func deleveraged() *tape.Tape {
	t := markettest.Tape(1440)
	l := &tape.ADLLayer{Origin: t.Totals.Origin, Venue: "hyperliquid", Step: data.Hour}
	for i := range 24 {
		l.T = append(l.T, t.From+data.UnixMs(i)*data.Hour)
		l.ADL, l.Liquidated = append(l.ADL, 2.10e9/24), append(l.Liquidated, 5.51e9/24)
	}
	t.ADL = l
	return t
}

func TestTheADLOfAWaveIsAShare(t *testing.T) {
	tp := deleveraged()
	m := indexed(t, tp)
	share, reason := m.WaveADL(&m.Waves()[0])
	if reason != cascade.Known || math.Abs(share-2.10/5.51) > 1e-9 {
		t.Errorf("got %v (%v), want 38.1 %%", share, reason)
	}
	for name, c := range map[string]struct {
		change func(*tape.ADLLayer)
		want   cascade.Reason
	}{
		"nothing of it at the time of the wave": {func(l *tape.ADLLayer) { l.T = l.T[:1] }, cascade.NoData},
		"more than was liquidated": {func(l *tape.ADLLayer) {
			l.ADL = l.Liquidated
			l.Liquidated = make([]float64, 24)
			l.Liquidated[0] = 1
			l.Liquidated[12] = 1
			l.Liquidated[13] = 1
		}, cascade.BadSettings},
		"nothing was liquidated": {func(l *tape.ADLLayer) { l.Liquidated = make([]float64, 24) }, cascade.NoData},
	} {
		tp := deleveraged()
		c.change(tp.ADL)
		m := indexed(t, tp)
		if share, got := m.WaveADL(&m.Waves()[0]); got != c.want || share != 0 {
			t.Errorf("%s: got %v (%v), want %v", name, share, got, c.want)
		}
	}
	if _, got := indexed(t, markettest.Tape(1440)).WaveADL(&m.Waves()[0]); got != cascade.NoData {
		t.Errorf("without a layer: %v", got)
	}
}

// $5.51 B with $2.10 B of ADL is $5.51 B: no counter, wave, lane, panel or part
// of the event changes with the layer.
func TestADLIsInNoTotal(t *testing.T) {
	with := deleveraged()
	without := deleveraged()
	without.ADL = nil
	a, b := indexed(t, with), indexed(t, without)
	for at := with.From; at < with.To; at += 37 * data.Minute {
		l1, s1 := a.Rolling(at, data.Day)
		l2, s2 := b.Rolling(at, data.Day)
		if l1 != l2 || s1 != s2 {
			t.Fatalf("at %d: %v and %v with ADL, %v and %v without", at-with.From, l1, s1, l2, s2)
		}
	}
	l1, s1 := a.Density(50)
	l2, s2 := b.Density(50)
	if !reflect.DeepEqual(l1, l2) || !reflect.DeepEqual(s1, s2) || !reflect.DeepEqual(a.Waves(), b.Waves()) || !reflect.DeepEqual(a.Chains(), b.Chains()) ||
		!reflect.DeepEqual(a.LaneSum(0, with.From, with.To), b.LaneSum(0, with.From, with.To)) || !reflect.DeepEqual(a.bubbles, b.bubbles) {
		t.Error("something of the event is another with the layer")
	}
}
