package main

import (
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"strings"

	"unwind/web/fetch"
	"unwind/web/metrics"
)

// serveOptions is the flags of unwind serve.
type serveOptions struct {
	addr           string
	tapes          string // folder; "" for none
	frameAncestors string
	base           string // address of this server for others; "" for the one that was asked
	markets        marketOptions
	live           liveOptions
	metrics        string // HOST:PORT or :PORT to serve metrics at; "" for nowhere
	maxConns       int
	maxConnsPerIP  int
	logFormat      string
	logLevel       slog.Level
	online         bool
	cache          string // folder of what online downloads; "" for that of the user

	internet internet         // nil but in tests: then the real one, under guard
	measures *metrics.Metrics // what counts; nil without metrics
	client   *fetch.Client    // what online downloads with; nil but in tests
}

// parseServe reads the flags. A flag that is not given takes its value from
// the environment: --frame-ancestors from UNWIND_FRAME_ANCESTORS.
func parseServe(args []string, lookup func(string) (string, bool), stderr io.Writer) (serveOptions, error) {
	var o serveOptions
	f := flag.NewFlagSet("unwind serve", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.addr, "addr", "127.0.0.1:8080", "`HOST:PORT` to listen at")
	f.StringVar(&o.tapes, "tapes", "", "`DIR` of tapes to serve besides the built-in ones")
	f.BoolVar(&o.online, "online", false, "replace what is modelled of the built-in events by what can be downloaded, in the background")
	f.StringVar(&o.cache, "cache", "", "`DIR` in which --online keeps downloads (default: downloads in --data, else unwind in the user's cache folder)")
	f.StringVar(&o.frameAncestors, "frame-ancestors", "*", "who may embed the page: `SOURCES` of Content-Security-Policy")
	f.StringVar(&o.base, "base", "", "`URL` of this server in links and cards, without a slash at the end; by default the one that was asked")
	f.StringVar(&o.markets.venues, "markets", "", "`VENUES` that may be asked for market data: all, or ids separated by commas; by default none")
	f.StringVar(&o.live.venues, "live", "", "`VENUES` to follow live, and to record with --data: all, or ids separated by commas; by default none")
	f.StringVar(&o.live.symbols, "symbols", "BTCUSDT", "perpetuals that --live follows on each venue, `SYMBOLS` as Binance writes them, separated by commas")
	f.StringVar(&o.live.nats, "nats", "", "`URL` of a NATS that keeps the recording of --live in place of the folder of --data; best given as UNWIND_NATS, for it may hold a password")
	f.StringVar(&o.markets.coinglassKeyFile, "coinglass-key-file", "", "`FILE` with the key for CoinGlass; or the key itself in "+coinglassKeyVariable)
	f.StringVar(&o.markets.data, "data", "", "`DIR` for what must outlast a restart: bans by venues, and the recording of --live; by default nothing is kept")
	f.StringVar(&o.metrics, "metrics", "", "`HOST:PORT` to serve metrics at, apart from the page; :PORT is this machine only; by default nowhere")
	f.IntVar(&o.maxConns, "max-conns", 4096, "most connections at a time")
	f.IntVar(&o.maxConnsPerIP, "max-conns-per-ip", 256, "most connections at a time from one address; loopback is exempt")
	f.StringVar(&o.logFormat, "log-format", "text", "text or json")
	f.TextVar(&o.logLevel, "log-level", slog.LevelInfo, "debug, info, warn or error")
	if err := fromEnvironment(f, lookup); err != nil {
		return o, err
	}
	if err := o.markets.readKeyVariable(lookup); err != nil {
		return o, err
	}
	var err error
	if o.internet, err = internetOf(lookup); err != nil {
		return o, err
	}
	if err := f.Parse(args); err != nil {
		return o, err
	}
	return o, o.check(f.Args())
}

func (o *serveOptions) check(rest []string) error {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("%q is no flag", rest[0])
	case !validBase(o.base):
		return fmt.Errorf("base %q: want http://HOST or https://HOST, with no slash at the end", o.base)
	case o.markets.check() != nil:
		return o.markets.check()
	case o.live.check() != nil:
		return o.live.check()
	case o.maxConns < 1 || o.maxConnsPerIP < 1:
		return fmt.Errorf("at least one connection must be allowed")
	case o.logFormat != "text" && o.logFormat != "json":
		return fmt.Errorf("log format %q: want text or json", o.logFormat)
	}
	if o.metrics != "" {
		_, err := metricsAddress(o.metrics)
		return err
	}
	return nil
}

func validBase(base string) bool {
	if base == "" {
		return true
	}
	u, err := url.Parse(base)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" &&
		u.User == nil && u.RawQuery == "" && u.Fragment == "" && !strings.HasSuffix(base, "/")
}

// fromEnvironment sets the flags whose variable is set and not empty.
func fromEnvironment(f *flag.FlagSet, lookup func(string) (string, bool)) error {
	var failed error
	f.VisitAll(func(one *flag.Flag) {
		name := "UNWIND_" + strings.ToUpper(strings.ReplaceAll(one.Name, "-", "_"))
		value, ok := lookup(name)
		if !ok || value == "" {
			return
		}
		if err := f.Set(one.Name, value); err != nil && failed == nil {
			failed = fmt.Errorf("%s is %q: %w", name, value, err)
		}
	})
	return failed
}

func newLog(o serveOptions, w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: o.logLevel}
	if o.logFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}
