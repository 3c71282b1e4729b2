package live

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"unwind/data/feed/venues"
	"unwind/web/record"
	"unwind/web/upstream"
)

// counter counts what it is given.
type counter struct{ liquidations, gaps int }

func (c *counter) Frame(f record.Frame) { c.liquidations += len(f.Batch.Liquidations) }
func (c *counter) Gap(record.Gap)       { c.gaps++ }

// Frames that had arrived, and the end of their connection behind them.
func TestWhatArrivedBeforeTheEndIsPassedOn(t *testing.T) {
	bybit, _ := venues.Of("bybit")
	streams, err := bybit.Streams([]string{"BTCUSDT"})
	if err != nil {
		t.Fatal(err)
	}
	quiet, got := slog.New(slog.DiscardHandler), new(counter)
	v := newVenue(Venue{bybit, []string{"BTCUSDT"}}, streams, &Options{
		Sinks: []Sink{got}, Hosts: upstream.OpenHosts("", time.Now, quiet), Log: quiet,
	})
	l, now := v.lines[0], time.Now()
	l.main = &conn{line: l, parser: l.stream.NewParser(), cancel: func() {}, opened: now, alive: now}
	for i := range mostUnread - 1 {
		raw := fmt.Sprintf(`{"topic":"allLiquidation.BTCUSDT","data":[{"T":%d,"s":"BTCUSDT","S":"Buy","v":"1","p":"70000"}]}`, now.UnixMilli()+int64(i))
		v.inbox <- message{from: l.main, at: now, raw: []byte(raw)}
	}
	v.inbox <- message{from: l.main, at: now, refusal: down("bybit", "")}
	ended, stop := context.WithCancel(t.Context())
	stop()
	v.run(ended)
	if got.liquidations != mostUnread-1 || got.gaps != 0 {
		t.Errorf("%d liquidations and %d gaps were passed on, want %d and none", got.liquidations, got.gaps, mostUnread-1)
	}
}
