package main

import (
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
}

// stopsFile is the file in the folder of data that says which hosts refuse.
const stopsFile = "stops.json"

// check refuses venues that there are not.
func (o *marketOptions) check() error {
	if o.venues == "" {
		return nil
	}
	_, err := proxy.Venues(o.venues)
	return err
}

// newMarkets returns the proxy of the venues that may be asked, or nil if none
// may.
func newMarkets(o marketOptions, log *slog.Logger) (*proxy.Proxy, error) {
	if o.venues == "" {
		return nil, nil
	}
	venues, err := proxy.Venues(o.venues)
	if err != nil {
		return nil, err
	}
	file, err := keepStops(o.data, log)
	if err != nil {
		return nil, err
	}
	client := upstream.New(upstream.Options{
		Hosts: upstream.OpenHosts(file, time.Now, log), Now: time.Now, Log: log,
	})
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
func warnOfReaders(log *slog.Logger, at net.Addr, markets *proxy.Proxy) {
	tcp, ok := at.(*net.TCPAddr)
	if markets != nil && ok && !tcp.IP.IsLoopback() {
		log.Warn("others can read market data of venues here, which the terms of most venues forbid; see docs/operating.md", "addr", at.String())
	}
}
