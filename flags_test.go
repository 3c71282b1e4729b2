package main

import (
	"errors"
	"flag"
	"io"
	"log/slog"
	"strings"
	"testing"
)

// environment returns a lookup in a fixed environment.
func environment(pairs ...string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1], true
			}
		}
		return "", false
	}
}

func TestFlagsWinOverTheEnvironment(t *testing.T) {
	env := environment("UNWIND_ADDR", ":1", "UNWIND_FRAME_ANCESTORS", "https://a.example", "UNWIND_TAPES", "",
		"UNWIND_MAX_CONNS_PER_IP", "7", "UNWIND_LOG_LEVEL", "debug")
	got, err := parseServe([]string{"--addr", ":2"}, env, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	want := serveOptions{
		addr: ":2", frameAncestors: "https://a.example", maxConns: 4096, maxConnsPerIP: 7,
		logFormat: "text", logLevel: slog.LevelDebug, live: liveOptions{symbols: "BTCUSDT"},
	}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestListensOnThisMachineOnlyUnlessTold(t *testing.T) {
	o, err := parseServe(nil, environment(), io.Discard)
	if err != nil || o.addr != "127.0.0.1:8080" {
		t.Errorf("got %q and %v, want 127.0.0.1:8080", o.addr, err)
	}
}

func TestBadFlagsNameThemselves(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
		env  []string
		want string
	}{
		{"a word that is no flag", []string{"now"}, nil, `"now"`},
		{"no connections", []string{"--max-conns", "0"}, nil, "connection"},
		{"a log format that does not exist", []string{"--log-format", "xml"}, nil, `"xml"`},
		{"an address that ends in a slash", []string{"--base", "https://a.example/"}, nil, "slash"},
		{"an address without a scheme", []string{"--base", "a.example"}, nil, "a.example"},
		{"a bad variable", nil, []string{"UNWIND_MAX_CONNS", "many"}, "UNWIND_MAX_CONNS"},
		{"a venue to follow that there is not", []string{"--live", "ftx"}, nil, `"ftx"`},
		{"a symbol that names no coin", []string{"--live", "okx", "--symbols", "BTCUSDT,BTC"}, nil, `"BTC"`},
		{"an unknown flag", []string{"--port", "1"}, nil, "port"},
	} {
		_, err := parseServe(c.args, environment(c.env...), io.Discard)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error with %s", c.name, err, c.want)
		}
	}
}

func TestHelpIsNoError(t *testing.T) {
	var help strings.Builder
	if _, err := parseServe([]string{"-h"}, environment(), &help); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("got %v", err)
	}
	if !strings.Contains(help.String(), "frame-ancestors") {
		t.Errorf("got %q, want the list of flags", help.String())
	}
}
