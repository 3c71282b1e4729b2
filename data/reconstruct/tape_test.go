package reconstruct

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"time"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/tape"
)

// clock writes a time to the minute.
func clock(s stamp) string { return time.UnixMilli(int64(s)).UTC().Format("2 Jan 15:04") }

func TestEveryEventPassesTheChecker(t *testing.T) {
	for _, id := range IDs() {
		tp, err := Event(id)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if err := tape.Check(tp); err != nil {
			t.Errorf("%s: %v", id, err)
		}
		if tp.ID != id {
			t.Errorf("tape of %s calls itself %s", id, tp.ID)
		}
	}
}

func TestUnknownEventIsRefused(t *testing.T) {
	if _, err := Event("../events/btc-2026-02-05"); err == nil {
		t.Error("got a tape, want an error")
	}
}

func TestTapeHasTheSameBytesEveryTime(t *testing.T) {
	first, err := tape.Write(februaryTape(t))
	if err != nil {
		t.Fatal(err)
	}
	again, err := Event("btc-2026-02-05")
	if err != nil {
		t.Fatal(err)
	}
	second, err := tape.Write(again)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Error("two reconstructions are written as different bytes")
	}
}

// What the screen shows is what was published.
func TestTheHeadlineCounterShowsThePublishedTotal(t *testing.T) {
	m, err := market.New(februaryTape(t))
	if err != nil {
		t.Fatal(err)
	}
	long, short := m.Rolling(at(t, "2026-02-06T02:00Z"), data.Day)
	if long != 2_140_000_000 || short != 466_660_000 {
		t.Errorf("rolling 24 h at 02:00 is long %v, short %v, want 2,140.00 M and 466.66 M", long, short)
	}
}

// Provenance is the promise of the page: nothing modelled is called recorded.
func TestEveryLayerSaysWhatItIs(t *testing.T) {
	tp := februaryTape(t)
	layers := []struct {
		name   string
		origin tape.Origin
		want   data.Provenance
	}{
		{"candles", tp.Candles.Origin, data.Modelled},
		{"mark", tp.Mark.Origin, data.Modelled},
		{"open interest", tp.OpenInterest.Origin, data.Published},
		{"funding", tp.Funding.Origin, data.Published},
		{"depth", tp.Depth.Origin, data.Published},
		{"levels", tp.Levels.Origin, data.Estimated},
		{"totals", tp.Totals.Origin, data.Modelled},
		{"liquidations", tp.Liquidations.Origin, data.Modelled},
	}
	for _, l := range layers {
		if l.origin.Provenance != l.want {
			t.Errorf("%s are %v, want %v", l.name, l.origin.Provenance, l.want)
		}
		if l.origin.Why["en"] == "" || l.origin.Why["ru"] == "" {
			t.Errorf("%s do not say why in both languages", l.name)
		}
		if len(l.origin.Sources) == 0 && l.want != data.Estimated {
			t.Errorf("%s name no source", l.name)
		}
	}
	if tp.Spot != nil {
		t.Error("spot candles by time were not published")
	}
}

func TestTheWindowAndItsMoments(t *testing.T) {
	tp := februaryTape(t)
	want := []struct {
		name string
		got  data.UnixMs
		at   string
	}{
		{"window starts", tp.From, "2026-02-03T00:00Z"},
		{"window ends", tp.To, "2026-02-08T00:00Z"},
		{"cover", tp.Cover, "2026-02-06T00:30Z"},
		{"play from", tp.PlayFrom, "2026-02-05T14:30Z"},
		{"first candle", tp.Candles.T[0], "2026-01-29T00:00Z"},
		{"first column", tp.Levels.Columns.From, "2026-02-03T00:00Z"},
	}
	for _, w := range want {
		if w.got != at(t, w.at) {
			t.Errorf("%s at %s, want %s", w.name, clock(stamp(w.got)), w.at)
		}
	}
	var chapters []string
	for _, c := range tp.Chapters {
		chapters = append(chapters, clock(stamp(c.T)))
		if c.Title["ru"] == "" {
			t.Errorf("chapter %q has no Russian title", c.Title["en"])
		}
	}
	for _, c := range []string{"5 Feb 15:00", "5 Feb 20:00", "6 Feb 00:00", "6 Feb 00:19", "6 Feb 01:00"} {
		if !strings.Contains(strings.Join(chapters, ", "), c) {
			t.Errorf("chapters are at %v, want one at %s", chapters, c)
		}
	}
}

func TestEveryPrintIsShownAsAFactWithItsSource(t *testing.T) {
	f, _ := february(t)
	tp := februaryTape(t)
	for _, p := range f.Prints.Rows {
		found := false
		for _, x := range tp.Facts {
			found = found || x.T == data.UnixMs(p.t) && x.Value == p.total &&
				strings.Contains(x.Text["en"], "not fitted") == !p.fit
		}
		if !found {
			t.Errorf("print of %s is not among the facts", clock(p.t))
		}
	}
	for i, x := range tp.Facts {
		if x.Source.Name == "" || x.Text["ru"] == "" {
			t.Errorf("fact %d lacks a source or a Russian text", i)
		}
	}
}

// A level that only the last price passed still waits after the fall.
func TestALevelThatTheMarkNeverReachedStaysAlive(t *testing.T) {
	tp := februaryTape(t)
	f := &tp.Levels.Field
	column := f.Columns.Index(at(t, "2026-02-06T02:00Z"))
	waiting := data.USD(0)
	for bin := range f.Bins.N {
		if mid := f.Bins.Mid(bin); mid < 59993.52 && mid > 59000 {
			waiting += f.At(column, bin).Long
		}
		if mid := f.Bins.Mid(bin); mid > 59993.52 && mid < 60700 && f.At(column-30, bin).Long > f.At(column, bin).Long*2 {
			t.Errorf("longs at %v fell by themselves after the low", mid)
		}
	}
	if waiting <= 0 {
		t.Error("no long waits just below the lowest mark after the fall")
	}
}

func BenchmarkEvent(b *testing.B) {
	for range b.N {
		if _, err := Event("btc-2026-02-05"); err != nil {
			b.Fatal(err)
		}
	}
}

// $5 M × 50 and $203.0 M × 4, for 1 %: the last figures before the climaxes.
func TestTheDepthOfBothEventsIsTheirLastPublishedFigure(t *testing.T) {
	for id, c := range map[string]struct {
		at   string
		want float64
	}{"btc-2026-02-05": {"2026-02-05T23:50Z", 250e6}, "btc-2025-10-10": {"2025-10-10T21:10Z", 812e6}} {
		tp, err := Event(id)
		if err != nil {
			t.Fatal(err)
		}
		m, err := market.New(tp)
		if err != nil {
			t.Fatal(err)
		}
		d := m.Depth(market.DepthChoice{}, at(t, c.at))
		if got := float64(d.PerPercent()); math.Abs(got-c.want) > 1 || d.Origin.Provenance != data.Published || len(d.Origin.Sources) != 1 {
			t.Errorf("%s: got %v from %+v, want %v", id, got, d.Origin, c.want)
		}
	}
}
