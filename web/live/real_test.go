package live_test

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"testing"
	"time"

	"unwind/data"
	"unwind/web/live/livetest"
	"unwind/web/record"
)

// sides sums what is heard by the side of the position.
type sides struct {
	ears
	usd [3]float64
}

func (s *sides) Frame(f record.Frame) {
	s.ears.Frame(f)
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range f.Batch.Liquidations {
		s.usd[f.Batch.Liquidations[i].Side] += float64(f.Batch.Liquidations[i].Notional)
	}
}

// realRows are those of the recorded stream of 26 and 27 January 2025.
func realRows(t *testing.T) [][]string {
	t.Helper()
	f, err := os.Open("../../../shared/data/liquidations/binance_forceOrder_2025-01-26_27.csv")
	if os.IsNotExist(err) {
		t.Skip("NOT RUN: ../shared/data is not there")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// What the data's own description says of its rows, most of which are written
// twice.
const (
	realEvents = 1837
	realLong   = 2_835_648.57
	realShort  = 710_713.62
)

func wantReal(t *testing.T, what string, events int, long, short float64) {
	t.Helper()
	if events != realEvents || math.Abs(long-realLong) > 0.005 || math.Abs(short-realShort) > 0.005 {
		t.Errorf("%s: %d events, %.2f long and %.2f short, want %d, %.2f and %.2f", what, events, long, short, realEvents, realLong, realShort)
	}
}

// The recorded stream comes over a socket that breaks twice and is rotated.
// Screens are told all of it, one from the beginning, one when it is over; their
// charts count what the venue said.
func TestARealStreamKeepsItsTotals(t *testing.T) {
	rows := realRows(t)
	bubble(t, func(t *testing.T) {
		v := &livetest.Venue{}
		v.Said = func(s *livetest.Socket, _ string) { s.Say(binanceMark()) }
		sum := &sides{ears: ears{total: map[string]int{}}}
		h := newHall(t)
		s := followInto(t, "binance", "BTCUSDT", v, sum, h)
		for begun := time.Now(); time.Since(begun) < 23*time.Hour-time.Second; time.Sleep(10 * time.Second) {
			v.Broadcast(binanceMark())
		}
		first := h.watch(t, rows)
		for i, row := range rows {
			if i == 1000 || i == 2000 {
				v.CloseAll()
				time.Sleep(10 * time.Second) // longer than any pause after two breaks
			}
			if i%700 == 0 {
				time.Sleep(time.Second) // the second time another connection is there, too
				v.Broadcast(binanceMark())
			}
			v.Broadcast(forceOrder(row))
		}
		s.status()
		s.end()
		wantReal(t, "what is heard", len(sum.total), sum.usd[data.Long], sum.usd[data.Short])
		sum.once(t)
		if v.Most() != 2 {
			t.Errorf("%d connections at a time, want 2", v.Most())
		}
		time.Sleep(10 * time.Second)
		last := h.watch(t, rows)
		time.Sleep(10 * time.Second)
		h.end()
		first.want(t, "a screen from the beginning")
		last.want(t, "a screen that comes when it is over")
	})
}

// forceOrder writes a row as Binance does.
func forceOrder(row []string) string {
	return fmt.Sprintf(`{"e":"forceOrder","E":%s,"o":{"s":%q,"S":%q,"o":%q,"f":%q,"q":%q,"p":%q,"ap":%q,"X":%q,"l":%q,"z":%q,"T":%s}}`,
		row[10], row[0]+"USDT", row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[9], row[10])
}
