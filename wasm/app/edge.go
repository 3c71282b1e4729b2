package app

import "unwind/data"

// edgeClock tells the time at the edge of a market that goes on: that of the
// server as last told, going on with the local clock, never back. It runs a
// little slow, so that a message that came faster than those before sets it
// right, and one that came slower changes nothing.
type edgeClock struct {
	told        data.UnixMs // by the newest message
	at          float64     // the local clock then
	base, since float64     // what it showed at a local time
}

const (
	// edgeRate is how fast it runs between two messages.
	edgeRate = 0.999
	// edgeMost is how far past the last message it goes, in milliseconds. The
	// server says something every five seconds.
	edgeMost = 6000
)

// tell takes in what the server said its time is. A server whose clock was set
// back by more than the clock may be ahead is believed.
func (c *edgeClock) tell(at data.UnixMs, now float64) {
	shown := c.show(now)
	if c.told == 0 || float64(at) > shown || float64(at) < shown-edgeMost {
		shown = float64(at)
	}
	c.told, c.at, c.base, c.since = at, now, shown, now
}

// time returns the time at now; 0 before anything was told.
func (c *edgeClock) time(now float64) data.UnixMs { return data.UnixMs(c.show(now)) }

func (c *edgeClock) show(now float64) float64 {
	return min(c.base+edgeRate*max(now-c.since, 0), float64(c.told)+edgeMost)
}

// silent returns how long ago the last message came, in milliseconds.
func (c *edgeClock) silent(now float64) float64 { return max(now-c.at, 0) }

// stands reports whether it waits for a message.
func (c *edgeClock) stands(now float64) bool { return c.silent(now) >= edgeMost }
