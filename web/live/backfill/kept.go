package backfill

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"unwind/data"
	"unwind/data/stream"
	"unwind/web/live/screens"
	"unwind/web/record"
)

// A recording has every second of a price, and reading a day of it takes from
// ten seconds to a minute. So the screens' past is kept in a file beside it, as
// the snapshot that a screen would get, and only the end of the recording is
// read. The file may be deleted at any time.

// keptEvery is how often the past is kept.
const keptEvery = time.Minute

// Keep keeps the past of screens in a file until ctx ends, and then once more.
func Keep(ctx context.Context, s *screens.Screens, file string, log *slog.Logger) {
	tick := time.NewTicker(keptEvery)
	defer tick.Stop()
	for last := false; !last; {
		select {
		case <-ctx.Done():
			last = true
		case <-tick.C:
		}
		if err := write(file, s.Snapshot()); err != nil {
			log.Warn("the last day cannot be kept; a restart reads all of the recording", "err", err)
		}
	}
}

// write writes a file as a whole, packed.
func write(file string, raw []byte) error {
	f, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	z, err := gzip.NewWriterLevel(f, gzip.BestSpeed)
	if err == nil {
		_, err = z.Write(raw)
		err = errors.Join(err, z.Close(), f.Sync())
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// kept returns what was kept last, or nil.
func (o *Options) kept() *stream.Message {
	if o.Kept == "" {
		return nil
	}
	m, err := readKept(o.Kept)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		o.Log.Warn("what was kept of the last day cannot be read; all of the recording is", "err", err)
		return nil
	case m.At > o.Begun || m.At < o.Begun-Window:
		return nil
	}
	return m
}

func readKept(file string) (*stream.Message, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(z, stream.MaxBytes+1))
	if err != nil {
		return nil, err
	}
	return snapshotIn(raw)
}

func snapshotIn(raw []byte) (*stream.Message, error) {
	m, err := new(stream.Reader).Read(raw)
	if err == nil && m.Kind != stream.Snapshot {
		err = fmt.Errorf("it is a %s", m.Kind)
	}
	return m, err
}

// tell adds what was kept of a time, but liquidations from since on, which are
// in the recording.
func tell(h *screens.History, m *stream.Message, from, since data.UnixMs) {
	h.Since(max(from, m.Since))
	for i := range m.Liquidations {
		if l := &m.Liquidations[i]; from <= l.Received && l.Received < since {
			h.Event(&record.Event{Kind: record.Liquidation, Venue: l.Venue, Received: l.Received, Liquidation: l.Liquidation})
		}
	}
	prices(m, from, h.Event)
}

// prices visits what was kept from a time on of candles, mark price, open
// interest and funding.
func prices(m *stream.Message, from data.UnixMs, visit func(*record.Event)) {
	add := func(k record.Kind, venue string, t, received data.UnixMs, e record.Event) {
		if t >= from {
			e.Kind, e.Venue, e.Received = k, venue, received
			visit(&e)
		}
	}
	for kind, all := range map[record.Kind][]stream.Candle{record.Candle: m.Candles, record.Spot: m.Spot} {
		for _, c := range all {
			add(kind, c.Venue, c.T, min(c.T+c.Step, m.At), record.Event{Way: c.Way, Candle: c.Candle})
		}
	}
	for _, r := range m.Marks {
		add(record.Mark, r.Venue, r.At, r.At, record.Event{Way: r.Way, Mark: record.Marks{Mark: r.Mark, High: r.High, Low: r.Low}})
	}
	for _, r := range m.Interest {
		add(record.Interest, r.Venue, r.At, r.At, record.Event{Way: r.Way, Interest: r.Interest})
	}
	for _, r := range m.Funding {
		f := r.Funding
		f.At, f.Predicted = r.Due, r.Due != r.At // a venue gives one time for both
		add(record.Funding, r.Venue, r.At, r.At, record.Event{Way: r.Way, Funding: f})
	}
}
