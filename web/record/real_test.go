package record

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"strconv"
	"testing"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/binance"
)

// The recorded stream of 26 and 27 January 2025 goes through parser, recorder
// and cut as if it came from the venue. Most of its rows are written twice;
// counts and sums are those of the data's own description.
func TestARealStreamKeepsItsTotals(t *testing.T) {
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
	s := opened(t, t.TempDir())
	r := recording(t, s)
	for _, row := range rows[1:] {
		r.Frame(forceOrder(t, row))
	}
	flushed(t, r)

	var sum [3]float64
	ofOne := map[string]float64{}
	all := stored(t, s, Liquidation)
	for _, e := range all {
		sum[e.Liquidation.Side] += float64(e.Liquidation.Notional)
		if e.Time() < 1738108800000 { // 29 January; a few stray rows are of February
			ofOne[e.Symbol] += float64(e.Liquidation.Notional)
		}
	}
	if len(all) != 1837 || math.Abs(sum[data.Long]-2_835_648.57) > 0.005 || math.Abs(sum[data.Short]-710_713.62) > 0.005 {
		t.Errorf("got %d events, %.2f long and %.2f short, want 1837, 2835648.57 and 710713.62", len(all), sum[data.Long], sum[data.Short])
	}
	cut, err := s.Cut(t.Context(), Window{Symbol: "BTCUSDT", From: 1737849600000, To: 1738108800000})
	if err != nil {
		t.Fatal(err)
	}
	long, short := replayed(t, cut).Rolling(cut.To, 3*data.Day)
	if got := float64(long + short); math.Abs(got-ofOne["BTCUSDT"]) > 1e-6*got || got == 0 || !cut.Liquidations.AtLeast {
		t.Errorf("the cut replays %.2f dollars, want the %.2f that were recorded, at least", got, ofOne["BTCUSDT"])
	}
}

// forceOrder makes a frame of a row and reads it as the venue's.
func forceOrder(t *testing.T, row []string) Frame {
	t.Helper()
	at, err := strconv.ParseInt(row[10], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	raw := fmt.Appendf(nil, `{"e":"forceOrder","E":%d,"o":{"s":%q,"S":%q,"o":%q,"f":%q,"q":%q,"p":%q,"ap":%q,"X":%q,"l":%q,"z":%q,"T":%d}}`,
		at+1000, row[0]+"USDT", row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[9], at)
	streams, err := binance.Streams([]string{"BTCUSDT"})
	if err != nil {
		t.Fatal(err)
	}
	var b feed.Batch
	if err := streams[0].NewParser().ParseFrame(raw, &b); err != nil {
		t.Fatal(err)
	}
	return Frame{Venue: "binance", Received: data.UnixMs(at + 1010), Raw: raw, Batch: &b}
}
