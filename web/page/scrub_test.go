package page

import (
	"math"
	"testing"

	"unwind/data"
)

func TestBarsGrowFromTheMiddle(t *testing.T) {
	for _, c := range []struct {
		name string
		usd  []data.USD
		peak float64
		sign int
		want string
	}{
		{"the largest reaches the edge", []data.USD{100}, 100, -1, "M0 50v-44h3V50z"},
		{"a quarter of it is half as high", []data.USD{0, 25}, 100, 1, "M4 50v22h3V50z"},
		{"the least still shows", []data.USD{0.001}, 1e6, 1, "M0 50v1h3V50z"},
		{"nothing is no bar", []data.USD{0}, 100, 1, ""},
		{"an event without liquidations", []data.USD{0}, 0, 1, ""},
	} {
		if got := bars(c.usd, c.peak, c.sign); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestScrubBarOfATape(t *testing.T) {
	events := eventsOf(t, smallTape("btc"))
	m, err := events.Market(events.Event("btc"))
	if err != nil {
		t.Fatal(err)
	}
	s := newScrub(m)
	// A bar is 12 minutes wide. The last one of the fall, 31:24 to 31:36, has
	// 18 + 19 + 20 M and is the peak; the one before has 16 + 17 M: √(33/57) × 44
	// is 33.5. The shorts of 30:01 have 1 M: √(1/57) × 44 is 5.8.
	for _, want := range []string{"M628 50v-44h3V50z", "M624 50v-33h3V50z"} {
		if !contains(s.Long, want) {
			t.Errorf("no bar %q of longs in %q", want, s.Long)
		}
	}
	if want := "M600 50v6h3V50z"; !contains(s.Short, want) {
		t.Errorf("no bar %q of shorts in %q", want, s.Short)
	}
	// The wave of longs begins at 30:01 and its last event is at 31:36.
	if len(s.Waves) != 1 || s.Waves[0].N != 1 || s.Waves[0].Side != "long" || s.Waves[0].Label != "yes" ||
		math.Abs(s.Waves[0].Left-100*1801/2880.) > 1e-9 || math.Abs(s.Waves[0].Width-100*95/2880.) > 1e-4 {
		t.Errorf("got waves %+v", s.Waves)
	}
}

func TestNumbersOfWavesDoNotTouch(t *testing.T) {
	bands := []waveBand{{Left: 10, Label: "yes"}, {Left: 11}, {Left: 13}, {Left: 20}}
	for i, want := range []string{"yes", "", "wide", "yes"} {
		if got := labelFor(bands, i); got != want {
			t.Errorf("band %d: got %q, want %q", i, got, want)
		}
	}
}
