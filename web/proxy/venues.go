package proxy

import (
	"fmt"
	"slices"
	"strings"

	"unwind/data/feed"
	"unwind/data/feed/binance"
	"unwind/data/feed/bitmex"
	"unwind/data/feed/bybit"
	"unwind/data/feed/deribit"
	"unwind/data/feed/hyperliquid"
	"unwind/data/feed/okx"
)

// AllVenues stands for every venue in the list of [Venues].
const AllVenues = "all"

// Venues returns the venues of a list of ids that are separated by commas, in
// the order of the documents, or all of them.
func Venues(list string) ([]feed.Venue, error) {
	known := []feed.Venue{binance.New(), bybit.New(), okx.New(), deribit.New(), hyperliquid.New(), bitmex.New()}
	if list == AllVenues {
		return known, nil
	}
	var ids []string
	for _, v := range known {
		ids = append(ids, v.ID)
	}
	wanted := strings.Split(list, ",")
	for _, id := range wanted {
		if !slices.Contains(ids, id) {
			return nil, fmt.Errorf("venue %q: want %q or some of %s, separated by commas", feed.Clip(id), AllVenues, strings.Join(ids, ", "))
		}
	}
	return slices.DeleteFunc(known, func(v feed.Venue) bool { return !slices.Contains(wanted, v.ID) }), nil
}
