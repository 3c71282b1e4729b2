package backfill

import (
	"context"

	"unwind/data"
	"unwind/web/live/screens"
	"unwind/web/record"
)

// overlap is how much of what was kept is read from the recording again: what
// was kept last may lack what was on its way.
const overlap = data.Minute

// recorded tells what was kept and recorded, and what nobody recorded.
func (o *Options) recorded(ctx context.Context) {
	from := o.Begun - Window
	h := new(screens.History)
	h.Since(from)
	for _, g := range o.unrecorded(from) {
		h.Gap(g)
	}
	if o.Recording == nil || o.Recorded.To <= from {
		o.learn(ctx, h)
		return
	}
	since := from
	if kept := o.kept(); kept != nil {
		since = max(from, kept.At-overlap)
		tell(h, kept, from, since)
	}
	o.read(ctx, h, from, []record.Kind{record.Missing})
	o.read(ctx, h, since, []record.Kind{record.Liquidation})
	o.learn(ctx, h)
	// prices of a whole day take longer: candles are shown before the others
	for _, kinds := range [][]record.Kind{{record.Candle, record.Spot}, {record.Mark, record.Interest, record.Funding}} {
		h := new(screens.History)
		o.read(ctx, h, since, kinds)
		o.learn(ctx, h)
	}
}

// unrecorded returns what is missing from a time on because nobody recorded.
func (o *Options) unrecorded(from data.UnixMs) []record.Gap {
	all := []record.Gap{
		{From: from, To: min(o.Recorded.From, o.Begun), Why: record.Stopped},
		{From: max(from, o.Recorded.To), To: o.Begun, Why: record.Stopped},
	}
	if o.Recorded.To <= from {
		all = []record.Gap{{From: from, To: o.Begun, Why: record.Stopped}}
	}
	var gaps []record.Gap
	for _, g := range all {
		if g.From < g.To {
			gaps = append(gaps, g)
		}
	}
	return gaps
}

// read adds what was recorded from a time on, until this server began to write.
// What cannot be read is missing.
func (o *Options) read(ctx context.Context, h *screens.History, from data.UnixMs, kinds []record.Kind) {
	seen := map[string]bool{}
	err := o.Recording.Read(ctx, from, o.Begun, kinds, func(e *record.Event) error {
		if e.Received < from || e.Received >= o.Begun {
			return nil
		}
		if e.Kind == record.Liquidation {
			id := e.Liquidation.Identity()
			if seen[id] {
				return nil
			}
			seen[id] = true
		}
		h.Event(e)
		return nil
	})
	if err != nil && ctx.Err() == nil {
		o.Log.Warn("the last day cannot be read from the recording", "err", err)
	}
}
