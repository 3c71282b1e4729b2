package market_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/level"
	"unwind/data/market"
	"unwind/data/market/markettest"
	"unwind/data/reconstruct"
	"unwind/data/tape"
)

// markets are events whose estimates a read-out must agree with: the built-in
// one as its tape has it, and a synthetic one whose levels are made here.
func markets(t *testing.T) map[string]*market.Market {
	t.Helper()
	all := map[string]*market.Market{}
	add := func(name string, tp *tape.Tape) {
		m, err := market.New(tp)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = m
	}
	made, err := reconstruct.Event(reconstruct.IDs()[0])
	if err != nil {
		t.Fatal(err)
	}
	raw, err := tape.Write(made)
	if err != nil {
		t.Fatal(err)
	}
	read, err := tape.Read(raw)
	if err != nil {
		t.Fatal(err)
	}
	add("the built-in tape", read)
	add("a synthetic event", markettest.Tape(600))
	chosen, err := market.Chosen(all["a synthetic event"], level.Choice{Filter: level.Filter{HighLeverage: 25}})
	if err != nil {
		t.Fatal(err)
	}
	all["what a filter leaves of it"] = chosen
	return all
}

// modelSum adds up, run by run, what the model has between two prices at a
// column: every level whose price is there.
func modelSum(f *heat.Field, column int, low, high data.Price) heat.Cell {
	var sum heat.Cell
	for _, r := range f.Runs {
		g := f.Groups[r.Group]
		price := float64(f.Bins.Low) * math.Exp((float64(r.Bin)+0.5)*f.Bins.LogStep)
		if int(r.Start) > column || int(r.Start+r.Len) <= column || price < float64(low) || price >= float64(high) {
			continue
		}
		usd := data.USD(float64(r.USD) * float64(f.Scales[g.Scale][column]))
		if g.Side == data.Long {
			sum.Long += usd
		} else {
			sum.Short += usd
		}
	}
	return sum
}

func wantNear(t *testing.T, what string, got, want data.USD, share float64) {
	t.Helper()
	if math.Abs(float64(got-want)) > share*math.Max(math.Abs(float64(want)), 1) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// Whatever region is read out, at any zoom, in one piece or in cells as a chart
// of some height has them, the dollars are the model's: within a part in 10⁹,
// of the 0.1 % that is promised.
func TestRegionsHoldTheModelsDollarsAtEveryZoom(t *testing.T) {
	for name, m := range markets(t) {
		rnd := rand.New(rand.NewPCG(11, 2026)) // its own, because maps come in any order
		f := m.Field
		for range 60 {
			column := rnd.IntN(f.Columns.N)
			at := f.Columns.Start(column) + data.UnixMs(rnd.Int64N(int64(f.Columns.Step)))
			height := math.Exp(-6 * rnd.Float64()) // of all prices
			place := rnd.Float64() * (1.1 - height)
			low := f.Bins.At((place - 0.05) * float64(f.Bins.N))
			high := f.Bins.At((place - 0.05 + height) * float64(f.Bins.N))
			want := modelSum(f, column, low, high)
			whole := m.Cell(at, low, high)
			wantNear(t, name+": longs of a region", whole.Cell.Long, want.Long, 1e-9)
			wantNear(t, name+": shorts of a region", whole.Cell.Short, want.Short, 1e-9)
			var sum data.USD
			pieces := 1 + rnd.IntN(40)
			edge := func(i int) data.Price {
				return low * data.Price(math.Pow(float64(high/low), float64(i)/float64(pieces)))
			}
			for i := range pieces {
				if edge(i) < edge(i+1) {
					sum += m.Cell(at, edge(i), edge(i+1)).Cell.Total()
				}
			}
			wantNear(t, name+": cells of a region", sum, want.Total(), 1e-9)
		}
	}
}

// What was opened in a cell is accounted for, and its parts, bands and births
// belong together.
func TestReadoutsAddUp(t *testing.T) {
	for name, m := range markets(t) {
		rnd := rand.New(rand.NewPCG(12, 2026)) // its own, because maps come in any order
		f := m.Field
		touched, closed, aged := 0, 0, 0
		for range 250 {
			at := f.Columns.Start(rnd.IntN(f.Columns.N))
			bin := rnd.IntN(f.Bins.N)
			r := m.Cell(at, f.Bins.Edge(bin), f.Bins.Edge(min(bin+1+rnd.IntN(5), f.Bins.N)))
			for side, fate := range r.Fates {
				wantNear(t, name+": what was opened", fate.Waiting+fate.Touched+fate.Closed+fate.Aged, fate.Opened, 1e-9)
				waiting := [...]data.USD{r.Cell.Long, r.Cell.Short}[side]
				wantNear(t, name+": what waits", fate.Waiting, waiting, 1e-9)
				if fate.Closed < 0 || fate.Aged < 0 || (fate.Touched > 0) != (fate.FirstTouch > 0) || fate.LastTouch > at {
					t.Errorf("%s at %d: fate %+v", name, at, fate)
				}
				touched, closed, aged = touched+sign(fate.Touched), closed+sign(fate.Closed), aged+sign(fate.Aged)
			}
			var sum, least, most data.USD
			for _, p := range r.Parts {
				sum, least, most = sum+p.USD, least+p.Least, most+p.Most
			}
			wantNear(t, name+": parts", sum, r.Cell.Total(), 1e-9)
			wantNear(t, name+": least", least, r.Least.Total(), 1e-9)
			wantNear(t, name+": most", most, r.Most.Total(), 1e-9)
			for i, b := range r.Births {
				if b.T > at || b.USD > b.Opened*(1+1e-6) || b.USD <= 0 || i > 0 && b.USD > r.Births[i-1].USD {
					t.Errorf("%s at %d: birth %+v", name, at, b)
				}
			}
		}
		if touched < 10 || closed < 10 || aged < 10 {
			t.Errorf("%s: only %d touched, %d closed, %d aged: the test says little", name, touched, closed, aged)
		}
	}
}

func sign(usd data.USD) int {
	if usd > 0 {
		return 1
	}
	return 0
}

func TestAReadoutFollowsTheFilter(t *testing.T) {
	whole := markets(t)["a synthetic event"]
	longs, err := market.Chosen(whole, level.Choice{Filter: level.Filter{Side: data.Long}})
	if err != nil {
		t.Fatal(err)
	}
	at, low, high := whole.Tape.Cover, whole.Field.Bins.Low, whole.Field.Bins.Edge(whole.Field.Bins.N)
	all, got := whole.Cell(at, low, high), longs.Cell(at, low, high)
	wantNear(t, "longs", got.Cell.Long, all.Cell.Long, 1e-9)
	if got.Cell.Short != 0 || got.Fates[1].Opened != 0 || all.Cell.Short == 0 {
		t.Errorf("shorts: got %v of %v", got.Cell.Short, all.Cell.Short)
	}
}

// The estimate as its books have it, before it becomes runs: after every so
// many bars the read-outs of all cells are what the estimator itself holds.
func TestReadoutsAreWhatTheEstimatorHolds(t *testing.T) {
	for _, bars := range []int{40, 333, 600} {
		whole := markettest.Tape(600)
		c := &whole.Candles.Candles
		c.T, c.Open, c.High, c.Low = c.T[:bars], c.Open[:bars], c.High[:bars], c.Low[:bars]
		c.Close, c.Volume = c.Close[:bars], c.Volume[:bars]
		whole.To = c.T[bars-1] + 2*data.Minute // the last column knows the last bar
		whole.Liquidations, whole.Totals, whole.Cover, whole.PlayFrom = nil, nil, whole.From, whole.From
		m, err := market.New(whole)
		if err != nil {
			t.Fatal(err)
		}
		e, err := level.New(market.LevelInput(whole), level.Defaults())
		if err != nil {
			t.Fatal(err)
		}
		for !e.Step(bars) {
		}
		held := make([]float32, e.Bins().N)
		e.Column(held)
		var sum data.USD
		for bin, usd := range held {
			mid := m.Field.Bins.Mid(bin)
			got := m.Cell(whole.To-1, mid, 0).Cell.Total()
			sum += data.USD(usd)
			if math.Abs(float64(got)-float64(usd)) > 1e-3*float64(usd)+10 { // runs of less than a dollar are left out
				t.Errorf("after %d bars, at %v: got %v, the estimator holds %v", bars, mid, got, usd)
			}
		}
		wantNear(t, "all cells", m.Cell(whole.To-1, m.Field.Bins.Low, m.Field.Bins.Edge(m.Field.Bins.N)).Cell.Total(), sum, 1e-3)
		if !(sum > 1e6) {
			t.Errorf("after %d bars only %v waits", bars, sum)
		}
	}
}
