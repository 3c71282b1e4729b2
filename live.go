package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/venues"
	"unwind/web"
	"unwind/web/live"
	"unwind/web/live/backfill"
	"unwind/web/live/poll"
	"unwind/web/page"
	"unwind/web/proxy"
	"unwind/web/record"
	"unwind/web/upstream"
)

// liveOptions is the flags that let the server follow venues.
type liveOptions struct {
	venues  string // ids, separated by commas; "" for none
	symbols string // as Binance writes them, separated by commas
	nats    string // address of the NATS that keeps the recording; "" for the folder of data
}

// check refuses venues that there are not, and symbols that name no coin.
func (o *liveOptions) check() error {
	if o.venues == "" {
		return nil
	}
	if err := proxy.CheckVenues(o.venues); err != nil {
		return fmt.Errorf("live: %w", err)
	}
	_, err := o.coins()
	return err
}

// coins returns the coins of the symbols.
func (o *liveOptions) coins() ([]string, error) {
	var coins []string
	for s := range strings.SplitSeq(o.symbols, ",") {
		coin, ok := strings.CutSuffix(s, "USDT")
		if !ok || coin == "" {
			return nil, fmt.Errorf("symbol %q: want perpetuals as Binance writes them, such as BTCUSDT, separated by commas", feed.Clip(s))
		}
		coins = append(coins, coin)
	}
	return coins, nil
}

// follow returns the venues of the list with their own names of the coins. All
// venues are those that have streams; one that is named must have a symbol.
func (o *liveOptions) follow() ([]live.Venue, error) {
	coins, err := o.coins()
	if err != nil {
		return nil, err
	}
	var all []live.Venue
	for _, v := range venues.All() {
		named := strings.Contains(","+o.venues+",", ","+v.ID+",")
		if !named && o.venues != proxy.AllVenues {
			continue
		}
		one := live.Venue{Venue: v}
		for _, coin := range coins {
			one.Symbols = append(one.Symbols, venues.Symbols(&v, coin)...)
		}
		switch {
		case len(one.Symbols) > 0:
			all = append(all, one)
		case named:
			return nil, fmt.Errorf("venue %q has no stream of %s that can be followed", v.ID, o.symbols)
		}
	}
	return all, nil
}

// following is a server's venues, screens and recorder.
type following struct {
	web.Live
	venues   []live.Venue
	recorder *record.Recorder // nil: nothing is recorded
	store    *record.Store
	ended    sync.WaitGroup
	stop     context.CancelFunc
	log      *slog.Logger
}

// follow begins to follow venues, and to record if there is a place for it. It
// returns nil if no venue is named.
func follow(ctx context.Context, o serveOptions, client *upstream.Client, log *slog.Logger) (*following, error) {
	if o.live.venues == "" {
		if o.live.nats != "" {
			log.Warn("nothing is recorded in the NATS that was given: --live names no venue")
		}
		return nil, nil
	}
	all, err := o.live.follow()
	if err != nil {
		return nil, err
	}
	f := &following{venues: all, log: log}
	f.Symbols = strings.Split(o.live.symbols, ",")
	if err := f.record(ctx, o); err != nil {
		return nil, err
	}
	before, err := f.before(ctx, o, all, client)
	if err != nil {
		return nil, errors.Join(err, f.closeRecorder())
	}
	var venues *live.Live
	f.Live.Status = func() []live.Status { return venues.Status() }
	f.Screens = web.NewScreens(f.Live.Status, o.base, log)
	before.Screens = f.Screens
	if f.store != nil {
		f.store.SetPast(backfill.PastOf(f.Screens))
	}
	sinks := []live.Sink{f.Screens}
	if f.recorder != nil {
		sinks = append(sinks, f.recorder)
	}
	options := live.Options{Venues: all, Sinks: []live.Sink{f.Screens}, Changed: f.Screens.Changed, Hosts: client.Hosts, Log: log}
	if f.recorder != nil {
		options.Recorder = f.recorder
	}
	if o.internet != nil {
		options.Dial = o.internet.Dial
	}
	venues, err = live.New(options)
	if err != nil {
		return nil, errors.Join(err, f.closeRecorder())
	}
	if f.recorder != nil {
		f.recorder.SetMissing(venues.TellMissing)
	}
	own, stop := context.WithCancel(ctx)
	f.stop = stop
	f.ended.Go(func() { venues.Run(own) })
	f.ended.Go(func() { f.Screens.Run(own) })
	f.ended.Go(func() { poll.Run(own, poll.Options{Venues: all, Sinks: sinks, Client: client, Log: log}) })
	f.ended.Go(func() { f.remember(own, before) })
	return f, nil
}

// keptFile is the file in the folder of data that the last day is kept in.
const keptFile = "live.json.gz"

// before returns what tells the screens what was before.
func (f *following) before(ctx context.Context, o serveOptions, all []live.Venue, client *upstream.Client) (backfill.Options, error) {
	b := backfill.Options{Venues: all, Symbols: f.Symbols, Client: client, Log: f.log, Begun: data.UnixMs(time.Now().UnixMilli())}
	if f.store == nil {
		return b, nil
	}
	if o.markets.data != "" {
		b.Kept = filepath.Join(o.markets.data, keptFile)
	}
	var err error
	b.Recording = f.store
	b.Recorded, err = f.store.Span(ctx)
	return b, err
}

// remember tells the screens what was before, and then keeps what they know for
// the next start; where it did not come so far, what is kept stays.
func (f *following) remember(ctx context.Context, before backfill.Options) {
	backfill.Run(ctx, before)
	if before.Kept != "" && ctx.Err() == nil {
		backfill.Keep(ctx, f.Screens, before.Kept, f.log)
	}
}

// record opens the recording, in a NATS of its own or in the folder of data.
func (f *following) record(ctx context.Context, o serveOptions) error {
	if o.markets.data == "" && o.live.nats == "" {
		f.log.Warn("what venues send is not recorded; give --data a folder, or --nats an address")
		return nil
	}
	store, err := record.Open(ctx, record.Options{Dir: o.markets.data, URL: o.live.nats, Log: f.log})
	if err != nil {
		return err
	}
	f.store = store
	f.recorder, err = record.NewRecorder(store)
	if err != nil {
		return errors.Join(err, store.Close())
	}
	return nil
}

// announce says at which address this server serves, to who finds its
// recording in use.
func (f *following) announce(address string) {
	if f == nil || f.store == nil {
		return
	}
	if err := f.store.Announce(address); err != nil {
		f.log.Warn("the folder of the recording does not say where it is served", "err", err)
	}
}

// storedWithin bounds how long an end waits for what is not stored yet.
const storedWithin = 5 * time.Second

// close ends following and recording.
func (f *following) close() {
	if f == nil {
		return
	}
	f.stop()
	f.ended.Wait()
	if err := f.closeRecorder(); err != nil {
		f.log.Error("the recording", "err", err)
	}
}

func (f *following) closeRecorder() error {
	if f.recorder == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), storedWithin)
	defer cancel()
	return errors.Join(f.recorder.Close(ctx), f.store.Close())
}

// forPage returns what the page shows of what is followed.
func (f *following) forPage() *page.Live {
	if f == nil {
		return nil
	}
	l := &page.Live{Symbols: f.Symbols, Records: f.recorder != nil}
	for _, v := range f.venues {
		switch {
		case v.Spot:
			l.Spot = true
		case v.NoLiquidations == "":
			l.Venues = append(l.Venues, v.ID)
		}
	}
	return l
}

// serveIn puts what is followed into the options of the handler.
func (f *following) serveIn(o *web.Options) {
	if f == nil {
		return
	}
	o.Live = &f.Live
	if f.recorder != nil {
		o.Recording = f.recorder
	}
}
