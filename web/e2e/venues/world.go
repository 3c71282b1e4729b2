package main

import (
	"net/http"
	"strings"
	"time"
)

// world is all venues and the market that they share.
type world struct {
	market market
	ledger ledger
	venues []*venue
	byHost map[string]*venue
	mux    *http.ServeMux
}

func newWorld(price float64) *world {
	w := &world{market: market{level: price}, ledger: ledger{sides: map[string]map[string]*sum{}}, byHost: map[string]*venue{}, mux: http.NewServeMux()}
	for _, one := range []struct {
		id    string
		words words
	}{
		{"binance", &binance{}}, {"bybit", &bybit{}}, {"okx", &okx{}},
		{"deribit", &deribit{}}, {"bitmex", &bitmex{}}, {"hyperliquid", &hyperliquid{}},
		{"archive", &archive{}},
	} {
		v := newVenue(one.id, one.words, w)
		if a, ok := one.words.(*archive); ok {
			a.of = v
		}
		w.venues = append(w.venues, v)
		for _, host := range one.words.hosts() {
			w.byHost[host] = v
		}
	}
	w.commands()
	return w
}

// ServeHTTP answers as the venue whose host is asked for, or takes a command.
func (w *world) ServeHTTP(to http.ResponseWriter, r *http.Request) {
	host, _, _ := strings.Cut(r.Host, ":")
	if v := w.byHost[host]; v != nil {
		v.ServeHTTP(to, r)
		return
	}
	if host == "127.0.0.1" || host == "localhost" {
		w.mux.ServeHTTP(to, r)
		return
	}
	http.Error(to, "no venue here is "+host, http.StatusNotFound)
}

// each is how often the market is quoted.
const each = 500 * time.Millisecond

// run quotes the market for as long as the program runs.
func (w *world) run() {
	last := nowMs()
	for range time.Tick(each) {
		now := nowMs()
		for _, v := range w.venues {
			v.quote(last, now)
		}
		last = now
	}
}

func (w *world) venue(id string) *venue {
	for _, v := range w.venues {
		if v.id == id {
			return v
		}
	}
	return nil
}
