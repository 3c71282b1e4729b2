package cascade

import (
	"math"
	"slices"
	"testing"

	"unwind/data"
	"unwind/data/random"
)

// hawkes simulates a self-exciting flow as its tree of families: immigrants
// come at rate mu a second, and every event has n children on average, each
// after an exponential wait of mean 1/beta seconds. The events of the first
// tenth are thrown away.
func hawkes(seed string, mu, n, beta, seconds float64) []data.UnixMs {
	rnd := random.New("hawkes", seed)
	wait := func(rate float64) float64 { return -math.Log(1-rnd.Uniform()) / rate }
	var open, all []float64
	for t := wait(mu); t < seconds; t += wait(mu) {
		open = append(open, t)
	}
	for len(open) > 0 {
		t := open[len(open)-1]
		open = open[:len(open)-1]
		all = append(all, t)
		for x := wait(1); x < n; x += wait(1) { // a Poisson number of children
			if child := t + wait(beta); child < seconds {
				open = append(open, child)
			}
		}
	}
	slices.Sort(all)
	var times []data.UnixMs
	for _, t := range all {
		if t > seconds/10 {
			times = append(times, data.UnixMs(t*1000))
		}
	}
	return times
}

// throttled keeps the last event of each second, as a sampled feed does.
func throttled(times []data.UnixMs) []data.UnixMs {
	var kept []data.UnixMs
	for _, t := range times {
		if n := len(kept); n > 0 && kept[n-1]/data.Second == t/data.Second {
			kept[n-1] = t
			continue
		}
		kept = append(kept, t)
	}
	return kept
}

// oneWave is all events as one wave of a feed.
func oneWave(times []data.UnixMs, c Completeness) (*Events, *Wave) {
	l := &data.Liquidations{T: times}
	for range times {
		l.Side, l.Price, l.Notional = append(l.Side, data.Long), append(l.Price, 100), append(l.Notional, 1000)
	}
	e := NewEvents(l)
	return e, &Wave{Start: times[0], End: times[len(times)-1], last: len(times), Events: len(times), Completeness: c}
}

// What four branching ratios read, in windows of 60 echoes,
// whole and throttled to one event a second. They were computed elsewhere, on
// other random numbers.
func TestASampledFeedReadsHalfTheExcitation(t *testing.T) {
	for _, c := range []struct{ n, whole, sampled float64 }{
		{0.2, 0.17, -0.01}, {0.5, 0.51, 0.20}, {0.8, 0.81, 0.40}, {0.9, 0.90, 0.48},
	} {
		times := hawkes("a", 0.2, c.n, 1, 400_000)
		for _, x := range []struct {
			times []data.UnixMs
			want  float64
		}{{times, c.whole}, {throttled(times), c.sampled}} {
			e, w := oneWave(x.times, Complete)
			got, reason := e.Excitation(w, data.Minute)
			if reason != Known || math.Abs(got.Ratio-x.want) > 0.035 || got.Windows < 5900 {
				t.Errorf("n = %v with %d events: got %+v (%v), want %v", c.n, len(x.times), got, reason, x.want)
			}
		}
	}
}

func TestExcitationOnlyOfCompleteFeeds(t *testing.T) {
	times := hawkes("a", 0.2, 0.8, 1, 4000)
	for _, c := range []struct {
		feed Completeness
		want Reason
	}{{Complete, Known}, {AtLeast, SampledFeed}, {Modelled, ModelledFeed}, {UnknownCompleteness, UnknownFeed}} {
		e, w := oneWave(times, c.feed)
		if _, got := e.Excitation(w, data.Minute); got != c.want {
			t.Errorf("%v: got %q, want %q", c.feed, got, c.want)
		}
	}
	if got := SampledFeed.String(); got != "not computable: sampled feed" {
		t.Errorf("got %q", got)
	}
	e, w := oneWave(times, Complete)
	for _, c := range []struct {
		window data.UnixMs
		want   Reason
	}{{0, BadSettings}, {-5, BadSettings}, {data.Hour, TooShort}} {
		if _, got := e.Excitation(w, c.window); got != c.want {
			t.Errorf("windows of %d ms: got %q, want %q", c.window, got, c.want)
		}
	}
}

// Independent events at 2 and 4 a second: 1 − e^−2 = 86.5 % and 98.2 % of
// seconds are busy.
func TestArrivalRateUndoesTheThrottle(t *testing.T) {
	for _, rate := range []float64{0.5, 2, 4} {
		times := hawkes("b", rate, 0, 1, 100_000)
		got, reason := ArrivalRate(len(throttled(times)), 90_000)
		if reason != Known || math.Abs(got-rate) > 0.05 {
			t.Errorf("rate %v: got %v (%v)", rate, got, reason)
		}
	}
	for _, c := range []struct {
		busy, seconds int
		want          Reason
	}{{60, 60, SampledFeed}, {1, 0, BadSettings}, {-1, 5, BadSettings}, {6, 5, BadSettings}, {0, 5, Known}} {
		if rate, got := ArrivalRate(c.busy, c.seconds); got != c.want || rate != 0 {
			t.Errorf("%d of %d: got %v (%q), want %q", c.busy, c.seconds, rate, got, c.want)
		}
	}
}

// One event a minute has no variance but what sums leave: the formula would
// read it as minus millions.
func TestARegularFlowHasNoBranchingRatio(t *testing.T) {
	for name, every := range map[string]data.UnixMs{"one a window": data.Minute, "seven a window": data.Minute / 7} {
		var times []data.UnixMs
		for at := data.UnixMs(0); at < data.Hour; at += every {
			times = append(times, at)
		}
		e, w := oneWave(times, Complete)
		if x, reason := e.Excitation(w, data.Minute); reason != TooRegular || x.Ratio != 0 {
			t.Errorf("%s: got %+v (%v), want it refused", name, x, reason)
		}
	}
}
