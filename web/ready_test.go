package web

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"unwind/data/tape"
	"unwind/web/library"
	"unwind/web/record"
)

// recorderThat is a recorder that does as it is told.
type recorderThat struct{ stats record.Stats }

func (r recorderThat) Cut(context.Context, record.Window) (*tape.Tape, error) { return nil, nil }
func (r recorderThat) Stats() record.Stats                                    { return r.stats }

func TestAServerIsReadyWhenItsPartsAre(t *testing.T) {
	empty, err := library.New(nil, "", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	records := func(s record.Stats) func(*Options) {
		return func(o *Options) { o.Recording = recorderThat{s} }
	}
	const events = `{"name":"events","ready":true}`
	for _, c := range []struct {
		name   string
		change func(*Options)
		status int
		want   string
	}{
		{"events alone", nil, 200, `{"ready":true,"parts":[` + events + `]}`},
		{"no events", func(o *Options) { o.Events = empty }, 503,
			`{"ready":false,"parts":[{"name":"events","ready":false,"why":"there is no event to show"}]}`},
		{"a recorder with a backlog", records(record.Stats{Backlog: 50_000}), 200,
			`{"ready":true,"parts":[` + events + `,{"name":"recorder","ready":true}]}`},
		{"a store that takes nothing", records(record.Stats{Refusing: true}), 503,
			`{"ready":false,"parts":[` + events + `,{"name":"recorder","ready":false,"why":"the store takes nothing"}]}`},
		{"a backlog without room", records(record.Stats{Backlog: record.MaxBacklog}), 503,
			`{"ready":false,"parts":[` + events + `,{"name":"recorder","ready":false,"why":"the backlog is full"}]}`},
		{"a backlog of too many bytes", records(record.Stats{BacklogBytes: record.MaxBacklogBytes}), 503,
			`{"ready":false,"parts":[` + events + `,{"name":"recorder","ready":false,"why":"the backlog is full"}]}`},
	} {
		r := newSite(t, c.change).do("GET", "/readyz")
		got := strings.TrimSpace(body(t, r))
		if r.StatusCode != c.status || got != c.want || r.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: got %d %s, want %d %s", c.name, r.StatusCode, got, c.status, c.want)
		}
	}
}

func TestAServerWhoseStoreIsClosedIsNotReady(t *testing.T) {
	store, err := record.Open(t.Context(), record.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	r, err := record.NewRecorder(store)
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, func(o *Options) { o.Recording = r })
	if got := s.do("GET", "/readyz"); got.StatusCode != http.StatusOK {
		t.Errorf("open: got %d", got.StatusCode)
	}
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if got := s.do("GET", "/readyz"); got.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("closed: got %d", got.StatusCode)
	}
	if got := s.do("GET", "/healthz"); got.StatusCode != http.StatusOK {
		t.Errorf("the process is healthy all the same: got %d", got.StatusCode)
	}
}
