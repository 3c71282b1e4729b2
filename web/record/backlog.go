package record

import (
	"context"
	"sync"

	"unwind/data"
)

// backlog is the queue between who feeds a recorder and the store. It is
// bounded; safe for one reader and any number of writers.
type backlog struct {
	mostEvents int
	mostBytes  int64

	mu       sync.Mutex
	queue    []message
	taken    int // of the queue, by the reader, that are not done yet
	bytes    int64
	most     int // longest that the queue was
	closed   bool
	wake     chan struct{} // holds a value when there may be something to take
	drain    *sync.Cond    // done was called
	put, fin uint64        // messages that ever came and went
}

func newBacklog(events int, bytes int64) *backlog {
	b := &backlog{mostEvents: events, mostBytes: bytes, wake: make(chan struct{}, 1)}
	b.drain = sync.NewCond(&b.mu)
	return b
}

// add appends a message and reports whether there was room.
func (b *backlog) add(m message) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed || len(b.queue) >= b.mostEvents || b.bytes+m.size() > b.mostBytes {
		return false
	}
	b.queue = append(b.queue, m)
	b.put++
	b.bytes += m.size()
	b.most = max(b.most, len(b.queue))
	b.signal()
	return true
}

func (b *backlog) signal() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// take returns up to n messages from the front, which stay in the queue until
// done is called.
func (b *backlog) take(n int) []message {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.taken = min(n, len(b.queue))
	return b.queue[:b.taken:b.taken]
}

// done removes what take returned.
func (b *backlog) done() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.queue[:b.taken] {
		b.bytes -= b.queue[i].size()
		b.queue[i] = message{}
	}
	b.queue = b.queue[b.taken:]
	b.fin += uint64(b.taken)
	b.taken = 0
	if len(b.queue) == 0 {
		b.queue = nil // lets go of what a burst needed
	} else {
		b.signal()
	}
	b.drain.Broadcast()
}

// close ends add; what is in the queue can still be taken.
func (b *backlog) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	b.signal()
	b.drain.Broadcast()
}

// state returns how many messages wait, their bytes, and the most that waited.
func (b *backlog) state() (events int, bytes int64, most int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.queue), b.bytes, b.most
}

// oldest returns when the first of the messages that wait was received, and
// whether any does.
func (b *backlog) oldest() (at data.UnixMs, waits bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.queue {
		if m := &b.queue[i]; !waits || m.at < at {
			at, waits = m.at, true
		}
	}
	return at, waits
}

// room reports whether messages would fit that have so many bytes in all.
func (b *backlog) room(messages int, bytes int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.queue)+messages <= b.mostEvents && b.bytes+bytes <= b.mostBytes
}

// wait returns when everything that is queued now is done, or with the error
// of ctx.
func (b *backlog) wait(ctx context.Context) error {
	wake := context.AfterFunc(ctx, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.drain.Broadcast()
	})
	defer wake()
	b.mu.Lock()
	defer b.mu.Unlock()
	for target := b.put; b.fin < target; b.drain.Wait() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if b.closed {
			return errClosed
		}
	}
	return nil
}
