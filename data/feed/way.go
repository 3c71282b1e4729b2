package feed

import "slices"

// Way is how rows came from a venue. The zero Way is a stream.
type Way uint8

// Ways.
const (
	Streamed Way = iota // as it happened
	Polled              // asked for again and again while it happened
	Fetched             // from the venue's history, afterwards
)

var ways = []string{"streamed", "polled", "fetched"}

// String returns "streamed", "polled" or "fetched".
func (w Way) String() string { return ways[w] }

// ParseWay returns the way of a name, and whether there is one.
func ParseWay(name string) (Way, bool) {
	i := slices.Index(ways, name)
	return Way(max(i, 0)), i >= 0
}
