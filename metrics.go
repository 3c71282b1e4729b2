package main

import (
	"fmt"
	"log/slog"
	"net"
	"time"

	"unwind/web/library"
	"unwind/web/metrics"
	"unwind/web/upstream"
)

// metricsAddress returns where metrics are served; without a host that is this
// machine only, where net would take all of its addresses.
func metricsAddress(given string) (string, error) {
	host, port, err := net.SplitHostPort(given)
	if err != nil {
		return "", fmt.Errorf("metrics %q: want HOST:PORT or :PORT", given)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port), nil
}

// serveMetrics serves what m counts at an address of its own. A listener for
// loopback callers at the main address would not do: behind a proxy on this
// machine everybody calls from loopback. What it returns is the address to
// read from, and what ends it.
func serveMetrics(given string, m *metrics.Metrics, log *slog.Logger) (address string, stop func(), err error) {
	if m == nil {
		return "", func() {}, nil
	}
	at, err := metricsAddress(given)
	if err != nil {
		return "", nil, err
	}
	listener, err := net.Listen("tcp", at)
	if err != nil {
		return "", nil, fmt.Errorf("metrics: %w", err)
	}
	address = addressOf(listener.Addr()) + "metrics"
	if tcp, ok := listener.Addr().(*net.TCPAddr); ok && !tcp.IP.IsLoopback() {
		log.Warn("others can read the metrics", "addr", tcp.String())
	}
	log.Info("metrics are served", "url", address)
	s := newServer(m.Handler(), log)
	s.WriteTimeout = 20 * time.Second
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = s.Serve(limitListener(listener, mostMetricsConns, mostMetricsConns)) // ends with Close
	}()
	return address, func() {
		s.Close()
		<-ended
	}, nil
}

// mostMetricsConns bounds the connections of who reads metrics.
const mostMetricsConns = 16

// watch adds what a server has to its metrics.
func (o *serveOptions) watch(events *library.Library, hosts *upstream.Hosts, f *following) {
	s := metrics.Sources{Events: events, Hosts: hosts}
	if f != nil {
		s.Venues, s.Screens = f.Status, f.Screens
		if f.recorder != nil {
			s.Recorder = f.recorder.Stats
		}
	}
	o.measures.Watch(s)
}

// newMetrics returns what counts, or nil without --metrics.
func newMetrics(o serveOptions) *metrics.Metrics {
	if o.metrics == "" {
		return nil
	}
	return metrics.New(buildID())
}
