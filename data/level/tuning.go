package level

import (
	"math"

	"unwind/data"
)

// Choice is what a viewer chose of the estimate: which part of it is shown and
// with which parameters it is made. Its zero value is all of it, made with the
// defaults. Choices can be compared.
type Choice struct {
	Filter
	Tuning
}

// Tuning is how the estimate departs from [Defaults]. The zero value does not.
type Tuning struct {
	Prior Prior
	Rules string // id of the venue whose margin rules place the levels; "" is the event's own
	set   [knobCount]bool
	value [knobCount]float64 // 0 where it is not set
}

// Prior is a stated leverage mix.
type Prior uint8

// Priors. Those beside the default take the ends of its bands.
const (
	PriorDefault Prior = iota
	PriorLow           // more at low leverage
	PriorHigh          // more at high leverage
	PriorCount
)

// Knob is a number of a [Tuning].
type Knob uint8

// Knobs.
const (
	KnobLevered Knob = iota // [Params.LeveredShare]
	KnobVolume              // [Params.VolumeShare]
	KnobHalf                // factor on every half-life
	KnobBin                 // height of a price bin in percent of log price
	knobCount
)

// Dial is what a [Knob] can be set to, both ends included.
type Dial struct{ Default, Low, High float64 }

var dials = [knobCount]Dial{
	KnobLevered: {0.5, 0, 1},
	KnobVolume:  {0.25, 0, 1},
	KnobHalf:    {1, 0.1, 10},
	KnobBin:     {0.09, 0.03, 1},
}

// Knobs returns every knob in order.
func Knobs() []Knob { return []Knob{KnobLevered, KnobVolume, KnobHalf, KnobBin} }

// Dial returns what k can be set to.
func (k Knob) Dial() Dial { return dials[k] }

// Value returns what k is set to, its default when it is not.
func (t Tuning) Value(k Knob) float64 {
	if !t.set[k] {
		return dials[k].Default
	}
	return t.value[k]
}

// Set returns t with k set to v, clamped to its dial, and reports whether v was
// inside. The default, and what is no number, unsets it.
func (t Tuning) Set(k Knob, v float64) (Tuning, bool) {
	d := dials[k]
	held := min(max(v, d.Low), d.High)
	if math.IsNaN(v) || held == d.Default {
		t.set[k], t.value[k] = false, 0
		return t, v == d.Default
	}
	t.set[k], t.value[k] = true, held
	return t, held == v
}

// Params returns the parameters that t stands for. The caller owns the result.
func (t Tuning) Params() Params {
	p := Defaults()
	p.LeveredShare, p.VolumeShare = t.Value(KnobLevered), t.Value(KnobVolume)
	if t.set[KnobBin] {
		p.LogStep = t.Value(KnobBin) / 100
	}
	for i := range p.Mix {
		s := &p.Mix[i]
		s.Weight = t.Prior.weight(s)
		s.HalfLife = data.UnixMs(math.Round(float64(s.HalfLife) * t.Value(KnobHalf)))
	}
	return p
}

// middleLeverage parts the leverages of the mix into low and high ones; its own
// weight is the same in every prior.
const middleLeverage = 25

// weight returns what a share of the default mix weighs: the end of its band on
// the side of p.
func (p Prior) weight(s *Share) float64 {
	switch {
	case p == PriorDefault || s.Leverage == middleLeverage:
		return s.Weight
	case (s.Leverage < middleLeverage) == (p == PriorLow):
		return s.High
	}
	return s.Low
}
