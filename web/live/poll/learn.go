package poll

import (
	"context"
	"errors"
	"time"

	"unwind/data"
	"unwind/data/feed"
	"unwind/web/live"
	"unwind/web/record"
)

// Times of asking what contracts are worth.
const (
	learnEvery = 24 * time.Hour  // once it is known
	learnLater = time.Hour       // after a failure, while what was known before holds
	learnAgain = 5 * time.Second // after one while it is not known; the client asks less where the venue refuses
)

// learn asks what the contracts of a venue are worth. Until an answer came,
// liquidations of a symbol of which that is not known are refused, and so
// missing. Of a symbol that the answer does not name there are none.
func (o *Options) learn(ctx context.Context, v *live.Venue) {
	missing, failing, answered := time.Now(), false, false
	for ctx.Err() == nil {
		lacked := lacking(v) != ""
		err := o.Client.Learn(ctx, &v.Venue)
		if ctx.Err() == nil && (err != nil && !failing || err == nil && lacking(v) != "") {
			o.Log.Warn("a venue does not say what contracts are worth; what was known stays", "venue", v.ID, "unknown", lacking(v), "err", err)
		}
		if lacked && !answered {
			missing = o.tell(v, missing, err)
		}
		failing, answered = err != nil, answered || err == nil
		select {
		case <-ctx.Done():
		case <-time.After(pause(err, lacked && !answered)):
		}
	}
}

// pause returns after what time to ask again.
func pause(err error, missing bool) time.Duration {
	switch {
	case err == nil:
		return learnEvery
	case missing:
		return learnAgain
	}
	return learnLater
}

// lacking names a symbol of which it is not known what its contracts are
// worth, or none.
func lacking(v *live.Venue) string {
	for _, symbol := range v.Symbols {
		if _, known := v.Contracts.Of(symbol); !known {
			return symbol
		}
	}
	return ""
}

// tell tells the sinks what was missing since a time, and returns until when.
func (o *Options) tell(v *live.Venue, since time.Time, err error) time.Time {
	now := time.Now()
	var r *feed.Refusal
	errors.As(err, &r)
	g := record.Gap{Venue: v.ID, From: data.UnixMs(since.UnixMilli()), To: data.UnixMs(now.UnixMilli()), Why: live.WhyOf(r, record.Disconnected)}
	if g.From < g.To {
		for _, s := range o.Sinks {
			s.Gap(g)
		}
	}
	return now
}
