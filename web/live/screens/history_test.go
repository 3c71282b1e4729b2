package screens

import (
	"slices"
	"testing"

	"unwind/data"
	"unwind/data/feed"
	"unwind/web/record"
)

const noon data.UnixMs = 1790000040000 // a whole minute

// What venues told afterwards is marked in the snapshot, and what is streamed
// since is not.
func TestHistoryIsToldAsSuch(t *testing.T) {
	p := newPast(noon)
	h := new(History)
	h.Candles("okx", false, []feed.Candle{{Symbol: "A", T: noon, Step: data.Minute, Open: 1, High: 1, Low: 1, Close: 1}})
	h.Marks("okx", []feed.Candle{{Symbol: "A", T: noon, Step: data.Minute, Open: 1, High: 1, Low: 1, Close: 1}})
	h.Interest("okx", []feed.Interest{{Symbol: "A", At: noon, Qty: 1}})
	h.Funding("okx", []feed.Funding{{Symbol: "A", At: noon, Rate: 1}})
	p.add(p.news(&h.batch), noon+data.Minute)
	var streamed batch
	streamed.frame(&record.Frame{Venue: "okx", Received: noon + data.Minute, Batch: &feed.Batch{
		Candles: []feed.Candle{{Symbol: "A", T: noon + data.Minute, Step: data.Minute, Open: 1, High: 1, Low: 1, Close: 1}},
	}})
	streamed.frame(&record.Frame{Venue: "okx", Way: feed.Polled, Received: noon + data.Minute, Batch: &feed.Batch{
		Interest: []feed.Interest{{Symbol: "A", At: noon + data.Minute, Qty: 2}},
	}})
	p.add(p.news(&streamed), noon+data.Minute)
	m := p.view().message(1)
	for name, c := range map[string]struct{ got, want []string }{
		"candles": {m.Candles.Way, []string{"fetched", "streamed"}}, "mark price": {m.Marks.Way, []string{"fetched"}},
		"open interest": {m.Interest.Way, []string{"fetched", "polled"}}, "funding": {m.Funding.Way, []string{"fetched"}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: got %q, want %q", name, c.got, c.want)
		}
	}
	if only := streamed.message(2); only.Candles.Way != nil {
		t.Errorf("of what was streamed alone: got %q, want no column", only.Candles.Way)
	}
}
