package backfill

import (
	"unwind/data"
	"unwind/data/stream"
	"unwind/web/live/screens"
	"unwind/web/record"
)

// PastOf returns what screens know of the last day, for cuts of a recording.
func PastOf(s *screens.Screens) record.Past {
	return func(visit func(*record.Event)) (record.Span, error) {
		m, err := snapshotIn(s.Snapshot())
		return past(m, err, visit)
	}
}

// PastIn returns what was kept in a file of the last day that a server followed.
func PastIn(file string) record.Past {
	return func(visit func(*record.Event)) (record.Span, error) {
		m, err := readKept(file)
		return past(m, err, visit)
	}
}

func past(m *stream.Message, err error, visit func(*record.Event)) (record.Span, error) {
	if err != nil {
		return record.Span{}, err
	}
	prices(m, m.At-Window, func(e *record.Event) {
		if e.Kind != record.Spot {
			visit(e)
		}
	})
	return record.Span{From: m.At - Window, To: m.At - data.Minute}, nil // the end may lack what was on its way
}
