package market

import (
	"math"
	"slices"
	"testing"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/tape"
)

// fading is five minutes with two bins, 100.00 to 100.10 and on to 100.20. The
// longs of 10x halve every two minutes and nothing else; from minute 2 on, 20 %
// of them are closed besides.
func fading() *tape.Tape {
	tp := event()
	h := float32(math.Sqrt(0.5)) // of a minute
	tp.Levels = &tape.LevelLayer{Origin: tape.Origin{Provenance: data.Modelled}, Field: heat.Field{
		Bins:    heat.Bins{Low: 100, LogStep: 0.001, N: 2},
		Columns: heat.Columns{From: 0, Step: data.Minute, N: 5},
		Groups: []heat.Group{
			{Side: data.Long, Leverage: 10, Scale: 0, Low: 0.5, High: 1.5, HalfLife: 2 * data.Minute},
			{Side: data.Short, Leverage: 50, Scale: 1, Low: 0.75, High: 2},
		},
		Scales: [][]float32{{1, h, 0.8 * h * h, 0.8 * h * h * h, 0.8 * h * h * h * h}, {1, 1, 1, 1, 0.5}},
		Runs: []heat.Run{
			{Group: 0, Bin: 0, Start: 0, Len: 5, USD: 1000},
			{Group: 1, Bin: 0, Start: 1, Len: 2, USD: 300}, // touched in minute 3
			{Group: 0, Bin: 0, Start: 3, Len: 1, USD: 100}, // touched in minute 4
			{Group: 1, Bin: 1, Start: 2, Len: 3, USD: 40},
		},
	}}
	return tp
}

func wantUSD(t *testing.T, what string, got, want data.USD) {
	t.Helper()
	if math.Abs(float64(got-want)) > 1e-3 {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func wantFate(t *testing.T, what string, got, want Fate) {
	t.Helper()
	wantUSD(t, what+": opened", got.Opened, want.Opened)
	wantUSD(t, what+": waiting", got.Waiting, want.Waiting)
	wantUSD(t, what+": touched", got.Touched, want.Touched)
	wantUSD(t, what+": closed", got.Closed, want.Closed)
	wantUSD(t, what+": aged", got.Aged, want.Aged)
	if got.FirstTouch != want.FirstTouch || got.LastTouch != want.LastTouch {
		t.Errorf("%s: touched from %d to %d, want %d to %d", what, got.FirstTouch, got.LastTouch, want.FirstTouch, want.LastTouch)
	}
}

// Of the 1,000 a half is left by age after two minutes and a fifth of that is
// closed: 500 and 100. By minute 3 another 1−√½ of the 400 has aged: 117.157.
// The 100 that open in minute 3 are stored undiminished: they are worth
// 100 · 0.8 · √⅛ = 28.284 then.
func TestAReadoutByHand(t *testing.T) {
	m := indexed(t, fading())
	got := m.Cell(3*data.Minute, 100.05, 0)
	if got.Bins != 1 || got.Low != 100 || math.Abs(float64(got.High)-100.10005) > 1e-6 || !got.Known {
		t.Errorf("got %d bins from %v to %v, known %v", got.Bins, got.Low, got.High, got.Known)
	}
	wantUSD(t, "longs", got.Cell.Long, 282.843+28.284)
	wantUSD(t, "least", got.Least.Long, 0.5*311.127)
	wantUSD(t, "most", got.Most.Long, 1.5*311.127)
	wantFate(t, "longs", got.Fates[0], Fate{Opened: 1028.284, Waiting: 311.127, Closed: 100, Aged: 617.157})
	wantFate(t, "shorts", got.Fates[1], Fate{Opened: 300, Touched: 300, FirstTouch: 3 * data.Minute, LastTouch: 3 * data.Minute})

	later := m.Cell(4*data.Minute, 99, 101)
	// 28.284 · √½ = 20 of them are touched, 8.284 have aged before.
	wantFate(t, "longs at the end", later.Fates[0], Fate{Opened: 1028.284, Waiting: 200, Touched: 20, Closed: 100, Aged: 708.284,
		FirstTouch: 4 * data.Minute, LastTouch: 4 * data.Minute})
	wantFate(t, "shorts of both bins", later.Fates[1], Fate{Opened: 340, Waiting: 20, Touched: 300, Closed: 20,
		FirstTouch: 3 * data.Minute, LastTouch: 3 * data.Minute})
	wantUSD(t, "most of both bins", later.Most.Total(), 1.5*200+2*20)
}

// By the tiers of 1970, the oldest there are, a position of 100,000 dollars has
// 0.5 % of maintenance margin less 50 dollars, which are 0.05 % of its entry: a
// 10x long is liquidated at (0.9 − 0.0005)/0.995 of it, a 50x short at
// (1.02 + 0.0005)/1.005.
func TestBirthsSayWhenAndAboutWhereByHand(t *testing.T) {
	m := indexed(t, fading())
	got := m.Cell(3*data.Minute, 99, 101)
	if len(got.Parts) != 2 || len(got.Births) != 3 {
		t.Fatalf("got %d parts and %d births, want 2 and 3", len(got.Parts), len(got.Births))
	}
	long, short := got.Parts[0], got.Parts[1]
	if long.Side != data.Long || long.Leverage != 10 || short.Leverage != 50 {
		t.Errorf("got parts %+v", got.Parts)
	}
	near := func(what string, got, want data.Price) {
		if math.Abs(float64(got/want-1)) > 1e-6 {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	near("lowest entry of a long", long.EntryLow, 100*0.995/0.8995)
	near("highest entry of a short", short.EntryHigh, m.Field.Bins.Edge(2)*1.005/1.0205)
	first, last := got.Births[0], got.Births[2]
	near("entry of the largest", first.Entry, m.Field.Bins.Mid(0)*0.995/0.8995)
	if !first.Early || first.T != 0 || first.Opened != 1000 {
		t.Errorf("got %+v, want the one that was there at the start", first)
	}
	if last.Early || last.T != 3*data.Minute || last.Leverage != 10 {
		t.Errorf("got %+v, want the one of minute 3 last", last)
	}
	if want := (Born{0, 0, 3 * data.Minute}); got.Born != want || long.Born != want {
		t.Errorf("born %+v and %+v, want %+v", got.Born, long.Born, want)
	}
}

func TestCellsWhereThereIsNoEstimate(t *testing.T) {
	m := indexed(t, fading())
	for _, c := range []struct {
		name      string
		t         data.UnixMs
		low, high data.Price
		bins      int
	}{
		{"before it begins", -1, 100.05, 0, 1},
		{"above it", data.Minute, 200, 300, 0},
		{"below it", data.Minute, 50, 0, 0},
		{"no price", data.Minute, data.Price(math.NaN()), 100, 0},
		{"a range between two middles", data.Minute, 100.06, 100.07, 0},
	} {
		got := m.Cell(c.t, c.low, c.high)
		if got.Known || got.Bins != c.bins || got.Cell.Total() != 0 || len(got.Parts)+len(got.Births) > 0 || got.Fates[0].Opened != 0 {
			t.Errorf("%s: got %+v", c.name, got)
		}
	}
	bare := event()
	bare.Candles = nil
	if got := indexed(t, bare).Cell(0, 1, 1e6); got.Known || got.Bins != 0 {
		t.Errorf("without an estimate: got %+v", got)
	}
	if a, b := m.Cell(5*data.Minute-1, 99, 101), m.Cell(data.Day, 99, 101); a.Sum != b.Sum {
		t.Error("after the event something else waits than at its end")
	}
}

// Where a factor starts afresh its runs end at nothing and go on from the next
// column: 80 of the 100 were closed, and the 20 are not opened twice.
func TestAFactorThatStartsAfreshOpensAndClosesNothing(t *testing.T) {
	tp := fading()
	f := &tp.Levels.Field
	f.Scales[1] = []float32{1, 0.2, 0, 1, 1}
	f.Runs = []heat.Run{{Group: 1, Bin: 0, Start: 0, Len: 2, USD: 100}, {Group: 1, Bin: 0, Start: 3, Len: 2, USD: 20}}
	m := indexed(t, tp)
	wantFate(t, "in the dark column", m.Cell(2*data.Minute, 100.05, 0).Fates[1], Fate{Opened: 80, Closed: 80})
	wantFate(t, "after it", m.Cell(3*data.Minute, 100.05, 0).Fates[1], Fate{Opened: 100, Waiting: 20, Closed: 80})
}

func TestAFactorThatRisesOpens(t *testing.T) {
	tp := fading()
	f := &tp.Levels.Field
	f.Scales[1] = []float32{0.5, 0.25, 1, 1, 1}
	f.Runs = []heat.Run{{Group: 1, Bin: 0, Start: 0, Len: 5, USD: 100}}
	wantFate(t, "shorts", indexed(t, tp).Cell(2*data.Minute, 100.05, 0).Fates[1], Fate{Opened: 125, Waiting: 100, Closed: 25})
}

func TestAReadoutHasWhatTheTableHas(t *testing.T) {
	m := indexed(t, waiting())
	for minute := range data.UnixMs(5) {
		table := m.Levels(minute*data.Minute, 1, 1e6, MaxLevels)
		for _, l := range table.Levels {
			r := m.Cell(table.T, l.Low, l.High)
			usd, born := r.Cell.Long, Born{}
			if l.Side == data.Short {
				usd = r.Cell.Short
			}
			byLeverage := make([]data.USD, len(table.Leverages))
			for _, p := range r.Parts {
				if p.Side == l.Side {
					byLeverage[slices.Index(table.Leverages, p.Leverage)] += p.USD
				}
			}
			if usd != l.USD || !slices.Equal(byLeverage, l.ByLeverage) {
				t.Errorf("minute %d, %v: got %v, %v, want %v, %v", minute, l.Low, usd, byLeverage, l.USD, l.ByLeverage)
			}
			if other := r.Cell.Total() - usd; other == 0 {
				if born = r.Born; born != l.Born {
					t.Errorf("minute %d, %v: born %+v, want %+v", minute, l.Low, born, l.Born)
				}
			}
		}
	}
}
