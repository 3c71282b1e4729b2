// Package whatif answers "what if": a shock or an order let loose on what the
// level estimate says waits at a moment of the replay. Its mathematics are those
// of [cascade]; here is what is chosen, what comes out for a chart, and the work
// in slices. An answer depends on the market and the choice alone.
package whatif

import (
	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/market"
)

// Choice is what a link chooses of a what-if. The zero Choice is none.
type Choice struct {
	At  data.UnixMs // the replay time from which it starts; 0: off
	Set cascade.Settings
	// OwnDepth says that Set.Depth was chosen. Without it the depth is the one
	// in force at the start, which [Choice.Fit] sets.
	OwnDepth bool
}

// From returns the default what-if from a time on.
func From(at data.UnixMs) Choice { return Choice{At: at, Set: cascade.DefaultSettings()} }

// On reports whether there is a what-if.
func (c Choice) On() bool { return c.At != 0 }

// Fit returns c with its start held inside the event of m, and where it has no
// depth of its own with the one in force there under a reader's choice: the
// simulator's default where none is known.
func (c Choice) Fit(m *market.Market, depth market.DepthChoice) Choice {
	if !c.On() {
		return c
	}
	c.At = min(max(c.At, m.Tape.From), m.Tape.To)
	if c.OwnDepth {
		return c
	}
	p := depthParameter()
	c.Set.Depth = p.Default
	if d := m.Depth(depth, c.At); d.Reason == cascade.Known {
		c.Set.Depth = min(max(float64(d.PerPercent()), p.Low), p.High)
	}
	return c
}

// depthParameter is the parameter of the depth.
func depthParameter() *cascade.Parameter {
	var set cascade.Settings
	for i := range cascade.Parameters {
		if p := &cascade.Parameters[i]; p.At(&set) == &set.Depth {
			return p
		}
	}
	panic("whatif: the simulator has no depth")
}

// End returns when the simulated time is over.
func (c Choice) End() data.UnixMs {
	return c.At + data.UnixMs(c.Set.Seconds*float64(data.Second))
}
