package live

import (
	"time"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/feed"
)

// State is how a venue does. Larger is worse. The zero value stands for a
// venue of which nothing is known yet.
type State uint8

// States of a venue.
const (
	Unknown      State = iota
	Flowing            // data comes as it happens
	Behind             // data comes, but late
	Connecting         // since the start: no data yet
	Disconnected       // there is no connection; another one is tried
	Silent             // connected, but nothing comes, not even signs of life
	Blocked            // the venue refuses: see Why; it is left alone
)

var states = [...]string{"unknown", "live", "behind", "connecting", "disconnected", "silent", "blocked"}

// String returns "live", "behind", "connecting", "disconnected", "silent",
// "blocked" or "unknown".
func (s State) String() string {
	if int(s) < len(states) {
		return states[s]
	}
	return "unknown"
}

// MarshalText returns what String does.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Refused is why a venue does not serve, for people and programs.
type Refused struct {
	Reason string      `json:"reason"`         // in words: "unavailable from here"
	Until  data.UnixMs `json:"until,omitzero"` // when it is asked again, where it is left alone
	Text   string      `json:"text,omitempty"` // the venue's own words
}

func (r *Refused) same(o *Refused) bool {
	return r == o || r != nil && o != nil && *r == *o
}

// Status is how a venue does at a moment. Times are milliseconds since the
// Unix epoch.
type Status struct {
	Venue   string      `json:"venue"`
	Name    string      `json:"name"`
	Symbols []string    `json:"symbols"`
	State   State       `json:"state"`
	Since   data.UnixMs `json:"since"`         // of the state
	Why     *Refused    `json:"why,omitempty"` // the last refusal, while it matters
	// Last is when market data came last; 0: never.
	Last data.UnixMs `json:"last"`
	// LagMs is how far data lies behind the venue's own time, negative where
	// the clocks differ.
	LagMs int64 `json:"lagMs"`

	Events       uint64 `json:"events"`       // passed on, liquidations among them
	Liquidations uint64 `json:"liquidations"` // passed on
	Duplicates   uint64 `json:"duplicates"`   // liquidations that came again
	Stale        uint64 `json:"stale"`        // liquidations from before the subscription
	Malformed    uint64 `json:"malformed"`    // frames with something that could not be read
	Gaps         uint64 `json:"gaps"`         // stretches that are missing
	Connections  uint64 `json:"connections"`  // that were ever opened

	// Sampled says that the venue does not send every liquidation: sums are "at
	// least". NoLiquidations says why it sends none, where it does not.
	Sampled        bool   `json:"sampled"`
	NoLiquidations string `json:"noLiquidations,omitempty"`
}

// sampled reports whether a venue's liquidations are lower bounds at a time.
func sampled(venue string, now time.Time) bool {
	limit, known := cascade.LimitOf(venue, ms(now))
	return known && limit.Completeness == cascade.AtLeast
}

func ms(t time.Time) data.UnixMs { return data.UnixMs(t.UnixMilli()) }

func duration(d data.UnixMs) time.Duration { return time.Duration(d) * time.Millisecond }

// lasting reports whether a refusal keeps everybody from asking.
func lasting(r *feed.Refusal) bool {
	return r != nil && (r.Reason == feed.Unavailable || r.Reason == feed.Banned || r.Reason == feed.RateLimited)
}
