package level

import (
	"fmt"
	"math"
	"slices"

	"unwind/data"
)

// Share is the part of the levered notional that is opened at one leverage.
type Share struct {
	Leverage float64 // 1 < Leverage <= 150
	Weight   float64 // zero or more; weights are normalised to a sum of 1

	// Low and High are the lowest and the highest that the weight may in fact
	// be, on the scale of Weight: 0 <= Low <= Weight <= High. Both zero say
	// that no band is known.
	Low, High float64

	// HalfLife is the time after which half of the positions wait no more,
	// because they were closed or given margin; zero when they never age.
	HalfLife data.UnixMs
}

// Params are the assumptions of the estimate. Bounds are those of
// [Params.Check].
type Params struct {
	Mix           []Share
	LeveredShare  float64     // part of opened notional that can be liquidated, 0 to 1
	TakerTilt     float64     // log odds of the levered share from balanced to all taker buys, 0 to 10
	FundingTilt   float64     // log odds of the levered share per unit of the funding rate, 0 to 10,000
	VolumeShare   float64     // part of traded notional that opens new positions, 0 to 1
	StockSpread   float64     // log-price spread of the entries of the stock at the start, 0 to 1
	PositionUSD   data.USD    // size of the typical position, which chooses its tier
	BirthInterval data.UnixMs // births within it are merged into one run
	LogStep       float64     // width of a price bin in log price
	Margin        float64     // log price added below the lowest and above the highest shown price
}

// Bounds of the parameters.
const (
	maxShares      = 16
	minLeverage    = 1.01
	maxLeverage    = 150
	minPositionUSD = 1
	maxPositionUSD = 1.8e9
	minInterval    = data.Minute
	maxInterval    = data.Day
	minLogStep     = 1e-5
	maxLogStep     = 0.1
	maxMargin      = 1
	maxTakerTilt   = 10
	maxFundingTilt = 1e4
	maxHalfLife    = 3660 * data.Day
)

// Defaults returns the parameters of the built-in events. docs/model.md says
// where each comes from. The caller owns the result.
func Defaults() Params {
	return Params{
		Mix: []Share{
			{Leverage: 5, Weight: 0.15, Low: 0.06, High: 0.26, HalfLife: HalfLife(5)},
			{Leverage: 10, Weight: 0.30, Low: 0.18, High: 0.43, HalfLife: HalfLife(10)},
			{Leverage: 25, Weight: 0.25, Low: 0.13, High: 0.38, HalfLife: HalfLife(25)},
			{Leverage: 50, Weight: 0.20, Low: 0.10, High: 0.32, HalfLife: HalfLife(50)},
			{Leverage: 100, Weight: 0.10, Low: 0.03, High: 0.19, HalfLife: HalfLife(100)},
		},
		LeveredShare:  0.5,
		TakerTilt:     1,
		FundingTilt:   500,
		VolumeShare:   0.25,
		StockSpread:   0.05,
		PositionUSD:   100e3,
		BirthInterval: 15 * data.Minute,
		LogStep:       0.0009,
		Margin:        0.13,
	}
}

// number is one numeric parameter with its bounds.
type number struct {
	name          string
	value, lo, hi float64
	set           func(*Params, float64)
}

func (p *Params) numbers() []number {
	return []number{
		{"levered share", p.LeveredShare, 0, 1, func(p *Params, v float64) { p.LeveredShare = v }},
		{"taker tilt", p.TakerTilt, 0, maxTakerTilt, func(p *Params, v float64) { p.TakerTilt = v }},
		{"funding tilt", p.FundingTilt, 0, maxFundingTilt, func(p *Params, v float64) { p.FundingTilt = v }},
		{"volume share", p.VolumeShare, 0, 1, func(p *Params, v float64) { p.VolumeShare = v }},
		{"stock spread", p.StockSpread, 0, 1, func(p *Params, v float64) { p.StockSpread = v }},
		{"position size", float64(p.PositionUSD), minPositionUSD, maxPositionUSD, func(p *Params, v float64) { p.PositionUSD = data.USD(v) }},
		{"birth interval", float64(p.BirthInterval), float64(minInterval), float64(maxInterval), func(p *Params, v float64) { p.BirthInterval = data.UnixMs(v) }},
		{"log step", p.LogStep, minLogStep, maxLogStep, func(p *Params, v float64) { p.LogStep = v }},
		{"margin", p.Margin, 0, maxMargin, func(p *Params, v float64) { p.Margin = v }},
	}
}

// Check returns the first parameter that is out of bounds, by name.
func (p Params) Check() error {
	for _, n := range p.numbers() {
		if !(n.value >= n.lo && n.value <= n.hi) {
			return fmt.Errorf("%s %v is not %v to %v", n.name, n.value, n.lo, n.hi)
		}
	}
	return checkMix(p.Mix)
}

func checkMix(mix []Share) error {
	if len(mix) == 0 || len(mix) > maxShares {
		return fmt.Errorf("leverage mix has %d shares, not 1 to %d", len(mix), maxShares)
	}
	var sum float64
	for i, s := range mix {
		if err := s.check(); err != nil {
			return fmt.Errorf("leverage mix %d: %w", i, err)
		}
		sum += s.Weight
	}
	if !(sum > 0) || math.IsInf(sum, 0) {
		return fmt.Errorf("leverage mix has a total weight of %v", sum)
	}
	return nil
}

func (s Share) check() error {
	switch {
	case !(s.Leverage >= minLeverage && s.Leverage <= maxLeverage):
		return fmt.Errorf("leverage %v is not %v to %v", s.Leverage, minLeverage, maxLeverage)
	case !(s.Weight >= 0) || math.IsInf(s.Weight, 0):
		return fmt.Errorf("weight %v is not finite and zero or more", s.Weight)
	case (s.Low != 0 || s.High != 0) && !(s.Low >= 0 && s.Low <= s.Weight && s.High >= s.Weight && s.High <= maxWeight):
		return fmt.Errorf("weight %v is not within its band, %v to %v", s.Weight, s.Low, s.High)
	case s.HalfLife < 0 || s.HalfLife > maxHalfLife:
		return fmt.Errorf("half-life %d ms is not 0 to %d", s.HalfLife, maxHalfLife)
	}
	return nil
}

// maxWeight bounds the upper end of a band, also as a multiple of the weight.
const maxWeight = 1e12

// band returns the ends of the weight as multiples of it, or zeros when no
// band is known.
func (s Share) band() (low, high float64) {
	if s.High == 0 {
		return 0, 0
	}
	return s.Low / s.Weight, min(s.High/s.Weight, maxWeight)
}

// Clamped returns p with every parameter inside its bounds, and the names of
// those that were not. What is no number, and a mix that cannot be mended,
// becomes the default.
func (p Params) Clamped() (Params, []string) {
	var names []string
	for i, n := range p.numbers() {
		if n.value >= n.lo && n.value <= n.hi {
			continue
		}
		v := min(max(n.value, n.lo), n.hi)
		if math.IsNaN(v) {
			defaults := Defaults()
			v = defaults.numbers()[i].value
		}
		n.set(&p, v)
		names = append(names, n.name)
	}
	if checkMix(p.Mix) != nil {
		p.Mix = Defaults().Mix
		names = append(names, "leverage mix")
	}
	return p, names
}

// normalised returns the mix with a sum of 1, without shares of no weight.
func normalised(mix []Share) []Share {
	var sum float64
	for _, s := range mix {
		sum += s.Weight
	}
	kept := slices.DeleteFunc(slices.Clone(mix), func(s Share) bool { return s.Weight/sum <= 0 })
	for i := range kept {
		kept[i].Weight /= sum
		kept[i].Low /= sum
		kept[i].High /= sum
	}
	return kept
}
