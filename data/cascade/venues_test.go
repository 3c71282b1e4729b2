package cascade

import (
	"math"
	"testing"

	"unwind/data"
)

func TestWhoFiredFirst(t *testing.T) {
	l := liquidations(burst(0, 6, 1000)...)
	l.Venue = []string{"bybit", "bybit", "binance", "okx", "bybit", "binance"}
	e := NewEvents(l)
	waves, _ := Find(Input{Events: e, Feed: recorded}, RulesFor(recorded))
	if len(waves) != 1 || waves[0].Completeness != AtLeast {
		t.Fatalf("got %+v, want one wave with a sampled feed in it", waves)
	}
	lanes, reason := e.Lanes(&waves[0], recorded)
	if reason != Known || len(lanes) != 3 {
		t.Fatalf("got %+v (%v)", lanes, reason)
	}
	// Bybit is pushed every 500 ms, the others may hide their first second.
	for i, want := range []struct {
		venue      string
		lag, clock data.UnixMs
		events     int
		feed       Completeness
		after      bool
	}{
		{"bybit", 0, 0, 3, Complete, false},
		{"binance", 2000, 1500, 2, AtLeast, true},
		{"okx", 3000, 1500, 1, AtLeast, true},
	} {
		l := lanes[i]
		if l.Venue != want.venue || l.Lag != want.lag || l.Clock != want.clock || l.Events != want.events || l.Completeness != want.feed || l.After() != want.after {
			t.Errorf("lane %d: got %+v, want %+v", i, l, want)
		}
	}
	if lanes[0].Half != noon+data.Second || lanes[0].Total() != 300e3 { // the second of three
		t.Errorf("half of bybit had gone at %d, of %.0f", lanes[0].Half-noon, lanes[0].Total())
	}
}

func TestLanesOfAStretch(t *testing.T) {
	l := liquidations(burst(0, 6, 1000)...)
	l.Venue = []string{"bybit", "", "binance", "okx", "bybit", "binance"}
	e := NewEvents(l)
	lanes, reason := e.LanesBetween(noon+2*data.Second, noon+5*data.Second, recorded)
	if reason != Known || len(lanes) != 3 || lanes[0].Venue != "binance" || lanes[2].Venue != "bybit" || lanes[2].Lag != 2*data.Second {
		t.Errorf("got %+v (%v), want binance, okx and bybit 2 s after", lanes, reason)
	}
	if _, reason := e.LanesBetween(noon, noon+5*data.Second, recorded); reason != NoVenues {
		t.Errorf("with an event of no venue: %v", reason)
	}
	for _, from := range []data.UnixMs{noon - data.Day, noon + data.Day, math.MinInt64} {
		if lanes, reason := e.LanesBetween(from, from+data.Hour, recorded); lanes != nil || reason != NoEvents {
			t.Errorf("from %d: got %+v (%v), want none", from, lanes, reason)
		}
	}
}

func TestVenuesHaveNames(t *testing.T) {
	for key, want := range map[string]string{"binance": "Binance", "okx": "OKX", "": "", "9x": "9x", "élan": "élan"} {
		if got := VenueName(key); got != want {
			t.Errorf("%q: got %q, want %q", key, got, want)
		}
	}
}

func TestALagWithinTheClocksIsNone(t *testing.T) {
	l := liquidations(burst(0, 6, 1000)...)
	l.Venue = []string{"binance", "okx", "okx", "okx", "okx", "okx"}
	e := NewEvents(l)
	waves, _ := Find(Input{Events: e, Feed: recorded}, RulesFor(recorded))
	lanes, _ := e.Lanes(&waves[0], recorded)
	if lanes[1].Lag != data.Second || lanes[1].Clock != 2*data.Second || lanes[1].After() {
		t.Errorf("got %+v: a second is within both feeds' limits", lanes[1])
	}
}

func TestWithoutVenuesThereIsNoSplit(t *testing.T) {
	for _, venues := range [][]string{nil, {"bybit", "", "bybit", "bybit", "bybit", "bybit"}} {
		l := liquidations(burst(0, 6, 1000)...)
		l.Venue = venues
		e := NewEvents(l)
		waves, _ := Find(Input{Events: e, Feed: recorded}, RulesFor(recorded))
		if lanes, got := e.Lanes(&waves[0], recorded); got != NoVenues || lanes != nil {
			t.Errorf("%q: got %+v (%q)", venues, lanes, got)
		}
	}
}

func TestLimitsOfFeedsAreDated(t *testing.T) {
	for _, c := range []struct {
		venue, time string
		want        Completeness
	}{
		{"binance", "2020-03-12T12:00:00Z", Complete},
		{"binance", "2025-10-10T21:15:00Z", AtLeast},
		{"bybit", "2021-05-19T12:00:00Z", Complete},
		{"bybit", "2024-08-05T06:00:00Z", AtLeast},
		{"bybit", "2025-10-10T21:15:00Z", Complete},
		{"okx", "2025-10-10T21:15:00Z", AtLeast},
		{"deribit", "2025-10-10T21:15:00Z", Complete},
		{"nowhere", "2025-10-10T21:15:00Z", UnknownCompleteness},
	} {
		limit, ok := LimitOf(c.venue, at(c.time))
		if limit.Completeness != c.want || ok != (c.want != UnknownCompleteness) || ok && limit.Clock <= 0 {
			t.Errorf("%s on %s: got %+v, want %v", c.venue, c.time, limit, c.want)
		}
	}
}

func TestCompletenessOfAFeed(t *testing.T) {
	now := at("2025-10-10T21:15:00Z")
	for _, c := range []struct {
		name  string
		feed  Feed
		venue string
		want  Completeness
	}{
		{"modelled, whatever the venue", Feed{Provenance: data.Modelled}, "bybit", Modelled},
		{"recorded and complete", Feed{Provenance: data.Recorded}, "", Complete},
		{"recorded, sampled", Feed{Provenance: data.Recorded, AtLeast: true}, "", AtLeast},
		{"the venue's rule is the last word", Feed{Provenance: data.Recorded, AtLeast: true}, "bybit", Complete},
		{"the venue's rule, the other way", Feed{Provenance: data.Recorded}, "okx", AtLeast},
		{"published", Feed{Provenance: data.Published}, "", UnknownCompleteness},
	} {
		if got := c.feed.of(c.venue, now); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

// 5.51 + 2.10 = 7.61 is what was printed. The ADL is inside the 5.51.
func TestADLIsNeverAdded(t *testing.T) {
	d := Deleveraging{Liquidated: 5.51e9, ADL: 2.10e9}
	share, reason := d.Share()
	if d.Total() != 5.51e9 || reason != Known || math.Abs(share-0.3811) > 1e-4 || math.Abs(float64(d.Book())-3.41e9) > 1 {
		t.Errorf("got total %.3g, share %.4f (%v), book %.3g", d.Total(), share, reason, d.Book())
	}
	for _, c := range []struct {
		d    Deleveraging
		want Reason
	}{
		{Deleveraging{}, NoData},
		{Deleveraging{ADL: 5}, NoData},
		{Deleveraging{Liquidated: 5, ADL: 7.61}, BadSettings},
		{Deleveraging{Liquidated: 5, ADL: data.USD(math.NaN())}, NoData},
	} {
		if share, got := c.d.Share(); got != c.want || share != 0 {
			t.Errorf("%+v: got %v (%q), want %q", c.d, share, got, c.want)
		}
	}
}
