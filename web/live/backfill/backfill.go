// Package backfill finds out what was before a server began to follow venues:
// the last day, out of what was kept when it ended, out of its recording, and
// out of what venues answer about the past. It runs beside everything else and
// delays nothing; what cannot be had is missing, and never made up.
package backfill

import (
	"context"
	"log/slog"
	"time"

	"unwind/data"
	"unwind/data/stream"
	"unwind/web/live"
	"unwind/web/live/screens"
	"unwind/web/record"
	"unwind/web/upstream"
)

// Window is how far back is looked: as far as screens remember.
const Window = stream.Keep

// Options is what looking back needs.
type Options struct {
	Screens *screens.Screens // who is told
	Venues  []live.Venue     // that are followed, in the order in which people are shown them
	Symbols []string         // whose charts are shown, as Binance writes them
	Client  *upstream.Client // what asks venues; nil: none is asked

	// Recording is what is recorded; nil: nothing is. Recorded is what was in
	// it before this server began to write.
	Recording Recording
	Recorded  record.Span
	// Kept is the file that the screens' past is kept in between two runs; ""
	// for none.
	Kept  string
	Begun data.UnixMs // when the screens began
	Log   *slog.Logger
}

// Recording is where recorded events are read. [record.Store] is one.
type Recording interface {
	Read(ctx context.Context, from, to data.UnixMs, kinds []record.Kind, visit func(*record.Event) error) error
}

// Run tells the screens what was before, as it becomes known: what was kept and
// recorded at once, and then what venues answer. It returns when everything was
// asked, or when ctx ends.
func Run(ctx context.Context, o Options) {
	begun := time.Now()
	o.recorded(ctx)
	if ctx.Err() == nil {
		o.Log.Info("the last day was read from the recording", "took", time.Since(begun).Round(time.Millisecond))
	}
	if o.Client != nil {
		o.ask(ctx)
	}
}

// learn tells the screens.
func (o *Options) learn(ctx context.Context, h *screens.History) {
	_ = o.Screens.Learn(ctx, h) // which fails only when ctx ends
}
