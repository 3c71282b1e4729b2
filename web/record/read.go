package record

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"unwind/data"
)

// Slack of a window in times of the stream.
const (
	// skew is how far the clocks of a recorder and of its NATS may differ.
	skew = data.Minute
	// lateness is how long after its time an event may have been received.
	lateness = 10 * data.Minute
)

// Read visits what was recorded, in the order it was stored: everything that
// was received from a time on, until what was received ten minutes after the
// end, or until what had been stored when it was called. It is up to visit to
// look at the times of events, which share their bytes with nothing. Messages
// that are not a recorder's are left out.
func (s *Store) Read(ctx context.Context, from, to data.UnixMs, kinds []Kind, visit func(*Event) error) error {
	n := s.open()
	if n == nil {
		return ErrNotOpen
	}
	info, err := n.stream.Info(ctx)
	if err != nil {
		return fmt.Errorf("look at the recording: %w", err)
	}
	messages, waiting, err := messagesFrom(ctx, n.stream, from-skew, kinds)
	if err != nil || waiting == 0 {
		return err
	}
	defer messages.Stop()
	for {
		e, place, err := next(ctx, messages)
		if err != nil {
			return err
		}
		if e.Kind != UnknownKind && e.Received >= to+lateness {
			return nil
		}
		if e.Kind != UnknownKind {
			if err := visit(&e); err != nil {
				return err
			}
		}
		if place.NumPending == 0 || place.Sequence.Stream >= info.State.LastSeq {
			return nil
		}
	}
}

// messagesFrom returns the messages that were stored from a time on, and how
// many there are.
func messagesFrom(ctx context.Context, stream jetstream.Stream, from data.UnixMs, kinds []Kind) (jetstream.MessagesContext, uint64, error) {
	start := time.UnixMilli(int64(max(from, 0)))
	config := jetstream.OrderedConsumerConfig{
		DeliverPolicy: jetstream.DeliverByStartTimePolicy, OptStartTime: &start,
		InactiveThreshold: time.Minute, MaxResetAttempts: 3,
	}
	for _, k := range kinds {
		config.FilterSubjects = append(config.FilterSubjects, k.String()+".>")
	}
	consumer, err := stream.OrderedConsumer(ctx, config)
	if err != nil {
		return nil, 0, fmt.Errorf("read the recording: %w", err)
	}
	waiting := consumer.CachedInfo().NumPending
	if waiting == 0 {
		return nil, 0, nil
	}
	messages, err := consumer.Messages(jetstream.PullMaxMessages(2048))
	if err != nil {
		return nil, 0, fmt.Errorf("read the recording: %w", err)
	}
	return messages, waiting, nil
}

// next returns the next message; its event is of no kind when it is not a
// recorder's.
func next(ctx context.Context, messages jetstream.MessagesContext) (Event, *jetstream.MsgMetadata, error) {
	m, err := messages.Next(jetstream.NextContext(ctx))
	if err != nil {
		return Event{}, nil, fmt.Errorf("read the recording: %w", err)
	}
	place, err := m.Metadata()
	if err != nil {
		return Event{}, nil, fmt.Errorf("read the recording: %w", err)
	}
	e, err := decode(m.Data())
	if err != nil {
		e = Event{}
	}
	return e, place, nil
}

// Span is what a recording reaches over: from when its oldest message was
// stored to when its last one was received. It is empty where there is none.
type Span struct{ From, To data.UnixMs }

// Span returns what the recording reaches over.
func (s *Store) Span(ctx context.Context) (Span, error) {
	n := s.open()
	if n == nil {
		return Span{}, ErrNotOpen
	}
	info, err := n.stream.Info(ctx)
	if err != nil || info.State.Msgs == 0 {
		return Span{}, err
	}
	end, err := s.end()
	return Span{data.UnixMs(info.State.FirstTime.UnixMilli()), end}, err
}

// begun returns when the oldest stored message was received; 0 where there is
// none.
func (s *Store) begun(ctx context.Context) (data.UnixMs, error) {
	n := s.open()
	if n == nil {
		return 0, ErrNotOpen
	}
	info, err := n.stream.Info(ctx)
	if err != nil || info.State.Msgs == 0 {
		return 0, err
	}
	m, err := n.stream.GetMsg(ctx, info.State.FirstSeq)
	if err != nil {
		return 0, fmt.Errorf("look at the beginning of the recording: %w", err)
	}
	e, err := decode(m.Data)
	if err != nil {
		return data.UnixMs(m.Time.UnixMilli()), nil
	}
	return e.Received, nil
}

// end returns when the last stored message was received, or 0 where there is
// none.
func (s *Store) end() (data.UnixMs, error) {
	n := s.open()
	if n == nil {
		return 0, ErrNotOpen
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	info, err := n.stream.Info(ctx)
	if err != nil || info.State.Msgs == 0 {
		return 0, err
	}
	m, err := n.stream.GetMsg(ctx, info.State.LastSeq)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return data.UnixMs(info.State.LastTime.UnixMilli()), nil
	}
	if err != nil {
		return 0, fmt.Errorf("look at the end of the recording: %w", err)
	}
	e, err := decode(m.Data)
	if err != nil {
		return data.UnixMs(m.Time.UnixMilli()), nil
	}
	return e.Received, nil
}
