package cascade

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"unwind/data"
	"unwind/data/tape"
	"unwind/data/tape/csvimport"
)

// realFile returns a file of market data that is no part of the project.
func realFile(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("../../../shared/data", name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("without the recorded data: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// realRows returns the rows of a recorded file below its header, as numbers; what is
// none is NaN.
func realRows(t testing.TB, name string) [][]float64 {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(realFile(t, name))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out [][]float64
	for _, row := range rows[1:] {
		numbers := make([]float64, len(row))
		for k, cell := range row {
			if numbers[k], err = strconv.ParseFloat(cell, 64); err != nil {
				numbers[k] = math.NaN()
			}
		}
		out = append(out, numbers)
	}
	return out
}

func at(text string) data.UnixMs {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return data.UnixMs(t.UnixMilli())
}

// hyperliquid returns the liquidation fills of 10 October 2025 by second, each
// an event of the mean notional (the file counts fills and has no dollars), and
// the first second with an ADL fill.
func hyperliquid(t testing.TB) (l data.Liquidations, adl data.UnixMs) {
	const dollars, fills = 5511036000.0, 63637
	start := at("2025-10-10T21:15:03Z")
	for _, row := range realRows(t, "hyperliquid-2025-10-10/cascade_timing_per_second.csv") {
		second := start + data.UnixMs(row[0])*data.Second
		if row[2] > 0 && adl == 0 {
			adl = second
		}
		for range int(row[1]) {
			l.T = append(l.T, second)
			l.Side = append(l.Side, data.UnknownSide)
			l.Price = append(l.Price, 0)
			l.Notional = append(l.Notional, dollars/fills)
			l.Venue = append(l.Venue, "hyperliquid")
		}
	}
	return l, adl
}

func TestTheCascadeOfHyperliquidIsOneWave(t *testing.T) {
	l, adl := hyperliquid(t)
	e, feed := NewEvents(&l), Feed{Provenance: data.Recorded}
	waves, reason := Find(Input{Events: e, Feed: feed}, RulesFor(feed))
	if reason != Known || len(waves) != 1 {
		t.Fatalf("got %d waves (%v), want one", len(waves), reason)
	}
	w := &waves[0]
	if w.Events != 63637 || w.Completeness != Complete || w.Side != data.UnknownSide {
		t.Errorf("got %d events, %v, side %v; want 63637, complete, unknown", w.Events, w.Completeness, w.Side)
	}
	for _, c := range []struct {
		what string
		got  data.UnixMs
		want string
	}{
		{"onset", w.Start, "2025-10-10T21:15:03Z"},
		{"burst", w.Peak, "2025-10-10T21:16:04Z"}, // second 61
		{"first ADL", adl, "2025-10-10T21:16:04Z"},
		{"end", w.End, "2025-10-10T21:26:57Z"}, // second 714
	} {
		if c.got != at(c.want) {
			t.Errorf("%s: second %d, want %s", c.what, (c.got-w.Start)/data.Second, c.want)
		}
	}
	if n, before := e.Before(w, adl); n != 710 || math.Abs(float64(before.Total())-710*5511036000.0/63637) > 1 {
		t.Errorf("%d liquidations of %.0f before the first ADL, want 710", n, before.Total())
	}
	if w.Seconds != 715 || w.Busy != 186 {
		t.Errorf("%d of %d seconds busy, want 186 of 715", w.Busy, w.Seconds)
	}
	if math.Abs(w.ShareOfDay-1) > 1e-9 {
		t.Errorf("share of the day %v, want all", w.ShareOfDay)
	}
	if _, reason := w.PerPercent(); reason != NoPrices {
		t.Errorf("dollars per 1 %%: got %q, want %q", reason, NoPrices)
	}
	x, reason := e.Excitation(w, data.Minute)
	// Eleven minutes of counts have the mean 5,780.8 and the variance
	// 4.95954e7: 1 − √(5780.82/4.95954e7).
	if reason != Known || x.Windows != 11 || math.Abs(x.Ratio-0.989204) > 1e-5 {
		t.Errorf("excitation: got %+v (%v), want 0.98920 of 11 windows", x, reason)
	}
}

// The published sums: 5.51 liquidated, 2.10 of ADL. Adding them counts the ADL
// twice.
func TestADLIsAShareOfHyperliquidsLiquidations(t *testing.T) {
	var d Deleveraging
	for _, row := range realRows(t, "hyperliquid-2025-10-10/combined_impact_by_ticker.csv") {
		d.Liquidated += data.USD(row[1])
		d.ADL += data.USD(row[2])
	}
	share, reason := d.Share()
	if reason != Known || math.Abs(share-0.3816) > 0.0001 || math.Abs(float64(d.Total())-5.511e9) > 1e6 {
		t.Errorf("got share %.4f of %.0f (%v), want 0.3816 of 5.511 B", share, d.Total(), reason)
	}
}

// recordedTape imports a recorded liquidation stream.
func recordedTape(t testing.TB, name string) *tape.Tape {
	t.Helper()
	raw := realFile(t, "liquidations/"+name)
	v, _, err := csvimport.Import(csvimport.Input{Liquidations: []csvimport.File{{Name: name, Raw: raw}}}, csvimport.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// The 1,837 events of January 2025 are of a calm Sunday and of a crash Monday,
// all coins together: each has its waves, and Monday's are mostly longs.
func TestWavesOfRecordedForceOrders(t *testing.T) {
	for _, c := range []struct {
		name  string
		waves int
	}{{"binance_forceOrder_2025-01-26_27.csv", 2}, {"binance_forceOrder_2025-12-27_28.csv", 3}} {
		v := recordedTape(t, c.name)
		l := v.Liquidations
		feed := Feed{l.Provenance, l.AtLeast}
		e, rules := NewEvents(&l.Liquidations), RulesFor(feed)
		waves, reason := Find(Input{Events: e, Feed: feed, Own: v.Own}, rules)
		if reason != Known || len(waves) != c.waves {
			t.Fatalf("%s: %d waves (%v), want %d", c.name, len(waves), reason, c.waves)
		}
		for i := range waves {
			w := &waves[i]
			checkWave(t, e, w, rules)
			if _, reason := e.Excitation(w, data.Second); w.Completeness != AtLeast || reason != SampledFeed {
				t.Errorf("%s: a sampled feed is %v, its excitation %q", c.name, w.Completeness, reason)
			}
			lanes, reason := e.Lanes(w, feed)
			if reason != Known || len(lanes) != 1 || lanes[0].Venue != "binance" || lanes[0].Events != w.Events {
				t.Errorf("%s: lanes %+v (%v), want binance alone", c.name, lanes, reason)
			}
			t.Logf("%s: %v to %v, %v, %d events, %.0f USD, %.1f %% of the day", c.name, time.UnixMilli(int64(w.Start)).UTC(), time.UnixMilli(int64(w.End)).UTC(), w.Side, w.Events, w.Total(), 100*w.ShareOfDay)
		}
	}
}
