package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"unwind/data"
	"unwind/web/library"
	"unwind/web/live"
	"unwind/web/live/screens"
	"unwind/web/record"
	"unwind/web/upstream"
)

// Sources is what is looked at whenever metrics are read. What a server does
// not have is nil, and so are its metrics.
type Sources struct {
	Events   *library.Library
	Hosts    *upstream.Hosts
	Venues   func() []live.Status
	Screens  *screens.Screens
	Recorder func() record.Stats
}

// Watch adds what is known of a server to what is served. It is called once.
func (m *Metrics) Watch(s Sources) {
	if m == nil {
		return
	}
	m.registry.MustRegister(&watcher{s})
}

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(prometheus.BuildFQName(namespace, "", name), help, labels, nil)
}

var (
	events   = describe("events", "Events that are shown.")
	problems = describe("tape_problems", "Files of the folder of tapes that are not shown.")

	stopped = describe("upstream_host_stopped_until_seconds", "Until when a host is left alone, as a Unix time; absent when it is not.", "host", "venue", "reason")

	venueState   = describe("live_venue_state", "1 for the state that a venue is in, 0 for the others.", "venue", "state")
	lastEvent    = describe("live_last_event_timestamp_seconds", "When market data came last, as a Unix time; absent until some did.", "venue")
	venueLag     = describe("live_lag_seconds", "How far data lies behind the venue's own time.", "venue")
	venueEvents  = describe("live_events_total", "Events that were passed on.", "venue")
	liquidations = describe("live_liquidations_total", "Liquidations that were passed on.", "venue")
	malformed    = describe("live_malformed_total", "Frames with something that could not be read.", "venue")
	venueGaps    = describe("live_gaps_total", "Stretches of a venue that are missing.", "venue")
	connections  = describe("live_connections_total", "Connections that were opened.", "venue")

	watching = describe("screens_connected", "Screens that watch.")
	resyncs  = describe("screens_resyncs_total", "Times that a screen fell behind and began again.")

	backlog      = describe("recorder_backlog_messages", "Messages that wait for the store.")
	backlogBytes = describe("recorder_backlog_bytes", "Bytes of the messages that wait.")
	acknowledged = describe("recorder_acknowledged_total", "Messages that the store acknowledged.")
	duplicates   = describe("recorder_duplicates_total", "Messages that were recorded already.")
	lost         = describe("recorder_lost_total", "Events for which there was no room.")
	gaps         = describe("recorder_gaps_total", "Gaps that were recorded, for whatever reason, each once.")
	refusals     = describe("recorder_refusals_total", "Failed tries to store.")
	accepting    = describe("recorder_accepting", "1 while the store takes events.")
)

// watcher reads its sources when metrics are read.
type watcher struct{ Sources }

// Describe implements [prometheus.Collector].
func (w *watcher) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		events, problems, stopped,
		venueState, lastEvent, venueLag, venueEvents, liquidations, malformed, venueGaps, connections,
		watching, resyncs,
		backlog, backlogBytes, acknowledged, duplicates, lost, gaps, refusals, accepting,
	} {
		to <- d
	}
}

// Collect implements [prometheus.Collector].
func (w *watcher) Collect(to chan<- prometheus.Metric) {
	s := sender(to)
	if w.Events != nil {
		s.gauge(events, float64(len(w.Events.Events())))
		s.gauge(problems, float64(len(w.Events.Problems())))
	}
	if w.Hosts != nil {
		for _, stop := range w.Hosts.Stops() {
			s.gauge(stopped, seconds(stop.Refusal.Until), stop.Host, stop.Refusal.Venue, stop.Refusal.Reason.String())
		}
	}
	if w.Venues != nil {
		for _, v := range w.Venues() {
			s.venue(&v)
		}
	}
	if w.Screens != nil {
		s.gauge(watching, float64(w.Screens.Count()))
		s.count(resyncs, w.Screens.Resyncs())
	}
	if w.Recorder != nil {
		s.recorder(w.Recorder())
	}
}

// sender is where metrics go.
type sender chan<- prometheus.Metric

func (s sender) gauge(d *prometheus.Desc, v float64, labels ...string) {
	s <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
}

func (s sender) count(d *prometheus.Desc, n uint64, labels ...string) {
	s <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(n), labels...)
}

func (s sender) venue(v *live.Status) {
	for state := live.Flowing; state <= live.Blocked; state++ {
		s.gauge(venueState, one(v.State == state), v.Venue, state.String())
	}
	if v.Last > 0 {
		s.gauge(lastEvent, seconds(v.Last), v.Venue)
	}
	s.gauge(venueLag, seconds(data.UnixMs(v.LagMs)), v.Venue)
	s.count(venueEvents, v.Events, v.Venue)
	s.count(liquidations, v.Liquidations, v.Venue)
	s.count(malformed, v.Malformed, v.Venue)
	s.count(venueGaps, v.Gaps, v.Venue)
	s.count(connections, v.Connections, v.Venue)
}

func (s sender) recorder(r record.Stats) {
	s.gauge(backlog, float64(r.Backlog))
	s.gauge(backlogBytes, float64(r.BacklogBytes))
	s.count(acknowledged, r.Stored)
	s.count(duplicates, r.Duplicates)
	s.count(lost, r.Lost)
	s.count(gaps, r.Gaps)
	s.count(refusals, r.Refusals)
	s.gauge(accepting, one(r.Accepting()))
}

func seconds(t data.UnixMs) float64 { return float64(t) / 1000 }

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
