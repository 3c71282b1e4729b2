package market

import (
	"math"
	"slices"
	"testing"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/tape"
)

// waiting is five minutes at 100 with an estimate whose bins are 0.1 % high:
// three of them, 0.3 %, are one level. Bin 0 begins at 99.
func waiting() *tape.Tape {
	tp := event()
	for _, prices := range [][]data.Price{tp.Candles.Open, tp.Candles.High, tp.Candles.Low, tp.Candles.Close} {
		for i := range prices {
			prices[i] = 100
		}
	}
	whole, half := []float32{1, 1, 1, 1, 1}, []float32{1, 1, 1, 0.5, 0.5}
	tp.Levels = &tape.LevelLayer{Origin: tape.Origin{Provenance: data.Modelled}, Field: heat.Field{
		Bins:    heat.Bins{Low: 99, LogStep: 0.001, N: 20},
		Columns: heat.Columns{From: 0, Step: data.Minute, N: 5},
		Groups: []heat.Group{
			{Side: data.Long, Leverage: 50, Scale: 0}, {Side: data.Long, Leverage: 10, Scale: 1},
			{Side: data.Short, Leverage: 10, Scale: 0},
		},
		Scales: [][]float32{whole, half},
		Runs: []heat.Run{
			{Group: 0, Bin: 0, Start: 0, Len: 5, USD: 30},
			{Group: 2, Bin: 2, Start: 1, Len: 4, USD: 7},
			{Group: 1, Bin: 2, Start: 2, Len: 3, USD: 100}, // 50 from minute 3 on
			{Group: 0, Bin: 3, Start: 0, Len: 3, USD: 500}, // touched in minute 3
			{Group: 0, Bin: 4, Start: 3, Len: 2, USD: 40},
			{Group: 2, Bin: 15, Start: 1, Len: 4, USD: 90},
			{Group: 2, Bin: 19, Start: 4, Len: 1, USD: 60}, // born in minute 3
		},
	}}
	return tp
}

func TestLevelsByHand(t *testing.T) {
	m := indexed(t, waiting())
	got := m.Levels(3*data.Minute+1, 50, 200, 10)
	if got.Price != 100 || got.Provenance != data.Modelled || !slices.Equal(got.Leverages, []float64{10, 50}) {
		t.Errorf("got price %v, %v, leverages %v", got.Price, got.Provenance, got.Leverages)
	}
	bins := m.Field.Bins
	type row struct {
		side              data.Side
		low, high         data.Price
		usd, ten, fifty   data.USD
		first, half, last data.UnixMs // minutes
	}
	want := []row{
		{data.Short, bins.Edge(15), bins.Edge(18), 90, 90, 0, 1, 1, 1},
		{data.Long, bins.Edge(0), bins.Edge(3), 80, 50, 30, 0, 2, 2},
		{data.Long, bins.Edge(3), bins.Edge(6), 40, 0, 40, 3, 3, 3},
		{data.Short, bins.Edge(0), bins.Edge(3), 7, 7, 0, 1, 1, 1},
	}
	var rows []row
	for _, l := range got.Levels {
		rows = append(rows, row{l.Side, l.Low, l.High, l.USD, l.ByLeverage[0], l.ByLeverage[1],
			l.Born.First / data.Minute, l.Born.Half / data.Minute, l.Born.Last / data.Minute})
	}
	if !slices.Equal(rows, want) {
		t.Errorf("got\n%v, want\n%v", rows, want)
	}
	if a, b := got.Above, got.Below; a.USD != 90 || b.USD != 80 || b.Side != data.Long {
		t.Errorf("above %+v, below %+v", a, b)
	}
	// 99·e^(0.0165) is 100.647: 0.647 % above 100.
	if d, ok := got.Distance(&got.Levels[0]); !ok || math.Abs(d-0.006470) > 1e-6 {
		t.Errorf("distance %v, want 0.006470", d)
	}
}

func TestLevelsAreCutToTheWindowAndTheNumber(t *testing.T) {
	m := indexed(t, waiting())
	if got := m.Levels(3*data.Minute, 50, 200, 2); len(got.Levels) != 2 || got.Below.USD != 80 {
		t.Errorf("two rows: got %+v", got)
	}
	if got := m.Levels(3*data.Minute, 50, 200, 0); len(got.Levels) != 0 || got.Above.USD != 90 {
		t.Errorf("no rows: got %+v", got)
	}
	// The middles are 99·e^0.0015 = 99.149, 99.446, …, 100.647, 100.897.
	for _, c := range []struct {
		low, high data.Price
		want      data.USD
	}{
		{99.15, 101, 40 + 90}, {99.14, 99.44, 80 + 7}, {99.14, 99.45, 80 + 7 + 40}, {101, 200, 0}, {1, 2, 0},
	} {
		var sum data.USD
		for _, l := range m.Levels(3*data.Minute, c.low, c.high, 10).Levels {
			sum += l.USD
		}
		if sum != c.want {
			t.Errorf("[%v, %v): got %v, want %v", c.low, c.high, sum, c.want)
		}
	}
}

func TestNothingOfTheFutureIsListed(t *testing.T) {
	m := indexed(t, waiting())
	for _, l := range m.Levels(4*data.Minute-1, 50, 200, 10).Levels {
		if l.USD == 60 {
			t.Error("what is opened in minute 3 is known before its bar has closed")
		}
	}
	if got := m.Levels(4*data.Minute, 50, 200, 10); got.Levels[2].USD != 60 {
		t.Errorf("it is not listed from then on: %+v", got.Levels)
	}
	if last, after := m.Levels(5*data.Minute-1, 50, 200, 10), m.Levels(data.Day, 50, 200, 10); len(after.Levels) != len(last.Levels) {
		t.Error("after the event something else waits than at its end")
	}
}

func TestLevelsWithoutAnythingAreEmpty(t *testing.T) {
	bare := event()
	bare.Candles, bare.Totals = nil, nil
	empty := waiting()
	empty.Levels.Runs = nil
	unpriced := waiting()
	unpriced.Candles = nil
	for _, c := range []struct {
		name string
		tape *tape.Tape
		at   data.UnixMs
		rows int
	}{
		{"no candles and no estimate", bare, data.Minute, 0},
		{"an estimate of nothing", empty, data.Minute, 0},
		{"before the estimate begins", waiting(), -1, 0},
		{"an estimate without a price", unpriced, 3 * data.Minute, 4},
	} {
		m := indexed(t, c.tape)
		got := m.Levels(c.at, 1, 1e6, 10)
		if len(got.Levels) != c.rows {
			t.Errorf("%s: got %d rows, want %d", c.name, len(got.Levels), c.rows)
		}
		if c.tape.Candles == nil && (got.Above.USD != 0 || got.Below.USD != 0) {
			t.Errorf("%s: something is above or below no price", c.name)
		}
	}
}

// Longs of 50x are half to one and a half times what waits, longs of 10x half to
// twice, shorts have no band.
func TestALevelHasTheBandOfItsCell(t *testing.T) {
	tp := waiting()
	groups := tp.Levels.Groups
	groups[0].Low, groups[0].High = 0.5, 1.5
	groups[1].Low, groups[1].High = 0.5, 2
	m := indexed(t, tp)
	want := [][2]data.USD{{90, 90}, {40, 145}, {20, 60}, {7, 7}} // 30/2 + 50/2 and 45 + 100 for the second
	got := m.Levels(3*data.Minute, 50, 200, 10).Levels
	if len(got) != len(want) {
		t.Fatalf("got %d levels, want %d", len(got), len(want))
	}
	for i, l := range got {
		cell := m.Cell(3*data.Minute, l.Low, l.High)
		least, most := cell.Least.Long, cell.Most.Long
		if l.Side == data.Short {
			least, most = cell.Least.Short, cell.Most.Short
		}
		for _, c := range [][2]data.USD{{l.Least, want[i][0]}, {l.Most, want[i][1]}, {l.Least, least}, {l.Most, most}} {
			if math.Abs(float64(c[0]-c[1])) > 1e-4 {
				t.Errorf("level %d: %v to %v, want %v; its cell has %v to %v", i, l.Least, l.Most, want[i], least, most)
			}
		}
	}
}

// Every dollar of the window is in exactly one level, and every level holds
// what its cells do.
func TestLevelsAddUpToTheCells(t *testing.T) {
	m := indexed(t, waiting())
	for _, step := range []float64{0.0004, 0.001, 0.01, 1e-12, 1e-320} {
		m.Field.Bins.LogStep = step
		for minute := range data.UnixMs(5) {
			table := m.Levels(minute*data.Minute, 1, 1e6, MaxLevels)
			var got, want heat.Cell
			for _, l := range table.Levels {
				if l.Side == data.Long {
					got.Long += l.USD
				} else {
					got.Short += l.USD
				}
				var parts data.USD
				for _, usd := range l.ByLeverage {
					parts += usd
				}
				if parts != l.USD {
					t.Errorf("minute %d: leverages add up to %v of %v", minute, parts, l.USD)
				}
			}
			if want = m.Field.Total(int(minute)); got != want {
				t.Errorf("bins of %v, minute %d: got %+v, want %+v", step, minute, got, want)
			}
		}
	}
}

func TestRowsStayAtTheirPricesWhileTheReplayGoesOn(t *testing.T) {
	m := indexed(t, waiting())
	for minute := range data.UnixMs(5) {
		for _, l := range m.Levels(minute*data.Minute, 1, 1e6, MaxLevels).Levels {
			bin := m.Field.Bins.Position(l.Low)
			if off := math.Abs(bin/3 - math.Round(bin/3)); off > 1e-9 {
				t.Errorf("minute %d: a level begins at bin %v, want a multiple of 3", minute, bin)
			}
		}
	}
}
