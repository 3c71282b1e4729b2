package alert

import (
	"math"
	"reflect"
	"testing"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/market/markettest"
)

func TestRulesOutOfBoundsAreRefused(t *testing.T) {
	fall := func(share float64, within data.UnixMs) Rules { return Rules{Fall: FallRule{share, within}} }
	near := func(share float64, usd data.USD) Rules { return Rules{Near: NearRule{share, usd}} }
	nan := math.NaN()
	for _, c := range []struct {
		name  string
		rules Rules
		ok    bool
	}{
		{"no rules", Rules{}, true},
		{"the default ones", DefaultRules, true},
		{"the least wave", Rules{Wave: MinUSD}, true},
		{"the largest wave", Rules{Wave: MaxUSD}, true},
		{"less than a dollar", Rules{Wave: 0.5}, false},
		{"a negative wave", Rules{Wave: -1}, false},
		{"no number", Rules{Wave: data.USD(nan)}, false},
		{"an endless wave", Rules{Wave: data.USD(math.Inf(1))}, false},
		{"the bounds of a fall", fall(MinFall, MaxWithin), true},
		{"a fall by all", fall(1, data.Hour), false},
		{"a fall by no number", fall(nan, data.Hour), false},
		{"a fall in no time", fall(0.02, 0), false},
		{"a fall in a day", fall(0.02, data.Day), false},
		{"no fall in a day", fall(0, data.Day), true},
		{"a level of any size", near(MaxNear, 0), true},
		{"too far away", near(0.2, 1e6), false},
		{"no number away", near(nan, 1e6), false},
		{"a level of too many dollars", near(0.01, 2*MaxUSD), false},
	} {
		if _, err := NewWatch(c.rules); (err == nil) != c.ok {
			t.Errorf("%s: got %v, want accepted %v", c.name, err, c.ok)
		}
	}
	if (&Rules{}).Any() || !(&Rules{Near: NearRule{Share: 0.01}}).Any() {
		t.Error("only rules that are set tell anything")
	}
}

// Looks at the same markets and times answer the same, whoever looks.
func TestLooksAreAFunctionOfWhatTheySee(t *testing.T) {
	m, err := market.New(markettest.Tape(1440))
	if err != nil {
		t.Fatal(err)
	}
	rules := Rules{Wave: 1e6, Fall: FallRule{0.02, 15 * data.Minute}, Near: NearRule{Share: 0.01}}
	a, b := watch(t, rules), watch(t, rules)
	kinds := map[Kind]int{}
	for s := m.Tape.From; s < m.Tape.To; s += 20 * data.Second {
		x, y := a.Look(m, s), b.Look(m, s)
		if !reflect.DeepEqual(x, y) {
			t.Fatalf("at %d: %+v and %+v", s, x, y)
		}
		for _, one := range x {
			kinds[one.Kind]++
			for _, v := range []float64{float64(one.USD), one.Share, float64(one.Price), float64(one.Low), float64(one.High)} {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Fatalf("no number in %+v", one)
				}
			}
		}
	}
	if kinds[Wave] == 0 || kinds[Near] == 0 {
		t.Errorf("got %v, want waves and levels", kinds)
	}
	// A day of price noise around bright levels: hardly more alerts than levels.
	if kinds[Near] > 60 {
		t.Errorf("%d alerts of levels flicker", kinds[Near])
	}
}

func BenchmarkLook(b *testing.B) {
	m, err := market.New(markettest.Tape(1440))
	if err != nil {
		b.Fatal(err)
	}
	w, err := NewWatch(DefaultRules)
	if err != nil {
		b.Fatal(err)
	}
	at := m.Tape.From + (m.Tape.To-m.Tape.From)/2
	for b.Loop() {
		w.Look(m, at)
	}
}
