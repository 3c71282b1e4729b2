package poll

import (
	"context"
	"errors"
	"slices"
	"time"

	"unwind/data"
	"unwind/data/feed"
	"unwind/web/live"
	"unwind/web/record"
)

// Times of asking what contracts are worth.
const (
	learnEvery = 24 * time.Hour  // once it is known
	learnAgain = 5 * time.Second // until then; the client asks less where the venue refuses
)

// learn asks what the contracts of a venue are worth. Until that is known of
// every symbol, liquidations of some are refused, and so missing.
func (o *Options) learn(ctx context.Context, v *live.Venue) {
	missing, failing := time.Now(), false
	for ctx.Err() == nil {
		lacks, wait := lacks(v), learnEvery
		err := o.Client.Learn(ctx, &v.Venue)
		if err != nil {
			wait = learnAgain
			if !failing && ctx.Err() == nil {
				o.Log.Warn("a venue does not say what its contracts are worth", "venue", v.ID, "err", err)
			}
		}
		if failing = err != nil; lacks {
			missing = o.tell(v, missing, err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// lacks reports whether it is not known of a symbol what its contracts are
// worth.
func lacks(v *live.Venue) bool {
	return slices.ContainsFunc(v.Symbols, func(symbol string) bool {
		_, known := v.Contracts.Of(symbol)
		return !known
	})
}

// tell tells the sinks what was missing since a time, and returns until when.
func (o *Options) tell(v *live.Venue, since time.Time, err error) time.Time {
	now := time.Now()
	g := record.Gap{Venue: v.ID, From: data.UnixMs(since.UnixMilli()), To: data.UnixMs(now.UnixMilli()), Why: record.Disconnected}
	var r *feed.Refusal
	if errors.As(err, &r) && r.Reason != feed.Down {
		g.Why = record.Blocked
	}
	if g.From < g.To {
		for _, s := range o.Sinks {
			s.Gap(g)
		}
	}
	return now
}
