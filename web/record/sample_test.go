package record

import (
	"slices"
	"strconv"
	"testing"

	"unwind/data"
	"unwind/data/feed"
)

// thinned passes events through a sampler and returns what is stored, with
// what is held back at the end.
func thinned(events ...Event) (kept []Event, ids []string) {
	s := sampler{held: map[series]sample{}}
	store := func(e *Event, id string) {
		kept = append(kept, *e)
		ids = append(ids, id)
	}
	for i := range events {
		s.add(&events[i], store)
	}
	s.flush(store)
	return kept, ids
}

func mark(at data.UnixMs, price data.Price) Event {
	return Event{
		Kind: Mark, Venue: "okx", Symbol: "BTC", Received: at + 20,
		Mark: Marks{Mark: feed.Mark{Symbol: "BTC", At: at, Price: price}, High: price, Low: price},
	}
}

func TestOfASecondTheLastMarkIsKeptWithItsExtremes(t *testing.T) {
	kept, ids := thinned(mark(noon, 5), mark(noon+400, 9), mark(noon+800, 2), mark(noon+999, 4), mark(noon+1000, 6))
	if len(kept) != 2 {
		t.Fatalf("got %d marks, want 2", len(kept))
	}
	want := Marks{Mark: feed.Mark{Symbol: "BTC", At: noon + 999, Price: 4}, High: 9, Low: 2}
	if kept[0].Mark != want || kept[1].Mark.Price != 6 || kept[1].Mark.High != 6 {
		t.Errorf("got %+v, want %+v and then 6", kept, want)
	}
	if ids[0] == ids[1] {
		t.Errorf("two seconds have one id %q", ids[0])
	}
	if _, again := thinned(mark(noon+3, 8), mark(noon+2000, 8)); again[0] != ids[0] {
		t.Errorf("a second has the ids %q and %q", ids[0], again[0])
	}
}

func bar(open, received data.UnixMs, last data.Price, final bool) Event {
	return Event{Kind: Candle, Venue: "okx", Symbol: "BTC", Received: received, Candle: feed.Candle{
		Symbol: "BTC", T: open, Step: data.Minute, Open: 1, High: 9, Low: 1, Close: last, Final: final,
	}}
}

func TestTheLastOfACandleIsKept(t *testing.T) {
	for name, c := range map[string]struct {
		events []Event
		want   []data.Price
	}{
		"a final one at once":      {[]Event{bar(noon, noon+1, 2, false), bar(noon, noon+2, 3, true)}, []data.Price{3}},
		"an open one every 5 s":    {[]Event{bar(noon, noon+1, 2, false), bar(noon, noon+2, 3, false), bar(noon, noon+5001, 4, false)}, []data.Price{3, 4}},
		"a new one ends the other": {[]Event{bar(noon, noon+1, 2, false), bar(noon+data.Minute, noon+2, 3, false)}, []data.Price{2, 3}},
	} {
		kept, ids := thinned(c.events...)
		var got []data.Price
		for i := range kept {
			got = append(got, kept[i].Candle.Close)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got closes %v, want %v", name, got, c.want)
		}
		if slices.Sort(ids); len(slices.Compact(ids)) != len(kept) {
			t.Errorf("%s: ids are not distinct: %q", name, ids)
		}
	}
}

func TestSeriesAreThinnedByThemselves(t *testing.T) {
	other := mark(noon, 7)
	other.Venue = "bybit"
	if kept, _ := thinned(mark(noon, 5), other); len(kept) != 2 {
		t.Errorf("got %d marks of two venues, want 2", len(kept))
	}
}

func TestWhatIsHeldBackDoesNotShareTheFrame(t *testing.T) {
	e := mark(noon, 5)
	e.Raw = []byte("first")
	s := sampler{held: map[series]sample{}}
	s.add(&e, func(*Event, string) { t.Error("stored at once") })
	copy(e.Raw, "other")
	s.flush(func(e *Event, _ string) {
		if string(e.Raw) != "first" {
			t.Errorf("got %q, want the bytes that were added", e.Raw)
		}
	})
}

func TestWhatComesAfterAFlushIsNotLost(t *testing.T) {
	s := sampler{held: map[series]sample{}}
	got := map[string]data.Price{}
	store := func(e *Event, id string) { got[id] = e.Mark.High }
	first, second, third := mark(noon, 5), mark(noon+500, 9), mark(noon+1000, 1)
	s.add(&first, store)
	s.flush(store)
	s.add(&second, store)
	s.add(&third, store)
	if len(got) != 2 || got["mark|okx|BTC|0|0|"+strconv.Itoa(int(noon/1000))] != 9 {
		t.Errorf("got highs %v, want 5 and then 9 for the whole second", got)
	}
}

func TestALongFrameIsHeldBackInPart(t *testing.T) {
	e := mark(noon, 5)
	e.Raw = make([]byte, maxHeld+9)
	kept, _ := thinned(e)
	body, err := encode(&kept[0])
	if err != nil {
		t.Fatal(err)
	}
	if got, err := decode(body); err != nil || len(got.Raw) != maxHeld || got.RawLength != maxHeld+9 {
		t.Errorf("got %d of %d bytes, %v, want %d of %d", len(got.Raw), got.RawLength, err, maxHeld, maxHeld+9)
	}
}
