package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"unwind/data"
	"unwind/data/feed"
	"unwind/web"
	"unwind/web/library"
	"unwind/web/record"
	"unwind/web/static"
)

// noon is when the recording of these tests begins: 2026-09-21T12:00Z.
var noon = time.Date(2026, 9, 21, 12, 0, 0, 0, time.UTC)

// recorded records half an hour in a folder, a liquidation of 2,000 dollars
// each minute.
func recorded(t *testing.T, dir string) (*record.Store, *record.Recorder) {
	t.Helper()
	store, err := record.Open(t.Context(), record.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	r, err := record.NewRecorder(store)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(context.Background()) })
	for i := range data.UnixMs(30) {
		at := data.UnixMs(noon.UnixMilli()) + i*data.Minute
		l := feed.Liquidation{Venue: "bybit", Symbol: "BTCUSDT", At: at, Side: data.Long, Price: 40_000, Qty: 0.05, Notional: 2_000}
		r.Frame(record.Frame{Venue: "bybit", Received: at + 10, Raw: []byte("{}"), Batch: &feed.Batch{Liquidations: []feed.Liquidation{l}}})
	}
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	return store, r
}

// cutRun carries out unwind tape cut half an hour after noon.
func cutRun(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = cutCommand(args, noon.Add(30*time.Minute), &out, &err)
	return code, out.String(), err.String()
}

func TestTapeCutOfAFolder(t *testing.T) {
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "cut.json")
	store, r := recorded(t, dir)
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	store.Close()
	t.Setenv("UNWIND_DATA", dir)
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"the last minutes": {[]string{"--last", "15m"}, "long 30000.00 USD"},
		"since a time":     {[]string{"--from", "2026-09-21T12:10"}, "long 40000.00 USD"},
		"two times":        {[]string{"--from", "2026-09-21T12:10", "--to", "2026-09-21T12:12:00Z", "--data", dir}, "long 4000.00 USD"},
	} {
		code, stdout, stderr := cutRun(append(c.args, "--symbol", "BTCUSDT", "--out", out)...)
		if code != 0 || stderr != "" || !strings.Contains(stdout, c.want) {
			t.Errorf("%s: got code %d, %q, %q, want %q", name, code, stdout, stderr, c.want)
		}
		if code, stdout, _ := tapeRun("check", out); code != 0 || stdout != out+": ok\n" {
			t.Errorf("%s: check: got code %d, %q", name, code, stdout)
		}
	}
}

func TestTapeCutAsksTheServerThatHasTheFolder(t *testing.T) {
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "cut.json")
	store, r := recorded(t, dir)
	args := []string{"--data", dir, "--symbol", "BTCUSDT", "--last", "15m", "--out", out}
	if code, _, stderr := cutRun(args...); code != 1 || !strings.Contains(stderr, "cannot be opened twice") {
		t.Errorf("a folder in use: got code %d, %q", code, stderr)
	}
	server := recordingServer(t, r)
	if err := store.Announce(server.URL + "/"); err != nil {
		t.Fatal(err)
	}
	for _, where := range [][]string{args, append([]string{"--server", server.URL}, args[2:]...)} {
		code, stdout, stderr := cutRun(where...)
		if code != 0 || !strings.Contains(stdout, "long 30000.00 USD") {
			t.Errorf("%q: got code %d, %q, %q", where, code, stdout, stderr)
		}
	}
	code, _, stderr := cutRun("--data", dir, "--symbol", "DOGEUSDT", "--last", "15m", "--out", out)
	if code != 1 || !strings.Contains(stderr, "neither candles nor liquidations") {
		t.Errorf("a coin that was not recorded: got code %d, %q", code, stderr)
	}
}

func recordingServer(t *testing.T, r *record.Recorder) *httptest.Server {
	t.Helper()
	assets, err := static.Load()
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	events, err := library.New(nil, "", log)
	if err != nil {
		t.Fatal(err)
	}
	handler, err := web.New(web.Options{Assets: assets, Events: events, Recording: r, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

func TestTapeCutSaysWhatItNeeds(t *testing.T) {
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{nil, 2, "--data"},
		{[]string{"--data", "x", "--nats", "y"}, 2, "one of"},
		{[]string{"--data", "x"}, 2, "--symbol"},
		{[]string{"--data", "x", "--symbol", "y"}, 2, "--out"},
		{[]string{"--data", "x", "--symbol", "y", "--out", "z"}, 2, "--last or --from"},
		{[]string{"--data", "x", "--symbol", "y", "--out", "z", "--last", "15m", "--to", "2026-09-21"}, 2, "exclude"},
		{[]string{"--data", "x", "--symbol", "y", "--out", "z", "--from", "noon"}, 2, "noon"},
		{[]string{"--data", t.TempDir(), "--symbol", "y", "--out", "z", "--last", "15m"}, 1, "there is no recording"},
		{[]string{"--nats", "nats://operator:secret@127.0.0.1:1", "--symbol", "y", "--out", "z", "--last", "15m"}, 1, "nats://operator:xxxxx@127.0.0.1:1"},
		{[]string{"--server", "http://127.0.0.1:1", "--symbol", "y", "--out", "z", "--last", "15m"}, 1, "127.0.0.1:1"},
	} {
		code, _, stderr := cutRun(c.args...)
		if code != c.code || !strings.Contains(stderr, c.want) || strings.Contains(stderr, "secret") {
			t.Errorf("%q: got code %d, %q, want %d and %q", c.args, code, stderr, c.code, c.want)
		}
	}
	if _, err := parseCut([]string{"-h"}, environment(), noon, io.Discard); err == nil {
		t.Error("-h is no error")
	}
}
