package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"unwind/data/history"
	"unwind/web/fetch"
	"unwind/web/webtest"
)

func TestTheCommandLineExplainsItself(t *testing.T) {
	for _, c := range []struct {
		name           string
		args           []string
		code           int
		stdout, stderr string
	}{
		{"no verb prints the verbs", nil, 0, "unwind serve", ""},
		{"help prints the verbs", []string{"help"}, 0, "unwind tape check", ""},
		{"version names the Go version", []string{"version"}, 0, "go1", ""},
		{"an unknown verb is named", []string{"fly"}, 2, "", `"fly"`},
		{"a bad flag is named", []string{"serve", "--port", "1"}, 2, "", "port"},
		{"a folder that is not there is named", []string{"serve", "--addr", "127.0.0.1:0", "--tapes", "/does/not/exist"}, 1, "", "/does/not/exist"},
		{"the flags of serve are listed", []string{"serve", "-h"}, 0, "", "frame-ancestors"},
	} {
		var stdout, stderr bytes.Buffer
		if got := run(c.args, &stdout, &stderr); got != c.code {
			t.Errorf("%s: got code %d, want %d; %s", c.name, got, c.code, &stderr)
		}
		if !strings.Contains(stdout.String(), c.stdout) || !strings.Contains(stderr.String(), c.stderr) {
			t.Errorf("%s: got %q and %q, want %q and %q", c.name, &stdout, &stderr, c.stdout, c.stderr)
		}
	}
}

// startServer serves a folder with one tape and returns its address and a
// function that stops it and returns how that went.
func startServer(t *testing.T) (string, func() error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "fall.json"), webtest.Tape(t, "fall"), 0o644); err != nil {
		t.Fatal(err)
	}
	return startServerWith(t, nil, "--tapes", dir)
}

// startServerWith serves with flags; client is what --online downloads with.
func startServerWith(t *testing.T, client *fetch.Client, flags ...string) (string, func() error) {
	t.Helper()
	o, err := parseServe(append([]string{"--addr", "127.0.0.1:0"}, flags...), environment(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	o.client = client
	ctx, cancel := context.WithCancel(context.Background())
	said, saying := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := serve(ctx, o, saying, io.Discard)
		saying.CloseWithError(io.EOF)
		done <- err
	}()
	stop := func() error {
		cancel()
		return <-done
	}
	line := make([]byte, 200)
	n, err := said.Read(line)
	if err != nil {
		t.Fatal("the server stopped before it said its address:", stop())
	}
	return regexp.MustCompile(`http://\S+/`).FindString(string(line[:n])), stop
}

// layerOf returns the provenance of a layer of the first event.
func layerOf(t *testing.T, address, name string) string {
	t.Helper()
	got, err := http.Get(address + "api/events")
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	var list struct {
		Events []struct {
			ID     string
			Layers []struct{ Name, Provenance string }
		}
	}
	if err := json.NewDecoder(got.Body).Decode(&list); err != nil || len(list.Events) == 0 {
		t.Fatalf("got %+v, %v", list, err)
	}
	for _, l := range list.Events[0].Layers {
		if l.Name == name {
			return l.Provenance
		}
	}
	return ""
}

func TestOnlineTheBuiltInEventBecomesReal(t *testing.T) {
	dir := t.TempDir()
	address, stop := startServerWith(t, testClient(minutesServer(t)), "--online", "--data", dir)
	for began := time.Now(); layerOf(t, address, "candles") != "recorded"; time.Sleep(50 * time.Millisecond) {
		if time.Since(began) > time.Minute {
			t.Fatal("the candles are still", layerOf(t, address, "candles"))
		}
	}
	if got := layerOf(t, address, "totals"); got != "modelled" {
		t.Errorf("totals: got %q; nobody recorded those of all coins", got)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "downloads", history.ArchiveHost)); err != nil {
		t.Error("the downloads are not beside what else is kept:", err)
	}
}

func TestServesUntilItIsStopped(t *testing.T) {
	address, stop := startServer(t)
	got, err := http.Get(address + "api/events/fall")
	if err != nil {
		t.Fatal(err)
	}
	var head struct{ ID string }
	if err := json.NewDecoder(got.Body).Decode(&head); err != nil || head.ID != "fall" {
		t.Errorf("got tape %q and %v, want fall", head.ID, err)
	}
	got.Body.Close()
	if err := stop(); err != nil {
		t.Errorf("got %v from a graceful stop", err)
	}
	if _, err := http.Get(address); err == nil {
		t.Error("the server still answers")
	}
}

func TestRequestsInProgressFinishBeforeTheStop(t *testing.T) {
	started, release := make(chan struct{}), make(chan struct{})
	s := newServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(started)
		<-release
		io.WriteString(w, "whole")
	}), slog.New(slog.DiscardHandler))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go s.Serve(limitListener(l, 10, 10))
	answer := make(chan string, 1)
	go func() {
		r, err := http.Get(addressOf(l.Addr()))
		if err != nil {
			answer <- err.Error()
			return
		}
		body, _ := io.ReadAll(r.Body)
		answer <- string(body)
	}()
	<-started
	stopped := make(chan error, 1)
	go func() { stopped <- stop(s, slog.New(slog.DiscardHandler)) }()
	close(release)
	if got := <-answer; got != "whole" {
		t.Errorf("got %q, want the whole answer", got)
	}
	if err := <-stopped; err != nil {
		t.Errorf("got %v", err)
	}
}

func TestNoClientCanHoldAConnectionForEver(t *testing.T) {
	s := newServer(http.NotFoundHandler(), slog.New(slog.DiscardHandler))
	for name, got := range map[string]time.Duration{
		"ReadHeaderTimeout": s.ReadHeaderTimeout, "ReadTimeout": s.ReadTimeout,
		"WriteTimeout": s.WriteTimeout, "IdleTimeout": s.IdleTimeout,
	} {
		if got <= 0 || got > 2*time.Minute {
			t.Errorf("%s is %v, want a bound of at most two minutes", name, got)
		}
	}
	if s.MaxHeaderBytes != 16<<10 {
		t.Errorf("got MaxHeaderBytes %d, want 16 KiB", s.MaxHeaderBytes)
	}
}

func TestAddressesCanBeOpenedInABrowser(t *testing.T) {
	for listening, want := range map[string]string{
		"127.0.0.1:8080": "http://127.0.0.1:8080/",
		"0.0.0.0:80":     "http://127.0.0.1:80/",
		"[::]:80":        "http://127.0.0.1:80/",
		"[::1]:80":       "http://[::1]:80/",
	} {
		a, err := net.ResolveTCPAddr("tcp", listening)
		if err != nil {
			t.Fatal(err)
		}
		if got := addressOf(a); got != want {
			t.Errorf("%s: got %s, want %s", listening, got, want)
		}
	}
}

func TestTheBuildHasAName(t *testing.T) {
	if got := buildID(); len(got) != 32 {
		t.Errorf("got %q, want the hash of this program", got)
	}
}

func TestAServerThatOthersReachWantsItsAddress(t *testing.T) {
	for _, c := range []struct {
		name, ip, base string
		warns          bool
	}{
		{"every address", "0.0.0.0", "", true},
		{"every address, of IPv6 too", "::", "", true},
		{"loopback", "127.0.0.1", "", false},
		{"loopback of IPv6", "::1", "", false},
		{"an address for links", "0.0.0.0", "https://unwind.example", false},
	} {
		var said bytes.Buffer
		warnOfNoBase(slog.New(slog.NewTextHandler(&said, nil)), &net.TCPAddr{IP: net.ParseIP(c.ip), Port: 8080}, c.base)
		if got := strings.Contains(said.String(), "--base"); got != c.warns {
			t.Errorf("%s: warned %v, want %v: %s", c.name, got, c.warns, &said)
		}
	}
}
