package market

import (
	"sort"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/tape"
)

// DepthChoice is what a reader sets of the depth of the book. Members that are
// zero are the event's own.
type DepthChoice struct {
	Quote      data.USD // rests within 1 % of the price, on one side
	Conversion float64  // to the depth of all venues with refill: [cascade.Quote]
}

// DepthFrom says where a depth comes from.
type DepthFrom uint8

// Where a depth comes from.
const (
	DepthUnknown DepthFrom = iota
	DepthOfAverage
	DepthOfBook
	DepthOfFlow // measured from candles that know taker volume
	DepthByHand // the reader's own figure
)

var depthFromNames = [...]string{"unknown", "average", "book", "flow", "own"}

// String returns the name in the JSON interface.
func (f DepthFrom) String() string { return depthFromNames[f] }

// depthRanges are the conversions of each kind of figure. Where there is no
// figure a reader's own is taken for what the press quotes.
var depthRanges = [...]cascade.Range{
	cascade.ConversionOfAverage, cascade.ConversionOfAverage, cascade.ConversionOfBook, cascade.ConversionOfFlow,
}

// Depth is the depth in force at a time, with what it was made from.
type Depth struct {
	cascade.Depth                // of all venues with refill; 0 where it is not known
	Reason        cascade.Reason // why it is not

	From       DepthFrom
	Quote      data.USD // for 1 %, as published, measured or set
	Conversion float64
	Range      cascade.Range // of the conversion
	At         data.UnixMs   // of the figure; 0 for a reader's own
	Fit        float64       // of a measured one, R²
	Origin     tape.Origin   // of the figure
}

// Depth returns the depth in force at t: the reader's own figure; else the last
// one on the tape; else what the last window of candles with taker volume
// measured. Nothing later than t is used.
func (m *Market) Depth(own DepthChoice, t data.UnixMs) Depth {
	d := m.figureAt(t)
	d.Range = depthRanges[d.From]
	if own.Quote > 0 {
		d.From, d.Quote, d.At, d.Fit, d.Origin = DepthByHand, own.Quote, 0, 0, tape.Origin{}
	}
	if d.Conversion = own.Conversion; !(d.Conversion > 0) {
		d.Conversion = d.Range.Default
	}
	if d.From == DepthUnknown {
		return d
	}
	d.Depth, d.Reason = cascade.Quote{USD: d.Quote, Width: 0.01, Conversion: d.Conversion}.Depth()
	return d
}

// figureAt returns the event's own figure of depth at t.
func (m *Market) figureAt(t data.UnixMs) Depth {
	if l := m.Tape.Depth; l != nil {
		if i := sort.Search(len(l.T), func(i int) bool { return l.T[i] > t }) - 1; i >= 0 {
			from := DepthOfBook
			if l.Of == tape.DepthOfAverage {
				from = DepthOfAverage
			}
			return Depth{From: from, Quote: data.USD(l.V[i]), At: l.T[i], Origin: l.Origin}
		}
	}
	if i := sort.Search(len(m.flows), func(i int) bool { return m.flows[i].To > t }) - 1; i >= 0 {
		f := &m.flows[i]
		return Depth{From: DepthOfFlow, Quote: f.Depth.PerPercent(), At: f.To, Fit: f.Fit, Origin: m.measured()}
	}
	reason := cascade.NoData
	if m.HasDepth() {
		reason = cascade.TooShort
	}
	return Depth{Reason: reason}
}

// measured is where a depth comes from that candles measured: whatever they are,
// it is an estimate.
func (m *Market) measured() tape.Origin {
	o := m.Tape.Candles.Origin
	return tape.Origin{Provenance: data.Estimated, Sources: o.Sources}
}

// DepthOrigin says where the depth comes from that the tape has of itself, and
// whether it was measured and not published.
func (m *Market) DepthOrigin() (o tape.Origin, measured bool) {
	if l := m.Tape.Depth; l != nil && len(l.T) > 0 {
		return l.Origin, false
	}
	if len(m.flows) == 0 {
		return tape.Origin{}, false
	}
	return m.measured(), true
}

// HasDepth says whether the tape knows anything of the depth of the book.
func (m *Market) HasDepth() bool {
	return m.Tape.Depth != nil && len(m.Tape.Depth.T) > 0 || len(m.flows) > 0
}

// Flows returns the depth measured in consecutive windows of the candles, in
// time order, without those whose result says nothing. The slice must not be
// changed.
func (m *Market) Flows() []cascade.Flow { return m.flows }

// How depth is measured.
const (
	flowCandles = 20  // in a window
	leastFit    = 0.1 // R² below which a window says nothing
)

// beginFlow measures the depth where candles know what takers bought.
func (b *Builder) beginFlow() (bool, error) {
	b.stage = b.beginWaves
	if c := b.market.Tape.Candles; c != nil && c.TakerBuy != nil {
		b.flowAt = sort.Search(c.Len(), func(i int) bool { return c.T[i] >= b.market.Tape.From })
		b.stage = b.measureFlow
	}
	return false, nil
}

// measureFlow measures the windows of the next candles.
func (b *Builder) measureFlow() (bool, error) {
	m := b.market
	c := &m.Tape.Candles.Candles
	window, from := flowCandles*c.Step, m.Tape.From
	last := b.flowAt + candlesPerStep
	for b.flowAt < c.Len() && c.T[b.flowAt] < m.Tape.To {
		if b.flowAt >= last {
			return false, nil
		}
		start := from + (c.T[b.flowAt]-from)/window*window
		if f, reason := cascade.MeasureDepth(c, start, start+window); reason == cascade.Known && f.Fit >= leastFit {
			m.flows = append(m.flows, f)
		}
		for b.flowAt < c.Len() && c.T[b.flowAt] < start+window {
			b.flowAt++
		}
	}
	b.stage = b.beginWaves
	return false, nil
}
