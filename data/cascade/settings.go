package cascade

// Law says how forced orders move the price.
type Law uint8

// Laws of price impact.
const (
	DepthLaw  Law = iota // orders eat through the book: Q/D
	KyleLaw              // Kyle·Q/D
	SquareLaw            // Y·Sigma·√(Q/Volume), along the whole order
	lawCount
)

var lawNames = [lawCount]string{"depth", "kyle", "square"}

// String returns the name of a law in links: "depth", "kyle" or "square".
func (l Law) String() string {
	if l < lawCount {
		return lawNames[l]
	}
	return lawNames[DepthLaw]
}

// ParseLaw returns the law of a name and whether there is one.
func ParseLaw(name string) (Law, bool) {
	for l, n := range lawNames {
		if n == name {
			return Law(l), true
		}
	}
	return DepthLaw, false
}

// Settings are the assumptions of a what-if. [Parameters] has the unit, the
// bounds and the default of each number, docs/cascade.md where it comes from.
type Settings struct {
	Shock        float64 // jump of the price at the start, a fraction
	Order        float64 // USD sold at market; bought when negative
	OrderSeconds float64 // over how long

	Law        Law
	Depth      float64 // USD for each 1 % of the price, of all venues, with refill
	Kyle       float64
	Y          float64
	Sigma      float64 // volatility of a day, a fraction
	Volume     float64 // USD of a day
	Withdrawal float64 // log depth that is withdrawn for each unit of log price moved
	Floor      float64 // of the depth, as a part of it
	Refill     float64 // seconds in which half of a move and half of what was withdrawn come back; 0: never

	Share       float64 // of the estimated dollars that are really there
	LeverageCap float64 // highest leverage allowed; 0: none
	FirstPart   float64 // of a position that is sold at once
	PartWait    float64 // seconds until the rest is
	Maintenance float64 // margin left at liquidation, a fraction of the notional
	Fund        float64 // insurance fund, USD
	ADL         bool    // auto-deleveraging once the fund is empty
	MarkLag     float64 // seconds by which the mark price follows the last; 0: not at all

	Noise       float64 // volatility of a day apart from forced orders, of the seeds
	LevelSpread float64 // log standard deviation of the levels' dollars between seeds
	DepthSpread float64 // the same of the depth
	Seconds     float64 // simulated
}

// Unit is what a parameter is counted in.
type Unit uint8

// Units.
const (
	Fraction Unit = iota
	Dollar
	Seconds
	Times // a plain factor
)

// Parameter describes one number of [Settings].
type Parameter struct {
	Name               string // in links
	Unit               Unit
	Low, High, Default float64
	// Zero says that 0 is allowed below Low and means none.
	Zero bool
	At   func(*Settings) *float64
}

// None reports whether 0 is no value of p but that there is none: no shock, no
// order, no depth, no refill, no cap.
func (p *Parameter) None() bool {
	return p.Zero && p.Low != 0
}

// Parameters are the numbers of [Settings], in their order.
var Parameters = [...]Parameter{
	{"shock", Fraction, -0.5, 0.5, -0.02, true, func(s *Settings) *float64 { return &s.Shock }},
	{"order", Dollar, -1e11, 1e11, 0, true, func(s *Settings) *float64 { return &s.Order }},
	{"over", Seconds, 1, 3600, 60, false, func(s *Settings) *float64 { return &s.OrderSeconds }},
	{"depth", Dollar, 1e5, 1e11, 250e6, true, func(s *Settings) *float64 { return &s.Depth }},
	{"kyle", Times, 0.01, 10, 0.5, false, func(s *Settings) *float64 { return &s.Kyle }},
	{"y", Times, 0.01, 5, 1, false, func(s *Settings) *float64 { return &s.Y }},
	{"sigma", Fraction, 0.001, 1, 0.03, false, func(s *Settings) *float64 { return &s.Sigma }},
	{"volume", Dollar, 1e6, 1e13, 30e9, false, func(s *Settings) *float64 { return &s.Volume }},
	{"withdrawal", Times, 0, 100, 0, true, func(s *Settings) *float64 { return &s.Withdrawal }},
	{"floor", Fraction, 0.001, 1, 0.02, false, func(s *Settings) *float64 { return &s.Floor }},
	{"refill", Seconds, 1, 86400, 1200, true, func(s *Settings) *float64 { return &s.Refill }},
	{"share", Fraction, 0.01, 1, 1, false, func(s *Settings) *float64 { return &s.Share }},
	{"cap", Times, 1.5, 150, 0, true, func(s *Settings) *float64 { return &s.LeverageCap }},
	{"part", Fraction, 0.01, 1, 1, false, func(s *Settings) *float64 { return &s.FirstPart }},
	{"wait", Seconds, 0, 600, 30, true, func(s *Settings) *float64 { return &s.PartWait }},
	{"maintenance", Fraction, 0, 0.2, 0.005, true, func(s *Settings) *float64 { return &s.Maintenance }},
	{"fund", Dollar, 0, 1e12, 100e6, true, func(s *Settings) *float64 { return &s.Fund }},
	{"lag", Seconds, 0, 60, 2, true, func(s *Settings) *float64 { return &s.MarkLag }},
	{"noise", Fraction, 0, 1, 0.03, true, func(s *Settings) *float64 { return &s.Noise }},
	{"levels", Times, 0, 1, 0.35, true, func(s *Settings) *float64 { return &s.LevelSpread }},
	{"depths", Times, 0, 1, 0.5, true, func(s *Settings) *float64 { return &s.DepthSpread }},
	{"seconds", Seconds, 10, 14400, 1800, false, func(s *Settings) *float64 { return &s.Seconds }},
}

// DefaultSettings returns every parameter's default, the depth law and ADL on.
func DefaultSettings() Settings {
	s := Settings{ADL: true}
	for i := range Parameters {
		*Parameters[i].At(&s) = Parameters[i].Default
	}
	return s
}

// Uses reports whether a run under the law of s and with its order depends on p.
func (s *Settings) Uses(p *Parameter) bool {
	square := s.Law == SquareLaw
	switch p.At(s) {
	case &s.OrderSeconds:
		return s.Order != 0
	case &s.Depth:
		return !square
	case &s.Kyle:
		return s.Law == KyleLaw
	case &s.Y, &s.Sigma, &s.Volume:
		return square
	case &s.PartWait:
		return s.FirstPart < 1
	}
	return true
}

// Check returns why a what-if cannot be computed, and for [BadSettings] the
// name of the parameter.
func (s *Settings) Check() (Reason, string) {
	for i := range Parameters {
		p := &Parameters[i]
		v := *p.At(s)
		if !(v >= p.Low && v <= p.High) && !(p.Zero && v == 0) {
			return BadSettings, p.Name
		}
	}
	switch {
	case s.Law >= lawCount:
		return BadSettings, "law"
	case s.Depth == 0 && s.Law != SquareLaw:
		return NoDepth, ""
	}
	return Known, ""
}
