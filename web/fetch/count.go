package fetch

import (
	"context"
	"errors"
	"io/fs"
	"slices"

	"unwind/data/feed"
	"unwind/data/feed/venues"
	"unwind/data/history"
)

// count tells what came of a request, in the words that requests of
// [upstream.Client] are told in.
func (c *Client) count(ctx context.Context, host string, v verdict) {
	if c.Asked == nil {
		return
	}
	venue, err := venueOf(host), v.err
	switch {
	case err == nil:
	case ctx.Err() != nil:
		err = ctx.Err()
	case v.refusal != nil:
		err = v.refusal
	case errors.Is(err, ErrTooLarge):
		err = &feed.Malformed{Reason: err.Error()}
	case errors.As(err, new(*fs.PathError)): // the disk is no venue's fault
	default:
		err = &feed.Refusal{Venue: venue, Reason: feed.Down}
	}
	c.Asked(venue, !v.unsent, err)
}

// venueOf returns whose host it is; every one that is asked is some venue's.
func venueOf(host string) string {
	if host == history.ArchiveHost {
		return history.Binance
	}
	for _, v := range venues.All() {
		if slices.ContainsFunc(v.Budgets, func(b feed.Budget) bool { return b.Host == host }) {
			return v.ID
		}
	}
	return ""
}
