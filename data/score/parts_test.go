package score

import (
	"math"
	"testing"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/level"
	"unwind/data/tape"
)

func near(a, b, by float64) bool { return math.Abs(a-b) <= by }

// The points are those of a printed table of Student's distribution.
func TestStudent(t *testing.T) {
	for freedom, want := range map[int]float64{4: 2.776, 5: 2.571, 9: 2.262, 20: 2.086, 100: 1.984} {
		if got := student(freedom); !near(got, want, 0.008) {
			t.Errorf("%d degrees: got %.4f, want %.3f", freedom, got, want)
		}
	}
}

func TestAHorizonCountsOnlyTheBarsThatFillIt(t *testing.T) {
	q := 15 * data.Minute
	p := &path{
		step: q, times: []data.UnixMs{0, q, 2 * q, 3 * q, 6 * q},
		low: []data.Price{1, 9, 8, 9, 2}, high: []data.Price{99, 11, 12, 10, 98},
	}
	for _, c := range []struct {
		name    string
		bar     int
		horizon data.UnixMs
		want    reach
		ok      bool
	}{
		{"two bars after the first", 0, 2 * q, reach{8, 12}, true},
		{"one bar", 2, q, reach{9, 10}, true},
		{"over the gap", 2, 2 * q, reach{}, false},
		{"past the end", 4, q, reach{}, false},
		{"no whole number of bars", 0, q + 1, reach{}, false},
		{"shorter than a bar", 0, q / 2, reach{}, false},
	} {
		if got, ok := p.after(c.bar, c.horizon); got != c.want || ok != c.ok {
			t.Errorf("%s: got %v, %v, want %v, %v", c.name, got, ok, c.want, c.ok)
		}
	}
}

func TestATouchIncludesThePriceItself(t *testing.T) {
	r := reach{90, 110}
	if !r.touches(data.Long, 90) || r.touches(data.Long, 89.9) || !r.touches(data.Short, 110) || r.touches(data.Short, 110.1) {
		t.Error("touches of a reach of 90 to 110 are wrong")
	}
	if got := r.excursion(data.Long, 100); !near(got, 0.10536, 1e-5) {
		t.Errorf("down: got %v, want ln(100/90)", got)
	}
	if got := r.excursion(data.Short, 100); !near(got, 0.09531, 1e-5) {
		t.Errorf("up: got %v, want ln(1.1)", got)
	}
}

// handChooser has bins of 1 %; a price of 100 is the middle of bin 20.
func handChooser() *chooser {
	o := Defaults()
	o.Near, o.Far, o.Top, o.Band = 0.02, 0.10, 0.2, 0.51
	return newChooser(heat.Bins{Low: data.Price(100 * math.Exp(-0.205)), LogStep: 0.01, N: 41}, o)
}

func TestTheBrightestCellsOfEachSideAndTheirPairs(t *testing.T) {
	c := handChooser() // bin 14 is 6 % below the price
	for i := range c.usd {
		c.usd[i] = 1
	}
	c.usd[14], c.usd[12], c.usd[19], c.usd[13] = 50, 40, 99, 0 // bin 19 is too near
	claims := c.choose(100)
	if len(claims) != 4 { // two of the nine cells of 2 % to 10 % on each side
		t.Fatalf("got %d bright cells, want 4", len(claims))
	}
	a := claims[0]
	if a.side != data.Long || a.mid != c.mids[14] || !near(a.distance, 0.06, 1e-9) {
		t.Errorf("brightest: got %v at %v", a.side, a.mid)
	}
	// Within half of 6 bins lie offsets 1, 2 and 3; 14−2 is bright itself, 13 is empty.
	if len(a.matched) != 2 || a.matched[0].near.mid != c.mids[15] || a.matched[0].far.mid != c.mids[13] || a.matched[0].held || !a.matched[1].held {
		t.Errorf("pairs: got %+v", a.matched)
	}
	if claims[1].mid != c.mids[12] || claims[2].side != data.Short || claims[2].mid <= 100 {
		t.Errorf("others: got %+v", claims[1:])
	}
	c.usd = make([]float32, len(c.usd))
	if got := c.choose(100); len(got) != 0 {
		t.Errorf("an empty column has %d bright cells", len(got))
	}
}

// The price goes from 100 to 95: the bright cell at 96 and the nearer of its
// neighbours are touched, the farther ones are not.
func TestTallyByHand(t *testing.T) {
	at := func(mid data.Price) place { return place{mid, math.Log(float64(100 / mid))} }
	cells := []claim{
		{place: at(96), side: data.Long, matched: []pair{{at(97), at(95.5), true}, {at(98), at(94), false}}},
		{place: at(94), side: data.Long, matched: []pair{{at(95), at(93), false}}},
		{place: at(90), side: data.Long},
	}
	r := reach{95, 100}
	got := tallyOf(cells, r)
	want := tally{times: 1, bright: 3, compared: 2, hits: 1, matched: 0.75 + 0.5, held: 1, heldHits: 1, heldMatched: 1}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	var b block
	b.add(&moment{price: 100, cells: cells}, r)
	cross := crossed(&b, &b)
	if cross != (crossing{hits: 1, matched: 1.25, heldHits: 1, heldMatched: 1}) {
		t.Errorf("under its own moment: got %+v", cross)
	}
	b.excursions[0] = []float64{0.01, 0.035, 0.2} // to 99, 96.6, 81.9
	if cross = crossed(&b, &b); cross.hits != 2 || cross.matched != 1.5+1 {
		t.Errorf("under three moments: got %+v, want 2 hits, 2.5 matched", cross)
	}
}

// Two blocks of one moment and one cell each: distance alone says what each
// cell would have had from both moments.
func TestFiguresByHand(t *testing.T) {
	d := &draw{
		blocks: []block{
			{tally: tally{times: 1, compared: 1, hits: 1, matched: 0.5, held: 1, heldHits: 1}},
			{tally: tally{times: 1, compared: 1, hits: 0, matched: 0.5}},
		},
		weight: []float64{1, 1},
		cross: [][]crossing{
			{{hits: 1, matched: 0.5, heldHits: 1}, {hits: 0}},
			{{hits: 1, matched: 1}, {hits: 0, matched: 0.1}},
		},
	}
	// Touched 1/2; matched 1/2; distance alone 2/4, its pairs 1.6/4.
	// Not empty: 1 − 0 of one cell, less (1 − 0)/2 of distance alone.
	want := [figures]float64{touched: 0.5, lift: 0 - 0.1, matched: 0.6, heldLift: 0.5, distance: 0.5, distanceLift: 0}
	for i, got := range d.figures() {
		if !near(got, want[i], 1e-12) {
			t.Errorf("figure %d: got %v, want %v", i, got, want[i])
		}
	}
}

func TestAShortLastBlockJoinsTheOneBefore(t *testing.T) {
	blocks := []block{{tally: tally{times: 10}}, {tally: tally{times: 9, hits: 2}}, {tally: tally{times: 4, hits: 3}}}
	got := dropShort(blocks)
	if len(got) != 2 || got[1].times != 13 || got[1].hits != 5 {
		t.Errorf("got %d blocks, the last with %+v", len(got), got[len(got)-1].tally)
	}
	if got := dropShort([]block{{tally: tally{times: 10}}, {tally: tally{times: 5}}}); len(got) != 2 {
		t.Errorf("half a block: got %d, want 2", len(got))
	}
}

// Ranks 1 2 3 4 5 against 5 6 7 8 7 of a text-book example: 0.8207827.
func TestRankCorrelation(t *testing.T) {
	if got := correlation(ranks([]float64{1, 2, 3, 4, 5}), ranks([]float64{5, 6, 7, 8, 7})); !near(got, 0.8207827, 1e-7) {
		t.Errorf("got %v", got)
	}
	if got := correlation(ranks([]float64{1, 1}), ranks([]float64{1, 2})); got != 0 {
		t.Errorf("no variation: got %v", got)
	}
}

func TestDollarsNeedACompleteFeed(t *testing.T) {
	m := newMade(100)
	for range 4 {
		m.bar(m.price, m.price, m.price, 1)
	}
	v := m.tape()
	c := v.Candles.T
	touches := []level.Touch{{T: c[1], Side: data.Long, USD: 100}, {T: c[1], Side: data.Long, USD: 20}, {T: c[3], Side: data.Short, USD: 50}}
	for why, layer := range map[Missing]*tape.LiquidationLayer{
		NoFeed:      nil,
		Sampled:     {Origin: tape.Origin{Provenance: data.Recorded}, AtLeast: true, Liquidations: data.Liquidations{T: c[:1]}},
		NotRecorded: {Origin: tape.Origin{Provenance: data.Modelled}, Liquidations: data.Liquidations{T: c[:1]}},
	} {
		v.Liquidations = layer
		if got := dollarsOf(v, touches); got != (Dollars{Missing: why}) || why.String() == "available" {
			t.Errorf("%v: got %+v", why, got)
		}
	}
	v.Liquidations = &tape.LiquidationLayer{Origin: tape.Origin{Provenance: data.Recorded}, Liquidations: data.Liquidations{
		T: []data.UnixMs{c[1] + 5, c[3], c[3] + data.Day}, Side: []data.Side{data.Long, data.Short, data.Short},
		Price: []data.Price{100, 100, 100}, Notional: []data.USD{60, 10, 999},
	}}
	got := dollarsOf(v, touches)
	if got.Missing != Available || got.Pairs != 8 || got.Predicted != 170 || got.Realised != 70 || !near(got.Rank, 1, 1e-12) {
		t.Errorf("got %+v, want 170 predicted, 70 realised of 8 pairs in the same order", got)
	}
	v.Gaps = &tape.GapLayer{Gaps: []data.Gap{{Venue: "okx", From: v.From, To: v.To}}}
	if got := dollarsOf(v, touches); got != (Dollars{Missing: Sampled}) {
		t.Errorf("with a gap: got %+v", got)
	}
}

func TestBlocksAreLongEnoughAndNotTooMany(t *testing.T) {
	o := Defaults()
	for _, c := range []struct{ horizon, event, want data.UnixMs }{
		{data.Hour, 20 * data.Day, data.Day},
		{data.Day, 20 * data.Day, 2 * data.Day},
		{data.Day, 600 * data.Day, 10 * data.Day},
	} {
		if got := o.block(c.horizon, c.event); got != c.want {
			t.Errorf("%d h in %d days: got %d h", c.horizon/data.Hour, c.event/data.Day, got/data.Hour)
		}
	}
}
