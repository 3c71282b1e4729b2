package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"unwind/web/proxy"
	"unwind/web/upstream"
)

// marketOptions is the flags that let the server ask venues.
type marketOptions struct {
	venues string // ids, separated by commas; "" for none
	data   string // folder; "" to keep nothing
	// The key for CoinGlass, or the file that it is in; "" for none.
	coinglassKey     upstream.Key
	coinglassKeyFile string
}

// stopsFile is the file in the folder of data that says which hosts refuse.
const stopsFile = "stops.json"

// check refuses venues that there are not.
func (o *marketOptions) check() error {
	if o.venues == "" {
		return nil
	}
	return proxy.CheckVenues(o.venues)
}

// coinglassKeyVariable holds the key itself; no flag does, because others can
// read command lines.
const coinglassKeyVariable = "UNWIND_COINGLASS_KEY"

// readKeyVariable takes the key from the environment. The error does not show
// it.
func (o *marketOptions) readKeyVariable(lookup func(string) (string, bool)) error {
	value, ok := lookup(coinglassKeyVariable)
	if !ok || value == "" {
		return nil
	}
	key, err := upstream.ParseKey(value)
	if err != nil {
		return fmt.Errorf("%s: %w", coinglassKeyVariable, err)
	}
	o.coinglassKey = key
	return nil
}

// keys returns the operator's keys by venue.
func (o *marketOptions) keys() (map[string]upstream.Key, error) {
	key := o.coinglassKey
	if o.coinglassKeyFile != "" {
		var err error
		if key, err = upstream.ReadKey(o.coinglassKeyFile); err != nil {
			return nil, err
		}
	}
	if !key.Given() {
		return nil, nil
	}
	return map[string]upstream.Key{"coinglass": key}, nil
}

// openHosts returns what is known of hosts that refuse, for everything in this
// server that asks any, or nil if nothing does.
func openHosts(o serveOptions, log *slog.Logger) (*upstream.Hosts, error) {
	if o.markets.venues == "" && o.live.venues == "" && !o.online {
		return nil, nil
	}
	file, err := keepStops(o.markets.data, log)
	if err != nil {
		return nil, err
	}
	return upstream.OpenHosts(file, time.Now, log), nil
}

// newMarkets returns the proxy of the venues that may be asked, or nil if none
// may; over is what requests go over, asked is told what comes of each.
func newMarkets(o marketOptions, over internet, hosts *upstream.Hosts, asked func(venue string, sent bool, err error), log *slog.Logger) (*proxy.Proxy, error) {
	if o.venues == "" {
		return nil, nil
	}
	keys, err := o.keys()
	if err != nil {
		return nil, err
	}
	venues, err := proxy.Venues(o.venues, keys)
	if errors.Is(err, proxy.ErrNoKey) {
		return nil, fmt.Errorf("%w: give --coinglass-key-file or %s", err, coinglassKeyVariable)
	}
	if err != nil {
		return nil, err
	}
	client := upstream.New(upstream.Options{Hosts: hosts, Keys: keys, Transport: transport(over), Now: time.Now, Log: log, Asked: asked})
	return proxy.New(proxy.Options{Venues: venues, Client: client, Now: time.Now, Log: log}), nil
}

// keepStops returns the file that remembers which hosts refuse, or "" without a
// folder of data.
func keepStops(folder string, log *slog.Logger) (string, error) {
	if folder == "" {
		log.Warn("bans by venues are remembered only while the server runs; give --data a folder")
		return "", nil
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", fmt.Errorf("data: %w", err)
	}
	return filepath.Join(folder, stopsFile), nil
}

// warnOfReaders says what a server that others can reach does with the data of
// venues.
func warnOfReaders(log *slog.Logger, at net.Addr, asks bool) {
	tcp, ok := at.(*net.TCPAddr)
	if asks && ok && !tcp.IP.IsLoopback() {
		log.Warn("others can read market data of venues here, which the terms of most venues forbid; see docs/operating.md", "addr", at.String())
	}
}
