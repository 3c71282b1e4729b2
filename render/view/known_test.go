package view

import (
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/market/markettest"
	"unwind/data/tape"
)

func TestWhatWasFetchedIsNotSaidToBeRecorded(t *testing.T) {
	for _, c := range []struct {
		origin tape.Origin
		en, ru string
	}{
		{tape.Origin{Provenance: data.Recorded}, "recorded", "запись"},
		{tape.Origin{Provenance: data.Recorded, Fetched: 0.01}, "recorded and fetched", "запись и история"},
		{tape.Origin{Provenance: data.Recorded, Fetched: 1}, "fetched later", "история биржи"},
		{tape.Origin{Provenance: data.Modelled}, "modelled", "модель"},
	} {
		if en, ru := Known(&c.origin, "en"), Known(&c.origin, "ru"); en != c.en || ru != c.ru {
			t.Errorf("%+v: got %q and %q, want %q and %q", c.origin, en, ru, c.en, c.ru)
		}
	}
}

// A picture names the layers by how they are known, the least direct first.
func TestThePictureSaysWhatWasFetched(t *testing.T) {
	tp := markettest.Tape(240)
	tp.Candles.Origin = tape.Origin{Provenance: data.Recorded, Why: tape.Text{"en": "x"}, Fetched: 0.5}
	tp.Liquidations.Provenance = data.Recorded
	f := frame(func(f *Frame) { f.Market = marketOf(t, tp) })
	b := &builder{Frame: f, words: wordsOf("en")}
	got := string(b.layers(nil))
	if !strings.Contains(got, "estimated: levels") || !strings.HasSuffix(got, " · recorded and fetched: price · recorded: liquidations") {
		t.Errorf("got %q", got)
	}
}
