package score

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/level"
	"unwind/data/margin"
	"unwind/data/market"
	"unwind/data/tape"
)

func mustMake(t *testing.T, v *tape.Tape, sets []Set, o Options) *Card {
	t.Helper()
	card, err := Make(v, sets, o)
	if err != nil {
		t.Fatal(err)
	}
	return card
}

func named(t *testing.T, name string) []Set {
	t.Helper()
	for _, s := range Sets(true) {
		if s.Name == name {
			return []Set{s}
		}
	}
	t.Fatalf("there is no set %q", name)
	return nil
}

func TestAPriceDrawnToBrightCellsScoresAboveChance(t *testing.T) {
	rows := mustMake(t, drawnMarket(3, 22), named(t, "25x alone"), Defaults()).Sets[0].Rows
	for i, least := range []float64{0.01, 0.05, 0.08} {
		r := rows[i]
		if !r.HasIntervals() || r.Lift.Low <= 0 || r.Lift.Value < least {
			t.Errorf("within %d h: lift %.3f, want at least %.2f and an interval above zero", r.Horizon/data.Hour, r.Lift, least)
		}
	}
}

// Each interval misses zero one time in twenty, so the seeds are fixed.
func TestARandomWalkScoresAsChance(t *testing.T) {
	const seeds = 6
	missed, sum := 0, 0.0
	for seed := range uint64(seeds) {
		card := mustMake(t, randomWalk(seed, 22), named(t, "default"), Defaults())
		for _, r := range card.Sets[0].Rows {
			if !r.HasIntervals() || r.Blocks < 10 {
				t.Fatalf("seed %d: %d blocks", seed, r.Blocks)
			}
			if r.Lift.Low > 0 || r.Lift.High < 0 {
				missed++
			}
			sum += r.Lift.Value
		}
	}
	t.Logf("%d of %d intervals miss zero", missed, 3*seeds)
	if missed > 3 {
		t.Errorf("%d of %d intervals miss zero", missed, 3*seeds)
	}
	if mean := sum / (3 * seeds); math.Abs(mean) > 0.003 {
		t.Errorf("mean lift %.4f, want near zero", mean)
	}
}

// momentsOf returns what an event is judged by.
func momentsOf(t *testing.T, v *tape.Tape) []moment {
	t.Helper()
	in := market.LevelInput(v)
	estimate, err := level.New(in, level.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	return sample(estimate, pathOf(&in), Defaults())
}

// The coin of the symbol says whose tiers an event is scored with.
func TestTheTiersAreThoseOfTheSymbol(t *testing.T) {
	for _, symbol := range []string{"BTCUSDT", "ETHUSDT"} {
		v := randomWalk(4, 2)
		v.Symbol = symbol
		want, _ := margin.Of("binance", symbol, v.Candles.T[0])
		in := market.LevelInput(v)
		if in.Tiers == nil || in.Tiers.Symbol != symbol || !slices.Equal(in.Tiers.Tiers, want.Tiers) {
			t.Errorf("%s is scored with %+v", symbol, in.Tiers)
		}
	}
}

func TestTheFutureChangesNoCell(t *testing.T) {
	const cut = 96 * 3
	was, other := randomWalk(4, 6), randomWalk(4, 6)
	for _, v := range []*tape.Tape{was, other} { // both lay one grid
		v.Candles.Low[0], v.Candles.High[0] = 50_000, 120_000
	}
	c := &other.Candles.Candles
	for i := cut; i < c.Len(); i++ {
		shift := data.Price(1 + 0.02*math.Sin(float64(i)))
		c.Low[i], c.High[i], c.Close[i], c.Volume[i] = c.Low[i]*shift, c.High[i]*shift, c.Close[i]*shift, c.Volume[i]*3
	}
	a, b := momentsOf(t, was), momentsOf(t, other)
	if len(a) != len(b) {
		t.Fatalf("%d and %d moments", len(a), len(b))
	}
	same, changed := 0, 0
	for i := range a {
		equal := reflect.DeepEqual(a[i], b[i])
		switch {
		case a[i].bar < cut && !equal:
			t.Errorf("moment %d, before the change, differs", i)
		case a[i].bar < cut:
			same++
		case !equal:
			changed++
		}
	}
	if same < 40 || changed < 40 {
		t.Errorf("%d moments stayed and %d changed; the test compares nothing", same, changed)
	}
}

func TestAScoreIsDeterministic(t *testing.T) {
	o := Defaults()
	v := randomWalk(2, 12)
	first := mustMake(t, v, Sets(false)[:2], o)
	if again := mustMake(t, v, Sets(false)[:2], o); !reflect.DeepEqual(first, again) {
		t.Error("two scores of one event differ")
	}
	o.Seed++
	other := mustMake(t, v, Sets(false)[:2], o)
	a, b := first.Sets[0].Rows[0].Lift, other.Sets[0].Rows[0].Lift
	if a.Value != b.Value || a.Low == b.Low {
		t.Errorf("another seed: got %v, want the value of %v and another interval", b, a)
	}
}

func TestFewBlocksHaveNoInterval(t *testing.T) {
	card := mustMake(t, randomWalk(2, 6), named(t, "default"), Defaults())
	rows := card.Sets[0].Rows
	if r := rows[0]; r.Blocks != 5 || !r.HasIntervals() || r.Lift.Low >= r.Lift.High {
		t.Errorf("within an hour: got %d blocks, lift %v, want 5 and an interval", r.Blocks, r.Lift)
	}
	if r := rows[2]; r.Blocks != 2 || r.HasIntervals() || r.Touched.Low != r.Touched.High {
		t.Errorf("within a day: got %d blocks, touched %v, want 2 and no interval", r.Blocks, r.Touched)
	}
}

func TestDegenerateEventsScoreNothing(t *testing.T) {
	flat := newMade(100)
	for range 96 * 4 {
		flat.bar(flat.price, flat.price, flat.price, 0)
	}
	short := newMade(100)
	short.bar(short.price, short.price, short.price, 1)
	for name, m := range map[string]*made{"no volume": flat, "one candle": short} {
		for _, r := range mustMake(t, m.tape(), Sets(false), Defaults()).Sets[0].Rows {
			if r.Compared != 0 || r.HasIntervals() || r.Touched != (Estimate{}) {
				t.Errorf("%s: got %+v", name, r)
			}
		}
	}
	if _, err := Make(&tape.Tape{ID: "x"}, Sets(false), Defaults()); err == nil || err.Error() != `score: "x" has no candles` {
		t.Errorf("no candles: got %v", err)
	}
}

func TestOptionsOutOfBoundsAreNamed(t *testing.T) {
	for want, change := range map[string]func(*Options){
		"times between":            func(o *Options) { o.Every = 0 },
		"no range above zero":      func(o *Options) { o.Near = math.NaN() },
		"not between 0 and 1":      func(o *Options) { o.Top = 1 },
		"beyond the margin":        func(o *Options) { o.Far = 0.12 },
		"resamples 1":              func(o *Options) { o.Resamples = 1 },
		"no horizon":               func(o *Options) { o.Horizons = nil },
		"horizon 0 ms is not posi": func(o *Options) { o.Horizons = []data.UnixMs{0} },
	} {
		o := Defaults()
		change(&o)
		if _, err := Make(randomWalk(1, 1), Sets(false), o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// Without open interest a volume share only scales every cell.
func TestSetsThatWouldRepeatTheDefaultAreLeftOut(t *testing.T) {
	v := randomWalk(5, 8)
	card := mustMake(t, v, []Set{named(t, "default")[0], named(t, "volume share 0.5")[0]}, Defaults())
	if a, b := card.Sets[0].Rows, card.Sets[1].Rows; !reflect.DeepEqual(a, b) {
		t.Errorf("got %+v and %+v, want the same", a, b)
	}
	for _, s := range Sets(false) {
		if s.Params.VolumeShare != level.Defaults().VolumeShare || s.VolumeAlone {
			t.Errorf("%s is a set without open interest", s.Name)
		}
		if err := s.Params.Check(); err != nil {
			t.Errorf("%s: %v", s.Name, err)
		}
	}
	v.OpenInterest = &tape.PointLayer{Origin: tape.Origin{Provenance: data.Modelled}, Points: data.Points{T: []data.UnixMs{v.From}, V: []float64{1e9}}}
	sets := Sets(true)
	card = mustMake(t, v, []Set{sets[0], sets[len(sets)-1]}, Defaults())
	if card.Interest != data.Modelled || reflect.DeepEqual(card.Sets[0].Rows, card.Sets[1].Rows) {
		t.Errorf("open interest %v changes nothing", card.Interest)
	}
}
