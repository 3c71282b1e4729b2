package stream_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/stream"
)

// told is a message with one liquidation of each price, at the second of the
// price, and candles of the minute.
func told(kind string, seq int, prices ...int) string {
	list := func(one func(int) string) string {
		all := make([]string, len(prices))
		for i, p := range prices {
			all[i] = one(p)
		}
		return "[" + strings.Join(all, ",") + "]"
	}
	same := func(s string) func(int) string { return func(int) string { return s } }
	number := func(p int) string { return fmt.Sprint(p) }
	when := list(func(p int) string { return fmt.Sprint(at + p*1000) })
	since := ""
	if kind == "snapshot" {
		since = fmt.Sprintf(`,"since":%d`, at-60_000)
	}
	return fmt.Sprintf(`{"type":%q,"seq":%d,"at":%d%s,"liquidations":{"venue":%s,"symbol":%s,"times":%s,"received":%s,"side":%s,"price":%s,"priceKind":%s,"qty":%s,"notional":%s,"ordinal":%s,"id":%s},
		"candles":{"venue":["bybit"],"symbol":["BTCUSDT"],"times":[%d],"step":[60000],"open":[10],"high":[%d],"low":[10],"close":[10],"volume":[1],"takerBuy":[null],"final":[false]}}`,
		kind, seq, at+seq*100, since, list(same(`"bybit"`)), list(same(`"BTCUSDT"`)), when, when, list(same(`"long"`)), list(number), list(same(`"fill"`)),
		list(number), list(number), list(same("0")), list(same(`""`)), at-at%60_000, 1000+seq)
}

// apply gives a screen messages that it must take.
func apply(t *testing.T, s *stream.Screen, messages ...string) {
	t.Helper()
	for _, m := range messages {
		if _, err := s.Apply([]byte(m)); err != nil {
			t.Fatalf("%.60s: %v", m, err)
		}
	}
}

// prices returns those of the liquidations of a screen.
func prices(t *testing.T, s *stream.Screen) []data.Price {
	t.Helper()
	c := s.Collection("BTCUSDT")
	if c == nil {
		t.Fatal("there is no collection")
	}
	made := c.Tape(s.At())
	if made == nil {
		return nil
	}
	return made.Liquidations.Price
}

func TestAScreenHasTheSnapshotAndEveryBatch(t *testing.T) {
	s := stream.NewScreen(0, "BTCUSDT")
	if s.At() != 0 || s.Collection("BTCUSDT").Tape(at) != nil || s.Collection("ETHUSDT") != nil {
		t.Error("a screen that was told nothing shows something")
	}
	apply(t, s, told("snapshot", 7, 1, 2), told("batch", 8, 4), told("batch", 9, 3))
	if got := prices(t, s); !reflect.DeepEqual(got, []data.Price{1, 2, 3, 4}) {
		t.Errorf("got %v, want 1 to 4 by their times", got)
	}
	if s.At() != at+900 {
		t.Errorf("the screen is of %d, want %d", s.At(), at+900)
	}
}

func TestASnapshotTakesThePlaceOfEverything(t *testing.T) {
	s := stream.NewScreen(0, "BTCUSDT")
	apply(t, s, told("snapshot", 7, 1, 2), told("batch", 8, 4), told("snapshot", 3, 5), told("batch", 4, 6))
	if got := prices(t, s); !reflect.DeepEqual(got, []data.Price{5, 6}) {
		t.Errorf("got %v, want 5 and 6", got)
	}
}

// What does not follow is refused, and so is what is malformed; either changes
// nothing, and what follows is still taken.
func TestARefusedMessageChangesNothing(t *testing.T) {
	batch := told("batch", 8, 4)
	for _, c := range []struct {
		name, raw string
		resync    bool
	}{
		{"a hole", told("batch", 9, 5), true},
		{"a batch again", told("batch", 7, 5), true},
		{"a resync that begins later", `{"type":"resync","from":9,"to":12}`, true},
		{"nonsense", `{"type":"batch","seq":8,"at":1770292860000,"liquidations":7}`, false},
		{"a batch with one bad row at its end", strings.Replace(batch, `"high":[1008]`, `"high":[1]`, 1), false},
	} {
		s := stream.NewScreen(0, "BTCUSDT")
		apply(t, s, told("snapshot", 7, 1, 2))
		before := s.Collection("BTCUSDT").Tape(s.At())
		changes, err := s.Apply([]byte(c.raw))
		if err == nil || errors.Is(err, stream.ErrResync) != c.resync || changes != (stream.Changes{}) {
			t.Errorf("%s: got %+v, %v", c.name, changes, err)
		}
		if after := s.Collection("BTCUSDT").Tape(s.At()); !reflect.DeepEqual(before, after) {
			t.Errorf("%s: the tape changed", c.name)
		}
		apply(t, s, batch)
	}
	if _, err := stream.NewScreen(0, "BTCUSDT").Apply([]byte(batch)); !errors.Is(err, stream.ErrResync) {
		t.Errorf("a batch before a snapshot: got %v", err)
	}
}

func TestAResyncWaitsForItsSnapshot(t *testing.T) {
	s := stream.NewScreen(0, "BTCUSDT")
	apply(t, s, told("snapshot", 7, 1), `{"type":"resync","from":8,"to":20}`)
	if got := prices(t, s); len(got) != 1 {
		t.Errorf("a resync has left %v, want what was there", got)
	}
	for name, raw := range map[string]string{
		"a batch": told("batch", 21, 5), "another resync": `{"type":"resync","from":21,"to":22}`, "the snapshot of another number": told("snapshot", 19, 5),
	} {
		if _, err := s.Apply([]byte(raw)); !errors.Is(err, stream.ErrResync) {
			t.Errorf("%s while it waits: got %v", name, err)
		}
	}
	apply(t, s, told("snapshot", 20, 1, 2, 3), told("batch", 21, 4))
	if got := prices(t, s); !reflect.DeepEqual(got, []data.Price{1, 2, 3, 4}) {
		t.Errorf("got %v, want 1 to 4", got)
	}
}

func TestVenuesOfABatchAreMerged(t *testing.T) {
	venues := func(kind string, seq int, rest string) string {
		return fmt.Sprintf(`{"type":%q,"seq":%d,"at":%d,"since":%d,"venues":[%s]}`, kind, seq, at, at-60_000, rest)
	}
	status := func(venue, state string) string { return fmt.Sprintf(`{"venue":%q,"state":%q}`, venue, state) }
	s := stream.NewScreen(0, "BTCUSDT")
	apply(t, s, venues("snapshot", 0, status("binance", "live")+","+status("okx", "connecting")))
	before := s.Venues()
	apply(t, s, venues("batch", 1, status("okx", "live")+","+status("okx", "silent")+","+status("bybit", "live")))
	var got []string
	for _, v := range s.Venues() {
		got = append(got, v.Venue+" "+string(v.State))
	}
	if want := []string{"binance live", "okx silent", "bybit live"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(before) != 2 || before[1].State != stream.Connecting {
		t.Errorf("what was told before changed: %+v", before)
	}
	apply(t, s, venues("snapshot", 2, status("okx", "live")))
	if len(s.Venues()) != 1 {
		t.Errorf("got %+v, want that of the snapshot", s.Venues())
	}
}

// History that a server learns later comes in a batch.
func TestWhatWasBeforeMayComeLater(t *testing.T) {
	s := stream.NewScreen(0, "BTCUSDT")
	apply(t, s, told("snapshot", 7, 10), strings.Replace(told("batch", 8, 1, 2), `"liquidations"`, fmt.Sprintf(`"since":%d,"liquidations"`, at-3_600_000), 1))
	made := s.Collection("BTCUSDT").Tape(s.At())
	if got := made.Liquidations.Price; !reflect.DeepEqual(got, []data.Price{1, 2, 10}) || !strings.Contains(made.Liquidations.Why["en"], "Counted since 2026-02-05 11:01 UTC") {
		t.Errorf("got %v, %q", got, made.Liquidations.Why["en"])
	}
}

// What is older than a day is forgotten, an hour at a time: the start of a chart
// moves seldom.
func TestAScreenForgets(t *testing.T) {
	later := func(seq int, by data.UnixMs) string {
		return strings.Replace(told("batch", seq, 20), fmt.Sprintf(`"at":%d`, at+seq*100), fmt.Sprintf(`"at":%d`, at+by), 1)
	}
	s := stream.NewScreen(0, "BTCUSDT")
	apply(t, s, strings.Replace(told("snapshot", 7, 10), fmt.Sprint(at-at%60_000), fmt.Sprint(at-at%60_000-data.Day+30*data.Minute), 1))
	from := s.Collection("BTCUSDT").Tape(s.At()).From
	for i, x := range []struct {
		name string
		by   data.UnixMs
		rows int
		same bool // the chart begins where it did
	}{
		{"a moment later", data.Second, 2, true}, {"after 59 minutes", 59 * data.Minute, 3, true},
		{"after an hour and a minute", data.Hour + data.Minute, 4, false}, {"after a day and two hours", data.Day + 2*data.Hour, 0, false},
	} {
		apply(t, s, later(8+i, x.by))
		made := s.Collection("BTCUSDT").Tape(s.At())
		if x.rows == 0 && made == nil {
			continue
		}
		if made == nil || made.Liquidations.Len() != x.rows || (made.From == from) != x.same {
			t.Fatalf("%s: got %+v", x.name, made)
		}
	}
}
