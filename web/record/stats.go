package record

import (
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// Stats is how a recorder does.
type Stats struct {
	Stored       uint64 `json:"stored"`     // messages that the store acknowledged
	Duplicates   uint64 `json:"duplicates"` // that it had already
	Lost         uint64 `json:"lost"`       // events that the backlog had no room for; a gap says when
	Backlog      int    `json:"backlog"`    // messages that wait now
	BacklogBytes int64  `json:"backlogBytes"`
	MostBacklog  int    `json:"mostBacklog"` // longest that it was
	Gaps         uint64 `json:"gaps"`        // gaps that were recorded, for whatever reason, each once
	// Refusing says that nothing is stored at present, because the store takes
	// nothing or the recorder is closed; Refusals counts
	// failed tries since the recorder began.
	Refusing bool   `json:"refusing"`
	Refusals uint64 `json:"refusals"`
}

// Accepting reports whether what comes now will be recorded: the store takes
// events, and there is room for them to wait.
func (s Stats) Accepting() bool {
	return !s.Refusing && s.Backlog < MaxBacklog && s.BacklogBytes < MaxBacklogBytes
}

type counts struct{ stored, duplicates, lost, gaps atomic.Uint64 }

// Stats returns how the recorder does.
func (r *Recorder) Stats() Stats {
	s := Stats{Stored: r.counts.stored.Load(), Duplicates: r.counts.duplicates.Load(), Lost: r.counts.lost.Load(), Gaps: r.counts.gaps.Load()}
	s.Backlog, s.BacklogBytes, s.MostBacklog = r.backlog.state()
	s.Refusing, s.Refusals = r.trouble.state()
	r.mu.Lock()
	s.Refusing = s.Refusing || r.closed
	r.mu.Unlock()
	return s
}

// trouble is the present fault of a store.
type trouble struct {
	troubleMu sync.Mutex
	since     time.Time // zero: none
	try       int       // that failed in a row
	all       uint64
}

// failed notes a failed try; the first of a row is logged.
func (t *trouble) failed(err error, log *slog.Logger) {
	t.troubleMu.Lock()
	defer t.troubleMu.Unlock()
	t.try++
	t.all++
	if t.since.IsZero() {
		t.since = time.Now()
		log.Error("the recording takes nothing; trying again", "err", err)
	}
}

// recovered notes that the store takes everything again.
func (r *Recorder) recovered() {
	t := &r.trouble
	t.troubleMu.Lock()
	defer t.troubleMu.Unlock()
	if !t.since.IsZero() {
		r.store.options.Log.Info("the recording goes on", "after", time.Since(t.since).Round(time.Millisecond))
	}
	t.since, t.try = time.Time{}, 0
}

func (t *trouble) tries() int {
	t.troubleMu.Lock()
	defer t.troubleMu.Unlock()
	return t.try
}

func (t *trouble) state() (refusing bool, all uint64) {
	t.troubleMu.Lock()
	defer t.troubleMu.Unlock()
	return t.try > 0, t.all
}
