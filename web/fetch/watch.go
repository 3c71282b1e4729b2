package fetch

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"time"
)

// watched is a body that fails with [ErrSlow] when it comes too slowly. Servers
// that send a byte now and then would hold a download for ever otherwise.
type watched struct {
	io.ReadCloser
	ctx    context.Context
	cancel context.CancelCauseFunc
	got    atomic.Int64
}

// watch follows a body until it is closed: in each stretch as long as patience
// a kilobyte must come.
func watch(ctx context.Context, cancel context.CancelCauseFunc, body io.ReadCloser, patience time.Duration) io.ReadCloser {
	w := &watched{ReadCloser: body, ctx: ctx, cancel: cancel}
	go w.follow(patience)
	return w
}

func (w *watched) follow(patience time.Duration) {
	tick := time.NewTicker(patience)
	defer tick.Stop()
	for before := int64(0); ; {
		select {
		case <-w.ctx.Done():
			return
		case <-tick.C:
			got := w.got.Load()
			if got-before < leastBytes {
				w.cancel(ErrSlow)
				return
			}
			before = got
		}
	}
}

// Read reads, and says why it was ended where the watch did it.
func (w *watched) Read(p []byte) (int, error) {
	n, err := w.ReadCloser.Read(p)
	w.got.Add(int64(n))
	if err != nil && !errors.Is(err, io.EOF) && errors.Is(context.Cause(w.ctx), ErrSlow) {
		err = ErrSlow
	}
	return n, err
}

// Close ends the watch and the body.
func (w *watched) Close() error {
	w.cancel(nil)
	return w.ReadCloser.Close()
}
