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

// newClient returns what asks venues, for everything in this server that does:
// they share what a venue allows. It is nil if nothing does.
func newClient(o serveOptions, hosts *upstream.Hosts, log *slog.Logger) (*upstream.Client, error) {
	if o.markets.venues == "" && o.live.venues == "" {
		return nil, nil
	}
	var keys map[string]upstream.Key
	if o.markets.venues != "" { // who is followed needs none
		var err error
		if keys, err = o.markets.keys(); err != nil {
			return nil, err
		}
	}
	return upstream.New(upstream.Options{
		Hosts: hosts, Keys: keys, Transport: transport(o.internet), Now: time.Now, Log: log, Asked: o.measures.Asked,
	}), nil
}

// newMarkets returns the proxy of the venues that may be asked, or nil if none
// may.
func newMarkets(o marketOptions, client *upstream.Client, log *slog.Logger) (*proxy.Proxy, error) {
	if o.venues == "" {
		return nil, nil
	}
	venues, err := proxy.Venues(o.venues, client.Keys)
	if errors.Is(err, proxy.ErrNoKey) {
		return nil, fmt.Errorf("%w: give --coinglass-key-file or %s", err, coinglassKeyVariable)
	}
	if err != nil {
		return nil, err
	}
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
