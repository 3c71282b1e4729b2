package app

import (
	"testing"

	"unwind/data"
)

func TestTheClockOfTheEdge(t *testing.T) {
	const start = 1770337800000
	told := func(pairs ...float64) (c edgeClock) { // after start, and the local time, by turns
		for i := 0; i < len(pairs); i += 2 {
			c.tell(start+data.UnixMs(pairs[i]), pairs[i+1])
		}
		return c
	}
	tests := []struct {
		name  string
		clock edgeClock
		now   float64
		want  float64 // after start
	}{
		{"it shows what it was told", told(0, 100), 100, 0},
		{"it goes on, a thousandth slow", told(0, 100), 1100, 999},
		{"a message that came faster sets it right", told(0, 100, 1000, 1090), 1090, 1000},
		{"one that came slower does not turn it back: 1100 × 0.999", told(0, 100, 1000, 1200), 1200, 1098},
		{"a message of the past does not either", told(5000, 0, 4000, 10), 10, 5009},
		{"six seconds after the last message it stands", told(0, 0), 60_000, 6000},
		{"and goes on with the next", told(0, 0, 60_000, 60_020), 60_520, 60_499},
		{"a server's clock that was set back an hour is believed", told(3600_000, 0, 0, 500), 500, 0},
	}
	for _, tt := range tests {
		if got := float64(tt.clock.time(tt.now) - start); got != tt.want {
			t.Errorf("%s: got %v ms after the start, want %v", tt.name, got, tt.want)
		}
	}
}

func TestTheClockOfTheEdgeNeverGoesBack(t *testing.T) {
	var c edgeClock
	last, random := data.UnixMs(0), uint64(7)
	for now := 0.0; now < 120_000; now += 10 {
		random = random*6364136223846793005 + 1442695040888963407
		if delay := float64(random >> 56); random>>40%8 == 0 { // up to 255 ms late
			c.tell(1770337800000+data.UnixMs(now-delay), now)
		}
		if got := c.time(now); got < last {
			t.Fatalf("at %v ms it shows %v after %v", now, got, last)
		} else {
			last = got
		}
	}
	if want := data.UnixMs(1770337800000 + 120_000); want-last > 300 {
		t.Errorf("after two minutes it is %v ms late", want-last)
	}
}
