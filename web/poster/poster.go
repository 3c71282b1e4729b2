// Package poster draws pictures of a chart on the server: the same scene as
// the page's, in pure Go, as a PNG.
package poster

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strconv"
	"time"

	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"

	"unwind/data/wire"
	"unwind/web/asset"
	"unwind/web/kept"
	"unwind/web/library"
)

const (
	cacheBytes = 64 << 20        // of finished pictures
	maxWait    = 5 * time.Second // for a turn to draw
)

// Handler draws and keeps pictures. It is safe for concurrent use.
type Handler struct {
	events *library.Library
	build  string
	cache  *kept.Cache[[]byte]
	flight singleflight.Group
	turns  *semaphore.Weighted
	drawn  func(time.Duration)
}

// New returns a handler of the pictures of events. build changes with the
// program and so with its drawing; drawn is told how long each picture took
// that was not kept, if it is not nil.
func New(events *library.Library, build string, drawn func(time.Duration)) *Handler {
	return &Handler{
		events: events, build: build, cache: kept.New[[]byte](cacheBytes),
		turns: semaphore.NewWeighted(int64(runtime.GOMAXPROCS(0))), drawn: drawn,
	}
}

// Serve answers GET and HEAD with the picture of the request's query string.
// It returns an [Error] when there is no such picture; nothing has been
// answered then.
func (h *Handler) Serve(w http.ResponseWriter, r *http.Request) error {
	asked := wire.ParseQuery(r.URL.RawQuery)
	j, err := h.job(asked)
	if err != nil {
		return err
	}
	head := w.Header()
	head.Set("Etag", strconv.Quote(asset.Hash([]byte(j.key))))
	head.Set("Cache-Control", "public, max-age=60")
	if j.event.GoesOn() { // another picture in a second, and none of other sites' pages
		head.Set("Cache-Control", "no-cache")
		head.Del("Access-Control-Allow-Origin")
	}
	ignored, clamped := asked.Unheeded()
	asset.NameUnheeded(head, ignored, clamped)
	if asset.NotModified(r, head.Get("Etag")) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	png, err := h.picture(j)
	if err != nil {
		return err
	}
	head.Set("Content-Type", "image/png")
	head.Set("Content-Length", strconv.Itoa(len(png)))
	if r.Method != http.MethodHead {
		w.Write(png) // a reader that went away is no fault of ours
	}
	return nil
}

// job is one picture to draw, with every default resolved.
type job struct {
	query wire.Query
	event *library.Event
	key   string // equal keys are equal pictures
}

// job resolves a query.
func (h *Handler) job(q wire.Query) (job, error) {
	if err := check(&q); err != nil {
		return job{}, err
	}
	e := h.events.Event(q.Stage.Event)
	if e == nil {
		return job{}, h.missing(q.Stage.Event)
	}
	resolve(&q, e)
	key := q.Encode() + "\n" + e.Tape.Hash + "\n" + h.build
	return job{query: q, event: e, key: key}, nil
}

// resolve replaces what a picture does not depend on, and the defaults that a
// browser would choose, so that equal pictures have equal queries.
func resolve(q *wire.Query, e *library.Event) {
	q.Stage.Event = e.ID
	if !q.HasTime {
		q.Stage.Clock.At, q.HasTime = e.Cover, true
	}
	q.Stage.Clock.Rate = 0
	q.Play, q.Style.Gestures = wire.PlayNo, wire.GesturesAuto
	if q.Style.Theme == wire.ThemeSystem {
		q.Style.Theme = wire.ThemeDark
	}
	if q.Style.Lang == "" {
		q.Style.Lang = "en"
	}
}

// picture returns the PNG of j, drawing it when it is not kept. Callers that
// ask for the same picture meanwhile wait for that one.
func (h *Handler) picture(j job) ([]byte, error) {
	if png, ok := h.cache.Get(j.key); ok {
		return png, nil
	}
	png, err, _ := h.flight.Do(j.key, func() (any, error) {
		png, err := h.take(j)
		if err == nil {
			h.cache.Put(j.key, png, len(png))
		}
		return png, err
	})
	if err != nil {
		return nil, err
	}
	return png.([]byte), nil
}

// take waits for a turn and draws. Others may wait for the same picture, so it
// does not end with the request that came first.
func (h *Handler) take(j job) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), maxWait)
	defer cancel()
	if err := h.turns.Acquire(ctx, 1); err != nil {
		return nil, errBusy
	}
	defer h.turns.Release(1)
	began := time.Now()
	m, err := h.events.Chosen(j.event, j.query.Stage.Choice)
	if errors.Is(err, library.ErrBusy) {
		return nil, errBusy
	}
	if err != nil {
		return nil, err
	}
	answer, err := h.events.WhatIf(j.event, m, &j.query.Stage)
	if errors.Is(err, library.ErrBusy) {
		return nil, errBusy
	}
	if err != nil {
		return nil, err
	}
	png, err := Draw(m, &j.query, answer)
	if err != nil {
		return nil, fmt.Errorf("draw event %q: %w", j.event.ID, err)
	}
	if h.drawn != nil {
		h.drawn(time.Since(began))
	}
	return png, nil
}
