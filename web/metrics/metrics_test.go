package metrics

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"unwind/data/feed"
	"unwind/web/asset"
	"unwind/web/library"
	"unwind/web/live"
	"unwind/web/live/screens"
	"unwind/web/record"
	"unwind/web/upstream"
	"unwind/web/webtest"
)

// start is what the clock of these tests says: 2026-02-05T12:00Z.
var start = time.UnixMilli(1770292800000)

// full is a server of which everything is measured, and everything was asked
// once.
func full(t *testing.T) *Metrics {
	t.Helper()
	raw := webtest.Tape(t, "fall")
	events, err := library.New([]*asset.Blob{asset.NewBlob("application/json", raw)}, "", quiet(t))
	if err != nil {
		t.Fatal(err)
	}
	hosts := upstream.OpenHosts("", func() time.Time { return start }, quiet(t))
	hosts.Tell("fapi.binance.com", &feed.Refusal{Venue: "binance", Reason: feed.Banned, Wait: 90_000})
	status := func() []live.Status {
		return []live.Status{
			{Venue: "bybit", State: live.Flowing, Last: 1770292799500, LagMs: 250, Events: 7, Liquidations: 3, Malformed: 1, Gaps: 2, Connections: 4},
			{Venue: "okx", State: live.Blocked},
		}
	}
	m := New("b1")
	m.Watch(Sources{
		Events: events, Hosts: hosts, Venues: status,
		Screens: screens.New(screens.Options{Status: status, Log: quiet(t)}),
		Recorder: func() record.Stats {
			return record.Stats{Stored: 11, Duplicates: 5, Lost: 2, Gaps: 3, Backlog: 9, BacklogBytes: 900, Refusals: 1}
		},
	})
	m.Request("GET /api/events/{id}", http.StatusOK)
	m.Drawn(300 * time.Millisecond)
	m.Asked("bybit", true, nil)
	return m
}

// read reads the exposition as a scraper does.
func read(t *testing.T, m *Metrics) map[string]*dto.MetricFamily {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	parser := expfmt.NewTextParser(model.LegacyValidation)
	all, err := parser.TextToMetricFamilies(w.Body)
	if err != nil || w.Code != http.StatusOK {
		t.Fatalf("got %d, %v", w.Code, err)
	}
	return all
}

// value returns the sample of a name with labels as `a="b",c="d"`.
func value(t *testing.T, all map[string]*dto.MetricFamily, name, labels string) float64 {
	t.Helper()
	for _, m := range all[name].GetMetric() {
		var have []string
		for _, l := range m.GetLabel() {
			have = append(have, fmt.Sprintf("%s=%q", l.GetName(), l.GetValue()))
		}
		if strings.Join(have, ",") != labels {
			continue
		}
		if h := m.GetHistogram(); h != nil {
			return float64(h.GetSampleCount())
		}
		return m.GetCounter().GetValue() + m.GetGauge().GetValue()
	}
	t.Errorf("%s{%s} is not there", name, labels)
	return -1
}

func TestWhatIsKnownIsRead(t *testing.T) {
	all := read(t, full(t))
	for _, c := range []struct {
		name, labels string
		want         float64
	}{
		{"unwind_build_info", `build="b1"`, 1},
		{"unwind_events", "", 1},
		{"unwind_tape_problems", "", 0},
		{"unwind_http_requests_total", `route="/api/events/{id}",status="200"`, 1},
		{"unwind_poster_draw_seconds", "", 1},
		{"unwind_upstream_requests_total", `outcome="answered",venue="bybit"`, 1},
		{"unwind_upstream_host_stopped_until_seconds", `host="fapi.binance.com",reason="banned",venue="binance"`, 1770292890},
		{"unwind_live_venue_state", `state="live",venue="bybit"`, 1},
		{"unwind_live_venue_state", `state="blocked",venue="bybit"`, 0},
		{"unwind_live_venue_state", `state="blocked",venue="okx"`, 1},
		{"unwind_live_last_event_timestamp_seconds", `venue="bybit"`, 1770292799.5},
		{"unwind_live_lag_seconds", `venue="bybit"`, 0.25},
		{"unwind_live_events_total", `venue="bybit"`, 7},
		{"unwind_live_liquidations_total", `venue="bybit"`, 3},
		{"unwind_live_malformed_total", `venue="bybit"`, 1},
		{"unwind_live_gaps_total", `venue="bybit"`, 2},
		{"unwind_live_connections_total", `venue="bybit"`, 4},
		{"unwind_screens_connected", "", 0},
		{"unwind_screens_resyncs_total", "", 0},
		{"unwind_recorder_backlog_messages", "", 9},
		{"unwind_recorder_backlog_bytes", "", 900},
		{"unwind_recorder_acknowledged_total", "", 11},
		{"unwind_recorder_duplicates_total", "", 5},
		{"unwind_recorder_lost_total", "", 2},
		{"unwind_recorder_gaps_total", "", 3},
		{"unwind_recorder_refusals_total", "", 1},
		{"unwind_recorder_accepting", "", 1},
	} {
		if got := value(t, all, c.name, c.labels); got != c.want {
			t.Errorf("%s{%s} is %v, want %v", c.name, c.labels, got, c.want)
		}
	}
	if n := len(all["unwind_live_last_event_timestamp_seconds"].GetMetric()); n != 1 {
		t.Errorf("%d venues sent something, want 1", n)
	}
	if all["go_goroutines"] == nil {
		t.Error("nothing is told of Go")
	}
}

// The table of docs/operating.md has each name with its labels, and no other.
func TestTheDocumentHasTheNames(t *testing.T) {
	raw, err := os.ReadFile("../../docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	var documented, served []string
	for _, row := range regexp.MustCompile("(?m)^\\| `(unwind_[a-z_]+)` \\| ([^|]*) \\|").FindAllStringSubmatch(string(raw), -1) {
		documented = append(documented, row[1]+" "+strings.ReplaceAll(row[2], "`", ""))
	}
	for name, family := range read(t, full(t)) {
		if !strings.HasPrefix(name, "unwind_") {
			continue
		}
		labels := map[string]bool{}
		for _, l := range family.GetMetric()[0].GetLabel() {
			labels[l.GetName()] = true
		}
		served = append(served, name+" "+cmp.Or(strings.Join(slices.Sorted(maps.Keys(labels)), ", "), "none"))
	}
	slices.Sort(documented)
	slices.Sort(served)
	if !slices.Equal(documented, served) {
		t.Errorf("the document has\n%s\nserved are\n%s", strings.Join(documented, "\n"), strings.Join(served, "\n"))
	}
}

func TestCountersMove(t *testing.T) {
	m := New("")
	for range 3 {
		m.Request("GET /{$}", http.StatusOK)
	}
	m.Request("", http.StatusNotFound)
	m.Request("GET /assets/", http.StatusNotFound)
	for _, c := range []struct {
		sent bool
		err  error
	}{
		{true, nil},
		{true, &feed.Refusal{Venue: "okx", Reason: feed.RateLimited}},
		{true, &feed.Malformed{}},
		{true, context.Canceled},
		{false, &feed.Refusal{Venue: "okx", Reason: feed.Banned}},
		{false, context.Canceled},
	} {
		m.Asked("okx", c.sent, c.err)
	}
	all := read(t, m)
	for labels, want := range map[string]float64{
		`route="/",status="200"`: 3, `route="none",status="404"`: 1, `route="/assets/",status="404"`: 1,
	} {
		if got := value(t, all, "unwind_http_requests_total", labels); got != want {
			t.Errorf("%s: got %v, want %v", labels, got, want)
		}
	}
	for outcome, want := range map[string]float64{"answered": 1, "rate-limited": 1, "bad-answer": 1, "abandoned": 1, "not-sent": 2} {
		if got := value(t, all, "unwind_upstream_requests_total", `outcome="`+outcome+`",venue="okx"`); got != want {
			t.Errorf("%s: got %v, want %v", outcome, got, want)
		}
	}
}

func TestNilCountsNothing(t *testing.T) {
	var m *Metrics
	m.Request("GET /", http.StatusOK)
	m.Drawn(time.Second)
	m.Asked("okx", true, nil)
	m.Watch(Sources{})
}

func TestWhatAServerLacksIsNotServed(t *testing.T) {
	m := New("")
	m.Watch(Sources{})
	for name := range read(t, m) {
		if strings.HasPrefix(name, "unwind_") && name != "unwind_build_info" && name != "unwind_poster_draw_seconds" {
			t.Errorf("%s of a server that has nothing", name)
		}
	}
}

func TestOnlyMetricsAreServed(t *testing.T) {
	for target, want := range map[string]int{"/": http.StatusNotFound, "/debug/pprof/": http.StatusNotFound, "/metrics": http.StatusOK} {
		w := httptest.NewRecorder()
		New("").Handler().ServeHTTP(w, httptest.NewRequest("GET", target, nil))
		if w.Code != want {
			t.Errorf("%s: got %d, want %d", target, w.Code, want)
		}
	}
}

func quiet(t *testing.T) *slog.Logger { return slog.New(slog.NewTextHandler(t.Output(), nil)) }
