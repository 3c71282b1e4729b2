package cascade

import (
	"slices"

	"unwind/data"
)

// Completeness says how much of what happened a feed shows. Larger is worse.
type Completeness uint8

// Kinds of completeness.
const (
	UnknownCompleteness Completeness = iota // nobody says
	Complete                                // every liquidation
	AtLeast                                 // sampled: sums are lower bounds
	Modelled                                // made from published figures; no feed at all
)

var completenessNames = [...]string{"unknown", "complete", "at least", "modelled"}

// String returns "complete", "at least", "modelled" or "unknown".
func (c Completeness) String() string {
	if int(c) < len(completenessNames) {
		return completenessNames[c]
	}
	return completenessNames[UnknownCompleteness]
}

// worse returns what two feeds together are. A feed of which nothing is known
// spoils a complete one and nothing else.
func (c Completeness) worse(d Completeness) Completeness {
	if c == Complete && d == UnknownCompleteness || d == Complete && c == UnknownCompleteness {
		return UnknownCompleteness
	}
	return max(c, d)
}

// reason says why a figure that needs a complete feed cannot be computed.
func (c Completeness) reason() Reason {
	switch c {
	case Complete:
		return Known
	case AtLeast:
		return SampledFeed
	case Modelled:
		return ModelledFeed
	}
	return UnknownFeed
}

// Feed says how the liquidations of a tape came to be. A tape knows both.
type Feed struct {
	Provenance data.Provenance
	AtLeast    bool // its totals are lower bounds
}

// of returns the completeness of the feed at a venue and time. The venue's own
// rule is the last word on a recorded feed; where there is none, the tape's.
func (f Feed) of(venue string, at data.UnixMs) Completeness {
	limit, ok := LimitOf(venue, at)
	return f.under(limit, ok)
}

// under is [Feed.of] where the venue's limit is known, if it is ok.
func (f Feed) under(limit Limit, ok bool) Completeness {
	switch {
	case f.Provenance == data.Modelled || f.Provenance == data.Estimated:
		return Modelled
	case ok:
		return limit.Completeness
	case f.AtLeast:
		return AtLeast
	case f.Provenance == data.Recorded:
		return Complete
	}
	return UnknownCompleteness
}

// Limit is what a venue's public liquidation feed can show at best.
type Limit struct {
	Completeness Completeness
	// Clock is how far the time of a venue's first event may lie behind the
	// truth: the window of which a sampled feed shows one order, or the step in
	// which a complete one is pushed or stamped.
	Clock data.UnixMs
	Sends Sends
}

// Sends says which orders of each second and symbol a venue's public feed
// sends. Larger allows less to be said of the others.
type Sends uint8

// What is sent of each second.
const (
	EveryOrder     Sends = iota // as far as the feed's limit says
	LatestOfSecond              // its size is that of any order
	OneOfSecond                 // nobody says which
	LargestOfSecond
)

// limit is a Limit from a time on.
type limit struct {
	venue string
	since data.UnixMs
	Limit
}

// limits of the public feeds, each venue's in time order. Sources are in
// docs/cascade.md, "Feeds".
var limits = []limit{
	{"binance", 0, Limit{Complete, data.Second, EveryOrder}},
	{"binance", 1617235200000, Limit{AtLeast, data.Second, LatestOfSecond}},  // April 2021: one order a second and symbol
	{"binance", 1775779200000, Limit{AtLeast, data.Second, LargestOfSecond}}, // 10 April 2026
	{"bybit", 0, Limit{Complete, data.Second, EveryOrder}},
	{"bybit", 1630454400000, Limit{AtLeast, data.Second, OneOfSecond}},     // September 2021
	{"bybit", 1740009600000, Limit{Complete, data.Second / 2, EveryOrder}}, // 20 February 2025: allLiquidation, every 500 ms
	{"okx", 0, Limit{AtLeast, data.Second, OneOfSecond}},                   // one order a second and contract
	{"deribit", 0, Limit{Complete, data.Second / 10, EveryOrder}},          // flags on every public trade, every 100 ms
	{"bitmex", 0, Limit{Complete, data.Second, EveryOrder}},                // a table of open orders without times
	{"hyperliquid", 0, Limit{Complete, data.Second, EveryOrder}},           // fills read from the chain
	{"coinglass", 0, Limit{AtLeast, data.Second, EveryOrder}},              // collects the feeds above
}

// venueNames are how venues write themselves where that is more than a capital.
var venueNames = map[string]string{"okx": "OKX", "bitmex": "BitMEX", "binance-spot": "Binance spot", "coinglass": "CoinGlass", "htx": "HTX", "mexc": "MEXC", "dydx": "dYdX"}

// VenueName returns how people name the venue of a key, "Binance" for
// "binance".
func VenueName(venue string) string {
	name, known := venueNames[venue]
	switch {
	case known:
		return name
	case venue == "" || venue[0] < 'a' || venue[0] > 'z':
		return venue
	}
	return string(venue[0]-'a'+'A') + venue[1:]
}

// HasFeed reports whether a venue has a public feed of liquidations: those of
// Hyperliquid are read from the chain.
func HasFeed(venue string) bool {
	return venue != "hyperliquid" && slices.ContainsFunc(limits, func(l limit) bool { return l.venue == venue })
}

// LimitOf returns the limit of a venue's feed at a time and whether one is
// known. Venues are lower case.
func LimitOf(venue string, at data.UnixMs) (Limit, bool) {
	var found Limit
	known := false
	for i := range limits {
		if limits[i].venue == venue && limits[i].since <= at {
			found, known = limits[i].Limit, true
		}
	}
	return found, known
}
