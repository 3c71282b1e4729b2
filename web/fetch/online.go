package fetch

import (
	"context"
	"fmt"
	"log/slog"

	"unwind/data/history"
	"unwind/data/tape"
	"unwind/web/library"
)

// Refine replaces the modelled layers of the built-in events by real ones, one
// event after another. An event that cannot be made real stays as it is, which
// the log says; what was downloaded is kept for the next start.
func (c *Client) Refine(ctx context.Context, events *library.Library, log *slog.Logger) {
	for _, e := range events.Builtin() {
		layers, err := c.refine(ctx, events, e)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			log.Warn("event stays a reconstruction", "event", e.ID, "err", err)
			continue
		}
		log.Info("event has real layers", "event", e.ID, "layers", layers)
	}
}

// refine makes one event real and returns its layers that are recorded.
func (c *Client) refine(ctx context.Context, events *library.Library, e *library.Event) ([]string, error) {
	raw, err := e.Tape.Raw()
	if err != nil {
		return nil, err
	}
	made, err := tape.Read(raw)
	if err != nil {
		return nil, err
	}
	request, ok := history.Wanted(made)
	if !ok {
		return nil, fmt.Errorf("nothing of it is modelled that %s could replace", history.ArchiveHost)
	}
	b, err := c.Build(ctx, request, history.Options{ID: made.ID})
	if err != nil {
		return nil, err
	}
	better, err := history.Refine(made, b.Tape)
	if err != nil {
		return nil, err
	}
	if raw, err = tape.Write(better); err != nil {
		return nil, err
	}
	if err := events.Replace(raw); err != nil {
		return nil, err
	}
	return recorded(events.Event(e.ID)), nil
}

func recorded(e *library.Event) []string {
	var names []string
	for _, l := range e.Layers {
		if l.Provenance == "recorded" {
			names = append(names, l.Name)
		}
	}
	return names
}
