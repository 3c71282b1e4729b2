package upstream

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"unwind/data"
	"unwind/data/feed"
)

// stateFormat names what is in the file of stops.
const stateFormat = "unwind-stops/1"

// Bounds of the file, which somebody may have edited.
const (
	maxState = 64 << 10 // bytes
	maxStops = 256
)

// state is the file: which hosts refuse and until when.
type state struct {
	Format string      `json:"format"`
	Stops  []savedStop `json:"stops"`
}

type savedStop struct {
	Host   string      `json:"host"`
	Venue  string      `json:"venue"`
	Reason string      `json:"reason"`
	Until  data.UnixMs `json:"until"`
	Code   string      `json:"code,omitempty"`
	Text   string      `json:"text,omitempty"`
}

// restore reads the file into h.
func (h *Hosts) restore() {
	raw, err := readState(h.file)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	var stops []Stop
	if err == nil {
		stops, err = parseState(raw, h.ms())
	}
	if err != nil {
		h.log.Error("which hosts refused before is not known", "file", h.file, "err", err)
	}
	for _, s := range stops {
		h.byName[s.Host] = &host{stop: &s.Refusal}
		h.log.Info("a host is still left alone", "host", s.Host, "reason", s.Refusal.Reason.String())
	}
}

func readState(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxState+1))
}

// parseState returns the stops of a file that are still in force, none of them
// longer than the longest there is.
func parseState(raw []byte, now data.UnixMs) ([]Stop, error) {
	var s state
	if len(raw) > maxState {
		return nil, fmt.Errorf("longer than %d bytes", maxState)
	}
	if err := json.Unmarshal(raw, &s); err != nil {
		return nil, err
	}
	if s.Format != stateFormat || len(s.Stops) > maxStops {
		return nil, fmt.Errorf("format %q with %d stops: want %q with at most %d", feed.Clip(s.Format), len(s.Stops), stateFormat, maxStops)
	}
	var stops []Stop
	for _, one := range s.Stops {
		reason := reasonOf(one.Reason)
		if one.Until <= now || reason == 0 {
			continue
		}
		stops = append(stops, Stop{Host: feed.Clip(one.Host), Refusal: feed.Refusal{
			Venue: feed.Clip(one.Venue), Reason: reason, Until: min(one.Until, now+longestStop),
			Code: feed.Clip(one.Code), Text: feed.Clip(one.Text),
		}})
	}
	return stops, nil
}

// lasting are the reasons that a restart does not end.
var lasting = []feed.Reason{feed.Banned, feed.RateLimited, feed.Unavailable}

func reasonOf(word string) feed.Reason {
	for _, r := range lasting {
		if r.String() == word {
			return r
		}
	}
	return 0
}

// save writes the stops that outlast a restart. A file that cannot be written
// is a matter for the log: they hold in memory all the same.
func (h *Hosts) save() {
	if h.file == "" {
		return
	}
	if err := writeState(h.file, h.lastingStops()); err != nil {
		h.log.Error("which hosts refuse cannot be kept", "file", h.file, "err", err)
	}
}

func (h *Hosts) lastingStops() state {
	s := state{Format: stateFormat, Stops: []savedStop{}}
	for name, known := range h.byName {
		if r := known.stop; r != nil && r.Until > h.ms() && slices.Contains(lasting, r.Reason) {
			s.Stops = append(s.Stops, savedStop{name, r.Venue, r.Reason.String(), r.Until, r.Code, r.Text})
		}
	}
	slices.SortFunc(s.Stops, func(a, b savedStop) int { return strings.Compare(a.Host, b.Host) })
	return s
}

// writeState replaces a file whole or not at all.
func writeState(name string, s state) error {
	raw, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".stops-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // is gone if all went well
	_, err = f.Write(append(raw, '\n'))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
