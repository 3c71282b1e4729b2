package cascade

import (
	"math"

	"unwind/data"
)

// Metric names a measure of the market before and after a cascade.
type Metric uint8

// Metrics.
const (
	OpenInterest    Metric = iota // USD
	FundingRate                   // fraction per interval
	PerpetualShare                // perpetual volume / (perpetual + spot), 0 to 1
	SpotVolume                    // base units an hour
	Volatility                    // realised, of a day, fraction
	LongLiquidation               // longs' share of liquidated dollars, 0 to 1
	MetricCount
)

var metricNames = [MetricCount]string{"openInterest", "funding", "perpetualShare", "spotVolume", "volatility", "longShare"}

// String returns the metric's name in JSON.
func (m Metric) String() string {
	if m < MetricCount {
		return metricNames[m]
	}
	return ""
}

// Claim is the direction that the account of a cascade gives for a metric.
type Claim uint8

// Claims.
const (
	NoClaim   Claim = iota
	Falls           // after is below before
	ToNeutral       // after is nearer to zero than before
	Steady          // after is about what it was
	OneSided        // longs were most of what was liquidated, in the event itself
)

var claimNames = [...]string{"none", "falls", "neutral", "steady", "longs"}

// String returns the claim's name in JSON.
func (c Claim) String() string {
	if int(c) < len(claimNames) {
		return claimNames[c]
	}
	return claimNames[NoClaim]
}

// claims are what the article says happens in a cascade: leverage was
// one-sided on the long side; afterwards open interest and the dominance of
// derivatives are down, funding is back to neutral and spot volume steady. It
// says nothing of volatility.
var claims = [MetricCount]Claim{Falls, ToNeutral, Falls, Steady, NoClaim, OneSided}

// How far a number must go to confirm a claim, as a part of what it was. The
// first two are how much neighbouring days of both events differed half of the
// time: perpetual share by 1.0 and 1.7 %, spot volume by 36 and 38 %.
const (
	leastFall    = 0.015
	steadyWithin = 0.37
	oneSided     = 0.7 // of the dollars, as in [Rules]
	// neutralFunding is a rate per eight hours that is neutral whatever it was
	// before: half of the interest part that Binance sets, 0.01 %.
	neutralFunding = 0.00005
)

// Window is a stretch of time, To exclusive.
type Window struct{ From, To data.UnixMs }

// Change is one metric before, during and after a cascade.
type Change struct {
	Metric     Metric
	Reason     Reason // why there are no numbers, or Known
	Provenance data.Provenance

	// Before and After are of windows of equal length before the onset and
	// after the end; Low and High the extremes from the onset to the end of the
	// last window.
	Before, Low, High, After         float64
	BeforeWindow, Event, AfterWindow Window
	// During is the metric over the event itself.
	During float64

	Claim     Claim
	Confirmed bool // by the numbers; false also without a claim
}

// Relative returns how much After differs from Before, as a part of Before;
// [NoMove] when that was nothing.
func (c *Change) Relative() (float64, Reason) {
	switch {
	case c.Reason != Known:
		return 0, c.Reason
	case c.Before == 0:
		return 0, NoMove
	}
	return c.After/c.Before - 1, Known
}

// FlushInput is what the metrics are made from. What is nil is not available.
type FlushInput struct {
	Onset, End data.UnixMs // of the cascade
	// Span is how long the windows before and after are; a day takes the hours
	// of the day out of volumes.
	Span data.UnixMs

	OpenInterest *data.Points
	Funding      *data.Points
	Perpetual    *data.Candles
	Spot         *data.Candles
	Liquidations *data.Flow
	Provenance   [MetricCount]data.Provenance // of each metric's source
}

func (in *FlushInput) check() Reason {
	if in.End < in.Onset || in.Span <= 0 || in.Span > 366*data.Day || in.Onset < -maxInstant || in.End > maxInstant {
		return BadSettings
	}
	return Known
}

// maxInstant keeps sums of times defined.
const maxInstant = data.UnixMs(1) << 60

func (in *FlushInput) before() Window { return Window{in.Onset - in.Span, in.Onset} }
func (in *FlushInput) event() Window  { return Window{in.Onset, in.End + 1} }
func (in *FlushInput) after() Window  { return Window{in.End + 1, in.End + 1 + in.Span} }

// AfterTheFlush compares every metric before and after a cascade.
func AfterTheFlush(in FlushInput) [MetricCount]Change {
	var all [MetricCount]Change
	for m := range MetricCount {
		c := &all[m]
		*c = Change{Metric: m, Provenance: in.Provenance[m], Claim: claims[m], BeforeWindow: in.before(), Event: in.event(), AfterWindow: in.after()}
		if c.Reason = in.check(); c.Reason == Known {
			in.fill(c)
		}
		if c.Reason != Known {
			c.Before, c.Low, c.High, c.After, c.During = 0, 0, 0, 0, 0
			continue
		}
		c.Confirmed = c.confirms()
	}
	return all
}

// fill measures a metric. Each is a value of a window; the extremes are those
// of the window's parts.
func (in *FlushInput) fill(c *Change) {
	measure := in.measure(c.Metric)
	if measure == nil {
		c.Reason = in.missing(c.Metric)
		return
	}
	var ok [3]bool
	c.Before, ok[0] = measure(c.BeforeWindow)
	c.During, ok[1] = measure(c.Event)
	c.After, ok[2] = measure(c.AfterWindow)
	if c.Claim == OneSided { // a claim of the event alone
		c.Low, c.High = c.During, c.During
		ok[0], ok[2] = ok[1], ok[1]
	} else {
		c.Low, c.High = min(c.Before, c.After), max(c.Before, c.After)
	}
	if !ok[0] || !ok[2] {
		c.Reason = ShortTape
		return
	}
	if ok[1] {
		c.Low, c.High = min(c.Low, c.During), max(c.High, c.During)
	}
	in.extremes(c, measure)
}

// flushParts is how many parts of the time from the onset to the end of the
// last window are looked at for the extremes, each at least leastPart long.
const (
	flushParts = 200
	leastPart  = data.Hour
)

// extremes finds the lowest and highest part after the onset.
func (in *FlushInput) extremes(c *Change, measure func(Window) (float64, bool)) {
	first := true
	end := c.AfterWindow.To
	part := max((end-in.Onset)/flushParts, leastPart)
	for t := in.Onset; t+part <= end; t += part {
		v, ok := measure(Window{t, t + part})
		if !ok {
			continue
		}
		if first {
			c.Low, c.High, first = v, v, false
		}
		c.Low, c.High = min(c.Low, v), max(c.High, v)
	}
}

// confirms says whether the numbers go the way of the claim.
func (c *Change) confirms() bool {
	switch c.Claim {
	case Falls:
		return c.After < c.Before*(1-leastFall)
	case ToNeutral:
		return math.Abs(c.After) <= neutralFunding || math.Abs(c.After) < math.Abs(c.Before)*(1-leastFall)
	case Steady:
		return math.Abs(c.After-c.Before) <= steadyWithin*math.Abs(c.Before)
	case OneSided:
		return c.During >= oneSided
	}
	return false
}
