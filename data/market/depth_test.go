package market

import (
	"math"
	"testing"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/tape"
)

// figures is an event of whose depth three figures are published, from minute 1
// on: $5 M, nothing, $3 M.
func figures(of tape.DepthOf) *tape.Tape {
	t := event()
	t.Depth = &tape.DepthLayer{Of: of, PointLayer: tape.PointLayer{
		Origin: tape.Origin{Provenance: data.Published},
		Points: data.Points{T: []data.UnixMs{data.Minute, 3 * data.Minute, 4 * data.Minute}, V: []float64{5e6, 0, 3e6}},
	}}
	return t
}

// $5 M × 50 is $250 M for 1 %; × 4, of a book, $20 M.
func TestDepthIsTheLastFigureTimesItsConversion(t *testing.T) {
	average, book, bare := indexed(t, figures(tape.DepthOfAverage)), indexed(t, figures(tape.DepthOfBook)), indexed(t, event())
	for name, c := range map[string]struct {
		m      *Market
		own    DepthChoice
		at     data.UnixMs
		want   float64 // for 1 %
		from   DepthFrom
		reason cascade.Reason
	}{
		"an average":                         {average, DepthChoice{}, 2 * data.Minute, 250e6, DepthOfAverage, cascade.Known},
		"from the moment of a figure on":     {average, DepthChoice{}, data.Minute, 250e6, DepthOfAverage, cascade.Known},
		"a book":                             {book, DepthChoice{}, 2 * data.Minute, 20e6, DepthOfBook, cascade.Known},
		"the figure that came last":          {book, DepthChoice{}, 9 * data.Minute, 12e6, DepthOfBook, cascade.Known},
		"a book that is empty":               {book, DepthChoice{}, 3 * data.Minute, 0, DepthOfBook, cascade.NoDepth},
		"before the first figure":            {book, DepthChoice{}, 0, 0, DepthUnknown, cascade.TooShort},
		"a conversion of one's own":          {average, DepthChoice{Conversion: 20}, 2 * data.Minute, 100e6, DepthOfAverage, cascade.Known},
		"a figure of one's own":              {book, DepthChoice{Quote: 1e6}, 2 * data.Minute, 4e6, DepthByHand, cascade.Known},
		"both of one's own":                  {book, DepthChoice{1e6, 7}, 2 * data.Minute, 7e6, DepthByHand, cascade.Known},
		"a tape without depth":               {bare, DepthChoice{}, 2 * data.Minute, 0, DepthUnknown, cascade.NoData},
		"a tape without depth, a conversion": {bare, DepthChoice{Conversion: 20}, 2 * data.Minute, 0, DepthUnknown, cascade.NoData},
		"a tape without depth, by hand":      {bare, DepthChoice{Quote: 1e6}, 2 * data.Minute, 50e6, DepthByHand, cascade.Known},
		"instead of an empty book, by hand":  {book, DepthChoice{Quote: 1e6}, 3 * data.Minute, 4e6, DepthByHand, cascade.Known},
	} {
		d := c.m.Depth(c.own, c.at)
		if got := float64(d.PerPercent()); math.Abs(got-c.want) > 1e-6*c.want || d.From != c.from || d.Reason != c.reason {
			t.Errorf("%s: got %v from %v (%v), want %v from %v (%v)", name, got, d.From, d.Reason, c.want, c.from, c.reason)
		}
		if r := d.Range; !(r.Low < r.Default && r.Default < r.High) || d.Reason == cascade.Known && !(d.Conversion > 0) {
			t.Errorf("%s: a conversion of %v in %+v", name, d.Conversion, r)
		}
	}
	if bare.HasDepth() || !book.HasDepth() {
		t.Error("a tape with figures has depth, one without has none")
	}
}

// flowing is an event of n minutes whose returns are their flow over $2 B by
// log price, $20 M for 1 %.
func flowing(n int) *tape.Tape {
	c := data.Candles{Step: data.Minute}
	price := 100.0
	for i := range n {
		flow := float64(i%7-3) * 1e6
		next := price * math.Exp(flow/2e9)
		low, high := data.Price(min(price, next)), data.Price(max(price, next))
		c.T, c.Open, c.Close = append(c.T, data.UnixMs(i)*data.Minute), append(c.Open, data.Price(price)), append(c.Close, data.Price(next))
		c.Low, c.High = append(c.Low, low), append(c.High, high)
		c.Volume, c.TakerBuy = append(c.Volume, 1e6), append(c.TakerBuy, (flow/next+1e6)/2)
		price = next
	}
	return &tape.Tape{From: 0, To: data.UnixMs(n) * data.Minute, Candles: &tape.CandleLayer{Origin: tape.Origin{Provenance: data.Recorded}, Candles: c}}
}

// Windows of 20 candles; 65 minutes hold three and five candles, too few.
func TestDepthIsMeasuredWhereTakersAreKnown(t *testing.T) {
	m := indexed(t, flowing(65))
	if len(m.Flows()) != 3 || !m.HasDepth() {
		t.Fatalf("got %d windows, want 3", len(m.Flows()))
	}
	if d := m.Depth(DepthChoice{}, 20*data.Minute-1); d.Reason != cascade.TooShort {
		t.Errorf("before the first window is over: got %+v", d)
	}
	d := m.Depth(DepthChoice{}, 45*data.Minute)
	if d.From != DepthOfFlow || d.At != 40*data.Minute || math.Abs(float64(d.Quote)-20e6) > 1 || math.Abs(float64(d.PerPercent())-50e6) > 1 {
		t.Errorf("got %+v, want $20 M measured until minute 40, × 2.5", d)
	}
	if o, measured := m.DepthOrigin(); d.Origin.Provenance != data.Estimated || o.Provenance != data.Estimated || !measured {
		t.Errorf("a fit of recorded candles is %v, of the event %v, want an estimate", d.Origin.Provenance, o.Provenance)
	}
	if o, measured := indexed(t, figures(tape.DepthOfBook)).DepthOrigin(); o.Provenance != data.Published || measured {
		t.Errorf("published figures are %v, measured %t", o.Provenance, measured)
	}
	noise := flowing(40)
	for i := range noise.Candles.TakerBuy { // moves that have nothing to do with the flow
		noise.Candles.TakerBuy[i] = noise.Candles.Volume[i] / 2 * float64(1+i%2)
	}
	if m := indexed(t, noise); len(m.Flows()) != 0 {
		t.Errorf("of noise: got %+v", m.Flows())
	}
}

func TestAChoiceKeepsTheMeasuredDepth(t *testing.T) {
	m := indexed(t, flowing(65))
	c := m.Choice()
	c.Side = data.Long
	chosen, err := Chosen(m, c)
	if err != nil || len(chosen.Flows()) != 3 {
		t.Errorf("got %d windows, %v", len(chosen.Flows()), err)
	}
}
