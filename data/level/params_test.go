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
		{"leverage mix", func(p *Params) { p.Mix = []Share{{10, 0}} }},
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
	got := normalised([]Share{{5, 1}, {10, 0}, {20, 3}})
	if want := []Share{{5, 0.25}, {20, 0.75}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
