package level

import (
	"math"
	"reflect"
	"testing"

	"unwind/data"
)

func TestNoTuningIsTheDefaults(t *testing.T) {
	if got := (Tuning{}).Params(); !reflect.DeepEqual(got, Defaults()) {
		t.Errorf("got %+v, want the defaults", got)
	}
	for _, k := range Knobs() {
		if got, inside := (Tuning{}).Set(k, k.Dial().Default); got != (Tuning{}) || !inside {
			t.Errorf("knob %d set to its default: got %+v, %v", k, got, inside)
		}
	}
	if d, p := KnobBin.Dial().Default, Defaults().LogStep; math.Abs(d/100-p) > 1e-15 {
		t.Errorf("a bin of %v %% is not a log step of %v", d, p)
	}
	if l, v := KnobLevered.Dial().Default, KnobVolume.Dial().Default; l != Defaults().LeveredShare || v != Defaults().VolumeShare {
		t.Errorf("defaults of the dials %v and %v are not those of the parameters", l, v)
	}
}

func TestKnobsAreClampedToTheirDials(t *testing.T) {
	for _, c := range []struct {
		name   string
		knob   Knob
		v      float64
		want   float64
		inside bool
	}{
		{"inside", KnobLevered, 0.7, 0.7, true},
		{"an end", KnobLevered, 0, 0, true},
		{"too little", KnobVolume, -1, 0, false},
		{"too much", KnobHalf, 99, 10, false},
		{"infinite", KnobBin, math.Inf(1), 1, false},
		{"no number", KnobBin, math.NaN(), 0.09, false},
	} {
		got, inside := (Tuning{}).Set(c.knob, c.v)
		if got.Value(c.knob) != c.want || inside != c.inside {
			t.Errorf("%s: got %v, %v, want %v, %v", c.name, got.Value(c.knob), inside, c.want, c.inside)
		}
		if err := got.Params().Check(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if again, _ := got.Set(c.knob, c.knob.Dial().Default); again != (Tuning{}) {
			t.Errorf("%s: set back to the default it is %+v", c.name, again)
		}
	}
}

func TestTuningReachesTheParameters(t *testing.T) {
	var tune Tuning
	for k, v := range map[Knob]float64{KnobLevered: 0.8, KnobVolume: 0.1, KnobHalf: 0.5, KnobBin: 0.2} {
		tune, _ = tune.Set(k, v)
	}
	p := tune.Params()
	if p.LeveredShare != 0.8 || p.VolumeShare != 0.1 || p.LogStep != 0.002 || p.Mix[4].HalfLife != 2*data.Hour || p.Mix[0].HalfLife != 84*data.Hour {
		t.Errorf("got %+v", p)
	}
}

// The alternatives lie at the ends of the bands of the default mix.
func TestPriorsByHand(t *testing.T) {
	for prior, want := range map[Prior][]float64{
		PriorDefault: {0.15, 0.30, 0.25, 0.20, 0.10},
		PriorLow:     {0.26, 0.43, 0.25, 0.10, 0.03},
		PriorHigh:    {0.06, 0.18, 0.25, 0.32, 0.19},
	} {
		p := Tuning{Prior: prior}.Params()
		for i, s := range p.Mix {
			if s.Weight != want[i] {
				t.Errorf("prior %d: %vx weighs %v, want %v", prior, s.Leverage, s.Weight, want[i])
			}
		}
		if err := p.Check(); err != nil {
			t.Errorf("prior %d: %v", prior, err)
		}
	}
}
