package proxy

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"unwind/data/feed"
	"unwind/data/feed/coinglass"
	"unwind/data/feed/venues"
	"unwind/web/upstream"
)

// AllVenues stands for every venue in the list of [Venues].
const AllVenues = "all"

// ErrNoKey is what a venue fails with that wants a key, and was named without
// one.
var ErrNoKey = errors.New("needs the operator's key")

// collects reports whether a venue publishes what it collects from others. The
// one that does wants a key, too.
func collects(v *feed.Venue) bool { return v.ID == coinglass.New().ID }

// CheckVenues refuses a list with an id that is none.
func CheckVenues(list string) error {
	if list == AllVenues {
		return nil
	}
	for id := range strings.SplitSeq(list, ",") {
		if _, ok := venues.Of(id); ok {
			continue
		}
		var known []string
		for _, v := range venues.All() {
			known = append(known, v.ID)
		}
		return fmt.Errorf("venue %q: want %q or some of %s, separated by commas", feed.Clip(id), AllVenues, strings.Join(known, ", "))
	}
	return nil
}

// Venues returns the venues of a list of ids that are separated by commas, in
// the order in which they are listed to people, or all but those whose key is
// missing.
func Venues(list string, keys map[string]upstream.Key) ([]feed.Venue, error) {
	if err := CheckVenues(list); err != nil {
		return nil, err
	}
	wanted := strings.Split(list, ",")
	var found []feed.Venue
	for _, v := range venues.All() {
		locked := collects(&v) && !keys[v.ID].Given()
		switch named := slices.Contains(wanted, v.ID); {
		case named && locked:
			return nil, fmt.Errorf("venue %q: %w", v.ID, ErrNoKey)
		case named, list == AllVenues && !locked:
			found = append(found, v)
		}
	}
	return found, nil
}
