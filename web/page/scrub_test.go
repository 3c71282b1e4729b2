package page

import (
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
	// A bar is 12 minutes wide. The last one of the burst, 31:24 to 31:36, has
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
	// 30:10 of 48 h is at 603.3 of 960 units, 31:40 at 633.3.
	if want := "M603 0H633v3H603z"; s.Bursts != want {
		t.Errorf("got bursts %q, want %q", s.Bursts, want)
	}
}
