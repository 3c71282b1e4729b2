package main

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"unwind/web/asset"
	"unwind/web/library"
	"unwind/web/live/livetest"
	"unwind/web/webtest"
)

func TestMetricsAreForThisMachineUnlessAHostIsWritten(t *testing.T) {
	for given, want := range map[string]string{
		":9100": "127.0.0.1:9100", "127.0.0.1:0": "127.0.0.1:0", "0.0.0.0:9100": "0.0.0.0:9100", "[::1]:1": "[::1]:1",
	} {
		if got, err := metricsAddress(given); err != nil || got != want {
			t.Errorf("%s: got %q, %v, want %q", given, got, err, want)
		}
	}
	for _, given := range []string{"9100", "localhost", "/metrics"} {
		_, err := parseServe([]string{"--metrics", given}, environment(), io.Discard)
		if err == nil || !strings.Contains(err.Error(), "HOST:PORT") {
			t.Errorf("%s: got %v, want an error that says the form", given, err)
		}
	}
}

func TestWithoutTheFlagNothingIsCounted(t *testing.T) {
	if m := newMetrics(serveOptions{}); m != nil {
		t.Errorf("got %v", m)
	}
	address, stop, err := serveMetrics("", nil, quiet())
	if err != nil || address != "" {
		t.Errorf("got %q, %v", address, err)
	}
	stop()
}

func metricsAt(t *testing.T, address string) (int, string) {
	t.Helper()
	r, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(raw)
}

// A server that follows a venue and records it, and its metrics beside it.
func TestMetricsOfAServerAreReadAtTheirOwnAddress(t *testing.T) {
	venue := &livetest.Venue{}
	venue.Start(t)
	o := serveOptions{
		metrics: "127.0.0.1:0",
		markets: marketOptions{data: filepath.Join(t.TempDir(), "data")},
		live:    liveOptions{venues: "bybit", symbols: "BTCUSDT"}, internet: venue,
	}
	o.measures = newMetrics(o)
	hosts := noHosts()
	followed, err := follow(t.Context(), o, clientOf(t, o, hosts), quiet())
	if err != nil {
		t.Fatal(err)
	}
	defer followed.close()
	handler, events, err := assemble(o, nil, followed, quiet())
	if err != nil {
		t.Fatal(err)
	}
	defer events.Close()
	o.watch(events, hosts, followed)
	address, stop, err := serveMetrics(o.metrics, o.measures, quiet())
	if err != nil {
		t.Fatal(err)
	}
	handler.ServeHTTP(&discard{http.Header{}}, request(t, "/readyz"))
	handler.ServeHTTP(&discard{http.Header{}}, request(t, "/metrics"))
	status, text := metricsAt(t, address)
	for _, want := range []string{
		`unwind_http_requests_total{route="/readyz",status="200"} 1`,
		`unwind_http_requests_total{route="none",status="404"} 1`, // the page's address has no metrics
		`unwind_live_connections_total{venue="bybit"}`, `unwind_recorder_accepting 1`, "unwind_screens_connected 0", "unwind_events 2",
	} {
		if status != http.StatusOK || !strings.Contains(text, want) {
			t.Errorf("got %d; %s is not among\n%s", status, want, text)
		}
	}
	stop()
	if _, err := http.Get(address); err == nil {
		t.Error("metrics are served after the end")
	}
}

// What --online downloads is counted as what the proxy asks for.
func TestDownloadsAreCounted(t *testing.T) {
	o := serveOptions{metrics: "127.0.0.1:0", online: true, cache: t.TempDir(), client: testClient(minutesServer(t))}
	o.measures = newMetrics(o)
	events, err := library.New([]*asset.Blob{asset.NewBlob(library.ContentType, webtest.Tape(t, "fall"))}, "", quiet())
	if err != nil {
		t.Fatal(err)
	}
	defer events.Close()
	ended := make(chan struct{})
	log := slog.New(slog.NewTextHandler(writes(func(line string) {
		if strings.Contains(line, "event=fall") {
			close(ended)
		}
	}), nil))
	offline, err := goOnline(t.Context(), o, noHosts(), events, log)
	if err != nil {
		t.Fatal(err)
	}
	<-ended
	offline()
	address, stop, err := serveMetrics(o.metrics, o.measures, quiet())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	if _, text := metricsAt(t, address); !regexp.MustCompile(`unwind_upstream_requests_total\{outcome="answered",venue="binance"\} [1-9]`).MatchString(text) {
		t.Errorf("no download is among\n%s", text)
	}
}

// writes is called with each line of a log.
type writes func(string)

func (w writes) Write(b []byte) (int, error) {
	w(string(b))
	return len(b), nil
}

func request(t *testing.T, path string) *http.Request {
	t.Helper()
	r, err := http.NewRequest("GET", path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// discard is a response that nobody reads.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
func (d *discard) WriteHeader(int)             {}

func TestMetricsThatOthersCanReadAreWarnedOf(t *testing.T) {
	o := serveOptions{metrics: "0.0.0.0:0"}
	var log bytes.Buffer
	_, stop, err := serveMetrics(o.metrics, newMetrics(o), newLog(o, &log))
	if err != nil {
		t.Fatal(err)
	}
	stop()
	if !strings.Contains(log.String(), "level=WARN msg=\"others can read the metrics\"") {
		t.Errorf("the log is %s", &log)
	}
}
