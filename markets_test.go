package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/venues"
	"unwind/web/proxy"
	"unwind/web/upstream"
	"unwind/web/upstream/upstreamtest"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func noHosts() *upstream.Hosts { return upstream.OpenHosts("", time.Now, quiet()) }

// openMarkets returns the proxy that a server of such options has.
func openMarkets(o serveOptions) (*proxy.Proxy, error) {
	client, err := newClient(o, noHosts(), quiet())
	if err != nil {
		return nil, err
	}
	return newMarkets(o.markets, client, quiet())
}

// clientOf returns what a server of such options asks venues with.
func clientOf(t *testing.T, o serveOptions, hosts *upstream.Hosts) *upstream.Client {
	t.Helper()
	client, err := newClient(o, hosts, quiet())
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestVenuesAreAskedOnlyWhenTheOperatorSaysWhich(t *testing.T) {
	for _, c := range []struct {
		args []string
		want []string
	}{
		{nil, nil},
		{[]string{"--markets", "okx"}, []string{"okx"}},
		{[]string{"--markets", "deribit,binance"}, []string{"binance", "deribit"}},
		{[]string{"--markets", "all"}, []string{"binance", "bybit", "okx", "deribit", "hyperliquid", "bitmex", "binance-spot", "coinbase"}},
	} {
		o, err := parseServe(c.args, environment(), io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		markets, err := openMarkets(o)
		if err != nil {
			t.Fatal(err)
		}
		if markets == nil {
			if c.want != nil {
				t.Errorf("%q: no venue may be asked", c.args)
			}
			continue
		}
		defer markets.Close()
		var got []string
		for _, v := range markets.List() {
			got = append(got, v.ID)
		}
		if strings.Join(got, " ") != strings.Join(c.want, " ") {
			t.Errorf("%q: got %q, want %q", c.args, got, c.want)
		}
	}
	for _, list := range []string{"nowhere", "binance,", "binance, okx", "fapi.binance.com"} {
		if _, err := parseServe([]string{"--markets", list}, environment(), io.Discard); err == nil || !strings.Contains(err.Error(), "bitmex") {
			t.Errorf("%q: got %v", list, err)
		}
	}
}

// sentKey returns the key that a venue is sent.
func sentKey(t *testing.T, o *marketOptions) string {
	t.Helper()
	keys, err := o.keys()
	if err != nil {
		t.Fatal(err)
	}
	sent := ""
	clock := upstreamtest.NewClock()
	client := upstream.New(upstream.Options{
		Hosts: upstream.OpenHosts("", clock.Now, quiet()), Keys: keys, Now: clock.Now, Log: quiet(),
		Transport: upstreamtest.Venue(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { sent = r.Header.Get("CG-API-KEY") })),
	})
	v, _ := venues.Of("coinglass")
	r, err := v.Totals.Request(feed.Query{Symbol: "BTC", Step: data.Day, From: 10*365*data.Day + feed.Earliest, To: 10*365*data.Day + feed.Earliest + 1})
	if err != nil {
		t.Fatal(err)
	}
	client.Do(t.Context(), &v, r) // the answer is empty and of no use
	return sent
}

func TestTheKeyComesFromAFileOrTheEnvironment(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte("fr0m-a-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		args []string
		env  []string
		want string
	}{
		{"none", nil, nil, ""},
		{"the environment", nil, []string{"UNWIND_COINGLASS_KEY", "fr0m-outside"}, "fr0m-outside"},
		{"a file", []string{"--coinglass-key-file", file}, nil, "fr0m-a-file"},
		{"a file named in the environment", nil, []string{"UNWIND_COINGLASS_KEY_FILE", file}, "fr0m-a-file"},
		{"both", []string{"--coinglass-key-file", file}, []string{"UNWIND_COINGLASS_KEY", "fr0m-outside"}, "fr0m-a-file"},
	} {
		o, err := parseServe(c.args, environment(c.env...), io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if got := sentKey(t, &o.markets); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
		if text := fmt.Sprintf("%v %+v %#v", o, o, o); strings.Contains(text, "fr0m") {
			t.Errorf("%s: the options print it: %s", c.name, text)
		}
	}
	for _, c := range []struct{ args, env []string }{
		{nil, []string{"UNWIND_COINGLASS_KEY", "fr0m outside"}},
		{[]string{"--markets", "coinglass"}, nil},
		{[]string{"--markets", "all", "--coinglass-key-file", file + "2"}, nil},
		{[]string{"--coinglass-key", "fr0m-a-flag"}, nil},
	} {
		o, err := parseServe(c.args, environment(c.env...), io.Discard)
		if err == nil {
			_, err = openMarkets(o)
		}
		if err == nil || strings.Contains(err.Error(), "fr0m") {
			t.Errorf("%q %q: got %v", c.args, c.env, err)
		}
	}
}

func TestBansAreKeptInTheFolderOfData(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	file, err := keepStops(dir, quiet())
	if info, statErr := os.Stat(dir); err != nil || file != filepath.Join(dir, "stops.json") || statErr != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("got %q, %v, %v", file, err, statErr)
	}
	var log bytes.Buffer
	if file, err := keepStops("", slog.New(slog.NewTextHandler(&log, nil))); file != "" || err != nil || !strings.Contains(log.String(), "only while the server runs") {
		t.Errorf("without a folder: got %q, %v, log %s", file, err, &log)
	}
	full := filepath.Join(dir, "file")
	if err := os.WriteFile(full, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err = serve(context.Background(), serveOptions{addr: "127.0.0.1:0", markets: marketOptions{venues: "okx", data: full}}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "data") {
		t.Errorf("with a file in place of a folder: got %v", err)
	}
}

func TestBansAreKnownToEverythingThatAsks(t *testing.T) {
	for _, c := range []struct {
		name string
		o    serveOptions
		want bool
	}{
		{"nothing asks", serveOptions{}, false},
		{"venues may be asked", serveOptions{markets: marketOptions{venues: "okx"}}, true},
		{"venues are followed", serveOptions{live: liveOptions{venues: "okx"}}, true},
		{"events are made real", serveOptions{online: true}, true},
	} {
		if hosts, err := openHosts(c.o, quiet()); err != nil || (hosts != nil) != c.want {
			t.Errorf("%s: got %v, %v", c.name, hosts, err)
		}
	}
}

// No flag names an address, a proxy or a way around the guard.
func TestNoFlagLeadsElsewhere(t *testing.T) {
	var help bytes.Buffer
	if _, err := parseServe([]string{"-h"}, environment(), &help); err != flag.ErrHelp {
		t.Fatal(err)
	}
	for _, word := range []string{"loopback", "proxy", "upstream", "guard", "insecure", "allow"} {
		for line := range strings.Lines(help.String()) {
			if strings.HasPrefix(strings.TrimSpace(line), "-") && strings.Contains(line, word) {
				t.Errorf("the flag %s", line)
			}
		}
	}
}

// Only tests let the server's own requests reach its machine.
func TestOnlyTestsOpenTheGuard(t *testing.T) {
	found := 0
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules"):
			return fs.SkipDir
		case path.Ext(name) != ".go":
			return nil
		}
		text := textOf(t, name)
		if !strings.Contains(text, "Loopback: true") && !strings.Contains(text, "Loopback = ") {
			return nil
		}
		found++
		if !strings.HasSuffix(name, "_test.go") && !strings.HasPrefix(name, "web/upstream/upstreamtest/") {
			t.Errorf("%s lets requests reach loopback", name)
		}
		return nil
	})
	if err != nil || found == 0 {
		t.Fatalf("found %d places: %v", found, err)
	}
}

func TestOthersWhoCanReadMarketDataAreSaid(t *testing.T) {
	for _, c := range []struct {
		ip   string
		asks bool
		want bool
	}{{"127.0.0.1", true, false}, {"0.0.0.0", true, true}, {"0.0.0.0", false, false}} {
		var log bytes.Buffer
		warnOfReaders(slog.New(slog.NewTextHandler(&log, nil)), &net.TCPAddr{IP: net.ParseIP(c.ip)}, c.asks)
		if got := strings.Contains(log.String(), "terms"); got != c.want {
			t.Errorf("%s: got %v, want %v", c.ip, got, c.want)
		}
	}
}
