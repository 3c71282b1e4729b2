package market

import (
	"testing"

	"unwind/data"
	"unwind/data/level"
	"unwind/data/market/markettest"
	"unwind/data/tape"
)

// full is the first instant of the hour in which the feed is full.
const full = markettest.Start + 720*data.Minute

func TestBubblesKnowThatTheirFeedWasFull(t *testing.T) {
	m := indexed(t, markettest.Throttled(1440))
	for name, chosen := range map[string]*Market{"all": m, "longs alone": chosenOf(t, m, level.Choice{Filter: level.Filter{Side: data.Long}})} {
		for lvl := range m.CandleLevels() {
			step := m.Candles(lvl).Step
			for _, b := range chosen.Bubbles(lvl) {
				// saturated from 30 s at the earliest to 30 s after the hour
				may := b.T+step > full && b.T < full+data.Hour && b.Side == data.Long
				must := b.T <= full+10*data.Minute && b.T+step >= full+20*data.Minute && b.Side == data.Long
				if b.Saturated && !may || must && !b.Saturated {
					t.Errorf("%s, step %d: the bubble at %d min is saturated: %v", name, step, (b.T-full)/data.Minute, b.Saturated)
				}
			}
		}
	}
	if !m.SaturatedBubbles() || !m.AtLeast() || !m.PrintsAtLeast() {
		t.Error("a throttled feed gives no lower bound, or no bubble of it is saturated")
	}
}

// In the hour from full on there are orders of a throttled feed. By hand: a
// minute less its seconds 10 to 19, all that a gap from 9.5 to 20.2 s covers
// whole, and less 30 to 39, of all venues, are 40.
func TestAFeedIsMeteredWhereItWasFollowed(t *testing.T) {
	day := markettest.Start
	for _, c := range []struct {
		name     string
		since    data.UnixMs
		gaps     []data.Gap
		from, to data.UnixMs
		want     int // seconds
	}{
		{"a whole minute", day, nil, full, full + data.Minute, 60},
		{"from when on it was followed", full + 50*data.Second, nil, full, full + data.Minute, 10},
		{"nothing before that", full + data.Minute, nil, full, full + data.Minute, 0},
		{"without the whole seconds of gaps", day, []data.Gap{
			{Venue: "binance", From: full + 9_500, To: full + 20_200}, {From: full + 30_000, To: full + 40_000},
		}, full, full + data.Minute, 40},
		{"gaps of others take nothing", day, []data.Gap{{Venue: "okx", From: full, To: full + 30_000}}, full, full + data.Minute, 60},
		{"one inside another and one that goes on", day, []data.Gap{
			{From: full - 5000, To: full + 20_000}, {Venue: "binance", From: full + 5000, To: full + 10_000}, {Venue: "binance", From: full + 50_000, To: full + data.Hour},
		}, full, full + data.Minute, 30},
	} {
		tp := markettest.Throttled(1440)
		tp.Liquidations.Since = c.since
		if c.gaps != nil {
			tp.Gaps = &tape.GapLayer{Origin: tp.Candles.Origin, Gaps: c.gaps}
		}
		m := indexed(t, tp)
		got := m.Followed(m.Feeds()[0], c.from, c.to)
		if got.Seconds != c.want || got.Full > got.Seconds || c.want > 0 && got.Full == 0 {
			t.Errorf("%s: got %+v, want %d seconds", c.name, got, c.want)
		}
	}
}

func TestNoFeedIsMeteredPastTheEdge(t *testing.T) {
	tp := markettest.Throttled(1440)
	tp.Edge = full + 30*data.Second
	m := indexed(t, tp)
	if got := m.Followed(m.Feeds()[0], full, full+data.Minute); got.Seconds != 30 {
		t.Errorf("got %d seconds of a minute of which 30 were, want 30", got.Seconds)
	}
	if got := m.FullFeeds(full, tp.To, 1); len(got) != 1 || got[0].Seconds != 30 {
		t.Errorf("got %+v, want one of 30 seconds", got)
	}
	if since, until := m.FeedsSince(0), m.FeedsUntil(tp.To); since != tp.Liquidations.T[0] || until != tp.Edge {
		t.Errorf("got from %d to %d, want %d to %d", since, until, tp.Liquidations.T[0], tp.Edge)
	}
}

func chosenOf(t *testing.T, m *Market, c level.Choice) *Market {
	t.Helper()
	chosen, err := Chosen(m, c)
	if err != nil {
		t.Fatal(err)
	}
	return chosen
}

// A forming bubble is broken from the thirtieth full second on: by then
// nothing later has been looked at.
func TestAFormingBubbleKnowsThePastAlone(t *testing.T) {
	m := indexed(t, markettest.Throttled(1440))
	lvl := m.CandleLevel(5 * data.Minute)
	seen := false
	for at := full; at < full+5*data.Minute; at += data.Second {
		_, saturated := m.SaturatedFeed(at)
		seen = seen || saturated
		for _, b := range m.AppendFormingBubbles(nil, lvl, at) {
			if b.Side == data.Long && b.Saturated != seen {
				t.Fatalf("%d s into the hour: the bubble is saturated: %v, the feed has been: %v", (at-full)/data.Second, b.Saturated, seen)
			}
		}
	}
	if s, saturated := m.SaturatedFeed(full + 30*data.Minute); !saturated || s.Full < 45 || s.Full >= 60 || s.Seconds != 60 {
		t.Errorf("half an hour later: got %+v, %v", s, saturated)
	}
	if s, saturated := m.SaturatedFeed(full - data.Minute); saturated {
		t.Errorf("before the hour: got %+v", s)
	}
}

func TestModelledEventsHaveNoFeed(t *testing.T) {
	m := indexed(t, markettest.Tape(1440))
	if _, saturated := m.SaturatedFeed(full); saturated || m.SaturatedBubbles() || len(m.Feeds()) != 0 || m.AtLeast() {
		t.Errorf("got %d feeds", len(m.Feeds()))
	}
}

func TestFullFeedsAreThoseOfTheStretch(t *testing.T) {
	tp := markettest.Throttled(1440)
	l := tp.Liquidations
	for i, at := range l.T {
		symbol := tp.Symbol
		if at >= full && i%5 == 0 {
			symbol = "OTHER"
		}
		l.Symbol = append(l.Symbol, symbol)
	}
	m := indexed(t, tp)
	got := m.FullFeeds(full, full+data.Hour, 5)
	if len(got) != 2 || got[0].Symbol != tp.Symbol || got[1].Symbol != "OTHER" || got[0].Full <= got[1].Full || got[0].Seconds != 3600 {
		t.Errorf("got %+v", got)
	}
	if got := m.FullFeeds(full, full+data.Hour, 1); len(got) != 1 {
		t.Errorf("got %d feeds, want one", len(got))
	}
	if got := m.FullFeeds(full-data.Second, full, 5); len(got) != 0 {
		t.Errorf("before it: got %+v", got)
	}
}
