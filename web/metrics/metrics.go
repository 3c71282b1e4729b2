// Package metrics counts what an operator should know of a server, and serves
// it in the text format of Prometheus. docs/operating.md lists the names; no
// label holds what a request says, so their number is bounded.
package metrics

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"unwind/web/proxy"
)

const namespace = "unwind"

// Metrics counts. It is safe for concurrent use, and nil counts nothing.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	pictures prometheus.Histogram
	asked    *prometheus.CounterVec
}

// New returns counters at zero, in a registry of their own, beside those of
// Go and of the process. Build changes with the program.
func New(build string) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: namespace, Name: "http_requests_total", Help: "Requests that were answered.",
		}, []string{"route", "status"}),
		pictures: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: namespace, Name: "poster_draw_seconds", Help: "Time to draw a picture that was not kept.",
			Buckets: []float64{0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10},
		}),
		asked: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: namespace, Name: "upstream_requests_total", Help: "Requests for market data, by what came of them.",
		}, []string{"venue", "outcome"}),
	}
	info := prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: namespace, Name: "build_info", Help: "Which build this is; always 1.",
		ConstLabels: prometheus.Labels{"build": build},
	})
	info.Set(1)
	m.registry.MustRegister(m.requests, m.pictures, m.asked, info,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Request counts an answer. Pattern is the route as the mux has it, "" where
// no route took the request: never the path that was asked for.
func (m *Metrics) Request(pattern string, status int) {
	if m == nil {
		return
	}
	m.requests.WithLabelValues(route(pattern), strconv.Itoa(status)).Inc()
}

// route returns a pattern of the mux without its method.
func route(pattern string) string {
	if pattern == "" {
		return "none"
	}
	if _, path, ok := strings.Cut(pattern, " "); ok {
		pattern = path
	}
	return strings.TrimSuffix(pattern, "{$}")
}

// Drawn counts a picture that was drawn, and how long that took.
func (m *Metrics) Drawn(took time.Duration) {
	if m == nil {
		return
	}
	m.pictures.Observe(took.Seconds())
}

// Asked counts a request to a venue of which err came, or that was not sent
// because of err.
func (m *Metrics) Asked(venue string, sent bool, err error) {
	if m == nil {
		return
	}
	m.asked.WithLabelValues(venue, outcome(sent, err)).Inc()
}

// outcome says in a word what came of a request: the reasons are those of
// /api/markets.
func outcome(sent bool, err error) string {
	switch {
	case !sent:
		return "not-sent"
	case err == nil:
		return "answered"
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return "abandoned"
	}
	return proxy.RefusalOf(err).Reason
}

// Bounds of one reading.
const (
	mostReaders  = 4
	readerWithin = 10 * time.Second
)

// Handler serves /metrics and nothing else.
func (m *Metrics) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		MaxRequestsInFlight: mostReaders, Timeout: readerWithin,
	}))
	return mux
}
