package level

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestDefaultsAreInBounds(t *testing.T) {
	if err := Defaults().Check(); err != nil {
		t.Error(err)
	}
	if got, names := Defaults().Clamped(); len(names) != 0 || !reflect.DeepEqual(got, Defaults()) {
		t.Errorf("clamping the defaults changed %v", names)
	}
	sum := 0.0
	for _, s := range Defaults().Mix {
		sum += s.Weight
	}
	if math.Abs(sum-1) > 1e-12 {
		t.Errorf("the default mix adds up to %v", sum)
	}
}

func TestParametersOutOfBoundsAreNamedAndClamped(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*Params)
	}{
		{"levered share", func(p *Params) { p.LeveredShare = 1.5 }},
		{"levered share", func(p *Params) { p.LeveredShare = math.NaN() }},
		{"taker tilt", func(p *Params) { p.TakerTilt = -1 }},
		{"funding tilt", func(p *Params) { p.FundingTilt = math.Inf(1) }},
		{"volume share", func(p *Params) { p.VolumeShare = -1 }},
		{"stock spread", func(p *Params) { p.StockSpread = math.Inf(1) }},
		{"position size", func(p *Params) { p.PositionUSD = 0 }},
		{"birth interval", func(p *Params) { p.BirthInterval = 0 }},
		{"log step", func(p *Params) { p.LogStep = 0 }},
		{"margin", func(p *Params) { p.Margin = 9 }},
		{"leverage mix", func(p *Params) { p.Mix = nil }},
		{"leverage mix", func(p *Params) { p.Mix = make([]Share, 17) }},
		{"leverage mix", func(p *Params) { p.Mix[0].Leverage = 1 }},
		{"leverage mix", func(p *Params) { p.Mix[0].Leverage = 500 }},
		{"leverage mix", func(p *Params) { p.Mix[0].Weight = math.NaN() }},
		{"leverage mix", func(p *Params) { p.Mix[0].Weight = math.Inf(1) }},
		{"leverage mix", func(p *Params) { p.Mix[0].Low = 0.16 }},
		{"leverage mix", func(p *Params) { p.Mix[0].Low = -1 }},
		{"leverage mix", func(p *Params) { p.Mix[0].High = 0.14 }},
		{"leverage mix", func(p *Params) { p.Mix[0].High = math.NaN() }},
		{"leverage mix", func(p *Params) { p.Mix[0].High = math.Inf(1) }},
		{"leverage mix", func(p *Params) { p.Mix[0].HalfLife = -1 }},
		{"leverage mix", func(p *Params) { p.Mix[0].HalfLife = math.MaxInt64 }},
		{"leverage mix", func(p *Params) { p.Mix = []Share{{Leverage: 10}} }},
	} {
		p := Defaults()
		c.spoil(&p)
		if err := p.Check(); err == nil || !strings.Contains(err.Error(), c.name) {
			t.Errorf("%s: got %v, want an error with its name", c.name, err)
		}
		got, names := p.Clamped()
		if !slices.Equal(names, []string{c.name}) {
			t.Errorf("%s: clamped %v", c.name, names)
		}
		if err := got.Check(); err != nil {
			t.Errorf("%s: still out of bounds when clamped: %v", c.name, err)
		}
	}
}

func TestMixIsNormalised(t *testing.T) {
	got := normalised([]Share{
		{Leverage: 5, Weight: 1, Low: 0.5, High: 2, HalfLife: 7},
		{Leverage: 10},
		{Leverage: 20, Weight: 3},
	})
	want := []Share{
		{Leverage: 5, Weight: 0.25, Low: 0.125, High: 0.5, HalfLife: 7},
		{Leverage: 20, Weight: 0.75},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestBandOfAShareIsRelativeToItsWeight(t *testing.T) {
	for _, c := range []struct {
		share     Share
		low, high float64
	}{
		{Share{Weight: 0.2, Low: 0.1, High: 0.5}, 0.5, 2.5},
		{Share{Weight: 0.2, Low: 0, High: 0.2}, 0, 1},
		{Share{Weight: 0.2}, 0, 0},
	} {
		if low, high := c.share.band(); math.Abs(low-c.low)+math.Abs(high-c.high) > 1e-12 {
			t.Errorf("%+v: got %v to %v, want %v to %v", c.share, low, high, c.low, c.high)
		}
	}
}

// The band of a weight w is the middle 80 % of the marginal distribution of a
// Dirichlet distribution with parameters 20·w, Beta(20w, 20(1−w)): between Low
// and High, and beyond each, lies what rounding to two digits leaves.
func TestDefaultBandsAreTheMiddleOfADirichletDistribution(t *testing.T) {
	for _, s := range Defaults().Mix {
		below, upTo := betaBelow(s.Low, 20*s.Weight, 20*(1-s.Weight)), betaBelow(s.High, 20*s.Weight, 20*(1-s.Weight))
		if math.Abs(below-0.1) > 0.02 || math.Abs(upTo-0.9) > 0.02 {
			t.Errorf("%vx: %.3f lies below %v and %.3f below %v, want 0.1 and 0.9", s.Leverage, below, s.Low, upTo, s.High)
		}
	}
}

// betaBelow returns the part of a Beta(a, b) distribution below x, by adding up
// its density.
func betaBelow(x, a, b float64) float64 {
	whole, _ := math.Lgamma(a + b)
	first, _ := math.Lgamma(a)
	second, _ := math.Lgamma(b)
	const steps = 20_000
	sum := 0.0
	for i := range steps {
		at := x * (float64(i) + 0.5) / steps
		sum += math.Exp(whole - first - second + (a-1)*math.Log(at) + (b-1)*math.Log1p(-at))
	}
	return sum * x / steps
}
