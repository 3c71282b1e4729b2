package record

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Pauses between tries of a store that takes nothing.
const (
	firstPause = 50 * time.Millisecond
	lastPause  = 5 * time.Second
)

// write moves messages from the backlog into the store until ctx ends.
func (r *Recorder) write(ctx context.Context) {
	defer close(r.stopped)
	for {
		batch := r.backlog.take(batchSize)
		if len(batch) == 0 {
			select {
			case <-ctx.Done():
				return
			case <-r.backlog.wake:
			}
			continue
		}
		if !r.insist(ctx, batch) {
			return
		}
		r.backlog.done()
	}
}

// insist stores a batch, trying again until every message is acknowledged. It
// is false when ctx ended first.
func (r *Recorder) insist(ctx context.Context, batch []message) bool {
	pause := firstPause
	for {
		left, err := r.publish(ctx, batch)
		if err == nil {
			r.recovered()
			return true
		}
		r.failed(err, r.store.options.Log)
		batch = left
		select {
		case <-ctx.Done():
			return false
		case <-time.After(pause):
		}
		if r.trouble.tries() > 1 {
			if err := r.store.restart(ctx); err != nil {
				r.failed(err, r.store.options.Log)
			}
		}
		pause = min(2*pause, lastPause)
	}
}

// ErrNotOpen says that a store is closed, or being opened anew after a fault.
var ErrNotOpen = errors.New("the store is not open")

// publish stores messages. It returns those that were not acknowledged, and
// why one of them was not.
func (r *Recorder) publish(ctx context.Context, batch []message) ([]message, error) {
	s := r.store.open()
	if s == nil {
		return batch, ErrNotOpen
	}
	if len(batch) >= smallestBatch && s.batches {
		err := sendBatch(s.conn, batch)
		if err == nil {
			r.counts.stored.Add(uint64(len(batch)))
			return nil, nil
		}
		if !errors.Is(err, errRefusedBatch) {
			return batch, err
		}
	}
	return r.publishEach(ctx, s.js, batch)
}

// publishEach stores messages one by one, and waits for all of them.
func (r *Recorder) publishEach(ctx context.Context, js jetstream.JetStream, batch []message) ([]message, error) {
	futures := make([]jetstream.PubAckFuture, len(batch))
	var failed error
	for i := range batch {
		f, err := send(js, &batch[i])
		if futures[i] = f; err != nil {
			failed = err
			break
		}
	}
	var left []message
	for i, f := range futures {
		if err := r.acknowledged(ctx, f); err != nil {
			left = append(left, batch[i])
			if failed == nil {
				failed = err
			}
		}
	}
	return left, failed
}

// send publishes one message. A NATS that takes only small messages gets it
// without the bytes of the frame.
func send(js jetstream.JetStream, m *message) (jetstream.PubAckFuture, error) {
	f, err := js.PublishMsgAsync(m.nats())
	if !errors.Is(err, nats.ErrMaxPayload) {
		return f, err
	}
	m.body = m.body[:bytes.IndexByte(m.body, '\n')+1]
	return js.PublishMsgAsync(m.nats())
}

func (m *message) nats() *nats.Msg {
	return &nats.Msg{Subject: m.subject, Header: nats.Header{jetstream.MsgIDHeader: []string{m.id}}, Data: m.body}
}

var errNotSent = errors.New("not sent")

// acknowledged waits until a message is stored, and counts it.
func (r *Recorder) acknowledged(ctx context.Context, f jetstream.PubAckFuture) error {
	if f == nil {
		return errNotSent
	}
	select {
	case ack := <-f.Ok():
		if ack.Duplicate {
			r.counts.duplicates.Add(1)
		} else {
			r.counts.stored.Add(1)
		}
		return nil
	case err := <-f.Err():
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
