package live

import (
	"time"

	"unwind/data"
	"unwind/data/feed"
)

// A venue is behind when even the freshest of what came lately is late; single
// stragglers are normal.
const (
	lateBy      = 5 * time.Second
	lagStretch  = 5 * time.Second
	fastestNone = time.Duration(1<<63 - 1)
)

// lag is how far data lies behind the venue's time: the least in each stretch
// of some seconds, as frames from the network are delayed and never early.
type lag struct {
	since time.Time // of the stretch that goes on
	least time.Duration
	known time.Duration // of the stretch before
}

// note takes a frame that is looked at now.
func (g *lag) note(b *feed.Batch, now time.Time) {
	newest := newest(b)
	if newest == 0 {
		return
	}
	if now.Sub(g.since) >= lagStretch {
		if !g.since.IsZero() {
			g.known = g.least
		}
		g.since, g.least = now, fastestNone
	}
	g.least = min(g.least, now.Sub(time.UnixMilli(int64(newest))))
}

func (g *lag) late() bool { return g.known > lateBy }

// newest returns the latest of the venue's times in a frame that are times of
// the present, or 0.
func newest(b *feed.Batch) data.UnixMs {
	var at data.UnixMs
	for i := range b.Marks {
		at = max(at, b.Marks[i].At)
	}
	for i := range b.Interest {
		at = max(at, b.Interest[i].At)
	}
	for i := range b.Trades {
		at = max(at, b.Trades[i].At)
	}
	for i := range b.Liquidations {
		at = max(at, b.Liquidations[i].At)
	}
	return at
}
